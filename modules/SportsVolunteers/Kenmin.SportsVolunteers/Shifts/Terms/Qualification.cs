using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Shifts.Terms;

/// <summary>Qualifications (資格) as plans and rosters name them, and the keys by which the sign-up engine compares them.</summary>
internal static class Qualification
{
    private static readonly char[] Separators = ['、', ',', '，', ';', '；', '/', '／', '\n'];

    private static readonly FrozenDictionary<string, (string Key, string English)> Known = new (string Ja, string Key, string En)[]
    {
        ("手話", "sign-language", "sign language"),
        ("要約筆記", "summary-writing", "summary writing"),
        ("英語", "english", "English"),
        ("中国語", "chinese", "Chinese"),
        ("韓国語", "korean", "Korean"),
        ("救命講習", "first-aid", "first aid course"),
        ("運転免許", "driving-licence", "driving licence"),
    }.ToFrozenDictionary(x => FoldedText.OfName(x.Ja), x => (x.Key, x.En), StringComparer.Ordinal);

    /// <summary>The names in a cell such as 英語、手話.</summary>
    public static string[] Split(string? cell) =>
        [.. (cell ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>The key of a qualification: the same for 英語 and ｴｲｺﾞ written any way that people take for the same.</summary>
    public static string KeyOf(string name)
    {
        var folded = FoldedText.OfName(name);
        return Known.TryGetValue(folded, out var known)
            ? known.Key
            : $"x-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folded)).AsSpan(0, 8))}";
    }

    /// <summary>The name in both languages; one that is not known stays as it was entered.</summary>
    public static LocalizedText Name(string name) =>
        Known.TryGetValue(FoldedText.OfName(name), out var known) ? new(name, known.English) : LocalizedText.Same(name);

    /// <summary>The names of several, in one line.</summary>
    public static LocalizedText Names(IEnumerable<string> names)
    {
        var all = names.Select(Name).ToList();
        return new(string.Join("、", all.Select(n => n.Ja)), string.Join(", ", all.Select(n => n.En)));
    }
}
