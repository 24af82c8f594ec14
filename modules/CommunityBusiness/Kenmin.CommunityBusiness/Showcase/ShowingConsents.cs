using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Showcase;

/// <summary>The owner agrees that the business is shown, for a purpose and until a day (紹介への同意).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Purpose">For what.</param>
/// <param name="Until">The last day.</param>
/// <param name="How">How it was given, where the office notes it.</param>
/// <param name="By">The owner; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.give-showing-consent.v1")]
[NewEntries(Features.Showcase)]
public sealed record GiveShowingConsent(Guid VentureId, PublicPurpose? Purpose, DateOnly? Until, string? How, Doer? By, OfficePowers? Office) : IGivesConsent;

/// <summary>Notes it.</summary>
public static class GiveShowingConsentHandler
{
    /// <summary>It takes the place of the former one. The owner learns what the office noted.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(GiveShowingConsent command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!await gates.IsOnNowAsync(Features.Showcase)) return (CommandAnswer.Off, []);
        if (await ShowingWork.LockAsync(session, command.VentureId, command.By, command.Office, initiatives, cancellationToken) is not { } found || !ConsentWork.May(found.Venture, command.By, command.Office, initiatives)) return (CommandAnswer.Unknown, []);
        return ConsentWork.Give(session, found.Showing, found.Venture, command, new("事業を紹介する同意が記録されました", "A consent to show your business was noted"), "showcase", now);
    }
}

/// <summary>The owner does not want the business shown any more (同意の撤回).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="By">The owner; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.withdraw-showing-consent.v1")]
[NoNewEntries("ends what a person agreed to")]
public sealed record WithdrawShowingConsent(Guid VentureId, Doer? By, OfficePowers? Office);

/// <summary>Ends it.</summary>
public static class WithdrawShowingConsentHandler
{
    /// <summary>At once, as often as it is asked: nobody sees it from the next request on.</summary>
    public static async Task<CommandAnswer> Handle(WithdrawShowingConsent command, IDocumentSession session, InitiativeDirectory initiatives, CancellationToken cancellationToken)
    {
        return await ShowingWork.LockAsync(session, command.VentureId, command.By, command.Office, initiatives, cancellationToken) is { } found
            && ConsentWork.May(found.Venture, command.By, command.Office, initiatives)
            ? ConsentWork.Withdraw(session, found.Showing) : CommandAnswer.Unknown;
    }
}

/// <summary>Staff hide a business from everybody, or show it again (紹介の非表示).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Hide">Whether it is hidden.</param>
/// <param name="Reason">Why; the team reads it.</param>
/// <param name="Office">Who does it.</param>
[MessageIdentity("community-business.hide-showing.v1")]
[NoNewEntries("decides on what is shown")]
public sealed record HideShowing(Guid VentureId, bool Hide, string? Reason, OfficePowers Office);

/// <summary>Hides it.</summary>
public static class HideShowingHandler
{
    /// <summary>With a reason, as often as it is asked; never one's own.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(HideShowing command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await ShowingWork.LockAsync(session, command.VentureId, null, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (showing, venture) = found;
        if (venture.IsOf(command.Office.By.AccountId)) return (ConsentWork.Own, []);
        if (showing.Hidden is not null == command.Hide) return (CommandAnswer.Done, []);
        if (command.Hide)
            foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        showing.Hidden = command.Hide ? new(VentureWork.Tidy(command.Reason), now, command.Office.By) : null;
        session.Store(showing);
        return (CommandAnswer.Done, [.. venture.Accounts.Distinct().Select(account => new NoticeIssued(
            FactId.Of($"community-business.showing-told|{showing.Id:N}|{command.Hide}|{now:O}|{account:N}"), account,
            command.Hide ? new LocalizedText("事業の紹介を非表示にしました", "Your business is hidden from the showcase") : new("事業の紹介をもう一度表示しました", "Your business is in the showcase again"),
            new($"「{venture.Title}」の紹介のページをごらんください。", $"See the page about showing “{venture.Title}”."), $"/community-business/mine/{venture.Id}/showcase", now, MailKinds.Ventures))]);
    }
}
