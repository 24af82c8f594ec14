using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.PersonalData;

/// <summary>What Accounts says of a minor's guardian (保護者の同意): the module's own copy.</summary>
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
[StickyHandler("clean-up-guardianship-changed")]
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

/// <summary>Whether a guardian stands against a minor's taking part.</summary>
internal static class GuardianRule
{
    public static CommandAnswer Refusal { get; } = CommandAnswer.Refused("guardian-does-not-agree",
        "保護者の方の同意がないため、申し込めません。「保護者の同意」のページから、もう一度確認してください。",
        "Your guardian does not agree, so you cannot take part. Please have them asked again on the page “Guardian's consent”.");

    /// <summary>Whether it does: the guardian refused or withdrew, and the person has not come of age since.</summary>
    public static async Task<bool> GuardianStopsAsync(this IQuerySession session, Guid account, CancellationToken cancellationToken) =>
        (await session.StoppedByGuardiansAsync([account], cancellationToken)).Count > 0;

    /// <summary>Those of some people whose guardian does.</summary>
    public static async Task<IReadOnlySet<Guid>> StoppedByGuardiansAsync(this IQuerySession session, Guid[] accounts, CancellationToken cancellationToken) =>
        (await session.LoadManyAsync<GuardianStanding>(cancellationToken, accounts)).Where(g => g.State is GuardianshipState.Refused or GuardianshipState.Revoked).Select(g => g.Id).ToHashSet();
}
