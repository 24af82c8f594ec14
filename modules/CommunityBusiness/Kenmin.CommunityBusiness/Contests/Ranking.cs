using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>An average as an exact fraction of whole numbers; compared without rounding.</summary>
/// <param name="Sum">What is shared out.</param>
/// <param name="Count">Among how many; nought for none.</param>
internal readonly record struct Average(long Sum, long Count) : IComparable<Average>
{
    public int CompareTo(Average other)
    {
        // None is below all.
        if (Count == 0 || other.Count == 0) return (Count > 0).CompareTo(other.Count > 0);
        return ((Int128)Sum * other.Count).CompareTo((Int128)other.Sum * Count);
    }

    /// <summary>Rounded to two places, half up, for people only.</summary>
    public string ToText()
    {
        if (Count == 0) return "—";
        var hundredths = (long)(((Int128)Sum * 200 + Count) / (2 * (Int128)Count));
        return $"{hundredths / 100}.{hundredths % 100:00}";
    }

    public static bool operator <(Average left, Average right) => left.CompareTo(right) < 0;

    public static bool operator >(Average left, Average right) => left.CompareTo(right) > 0;

    public static bool operator <=(Average left, Average right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Average left, Average right) => left.CompareTo(right) >= 0;
}

/// <summary>What decided between a case and the one before it.</summary>
internal enum DecidedBy
{
    /// <summary>The score, or it is the first.</summary>
    Score,

    /// <summary>A criterion.</summary>
    Criterion,

    /// <summary>Who handed in earlier.</summary>
    Earlier,

    /// <summary>A lot.</summary>
    Lot,
}

/// <summary>A case with the sheets that count: one for each judge, a score for each criterion.</summary>
internal sealed record ScoredCase(Guid Id, DateTimeOffset SubmittedAt, IReadOnlyList<IReadOnlyDictionary<string, int>> Sheets);

/// <summary>A case in the ranking.</summary>
/// <param name="Id">The submission.</param>
/// <param name="Place">Its place; null where nobody judged it.</param>
/// <param name="Total">The weighted points, shared among its judges.</param>
/// <param name="ByCriterion">The score in each criterion, shared among its judges.</param>
/// <param name="Judges">How many judges count.</param>
/// <param name="Against">What decided against the one before.</param>
internal sealed record RankedCase(Guid Id, int? Place, Average Total, IReadOnlyDictionary<string, Average> ByCriterion, int Judges, DecidedBy Against);

/// <summary>
/// The ranking (順位): whole numbers and fractions only. The points of a case are shared among the judges who count, so that it does not
/// matter how many there were. Equals are told apart by the call's rules and at last by a lot, so that any two have an order.
/// </summary>
internal static class Ranking
{
    public static IReadOnlyList<RankedCase> Of(IEnumerable<ScoredCase> cases, IReadOnlyList<ScoreCriterion> criteria, IReadOnlyList<TieStep> ties, string seed)
    {
        var reckoned = cases.Select(c => (Case: c, Total: Share(c, s => criteria.Sum(k => (long)k.Weight * s.GetValueOrDefault(k.Key))),
            ByCriterion: (IReadOnlyDictionary<string, Average>)criteria.ToDictionary(k => k.Key, k => Share(c, s => s.GetValueOrDefault(k.Key)), StringComparer.Ordinal), Lot: LotOf(seed, c.Id))).ToList();
        reckoned.Sort((a, b) => Compare(a, b).Order);
        List<RankedCase> ranked = [];
        for (var i = 0; i < reckoned.Count; i++)
        {
            var (c, total, byCriterion, _) = reckoned[i];
            ranked.Add(new(c.Id, total.Count == 0 ? null : i + 1, total, byCriterion, c.Sheets.Count, i == 0 || total.Count == 0 ? DecidedBy.Score : Compare(reckoned[i - 1], reckoned[i]).By));
        }

        return ranked;

        (int Order, DecidedBy By) Compare((ScoredCase Case, Average Total, IReadOnlyDictionary<string, Average> ByCriterion, ulong Lot) a, (ScoredCase Case, Average Total, IReadOnlyDictionary<string, Average> ByCriterion, ulong Lot) b)
        {
            if (b.Total.CompareTo(a.Total) is not 0 and var byTotal) return (byTotal, DecidedBy.Score);
            foreach (var tie in ties)
            {
                var order = tie.Rule == TieRule.EarlierSubmission
                    ? a.Case.SubmittedAt.CompareTo(b.Case.SubmittedAt)
                    : tie.Criterion is { } key && a.ByCriterion.TryGetValue(key, out var one) && b.ByCriterion.TryGetValue(key, out var other) ? other.CompareTo(one) : 0;
                if (order != 0) return (order, tie.Rule == TieRule.EarlierSubmission ? DecidedBy.Earlier : DecidedBy.Criterion);
            }

            return (a.Lot.CompareTo(b.Lot) is not 0 and var byLot ? byLot : a.Case.Id.CompareTo(b.Case.Id), DecidedBy.Lot);
        }
    }

    /// <summary>The lot of a case (抽選): the first eight bytes of the SHA-256 of seed and id, the lowest first. Who has the seed can draw it again.</summary>
    internal static ulong LotOf(string seed, Guid id) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}|{id:D}")));

    /// <summary>Whether those who are accepted are the first ones of the ranking.</summary>
    internal static bool Follows(IReadOnlyList<RankedCase> ranking, IReadOnlySet<Guid> accepted) =>
        accepted.Count == 0 || ranking.Take(accepted.Count).All(r => r.Place is not null && accepted.Contains(r.Id));

    private static Average Share(ScoredCase c, Func<IReadOnlyDictionary<string, int>, long> points) => new(c.Sheets.Sum(points), c.Sheets.Count);
}
