using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;
using static Kenmin.Pages.Texts;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>A dispatch for programs.</summary>
internal sealed record DispatchView(
    Guid Id, Guid VentureId, string MunicipalityCode, string State, IReadOnlyList<string> Fields, string Need, decimal HoursAsked, DateOnly WishedOn, Guid? ExpertId, string? Expert, decimal? HoursApproved, DateOnly? VisitOn, string? Payer,
    IReadOnlyList<string> Why, DateOnly? VisitedOn, decimal? HoursUsed, string? Done, string? Advice, string? EndReason)
{
    public static DispatchView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-0000000000f2"), VentureView.Example.Id, "352039", "reported", ["sales"], "値段の決め方を教えてほしい。", 2, new(2026, 7, 1), ExpertView.Example.Id, "見本 師子", 2, new(2026, 7, 3), "352039", ["専門：販路・宣伝"], new(2026, 7, 3), 1.5m,
        "原価を書き出した。", "月に一度、見直す。", null);

    public static DispatchView Of(DispatchLook look) => Of(look.Dispatch, look.Expert?.Name);

    public static DispatchView Of(Dispatch d, string? expert) => new(
        d.Id, d.VentureId, d.MunicipalityCode, ApiWord.Of(d.State), [.. d.Fields.Select(f => ApiWord.Of(f))], d.Need, SupportHours.Of(d.Minutes), d.WishedOn, d.ExpertId, expert, d.Approval is { } a ? SupportHours.Of(a.Minutes) : null, d.Approval?.VisitOn, d.Approval?.Payer,
        [.. (d.Approval?.Reasons ?? []).Select(why => why.ToString())], d.Report?.Day, d.Report is { } r ? SupportHours.Of(r.Minutes) : null, d.Report?.Done, d.Report?.Advice, d.End?.Reason);
}

/// <summary>What is asked for.</summary>
internal sealed record DispatchBody(IReadOnlyList<ExpertField>? Fields, decimal? Hours, DateOnly? WishedOn, string? Need)
{
    public static DispatchBody Example { get; } = new([ExpertField.Sales], 2, new(2026, 7, 1), "値段の決め方を教えてほしい。");

    public RequestDispatch ToCommand(Guid id, Guid venture, Doer? by, OfficePowers? office) => new(id, venture, Fields ?? [], Hours, WishedOn, Need, by, office);
}

/// <summary>An approval.</summary>
internal sealed record ApprovalBody(Guid? ExpertId, decimal? Hours, DateOnly? VisitOn, string? Payer);

/// <summary>A report.</summary>
internal sealed record ReportBody(DateOnly? Day, decimal? Hours, string? Words, string? Advice)
{
    public static ReportBody Example { get; } = new(new(2026, 7, 3), 1.5m, "原価を書き出した。", "月に一度、見直す。");
}

/// <summary>Why, or why not.</summary>
internal sealed record ExpertMatchView(Guid ExpertId, string Name, bool Fits, int? Points, IReadOnlyList<string> Why)
{
    public static ExpertMatchView Example { get; } = new(ExpertView.Example.Id, "見本 師子", true, 108, ["専門：販路・宣伝", "山口市に行けます"]);
}

/// <summary>A budget for programs, in hours.</summary>
internal sealed record BudgetView(int Year, string Payer, decimal Granted, decimal Reserved, decimal Used, decimal Left, int Revision)
{
    public static BudgetView Example { get; } = new(2026, "352039", 100, 6, 20.5m, 73.5m, 1);

    public static BudgetView Of(HoursBudget b) => new(b.Year, b.Payer, SupportHours.Of(b.Granted), SupportHours.Of(b.Reserved), SupportHours.Of(b.Used), SupportHours.Of(b.Left), b.Revision);
}

/// <summary>What is granted.</summary>
internal sealed record BudgetBody(decimal? Hours, int? Revision);

/// <summary>Dispatches for programs: of the own ventures, of the own visits, and for staff.</summary>
internal sealed class DispatchApi(VentureReader ventures, DispatchReader dispatches) : IApiEndpoints
{
    private const string Kept = "what was asked for is carried on whatever is switched on; what is new is decided when it is sent";

    public void Map(IEndpointRouteBuilder api)
    {
        MapTeam(api);
        MapExpert(api);
        MapStaff(api);
    }

