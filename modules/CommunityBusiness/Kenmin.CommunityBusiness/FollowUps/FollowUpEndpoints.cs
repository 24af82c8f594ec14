using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Scope;
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

namespace Kenmin.CommunityBusiness.FollowUps;

/// <summary>A follow-up for programs; without answer what follows is null.</summary>
internal sealed record FollowUpView(Guid VentureId, int Months, DateOnly DueOn, bool? GoesOn, int? Jobs, string? Turnover, int? Residents, string? Worked, string? Failed, DateTimeOffset? AnsweredAt)
{
    public static FollowUpView Example { get; } = new(VentureView.Example.Id, 6, new(2027, 1, 10), true, 2, "underTwoMillion", 120, "回覧板がよく届いた。", "", new(2027, 1, 5, 10, 0, 0, TimeSpan.FromHours(9)));

    public static FollowUpView Of(FollowUp f) => new(
        f.VentureId, f.Months, f.DueOn, f.Answer?.GoesOn, f.Answer?.Jobs, f.Answer is { } a ? ApiWord.Of(a.Turnover) : null, f.Answer?.Residents, f.Answer?.Worked, f.Answer?.Failed, f.Answer?.At);
}

/// <summary>An answer.</summary>
internal sealed record FollowUpBody(bool? GoesOn, int? Jobs, TurnoverClass? Turnover, int? Residents, string? Worked, string? Failed)
{
    public static FollowUpBody Example { get; } = new(true, 2, TurnoverClass.UnderTwoMillion, 120, "回覧板がよく届いた。", null);

    public SaveFollowUp ToCommand(Guid venture, int months, Doer? by, OfficePowers? office) => new(venture, months, GoesOn, Jobs, Turnover, Residents, Worked, Failed, by, office);
}

/// <summary>Follow-ups for programs.</summary>
internal sealed class FollowUpApi(VentureReader ventures, FollowUpReader followUps) : IApiEndpoints
{
    private const string Kept = "what was launched is followed up whatever is switched on";

    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/community-business/me/ventures/{id:guid}/follow-ups").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.OwnAsync(id, user, cancellationToken) is not null ? Results.Ok((await followUps.OfAsync(id, cancellationToken)).Select(FollowUpView.Of).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<FollowUpView>>().WithExample(response: new[] { FollowUpView.Example }).WithSummary("立ち上げのあとの調べ / Follow-ups of one of my ventures");
        own.MapPut("/{months:int}", async (Guid id, int months, FollowUpBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(body.ToCommand(id, months, user.Doer(), null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(FollowUpBody.Example).WithSummary("その後を答える / Say how it goes").WithDescription("months: 6, 12 or 36 after the launch. Code of refusals: too-early.");
        var staff = api.MapGroup("/community-business/staff").WithTags("community-business staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("/follow-ups", async (ClaimsPrincipal user, CancellationToken cancellationToken) => Results.Ok((await followUps.ListAsync(user, cancellationToken)).Select(l => FollowUpView.Of(l.Asked)).ToList()))
            .Produces<IReadOnlyList<FollowUpView>>().WithExample(response: new[] { FollowUpView.Example }).WithSummary("その後の一覧 / Follow-ups").RequirePermission(Permissions.Read);
        staff.MapPut("/ventures/{id:guid}/follow-ups/{months:int}", async (Guid id, int months, FollowUpBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(body.ToCommand(id, months, null, OfficePowers.Of(user)), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(FollowUpBody.Example).WithSummary("聞き取った内容を記録する / Record an answer").RequirePermission(Permissions.Manage);
    }
}

/// <summary>Follow-ups as a spreadsheet.</summary>
internal sealed class FollowUpFiles(FollowUpReader followUps, TimeProvider clock) : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site.MapGet("/staff/community-business/follow-ups.csv", async (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "private, no-store";
            var today = JapanTime.Today(clock);
            var lines = await followUps.ListAsync(http.User, http.RequestAborted, AuditKind.Export);
            return Results.File(new TableFile(
                [
                    L("受付番号", "Number").ToString(), L("題名", "Title").ToString(), L("代表", "Owner").ToString(), L("市町", "Municipality").ToString(), L("月数", "Months").ToString(), L("期限", "By when").ToString(), L("状態", "State").ToString(),
                    L("働く人", "Jobs").ToString(), L("売上", "Turnover").ToString(), L("利用した住民", "Residents served").ToString(), L("うまくいったこと", "What worked").ToString(), L("うまくいかなかったこと", "What did not").ToString(),
                ],
                lines.Select(l => (IReadOnlyList<string?>)
                [
                    l.Venture.Number, l.Venture.Title, l.Venture.OwnerName, Municipality.ByCode(l.Venture.MunicipalityCode)?.Names.ToString(), PlanText(l.Asked.Months), Dates.Iso(l.Asked.DueOn), FollowUpWords.Standing(l.Asked, today).Text.ToString(),
                    l.Asked.Answer is { } a ? PlanText(a.Jobs) : "", l.Asked.Answer is { } t ? FollowUpWords.NameOf(t.Turnover).ToString() : "", l.Asked.Answer is { } r ? PlanText(r.Residents) : "", l.Asked.Answer?.Worked, l.Asked.Answer?.Failed,
                ])).ToCsv(), TableFile.CsvType, "follow-ups.csv");
        })
        .RequirePermission(Permissions.Read).AlwaysOn("what exists can always be taken out");

    private static string PlanText(int number) => Plans.PlanNumbers.Text(number);
}
