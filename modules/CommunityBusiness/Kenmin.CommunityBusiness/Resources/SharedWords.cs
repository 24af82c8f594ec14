using System.Text;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>
/// The words that two Japanese texts have in common, without a dictionary: runs of kanji are compared by pairs of neighbouring characters,
/// words in katakana or Latin letters as a whole, both folded. Hiragana, which is mostly grammar, divides the words.
/// </summary>
internal static class SharedWords
{
    // Pairs that stand in nearly every text here, and say nothing.
    private static readonly HashSet<string> Common = [.. new[] { "地域", "地区", "見本", "場所", "利用", "活用", "使用", "必要", "事業", "自分", "年間", "以上", "程度", "可能", "希望", "現在", "場合", "市内", "町内", "県内" }.SelectMany(w => FoldedText.Bigrams(FoldedText.OfName(w)))];

    private enum Script
    {
        None,
        Kanji,
        Katakana,
        Latin,
    }

    /// <summary>The words of the first text that stand in the second too, the longest first.</summary>
    public static IReadOnlyList<string> Of(string first, string second)
    {
        var known = Runs(second).SelectMany(Grams).ToHashSet(StringComparer.Ordinal);
        // The same word, written otherwise, is named once.
        return [.. Runs(first).SelectMany(r => Shared(r, known)).DistinctBy(w => FoldedText.OfName(w), StringComparer.Ordinal).OrderByDescending(w => w.Length).ThenBy(w => w, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Shared(Run run, HashSet<string> known)
    {
        if (run.Script != Script.Kanji)
        {
            if (Grams(run).Any(known.Contains)) yield return string.Concat(run.Shown);
            yield break;
        }

        for (var from = 0; from + 1 < run.Keys.Count;)
        {
            var to = from;
            while (to + 1 < run.Keys.Count && Counts(run.Keys[to] + run.Keys[to + 1]) && known.Contains(run.Keys[to] + run.Keys[to + 1])) to++;
            if (to > from) yield return string.Concat(run.Shown.Skip(from).Take(to - from + 1));
            from = to > from ? to : from + 1;
        }
    }

    private static IEnumerable<string> Grams(Run run)
    {
        if (run.Script != Script.Kanji) return run.Keys.Count > 1 && run.Keys.Any(k => !char.IsAsciiDigit(k[0])) ? [string.Concat(run.Keys)] : [];
        return Enumerable.Range(0, run.Keys.Count - 1).Select(i => run.Keys[i] + run.Keys[i + 1]).Where(Counts);
    }

    private static bool Counts(string pair) => !Common.Contains(pair);

    private static IEnumerable<Run> Runs(string text)
    {
        Run? run = null;
        foreach (var rune in string.Concat<Rune>(text.EnumerateRunes()).Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            var script = Of(rune);
            if (run is { } going && going.Script != script)
            {
                yield return going;
                run = null;
            }

            if (script == Script.None) continue;
            run ??= new(script, [], []);
            run.Shown.Add(rune.ToString());
            run.Keys.Add(FoldedText.OfName(rune.ToString()) is { Length: > 0 } key ? key : rune.ToString());
        }

        if (run is not null) yield return run;
    }

    private static Script Of(Rune rune) => rune.Value switch
    {
        >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF or 0x3005 => Script.Kanji,
        >= 0x30A1 and <= 0x30FA or 0x30FC => Script.Katakana,
        _ => Rune.IsLetterOrDigit(rune) && rune.Value < 0x250 ? Script.Latin : Script.None,
    };

    private sealed record Run(Script Script, List<string> Shown, List<string> Keys);
}
