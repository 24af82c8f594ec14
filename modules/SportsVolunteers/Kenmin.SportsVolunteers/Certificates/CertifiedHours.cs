using Kenmin.Participation;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Certificates;

/// <summary>What a person gave to an event, as far as it is settled.</summary>
/// <param name="FirstDay">The first day on which the person was there.</param>
/// <param name="LastDay">The last.</param>
/// <param name="Shifts">How many shifts.</param>
/// <param name="Minutes">Minutes of activity.</param>
internal sealed record CertifiedHours(DateOnly FirstDay, DateOnly LastDay, int Shifts, long Minutes)
{
    /// <summary>
    /// The hours of one person's sign-ups for one event; null when there are none to certify: nobody was there, or a time is still
    /// missing, or a shift is still to come.
    /// </summary>
    public static CertifiedHours? Of(IEnumerable<SignUpView> signUps, DateTimeOffset now)
    {
        var confirmed = signUps.Where(s => s.State == SignUpState.Confirmed).ToList();
        var present = confirmed.Where(s => s.Attendance?.Presence == Presence.Present).ToList();
        if (present.Sum(s => (long)(s.Attendance!.Minutes ?? 0)) is not (> 0 and var minutes)) return null;
        // What follows would make the paper untrue on the day it is handed out.
        if (present.Any(s => s.Attendance!.Minutes is null) || confirmed.Any(s => s.Attendance is null && s.Opening.Ends > now)) return null;
        return new(JapanTime.DayOf(present.Min(s => s.Opening.Starts)), JapanTime.DayOf(present.Max(s => s.Opening.Starts)), present.Count, minutes);
    }
}
