using Kenmin.SharedKernel;

namespace Kenmin.Programs.Initiatives;

/// <summary>Who did it: a member of staff, or the calendar.</summary>
/// <param name="Account">The account; null for the calendar.</param>
/// <param name="Name">The name as it was then.</param>
/// <param name="IsAdministrator">Whether it was done in an administrator's role.</param>
public sealed record InitiativeActor(Guid? Account, string Name, bool IsAdministrator)
{
    /// <summary>The calendar, which starts what was approved when its first fiscal year begins.</summary>
    public static InitiativeActor Calendar { get; } = new(null, "", false);
}

/// <summary>A step in the life of an initiative.</summary>
public enum InitiativeStep
{
    /// <summary>An administrator approves a draft (承認).</summary>
    Approve,

    /// <summary>It goes back to its owners before it has begun (差し戻し).</summary>
    SendBack,

    /// <summary>It begins (開始): by hand, or by the calendar on the first day of its first fiscal year.</summary>
    Start,

    /// <summary>It is over, or is called off before it begins (終了).</summary>
    Close,

    /// <summary>It is put out of the lists (保管): after it is over, or a draft that is given up.</summary>
    Archive,
}

/// <summary>An initiative was drafted. Starts the stream.</summary>
/// <param name="Details">What it is.</param>
/// <param name="CopiedFrom">The initiative that it was copied from.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record InitiativeDrafted(InitiativeDetails Details, Guid? CopiedFrom, InitiativeActor By, DateTimeOffset At);

/// <summary>Its details were changed.</summary>
/// <param name="Details">What it is now.</param>
/// <param name="Changed">The fields that changed, by name.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record InitiativeRevised(InitiativeDetails Details, string[] Changed, InitiativeActor By, DateTimeOffset At);

/// <summary>A step was taken.</summary>
/// <param name="Step">Which.</param>
/// <param name="Reason">Why, in the actor's words; empty where none is asked.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record InitiativeStepTaken(InitiativeStep Step, string Reason, InitiativeActor By, DateTimeOffset At);

/// <summary>Presets were applied; what they brought follows in the same transaction.</summary>
/// <param name="Year">The fiscal year that they enabled modules for.</param>
/// <param name="Profiles">Their keys.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record InitiativeProfilesApplied(FiscalYear Year, string[] Profiles, InitiativeActor By, DateTimeOffset At);

/// <summary>The modules of a fiscal year were chosen.</summary>
/// <param name="Year">The fiscal year.</param>
/// <param name="Modules">The keys of all that are enabled now.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record InitiativeModulesChosen(FiscalYear Year, string[] Modules, InitiativeActor By, DateTimeOffset At);

/// <summary>The settings of a module were changed.</summary>
/// <param name="Module">The module's key.</param>
/// <param name="Year">The fiscal year; null for the standing values.</param>
/// <param name="Values">All values that are said now, by key.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record InitiativeSettingsChanged(
    string Module, FiscalYear? Year, Dictionary<string, string> Values, InitiativeActor By, DateTimeOffset At);
