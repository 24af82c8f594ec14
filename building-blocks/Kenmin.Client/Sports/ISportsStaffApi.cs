using Refit;

namespace Kenmin.Client.Sports;

/// <summary>What staff do with events, shifts and registrations. Refusals come as <see cref="ApiException"/> with problem details (RFC 9457).</summary>
public interface ISportsStaffApi
{
    /// <summary>All events, published or not, newest first.</summary>
    [Get("/api/v1/sports/staff/events")]
    Task<IReadOnlyList<StaffEvent>> EventsAsync(CancellationToken cancellationToken = default);

    /// <summary>Shows an event to everybody, or takes it back.</summary>
    [Put("/api/v1/sports/staff/events/{id}/publication")]
    Task<StaffEvent> PublishAsync(string id, [Body] Publication publication, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Changes when people may sign up, and how freed places are given.</summary>
    [Put("/api/v1/sports/staff/events/{id}/sign-up-rules")]
    Task<StaffEvent> ChangeSignUpRulesAsync(string id, [Body] SignUpRules rules, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Cancels an event with all its coming shifts; everybody who signed up is told.</summary>
    [Post("/api/v1/sports/staff/events/{id}/cancellation")]
    Task<StaffEvent> CancelEventAsync(string id, [Body] Cancellation cancellation, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Moves a shift; who signed up is told.</summary>
    [Put("/api/v1/sports/shifts/{id}/time")]
    Task<Shift> MoveAsync(Guid id, [Body] ShiftTime time, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Cancels a shift with all its sign-ups; everybody is told.</summary>
    [Post("/api/v1/sports/shifts/{id}/cancellation")]
    Task<Shift> CancelShiftAsync(Guid id, [Body] Cancellation cancellation, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Cancels somebody's sign-up; the person is told.</summary>
    [Post("/api/v1/sports/shifts/{id}/roster/{volunteerId}/cancellation")]
    Task<SignUpAnswer> CancelSignUpAsync(Guid id, Guid volunteerId, [Body] Cancellation cancellation, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Signs up and checks in somebody who is at the door.</summary>
    [Post("/api/v1/sports/shifts/{id}/walk-ins")]
    Task<SignUpAnswer> WalkInAsync(Guid id, [Body] WalkIn walkIn, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Asks everybody of a festival whose form left open whether they stay.</summary>
    [Post("/api/v1/sports/registrations/askings")]
    Task AskAsync([Body] FestivalRun run, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Registers those of a festival who stay for a fiscal year, such as FY2027.</summary>
    [Post("/api/v1/sports/registrations/years/{year}")]
    Task RegisterForYearAsync(string year, [Body] FestivalRun run, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Makes personal links for those of a festival who stay and have no account.</summary>
    [Post("/api/v1/sports/registrations/account-links")]
    Task IssueAccountLinksAsync([Body] FestivalRun run, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);
}

/// <summary>An event as staff see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Slug">A short id for addresses.</param>
/// <param name="Name">Its name.</param>
/// <param name="FiscalYear">The fiscal year it is listed under, by the year it starts in.</param>
/// <param name="FirstDay">The first day with a shift.</param>
/// <param name="LastDay">The last day with a shift.</param>
/// <param name="Published">Whether everybody sees it.</param>
/// <param name="CancelledBecause">Why it was cancelled; null when it takes place.</param>
/// <param name="SignUpFrom">The first day of sign-up; null: as soon as it is published.</param>
/// <param name="ClosesDaysBefore">Days before a shift at whose end sign-up closes.</param>
/// <param name="OfferHours">Hours for which a freed place is kept; 0 gives it at once.</param>
public sealed record StaffEvent(
    Guid Id, string Slug, string Name, int FiscalYear, DateOnly FirstDay, DateOnly LastDay, bool Published, string? CancelledBecause,
    DateOnly? SignUpFrom, int ClosesDaysBefore, int OfferHours);

/// <summary>Publishes an event or takes it back.</summary>
/// <param name="Published">Whether everybody sees it.</param>
public sealed record Publication(bool Published);

/// <summary>Rules of sign-up of an event.</summary>
/// <param name="SignUpFrom">The first day of sign-up; null: as soon as it is published.</param>
/// <param name="ClosesDaysBefore">Days before a shift at whose end sign-up closes, 0 to 60.</param>
/// <param name="OfferHours">Hours for which a freed place is kept, 0 to 336; 0 gives it at once.</param>
public sealed record SignUpRules(DateOnly? SignUpFrom, int ClosesDaysBefore, int OfferHours);

/// <summary>Cancels something.</summary>
/// <param name="Reason">Why, 1 to 200 characters; shown to everybody who is concerned.</param>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
public sealed record Cancellation(string Reason, Guid? CommandId = null);

/// <summary>When a shift is.</summary>
/// <param name="Day">The day.</param>
/// <param name="Start">The start, such as 9:00.</param>
/// <param name="End">The end, such as 15:00; 24:00 at the latest.</param>
public sealed record ShiftTime(DateOnly Day, string Start, string End);

/// <summary>Somebody at the door.</summary>
/// <param name="VolunteerId">The person.</param>
/// <param name="OverCapacityReason">Why there is one more than the places; null: only a free place.</param>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
public sealed record WalkIn(Guid VolunteerId, string? OverCapacityReason = null, Guid? CommandId = null);

/// <summary>What is done to all of a festival.</summary>
/// <param name="Festival">The festival's name as in the roster.</param>
/// <param name="LastDay">The last day, where the act has one.</param>
/// <param name="RunId">The same id is the same act, however often it is sent.</param>
public sealed record FestivalRun(string Festival, DateOnly? LastDay = null, Guid? RunId = null);
