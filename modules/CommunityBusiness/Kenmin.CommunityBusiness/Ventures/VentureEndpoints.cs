using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>What comes next, for programs.</summary>
internal sealed record NextStepView(string Text, DateOnly DueOn, string Side, bool Overdue);

/// <summary>A venture for programs: idea, trial, launch or selfSupporting; draft, active or stopped.</summary>
internal sealed record VentureView(
    Guid Id, string Number, string Title, string Problem, string Resource, string Who, string How, string MunicipalityCode, string Place, string Stage, string State, NextStepView? Next, int Revision, string? Owner, int Team, string? Field = null, Guid? InitiativeId = null)
{
    public static VentureView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-0000000000d1"), "2026-0012", "坂の上の移動販売", "買い物に行けない人がいる", "空いた軽トラックと朝市の野菜", "婦人会が、坂の上の人に", "週 2 回、注文を聞いて届ける", "352039", "見本地区", "trial", "active",
        new("試食会をひらく", new(2026, 7, 10), "team", false), 3, "見本 起子", 1, "shopping");

    public static VentureView Of(Venture v, DateOnly today, bool withOwner) => new(
        v.Id, v.Number, v.Title, v.Problem, v.Resource, v.Who, v.How, v.MunicipalityCode, v.Place, ApiWord.Of(v.Stage), ApiWord.Of(v.State),
        v.Next is { } next ? new(next.Text.ToString(), next.DueOn, ApiWord.Of(next.Side), v.IsOverdue(today)) : null, v.Revision, withOwner ? v.OwnerName : null, v.Team.Count, v.Field is { } field ? ApiWord.Of(field) : null, v.InitiativeId);
}

/// <summary>A line of the history for programs.</summary>
internal sealed record VentureStepView(int Number, string Kind, string From, string To, string Reason, DateTimeOffset At, int? RulesVersion, int? PlanVersion, IReadOnlyList<string> Met, IReadOnlyList<string> NotMet)
{
    public static VentureStepView Example { get; } = new(2, "passed", "idea", "trial", "課題を確かめた。", new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9)), 1, null, ["困っている人の声を聞いて、課題を確かめた"], []);

    public static VentureStepView Of(VentureStep s) => new(
        s.Number, ApiWord.Of(s.Kind), ApiWord.Of(s.From), ApiWord.Of(s.To), s.Reason, s.At, s.Gate?.RulesVersion, s.Gate?.PlanVersion,
        [.. (s.Gate?.Criteria ?? []).Where(c => c.Met).Select(c => c.Text.ToString())], [.. (s.Gate?.Criteria ?? []).Where(c => !c.Met).Select(c => c.Text.ToString())]);
}

/// <summary>What is sent of an idea; contact and code only without an account.</summary>
internal sealed record IdeaBody(
    string? Title, string? Problem, string? Resource, string? Who, string? How, string? MunicipalityCode, string? Place, int? Revision, bool? Submit, string? Code = null, string? ContactName = null, string? Phone = null, string? Email = null, BusinessField? Field = null, Guid? InitiativeId = null)
{
    public static IdeaBody Example { get; } = new("坂の上の移動販売", "買い物に行けない人がいる", "空いた軽トラックと朝市の野菜", "婦人会が、坂の上の人に", "週 2 回、注文を聞いて届ける", "352039", "見本地区", 0, true);

    public static IdeaBody Visiting { get; } = Example with { Code = "ABCD-2345-EFGH", ContactName = "見本 起子", Phone = "083-933-0000" };

    public SaveIdea ToCommand(Guid id, Doer? by) => new(
        id, new(Title ?? "", Problem ?? "", Resource ?? "", Who ?? "", How ?? "", MunicipalityCode ?? "", Place ?? "", Field), by is null ? new(ContactName ?? "", Phone ?? "", Email ?? "") : null, by is null ? Code : null, by, null, Revision ?? 0, Submit == true, InitiativeId);
}

/// <summary>What was done.</summary>
internal sealed record WordsBody(string? Words);

/// <summary>Why.</summary>
internal sealed record ReasonBody(string? Reason);

/// <summary>Number and code of a receipt.</summary>
internal sealed record ReceiptBody(string? Number, string? Code);

/// <summary>A code.</summary>
internal sealed record CodeBody(string? Code);

/// <summary>What comes next.</summary>
internal sealed record NextBody(string? Text, DateOnly? DueOn, NextSide? Side, string? Words);

/// <summary>A decision at a gate.</summary>
internal sealed record DecisionBody(VentureStage? From, GateOutcome? Outcome, int? RulesVersion, IReadOnlyList<int>? Met, int? PlanVersion, string? Reason, string? NextText, DateOnly? NextDueOn, NextSide? NextSide)
{
    public static DecisionBody Example { get; } = new(VentureStage.Idea, GateOutcome.Passed, 1, [0, 1], null, "課題を確かめた。", "試食会をひらく", new(2026, 7, 10), Ventures.NextSide.Team);
}

