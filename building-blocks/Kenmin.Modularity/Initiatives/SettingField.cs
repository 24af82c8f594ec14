using System.Globalization;
using System.Reflection;
using System.Text;
using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Initiatives;

/// <summary>What kind of value a setting takes.</summary>
public enum SettingKind
{
    /// <summary>A whole number.</summary>
    Number,

    /// <summary>One line of text.</summary>
    Text,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>One of several choices.</summary>
    Choice,
}

/// <summary>One setting, as forms and programs need to know it.</summary>
public sealed class SettingField
{
    private const string Yes = "yes";
    private const string No = "no";
    private readonly SettingAttribute _setting;

    private SettingField(PropertyInfo property, SettingAttribute setting, SettingKind kind, object defaults)
    {
        (Property, _setting, Kind) = (property, setting, kind);
        Key = SettingsDeclaration.KeyOf(property);
        Choices = kind switch
        {
            SettingKind.YesNo => [new(Yes, new("はい", "Yes")), new(No, new("いいえ", "No"))],
            SettingKind.Choice => [.. ValueType.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f =>
                new SettingChoice(f.Name, f.GetCustomAttribute<SettingAttribute>()?.Label ?? LocalizedText.Same(f.Name)))],
            _ => [],
        };
        Default = Write(property.GetValue(defaults));
    }

    /// <summary>The setting's key: the property's name in camel case.</summary>
    public string Key { get; }

    /// <summary>The label.</summary>
    public LocalizedText Label => _setting.Label;

    /// <summary>How to fill it in; null when there is nothing to say.</summary>
    public LocalizedText? Hint => _setting.HintJa is { } ja ? new(ja, _setting.HintEn ?? ja) : null;

    /// <summary>The unit of a number; null when it has none.</summary>
    public LocalizedText? Unit => _setting.UnitJa is { } ja ? new(ja, _setting.UnitEn ?? ja) : null;

    /// <summary>What kind of value it takes.</summary>
    public SettingKind Kind { get; }

    /// <summary>The lowest number.</summary>
    public int Minimum => _setting.Minimum;

    /// <summary>The highest number.</summary>
    public int Maximum => _setting.Maximum;

    /// <summary>The longest text, in characters.</summary>
    public int Longest => _setting.Longest;

    /// <summary>Whether it may differ by fiscal year.</summary>
    public bool ByYear => _setting.ByYear;

    /// <summary>What it can be chosen from; empty for numbers and texts.</summary>
    public IReadOnlyList<SettingChoice> Choices { get; }

    /// <summary>The module's default as it would be written in a form; empty for none.</summary>
    public string Default { get; }

    internal PropertyInfo Property { get; }

    private Type ValueType => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    internal static SettingField Of(PropertyInfo property, object defaults)
    {
        if (property.SetMethod is null) throw new ArgumentException($"{property.Name} cannot be set.", nameof(property));
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var kind = type == typeof(int) ? SettingKind.Number
            : type == typeof(string) ? SettingKind.Text
            : type == typeof(bool) ? SettingKind.YesNo
            : type.IsEnum ? SettingKind.Choice
            : throw new ArgumentException($"{property.Name}: a setting is a whole number, a text, yes or no, or an enum.", nameof(property));
        return new(property, property.GetCustomAttribute<SettingAttribute>()!, kind, defaults);
    }

    /// <summary>A stored value in the reader's words; the key of a choice becomes its name.</summary>
    public LocalizedText Shown(string value) =>
        Choices.FirstOrDefault(c => c.Value == value) is { } choice ? choice.Name
        : Unit is { } unit && value.Length > 0 ? new($"{value}{unit.Ja}", $"{value} {unit.En}")
        : LocalizedText.Same(value);

    internal Parsed<object> Parse(string? text)
    {
        var trimmed = (text ?? "").Trim();
        switch (Kind)
        {
            case SettingKind.Text:
                return trimmed.Length <= Longest && !trimmed.Any(char.IsControl)
                    ? Parsed<object>.Ok(trimmed)
                    : new LocalizedText($"1行、{Longest}文字までで入力してください。", $"Enter one line of at most {Longest} characters.");
            case SettingKind.Number:
                return int.TryParse(Narrow(trimmed), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && number >= Minimum && number <= Maximum
                    ? Parsed<object>.Ok(number)
                    : new LocalizedText(
                        $"{Minimum.ToString("#,0", CultureInfo.InvariantCulture)}から{Maximum.ToString("#,0", CultureInfo.InvariantCulture)}までの整数で入力してください。",
                        $"Enter a whole number from {Minimum.ToString("#,0", CultureInfo.InvariantCulture)} to {Maximum.ToString("#,0", CultureInfo.InvariantCulture)}.");
            default:
                return Choices.FirstOrDefault(c => string.Equals(c.Value, trimmed, StringComparison.OrdinalIgnoreCase)) is { } choice
                    ? Parsed<object>.Ok(Kind == SettingKind.YesNo ? choice.Value == Yes : Enum.Parse(ValueType, choice.Value))
                    : new LocalizedText(
                        $"「{string.Join("」「", Choices.Select(c => c.Name.Ja))}」から選んでください。",
                        $"Choose one of {string.Join(", ", Choices.Select(c => c.Name.En))}.");
        }
    }

    internal string Write(object? value) => value switch
    {
        null => "",
        bool yes => yes ? Yes : No,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // Full-width digits and separators are how many people type numbers.
    private static string Narrow(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            // Half of a character: no number in any case.
            return "";
        }
    }
}

/// <summary>One of the choices of a setting.</summary>
/// <param name="Value">As it is stored.</param>
/// <param name="Name">As people read it.</param>
public sealed record SettingChoice(string Value, LocalizedText Name);
