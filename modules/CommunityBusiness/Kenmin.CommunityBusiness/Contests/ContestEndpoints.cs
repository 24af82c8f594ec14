using System.Security.Claims;
using System.Text.Json;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>A criterion for programs.</summary>
internal sealed record CriterionView(string Key, LocalizedText Name, string Hint, int Weight);

/// <summary>A call for programs. Phase: upcoming, open, judging, published.</summary>
internal sealed record CallView(Guid Id, int FiscalYear, LocalizedText Title, LocalizedText Purpose, LocalizedText Text, string Phase, DateOnly OpensOn, DateOnly ClosesOn, IReadOnlyList<LocalizedText> Eligibility, int HighestScore, IReadOnlyList<CriterionView> Criteria)
{
    public static CallView Example { get; } = new(new("0199aaaa-0000-7000-8000-0000000000f1"), 2026, new("見本チャレンジ公募", "Sample challenge call"), new("はじめの一歩を応援します。", "Helps with the first step."), new("上限 50 万円を補助します。", "Up to 500,000 yen."), "open",
        new(2026, 6, 1), new(2026, 6, 30), [new("段階：試行、立ち上げ", "Step: Trial, Launch")], 5, [new("c1", new("地域への効果", "Effect on the area"), "だれの困りごとが、どう減るか", 3)]);

    public static CallView Of(Call c, DateTimeOffset now) => new(c.Id, c.Year, c.Text.Title, c.Text.Purpose, c.Text.Text,
        c.PhaseAt(now) switch { CallPhase.Upcoming => "upcoming", CallPhase.Open => "open", CallPhase.Published => "published", _ => "judging" },
        c.OpensOn, c.ClosesOn, [.. ContestWords.Rules(c)], c.Scale, [.. c.Criteria.Select(k => new CriterionView(k.Key, k.Name, k.Hint, k.Weight))]);
}

/// <summary>A result for programs.</summary>
internal sealed record ResultView(string Title, string? Name, string Summary)
{
    public static ResultView Example { get; } = new("空き家を朝市の台所に", "見本きらら市民ネット", "朝市で余った野菜を惣菜にします。");

    public static ResultView Of(PublicResult r) => new(r.Title, r.Name, r.Summary);
}

/// <summary>The own submission for programs. State: submitted, withdrawn, accepted, notAccepted.</summary>
internal sealed record SubmissionView(Guid Id, Guid CallId, Guid VentureId, string State, DateTimeOffset SubmittedAt, BlindText Text, DateOnly? BegunOn, string? Reason)
{
    public static SubmissionView Example { get; } = new(new("0199aaaa-0000-7000-8000-0000000000f2"), CallView.Example.Id, new("0199aaaa-0000-7000-8000-0000000000f3"), "submitted", new(2026, 6, 10, 9, 0, 0, TimeSpan.FromHours(9)), SubmissionRequest.Example.Text!, null, null);

    public static SubmissionView Of(Submission s) => new(s.Id, s.CallId, s.VentureId,
        s switch { { State: SubmissionState.Withdrawn } => "withdrawn", { Verdict: { } verdict } => verdict.Accepted ? "accepted" : "notAccepted", _ => "submitted" }, s.SubmittedAt, s.Text, s.Snapshot.BegunOn, s.Verdict?.Reason);
}

/// <summary>What is sent to hand something in.</summary>
internal sealed record SubmissionRequest(Guid CallId, Guid VentureId, BlindText? Text, DateOnly? BegunOn)
{
    public static SubmissionRequest Example { get; } = new(CallView.Example.Id, new("0199aaaa-0000-7000-8000-0000000000f3"), new(
        "空き家を朝市の台所に", "朝市の野菜が余り、空き家が増えている。", "空き家の台所で惣菜をつくり、朝市で売る。", "空き家、朝市の野菜", "ひとり暮らしの人の食事が楽になる。", "惣菜の売上げで家賃をまかなう。"), null);
}

/// <summary>A case for its judge's program: nothing that says whose it is; the text once the judge said to be impartial.</summary>
internal sealed record BlindCaseView(Guid Id, string Title, BlindText? Text, bool HandedIn, IReadOnlyDictionary<string, ScoreLine> Scores)
{
    public static BlindCaseView Example { get; } = new(SubmissionView.Example.Id, "空き家を朝市の台所に", SubmissionRequest.Example.Text, false, SheetRequest.Example.Scores!);

