using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Participation;

/// <summary>What is said of a minor's guardian (保護者の同意): the module's own copy, which its store knows.</summary>
public sealed class GuardianStanding
{
    /// <summary>The minor's account.</summary>
    public Guid Id { get; set; }

    /// <summary>Where it stands.</summary>
    public GuardianshipState State { get; set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>Keeps what is said of guardians, and asks whether one stands against a minor's taking part.</summary>
public static class GuardianStandings
{
    /// <summary>Keeps what was told. The latest counts, in whatever order they come, one at a time.</summary>
    public static async Task KeepGuardianStandingAsync(this IDocumentSession session, GuardianStanding told, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(told);
        await session.TakeTurnsAsync($"guardian|{told.Id:N}", cancellationToken);
        if (await session.LoadAsync<GuardianStanding>(told.Id, cancellationToken) is { } known && known.At >= told.At) return;
        session.Store(told);
    }

    /// <summary>Whether a guardian does: refused or withdrew, and the person has not come of age since.</summary>
    public static async Task<bool> GuardianStopsAsync(this IQuerySession session, Guid account, CancellationToken cancellationToken) =>
        (await session.StoppedByGuardiansAsync([account], cancellationToken)).Count > 0;

    /// <summary>Those of some people whose guardian does.</summary>
    public static async Task<IReadOnlySet<Guid>> StoppedByGuardiansAsync(this IQuerySession session, IReadOnlyCollection<Guid> accounts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return (await session.LoadManyAsync<GuardianStanding>(cancellationToken, [.. accounts])).Where(g => g.State is GuardianshipState.Refused or GuardianshipState.Revoked).Select(g => g.Id).ToHashSet();
    }
}
