using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.Terms;

namespace Kenmin.SportsVolunteers.Shifts.Api;

/// <summary>An event as the API shows it.</summary>
internal sealed record EventView(Guid Id, string Slug, string Name, int FiscalYear, DateOnly FirstDay, DateOnly LastDay, bool Cancelled)
{
    public static EventView Example { get; } = new(
        new("0199f100-0000-7000-8000-000000000001"), "k7m2p9wx", "スポーツ交流フェスタ見本", 2026, new(2026, 11, 1), new(2026, 11, 8), false);

    public static EventView Of(SportsEvent e) => new(e.Id, e.Slug, e.Name, e.FiscalYear.StartYear, e.FirstDay, e.LastDay, e.CancelledBecause is not null);
}

/// <summary>A venue as the API shows it.</summary>
internal sealed record VenueView(Guid Id, string Name, string Address, string? MunicipalityCode, double? Latitude, double? Longitude);

/// <summary>A shift as the API shows it. Times carry the offset of Japan.</summary>
internal sealed record ShiftView(
    Guid Id, Guid EventId, VenueView Venue, string Role, DateOnly Day, DateTimeOffset Starts, DateTimeOffset Ends, IReadOnlyList<string> Qualifications,
    int? MinimumAge, string Remark, string State, int Capacity, int Free, int Waiting)
{
    public static ShiftView Example { get; } = new(
        new("0199f100-0000-7000-8000-000000000002"), EventView.Example.Id,
        new(new("0199f100-0000-7000-8000-000000000003"), "山口市陸上競技場", "山口県山口市", "352039", 34.178, 131.474),
        "受付・案内", new(2026, 11, 1), new(2026, 11, 1, 9, 0, 0, TimeSpan.FromHours(9)), new(2026, 11, 1, 15, 0, 0, TimeSpan.FromHours(9)),
        [], 15, "帽子持参", "open", 12, 3, 0);

    public static ShiftView Of(ShiftRow row) => new(
        row.Shift.Id, row.Shift.EventId,
        new(row.Venue.Id, row.Venue.Name, row.Venue.Address, row.Venue.MunicipalityCode, row.Venue.Point?.Latitude, row.Venue.Point?.Longitude),
        row.Shift.Role, row.Shift.Day, JapanTime.Local(row.Shift.Starts), JapanTime.Local(row.Shift.Ends), row.Shift.Qualifications, row.Shift.MinimumAge,
        row.Shift.Remark, StateOf(row.Occupancy), row.Occupancy?.Capacity ?? 0, row.Free, row.Occupancy?.Waiting ?? 0);

    private static string StateOf(Occupancy? occupancy) => occupancy?.Status switch
    {
        null => "preparing",
        OpeningStatus.Open => "open",
        OpeningStatus.Closed => "closed",
        _ => "cancelled",
    };
}

/// <summary>What a wish to sign up, to cancel or to answer an offer led to.</summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="State">confirmed, waiting, offered or cancelled.</param>
/// <param name="Position">Place in the waiting list, from 1.</param>
internal sealed record SignUpAnswerView(Guid ShiftId, string State, int? Position)
{
    public static SignUpAnswerView Example { get; } = new(ShiftView.Example.Id, "waiting", 2);

    public static string NameOf(SignUpState state) => state.ToString().ToLowerInvariant();
}

/// <summary>One of my sign-ups.</summary>
internal sealed record MySignUpView(
    ShiftView Shift, string EventName, string State, int? Position, DateTimeOffset? OfferedUntil, string? Attendance, int? Minutes)
{
    public static MySignUpView Example { get; } = new(ShiftView.Example, EventView.Example.Name, "confirmed", null, null, null, null);

    public static MySignUpView Of(SignUpView signUp, ShiftRow row) => new(
        ShiftView.Of(row), row.Event.Name, SignUpAnswerView.NameOf(signUp.State), signUp.Position,
        signUp.OfferedUntil is { } until ? JapanTime.Local(until) : null, signUp.Attendance?.Presence.ToString().ToLowerInvariant(), signUp.Attendance?.Minutes);
}

/// <summary>A line of a shift's roster, for staff.</summary>
internal sealed record RosterLineView(
    Guid VolunteerId, string Name, string Kana, string? Phone, string State, int? Position, bool WalkIn, string? Attendance, DateTimeOffset? CheckedIn,
    DateTimeOffset? CheckedOut, int? Minutes)
{
    public static RosterLineView Example { get; } = new(
        new("0199f100-0000-7000-8000-000000000004"), "見本　花子", "ミホン　ハナコ", "0839330000", "confirmed", null, false, "present",
        new(2026, 11, 1, 8, 50, 0, TimeSpan.FromHours(9)), null, null);
}

/// <summary>Asks for a sign-up. The body may be left out.</summary>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
internal sealed record SignUpRequest(Guid? CommandId);

/// <summary>Records attendance.</summary>
/// <param name="Entry">check-in, check-out, no-show or withdraw.</param>
/// <param name="At">When, for check-in and check-out; now when left out.</param>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
internal sealed record AttendanceRequest(string? Entry, DateTimeOffset? At, Guid? CommandId);

/// <summary>Changes a capacity.</summary>
/// <param name="Capacity">Places, 0 to 10,000.</param>
/// <param name="Reason">Needed below the places already given.</param>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
internal sealed record CapacityRequest(int Capacity, string? Reason, Guid? CommandId);

/// <summary>How full a shift is after a change of its capacity.</summary>
internal sealed record CapacityView(int Capacity, int Confirmed, int Offered, int Waiting, string? OverfullReason)
{
    public static CapacityView Of(Occupancy o) => new(o.Capacity, o.Confirmed, o.Offered, o.Waiting, o.OverfullReason);
}
