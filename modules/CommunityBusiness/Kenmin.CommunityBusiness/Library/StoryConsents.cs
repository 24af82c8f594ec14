using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Library;

/// <summary>The owner agrees that the story is published, for a purpose and until a day (体験談の公開への同意).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Purpose">For what.</param>
/// <param name="Until">The last day.</param>
/// <param name="How">How it was given, where the office notes it.</param>
/// <param name="By">The owner; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.give-story-consent.v1")]
[NewEntries(Features.Library)]
public sealed record GiveStoryConsent(Guid VentureId, PublicPurpose? Purpose, DateOnly? Until, string? How, Doer? By, OfficePowers? Office) : IGivesConsent;

/// <summary>Notes it.</summary>
public static class GiveStoryConsentHandler
{
    /// <summary>It takes the place of the former one. The owner learns what the office noted.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(GiveStoryConsent command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!await gates.IsOnNowAsync(Features.Library)) return (CommandAnswer.Off, []);
        if (await StoryWork.LockAsync(session, command.VentureId, command.By, command.Office, initiatives, cancellationToken) is not { } found || !ConsentWork.May(found.Venture, command.By, command.Office, initiatives)) return (CommandAnswer.Unknown, []);
        return ConsentWork.Give(session, found.Story, found.Venture, command, new("体験談の公開への同意が記録されました", "A consent to publish your story was noted"), "story", now);
    }
}

/// <summary>The owner does not want the story shown any more (同意の撤回).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="By">The owner; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.withdraw-story-consent.v1")]
[NoNewEntries("ends what a person agreed to")]
public sealed record WithdrawStoryConsent(Guid VentureId, Doer? By, OfficePowers? Office);

/// <summary>Ends it.</summary>
public static class WithdrawStoryConsentHandler
{
    /// <summary>At once, as often as it is asked: nobody reads it from the next request on.</summary>
    public static async Task<CommandAnswer> Handle(WithdrawStoryConsent command, IDocumentSession session, InitiativeDirectory initiatives, CancellationToken cancellationToken)
    {
        return await StoryWork.LockAsync(session, command.VentureId, command.By, command.Office, initiatives, cancellationToken) is { } found
            && ConsentWork.May(found.Venture, command.By, command.Office, initiatives)
            ? ConsentWork.Withdraw(session, found.Story) : CommandAnswer.Unknown;
    }
}
