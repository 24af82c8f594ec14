using System.Globalization;

namespace Kenmin.Documents.Layout;

/// <summary>
/// Breaks a text into lines as Japanese is set (禁則処理): between any two characters, but no line begins with a closing bracket, a
/// full stop or a small kana, none ends with an opening bracket, and words and numbers in Latin letters stay whole.
/// </summary>
internal static class LineBreaker
{
    // 行頭禁則文字 and 行末禁則文字, as JIS X 4051 groups them.
    private const string NeverFirst =
        "、。，．・：；？！!?,.:;)]}）］｝〕〉》」』】〙〗〟’”»ゝゞ々ーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ〻‐゠–〜～％‰℃°′″%";

    private const string NeverLast = "([{（［｛〔〈《「『【〘〖〝‘“«￥＄¥$№#＃";

    /// <summary>The lines of a text; an empty text is one empty line.</summary>
    /// <param name="text">The text; line ends in it are kept.</param>
    /// <param name="width">The width to fill, in the unit of <paramref name="measure"/>.</param>
    /// <param name="measure">The width of a piece of text.</param>
    public static IReadOnlyList<string> Break(string text, double width, Func<string, double> measure)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n')) BreakOne(paragraph, width, measure, lines);
        return lines;
    }

    private static void BreakOne(string text, double width, Func<string, double> measure, List<string> lines)
    {
        var line = "";
        foreach (var unit in Units(text))
        {
            if (measure((line + unit).TrimEnd()) <= width)
            {
                line += unit;
                continue;
            }

            if (line.TrimEnd().Length > 0) lines.Add(line.TrimEnd());
            line = "";
            // What is wider than a line by itself, such as a long address, is broken anywhere.
            foreach (var element in Elements(unit.TrimStart()))
            {
                if (line.Length > 0 && measure(line + element) > width)
                {
                    lines.Add(line);
                    line = "";
                }

                line += element;
            }
        }

        lines.Add(line.TrimEnd());
    }

    /// <summary>The pieces between which a line may end.</summary>
    internal static IEnumerable<string> Units(string text)
    {
        var unit = "";
        foreach (var element in Elements(text))
        {
            if (unit.Length > 0 && MayBreak(unit, element))
            {
                yield return unit;
                unit = "";
            }

            unit += element;
        }

        if (unit.Length > 0) yield return unit;
    }

    private static bool MayBreak(string before, string after)
    {
        var (last, first) = (before[^1], after[0]);
        if (char.IsWhiteSpace(first)) return false;
        if (char.IsWhiteSpace(last)) return true;
        if (NeverFirst.Contains(first, StringComparison.Ordinal) || NeverLast.Contains(last, StringComparison.Ordinal)) return false;
        return !(IsLatin(last) && IsLatin(first));
    }

    private static bool IsLatin(char c) => c < 0x2E80 && !char.IsWhiteSpace(c);

    private static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext()) yield return elements.GetTextElement();
    }
}
