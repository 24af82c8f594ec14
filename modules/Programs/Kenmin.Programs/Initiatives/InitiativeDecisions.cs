using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Initiatives;

/// <summary>What a wish comes to: events to record, or what stands against it. Neither: it was so before.</summary>
/// <param name="Events">What happens.</param>
/// <param name="Code">One of the codes of <see cref="InitiativeOutcome"/>.</param>
/// <param name="Problems">What stands against it, by field.</param>
internal sealed record InitiativeDecision(IReadOnlyList<object> Events, string Code, IReadOnlyList<InitiativeProblem> Problems)
{
    public static InitiativeDecision Of(params IReadOnlyList<object> events) => new(events, InitiativeOutcome.Done, []);

    public static InitiativeDecision Invalid(params IReadOnlyList<InitiativeProblem> problems) => new([], InitiativeOutcome.Invalid, problems);

    public static InitiativeDecision No(string code, LocalizedText reason) => new([], code, [new("", reason)]);
}

/// <summary>The rules of an initiative: pure, the same on every host.</summary>
internal static class InitiativeDecisions
{
    public const int LongestReason = 500;

    private static readonly string[] Approved = [nameof(InitiativeDetails.Years), nameof(InitiativeDetails.Budgets), nameof(InitiativeDetails.Policy)];

    /// <summary>What is not the actor's looks as if it were not there.</summary>
    public static InitiativeDecision? Forbidden(this Initiative i, InitiativeActor actor) =>
        InitiativeTable.TakerOf(i, actor) == StepTaker.None ? new([], InitiativeOutcome.NotFound, []) : null;

    public static InitiativeDecision Take(this Initiative i, InitiativeStep step, string? reason, InitiativeActor actor, DateTimeOffset at)
    {
        if (i.Forbidden(actor) is { } forbidden) return forbidden;
        if (InitiativeTable.Find(i.State, step) is not { } found)
            return InitiativeDecision.No(InitiativeOutcome.NotNow, new(
                "事業の状態が変わったため、この操作はできません。画面を開き直してください。", "The initiative has moved on, so this step cannot be taken. Open the page again."));
        if ((found.By & InitiativeTable.TakerOf(i, actor)) == 0)
            return InitiativeDecision.No(InitiativeOutcome.NotYours, new("この操作は管理者が行います。", "This step is taken by an administrator."));
        if (actor.Account is null && !i.IsDue(at))
            return InitiativeDecision.No(InitiativeOutcome.NotNow, new("最初の年度がまだ始まっていません。", "The first fiscal year has not begun."));
        var why = (reason ?? "").Trim();
        if ((why.Length == 0 && step.AsksForReason()) || why.Length > LongestReason
            || why.Any(c => char.IsControl(c) && c is not ('\n' or '\r')))
            return InitiativeDecision.Invalid(new InitiativeProblem("Reason", new(
                $"理由を1～{LongestReason}文字で入力してください。", $"Give a reason of 1 to {LongestReason} characters.")));
        return InitiativeDecision.Of(new InitiativeStepTaken(step, why, actor, at));
    }

    /// <summary>Whether the first day of the first fiscal year (1 April 00:00 in Japan) has come.</summary>
    public static bool IsDue(this Initiative i, DateTimeOffset at) =>
        i.State == InitiativeState.Approved && i.Details.Years.Count > 0 && i.Details.Years.Min() <= FiscalYear.Of(at);

    public static InitiativeDecision Revise(this Initiative i, int revision, InitiativeDetails details, InitiativeActor actor, DateTimeOffset at)
    {
        if (i.Changeable(actor) is { } refused) return refused;
        var tidied = details.Tidied();
        var problems = tidied.Problems().ToList();
        var changed = tidied.DifferencesFrom(i.Details).ToArray();
        if (i.State != InitiativeState.Draft)
        {
            if (changed.Contains(nameof(InitiativeDetails.Slug)))
                problems.Add(new(nameof(InitiativeDetails.Slug), new(
                    "承認された事業のページの名前は変えられません。", "The address of an approved initiative cannot be changed.")));
            foreach (var field in changed.Intersect(Approved).Where(_ => !actor.IsAdministrator))
                problems.Add(new(field, new(
                    "承認された内容です。変えるときは管理者に依頼してください。", "This was approved. Ask an administrator to change it.")));
        }

        if (problems.Count > 0) return InitiativeDecision.Invalid(problems);
        if (changed.Length == 0) return InitiativeDecision.Of();
        return revision == i.Revision ? InitiativeDecision.Of(new InitiativeRevised(tidied, changed, actor, at)) : ChangedMeanwhile;
    }

    public static InitiativeDecision? Changeable(this Initiative i, InitiativeActor actor) =>
        i.Forbidden(actor) ?? (i.State.IsOpen() ? null : InitiativeDecision.No(InitiativeOutcome.NotNow, new(
            "終了した事業は変えられません。", "An initiative that is over cannot be changed.")));

    public static InitiativeDecision ChangedMeanwhile { get; } = InitiativeDecision.No(InitiativeOutcome.ChangedMeanwhile, new(
        "ほかの人が先に変更しました。画面を開き直し、内容を確かめてからもう一度変更してください。",
        "Somebody else has changed it meanwhile. Open the page again, look at it and change it once more."));
}
