using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Kenmin.Api;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Outcomes.Freezing;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Sites.Import;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CleanUp.Outcomes;

/// <summary>What counts at a site in a campaign, as everybody may see it.</summary>
internal sealed record SiteResultView(Guid SiteId, string Site, string MunicipalityCode, double Latitude, double Longitude, Figures Figures, decimal? BagsPerPersonHour)
{
    public static SiteResultView Example { get; } = new(
        SiteView.Example.Id, "見本海岸1", "352039", 34.0, 131.4, new(30, 3600, 40, 6, 120.5m, null, new Dictionary<string, int> { ["bottle-pet"] = 85 }), 0.77m);

    public static IReadOnlyList<SiteResultView> Of(IEnumerable<Counted> counted) =>
    [
        .. counted.GroupBy(c => c.Line.Site.Id).Select(g => (g.First().Line.Site, Sum: Figures.Sum(g.Select(c => c.Figures)))).OrderBy(s => s.Site.Key, StringComparer.Ordinal)
            .Select(s => new SiteResultView(s.Site.Id, s.Site.Name, s.Site.MunicipalityCode, s.Site.Shape.Pin.Latitude, s.Site.Shape.Pin.Longitude, s.Sum, s.Sum.BagsPerPersonHour)),
    ];
}

/// <summary>What was reported.</summary>
/// <param name="Version">How often; 0 when nothing was reported.</param>
/// <param name="Figures">What was reported; null when nothing was.</param>
internal sealed record ReportedView(int Version, Figures? Figures)
{
    public static ReportedView Of(Reported? reported) => new(reported?.Version ?? 0, reported?.Figures);

    public static ReportedView Example { get; } = new(1, SiteResultView.Example.Figures);
}

/// <summary>A participant's report as the leader sees it.</summary>
internal sealed record OwnReportView(Guid Id, string Name, string State, Figures Figures)
{
    public static OwnReportView Of(NamedReport r) => new(r.Report.Id, r.Name, ApiWord.Of(r.Report.State), r.Report.Figures);

    public static OwnReportView Example { get; } = new(
        Guid.Parse("0197a000-0000-7000-8000-0000000000e1"), "見本 花子", "waiting", SiteResultView.Example.Figures with { People = 1, PersonMinutes = 90 });
}

/// <summary>Whether a participant's report counts.</summary>
internal sealed record ReportDecision(bool Approve);

/// <summary>A correction beside a frozen result.</summary>
internal sealed record CorrectionView(Guid SiteId, Guid ActivityId, Figures Figures, string Reason, DateTimeOffset At);

/// <summary>Results for programs.</summary>
internal sealed class ResultApi(ResultReader results, LiveResults live, CampaignReader campaigns) : IApiEndpoints
{
    private const string Again =
        "Sent again, it is corrected: it counts once. With sendingId a repetition changes nothing, whatever was reported since; with basedOn, the version that was seen, something newer is not overwritten (changed-meanwhile).";