    public static BlindCaseView Of(BlindCase c) => new(c.SubmissionId, c.Title, c.Text, c.Sheet?.HandedIn ?? false, c.Sheet?.Scores ?? new Dictionary<string, ScoreLine>());
}

/// <summary>A call that somebody judges or was asked to. State: asked, accepted; id is that of the request.</summary>
internal sealed record JudgedCallView(Guid Id, Guid CallId, LocalizedText Title, string State, DateOnly AnswerUntil, DateOnly ScoresUntil)
{
    public static JudgedCallView Example { get; } = new(new("0199aaaa-0000-7000-8000-0000000000f4"), CallView.Example.Id, CallView.Example.Title, "asked", new(2026, 6, 20), new(2026, 7, 20));

    public static JudgedCallView Of(JudgedCall c) => new(c.Judge.Id, c.Call.Id, c.Call.Text.Title, ApiWord.Of(c.Judge.State), c.Judge.AnswerUntil, c.Call.ScoresUntil);
}

/// <summary>An answer to a request to judge, known by its id or by a code.</summary>
internal sealed record JudgeAnswerRequest(Guid? Id, string? Code, bool? Accept);

/// <summary>What a judge says of being impartial.</summary>
internal sealed record DeclarationRequest(bool? Impartial, string? Reason)
{
    public static DeclarationRequest Example { get; } = new(true, null);
}

/// <summary>A sheet that is sent.</summary>
internal sealed record SheetRequest(IReadOnlyDictionary<string, ScoreLine>? Scores, bool HandIn)
{
    public static SheetRequest Example { get; } = new(new Dictionary<string, ScoreLine> { ["c1"] = new(4, "効果がはっきりしている。") }, true);
}

