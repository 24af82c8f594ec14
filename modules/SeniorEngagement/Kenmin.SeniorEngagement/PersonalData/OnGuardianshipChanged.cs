using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.PersonalData;

/// <summary>Keeps what Accounts says of guardians.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-guardianship-changed")]
[NoNewEntries("takes note of what guardians said")]
public static class OnGuardianshipChanged
{
    /// <summary>The latest counts, in whatever order they come, one at a time.</summary>
    public static Task Handle(GuardianshipChanged message, IDocumentSession session, CancellationToken cancellationToken) =>
        session.KeepGuardianStandingAsync(new() { Id = message.AccountId, State = message.State, At = message.At }, cancellationToken);
}

/// <summary>What a minor is told whose guardian stands against it.</summary>
internal static class GuardianRule
{
    public static CommandAnswer Refusal { get; } = CommandAnswer.Refused("guardian-does-not-agree",
        "保護者の方の同意がないため、登録できません。「保護者の同意」のページから、もう一度確認してください。",
        "Your guardian does not agree, so nothing can be entered. Please have them asked again on the page “Guardian's consent”.");
}