    private void MapTeam(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/community-business/me/ventures/{id:guid}/dispatches").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.OwnAsync(id, user, cancellationToken) is not null ? Results.Ok((await dispatches.OfAsync(id, cancellationToken)).Select(d => DispatchView.Of(d, null)).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<DispatchView>>().WithExample(response: new[] { DispatchView.Example with { Expert = null } }).WithSummary("わたしの事業への派遣 / Experts' visits to one of my ventures");
        own.MapGet("/{dispatch:guid}", async (Guid id, Guid dispatch, ClaimsPrincipal user, CancellationToken cancellationToken) => await dispatches.OwnAsync(id, dispatch, user, cancellationToken) is { } look ? Results.Ok(DispatchView.Of(look)) : ApiProblems.NotFound())
            .Produces<DispatchView>().WithExample(response: DispatchView.Example).WithSummary("派遣の内容 / One of them");
        own.MapPut("/{dispatch:guid}", (Guid id, Guid dispatch, DispatchBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, body.ToCommand(dispatch, id, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(DispatchBody.Example).WithSummary("専門家の派遣を申請する / Ask for an expert's visit").WithDescription("The id is made by the sender. Codes of refusals: closed, stopped, too-many.");
        own.MapPost("/{dispatch:guid}/call-off", async (Guid id, Guid dispatch, ReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                await dispatches.OwnAsync(id, dispatch, user, cancellationToken) is null ? ApiProblems.NotFound() : await SendAsync(bus, new CallOffDispatch(dispatch, body.Reason, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReasonBody("自分たちでできた。")).WithSummary("派遣を取りやめる / Call it off");
    }

    private void MapExpert(IEndpointRouteBuilder api)
    {
        var visits = api.MapGroup("/community-business/me/expert/visits/{dispatch:guid}").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        visits.MapGet("", async (Guid dispatch, ClaimsPrincipal user, CancellationToken cancellationToken) => await dispatches.ForExpertAsync(dispatch, user, cancellationToken) is { } look ? Results.Ok(DispatchView.Of(look)) : ApiProblems.NotFound())
            .Produces<DispatchView>().WithExample(response: DispatchView.Example).WithSummary("わたしが行く派遣 / A visit of mine");
        visits.MapPost("/report", (Guid dispatch, ReportBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new ReportDispatch(dispatch, body.Day, body.Hours, body.Words, body.Advice, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(ReportBody.Example).WithSummary("派遣を報告する / Report a visit");
        visits.MapPost("/call-off", (Guid dispatch, ReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new CallOffDispatch(dispatch, body.Reason, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReasonBody("都合が悪くなった。")).WithSummary("行けないことを伝える / Call it off");
    }

    private void MapStaff(IEndpointRouteBuilder api)
    {
        var staff = api.MapGroup("/community-business/staff").WithTags("community-business staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("/dispatches", async (string? state, ClaimsPrincipal user, CancellationToken cancellationToken) => Results.Ok((await dispatches.ListAsync(DispatchWords.ReadState(state), user, cancellationToken)).Select(DispatchView.Of).ToList()))
            .Produces<IReadOnlyList<DispatchView>>().WithExample(response: new[] { DispatchView.Example }).WithSummary("派遣の一覧 / Dispatches").WithDescription("state: requested, approved, reported, refused, calledOff; else those that are open.").RequirePermission(Permissions.Read);
        staff.MapGet("/dispatches/{id:guid}", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) => await dispatches.ForStaffAsync(id, user, cancellationToken) is { } look ? Results.Ok(DispatchView.Of(look)) : ApiProblems.NotFound())
            .Produces<DispatchView>().WithExample(response: DispatchView.Example).WithSummary("派遣の内容 / A dispatch").RequirePermission(Permissions.Read);
        staff.MapGet("/dispatches/{id:guid}/matches", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                if (await dispatches.ForStaffAsync(id, user, cancellationToken) is not { } look) return ApiProblems.NotFound();
                var found = await dispatches.MatchesAsync(look, user, cancellationToken);
                return Results.Ok(found.Fit.Select(m => new ExpertMatchView(m.Expert.Id, m.Expert.Name, true, m.Points, [.. m.Reasons.Select(r => r.ToString())]))
                    .Concat(found.Misfits.Select(m => new ExpertMatchView(m.Expert.Id, m.Expert.Name, false, null, [.. m.Limits.Select(r => r.ToString())]))).ToList());
            })
            .Produces<IReadOnlyList<ExpertMatchView>>().WithExample(response: new[] { ExpertMatchView.Example }).WithSummary("派遣できる人とその理由 / Who can be sent, and why").RequirePermission(Permissions.Manage);
        staff.MapPut("/ventures/{id:guid}/dispatches/{dispatch:guid}", (Guid id, Guid dispatch, DispatchBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, body.ToCommand(dispatch, id, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(DispatchBody.Example).WithSummary("事業のために申請する / Ask for a venture").RequirePermission(Permissions.Manage);
        staff.MapPost("/dispatches/{id:guid}/approve", (Guid id, ApprovalBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new ApproveDispatch(id, body.ExpertId, body.Hours, body.VisitOn, body.Payer, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ApprovalBody(ExpertView.Example.Id, 2, new(2026, 7, 3), "352039")).WithSummary("承認する / Approve")
            .WithDescription("payer: the venture's municipality by its code, or prefecture. Codes of refusals: own, changed-meanwhile, stopped, limit, no-budget, over-budget, not-yours.").RequirePermission(Permissions.Manage);
        staff.MapPost("/dispatches/{id:guid}/refuse", (Guid id, ReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new RefuseDispatch(id, body.Reason, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReasonBody("窓口でお答えできる内容です。")).WithSummary("承認しない / Refuse").RequirePermission(Permissions.Manage);
        staff.MapPost("/dispatches/{id:guid}/report", (Guid id, ReportBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new ReportDispatch(id, body.Day, body.Hours, body.Words, body.Advice, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(ReportBody.Example).WithSummary("実施を記録する / Record a visit").RequirePermission(Permissions.Manage);
        staff.MapPost("/dispatches/{id:guid}/call-off", (Guid id, ReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new CallOffDispatch(id, body.Reason, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReasonBody("専門家の都合。")).WithSummary("取りやめる / Call it off").RequirePermission(Permissions.Manage);
        staff.MapGet("/hours/{year:int}", async (int year, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                year is < FiscalYear.EarliestYear or > FiscalYear.LatestYear ? ApiProblems.NotFound() : Results.Ok((await dispatches.BudgetsAsync(new(year), user, cancellationToken)).Select(BudgetView.Of).ToList()))
            .Produces<IReadOnlyList<BudgetView>>().WithExample(response: new[] { BudgetView.Example }).WithSummary("年度の派遣時間の枠 / Budgets of experts' hours").RequirePermission(Permissions.Read);
        staff.MapPut("/hours/{year:int}/{payer}", (int year, string payer, BudgetBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new GrantHours(year, payer, body.Hours, body.Revision ?? 0, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new BudgetBody(100, 0)).WithSummary("枠を決める / Set a budget").RequirePermission(Permissions.Manage);
    }

    private static async Task<IResult> SendAsync(IMessageBus bus, object command, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(command, cancellationToken)).ToResult();
}

/// <summary>Dispatches as a spreadsheet.</summary>
internal sealed class DispatchFiles(DispatchReader dispatches, TimeProvider clock) : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site.MapGet("/staff/community-business/dispatches.csv", async (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "private, no-store";
            var today = JapanTime.Today(clock);
            var found = await dispatches.ListAsync(null, http.User, http.RequestAborted, AuditKind.Export, every: true);
            return Results.File(new TableFile(
                [
                    L("受付番号", "Number").ToString(), L("事業", "Business").ToString(), L("市町", "Municipality").ToString(), L("状態", "State").ToString(), L("日", "Day").ToString(), L("専門家", "Expert").ToString(), L("分野", "Fields").ToString(),
                    L("枠", "Budget").ToString(), L("承認した時間", "Hours approved").ToString(), L("実施した時間", "Hours used").ToString(),
                ],
                found.Select(l => (IReadOnlyList<string?>)
                [
                    l.Venture.Number, l.Venture.Title, Municipality.ByCode(l.Dispatch.MunicipalityCode)?.Names.ToString(), DispatchWords.Standing(l.Dispatch, today).Text.ToString(), Dates.Iso(l.Dispatch.Day), l.Expert?.Name, ExpertWords.Join(l.Dispatch.Fields).ToString(),
                    l.Dispatch.Approval is { } a ? DispatchWords.PayerOf(a.Payer).ToString() : "", l.Dispatch.Approval is { } m ? SupportHours.Plain(m.Minutes) : "", l.Dispatch.Report is { } r ? SupportHours.Plain(r.Minutes) : "",
                ])).ToCsv(), TableFile.CsvType, "dispatches.csv");
        })
        .RequirePermission(Permissions.Read).AlwaysOn("what exists can always be taken out");
}