/// <summary>Calls, results, the own submissions and what one judges, for programs.</summary>
internal sealed class ContestApi : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        var calls = api.MapGroup("/community-business/calls").WithTags("community-business").AllowAnonymous().AlwaysOn("what was announced stays visible");
        calls.MapGet("", async (CallReader reader, TimeProvider clock, CancellationToken cancellationToken) => Results.Ok((await reader.AnnouncedAsync(cancellationToken)).Select(c => CallView.Of(c, clock.GetUtcNow())).ToList()))
            .Produces<IReadOnlyList<CallView>>().WithExample(response: new[] { CallView.Example }).WithSummary("公募の一覧 / Calls");
        calls.MapGet("/{id:guid}", async (Guid id, CallReader reader, TimeProvider clock, CancellationToken cancellationToken) => await reader.FindAsync(id, cancellationToken) is { } call ? Results.Ok(CallView.Of(call, clock.GetUtcNow())) : ApiProblems.NotFound())
            .Produces<CallView>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: CallView.Example).WithSummary("公募 / A call");
        calls.MapGet("/{id:guid}/results", async (Guid id, CallReader reader, CancellationToken cancellationToken) =>
                await reader.FindAsync(id, cancellationToken) is { State: CallState.Published } call ? Results.Ok((await reader.ResultsAsync(call, cancellationToken)).Select(ResultView.Of).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<ResultView>>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: new[] { ResultView.Example }).WithSummary("公募の結果 / Results of a call").WithDescription("What was accepted, as far as its owners agreed; 404 until results are published.");

        var own = api.MapGroup("/community-business/me/submissions").WithTags("community-business").RequirePermission(Permissions.Own);
        own.MapGet("", async (ClaimsPrincipal user, SubmissionReader reader, CancellationToken cancellationToken) => Results.Ok((await reader.OwnAsync(user, cancellationToken)).Select(l => SubmissionView.Of(l.Submission)).ToList()))
            .AlwaysOn("what was handed in can always be seen").Produces<IReadOnlyList<SubmissionView>>().WithExample(response: new[] { SubmissionView.Example }).WithSummary("自分の応募 / My submissions");
        own.MapPut("/{id:guid}", async (Guid id, SubmissionRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new HandIn(id, body.CallId, body.VentureId, body.Text ?? new("", "", "", "", "", ""), body.BegunOn, user.Doer()), cancellationToken)).ToResult())
            .AlwaysOn("whether something new is taken is decided for the call's fiscal year").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(SubmissionRequest.Example).WithSummary("応募する、直す / Hand in, or change").WithDescription("Codes of refusals: closed, not-open, not-active, not-eligible, names-somebody, handed-in.");
        own.MapDelete("/{id:guid}", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(new WithdrawSubmission(id, user.Doer()), cancellationToken)).ToResult())
            .AlwaysOn("what was handed in can always be taken back").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithSummary("応募を取り下げる / Take back a submission");

        var judging = api.MapGroup("/community-business/me/judging").WithTags("community-business").RequirePermission(Permissions.Judge).ProducesProblem(StatusCodes.Status404NotFound);
        judging.MapGet("/calls", async (ClaimsPrincipal user, JudgeReader reader, CancellationToken cancellationToken) => Results.Ok((await reader.CallsAsync(user, cancellationToken)).Select(JudgedCallView.Of).ToList()))
            .AlwaysOn("what was handed in is judged whatever is switched on").Produces<IReadOnlyList<JudgedCallView>>().WithExample(response: new[] { JudgedCallView.Example }).WithSummary("審査する公募 / Calls that I judge or was asked to");
        judging.MapPost("/answers", async (JudgeAnswerRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                body.Accept is not { } accept ? ApiProblems.Invalid(new FieldProblem("#/accept", new("引き受けるか（true）、断るか（false）を指定してください。", "Say whether you will: true or false.")))
                    : (await bus.InvokeAsync<CommandAnswer>(new AnswerAsJudge(body.Id, body.Code, accept, user.Doer()), cancellationToken)).ToResult())
            .AlwaysOn("answers what was asked").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new JudgeAnswerRequest(JudgedCallView.Example.Id, null, true)).WithSummary("審査の依頼に答える / Answer whether I judge").WithDescription("Codes of refusals: no-such-code, asked, declined.");
        judging.MapGet("/calls/{id:guid}/cases", async (Guid id, ClaimsPrincipal user, JudgeReader reader, CancellationToken cancellationToken) =>
                await reader.CasesAsync(id, user, cancellationToken) is { } mine ? Results.Ok(mine.Cases.Select(c => BlindCaseView.Of(c with { Text = null })).ToList()) : ApiProblems.NotFound())
            .AlwaysOn("what was handed in is judged whatever is switched on").Produces<IReadOnlyList<BlindCaseView>>().WithExample(response: new[] { BlindCaseView.Example }).WithSummary("審査する応募 / Cases that I judge");
        judging.MapGet("/cases/{id:guid}", async (Guid id, ClaimsPrincipal user, JudgeReader reader, CancellationToken cancellationToken) =>
                await reader.CaseAsync(id, user, cancellationToken) is { } one ? Results.Ok(BlindCaseView.Of(one.Case)) : ApiProblems.NotFound())
            .AlwaysOn("what was handed in is judged whatever is switched on").Produces<BlindCaseView>().WithExample(response: BlindCaseView.Example).WithSummary("審査する応募の内容 / A case that I judge");
        judging.MapPut("/cases/{id:guid}/declaration", async (Guid id, DeclarationRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                body.Impartial is not { } impartial ? ApiProblems.Invalid(new FieldProblem("#/impartial", new("関わりがないか（true）、あるか（false）を指定してください。", "Say whether you are impartial: true or false.")))
                    : (await bus.InvokeAsync<CommandAnswer>(new DeclareConflict(id, impartial, body.Reason, user.Doer()), cancellationToken)).ToResult())
            .AlwaysOn("who is not impartial can always say so").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).WithExample(DeclarationRequest.Example).WithSummary("利益相反の申告 / Say whether I am impartial");
        judging.MapPut("/cases/{id:guid}/sheet", async (Guid id, SheetRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new WriteSheet(id, body.Scores ?? new Dictionary<string, ScoreLine>(), body.HandIn, user.Doer()), cancellationToken)).ToResult())
            .AlwaysOn("what was handed in is judged whatever is switched on").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(SheetRequest.Example).WithSummary("採点する / Score a case").WithDescription("Codes of refusals: not-declared, frozen.");
    }
}
