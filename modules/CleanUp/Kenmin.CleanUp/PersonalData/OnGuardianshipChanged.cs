using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.PersonalData;

/// <summary>Keeps what Accounts says of guardians.</summary>
[WolverineHandler]
[StickyHandler("clean-up-guardianship-changed")]
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
        "保護者の方の同意がないため、申し込めません。「保護者の同意」のページから、もう一度確認してください。",
        "Your guardian does not agree, so you cannot take part. Please have them asked again on the page “Guardian's consent”.");
}
