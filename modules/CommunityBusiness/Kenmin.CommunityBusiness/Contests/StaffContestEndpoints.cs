using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>A call for staff's programs. State: draft, announced, frozen, decided, published.</summary>
internal sealed record StaffCallView(Guid Id, int FiscalYear, Guid? InitiativeId, LocalizedText Title, string State, DateOnly OpensOn, DateOnly ClosesOn, DateOnly ScoresUntil, int JudgesPerCase)
{
    public static StaffCallView Example { get; } = new(CallView.Example.Id, 2026, null, CallView.Example.Title, "announced", new(2026, 6, 1), new(2026, 6, 30), new(2026, 7, 20), 2);

    public static StaffCallView Of(Call c) => new(c.Id, c.Year, c.InitiativeId, c.Text.Title, ApiWord.Of(c.State), c.OpensOn, c.ClosesOn, c.ScoresUntil, c.JudgesPerCase);
}

/// <summary>A case for staff's programs. State: submitted, withdrawn, accepted, notAccepted. Judges and sheets in are counted for what stands.</summary>
internal sealed record StaffCaseView(Guid Id, int Number, string Title, string Submitter, string Organisation, string Municipality, string State, DateTimeOffset SubmittedAt, int Judges, int SheetsIn)
{
    public static StaffCaseView Example { get; } = new(SubmissionView.Example.Id, 1, "空き家を朝市の台所に", "見本 起子", "見本きらら市民ネット", "352039", "submitted", SubmissionView.Example.SubmittedAt, 2, 1);

    public static StaffCaseView Of(Submission s, int judges, int sheets) =>
        new(s.Id, s.Case, s.Text.Title, s.OwnerName, s.Snapshot.OrganisationName, s.Snapshot.MunicipalityCode, SubmissionView.Of(s).State, s.SubmittedAt, judges, sheets);
}

/// <summary>A case in the ranking. Points are <c>sum</c> shared among <c>judges</c>, exactly. EqualsBy: score, criterion, earlier, lot.</summary>
internal sealed record RankedCaseView(Guid Id, int Number, string Title, int? Place, long Sum, int Judges, string EqualsBy, bool? Accepted, string? Reason)
{
    public static RankedCaseView Example { get; } = new(SubmissionView.Example.Id, 1, "空き家を朝市の台所に", 1, 34, 2, "score", true, "効果がはっきりしている。");

    public static RankedCaseView Of(RankedCase r, Submission s) => new(r.Id, s.Case, s.Text.Title, r.Place, r.Total.Sum, r.Judges, ApiWord.Of(r.Against), s.Verdict?.Accepted, s.Verdict?.Reason);
}

/// <summary>What is decided of a case.</summary>
internal sealed record CaseDecisionBody(Guid Id, bool? Accepted, string? Reason);

/// <summary>A decision of all cases of a call.</summary>
internal sealed record CallDecisionBody(IReadOnlyList<CaseDecisionBody>? Cases, string? DeviationReason)
{
    public static CallDecisionBody Example { get; } = new([new(SubmissionView.Example.Id, true, "効果がはっきりしている。")], null);
}

/// <summary>What is said of the results as a whole.</summary>
internal sealed record ResultTextBody(string? Ja, string? En);

/// <summary>The desk of contests for staff's programs: the same looks, and the same that is hidden from who judges or is involved.</summary>
internal sealed class StaffContestApi(ContestDesk desk) : IApiEndpoints
{
    private const string Kept = "what was handed in is seen, judged and decided whatever is switched on";

    public void Map(IEndpointRouteBuilder api)
    {
        var calls = api.MapGroup("/community-business/staff/calls").WithTags("community-business staff").AlwaysOn(Kept);
        calls.MapGet("", async (ClaimsPrincipal user, CancellationToken cancellationToken) => Results.Ok((await desk.ListAsync(user, cancellationToken)).Select(StaffCallView.Of).ToList()))
            .Produces<IReadOnlyList<StaffCallView>>().WithExample(response: new[] { StaffCallView.Example }).WithSummary("公募の一覧 / Calls, also drafts").RequirePermission(Permissions.ReadContests);
        calls.MapGet("/{id:guid}/cases", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) => await desk.CallAsync(id, user, cancellationToken) is { } found
                ? Results.Ok(found.Cases.Select(c => StaffCaseView.Of(c.Submission, c.Judges, c.HandedIn)).Concat(found.Withdrawn.Select(s => StaffCaseView.Of(s, 0, 0))).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<StaffCaseView>>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: new[] { StaffCaseView.Example }).WithSummary("公募への応募 / Cases of a call")
            .WithDescription("Without those that are hidden from who asks: a judge of the call sees none until scores are fixed, and nobody a case in which they are not impartial.").RequirePermission(Permissions.ReadContests);
        calls.MapGet("/{id:guid}/ranking", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) => await desk.RankingAsync(id, user, AuditKind.View, cancellationToken) is { } found
                ? Results.Ok(found.Ranking.Cases.Select(r => RankedCaseView.Of(r, found.Ranking.Submissions[r.Id])).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<RankedCaseView>>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: new[] { RankedCaseView.Example }).WithSummary("順位 / The ranking of a call")
            .WithDescription("404 until scores are fixed, and for who is not impartial in one of the cases.").RequirePermission(Permissions.ReadContests);
        MapManaging(calls);
    }

    private void MapManaging(RouteGroupBuilder calls)
    {
        var manage = calls.MapGroup("/{id:guid}").RequirePermission(Permissions.ManageContests).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        manage.MapPost("/assignment", (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(id, user, bus, new AssignCases(id), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("応募を審査員に割り当てる / Share the cases out").WithDescription("Code of refusals: not-closed.");
        manage.MapPost("/freezing", (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(id, user, bus, new FreezeScores(id), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("採点を確定する / Fix the scores").WithDescription("Codes of refusals: not-closed, sheets-missing.");
        manage.MapPut("/decision", (Guid id, CallDecisionBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => (body.Cases ?? []).Any(c => c.Accepted is null)
                ? Task.FromResult(ApiProblems.Invalid(new FieldProblem("#/cases", new("応募ごとに、採択するか（accepted）を指定してください。", "Say of each case whether it is accepted."))))
                : SendAsync(id, user, bus, new DecideCall(id, [.. (body.Cases ?? []).Select(c => new Decision(c.Id, c.Accepted == true, c.Reason))], body.DeviationReason, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(CallDecisionBody.Example).WithSummary("採否を決める / Decide a call").WithDescription("All cases at once; it cannot be taken back. Codes of refusals: not-frozen, conflict, incomplete, deviates.");
        manage.MapPut("/results", (Guid id, ResultTextBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(id, user, bus, new PublishResults(id, new(body.Ja ?? "", body.En ?? "")), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ResultTextBody("ご応募ありがとうございました。", "Thank you.")).WithSummary("結果を公表する / Publish the results").WithDescription("Code of refusals: not-decided.");
    }

    private async Task<IResult> SendAsync(Guid call, ClaimsPrincipal user, IMessageBus bus, object command, CancellationToken cancellationToken) =>
        await desk.FindAsync(call, user, cancellationToken) is null ? ApiProblems.NotFound() : (await bus.InvokeAsync<CommandAnswer>(command, cancellationToken)).ToResult();
}
