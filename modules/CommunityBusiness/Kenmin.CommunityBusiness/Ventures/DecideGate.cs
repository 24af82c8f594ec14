using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>What was decided at a gate.</summary>
public enum GateOutcome
{
    /// <summary>It goes on to the next stage (通過).</summary>
    Passed,

    /// <summary>Something is missing still (もう一度).</summary>
    NotYet,

    /// <summary>It is stopped (中止).</summary>
    Stopped,
}

/// <summary>Staff decide whether a venture goes on to the next stage (段階の審査).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="From">The stage at which it stood for who decides.</param>
/// <param name="Outcome">What is decided.</param>
/// <param name="RulesVersion">The version of the rules that was read.</param>
/// <param name="Met">Which criteria are met, by their place in the rules, from 0.</param>
/// <param name="PlanVersion">The version of the plan that was read; null where there is none.</param>
/// <param name="Reason">Why.</param>
/// <param name="NextText">What comes next; not when it is stopped.</param>
/// <param name="NextDueOn">By when.</param>
/// <param name="NextSide">Who has to do it.</param>
/// <param name="Office">Who decides.</param>
[MessageIdentity("community-business.decide-gate.v1")]
[NoNewEntries("decides on what is under way")]
public sealed record DecideGate(
    Guid VentureId, VentureStage From, GateOutcome Outcome, int RulesVersion, IReadOnlyList<int> Met, int? PlanVersion, string? Reason, string? NextText, DateOnly? NextDueOn, NextSide NextSide, OfficePowers Office);

/// <summary>Decides.</summary>
public static class DecideGateHandler
{
    /// <summary>One gate at a time, by who may decide it, never one's own, on the rules and the plan that are in force at that moment.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(DecideGate command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LockAsync<Venture>(command.VentureId, cancellationToken) is not { } venture || venture.State == VentureState.Draft || !command.Office.Covers(venture, initiatives)) return (CommandAnswer.Unknown, []);
        if (venture.IsOf(command.Office.By.AccountId))
            return (CommandAnswer.Refused("own", "ご自分の事業は審査できません。ほかの職員に頼んでください。", "You cannot decide on your own business. Ask a colleague."), []);
        if (venture.State == VentureState.Stopped) return (VentureWork.IsStopped, []);
        if (venture.Stage != command.From) return (VentureWork.Changed, []);
        if (venture.Stage == VentureStage.SelfSupporting) return (CommandAnswer.Refused("no-gate", "自立が最後の段階です。", "There is no stage after this one."), []);
        var to = venture.Stage + 1;
        await session.TakeTurnsAsync(GateRules.TurnOf(to), cancellationToken);
        var rules = await GateRules.CurrentAsync(session, to, cancellationToken);
        if (rules.ForProgram && !command.Office.ForProgram)
            return (CommandAnswer.Refused("not-yours", "この段階は、事業担当者が審査します。", "A program owner decides at this gate."), []);
        var plan = await session.LockAsync<BusinessPlan>(venture.Id, cancellationToken);
        var version = plan is { Versions: > 0 } ? plan.Versions : (int?)null;
        if (rules.Version != command.RulesVersion || version != command.PlanVersion) return (VentureWork.Changed, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        if (command.Outcome == GateOutcome.Passed)
        {
            if (rules.NeedsPlan && version is null)
                return (CommandAnswer.Refused("plan-needed", "この段階に進むには、保存した版の計画が必要です。", "A version of the plan is needed to go on."), []);
            if (rules.Criteria.Where((c, i) => c.Required && !command.Met.Contains(i)).Any())
                return (CommandAnswer.Refused("criteria", "必須の基準のうち、満たしていないものがあります。「もう一度」にしてください。", "A required criterion is not met. Decide “not yet” instead.", nameof(command.Met)), []);
        }

        if (command.Outcome != GateOutcome.Stopped)
            foreach (var flaw in VentureWork.FlawsOfNext(command.NextText, command.NextDueOn, today)) return (CommandAnswer.Invalid(flaw), []);

        var sheet = new GateSheet(rules.Version, [.. rules.Criteria.Select((c, i) => new JudgedCriterion(c.Text, c.Required, command.Met.Contains(i)))], version);
        var from = venture.Stage;
        if (command.Outcome == GateOutcome.Passed) venture.Stage = to;
        if (command.Outcome == GateOutcome.Stopped) venture.State = VentureState.Stopped;
        venture.SetNext(command.Outcome == GateOutcome.Stopped
            ? VentureWork.AskAgain(today) : new(LocalizedText.Same(VentureWork.Tidy(command.NextText)), command.NextDueOn!.Value, command.NextSide, command.Office.By.AccountId));
        var kind = command.Outcome switch { GateOutcome.Passed => StepKind.Passed, GateOutcome.NotYet => StepKind.NotYet, _ => StepKind.Stopped };
        var step = session.Record(venture, kind, from, VentureWork.Tidy(command.Reason), command.Office.By, now, sheet);
        if (command.Outcome == GateOutcome.Passed)
        {
            session.PassGate(venture.Id, to, step.Id);
            if (to == VentureStage.Launch) FollowUp.Plan(session, venture.Id, today);
        }

        return (CommandAnswer.Done, [.. VentureWork.Tell(venture, step, VentureWords.Subject(step), VentureWords.Told(venture, step))]);
    }
}
