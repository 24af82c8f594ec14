using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>A tab of <see cref="Tabs"/>.</summary>
/// <param name="Text">What it shows.</param>
/// <param name="Href">Its address.</param>
/// <param name="Current">Whether it is the one on screen.</param>
/// <param name="Count">How many things it holds.</param>
public sealed record TabLink(LocalizedText Text, string Href, bool Current = false, long? Count = null);
