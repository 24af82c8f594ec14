using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>A choice of a <see cref="SelectField"/>, <see cref="RadioGroup"/> or <see cref="CheckBoxGroup"/>.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Text">What people read.</param>
/// <param name="Hint">A second line; not shown in a <see cref="SelectField"/>.</param>
/// <param name="Disabled">Whether it cannot be chosen.</param>
/// <param name="Group">The group heading it stands under in a <see cref="SelectField"/>.</param>
public sealed record FieldOption(
    string Value, LocalizedText Text, LocalizedText? Hint = null, bool Disabled = false, LocalizedText? Group = null);
