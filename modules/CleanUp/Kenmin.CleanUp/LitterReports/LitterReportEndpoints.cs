using System.Globalization;
using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CleanUp.LitterReports;

/// <summary>A checked report as everybody may see it.</summary>
internal sealed record LitterReportView(Guid Id, string MunicipalityCode, string Place, double? Latitude, double? Longitude, Guid? SiteId, string Sort, IReadOnlyList<string> Kinds, string State, string Answer, DateOnly Reported)
{
    public static LitterReportView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000f1"), "352039", "見本川 橋の下", 34.17, 131.47, null, "dumped", ["appliance"], "planned", "作業班が回収します。", new(2026, 6, 10));

    public static LitterReportView Of(LitterReportLine l) => new(
        l.Report.Id, l.Report.MunicipalityCode, l.Place, l.Report.Point?.Latitude, l.Report.Point?.Longitude, l.Report.SiteId, ApiWord.Of(l.Report.Sort), l.Report.Kinds,
        ApiWord.Of(l.Report.State), l.Report.Answer, JapanTime.DayOf(l.Report.ReportedAt));
}

/// <summary>What is sent to report litter.</summary>
internal sealed record LitterReportRequest(string? Secret, string? Municipality, Guid? SiteId, double? Latitude, double? Longitude, string? Place, LitterSort? Sort, IReadOnlyList<string>? Kinds, string? Words)
{
    public static LitterReportRequest Example { get; } = new("k3J9yQ2mT7wLr5Xc8vBn1Zp4Sd6Hf0Ga", "352039", null, 34.17, 131.47, "橋の下", LitterSort.Dumped, ["appliance"], "冷蔵庫が 2 台");
}

/// <summary>What a reporter gets back.</summary>
internal sealed record LitterReportReceipt(Guid Id, string Href);

/// <summary>A step that staff take.</summary>
internal sealed record LitterCheckRequest(LitterReportState? Verdict, string? PublicPlace, string? Answer, Guid? DuplicateOf, bool Abuse);

/// <summary>Reports for programs.</summary>
internal sealed class LitterReportApi(LitterReportReader reader, Senders senders, PictureMaker pictures, ModuleCatalog modules) : IApiEndpoints
{
    private const string SecretHeader = "Report-Secret";

    internal const string Kept = "what was checked stays visible, and what was reported is decided about";

