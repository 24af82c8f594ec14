using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>Texts in both languages, written where they are shown. Meant for <c>@using static Kenmin.Pages.Texts</c>.</summary>
public static class Texts
{
    /// <summary>A text in Japanese and English; a page shows the one of its reader.</summary>
    public static LocalizedText L(string ja, string en) => new(ja, en);

    /// <summary>A text that is the same in both languages: a name as entered, a code, a number.</summary>
    public static LocalizedText Same(string? text) => LocalizedText.Same(text ?? string.Empty);
}