    private const string Kept = "what was reported stays visible; whether more is taken is decided for the campaign's fiscal year";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/clean-up/campaigns/{id:guid}/results", async (Guid id, CancellationToken cancellationToken) =>
                await campaigns.PublicAsync(id, cancellationToken) is null ? ApiProblems.NotFound() : Results.Ok(SiteResultView.Of((await live.OfAsync(id, cancellationToken)).Counted)))
            .WithTags("clean-up").Produces<IReadOnlyList<SiteResultView>>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: new[] { SiteResultView.Example }).WithSummary("場所ごとの結果 / Results by site").AllowAnonymous().AlwaysOn(Kept);

        api.MapGet("/clean-up/campaigns/{id:guid}/corrections", async (Guid id, CancellationToken cancellationToken) =>
                await campaigns.PublicAsync(id, cancellationToken) is null ? ApiProblems.NotFound()
                    : Results.Ok((await results.CorrectionsAsync(id, cancellationToken)).Select(c => new CorrectionView(c.Line.Site.Id, c.Line.Activity.Id, c.Correction.Figures, c.Correction.Reason, c.Correction.At)).ToList()))
            .WithTags("clean-up").Produces<IReadOnlyList<CorrectionView>>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: new[] { new CorrectionView(SiteView.Example.Id, Activities.ActivityView.Example.Id, SiteResultView.Example.Figures, "人数の誤り", new(2026, 8, 1, 9, 0, 0, TimeSpan.FromHours(9))) })
            .WithSummary("確定した結果の訂正 / Corrections beside frozen results").AllowAnonymous().AlwaysOn(Kept);

        var own = api.MapGroup("/clean-up/me/activities/{id:guid}").WithTags("clean-up").RequirePermission(Permissions.TakePart).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("/result", async (Guid id, ClaimsPrincipal user, ActivityReader activities, CancellationToken cancellationToken) =>
                await activities.FindAsync(id, cancellationToken) is { } line && line.Group.AccountId == user.AccountId()
                    ? Results.Ok(ReportedView.Of(await results.TotalAsync(id, cancellationToken))) : ApiProblems.NotFound())
            .Produces<ReportedView>().WithExample(response: ReportedView.Example).WithSummary("グループの結果 / The group's total");
        own.MapPut("/result", async (Guid id, Guid? sendingId, int? basedOn, Figures body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new ReportResult(id, Filled(body), user.AccountId()!.Value, sendingId, basedOn), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(SiteResultView.Example.Figures).WithSummary("グループの結果を報告する / Report the group's total")
            .WithDescription(Again);
        own.MapGet("/reports", async (Guid id, ClaimsPrincipal user, ActivityReader activities, CancellationToken cancellationToken) =>
                await activities.FindAsync(id, cancellationToken) is { } line && line.Group.AccountId == user.AccountId()
                    ? Results.Ok((await results.ReportsAsync(id, user.AccountId(), cancellationToken)).Select(OwnReportView.Of).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<OwnReportView>>().WithExample(response: new[] { OwnReportView.Example }).WithSummary("個人の報告 / Reports of participants");
        own.MapPut("/reports/{reportId:guid}/decision", async (Guid id, Guid reportId, ReportDecision body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new DecideOwnResult(reportId, body.Approve, user.AccountId()!.Value), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReportDecision(true)).WithSummary("個人の報告を承認する / Approve a participant's report");
        own.MapGet("/own-result", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                Results.Ok(ReportedView.Of(await results.OwnAsync(id, user.AccountId()!.Value, cancellationToken))))
            .Produces<ReportedView>().WithExample(response: ReportedView.Example).WithSummary("自分の結果 / What I reported");
        own.MapPut("/own-result", async (Guid id, Guid? sendingId, int? basedOn, Figures body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new ReportOwnResult(id, Filled(body), user.AccountId()!.Value, sendingId, basedOn), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(SiteResultView.Example.Figures with { People = 1, PersonMinutes = 90 }).WithSummary("自分の結果を報告する / Report what I did")
            .WithDescription($"It counts when the leader has approved it. {Again}");
    }

    private static Figures Filled(Figures body) => body with { Litter = body.Litter ?? new Dictionary<string, int>() };
}

/// <summary>Results as open data (オープンデータ).</summary>
internal sealed class ResultOpenData(ResultReader results, LiveResults live, CampaignReader campaigns) : ISiteEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };

    private static readonly IReadOnlyList<string> Header =
    [
        "市区町村コード", "市町名", "場所名", "緯度", "経度", "参加者数（延べ）", "活動時間（延べ分）", "燃やせるごみ袋", "その他のごみ袋", "重さkg（計量）", "重さkg（推計）", "1人1時間あたり袋",
        .. Litter.All.Select(k => $"{k.Name.Ja}（{k.Code}）"),
    ];

    public void Map(IEndpointRouteBuilder site)
    {
        var data = site.MapGroup("/clean-up/open-data/results").AllowAnonymous().AlwaysOn("what was reported of a published campaign stays visible");
        data.MapGet("/{id:guid}.csv", async (Guid id, CancellationToken cancellationToken) =>
            await ReadAsync(id, cancellationToken) is { } found ? Results.File(new TableFile(Header, found.Select(Row)).ToCsv(), TableFile.CsvType, "clean-up-results.csv") : Results.NotFound());
        site.MapGet("/clean-up/campaigns/{id:guid}/results/version", async (Guid id, CancellationToken cancellationToken) =>
                await campaigns.PublicAsync(id, cancellationToken) is null ? Results.NotFound() : Results.Text((await live.OfAsync(id, cancellationToken)).Version))
            .AllowAnonymous().AlwaysOn("what was reported of a published campaign stays visible");
        data.MapGet("/{id:guid}/corrections.csv", (Guid id, CancellationToken cancellationToken) => CorrectionsAsync(id, cancellationToken));
        data.MapGet("/{id:guid}.geojson", async (Guid id, CancellationToken cancellationToken) =>
            await ReadAsync(id, cancellationToken) is { } found
                ? Results.Json(new
                {
                    type = "FeatureCollection",
                    features = found.Select(r => new { type = "Feature", id = r.SiteId, geometry = new { type = "Point", coordinates = new[] { r.Longitude, r.Latitude } }, properties = r }),
                }, Json, SiteGeoJson.ContentType) : Results.NotFound());
    }

    private static readonly IReadOnlyList<string> CorrectedHeader =
    [
        "市区町村コード", "市町名", "場所名", "活動日", "訂正後の参加者数（延べ）", "訂正後の活動時間（延べ分）", "訂正後の燃やせるごみ袋", "訂正後のその他のごみ袋", "訂正後の重さkg（計量）", "訂正後の重さkg（推計）", "訂正の理由", "訂正した日",
    ];

    private async Task<IResult> CorrectionsAsync(Guid campaign, CancellationToken cancellationToken) =>
        await campaigns.PublicAsync(campaign, cancellationToken) is null
            ? Results.NotFound()
            : Results.File(new TableFile(CorrectedHeader, (await results.CorrectionsAsync(campaign, cancellationToken)).Select(c => Row(c.Correction, c.Line))).ToCsv(), TableFile.CsvType, "clean-up-corrections.csv");

    private static IReadOnlyList<string?> Row(ResultCorrection correction, ActivityLine line) =>
    [
        line.Activity.MunicipalityCode, Municipality.ByCode(line.Activity.MunicipalityCode)!.Name, line.Site.Name, Dates.Iso(line.Activity.Day),
        Plain(correction.Figures.People), Plain(correction.Figures.PersonMinutes), Plain(correction.Figures.BurnableBags), Plain(correction.Figures.OtherBags),
        Plain(correction.Figures.KgWeighed), Plain(correction.Figures.KgEstimated), correction.Reason, Dates.Iso(JapanTime.DayOf(correction.At)),
    ];

    private async Task<IReadOnlyList<SiteResultView>?> ReadAsync(Guid campaign, CancellationToken cancellationToken) =>
        await campaigns.PublicAsync(campaign, cancellationToken) is null ? null : SiteResultView.Of((await live.OfAsync(campaign, cancellationToken)).Counted);

    private static IReadOnlyList<string?> Row(SiteResultView r) =>
    [
        r.MunicipalityCode, Municipality.ByCode(r.MunicipalityCode)!.Name, r.Site, Plain(r.Latitude), Plain(r.Longitude), Plain(r.Figures.People), Plain(r.Figures.PersonMinutes),
        Plain(r.Figures.BurnableBags), Plain(r.Figures.OtherBags), Plain(r.Figures.KgWeighed), Plain(r.Figures.KgEstimated), Plain(r.BagsPerPersonHour),
        .. Litter.All.Select(k => r.Figures.Litter.TryGetValue(k.Code, out var pieces) ? Plain(pieces) : null),
    ];

    private static string? Plain(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture);
}
