using System.Text;

namespace Kenmin.Spreadsheets;

/// <summary>The Shift_JIS of Windows (CP932), which Japanese spreadsheet programs write by default.</summary>
internal static class Cp932
{
    /// <summary>Decodes; bytes that are no character become U+FFFD, which the reader reports with row and column.</summary>
    internal static readonly Encoding Reading;

    /// <summary>Encodes; throws on what CP932 cannot hold, where the default would write "?" or a look-alike.</summary>
    internal static readonly Encoding Writing;

    static Cp932()
    {
        var provider = CodePagesEncodingProvider.Instance;
        Reading = provider.GetEncoding(932, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"))!;
        Writing = provider.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
    }

    /// <summary>The text in the form that Windows writes: composed, and with the wave dash, minus and em dash of its own table.</summary>
    internal static string Prepare(string text) => string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormC)
        .Replace('\u301C', '\uFF5E').Replace('\u2212', '\uFF0D').Replace('\u2014', '\u2015');
}
