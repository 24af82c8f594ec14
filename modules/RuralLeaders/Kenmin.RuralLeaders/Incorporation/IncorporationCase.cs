using Kenmin.RuralLeaders.Networks;

namespace Kenmin.RuralLeaders.Incorporation;

/// <summary>What is known of a step.</summary>
public sealed class StepRecord
{
    /// <summary>Which.</summary>
    public StepKey Key { get; set; }

    /// <summary>The day on which it happened; null before.</summary>
    public DateOnly? DoneOn { get; set; }

    /// <summary>A day that the members set themselves; null when there is none.</summary>
    public DateOnly? PlannedOn { get; set; }

    /// <summary>Who sees to it.</summary>
    public Attendee? Owner { get; set; }

    /// <summary>The papers that are ready, by their keys.</summary>
    public List<string> Papers { get; set; } = [];

    /// <summary>A note.</summary>
    public string Note { get; set; } = "";

    /// <summary>The last day of which it was reminded that it is near; null before.</summary>
    public DateOnly? RemindedSoon { get; set; }

    /// <summary>The last day of which it was reminded that it is over; null before.</summary>
    public DateOnly? RemindedOverdue { get; set; }
}

/// <summary>When a step is due.</summary>
/// <param name="On">The last day.</param>
/// <param name="Statutory">Whether the law says so; otherwise the members or this site do.</param>
/// <param name="IsOthers">Whether it is the authority's to do, so that nobody here is late.</param>
internal readonly record struct StepDue(DateOnly On, bool Statutory, bool IsOthers = false);

/// <summary>A network on its way to become a corporation (特定非営利活動法人の設立). Only its members see it.</summary>
public sealed class IncorporationCase
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>The network.</summary>
    public Guid NetworkId { get; set; }

    /// <summary>The name that the corporation is to have.</summary>
    public string Name { get; set; } = "";

    /// <summary>The fields of activity, by their numbers.</summary>
    public List<int> Fields { get; set; } = [];

    /// <summary>How many become members with a vote.</summary>
    public int Members { get; set; }

    /// <summary>How many directors.</summary>
    public int Directors { get; set; }

    /// <summary>How many auditors.</summary>
    public int Auditors { get; set; }

    /// <summary>How many officers are paid for it.</summary>
    public int PaidOfficers { get; set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset BegunAt { get; set; }

    /// <summary>When the members gave it up; null while they have not.</summary>
    public DateTimeOffset? GivenUpAt { get; set; }

    /// <summary>When it is to be looked at next by the reminders: the earliest day on which something is near or over; null when nothing is.</summary>
    public DateOnly? NextReminderOn { get; set; }

    /// <summary>What is known of the steps.</summary>
    public List<StepRecord> Steps { get; set; } = [.. Enum.GetValues<StepKey>().Select(k => new StepRecord { Key = k })];

    internal StepRecord Of(StepKey key) => Steps.First(s => s.Key == key);

    internal DateOnly? DoneOn(StepKey key) => Of(key).DoneOn;

    internal bool IsUnderWay => GivenUpAt is null && Steps.Any(s => s.DoneOn is null);

    /// <summary>When a step that was not done is due: by the law from what happened before, else by the members' own day.</summary>
    internal StepDue? DueOf(StepKey key)
    {
        if (DoneOn(key) is not null) return null;
        StepDue? byLaw = key switch
        {
            StepKey.Inspection when DoneOn(StepKey.Application) is { } received => new(StatutoryRules.FilingOn(received).Inspection.EndAfter(received), true, true),
            StepKey.Certification when InspectionEnds is { } over => new(StatutoryRules.Decision.EndAfter(over), true, true),
            StepKey.Registration when DoneOn(StepKey.Certification) is { } arrived => new(CivilPeriod.OpenOn(StatutoryRules.Registration.EndAfter(arrived)), true),
            StepKey.Notification when DoneOn(StepKey.Registration) is { } registered => new(CivilPeriod.OpenOn(StatutoryRules.NotificationReminder.EndAfter(registered)), false),
            _ => null,
        };
        // The members may want to be earlier than the law, not later.
        return Of(key).PlannedOn is { } planned && (byLaw is null || planned < byLaw.Value.On) ? new(planned, false) : byLaw;
    }

    /// <summary>The last day of the inspection: as it was entered, else as the law says; null before the application.</summary>
    internal DateOnly? InspectionEnds => DoneOn(StepKey.Inspection) ?? (DoneOn(StepKey.Application) is { } received ? StatutoryRules.FilingOn(received).Inspection.EndAfter(received) : null);

    /// <summary>Until when small mistakes in the application can be corrected; null before the application, or when they cannot be.</summary>
    internal DateOnly? CorrectionUntil => DoneOn(StepKey.Application) is { } received && StatutoryRules.FilingOn(received).Correction is { } period ? period.EndAfter(received) : null;

    /// <summary>The day after which the certification may be withdrawn because nothing was registered; null when that is no matter.</summary>
    internal DateOnly? WithdrawalFrom => DoneOn(StepKey.Registration) is null && DoneOn(StepKey.Certification) is { } arrived ? StatutoryRules.Withdrawal.EndAfter(arrived) : null;

    /// <summary>The steps that are overdue on a day, the authority's included: then it is time to ask.</summary>
    internal IEnumerable<StepKey> Overdue(DateOnly today) => GivenUpAt is not null ? [] : Steps.Select(s => s.Key).Where(k => DueOf(k) is { } due && due.On < today);

    internal void Rename(Guid from, Guid? to, string? name)
    {
        foreach (var step in Steps.Where(s => s.Owner?.AccountId == from)) step.Owner = new(to, name ?? step.Owner!.Name);
    }

    /// <summary>Reckons anew when the reminders look next.</summary>
    internal void SetNextReminder()
    {
        NextReminderOn = GivenUpAt is not null ? null : Steps.Select(Next).Min();

        DateOnly? Next(StepRecord step)
        {
            if (DueOf(step.Key) is not { } due || step.RemindedOverdue == due.On) return null;
            return step.RemindedSoon == due.On ? due.On.AddDays(1) : due.On.AddDays(-RemindOfIncorporationHandler.DaysBefore);
        }
    }
}
