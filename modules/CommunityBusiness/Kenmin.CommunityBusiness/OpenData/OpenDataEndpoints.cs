using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kenmin.Api;
using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.CommunityBusiness.OpenData;

/// <summary>A business that is shown, for programs. PositionOf: place where the owner gave it, else municipality, whose hall it is. Website and hours may be empty.</summary>
internal sealed record ShowingView(
    Guid Id, string Name, string About, string Problem, string Resource, string Seeks, string Hours, string Website, string? Field, string Stage, string MunicipalityCode, double? Latitude, double? Longitude, string PositionOf, DateOnly ShownUntil)
{
    public static ShowingView Example { get; } = new(
        VentureView.Example.Id, "坂の上の移動販売", "週 2 回、注文を聞いて届けます", "買い物に行けない人がいる", "空いた軽トラック", "運転を手伝う人", "火・金 10 時から", "https://mihon.example.jp/", "shopping", "trial", "352039", 34.186, 131.4705, "municipality", new(2027, 3, 31));

    public static ShowingView Of(Shown s)
    {
        var at = s.Showing.Point ?? s.Municipality?.Office;
        return new(s.Showing.Id, s.Showing.Text.Name, s.Showing.Text.About, s.Showing.Text.Problem, s.Showing.Text.Resource, s.Showing.Text.Seeks, s.Showing.Text.Hours, s.Showing.Text.Website, s.Showing.Text.Field is { } field ? ApiWord.Of(field) : null,
            ApiWord.Of(s.Stage), s.MunicipalityCode, at?.Latitude, at?.Longitude, s.Showing.Point is null ? "municipality" : "place", s.Showing.Consent!.Until);
    }
}

/// <summary>A story for programs. Venture, name and municipality are empty where it is told without names and place. Outcome: worked, partly, failed.</summary>
internal sealed record StoryView(
    Guid Id, int Edition, string Title, string Situation, string Done, string Outcome, string Why, string Figures, string Advice, string Field, string Stage, bool Stopped, string Venture, string Name, string MunicipalityCode, DateOnly FirstPublished, DateOnly Published)
{
    public static StoryView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-0000000000e7"), 1, "移動販売を 2 年続けてわかったこと", "店がなくなった", "週 2 回、届けた", "partly", "注文が天気で変わった", "1 日 12 人", "冬の備えを早めに", "shopping", "launch", false, "", "", "", new(2026, 6, 1), new(2026, 6, 1));

    public static StoryView Of(Story story)
    {
        var p = story.Public!;
        return new(story.Id, p.Number, p.Text.Title, p.Text.Situation, p.Text.Done, ApiWord.Of(p.Text.Outcome!.Value), p.Text.Why, p.Text.Figures, p.Text.Advice, ApiWord.Of(p.Text.Field!.Value), ApiWord.Of(p.Stage), p.Stopped, p.Venture, p.Text.ShownName, p.MunicipalityCode, p.FirstOn, p.On);
    }
}

/// <summary>How many ventures of one kind there are; null and hidden where somebody could be recognized.</summary>
internal sealed record CountView(string Table, string Key, LocalizedText Name, int? Count, bool Hidden);

/// <summary>What became of businesses; null where it is hidden.</summary>
internal sealed record OutcomeView(int MonthsAfterLaunch, int? Answers, int? GoOn, int? Ended, long? Jobs, long? ResidentsServed, IReadOnlyDictionary<string, int?> Turnover)
{
    public static OutcomeView Of(Outcome o) => new(o.Months, o.Answers.Value, o.GoOn.Value, o.Ended.Value, o.Jobs.Value, o.Residents.Value, o.Turnover.ToDictionary(t => ApiWord.Of(t.Key), t => t.Value.Value));
}

/// <summary>Statistics for programs.</summary>
internal sealed record StatisticsView(DateOnly AsOf, IReadOnlyList<CountView> Ventures, IReadOnlyList<OutcomeView> Outcomes)
{
    public static StatisticsView Example { get; } = new(new(2026, 6, 10), [new("all", "all", new("全体", "All"), 42, false), new("stage", "trial", new("試行", "Trial"), 12, false), new("municipality", "352039", new("山口市", "Yamaguchi City"), null, true)],
        [new(6, 12, 9, null, 18, 640, new Dictionary<string, int?> { ["none"] = 5, ["underHalfAMillion"] = 7 })]);

