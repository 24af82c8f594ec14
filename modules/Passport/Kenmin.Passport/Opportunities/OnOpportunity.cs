using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Passport.Records;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Passport.Opportunities;

/// <summary>Keeps what can be taken part in. The highest version stands, however often and in whatever order they come.</summary>
[WolverineHandler]
[StickyHandler("passport-opportunity-published")]
[NoNewEntries("keeps what other modules show to everybody")]
public static class OnOpportunityPublished
{
    /// <summary>What leads away from this site, or ends before it starts, is not shown.</summary>
    public static async Task Handle(OpportunityPublished message, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (!Addresses.IsOfThisSite(message.Href) || message.Ends < message.Starts) return;
        await session.KeepAsync("opportunity", Opportunity.Of(message), null, cancellationToken);
    }
}

/// <summary>Takes out what is off.</summary>
[WolverineHandler]
[StickyHandler("passport-opportunity-withdrawn")]
[NoNewEntries("takes out what is off")]
public static class OnOpportunityWithdrawn
{
    /// <summary>Its version stays, so that what was sent before and comes late does not bring it back.</summary>
    public static Task Handle(OpportunityWithdrawn message, IDocumentSession session, CancellationToken cancellationToken)
    {
        Opportunity off = new()
        {
            Id = Opportunity.IdOf(message.Module, message.Id), Module = message.Module, SubjectId = message.Id, Version = message.Version, Withdrawn = true,
            Starts = DateTimeOffset.UnixEpoch, Ends = DateTimeOffset.UnixEpoch,
        };
        return session.KeepAsync("opportunity", off, null, cancellationToken);
    }
}

/// <summary>Addresses that other modules hand over.</summary>
internal static class Addresses
{
    /// <summary>Whether it leads to a page of this site.</summary>
    public static bool IsOfThisSite(string? href) => href is ['/', ..] and not ['/', '/' or '\\', ..];
}
