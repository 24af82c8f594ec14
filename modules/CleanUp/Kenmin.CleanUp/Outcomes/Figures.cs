namespace Kenmin.CleanUp.Outcomes;

/// <summary>What came of a clean-up. What was weighed and what was estimated are never added up.</summary>
/// <param name="People">How many people cleaned.</param>
/// <param name="PersonMinutes">Their minutes together: twenty people for an hour are 1,200.</param>
/// <param name="BurnableBags">Bags of burnable litter.</param>
/// <param name="OtherBags">Bags of other litter.</param>
/// <param name="KgWeighed">Kilograms that were weighed (計量); null where nothing was.</param>
/// <param name="KgEstimated">Kilograms that were estimated (推計); null where nothing was.</param>
/// <param name="Litter">Pieces of litter by code of the list.</param>
public sealed record Figures(
    int People, int PersonMinutes, int BurnableBags, int OtherBags, decimal? KgWeighed, decimal? KgEstimated, IReadOnlyDictionary<string, int> Litter)
{
    internal const int LongestMinutes = 24 * 60, MostPeople = 100_000, MostBags = 100_000, MostKg = 1_000_000, MostPieces = 1_000_000;

    /// <summary>Nothing.</summary>
    public static Figures None { get; } = new(0, 0, 0, 0, null, null, new Dictionary<string, int>());

    /// <summary>The sum of several.</summary>
    internal static Figures Sum(IEnumerable<Figures> all)
    {
        var sum = None;
        Dictionary<string, int> litter = [];
        foreach (var f in all)
        {
            sum = sum with
            {
                People = sum.People + f.People, PersonMinutes = sum.PersonMinutes + f.PersonMinutes, BurnableBags = sum.BurnableBags + f.BurnableBags,
                OtherBags = sum.OtherBags + f.OtherBags, KgWeighed = Add(sum.KgWeighed, f.KgWeighed), KgEstimated = Add(sum.KgEstimated, f.KgEstimated),
            };
            foreach (var (code, pieces) in f.Litter) litter[code] = litter.GetValueOrDefault(code) + pieces;
        }

        return sum with { Litter = litter };
    }

    /// <summary>Bags for each hour of a person; null where nobody was there.</summary>
    internal decimal? BagsPerPersonHour => PersonMinutes > 0 ? decimal.Round((BurnableBags + OtherBags) * 60m / PersonMinutes, 2) : null;

    internal IEnumerable<Flaw> Flaws(int mostPeople)
    {
        foreach (var flaw in Flaw.OfNumber(People, nameof(People), 1, mostPeople)) yield return flaw;
        foreach (var flaw in Flaw.OfNumber(PersonMinutes, nameof(PersonMinutes), 1, Math.Max(1, People) * LongestMinutes)) yield return flaw;
        foreach (var flaw in Flaw.OfNumber(BurnableBags, nameof(BurnableBags), 0, MostBags)) yield return flaw;
        foreach (var flaw in Flaw.OfNumber(OtherBags, nameof(OtherBags), 0, MostBags)) yield return flaw;
        foreach (var (kg, field) in new[] { (KgWeighed, nameof(KgWeighed)), (KgEstimated, nameof(KgEstimated)) })
            if (kg is < 0 or > MostKg) yield return new(field, new("0 から 1,000,000 までの重さ（kg）にしてください。", "Enter kilograms from 0 to 1,000,000."));
        foreach (var (code, pieces) in Litter)
            if (!Outcomes.Litter.Has(code) || pieces is < 0 or > MostPieces)
                yield return new(nameof(Litter), new($"「{code}」は、分類にあるコードと 0 から 1,000,000 までの数にしてください。", $"“{code}”: use a code of the list and a number from 0 to 1,000,000."));
    }

    private static decimal? Add(decimal? a, decimal? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);
}
