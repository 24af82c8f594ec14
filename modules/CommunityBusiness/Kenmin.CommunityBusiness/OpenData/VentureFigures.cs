using System.Globalization;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.OpenData;

/// <summary>How many ventures of one kind there are.</summary>
/// <param name="Key">The kind, for programs.</param>
/// <param name="Name">The kind, in words.</param>
/// <param name="Count">How many, as everybody sees it.</param>
internal sealed record FigureRow(string Key, LocalizedText Name, PublicCell Count);

/// <summary>All ventures, divided in one way.</summary>
/// <param name="Key">The way, for programs: stage, year, municipality or field.</param>
/// <param name="Name">The way, in words.</param>
/// <param name="Rows">The kinds.</param>
internal sealed record FigureTable(string Key, LocalizedText Name, IReadOnlyList<FigureRow> Rows);

/// <summary>How many ventures there are.</summary>
/// <param name="All">All that were handed in.</param>
/// <param name="Tables">The same, divided in several ways. No two ways are crossed: from crossed ones more could be found by subtracting.</param>
internal sealed record VentureCounts(PublicCell All, IReadOnlyList<FigureTable> Tables);

/// <summary>Counts ventures so that nobody can be recognized; see <see cref="Suppression"/>.</summary>
internal static class VentureFigures
{
    internal const string All = "all", Stopped = "stopped", NotSaid = "notSaid";

    /// <summary>As everybody sees them.</summary>
    public static VentureCounts Of(IEnumerable<Venture> ventures)
    {
        List<Venture> all = [.. ventures.Where(v => v.State != VentureState.Draft)];
        (string Key, LocalizedText Name, List<(string Key, LocalizedText Name, int Count)> Rows)[] tables =
        [
            ("stage", new("段階", "Stage"),
            [
                .. Enum.GetValues<VentureStage>().Select(s => (Word(s.ToString()), VentureWords.NameOf(s), all.Count(v => v.State == VentureState.Active && v.Stage == s))), (Stopped, VentureWords.NameOf(VentureState.Stopped), all.Count(v => v.State == VentureState.Stopped)),
            ]),
            ("year", new("はじめた年度", "Fiscal year in which it was begun"), [.. Years(all).Select(y => (y.StartYear.ToString(CultureInfo.InvariantCulture), new LocalizedText(y.ToJapanese(), y.ToString()), all.Count(v => FiscalYear.Of(v.BegunAt) == y)))]),
            ("municipality", new("市町", "Municipality"), [.. Municipality.All.Select(m => (m.Code6, m.Names, all.Count(v => v.MunicipalityCode == m.Code6)))]),
            ("field", new("分野", "Field"),
                [.. Enum.GetValues<BusinessField>().Select(f => (Word(f.ToString()), VentureWords.NameOf(f), all.Count(v => v.Field == f))), (NotSaid, new LocalizedText("まだ決めていない", "Not said yet"), all.Count(v => v.Field is null))]),
        ];
        Dictionary<Guid, int> figures = new() { [IdOf(All, All)] = all.Count };
        foreach (var (table, row) in tables.SelectMany(t => t.Rows.Select(r => (t.Key, Row: r)))) figures[IdOf(table, row.Key)] = row.Count;
        var hidden = Suppression.Hide(
            figures, [.. tables.Select(t => new FigureSum(IdOf(All, All), [.. t.Rows.Select(r => IdOf(t.Key, r.Key))]))], figures.Where(f => Suppression.IsSmall(f.Value)).Select(f => f.Key).ToHashSet());
        return new(PublicCell.Of(all.Count, hidden.Contains(IdOf(All, All))),
            [.. tables.Select(t => new FigureTable(t.Key, t.Name, [.. t.Rows.Select(r => new FigureRow(r.Key, r.Name, PublicCell.Of(r.Count, hidden.Contains(IdOf(t.Key, r.Key)))))]))]);
    }

    private static IEnumerable<FiscalYear> Years(List<Venture> all)
    {
        if (all.Count == 0) return [];
        var years = all.Select(v => FiscalYear.Of(v.BegunAt).StartYear).ToList();
        return Enumerable.Range(years.Min(), years.Max() - years.Min() + 1).Select(y => new FiscalYear(y));
    }

    private static Guid IdOf(string table, string row) => FactId.Of($"community-business.figure|{table}|{row}");

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
