using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Imports.Roster;

/// <summary>The wished activities (希望活動) of a roster, taken apart.</summary>
internal static class Activities
{
    private const string Separators = "・･、，,/／;；\n\r\t ";

    /// <summary>Activities whose names contain a separator, and the other usual ones. A name not in here is kept as written.</summary>
    private static readonly string[] Known =
    [
        "受付・案内", "会場整理", "環境美化", "競技補助", "式典補助", "弁当・休憩所", "輸送・駐車場", "救護補助",
        "情報支援(手話)", "情報支援(要約筆記)", "通訳(英語)", "通訳(中国語)", "通訳(韓国語)",
    ];

    private static readonly (string Name, string Key)[] ByLength =
        [.. Known.OrderByDescending(n => n.Length).Select(n => (n, FoldedText.OfName(n)))];

    /// <summary>Splits at ・ 、 and / except inside a known name or brackets; each activity once.</summary>
    public static string[] Split(string text)
    {
        List<string> found = [];
        for (var at = 0; at < text.Length;)
        {
            if (Separators.Contains(text[at], StringComparison.Ordinal))
            {
                at++;
                continue;
            }
            if (KnownAt(text, at) is { } name)
            {
                found.Add(name);
                at += name.Length;
                continue;
            }
            var end = EndOf(text, at);
            found.Add(text[at..end].Trim());
            at = end;
        }
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static string? KnownAt(string text, int at) => ByLength
        .Where(known => at + known.Name.Length <= text.Length
            && (at + known.Name.Length == text.Length || Separators.Contains(text[at + known.Name.Length], StringComparison.Ordinal))
            && FoldedText.OfName(text.Substring(at, known.Name.Length)) == known.Key)
        .Select(known => known.Name)
        .FirstOrDefault();

    private static int EndOf(string text, int at)
    {
        var depth = 0;
        for (; at < text.Length; at++)
        {
            if (text[at] is '(' or '（') depth++;
            else if (text[at] is ')' or '）') depth--;
            else if (depth <= 0 && Separators.Contains(text[at], StringComparison.Ordinal)) break;
        }
        return at;
    }
}