    public static StatisticsView Of(VentureCounts counts, IReadOnlyList<Outcome> outcomes, DateOnly today) => new(today,
        [
            new(VentureFigures.All, VentureFigures.All, new("全体", "All"), counts.All.Value, counts.All.Hidden),
            .. counts.Tables.SelectMany(t => t.Rows.Select(r => new CountView(t.Key, r.Key, r.Name, r.Count.Value, r.Count.Hidden))),
        ], [.. outcomes.Select(OutcomeView.Of)]);
}

/// <summary>What owners agreed to share as open data, and figures, for programs.</summary>
internal sealed class OpenDataApi(ShowcaseReader showcase, LibraryReader library, FiguresReader figures, TimeProvider clock) : IApiEndpoints
{
    private const string Kept = "what was published stays readable as long as its owner agrees";

    public void Map(IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/community-business").WithTags("community-business").AllowAnonymous().AlwaysOn(Kept);
        all.MapGet("/showcase", async (string? words, string? field, string? stage, string? municipality, int? take, string? after, CancellationToken cancellationToken) =>
            {
                var found = await showcase.PublicAsync(ShowcaseFilter.Of(words, field, stage, municipality) with { OpenDataOnly = true }, cancellationToken);
                var size = PageSize.Within(take);
                var rest = Guid.TryParse(after, out var last) ? found.SkipWhile(s => s.Showing.Id != last).Skip(1) : found;
                return Results.Ok(Page<ShowingView>.Of([.. rest.Take(size + 1).Select(ShowingView.Of)], size, s => s.Id.ToString()));
            })
            .Produces<Page<ShowingView>>().WithExample(response: new Page<ShowingView>([ShowingView.Example], null)).WithSummary("紹介している事業 / Businesses that are shown").WithDescription("Only those whose owners agreed to open data (CC BY 4.0). Forget those that are gone: their owners withdrew.");
        all.MapGet("/library", async (string? words, string? field, string? stage, string? outcome, string? municipality, int? take, string? after, CancellationToken cancellationToken) =>
            {
                var size = PageSize.Within(take);
                var found = await library.PublicAsync(LibraryFilter.Of(words, field, stage, outcome, municipality), Guid.TryParse(after, out var last) ? last : null, size, cancellationToken, openDataOnly: true);
                return Results.Ok(Page<StoryView>.Of([.. found.Select(StoryView.Of)], size, s => s.Id.ToString()));
            })
            .Produces<Page<StoryView>>().WithExample(response: new Page<StoryView>([StoryView.Example], null)).WithSummary("体験談 / Stories").WithDescription("Only those whose owners agreed to open data (CC BY 4.0). Forget those that are gone: their owners withdrew.");
        all.MapGet("/statistics", async (CancellationToken cancellationToken) => Results.Ok(StatisticsView.Of(await figures.VenturesAsync(cancellationToken), await figures.OutcomesAsync(cancellationToken), JapanTime.Today(clock))))
            .Produces<StatisticsView>().WithExample(response: StatisticsView.Example).WithSummary("統計 / Statistics").WithDescription("Figures below five, and those from which they could be found, are hidden.");
        api.MapGet("/community-business/staff/outcomes", async (System.Security.Claims.ClaimsPrincipal user, CancellationToken cancellationToken) => Results.Ok((await figures.OutcomesForStaffAsync(user, cancellationToken)).Select(OutcomeView.Of).ToList()))
            .WithTags("community-business staff").Produces<IReadOnlyList<OutcomeView>>().WithExample(response: StatisticsView.Example.Outcomes).WithSummary("その後のまとめ / What became of businesses, without hiding").RequirePermission(Permissions.Read).AlwaysOn(Kept);
    }
}

