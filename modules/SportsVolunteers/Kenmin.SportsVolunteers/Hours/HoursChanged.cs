using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Hours;

/// <summary>
/// Attendance or hours that were recorded are no longer what they were: corrected, taken back, or given to another record of the same
/// person. Sent in the transaction of the change.
/// </summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="VolunteerId">The volunteer.</param>
[MessageIdentity("sports-volunteers.hours-changed.v1")]
[NoNewEntries("tells of what happened")]
public sealed record HoursChanged(Guid ShiftId, Guid VolunteerId)
{
    /// <summary>The message of a change; null for what changes no hours that there were.</summary>
    internal static HoursChanged? Of(SignUpChange change) => change.Event
        is HoursCorrected or AttendanceWithdrawn or SignUpHandedOver or SignUpTakenOver or AttendanceRecorded { Attendance.Minutes: not null }
        ? new(change.Event.OpeningId, change.Event.PersonId) : null;
}
