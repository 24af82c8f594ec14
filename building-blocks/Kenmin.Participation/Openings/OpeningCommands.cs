using Kenmin.SharedKernel;

namespace Kenmin.Participation;

/// <summary>Opens an opening or changes its terms; those who wait move up when there is room.</summary>
/// <param name="CommandId">Id of this command: sent again, it changes nothing more.</param>
/// <param name="OpeningId">Key of the opening, chosen by the module (version 7).</param>
/// <param name="Terms">All terms, as they shall be afterwards.</param>
/// <param name="By">Who does it.</param>
public sealed record OpenOrChange(Guid CommandId, Guid OpeningId, OpeningTerms Terms, Actor By)
{
    /// <summary>Refuse when the opening was changed since this version was read; null: whatever it is now.</summary>
    public long? ExpectedVersion { get; init; }

    /// <summary>Reason for a capacity below the places already given. Nobody is thrown out: the opening stays overfull, visibly.</summary>
    public string? OverfullReason { get; init; }
}

/// <summary>Cancels an opening (中止) and all its sign-ups.</summary>
/// <param name="CommandId">Id of this command: sent again, it changes nothing more.</param>
/// <param name="OpeningId">Key of the opening.</param>
/// <param name="Reason">Why; shown to those who had signed up.</param>
/// <param name="By">Who does it.</param>
public sealed record CancelOpening(Guid CommandId, Guid OpeningId, string Reason, Actor By);

/// <summary>What changing an opening brought about.</summary>
/// <param name="Version">Version of the terms now.</param>
/// <param name="Changes">What happened to sign-ups: promotions, offers, cancellations.</param>
/// <param name="Clashes">People whose place now overlaps another place they hold, because the time was moved. Nobody is thrown out: staff decide.</param>
public sealed record OpeningChanged(long Version, IReadOnlyList<ISignUpEvent> Changes, IReadOnlyList<Guid> Clashes);

/// <summary>Name, time and fiscal year of an opening, for messages.</summary>
/// <param name="OpeningId">Key of the opening.</param>
/// <param name="Label">Name as people see it.</param>
/// <param name="Starts">The first instant.</param>
/// <param name="Ends">The first instant that no longer belongs to it.</param>
/// <param name="FiscalYear">The fiscal year it counts for.</param>
public sealed record OpeningSummary(Guid OpeningId, LocalizedText Label, DateTimeOffset Starts, DateTimeOffset Ends, FiscalYear FiscalYear);

/// <summary>How full an opening is.</summary>
/// <param name="OpeningId">Key of the opening.</param>
/// <param name="Status">Open, closed or cancelled.</param>
/// <param name="Capacity">Places.</param>
/// <param name="Confirmed">Places taken.</param>
/// <param name="Offered">Places kept for people who have not answered yet.</param>
/// <param name="Waiting">People who wait.</param>
/// <param name="OverfullReason">Why there are more people than places; null when there are not.</param>
/// <param name="Version">Version of the terms.</param>
public sealed record Occupancy(
    Guid OpeningId, OpeningStatus Status, int Capacity, int Confirmed, int Offered, int Waiting, string? OverfullReason, long Version)
{
    /// <summary>Places that nobody has; 0 when it is full or overfull.</summary>
    public int Free => Math.Max(0, Capacity - Confirmed - Offered);

    /// <summary>Whether more people have places than there are.</summary>
    public bool Overfull => Confirmed + Offered > Capacity;
}