/// <summary>The same as files (オープンデータ).</summary>
internal sealed class OpenDataFiles(ShowcaseReader showcase, LibraryReader library, FiguresReader figures, TimeProvider clock) : ISiteEndpoints
{
    private const int MostStories = 10_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public void Map(IEndpointRouteBuilder site)
    {
        var data = site.MapGroup("/community-business/open-data").AllowAnonymous().AlwaysOn("what was published stays readable as long as its owner agrees").ExcludeFromDescription();
        data.MapGet("/showcase.csv", async (CancellationToken cancellationToken) => Results.File(new TableFile(OpenDataColumns.Names(OpenDataColumns.Showcase), (await ShownAsync(cancellationToken)).Select(Row)).ToCsv(), TableFile.CsvType, "community-business-showcase.csv"));
        data.MapGet("/showcase.json", async (CancellationToken cancellationToken) => Results.Json(await ShownAsync(cancellationToken), Json));
        data.MapGet("/showcase.geojson", async (CancellationToken cancellationToken) => Results.Json(new
        {
            type = "FeatureCollection",
            features = (await ShownAsync(cancellationToken)).Select(s => new { type = "Feature", id = s.Id, geometry = s is { Latitude: { } north, Longitude: { } east } ? new { type = "Point", coordinates = new[] { east, north } } : null, properties = s }),
        }, Json, "application/geo+json"));
        data.MapGet("/library.csv", async (CancellationToken cancellationToken) => Results.File(new TableFile(OpenDataColumns.Names(OpenDataColumns.Library), (await ToldAsync(cancellationToken)).Select(Row)).ToCsv(), TableFile.CsvType, "community-business-library.csv"));
        data.MapGet("/library.json", async (CancellationToken cancellationToken) => Results.Json(await ToldAsync(cancellationToken), Json));
        data.MapGet("/statistics.csv", async (CancellationToken cancellationToken) =>
            Results.File(new TableFile(OpenDataColumns.Names(OpenDataColumns.Statistics), Rows(await StatisticsAsync(cancellationToken))).ToCsv(), TableFile.CsvType, "community-business-statistics.csv"));
        data.MapGet("/statistics.json", async (CancellationToken cancellationToken) => Results.Json(await StatisticsAsync(cancellationToken), Json));
        data.MapGet("/outcomes.csv", async (CancellationToken cancellationToken) =>
            Results.File(new TableFile(OpenDataColumns.Names(OpenDataColumns.Outcomes), (await StatisticsAsync(cancellationToken)).Outcomes.Select(Row)).ToCsv(), TableFile.CsvType, "community-business-outcomes.csv"));
    }

    private async Task<IReadOnlyList<ShowingView>> ShownAsync(CancellationToken cancellationToken) => [.. (await showcase.PublicAsync(new(OpenDataOnly: true), cancellationToken)).Select(ShowingView.Of)];

    private async Task<IReadOnlyList<StoryView>> ToldAsync(CancellationToken cancellationToken) => [.. (await library.PublicAsync(new(), null, MostStories, cancellationToken, openDataOnly: true)).Select(StoryView.Of)];

    private async Task<StatisticsView> StatisticsAsync(CancellationToken cancellationToken) => StatisticsView.Of(await figures.VenturesAsync(cancellationToken), await figures.OutcomesAsync(cancellationToken), JapanTime.Today(clock));

    private static IReadOnlyList<string?> Row(ShowingView s) =>
    [
        s.Id.ToString(), s.Name, s.About, s.Problem, s.Resource, s.Seeks, s.Hours, s.Website, s.Field, s.Stage, s.MunicipalityCode, Municipality.ByCode(s.MunicipalityCode)?.Name, Plain(s.Latitude), Plain(s.Longitude), s.PositionOf, Dates.Iso(s.ShownUntil),
    ];

    private static IReadOnlyList<string?> Row(StoryView s) =>
    [
        s.Id.ToString(), Plain(s.Edition), s.Title, s.Situation, s.Done, s.Outcome, s.Why, s.Figures, s.Advice, s.Field, s.Stage, s.Stopped ? "1" : "0", s.Venture, s.Name, s.MunicipalityCode, Dates.Iso(s.FirstPublished), Dates.Iso(s.Published),
    ];

    private static IEnumerable<IReadOnlyList<string?>> Rows(StatisticsView s) => s.Ventures.Select(v => (IReadOnlyList<string?>)[Dates.Iso(s.AsOf), v.Table, v.Key, v.Name.Ja, v.Name.En, Plain(v.Count), v.Hidden ? "1" : "0"]);

    private static IReadOnlyList<string?> Row(OutcomeView o) =>
        [Plain(o.MonthsAfterLaunch), Shown(o.Answers), Shown(o.GoOn), Shown(o.Ended), Shown(o.Jobs), Shown(o.ResidentsServed), .. Enum.GetValues<TurnoverClass>().Select(t => Shown(o.Turnover[ApiWord.Of(t)]))];

    private static string Shown(IFormattable? number) => Plain(number) ?? FigureWords.HiddenMark;

    private static string? Plain(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture);
}
