using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Volunteers.Guardians;

/// <summary>Keeps what Accounts says of guardians.</summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-guardianship-changed")]
[NoNewEntries("takes note of what guardians said")]
public static class OnGuardianshipChanged
{
    /// <summary>The latest counts, in whatever order they come, one at a time.</summary>
    public static Task Handle(GuardianshipChanged message, IDocumentSession session, CancellationToken cancellationToken) =>
        session.KeepGuardianStandingAsync(new() { Id = message.AccountId, State = message.State, At = message.At }, cancellationToken);
}

/// <summary>Whether a guardian stands against a minor's signing up.</summary>
internal static class GuardianRule
{
    public static readonly LocalizedText Stops = new(
        "保護者の方の同意がないため、申し込めません。「保護者の同意」のページから、もう一度確認してください。",
        "Your guardian does not agree, so you cannot sign up. Please have them asked again on the page “Guardian's consent”.");

    /// <summary>Whether it does: the guardian refused or withdrew, and the person is under 18 on the day.</summary>
    public static async Task<bool> StopsAsync(this IQuerySession session, Volunteer volunteer, DateOnly day, CancellationToken cancellationToken) =>
        volunteer.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)
        && (volunteer.BirthDate is not { } birth || !Age.IsAtLeast(birth, Age.Majority, day));

    /// <summary>What is known of the person's guardian; null where nothing is.</summary>
    public static async Task<GuardianStanding?> GuardianStandingAsync(this IQuerySession session, Volunteer volunteer, CancellationToken cancellationToken) =>
        volunteer.AccountId is { } account ? await session.LoadAsync<GuardianStanding>(account, cancellationToken) : null;
}
