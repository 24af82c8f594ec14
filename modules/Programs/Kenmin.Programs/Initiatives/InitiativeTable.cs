using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Initiatives;

/// <summary>Who may take a step.</summary>
[Flags]
internal enum StepTaker
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>Those who run the initiative.</summary>
    Owner = 1,

    /// <summary>Administrators.</summary>
    Administrator = 2,

    /// <summary>The platform, by the calendar.</summary>
    Calendar = 4,
}

/// <summary>The life of an initiative: every step that there is, who takes it, and what each event makes of it.</summary>
internal static class InitiativeTable
{
    private static readonly Dictionary<(InitiativeState From, InitiativeStep Step), (InitiativeState To, StepTaker By)> Steps = new()
    {
        [(InitiativeState.Draft, InitiativeStep.Approve)] = (InitiativeState.Approved, StepTaker.Administrator),
        [(InitiativeState.Draft, InitiativeStep.Archive)] = (InitiativeState.Archived, StepTaker.Owner | StepTaker.Administrator),
        [(InitiativeState.Approved, InitiativeStep.SendBack)] = (InitiativeState.Draft, StepTaker.Owner | StepTaker.Administrator),
        [(InitiativeState.Approved, InitiativeStep.Start)] = (InitiativeState.Running, StepTaker.Owner | StepTaker.Administrator | StepTaker.Calendar),
        [(InitiativeState.Approved, InitiativeStep.Close)] = (InitiativeState.Closed, StepTaker.Owner | StepTaker.Administrator),
        [(InitiativeState.Running, InitiativeStep.Close)] = (InitiativeState.Closed, StepTaker.Owner | StepTaker.Administrator),
        [(InitiativeState.Closed, InitiativeStep.Archive)] = (InitiativeState.Archived, StepTaker.Owner | StepTaker.Administrator),
    };

    /// <summary>Whether it may still be changed: what is over stays as it was.</summary>
    public static bool IsOpen(this InitiativeState state) => state is InitiativeState.Draft or InitiativeState.Approved or InitiativeState.Running;

    /// <summary>Where a step leads from a state, and who may take it; null when there is no such step from there.</summary>
    public static (InitiativeState To, StepTaker By)? Find(InitiativeState from, InitiativeStep step) =>
        Steps.TryGetValue((from, step), out var found) ? found : null;

    /// <summary>The steps that there are from a state, for somebody.</summary>
    public static IReadOnlyList<InitiativeStep> StepsFor(Initiative initiative, InitiativeActor actor) =>
        [.. Steps.Where(s => s.Key.From == initiative.State && (s.Value.By & TakerOf(initiative, actor)) != 0).Select(s => s.Key.Step).Order()];

    /// <summary>As what somebody acts.</summary>
    public static StepTaker TakerOf(Initiative initiative, InitiativeActor actor) =>
        actor.Account is null ? StepTaker.Calendar
        : (actor.IsAdministrator ? StepTaker.Administrator : 0) | (initiative.IsRunBy(actor.Account) ? StepTaker.Owner : 0);

    /// <summary>Whether a step asks for a reason: those that undo or end something.</summary>
    public static bool AsksForReason(this InitiativeStep step) => step is InitiativeStep.SendBack or InitiativeStep.Close or InitiativeStep.Archive;

    /// <summary>What an event makes of an initiative. What is not one of its events changes nothing.</summary>
    public static Initiative? After(Initiative? before, Guid id, object happened)
    {
        var after = happened switch
        {
            InitiativeDrafted e => new Initiative { Id = id, Details = e.Details, CopiedFrom = e.CopiedFrom, DraftedAt = e.At },
            InitiativeRevised e => before! with
            {
                Details = e.Details,
                // A year that is no longer planned for has no modules and no settings of its own.
                Modules = before.Modules.Where(m => e.Details.Years.Contains(m.Key)).ToDictionary(),
                Settings = [.. before.Settings.Where(s => s.Year is not { } year || e.Details.Years.Contains(year))],
            },
            InitiativeStepTaken e => before! with
            {
                State = Find(before.State, e.Step)?.To ?? before.State,
                ApprovedAt = e.Step == InitiativeStep.Approve ? e.At : before.ApprovedAt,
            },
            InitiativeModulesChosen e => before! with { Modules = new(before.Modules) { [e.Year] = [.. e.Modules] } },
            InitiativeSettingsChanged e => before! with
            {
                Settings =
                [
                    .. before.Settings.Where(s => (s.Module, s.Year) != (e.Module, e.Year)),
                    .. e.Values.Count > 0 ? [new ModuleSettings(e.Module, e.Year, e.Values)] : Array.Empty<ModuleSettings>(),
                ],
            },
            _ => before,
        };
        return after is null ? null : after with { Id = id, Revision = (before?.Revision ?? 0) + 1 };
    }
}
