using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.OnTheDay.Devices;

/// <summary>The roster of a shift as a check-in device keeps it: what checking in needs, and nothing more.</summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="OpensAt">From when people may be checked in.</param>
/// <param name="DeleteAfter">When the device has to delete it: at the end of the day, in Japan.</param>
/// <param name="TakenAt">When it was taken.</param>
/// <param name="People">Who has a place, by reading.</param>
internal sealed record DeviceRosterView(
    Guid ShiftId, DateTimeOffset OpensAt, DateTimeOffset DeleteAfter, DateTimeOffset TakenAt, IReadOnlyList<DevicePersonView> People)
{
    public static DeviceRosterView Example { get; } = new(
        new("0199f100-0000-7000-8000-000000000002"), new(2026, 10, 31, 9, 0, 0, TimeSpan.FromHours(9)), new(2026, 11, 2, 0, 0, 0, TimeSpan.FromHours(9)),
        new(2026, 11, 1, 8, 0, 0, TimeSpan.FromHours(9)),
        [new(new("0199f100-0000-7000-8000-000000000004"), "見本　花子", "ミホン　ハナコ", "K7M2P9WX", "in", new(2026, 11, 1, 8, 50, 0, TimeSpan.FromHours(9)))]);
}

/// <summary>A person on the roster of a device.</summary>
/// <param name="Id">The volunteer.</param>
/// <param name="Name">The name.</param>
/// <param name="Kana">The reading.</param>
/// <param name="Code">The code on the badge.</param>
/// <param name="State">none, in, out or absent.</param>
/// <param name="At">When checked in or out.</param>
internal sealed record DevicePersonView(Guid Id, string Name, string Kana, string Code, string State, DateTimeOffset? At);

/// <summary>What a device sends once it has a network again.</summary>
/// <param name="DeviceId">The device's id, made by itself: it tells two devices apart and says nothing about them.</param>
/// <param name="SentAt">What the device's clock says now; a clock that is wrong is corrected by it.</param>
/// <param name="Actions">What was done on it, oldest first; 200 at most.</param>
internal sealed record DeviceActionsRequest(Guid DeviceId, DateTimeOffset? SentAt, IReadOnlyList<DeviceActionRequest>? Actions);

/// <summary>One thing done on a device.</summary>
/// <param name="Id">Made on the device: sent any number of times, it counts once.</param>
/// <param name="Kind">in, out, or undo.</param>
/// <param name="PersonId">The volunteer, who is on the device's roster.</param>
/// <param name="Code">The code that was read, of somebody who is not on the device's roster.</param>
/// <param name="At">When, by the device's clock.</param>
internal sealed record DeviceActionRequest(Guid Id, string? Kind, Guid? PersonId, string? Code, DateTimeOffset At);

/// <summary>What became of one action.</summary>
/// <param name="Id">The action.</param>
/// <param name="Outcome">
/// recorded, walk-in (was not on the roster and has a place now), already (somebody else had recorded it), cancelled (the sign-up was
/// cancelled), full, walk-ins-closed, not-on-roster, unknown-code, refused; or busy: send it again.
/// </param>
/// <param name="Message">The outcome in words, in the caller's language.</param>
/// <param name="PersonId">The volunteer, where one was found.</param>
internal sealed record DeviceOutcomeView(Guid Id, string Outcome, string Message, Guid? PersonId);

/// <summary>What became of the actions, in the order in which they were sent.</summary>
internal sealed record DeviceOutcomesView(IReadOnlyList<DeviceOutcomeView> Outcomes);

/// <summary>An outcome before it is worded for a reader.</summary>
internal sealed record DeviceOutcome(string Code, LocalizedText Message, Guid? PersonId = null)
{
    public const string Recorded = "recorded";
    public const string WalkIn = "walk-in";
    public const string Already = "already";
    public const string Cancelled = "cancelled";
    public const string Full = "full";
    public const string WalkInsClosed = "walk-ins-closed";
    public const string NotOnRoster = "not-on-roster";
    public const string UnknownCode = "unknown-code";
    public const string Refused = "refused";
    public const string Busy = "busy";
}
