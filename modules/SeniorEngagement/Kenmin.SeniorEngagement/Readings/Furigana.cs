using System.Text;

namespace Kenmin.SeniorEngagement.Readings;

/// <summary>
/// Readings over kanji (ふりがな), for who asked for them: on headings, labels, buttons and links, by a list that is kept by hand. No
/// reading is guessed, and names of persons are in no list.
/// </summary>
internal static class Furigana
{
    private const string Resource = "Kenmin.SeniorEngagement.Readings.readings.txt";

    private static readonly HashSet<string> Marked = new(StringComparer.OrdinalIgnoreCase) { "h1", "h2", "h3", "legend", "label", "summary", "th", "dt", "button", "a" };

    // What is no text to be read, or already has readings.
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "script", "style", "textarea", "option", "title", "ruby", "svg" };

    private static readonly HashSet<string> Void = new(StringComparer.OrdinalIgnoreCase) { "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr" };

    private static readonly ILookup<char, (string Word, string Reading)> Words = Load();

    /// <summary>All words with their readings.</summary>
    public static IEnumerable<(string Word, string Reading)> All => Words.SelectMany(w => w);

    /// <summary>A page with readings; what is no heading or label stays as it is, attributes and scripts above all.</summary>
    public static string AddTo(string html)
    {
        // Japanese words on a page in English are names.
        if (html.Contains("<html lang=\"en\"", StringComparison.OrdinalIgnoreCase)) return html;
        StringBuilder result = new(html.Length + 4096);
        var (marked, skipped, at) = (0, 0, 0);
        // Open elements whose text is read or left alone, and those in between.
        Stack<(string Name, bool Mark, bool Skip)> open = new();
        while (at < html.Length)
        {
            var tag = html.IndexOf('<', at);
            var text = html.AsSpan(at, (tag < 0 ? html.Length : tag) - at);
            if (marked > 0 && skipped == 0) AddText(result, text);
            else result.Append(text);
            if (tag < 0) break;
            var end = EndOfTag(html, tag);
            var inside = html.AsSpan(tag, end - tag);
            result.Append(inside);
            at = end;
            if (inside.StartsWith("<!")) continue;
            var name = NameOf(inside);
            if (name.Length == 0 || Void.Contains(name) || inside.EndsWith("/>")) continue;
            if (inside[1] != '/')
            {
                // What has a label of its own is read by that label.
                var (mark, skip) = (Marked.Contains(name), Skipped.Contains(name) || inside.Contains("aria-label=", StringComparison.OrdinalIgnoreCase));
                open.Push((name, mark, skip));
                (marked, skipped) = (marked + (mark ? 1 : 0), skipped + (skip ? 1 : 0));
                if (name is "script" or "style" && html.IndexOf($"</{name}", at, StringComparison.OrdinalIgnoreCase) is > 0 and var close)
                {
                    result.Append(html, at, close - at);
                    at = close;
                }

                continue;
            }

            // What was left open ends with what it is in.
            while (open.TryPop(out var last))
            {
                (marked, skipped) = (marked - (last.Mark ? 1 : 0), skipped - (last.Skip ? 1 : 0));
                if (string.Equals(last.Name, name, StringComparison.OrdinalIgnoreCase)) break;
            }
        }

        return result.ToString();
    }

    /// <summary>
    /// A text with readings over the words of the list, the longest first. A word in the middle of other kanji is another word, and a
    /// counter after a number is read in many ways: both are left as they are.
    /// </summary>
    public static void AddText(StringBuilder result, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length;)
        {
            var found = ("", "");
            foreach (var (word, reading) in Words[text[i]])
                if (text[i..].StartsWith(word, StringComparison.Ordinal) && StandsAlone(text, i, word.Length))
                {
                    found = (word, reading);
                    break;
                }

            if (found.Item1.Length == 0) result.Append(text[i++]);
            else
            {
                Mark(result, found.Item1, found.Item2);
                i += found.Item1.Length;
            }
        }
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int at, int length)
    {
        if (at + length < text.Length && IsKanji(text[at + length]) && IsKanji(text[at + length - 1])) return false;
        if (at > 0 && IsKanji(text[at - 1]) && IsKanji(text[at])) return false;
        var before = text[..at].TrimEnd(' ');
        return !IsKanji(text[at]) || before.Length == 0 || !char.IsDigit(before[^1]);
    }

    internal static bool IsKanji(char c) => c is (>= '\u4e00' and <= '\u9fff') or '々';

    // Kana at both ends need no reading.
    private static void Mark(StringBuilder result, string word, string reading)
    {
        var (front, back) = (0, 0);
        while (front < word.Length && front < reading.Length && word[front] == reading[front]) front++;
        while (back < word.Length - front && back < reading.Length - front && word[^(back + 1)] == reading[^(back + 1)]) back++;
        result.Append(word, 0, front).Append("<ruby>").Append(word, front, word.Length - front - back).Append("<rp>（</rp><rt>").Append(reading, front, reading.Length - front - back)
            .Append("</rt><rp>）</rp></ruby>").Append(word, word.Length - back, back);
    }

    private static int EndOfTag(string html, int tag)
    {
        if (html.AsSpan(tag).StartsWith("<!--")) return html.IndexOf("-->", tag, StringComparison.Ordinal) is >= 0 and var comment ? comment + 3 : html.Length;
        var quote = '\0';
        for (var i = tag + 1; i < html.Length; i++)
        {
            if (quote != '\0') quote = html[i] == quote ? '\0' : quote;
            else if (html[i] is '"' or '\'') quote = html[i];
            else if (html[i] == '>') return i + 1;
        }

        return html.Length;
    }

    private static string NameOf(ReadOnlySpan<char> tag)
    {
        var start = tag.Length > 1 && tag[1] == '/' ? 2 : 1;
        var end = start;
        while (end < tag.Length && (char.IsAsciiLetterOrDigit(tag[end]) || tag[end] == '-')) end++;
        return tag[start..end].ToString().ToLowerInvariant();
    }

    private static ILookup<char, (string Word, string Reading)> Load()
    {
        using var stream = typeof(Furigana).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is missing.");
        using StreamReader reader = new(stream);
        List<(string Word, string Reading)> words = [];
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#' && line.Split(' ') is [var word, var reading]) words.Add((word, reading));
        return words.OrderByDescending(w => w.Word.Length).ToLookup(w => w.Word[0]);
    }
}
