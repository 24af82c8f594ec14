namespace Kenmin.Client;

/// <summary>A text in both languages.</summary>
public sealed record BothLanguages(string Ja, string En);
