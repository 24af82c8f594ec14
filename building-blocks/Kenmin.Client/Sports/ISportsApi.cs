using Refit;

namespace Kenmin.Client.Sports;

/// <summary>Sports events, their shifts and sign-ups. Refusals come as <see cref="ApiException"/> with problem details (RFC 9457).</summary>
public interface ISportsApi
{
    /// <summary>Published events: the coming ones first, then the past ones, newest first.</summary>
    [Get("/api/v1/sports/events")]
    Task<IReadOnlyList<SportsEvent>> EventsAsync(CancellationToken cancellationToken = default);

    /// <summary>A page of an event's shifts, by start.</summary>
    /// <param name="eventId">The event's id or slug.</param>
    /// <param name="filter">What to narrow to, and where the page begins.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/api/v1/sports/events/{eventId}/shifts")]
    Task<Page<Shift>> ShiftsAsync(string eventId, [Query] ShiftFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>One shift.</summary>
    [Get("/api/v1/sports/shifts/{id}")]
    Task<Shift> ShiftAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Signs me up: a place, or the waiting list.</summary>
    /// <param name="id">The shift.</param>
    /// <param name="command">Carries an id of the caller's choice: sent again, it changes nothing more.</param>
    /// <param name="idempotencyKey">The same key with the same request is carried out once and answered alike for a day.</param>
    /// <param name="cancellationToken">Stops the request, not what it began.</param>
    [Post("/api/v1/sports/shifts/{id}/sign-ups")]
    Task<SignUpAnswer> SignUpAsync(
        Guid id, [Body] SignUpCommand command, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Cancels my sign-up.</summary>
    [Delete("/api/v1/sports/shifts/{id}/sign-ups")]
    Task<SignUpAnswer> CancelAsync(Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Takes a place that is offered to me.</summary>
    [Post("/api/v1/sports/shifts/{id}/offer/accept")]
    Task<SignUpAnswer> AcceptOfferAsync(Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Declines a place that is offered to me.</summary>
    [Post("/api/v1/sports/shifts/{id}/offer/decline")]
    Task<SignUpAnswer> DeclineOfferAsync(Guid id, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>My sign-ups by start, cancelled ones included.</summary>
    [Get("/api/v1/sports/me/sign-ups")]
    Task<IReadOnlyList<MySignUp>> MySignUpsAsync(CancellationToken cancellationToken = default);

    /// <summary>Staff: who signed up. Every look is written to the audit log.</summary>
    [Get("/api/v1/sports/shifts/{id}/roster")]
    Task<IReadOnlyList<RosterLine>> RosterAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Staff: records attendance.</summary>
    [Post("/api/v1/sports/shifts/{id}/roster/{volunteerId}/attendance")]
    Task<RosterLine> RecordAttendanceAsync(
        Guid id, Guid volunteerId, [Body] Attendance attendance, [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Staff: changes the capacity.</summary>
    [Put("/api/v1/sports/shifts/{id}/capacity")]
    Task<Occupancy> ChangeCapacityAsync(
        Guid id, [Body] CapacityChange change, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);
}

/// <summary>A sports event.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Slug">A short id for addresses.</param>
/// <param name="Name">Its name.</param>
/// <param name="FiscalYear">The fiscal year it is listed under, by the year it starts in.</param>
/// <param name="FirstDay">The first day with a shift.</param>
/// <param name="LastDay">The last day with a shift.</param>
/// <param name="Cancelled">Whether it was cancelled.</param>
public sealed record SportsEvent(Guid Id, string Slug, string Name, int FiscalYear, DateOnly FirstDay, DateOnly LastDay, bool Cancelled);

/// <summary>A venue.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address.</param>
/// <param name="MunicipalityCode">Code of 6 digits; null outside the prefecture.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
public sealed record Venue(Guid Id, string Name, string Address, string? MunicipalityCode, double? Latitude, double? Longitude);

/// <summary>A shift.</summary>
/// <param name="Id">Its id.</param>
/// <param name="EventId">Its event.</param>
/// <param name="Venue">Its venue.</param>
/// <param name="Role">What is done.</param>
/// <param name="Day">The day in Japan.</param>
/// <param name="Starts">The start.</param>
/// <param name="Ends">The end.</param>
/// <param name="Qualifications">Qualifications needed, all of them.</param>
/// <param name="MinimumAge">Full years of age needed on the day.</param>
/// <param name="Remark">Remark for those who come.</param>
/// <param name="State">preparing, open, closed or cancelled.</param>
/// <param name="Capacity">Places.</param>
/// <param name="Free">Places that nobody has.</param>
/// <param name="Waiting">People who wait.</param>
public sealed record Shift(
    Guid Id, Guid EventId, Venue Venue, string Role, DateOnly Day, DateTimeOffset Starts, DateTimeOffset Ends, IReadOnlyList<string> Qualifications,
    int? MinimumAge, string Remark, string State, int Capacity, int Free, int Waiting);

/// <summary>What to narrow a list of shifts to; null means any.</summary>
public sealed class ShiftFilter
{
    /// <summary>The day, as 2026-11-01.</summary>
    [AliasAs("day")] public string? Day { get; init; }

    /// <summary>Code of a municipality (6 digits).</summary>
    [AliasAs("municipality")] public string? Municipality { get; init; }

    /// <summary>The venue.</summary>
    [AliasAs("venue")] public Guid? Venue { get; init; }

    /// <summary>The role.</summary>
    [AliasAs("role")] public string? Role { get; init; }

    /// <summary>Only shifts with a free place, when true.</summary>
    [AliasAs("free")] public bool? Free { get; init; }

    /// <summary>The <see cref="Page{T}.Next"/> of the page before.</summary>
    [AliasAs("after")] public string? After { get; init; }

    /// <summary>Rows on the page, 1 to 200.</summary>
    [AliasAs("take")] public int? Take { get; init; }
}

/// <summary>Asks for a sign-up.</summary>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
public sealed record SignUpCommand(Guid CommandId);

/// <summary>What a request about my sign-up led to.</summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="State">confirmed, waiting, offered or cancelled.</param>
/// <param name="Position">Place in the waiting list, from 1.</param>
public sealed record SignUpAnswer(Guid ShiftId, string State, int? Position);

/// <summary>One of my sign-ups.</summary>
/// <param name="Shift">The shift.</param>
/// <param name="EventName">The event's name.</param>
/// <param name="State">confirmed, waiting, offered or cancelled.</param>
/// <param name="Position">Place in the waiting list, from 1.</param>
/// <param name="OfferedUntil">Deadline of an offer.</param>
/// <param name="Attendance">present, absent, or null when it is not recorded.</param>
/// <param name="Minutes">Minutes of activity.</param>
public sealed record MySignUp(Shift Shift, string EventName, string State, int? Position, DateTimeOffset? OfferedUntil, string? Attendance, int? Minutes);

/// <summary>A line of a shift's roster.</summary>
/// <param name="VolunteerId">The volunteer.</param>
/// <param name="Name">The name.</param>
/// <param name="Kana">The reading.</param>
/// <param name="Phone">The phone number.</param>
/// <param name="State">confirmed, waiting or offered.</param>
/// <param name="Position">Place in the waiting list, from 1.</param>
/// <param name="WalkIn">Signed up at the door.</param>
/// <param name="Attendance">present, absent, or null when it is not recorded.</param>
/// <param name="CheckedIn">When checked in.</param>
/// <param name="CheckedOut">When checked out.</param>
/// <param name="Minutes">Minutes of activity.</param>
public sealed record RosterLine(
    Guid VolunteerId, string Name, string Kana, string? Phone, string State, int? Position, bool WalkIn, string? Attendance, DateTimeOffset? CheckedIn,
    DateTimeOffset? CheckedOut, int? Minutes);

/// <summary>Records attendance.</summary>
/// <param name="Entry">check-in, check-out, no-show or withdraw.</param>
/// <param name="At">When, for check-in and check-out; now when null.</param>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
public sealed record Attendance(string Entry, DateTimeOffset? At = null, Guid? CommandId = null);

/// <summary>Changes a capacity.</summary>
/// <param name="Capacity">Places, 0 to 10,000.</param>
/// <param name="Reason">Needed below the places already given.</param>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
public sealed record CapacityChange(int Capacity, string? Reason = null, Guid? CommandId = null);

/// <summary>How full a shift is.</summary>
/// <param name="Capacity">Places.</param>
/// <param name="Confirmed">Places taken.</param>
/// <param name="Offered">Places kept for people who have not answered yet.</param>
/// <param name="Waiting">People who wait.</param>
/// <param name="OverfullReason">Why there are more people than places.</param>
public sealed record Occupancy(int Capacity, int Confirmed, int Offered, int Waiting, string? OverfullReason);
