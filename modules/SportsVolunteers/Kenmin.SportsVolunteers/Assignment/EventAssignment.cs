using JasperFx.Metadata;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Assignment.Solving;

namespace Kenmin.SportsVolunteers.Assignment;

/// <summary>Where the assignment of an event stands.</summary>
public enum AssignmentState
{
    /// <summary>Asked for; a host takes it up.</summary>
    Queued,

    /// <summary>Being solved.</summary>
    Running,

    /// <summary>There is a proposal.</summary>
    Proposed,

    /// <summary>Broken off, because its host stopped or failed: it can be started again, and the proposal before stays.</summary>
    BrokenOff,

    /// <summary>Offers go out.</summary>
    Sending,
}

/// <summary>
/// The assignment (割り当て) of one event: at most one is under way, because every change needs the version that was read. Its id is
/// the event's.
/// </summary>
public sealed class EventAssignment : IVersioned
{
    /// <summary>The event.</summary>
    public Guid Id { get; set; }

    /// <summary>Set by the store.</summary>
    public Guid Version { get; set; }

    /// <summary>Where it stands.</summary>
    public AssignmentState State { get; set; }

    /// <summary>The run that is under way or was the last.</summary>
    public Guid RunId { get; set; }

    /// <summary>The run whose proposal is shown; null: there is none yet.</summary>
    public Guid? ShownRun { get; set; }

    /// <summary>The account that asked for it.</summary>
    public Guid? By { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>The last sign of life of the host that works on it.</summary>
    public DateTimeOffset AliveAt { get; set; }

    /// <summary>How far it is, 0 to 100.</summary>
    public int Percent { get; set; }

    /// <summary>Why it was broken off; null when it was not.</summary>
    public LocalizedText? Problem { get; set; }

    /// <summary>The rules of the next run.</summary>
    public AssignmentRules Rules { get; set; } = new();

    /// <summary>Until when the offers can be answered that go out, or will go out when the run is done; null: none go out.</summary>
    public DateTimeOffset? AnswerBy { get; set; }

    /// <summary>Whether declined places are filled by themselves; null: they wait for staff.</summary>
    public AutoFill? AutoFill { get; set; }

    /// <summary>What the last proposal is like; null: there is none.</summary>
    public AssignmentFigures? Figures { get; set; }
}

/// <summary>Declined and unanswered places go to the others by themselves (自動補充), at most once an hour.</summary>
/// <param name="AnswerDays">Days that people have to answer, 1 to 14.</param>
/// <param name="By">The account that said so, in whose name offers go out.</param>
public sealed record AutoFill(int AnswerDays, Guid? By);

/// <summary>Rules that staff set for a run.</summary>
public sealed record AssignmentRules
{
    /// <summary>Minutes between two shifts of one day, 0 to 600.</summary>
    public int RestMinutes { get; init; } = 60;

    /// <summary>Hours between the last shift of a day and the first of the next, 0 to 14.</summary>
    public int NightHours { get; init; } = 10;

    /// <summary>Most shifts of one person on one day, 1 to 4.</summary>
    public int MostPerDay { get; init; } = 2;

    /// <summary>Most days in a row, 1 to 14.</summary>
    public int MostDaysInARow { get; init; } = 5;

    /// <summary>Most shifts of one person at the event, 1 to 30.</summary>
    public int MostShifts { get; init; } = 5;
}

/// <summary>What a proposal is like.</summary>
/// <param name="At">When it was done.</param>
/// <param name="People">Applicants.</param>
/// <param name="Shifts">Shifts with free places.</param>
/// <param name="Places">Free places.</param>
/// <param name="Filled">Places that it fills.</param>
/// <param name="Worth">What it is worth.</param>
/// <param name="Bound">What no proposal exceeds.</param>
/// <param name="Proved">Whether it was proved that there is no better one.</param>
/// <param name="Stopped">Whether it was stopped by staff: the best so far.</param>
/// <param name="Gaps">Shifts with places left, those with most first, 200 at most.</param>
/// <param name="Unplaced">For each obstacle, how many people have no shift because of it.</param>
/// <param name="NotKept">Decisions of staff that break a rule.</param>
public sealed record AssignmentFigures(
    DateTimeOffset At, int People, int Shifts, int Places, int Filled, long Worth, long Bound, bool Proved, bool Stopped, IReadOnlyList<AssignmentGap> Gaps,
    IReadOnlyDictionary<Obstacle, int> Unplaced, IReadOnlyList<RulingNotKept> NotKept)
{
    /// <summary>How far it may be from the best at most, as a share of the bound.</summary>
    public double GapToBound => Proved || Bound <= 0 ? 0 : Math.Max(0, (Bound - Worth) / (double)Bound);
}

/// <summary>A shift with places left.</summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="Missing">How many.</param>
/// <param name="Why">For each obstacle, how many people it keeps from it.</param>
public sealed record AssignmentGap(Guid ShiftId, int Missing, IReadOnlyDictionary<Obstacle, int> Why);

/// <summary>A decision of staff that breaks a rule.</summary>
/// <param name="VolunteerId">The person.</param>
/// <param name="ShiftId">The shift.</param>
/// <param name="Obstacle">What stands against it.</param>
public sealed record RulingNotKept(Guid VolunteerId, Guid ShiftId, Obstacle Obstacle);

/// <summary>A place of a proposal.</summary>
public sealed class AssignmentLine
{
    /// <summary>Its id (version 7), also of the command that offers the place: sent twice, it is offered once.</summary>
    public Guid Id { get; set; }

    /// <summary>The event.</summary>
    public Guid EventId { get; set; }

    /// <summary>The run that proposed it.</summary>
    public Guid RunId { get; set; }

    /// <summary>The shift.</summary>
    public Guid ShiftId { get; set; }

    /// <summary>The person.</summary>
    public Guid VolunteerId { get; set; }

    /// <summary>Why this shift.</summary>
    public Merits Why { get; set; }

    /// <summary>When the place was offered; null: not yet.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Why it could not be offered; null when it was, or was not tried.</summary>
    public LocalizedText? Refusal { get; set; }
}

/// <summary>What staff decided about a person and a shift: it binds all later runs.</summary>
public sealed class AssignmentRuling
{
    /// <summary>Its id: of event, person and shift.</summary>
    public string Id { get; set; } = "";

    /// <summary>The event.</summary>
    public Guid EventId { get; set; }

    /// <summary>The person.</summary>
    public Guid VolunteerId { get; set; }

    /// <summary>The shift.</summary>
    public Guid ShiftId { get; set; }

    /// <summary>Pinned (固定); else forbidden (外す).</summary>
    public bool Pinned { get; set; }

    /// <summary>The account that decided.</summary>
    public Guid? By { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    internal static string IdOf(Guid eventId, Guid volunteer, Guid shift) => $"{eventId:N}{volunteer:N}{shift:N}";
}

/// <summary>Staff want the run to end with the best so far. Its id is the run's.</summary>
public sealed class AssignmentStop
{
    /// <summary>The run.</summary>
    public Guid Id { get; set; }
}
