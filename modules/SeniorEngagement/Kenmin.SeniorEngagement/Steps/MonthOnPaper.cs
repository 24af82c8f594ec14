using System.Globalization;
using Kenmin.Documents;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SeniorEngagement.Steps;

/// <summary>A day of a month with what there is to take part in.</summary>
/// <param name="Day">The day.</param>
/// <param name="Lines">What there is, the earliest first.</param>
internal sealed record DayOnPaper(DateOnly Day, IReadOnlyList<string> Lines);

/// <summary>What there is to take part in during a month in a municipality, on paper in large type, to be hung up or handed over.</summary>
internal static class MonthOnPaper
{
    /// <summary>The first day of a month as it stands in addresses; null when it cannot be read.</summary>
    public static DateOnly? Read(string? month) => DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first : null;

    /// <summary>Whether something is in a district: staff say so, or its place has the district's name.</summary>
    public static bool IsIn(StepOpportunity opportunity, StepLabel? label, string district) => label?.District is { Length: > 0 } said
        ? FoldedText.Of(said) == FoldedText.Of(district) : FoldedText.Of(opportunity.Place).Contains(FoldedText.Of(district), StringComparison.Ordinal);

    /// <summary>The days of a month on which something starts; nothing that staff took out of the suggestions.</summary>
    public static IReadOnlyList<DayOnPaper> Days(IEnumerable<(StepOpportunity Opportunity, StepLabel? Label)> all, string municipality, DateOnly month, string? district = null) =>
    [
        .. all.Where(a => !a.Opportunity.Withdrawn && a.Label?.Hidden != true && a.Opportunity.MunicipalityCode == municipality && (district is null || IsIn(a.Opportunity, a.Label, district))).Select(a => a.Opportunity)
            .GroupBy(o => JapanTime.DayOf(o.Starts)).Where(g => (g.Key.Year, g.Key.Month) == (month.Year, month.Month)).OrderBy(g => g.Key)
            .Select(g => new DayOnPaper(g.Key, [.. g.OrderBy(o => o.Starts).ThenBy(o => o.Id).Select(Line)])),
    ];

    /// <summary>The paper.</summary>
    public static byte[] Make(Municipality municipality, DateOnly month, IReadOnlyList<DayOnPaper> days, string? district = null, bool board = false)
    {
        var title = $"{municipality.Name}{(district is null ? "" : $"　{district}")}の活動　{month.Year}年{month.Month}月";
        using var paper = new Paper(new(title, "ja-JP", "山口県", Footer: title));
        paper.Heading(1, title);
        if (days.Count == 0) paper.Large("この月の募集は、まだありません。", board);
        foreach (var day in days)
        {
            paper.Heading(2, Dates.LongText(day.Day).Ja);
            foreach (var line in day.Lines) paper.Large(line, board);
        }

        return paper.Paragraph("申し込みは、お住まいの市町の窓口でもできます。日時が変わることがあります。", small: true).ToBytes();
    }

    private static string Line(StepOpportunity o)
    {
        var (from, until) = (JapanTime.Local(o.Starts), JapanTime.Local(o.Ends));
        var end = JapanTime.DayOf(o.Starts) == JapanTime.DayOf(o.Ends) ? until.ToString("H:mm", CultureInfo.InvariantCulture) : "";
        return $"{from.ToString("H:mm", CultureInfo.InvariantCulture)}～{end}　{o.Title.Ja}{(o.Place.Length > 0 ? $"（{o.Place}）" : "")}";
    }
}

/// <summary>Reads what there is in a month.</summary>
internal sealed class MonthReader(ISeniorEngagementStore store)
{
    /// <summary>The days of a month in a municipality or a district of it.</summary>
    public async Task<IReadOnlyList<DayOnPaper>> DaysAsync(string municipality, DateOnly month, string? district, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var (from, until) = (JapanTime.StartOf(month).ToUniversalTime(), JapanTime.StartOf(month.AddMonths(1)).ToUniversalTime());
        var opportunities = await session.Query<StepOpportunity>().Where(o => !o.Withdrawn && o.Starts >= from && o.Starts < until && o.MunicipalityCode == municipality).ToListAsync(cancellationToken);
        var labels = (await session.LoadManyAsync<StepLabel>(cancellationToken, [.. opportunities.Select(o => o.Id)])).ToDictionary(l => l.Id);
        return MonthOnPaper.Days(opportunities.Select(o => (o, labels.GetValueOrDefault(o.Id))), municipality, month, district);
    }

    /// <summary>The districts of a municipality that staff named, by name; each once, however it is written.</summary>
    public async Task<IReadOnlyList<string>> DistrictsAsync(string municipality, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var labels = await session.QueryAsync<StepLabel>("where d.data ->> 'district' <> ''", cancellationToken);
        var of = (await session.LoadManyAsync<StepOpportunity>(cancellationToken, [.. labels.Select(l => l.Id)])).Where(o => o.MunicipalityCode == municipality).Select(o => o.Id).ToHashSet();
        return [.. labels.Where(l => of.Contains(l.Id)).Select(l => l.District).DistinctBy(FoldedText.Of).Order(StringComparer.Ordinal)];
    }
}

/// <summary>The month for everybody.</summary>
internal sealed class MonthFiles : ISiteEndpoints
{
    private const int LongestDistrict = 40;

    public void Map(IEndpointRouteBuilder site) => site.MapGet("/senior-engagement/month.pdf", async (
        string? municipality, string? month, string? district, bool? board, MonthReader months, CancellationToken cancellationToken) =>
    {
        if (!Paper.IsAvailable || Municipality.ByCode(municipality) is not { } of || MonthOnPaper.Read(month) is not { } first || district?.Length > LongestDistrict || district?.Any(char.IsControl) == true) return Results.NotFound();
        var named = string.IsNullOrWhiteSpace(district) ? null : district.Trim();
        var days = await months.DaysAsync(of.Code6, first, named, cancellationToken);
        return Results.File(MonthOnPaper.Make(of, first, days, named, board == true), "application/pdf", $"activities-{month}.pdf");
    }).AllowAnonymous().AlwaysOn("what other modules show to everybody, on paper");
}
