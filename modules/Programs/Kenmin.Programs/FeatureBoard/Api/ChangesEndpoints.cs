using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Programs.FeatureBoard.Board;
using Kenmin.Programs.FeatureBoard.Changes;
using Kenmin.Programs.FeatureBoard.Decisions;
using Kenmin.Programs.FeatureBoard.History;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.Programs.FeatureBoard.Api;

/// <summary>Deciding, proposing, answering, undoing, and the history of it.</summary>
internal sealed class ChangesEndpoints(ModuleCatalog catalog, ChangeHistory history, DecisionsSync sync, BoardQueries board, TimeProvider clock) : IApiEndpoints
{
    private const string Reason = FeaturesEndpoints.Reason;

    public void Map(IEndpointRouteBuilder api)
    {
        var features = api.MapGroup("/programs/features").WithTags("Programs").AlwaysOn(Reason);
        features.MapPut("/{key}/{year}", DecideAsync).RequirePermission(ProgramsModule.SwitchFeatures)
            .WithSummary("年度の機能を決める / Decides about a feature in a fiscal year (FY2026), or standing")
            .WithDescription("What is critical is not decided but proposed (202); a second administrator approves it. An initiative is named in the body. Without `together` a change is refused (409) that would leave a feature on without one it needs.")
            .Produces<ChangeView>().Produces<ChangeView>(202).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithExample(new Decision(false, "今年度は実施しません。", From: new DateTimeOffset(2027, 1, 4, 9, 0, 0, TimeSpan.FromHours(9))), Example);
        features.MapPost("/copy", CopyAsync).RequirePermission(ProgramsModule.SwitchFeatures)
            .WithSummary("別の年度と同じにする / Decides in a year what differs from another, for the chosen features")
            .Produces<ChangeView>().Produces<ChangeView>(202).ProducesProblem(400).ProducesProblem(409)
            .WithExample(new YearCopy("FY2026", "FY2027", ["sports-volunteers.legacy"], "前年度と同じにします。"), Example);
        features.MapPost("/{key}/emergency-off", (string key, Why body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                catalog.Features.ContainsKey(key)
                    ? SendAsync(bus, new SwitchOffNow(NewId(), key, body.Reason ?? "", Account(user), user.DisplayName()), cancellationToken)
                    : Task.FromResult(ApiProblems.NotFound()))
            .RequirePermission(ProgramsModule.SwitchFeatures)
            .WithSummary("緊急停止 / Switches a feature off at once in all years; another administrator confirms it afterwards")
            .Produces<ChangeView>().ProducesProblem(400).ProducesProblem(404).WithExample(new Why("個人情報が表示される不具合のため。"), Example);

        var changes = features.MapGroup("/changes");
        changes.MapGet("", async (string? feature, string? year, string? state, string? text, Guid? after, int? take, CancellationToken cancellationToken) =>
            {
                var size = PageSize.Within(take);
                var rows = await history.ListAsync(HistoryDownloads.FilterOf(feature, year, state, text), after, size + 1, cancellationToken);
                return Results.Ok(Page<ChangeView>.Of([.. rows.Select(ViewOf)], size, c => c.Id.ToString()));
            })
            .RequirePermission(ProgramsModule.ReadFeatures)
            .WithSummary("決定の履歴 / History of decisions, the newest first").Produces<Page<ChangeView>>()
            .WithExample(response: new Page<ChangeView>([Example], null));
        changes.MapGet("/{id:guid}", async (Guid id, CancellationToken cancellationToken) =>
                await history.FindAsync(id, cancellationToken) is { } change ? Results.Ok(ViewOf(change)) : ApiProblems.NotFound())
            .RequirePermission(ProgramsModule.ReadFeatures)
            .WithSummary("ひとつの決定 / One change").Produces<ChangeView>().ProducesProblem(404).WithExample(response: Example);
        Answer("approve", ProposalAnswer.Approve, "起案を承認する / A second administrator approves a proposal");
        Answer("refuse", ProposalAnswer.Refuse, "起案を却下する / A second administrator refuses a proposal, with a reason");
        Answer("withdraw", ProposalAnswer.Withdraw, "起案を取り下げる / Who proposed takes the proposal back");
        changes.MapPost("/{id:guid}/undo", (Guid id, Why body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                SendAsync(bus, new UndoChange(NewId(), id, body.Reason ?? "", Account(user), user.DisplayName()), cancellationToken))
            .RequirePermission(ProgramsModule.SwitchFeatures)
            .WithSummary("元に戻す / Restores what was before, by a new change under the same rules")
            .Produces<ChangeView>().Produces<ChangeView>(202).ProducesProblem(400).ProducesProblem(409).WithExample(new Why("誤って止めました。"), Example);
        changes.MapPost("/{id:guid}/confirm", (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                SendAsync(bus, new ConfirmEmergency(id, Account(user), user.DisplayName()), cancellationToken))
            .RequirePermission(ProgramsModule.SwitchFeatures)
            .WithSummary("緊急停止を確認する / Another administrator confirms an emergency stop").Produces<ChangeView>().ProducesProblem(409).WithExample(response: Example);

        void Answer(string path, ProposalAnswer answer, string summary) => changes
            .MapPost($"/{{id:guid}}/{path}", (Guid id, Why? body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                SendAsync(bus, new AnswerProposal(id, answer, body?.Reason, Account(user), user.DisplayName()), cancellationToken))
            .RequirePermission(ProgramsModule.SwitchFeatures).WithSummary(summary)
            .Produces<ChangeView>().ProducesProblem(400).ProducesProblem(409).WithExample(new Why("内容を確認しました。"), Example);
    }

    private async Task<IResult> DecideAsync(
        string key, string year, Decision decision, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (!catalog.Features.ContainsKey(key)) return ApiProblems.NotFound();
        FiscalYear? decided = null;
        if (year != "standing")
        {
            var parsed = FiscalYear.Parse(year);
            if (!parsed.IsOk) return ApiProblems.Invalid(new FieldProblem("#/year", parsed.Error));
            decided = parsed.Value;
        }
        return await SendAsync(bus, new DecideFeatures(
            NewId(), ChangeKind.Decision, [new(key, decided, decision.Initiative, decision.On, decision.Value)], decision.From?.ToUniversalTime(), decision.Reason ?? "",
            decision.Together, Account(user), user.DisplayName()), cancellationToken);
    }

    private async Task<IResult> CopyAsync(YearCopy body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (!FiscalYear.Parse(body.From).TryGet(out var from)) return ApiProblems.Invalid(new FieldProblem("#/from", FiscalYear.Parse(body.From).Error));
        if (!FiscalYear.Parse(body.To).TryGet(out var to)) return ApiProblems.Invalid(new FieldProblem("#/to", FiscalYear.Parse(body.To).Error));
        var items = board.Differences(from, to).Where(i => body.Features is null || body.Features.Contains(i.Feature)).ToList();
        return await SendAsync(bus, new DecideFeatures(
            NewId(), ChangeKind.YearCopy, items, null, body.Reason ?? "", Together: true, Account(user), user.DisplayName()), cancellationToken);
    }

    private async Task<IResult> SendAsync(IMessageBus bus, object command, CancellationToken cancellationToken)
    {
        var answer = await bus.InvokeAsync<BoardAnswer>(command, cancellationToken);
        if (answer.Change is { } change)
        {
            await sync.ReadAsync(cancellationToken);
            return change.State == ChangeState.Proposed ? Results.Json(ViewOf(change), statusCode: StatusCodes.Status202Accepted) : Results.Ok(ViewOf(change));
        }
        var atFields = answer.Problems.Where(p => p.Field.Length > 0 && p.Code is not ("needs" or "no-change" or "nothing")).ToList();
        return atFields.Count > 0
            ? ApiProblems.Invalid([.. atFields.Select(p => new FieldProblem($"#/{p.Field}", p.Text))])
            : ApiProblems.Refused(answer.Problems[0].Code, answer.Problems.Select(p => p.Text).Aggregate((a, b) => new($"{a.Ja}{b.Ja}", $"{a.En} {b.En}")));
    }

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());

    private static Guid Account(ClaimsPrincipal user) => user.AccountId()!.Value;

    private ChangeView ViewOf(FeatureChange change) => new(
        change.Id, Word(change.Kind), Word(change.StateAt(clock.GetUtcNow())), [.. change.Items.Select(ItemOf)], [.. change.Before.Select(ItemOf)], change.Reason,
        change.ByName, JapanTime.Local(change.At), (change.From ?? change.WishedFrom) is { } from ? JapanTime.Local(from) : null,
        change.State == ChangeState.Proposed ? JapanTime.Local(change.ExpiresAt) : null, change.ToConfirm, change.Undoes, change.UndoneBy,
        [.. change.Steps.Select(s => new StepView(s.What, s.ByName, JapanTime.Local(s.At), s.Text))]);

    private static ItemView ItemOf(ChangeItem item) => new(item.Feature, item.Year?.ToString(), item.Initiative, item.On, item.Value);

    private static string Word<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static readonly DateTimeOffset ExampleAt = new(2026, 12, 1, 9, 0, 0, TimeSpan.FromHours(9));

    private static readonly ChangeView Example = new(
        new("01930000-0000-7000-8000-000000000001"), "decision", "decided", [new("sports-volunteers.legacy", "FY2027", null, false, null)],
        [new("sports-volunteers.legacy", "FY2027", null, null, null)], "今年度は実施しません。", "見本 管理", ExampleAt, ExampleAt, null, false, null, null,
        [new("decided", "見本 管理", ExampleAt, "今年度は実施しません。")]);

    private sealed record Decision(bool? On, string? Reason, string? Value = null, Guid? Initiative = null, DateTimeOffset? From = null, bool Together = false);

    private sealed record YearCopy(string? From, string? To, IReadOnlyList<string>? Features, string? Reason);

    private sealed record Why(string? Reason);

    private sealed record ItemView(string Feature, string? Year, Guid? Initiative, bool? On, string? Value);

    private sealed record StepView(string What, string ByName, DateTimeOffset At, string? Text);

    private sealed record ChangeView(
        Guid Id, string Kind, string State, IReadOnlyList<ItemView> Items, IReadOnlyList<ItemView> Before, string Reason, string ByName, DateTimeOffset At,
        DateTimeOffset? From, DateTimeOffset? ExpiresAt, bool ToConfirm, Guid? Undoes, Guid? UndoneBy, IReadOnlyList<StepView> Steps);
}
