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
    /// <summary>The days of a month on which something starts; nothing that staff took out of the suggestions.</summary>
    public static IReadOnlyList<DayOnPaper> Days(IEnumerable<(StepOpportunity Opportunity, StepLabel? Label)> all, string municipality, DateOnly month) =>
    [
        .. all.Where(a => !a.Opportunity.Withdrawn && a.Label?.Hidden != true && a.Opportunity.MunicipalityCode == municipality).Select(a => a.Opportunity)
            .GroupBy(o => JapanTime.DayOf(o.Starts)).Where(g => (g.Key.Year, g.Key.Month) == (month.Year, month.Month)).OrderBy(g => g.Key)
            .Select(g => new DayOnPaper(g.Key, [.. g.OrderBy(o => o.Starts).ThenBy(o => o.Id).Select(Line)])),
    ];

    /// <summary>The paper.</summary>
    public static byte[] Make(Municipality municipality, DateOnly month, IReadOnlyList<DayOnPaper> days)
    {
        var title = $"{municipality.Name}の活動　{month.Year}年{month.Month}月";
        using var paper = new Paper(new(title, "ja-JP", "山口県", Footer: title));
        paper.Heading(1, title);
        if (days.Count == 0) paper.Large("この月の募集は、まだありません。");
        foreach (var day in days)
        {
            paper.Heading(2, Dates.LongText(day.Day).Ja);
            foreach (var line in day.Lines) paper.Large(line);
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

/// <summary>The month for everybody.</summary>
internal sealed class MonthFiles : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site.MapGet("/senior-engagement/month.pdf", async (
        string? municipality, string? month, ISeniorEngagementStore store, CancellationToken cancellationToken) =>
    {
        if (!Paper.IsAvailable || Municipality.ByCode(municipality) is not { } of || !DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)) return Results.NotFound();
        await using var session = store.QuerySession();
        var (from, until) = (JapanTime.StartOf(first).ToUniversalTime(), JapanTime.StartOf(first.AddMonths(1)).ToUniversalTime());
        var opportunities = await session.Query<StepOpportunity>().Where(o => !o.Withdrawn && o.Starts >= from && o.Starts < until && o.MunicipalityCode == of.Code6).ToListAsync(cancellationToken);
        var labels = (await session.LoadManyAsync<StepLabel>(cancellationToken, [.. opportunities.Select(o => o.Id)])).ToDictionary(l => l.Id);
        return Results.File(MonthOnPaper.Make(of, first, MonthOnPaper.Days(opportunities.Select(o => (o, labels.GetValueOrDefault(o.Id))), of.Code6, first)), "application/pdf", $"activities-{month}.pdf");
    }).AllowAnonymous().AlwaysOn("what other modules show to everybody, on paper");
}
