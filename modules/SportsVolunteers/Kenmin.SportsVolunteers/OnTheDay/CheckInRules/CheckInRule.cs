using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.OnTheDay.CheckInRules;

/// <summary>How long people are checked in at an event's shifts, and what becomes of those who do not come.</summary>
/// <param name="CutOffMinutes">
/// Minutes after a shift's start until which people are checked in (受付の締切), 0 to 1440; who comes later is recorded by a correction with a
/// reason, or as a walk-in. Null: until whenever they come.
/// </param>
/// <param name="NoShowHours">
/// Hours after a shift's end from which those for whom nothing is recorded count as not having come (欠席), 1 to 336. Null: nobody does by itself.
/// </param>
public sealed record CheckInRule(int? CutOffMinutes, int? NoShowHours)
{
    /// <summary>No limits.</summary>
    public static CheckInRule None { get; } = new(null, null);

    /// <summary>Why somebody who came at <paramref name="at"/> is not checked in any more; null when they are.</summary>
    internal LocalizedText? WhyNot(Shift shift, DateTimeOffset at) => CutOffMinutes is { } minutes && at > shift.Starts.AddMinutes(minutes)
        ? new(
            $"受付の締切（開始から{minutes}分）を過ぎています。参加していただくときは、氏名を開き、「出席と時間の訂正」で理由を添えて記録してください。",
            $"Check-in closed {minutes} minutes after the start. To take the person all the same, open the name and correct the attendance with a reason.")
        : null;
}

/// <summary>Changes how long people are checked in at an event.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Rule">The rule from now on.</param>
[MessageIdentity("sports-volunteers.set-check-in-rule.v1")]
[NoNewEntries("says how what exists is recorded")]
public sealed record SetCheckInRule(Guid EventId, CheckInRule Rule);

/// <summary>Handles <see cref="SetCheckInRule"/>.</summary>
public static class SetCheckInRuleHandler
{
    /// <summary>Stores it.</summary>
    public static async Task Handle(SetCheckInRule command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<SportsEvent>(command.EventId, cancellationToken) is not { } found) return;
        found.CheckIn = command.Rule;
        session.Store(found);
    }
}
