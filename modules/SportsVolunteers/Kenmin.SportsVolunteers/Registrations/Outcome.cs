using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>What became of a command: done (or done before), or refused with a reason for the person.</summary>
/// <param name="Refusal">Why nothing happened; null when it was done.</param>
public sealed record Outcome(LocalizedText? Refusal)
{
    /// <summary>It was done.</summary>
    public static Outcome Done { get; } = new((LocalizedText?)null);

    /// <summary>Nobody is registered under this id.</summary>
    public static Outcome Unknown { get; } = new(new LocalizedText("登録が見つかりません。", "There is no such registration."));

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Refusal is null;

    /// <summary>Whether this command did it; false when it was refused or had been done before.</summary>
    public bool Recorded { get; init; }
}

/// <summary>Deciding on what is recorded, so that two who decide at once do not both succeed.</summary>
internal static class DecidingSessions
{
    /// <summary>
    /// Loads a registration, decides, and records the events on condition that nothing was recorded meanwhile; else the
    /// commit fails with a concurrency exception, and the command is tried again.
    /// </summary>
    public static Task<Outcome> DecideAsync(
        this IDocumentSession session, Guid id, Func<Registration, Decision> decide, CancellationToken cancellationToken) =>
        session.DecideAsync(id, r => Task.FromResult(decide(r)), cancellationToken);

    /// <summary>
    /// The same for a decision that reads more than the registration: what it reads in <paramref name="decide"/> cannot be
    /// older than what the condition covers, while what was read before the call can.
    /// </summary>
    public static async Task<Outcome> DecideAsync(
        this IDocumentSession session, Guid id, Func<Registration, Task<Decision>> decide, CancellationToken cancellationToken)
    {
        var stream = await session.Events.FetchForWriting<Registration>(id, cancellationToken);
        if (stream.Aggregate is null) return Outcome.Unknown;
        var decision = await decide(stream.Aggregate);
        if (decision.Events.Count > 0) stream.AppendMany(decision.Events);
        return new(decision.Refusal) { Recorded = decision.Events.Count > 0 };
    }
}
