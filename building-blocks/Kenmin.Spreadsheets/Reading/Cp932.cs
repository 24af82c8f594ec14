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
        Reading = provider.GetEncoding(932, EncoderFallback.ExceptionFallback, new SecondCodes(provider.GetEncoding(932)!))!;
        Writing = provider.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
    }

    /// <summary>The text in the form that Windows writes: composed, and with the wave dash, minus and em dash of its own table.</summary>
    internal static string Prepare(string text) => string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormC)
        .Replace('\u301C', '\uFF5E').Replace('\u2212', '\uFF0D').Replace('\u2014', '\u2015');

    /// <summary>Reads the characters that CP932 holds twice, such as 髙 and 﨑, by their second code (EEE0, ED95).</summary>
    /// <remarks>.NET's decoder knows second codes only as "best fit", which any fallback of one's own switches off, while
    /// best fit alone turns broken bytes into a middle dot that nobody would notice. So: best fit where it finds a character, U+FFFD elsewhere.</remarks>
    private sealed class SecondCodes(Encoding bestFit) : DecoderFallback
    {
        public override int MaxCharCount => 2;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(bestFit);

        private sealed class Buffer(Encoding bestFit) : DecoderFallbackBuffer
        {
            private const string NoCharacter = "・";

            private string _text = string.Empty;
            private int _at;

            public override int Remaining => _text.Length - _at;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                _at = 0;
                _text = bytesUnknown switch
                {
                    // The second byte belongs to no pair: a comma or line break after a broken byte stays one.
                    [_, < 0x40 and var next] => $"\uFFFD{(char)next}",
                    [_, _] when bestFit.GetString(bytesUnknown) is { Length: 1 } character and not NoCharacter => character,
                    _ => "\uFFFD",
                };
                return true;
            }

            public override char GetNextChar() => _at < _text.Length ? _text[_at++] : '\0';

            public override bool MovePrevious()
            {
                if (_at == 0) return false;
                _at--;
                return true;
            }

            public override void Reset() => (_text, _at) = (string.Empty, 0);
        }
    }
}
