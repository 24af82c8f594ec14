using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>
/// Somebody without an account took part in something of this module. It goes to no other module: there is no record of activities for them.
/// Once the card is joined to an account, the same fact is told of the account by <see cref="ParticipationRecorded"/>, with a higher version.
/// </summary>
/// <param name="FactId">The fact.</param>
/// <param name="Version">Its version.</param>
/// <param name="HolderId">The person.</param>
/// <param name="What">What it was.</param>
/// <param name="Day">The day.</param>
/// <param name="Minutes">How long.</param>
/// <param name="Year">The year in which its fiscal year starts.</param>
/// <param name="Proof">How well it is proved.</param>
[MessageIdentity("senior-engagement.holder-took-part.v1")]
[NoNewEntries("points of who joined follow what was recorded; joining is what is new")]
public sealed record HolderTookPart(Guid FactId, long Version, Guid HolderId, LocalizedText What, DateOnly Day, int? Minutes, int Year, ProofLevel Proof);

/// <summary>Makes points of it, for who collects them.</summary>
public static class HolderTookPartHandler
{
    /// <summary>With who joins the card in turn: whose it is stays so until it is kept.</summary>
    public static async Task<OutgoingMessages> Handle(HolderTookPart message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(ProxyRules.TurnOf(message.HolderId), cancellationToken);
        if (await session.LoadAsync<CardHolder>(message.HolderId, cancellationToken) is not { } holder) return [];
        var collector = Collectors.CollectorOf(holder);
        return await PointActivities.ChangeAsync(session, SeniorEngagementModule.Key, message.FactId, message.Version, known => new()
        {
            AccountId = collector, ToldOf = known?.AccountId == collector ? known.ToldOf : collector, Module = SeniorEngagementModule.Key, What = message.What, Day = message.Day, Minutes = message.Minutes, Year = message.Year, Proof = message.Proof,
        }, clock.GetUtcNow(), cancellationToken);
    }
}

/// <summary>Facts of this module about who took part, also of those without an account.</summary>
internal static class OwnFacts
{
    /// <summary>A participation as it is told: to others, or of who has no account only here.</summary>
    public static object Of(CardHolder holder, Func<Guid, ParticipationRecorded> fact)
    {
        var told = fact(holder.AccountId ?? holder.Id);
        return holder.AccountId is not null ? told : new HolderTookPart(told.FactId, 0, holder.Id, told.What, told.Day, told.Minutes, told.Year.StartYear, told.Proof);
    }

    /// <summary>The message about a fact.</summary>
    public static object ToOwnMessage(this ToTell next, Guid opportunityKey, Guid subject) =>
        next.Fact is HolderTookPart here ? here with { Version = next.Version } : next.ToMessage(SeniorEngagementModule.Key, opportunityKey, subject);
}