/// <summary>A criterion of a gate.</summary>
internal sealed record CriterionBody(string? Ja, string? En, bool Required);

/// <summary>The rules of a gate for programs.</summary>
internal sealed record GateBody(int? Version, IReadOnlyList<CriterionBody>? Criteria, bool ForProgram, bool NeedsPlan, string? To = null)
{
    public static GateBody Example { get; } = new(1, [new("試した結果を報告した", "What came of the trial was reported", true)], false, true, "launch");

    public static GateBody Of(GateRules r) => new(r.Version, [.. r.Criteria.Select(c => new CriterionBody(c.Text.Ja, c.Text.En, c.Required))], r.ForProgram, r.NeedsPlan, ApiWord.Of(r.To));
}

/// <summary>Ideas and businesses for programs: one's own, and by a code those that were brought without an account.</summary>
internal sealed class VentureApi(VentureReader ventures, TimeProvider clock) : IApiEndpoints
{
    private const string Kept = "what was brought is carried on whatever is switched on; what is new is decided when it is sent";

    private DateOnly Today => JapanTime.Today(clock);

    public void Map(IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/community-business").WithTags("community-business").AllowAnonymous().AlwaysOn(Kept).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        all.MapGet("/gates", async (CancellationToken cancellationToken) => Results.Ok((await ventures.GatesAsync(cancellationToken)).Select(GateBody.Of).ToList()))
            .Produces<IReadOnlyList<GateBody>>().WithExample(response: new[] { GateBody.Example }).WithSummary("段階の審査基準 / The criteria of the gates");
        all.MapPut("/ideas/{id:guid}", async (Guid id, IdeaBody body, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(body.ToCommand(id, null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(IdeaBody.Visiting).WithSummary("アカウントなしでアイデアを出す / Bring an idea without an account")
            .WithDescription("Id and code (12 letters and digits of 23456789ABCDEFGHJKMNPQRSTVWXYZ) are made by the sender; only a hash of the code is kept. submit=false keeps a draft. Codes of refusals: closed, initiative-closed, changed-meanwhile, stopped, past-idea.")
            .RequireRateLimiting(VentureSetup.Limit).NeverReplayed();
        all.MapPost("/ideas/open", async (ReceiptBody body, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.ByReceiptAsync(body.Number, body.Code, cancellationToken) is { } found ? Results.Ok(VentureView.Of(found, Today, true)) : ApiProblems.NotFound())
            .Produces<VentureView>().WithExample(new ReceiptBody("2026-0012", "ABCD-2345-EFGH"), VentureView.Example).WithSummary("受付番号と合言葉で開く / Open an idea by number and code").RequireRateLimiting(VentureSetup.Limit).NeverReplayed();
        MapOwn(api);
        MapStaff(api);
    }

    private void MapOwn(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/community-business/me/ventures").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (ClaimsPrincipal user, CancellationToken cancellationToken) => Results.Ok((await ventures.MineAsync(user, cancellationToken)).Select(v => VentureView.Of(v, Today, false)).ToList()))
            .Produces<IReadOnlyList<VentureView>>().WithExample(response: new[] { VentureView.Example }).WithSummary("わたしの事業 / My ventures");
        own.MapGet("/{id:guid}", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.OwnAsync(id, user, cancellationToken) is { } found ? Results.Ok(VentureView.Of(found, Today, true)) : ApiProblems.NotFound())
            .Produces<VentureView>().WithExample(response: VentureView.Example).WithSummary("わたしの事業の内容 / One of my ventures");
        own.MapGet("/{id:guid}/history", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.OwnAsync(id, user, cancellationToken) is { } found ? Results.Ok((await ventures.StepsAsync(found, user, cancellationToken)).Select(VentureStepView.Of).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<VentureStepView>>().WithExample(response: new[] { VentureStepView.Example }).WithSummary("事業の経過 / The history of one of my ventures");
        own.MapPut("/{id:guid}", (Guid id, IdeaBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, body.ToCommand(id, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(IdeaBody.Example).WithSummary("アイデアを書く / Write an idea").WithDescription("A new id begins one. submit=false keeps a draft. Codes of refusals: closed, too-many, changed-meanwhile, stopped, past-idea.");
        own.MapDelete("/{id:guid}", (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new DropDraft(id, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("下書きを消す / Delete a draft");
        own.MapPost("/{id:guid}/reports", (Guid id, WordsBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new ReportStep(id, body.Words, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new WordsBody("試食会に十人が来た。")).WithSummary("したことを報告する / Say what was done");
        own.MapPost("/{id:guid}/stop", (Guid id, ReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new StopVenture(id, body.Reason, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReasonBody("担い手が休む。")).WithSummary("中止する / Stop a venture");
        own.MapPost("/{id:guid}/resume", (Guid id, ReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new ResumeVenture(id, body.Reason, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReasonBody("担い手が戻った。")).WithSummary("再開する / Take a venture up again");
        own.MapPost("/{id:guid}/invitation", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                var code = Venture.Codes.New();
                return (await bus.InvokeAsync<CommandAnswer>(new InviteToTeam(id, code, user.Doer(), null), cancellationToken)).ToResult(() => Results.Ok(new CodeBody(PrintedCode.Shown(code))));
            })
            .Produces<CodeBody>().WithExample(response: new CodeBody("ABCD-2345-EFGH")).WithSummary("招待の合言葉をつくる / Make a code for an invitation").NeverReplayed();
        own.MapPost("/join", (CodeBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new JoinTeam(body.Code, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new CodeBody("ABCD-2345-EFGH")).WithSummary("仲間になる / Join a team");
        own.MapPost("/take-over", (ReceiptBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new TakeOverIdea(body.Number, body.Code, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReceiptBody("2026-0012", "ABCD-2345-EFGH")).WithSummary("アカウントに結びつける / Take over an idea");
        own.MapDelete("/{id:guid}/team/{account:guid}", (Guid id, Guid account, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new LeaveTeam(id, account, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("仲間から外れる / Leave a team");
    }

    private void MapStaff(IEndpointRouteBuilder api)
    {
        var staff = api.MapGroup("/community-business/staff").WithTags("community-business staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("/ventures", async (string? stage, string? municipality, string? show, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                Results.Ok((await ventures.ListAsync(VentureFilter.Of(stage, municipality, show), user, cancellationToken)).Select(v => VentureView.Of(v, Today, true)).ToList()))
            .Produces<IReadOnlyList<VentureView>>().WithExample(response: new[] { VentureView.Example }).WithSummary("事業の一覧 / Ventures, what is due first first")
            .WithDescription("show: overdue, office, stopped, every; else those under way.").RequirePermission(Permissions.Read);
        staff.MapGet("/ventures/{id:guid}", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.ForStaffAsync(id, user, cancellationToken) is { } found ? Results.Ok(VentureView.Of(found, Today, true)) : ApiProblems.NotFound())
            .Produces<VentureView>().WithExample(response: VentureView.Example).WithSummary("事業の内容 / A venture").RequirePermission(Permissions.Read);
        staff.MapGet("/ventures/{id:guid}/history", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.ForStaffAsync(id, user, cancellationToken) is { } found ? Results.Ok((await ventures.StepsAsync(found, user, cancellationToken)).Select(VentureStepView.Of).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<VentureStepView>>().WithExample(response: new[] { VentureStepView.Example }).WithSummary("事業の経過 / The history of a venture").RequirePermission(Permissions.Read);
        staff.MapPost("/ventures/{id:guid}/decisions", (Guid id, DecisionBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                body is not { From: { } from, Outcome: { } outcome } || !Enum.IsDefined(from) || !Enum.IsDefined(outcome)
                    ? Task.FromResult(ApiProblems.Invalid(new FieldProblem("#/outcome", new("今の段階（from）と結果（outcome）を指定してください。", "Give the stage it is at (from) and the outcome."))))
                    : SendAsync(bus, new DecideGate(id, from, outcome, body.RulesVersion ?? 0, body.Met ?? [], body.PlanVersion, body.Reason, body.NextText, body.NextDueOn, body.NextSide ?? NextSide.Team, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(DecisionBody.Example).WithSummary("段階を審査する / Decide at a gate")
            .WithDescription("Codes of refusals: own, not-yours, changed-meanwhile, plan-needed, criteria, stopped, no-gate.").RequirePermission(Permissions.Manage);
        staff.MapPut("/ventures/{id:guid}/next", (Guid id, NextBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                SendAsync(bus, new SetNextStep(id, body.Text, body.DueOn, body.Side ?? NextSide.Team, body.Words, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new NextBody("試食会をひらく", new(2026, 7, 10), NextSide.Team, "電話で話した。")).WithSummary("次の予定を決める / Say what comes next").RequirePermission(Permissions.Manage);
        staff.MapPost("/ventures/{id:guid}/stop", (Guid id, ReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new StopVenture(id, body.Reason, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReasonBody("連絡がつかない。")).WithSummary("中止する / Stop a venture").RequirePermission(Permissions.Manage);
        staff.MapPost("/ventures/{id:guid}/resume", (Guid id, ReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new ResumeVenture(id, body.Reason, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReasonBody("担い手が戻った。")).WithSummary("再開する / Take a venture up again").RequirePermission(Permissions.Manage);
        staff.MapPut("/gates/{stage:int}", (int stage, GateBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new SetGateRules(
                (VentureStage)stage, body.Version ?? 0, [.. (body.Criteria ?? []).Select(c => new Criterion(new(c.Ja ?? "", c.En ?? ""), c.Required))], body.ForProgram, body.NeedsPlan, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(GateBody.Example).WithSummary("審査基準を変える / Change the criteria of a gate").WithDescription("stage: 1 trial, 2 launch, 3 self-supporting; version is the one that was read.").RequirePermission(Permissions.ManageGates);
    }

    private static async Task<IResult> SendAsync(IMessageBus bus, object command, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(command, cancellationToken)).ToResult();
}