    public void Map(IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/clean-up/litter-reports").WithTags("clean-up").AllowAnonymous().ProducesProblem(StatusCodes.Status400BadRequest);
        all.MapGet("", async (string? municipality, CancellationToken cancellationToken) =>
                municipality is not null && Municipality.ByCode(municipality) is null
                    ? ApiProblems.Invalid(new FieldProblem("#/municipality", new("県内の市町のコードにしてください。例：352039", "Use the code of a municipality of the prefecture, such as 352039.")))
                    : Results.Ok((await reader.PublicAsync(Municipality.ByCode(municipality)?.Code6, cancellationToken)).Select(LitterReportView.Of).ToList()))
            .Produces<IReadOnlyList<LitterReportView>>().WithExample(response: new[] { LitterReportView.Example }).WithSummary("確認した通報 / Checked reports").AlwaysOn(Kept);
        all.MapPut("/{id:guid}", async (Guid id, LitterReportRequest body, HttpContext http, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (!Senders.IsSecret(body.Secret))
                    return ApiProblems.Invalid(new FieldProblem("#/secret", new("32 文字以上の、推測できない英数字にしてください。", "Use at least 32 letters and digits that nobody can guess.")));
                if (body.Sort is not { } sort || !Enum.IsDefined(sort)) return ApiProblems.Invalid(new FieldProblem("#/sort", new("ごみの種類を指定してください。", "Say what kind it is.")));
                GeoPoint? point = null;
                if (body.Latitude is not null || body.Longitude is not null)
                {
                    var parsed = GeoPoint.Parse(body.Latitude?.ToString(CultureInfo.InvariantCulture), body.Longitude?.ToString(CultureInfo.InvariantCulture));
                    if (!parsed.TryGet(out var given)) return ApiProblems.Invalid(new FieldProblem("#/latitude", parsed.Error));
                    point = given;
                }

                var account = modules.Holds(http.User, Permissions.TakePart) ? http.User.AccountId() : null;
                var answer = await bus.InvokeAsync<CommandAnswer>(new SendLitterReport(
                    id, Senders.HashOf(body.Secret!), body.Municipality, body.SiteId, point, body.Place, sort, body.Kinds ?? [], body.Words, null, account,
                    await senders.KeyOfAsync(http.Connection.RemoteIpAddress, cancellationToken)), cancellationToken);
                return answer.ToResult(() => Results.Ok(new LitterReportReceipt(id, $"/clean-up/litter/mine/{body.Secret}")));
            })
            .Produces<LitterReportReceipt>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(LitterReportRequest.Example, new LitterReportReceipt(LitterReportView.Example.Id, "/clean-up/litter/mine/k3J9yQ2mT7wLr5Xc8vBn1Zp4Sd6Hf0Ga")).WithSummary("ごみを通報する / Report litter")
            .WithDescription("Id and secret are made by the sender: sent again, it is the same report. The secret opens the reporter's page and is kept as a hash only.")
            .RequireFeature(Features.LitterReports).RequireRateLimiting(LitterReportSetup.Limit).NeverReplayed();

        all.MapPut("/{id:guid}/photo", async (Guid id, [FromHeader(Name = SecretHeader)] string? secret, HttpRequest request, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (!Senders.IsSecret(secret)) return ApiProblems.NotFound();
                Parsed<Picture> read;
                try
                {
                    read = await pictures.ReadAsync(request.Body, cancellationToken);
                }
                catch (BadHttpRequestException e)
                {
                    return Results.StatusCode(e.StatusCode);
                }

                if (!read.TryGet(out var picture)) return ApiProblems.Invalid(new FieldProblem("#", read.Error));
                return (await bus.InvokeAsync<CommandAnswer>(new AddLitterPhoto(id, Senders.HashOf(secret!), picture), cancellationToken)).ToResult();
            })
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithSummary("通報の写真を送る / Send the photo of a report")
            .WithDescription("The body is the picture: JPEG, PNG or WebP; the header Report-Secret is the secret of the report. One photo. Position and camera data are taken off; staff look at it before it is public.")
            .RequireFeature(Features.LitterReports).RequireRateLimiting(LitterReportSetup.Limit).NeverReplayed();

        var staff = api.MapGroup("/clean-up/staff/litter-reports").WithTags("clean-up staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
                Results.Ok((await reader.ForStaffAsync([.. CleanUpScope.Of(user).Select(m => m.Code6)], null, user, cancellationToken)).Select(LitterReportView.Of).ToList()))
            .Produces<IReadOnlyList<LitterReportView>>().WithExample(response: new[] { LitterReportView.Example }).WithSummary("終わっていない通報 / Reports that are not settled").RequirePermission(Permissions.Read);
        staff.MapPost("/{id:guid}/check", async (Guid id, LitterCheckRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await reader.MayAsync(id, user, cancellationToken)).Decide
                    ? (await bus.InvokeAsync<CommandAnswer>(new CheckLitterReport(id, body.Verdict ?? LitterReportState.Reported, body.PublicPlace, body.Answer, body.DuplicateOf, body.Abuse, user.Doer()), cancellationToken)).ToResult()
                    : ApiProblems.NotFound())
            .Produces(StatusCodes.Status204NoContent).WithExample(new LitterCheckRequest(LitterReportState.Checked, "見本川 橋の下", null, null, false)).WithSummary("通報を確認する / Look at a report").RequirePermission(Permissions.Manage);
    }
}

/// <summary>Checked reports as open data.</summary>
internal sealed class LitterReportOpenData(LitterReportReader reader) : ISiteEndpoints
{
    private static readonly IReadOnlyList<string> Header = ["市区町村コード", "市町名", "場所", "緯度", "経度", "種類", "状態", "通報日"];

    public void Map(IEndpointRouteBuilder site) => site.MapGet("/clean-up/open-data/litter.csv", async (CancellationToken cancellationToken) =>
            Results.File(new TableFile(Header, (await reader.PublicAsync(null, cancellationToken)).Select(Row)).ToCsv(), TableFile.CsvType, "litter-reports.csv"))
        .AllowAnonymous().AlwaysOn(LitterReportApi.Kept);

    private static IReadOnlyList<string> Row(LitterReportLine l) =>
    [
        l.Report.MunicipalityCode, l.Report.Municipality.Name, l.Place, l.Report.Point?.Latitude.ToString(CultureInfo.InvariantCulture) ?? "", l.Report.Point?.Longitude.ToString(CultureInfo.InvariantCulture) ?? "",
        LitterReportWords.SortOf(l.Report.Sort).Ja, LitterReportWords.StateOf(l.Report.State).Ja, Dates.Iso(JapanTime.DayOf(l.Report.ReportedAt)),
    ];
}
