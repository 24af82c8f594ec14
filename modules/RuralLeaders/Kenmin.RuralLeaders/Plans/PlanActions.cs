using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Plans;

/// <summary>The coordinator or a secretary adds an action, or changes what is done, by whom, by when (取り組みを決める).</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="Id">The action's id: sent again, there is one.</param>
/// <param name="Text">What is done.</param>
/// <param name="OwnerId">The member who sees to it.</param>
/// <param name="DueOn">By when.</param>
/// <param name="AccountId">Who decides.</param>
[MessageIdentity("rural-leaders.save-plan-action.v1")]
[NewEntries(Features.Plans)]
public sealed record SavePlanAction(Guid PlanId, Guid Id, string? Text, Guid? OwnerId, DateOnly? DueOn, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class SavePlanActionHandler
{
    internal const int Most = 200;

    /// <summary>Who saw to it before and has left stays when nothing else is said. Another day is reminded of anew.</summary>
    public static async Task<CommandAnswer> Handle(SavePlanAction command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<VillagePlan>(command.PlanId, cancellationToken) is not { } plan
            || await session.OfficerAsync(plan.NetworkId, command.AccountId, cancellationToken) is not { } network) return CommandAnswer.Unknown;
        foreach (var flaw in Flaw.OfText(command.Text, nameof(command.Text), 300)) return CommandAnswer.Invalid(flaw);
        var known = plan.Find(command.Id);
        var owner = command.OwnerId is { } id ? network.Find(id) is { } member ? new Attendee(id, member.Name) : known?.OwnerId == id ? new(id, known.OwnerName) : null : null;
        if (owner is null) return CommandAnswer.Invalid(new(nameof(command.OwnerId), new("担当する会員を選んでください。", "Choose the member who sees to it.")));
        var today = JapanTime.Today(clock);
        if (command.DueOn is not { } due || (due != known?.DueOn && (due < today || due > today.AddYears(10))))
            return CommandAnswer.Invalid(new(nameof(command.DueOn), new("期限を、今日から 10 年先までの日で入力してください。", "Enter a day from today to ten years on.")));
        if (known is null)
        {
            if (!await gates.IsOnNowAsync(Features.Plans)) return CommandAnswer.Off;
            if (plan.Actions.Count >= Most) return CommandAnswer.Refused("too-many", $"取り組みは {Most} 件までです。", $"Up to {Most} actions.");
            plan.Put(new(command.Id, command.Text!.Trim(), owner.AccountId, owner.Name, due, ActionState.Open,
                [new(ActionState.Open, today, "", new(command.AccountId, network.Find(command.AccountId)!.Name))], DueReminder.None));
        }
        else
        {
            plan.Put(known with { Text = command.Text!.Trim(), OwnerId = owner.AccountId, OwnerName = owner.Name, DueOn = due, Reminded = due == known.DueOn ? known.Reminded : DueReminder.None });
        }

        session.Store(plan);
        return CommandAnswer.Done;
    }
}

/// <summary>Says where an action stands (取り組みの状態): who sees to it, the coordinator or a secretary does.</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="ActionId">The action.</param>
/// <param name="To">The state that it gets.</param>
/// <param name="Reason">Why; needed when it is dropped.</param>
/// <param name="AccountId">Who says so.</param>
[MessageIdentity("rural-leaders.move-plan-action.v1")]
[NoNewEntries("says how what exists stands")]
public sealed record MovePlanAction(Guid PlanId, Guid ActionId, ActionState To, string? Reason, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class MovePlanActionHandler
{
    /// <summary>From every state to every other, as life goes; how it came about stays on the record.</summary>
    public static async Task<CommandAnswer> Handle(MovePlanAction command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<VillagePlan>(command.PlanId, cancellationToken) is not { } plan || await session.LoadAsync<Network>(plan.NetworkId, cancellationToken) is not { } network
            || network.Find(command.AccountId) is not { } member || plan.Find(command.ActionId) is not { } action || !Enum.IsDefined(command.To)) return CommandAnswer.Unknown;
        if (action.OwnerId != command.AccountId && member.Role == NetworkRole.Member)
            return CommandAnswer.Refused("not-yours", "担当の会員か、世話人・書記が記録します。", "Who sees to it, the coordinator or a secretary says so.");
        if (action.State == command.To) return CommandAnswer.Done;
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 300, required: command.To == ActionState.Dropped)) return CommandAnswer.Invalid(flaw);
        if (action.Steps.Count >= 100) return CommandAnswer.Refused("too-many", "状態の変更が多すぎます。新しい取り組みとして加えてください。", "It was changed too often. Add a new action.");
        plan.Put(action.Move(command.To, JapanTime.Today(clock), command.Reason?.Trim() ?? "", new(command.AccountId, member.Name)));
        session.Store(plan);
        return CommandAnswer.Done;
    }
}
