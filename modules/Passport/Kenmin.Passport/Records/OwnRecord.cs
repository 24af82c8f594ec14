using Kenmin.Passport.Contracts;
using Kenmin.Passport.PaperRecords;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Records;

/// <summary>A line of a record.</summary>
/// <param name="Module">The module that recorded it; null for what the person entered from paper.</param>
/// <param name="PaperId">What the person entered; null for what a module recorded.</param>
/// <param name="First">The day, or the first of several.</param>
/// <param name="Last">The last day.</param>
/// <param name="What">What it was.</param>
/// <param name="Role">What the person was there.</param>
/// <param name="Minutes">How long; null when it is not known.</param>
/// <param name="MunicipalityCode">The municipality.</param>
/// <param name="Place">Where.</param>
/// <param name="Year">The fiscal year that it counts for.</param>
/// <param name="Proof">How well it is proved.</param>
/// <param name="Href">The page about it.</param>
/// <param name="Result">What came of it, all together.</param>
internal sealed record RecordLine(
    string? Module, Guid? PaperId, DateOnly First, DateOnly Last, LocalizedText What, LocalizedText Role, int? Minutes, string? MunicipalityCode, string Place, FiscalYear Year,
    ProofLevel Proof, string? Href, SharedResult? Result);

/// <summary>What a person gave in a fiscal year to what one module is about.</summary>
internal sealed record YearSum(FiscalYear Year, string? Module, int Times, long Minutes);

/// <summary>A milestone (節目) that was reached, and when.</summary>
internal sealed record Milestone(LocalizedText Name, DateOnly On);

/// <summary>All that a person took part in (活動手帳), made from what modules told and what the person entered; nothing else is kept of it.</summary>
internal sealed class OwnRecord
{
    private static readonly int[] Hours = [10, 50, 100, 200, 500, 1000];
    private static readonly int[] Counts = [1, 10, 50, 100, 300];

    private OwnRecord(IReadOnlyList<RecordLine> lines, IReadOnlyList<Certificate> certificates, IReadOnlyList<PointBalance> points) => (Lines, Certificates, Points) = (lines, certificates, points);

    /// <summary>Certificates and licences, the latest first.</summary>
    public IReadOnlyList<Certificate> Certificates { get; }

    /// <summary>Points, the latest fiscal year first.</summary>
    public IReadOnlyList<PointBalance> Points { get; }

    /// <summary>The lines, the latest first.</summary>
    public IReadOnlyList<RecordLine> Lines { get; }

    /// <summary>All minutes that are known.</summary>
    public long Minutes => Lines.Sum(l => (long)(l.Minutes ?? 0));

    /// <summary>What a person's facts and papers come to.</summary>
    /// <param name="account">The account; of the same matter told of it and of one that went into it, its own counts.</param>
    /// <param name="participations">What modules recorded, of the account and of those that went into it.</param>
    /// <param name="papers">What the person entered.</param>
    /// <param name="results">Results by their ids.</param>
    /// <param name="certificates">Certificates and licences.</param>
    /// <param name="points">Points.</param>
    public static OwnRecord Of(
        Guid account, IEnumerable<Participation> participations, IEnumerable<PaperRecord> papers, IReadOnlyDictionary<Guid, SharedResult> results,
        IEnumerable<Certificate>? certificates = null, IEnumerable<PointBalance>? points = null) => new(
    [
        .. participations.Where(p => p.AccountId is not null).GroupBy(p => (p.Module, p.SubjectId))
            .Select(g => g.OrderBy(p => p.AccountId != account).ThenBy(p => p.Proof).ThenBy(p => p.Id).First())
            .Select(p => new RecordLine(
                p.Module, null, p.Day, p.Day, p.What, p.Role, p.Minutes, p.MunicipalityCode, p.Place, new(p.Year), p.Proof, p.Href,
                results.GetValueOrDefault(SharedResult.IdOf(p.Module, p.SubjectId)) is { Figures.Count: > 0 } result ? result : null))
            .Concat(papers.Select(p => new RecordLine(
                null, p.Id, p.FirstDay, p.LastDay, LocalizedText.Same(p.What), LocalizedText.Same(p.Role), p.Minutes, p.MunicipalityCode, p.Place, FiscalYear.Of(p.FirstDay),
                p.Document.Length > 0 ? ProofLevel.DocumentHeld : ProofLevel.Stated, null, null)))
            .OrderByDescending(l => l.First).ThenByDescending(l => l.Last).ThenBy(l => l.What.Ja, StringComparer.Ordinal).ThenBy(l => l.PaperId),
    ],
    [.. (certificates ?? []).Where(c => c.AccountId is not null).OrderByDescending(c => c.GivenOn).ThenBy(c => c.Name.Ja, StringComparer.Ordinal).ThenBy(c => c.Id)],
    [.. (points ?? []).Where(p => p.AccountId is not null).OrderByDescending(p => p.Year).ThenBy(p => p.Name.Ja, StringComparer.Ordinal).ThenBy(p => p.Id)]);

    /// <summary>Only what lies between two days, with or without what the person entered; certificates and points, which have no such days, wholly or not at all.</summary>
    public OwnRecord Narrowed(DateOnly? first, DateOnly? last, bool withPapers, bool withCertificates = false, bool withPoints = false) => new(
        [.. Lines.Where(l => (first is null || l.First >= first) && (last is null || l.First <= last) && (withPapers || l.PaperId is null))],
        withCertificates ? Certificates : [], withPoints ? Points : []);

    /// <summary>Sums by fiscal year, the latest first, and by module.</summary>
    public IReadOnlyList<YearSum> ByYear() =>
    [
        .. Lines.GroupBy(l => (l.Year, l.Module)).Select(g => new YearSum(g.Key.Year, g.Key.Module, g.Count(), g.Sum(l => (long)(l.Minutes ?? 0))))
            .OrderByDescending(s => s.Year).ThenBy(s => s.Module is null).ThenBy(s => s.Module, StringComparer.Ordinal),
    ];

    /// <summary>Milestones that were reached, the latest first.</summary>
    public IReadOnlyList<Milestone> Milestones()
    {
        List<Milestone> reached = [];
        var (minutes, times) = (0L, 0);
        foreach (var line in Lines.Reverse())
        {
            var before = minutes;
            minutes += line.Minutes ?? 0;
            times++;
            if (Counts.Contains(times))
                reached.Add(new(times == 1 ? new("はじめての活動", "The first time") : new($"活動{times}回", $"{times} times"), line.Last));
            reached.AddRange(Hours.Where(h => before < h * 60L && h * 60L <= minutes).Select(h => new Milestone(new($"活動{h}時間", $"{h} hours"), line.Last)));
        }

        reached.Reverse();
        return reached;
    }
}
