using Kenmin.Participation;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Shifts.Terms;

/// <summary>Says the sign-up engine what a shift asks and offers.</summary>
internal static class ShiftTerms
{
    /// <summary>The terms of a shift. The capacity is not the shift's: the engine alone holds it.</summary>
    public static OpeningTerms Of(Shift shift, SportsEvent sportsEvent, Venue venue, int capacity) => new()
    {
        Label = new($"{shift.Role}（{venue.Name}）", $"{shift.Role} ({venue.Name})"),
        Capacity = capacity,
        Starts = shift.Starts,
        Ends = shift.Ends,
        FiscalYear = shift.FiscalYear,
        SignUpOpens = OpensBefore(sportsEvent, shift),
        SignUpCloses = sportsEvent.SignUpClosesDaysBefore > 0
            ? JapanTime.StartOf(shift.Day.AddDays(1 - sportsEvent.SignUpClosesDaysBefore)) : null,
        MinimumAge = shift.MinimumAge,
        Qualifications = [.. shift.Qualifications.Select(Qualification.KeyOf)],
        ClaimWithin = sportsEvent.OfferHours > 0 ? TimeSpan.FromHours(sportsEvent.OfferHours) : null,
    };

    // A shift before the day that sign-up opens for the whole event can be closed only, never open before it closes.
    private static DateTimeOffset? OpensBefore(SportsEvent sportsEvent, Shift shift)
    {
        if (sportsEvent.SignUpFrom is not { } from) return null;
        var opens = JapanTime.StartOf(from);
        var closes = sportsEvent.SignUpClosesDaysBefore > 0
            ? JapanTime.StartOf(shift.Day.AddDays(1 - sportsEvent.SignUpClosesDaysBefore)) : shift.Starts;
        return opens < closes ? opens : closes.AddMinutes(-1);
    }
}
