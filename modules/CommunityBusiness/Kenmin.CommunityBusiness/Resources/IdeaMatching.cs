using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>A resource or problem that may suit a venture, and why.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Points">By <see cref="IdeaMatching.Rule"/>.</param>
/// <param name="Reasons">Why, in plain words.</param>
internal sealed record EntryMatch(LocalEntry Entry, int Points, IReadOnlyList<LocalizedText> Reasons);

/// <summary>A venture that a resource or problem may suit, and why.</summary>
/// <param name="Venture">The venture.</param>
/// <param name="Points">By <see cref="IdeaMatching.Rule"/>.</param>
/// <param name="Reasons">Why, in plain words.</param>
internal sealed record VentureMatch(Venture Venture, int Points, IReadOnlyList<LocalizedText> Reasons);

/// <summary>Brings ideas together with what a place has and wants (アイデアとの組み合わせ). The machine proposes and says why; people decide. Exact places play no part in it.</summary>
internal static class IdeaMatching
{
    internal const int MostShown = 10;

    private const int SamePlace = 40, KindFits = 30, Word = 10, MostWords = 5;

    // What an idea says when it is about such a thing.
    private static readonly IReadOnlyDictionary<LocalKind, string[]> Telling = new Dictionary<LocalKind, string[]>
    {
        [LocalKind.EmptyHouse] = ["空き家", "空家", "古民家", "空き店舗", "民泊"], [LocalKind.Produce] = ["野菜", "果物", "特産", "産品", "農産", "海産", "魚", "米粉", "夏みかん", "加工品", "食材"],
        [LocalKind.Skill] = ["技能", "職人", "大工", "手仕事", "料理人", "特技"], [LocalKind.ClosedSchool] = ["廃校", "校舎", "旧校", "体育館"],
        [LocalKind.Daily] = ["買い物", "買物", "移動販売", "送迎", "交通", "配達", "届け"], [LocalKind.Care] = ["見守り", "介護", "福祉", "一人暮らし", "ひとり暮らし", "居場所"],
        [LocalKind.Land] = ["耕作放棄", "棚田", "農地", "山林", "竹林", "鳥獣", "草刈り"], [LocalKind.Children] = ["子育て", "子ども", "放課後", "学習", "保育"],
        [LocalKind.Work] = ["雇用", "仕事", "商店街", "にぎわい", "観光", "担い手"],
    };

    /// <summary>The rule in words, as it stands on the page.</summary>
    public static LocalizedText Rule { get; } = new(
        $"公開中のものと、アイデアの文をくらべます。アイデアがその種類のことを書いていれば {KindFits} 点、同じ言葉 1 つにつき {Word} 点（{MostWords} つまで）、同じ市町なら {SamePlace} 点を足し、点の多い順に {MostShown} 件まで出します。種類も言葉も合わないものは出しません。機械は順番を示すだけです。",
        $"What is published is compared with the text of the idea: {KindFits} points when the idea speaks of that kind, {Word} for each word in common (up to {MostWords}), {SamePlace} for the same municipality; up to {MostShown} are shown, the most points first. What has neither kind nor words in common is left out. The machine only puts them in order.");

    /// <summary>The entries that may suit a venture, the best first; of the same points in the order in which they were entered, so that the order is always the same.</summary>
    public static IReadOnlyList<EntryMatch> For(Venture venture, IEnumerable<LocalEntry> entries) =>
        [.. entries.Select(e => Match(venture, e) is { } m ? new EntryMatch(e, m.Points, m.Reasons) : null).OfType<EntryMatch>().OrderByDescending(m => m.Points).ThenBy(m => m.Entry.Id).Take(MostShown)];

    /// <summary>The ventures that an entry may suit, in the same way.</summary>
    public static IReadOnlyList<VentureMatch> For(LocalEntry entry, IEnumerable<Venture> ventures) =>
        [.. ventures.Select(v => Match(v, entry) is { } m ? new VentureMatch(v, m.Points, m.Reasons) : null).OfType<VentureMatch>().OrderByDescending(m => m.Points).ThenBy(m => m.Venture.Id).Take(MostShown)];

    // Null where nothing but the place may be the same.
    private static (int Points, IReadOnlyList<LocalizedText> Reasons)? Match(Venture venture, LocalEntry entry)
    {
        var idea = string.Join('\n', venture.Title, venture.Problem, venture.Resource, venture.Who, venture.How);
        var folded = FoldedText.OfName(idea);
        List<LocalizedText> reasons = [];
        var points = 0;
        if (Telling.TryGetValue(entry.Kind, out var words) && words.FirstOrDefault(w => folded.Contains(FoldedText.OfName(w), StringComparison.Ordinal)) is { } told)
        {
            points += KindFits;
            reasons.Add(new($"種類「{EntryWords.NameOf(entry.Kind).Ja}」のこと（「{told}」）が書かれています", $"It speaks of “{EntryWords.NameOf(entry.Kind).En}” (「{told}」)"));
        }

        List<string> shared = [.. SharedWords.Of(string.Join('\n', entry.Title, entry.Text, entry.Condition), idea).Take(MostWords)];
        if (shared.Count > 0)
        {
            points += Word * shared.Count;
            reasons.Add(new($"同じ言葉：{string.Join("、", shared)}", $"Words in common: {string.Join(", ", shared)}"));
        }

        if (points == 0) return null;
        if (venture.MunicipalityCode != entry.MunicipalityCode) reasons.Add(new($"市町は別です（{entry.Municipality?.Name}）", $"In another municipality ({entry.Municipality?.English})"));
        else
        {
            points += SamePlace;
            reasons.Add(new($"同じ市町です（{entry.Municipality?.Name}）", $"In the same municipality ({entry.Municipality?.English})"));
        }

        return (points, reasons);
    }
}
