using System.Globalization;

namespace Kenmin.SharedKernel;

/// <summary>A text for people in both languages of the platform: Japanese first, English second.</summary>
/// <param name="Ja">The Japanese text, in plain and polite words.</param>
/// <param name="En">The English text.</param>
public readonly record struct LocalizedText(string Ja, string En)
{
    /// <summary>The text in the language of <paramref name="culture"/>: English for any English culture, Japanese for all others.</summary>
    public string In(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return (culture.TwoLetterISOLanguageName == "en" ? En : Ja) ?? string.Empty;
    }

    /// <summary>The text in the language of <see cref="CultureInfo.CurrentUICulture"/>.</summary>
    public override string ToString() => In(CultureInfo.CurrentUICulture);

    /// <summary>A text that reads the same in both languages, such as a code or a name as entered.</summary>
    public static LocalizedText Same(string text) => new(text, text);
}
