using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Volunteers.Guardians;

/// <summary>What Accounts says of a minor's guardian (保護者の同意の確認): the module's own copy.</summary>
public sealed class GuardianStanding
{
    /// <summary>The minor's account.</summary>
    public Guid Id { get; set; }

    /// <summary>Where it stands.</summary>
    public GuardianshipState State { get; set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>Keeps what Accounts says of guardians.</summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-guardianship-changed")]
[NoNewEntries("takes note of what guardians said")]
public static class OnGuardianshipChanged
{
    /// <summary>The latest counts, in whatever order they come, one at a time.</summary>
    public static async Task Handle(GuardianshipChanged message, IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"guardian|{message.AccountId:N}", cancellationToken);
        if (await session.LoadAsync<GuardianStanding>(message.AccountId, cancellationToken) is { } known && known.At >= message.At) return;
        session.Store(new GuardianStanding { Id = message.AccountId, State = message.State, At = message.At });
    }
}

/// <summary>Whether a guardian stands against a minor's signing up.</summary>
internal static class GuardianRule
{
    public static readonly LocalizedText Stops = new(
        "保護者の方の同意がないため、申し込めません。「保護者の同意」のページから、もう一度確認してください。",
        "Your guardian does not agree, so you cannot sign up. Please have them asked again on the page “Guardian's consent”.");

    /// <summary>Whether it does: the guardian refused or withdrew, and the person is under 18 on the day.</summary>
    public static async Task<bool> StopsAsync(this IQuerySession session, Volunteer volunteer, DateOnly day, CancellationToken cancellationToken) =>
        await session.GuardianStandingAsync(volunteer, cancellationToken) is { State: GuardianshipState.Refused or GuardianshipState.Revoked }
        && (volunteer.BirthDate is not { } birth || !Age.IsAtLeast(birth, Age.Majority, day));

    /// <summary>What is known of the person's guardian; null where nothing is.</summary>
    public static async Task<GuardianStanding?> GuardianStandingAsync(this IQuerySession session, Volunteer volunteer, CancellationToken cancellationToken) =>
        volunteer.AccountId is { } account ? await session.LoadAsync<GuardianStanding>(account, cancellationToken) : null;
}
