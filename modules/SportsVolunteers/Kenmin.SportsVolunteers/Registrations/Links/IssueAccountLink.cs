using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Modularity.Features;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Registrations.Links;

/// <summary>Makes a link with which one person connects an account with their record; their earlier links of this kind end.</summary>
/// <param name="VolunteerId">The person.</param>
/// <param name="LastDay">The last day it can be used, today or later.</param>
/// <param name="By">The account of the member of staff.</param>
[MessageIdentity("sports-volunteers.issue-account-link.v1")]
[NewEntries(Features.ContinuingRegistration)]
public sealed record IssueAccountLink(Guid VolunteerId, DateOnly LastDay, Guid By);

/// <summary>A link that was made, or why it was not.</summary>
/// <param name="Outcome">Whether it was made.</param>
/// <param name="Token">Its token, told only here; null when it was refused.</param>
public sealed record AccountLinkMade(Outcome Outcome, string? Token)
{
    /// <summary>Without the token, for logs.</summary>
    public override string ToString() => nameof(AccountLinkMade);
}

/// <summary>Makes the link.</summary>
public static class IssueAccountLinkHandler
{
    /// <summary>The event and the link stand together; of two made at once, the later ends the earlier.</summary>
    public static async Task<AccountLinkMade> Handle(
        IssueAccountLink command, IDocumentSession session, LinkTokens tokens, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await gates.IsOnNowAsync(Features.ContinuingRegistration)) return new(Outcome.Closed, null);
        if (await session.LoadAsync<Volunteer>(command.VolunteerId, cancellationToken) is not { Erased: false } person) return new(Outcome.Unknown, null);
        var festival = "";
        var outcome = await session.DecideAsync(
            person.Id,
            r =>
            {
                festival = r.Festivals.LastOrDefault() ?? "";
                return r.IssueAccountLink(person.AccountId is not null, command.LastDay, command.By, clock.GetUtcNow());
            },
            cancellationToken);
        if (!outcome.Recorded) return new(outcome, null);
        foreach (var earlier in await session.OpenAccountLinksAsync([person.Id], clock, cancellationToken))
        {
            earlier.End(LinkEnd.Replaced);
            session.Store(earlier);
        }

        var (link, token) = tokens.Create(person.Id, LinkPurpose.Account, festival, command.LastDay, kept: false);
        session.Store(link);
        return new(outcome, token);
    }
}
