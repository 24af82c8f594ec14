using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>What other modules were told of a member's points (知らせた内容).</summary>
public sealed class ToldPoints : IToldFacts
{
    /// <summary>The member.</summary>
    public Guid Id { get; set; }

    /// <summary>What was told, by its key, which says nothing of persons.</summary>
    public Dictionary<Guid, ToldFact> Facts { get; set; } = [];
}

/// <summary>
/// Tells other modules how many points a member has. What there is to tell is looked up then, so that it does not matter how often it is
/// sent.
/// </summary>
/// <param name="MemberId">The member.</param>
/// <param name="Again">Whether what was told is told once more.</param>
[MessageIdentity("senior-engagement.tell-points.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellPoints(Guid MemberId, bool Again = false);

/// <summary>Tells.</summary>
public static class TellPointsHandler
{
    /// <summary>By the member's turn: what is told last is what was changed last. Of an erased person, and of who has no account, nothing is told.</summary>
    public static async Task<OutgoingMessages> Handle(TellPoints message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(PointLedger.TurnOf(message.MemberId), cancellationToken);
        if (await session.LoadAsync<PointMember>(message.MemberId, cancellationToken) is not { OnPaper: false } member || await session.LoadAsync<PointRule>(member.RuleId, cancellationToken) is not { } rule) return [];
        var balance = await session.BalanceAsync(rule.Id, member.Id, cancellationToken);
        LocalizedText name = new($"活動ポイント（{rule.Municipality?.Name}）", $"Activity points ({rule.Municipality?.English})");
        PointsStanding fact = new(
            SeniorEngagementModule.Key, member.Id, 0, member.AccountId, name, rule.FiscalYear, balance.Held + balance.Reserved + balance.Exchanged, balance.Held, "/senior-engagement/points");
        var next = await session.NextToTellAsync<ToldPoints>(member.Id, new Dictionary<Guid, object> { [member.Id] = fact }, message.Again, clock.GetUtcNow(), cancellationToken);
        return [.. next.Select(t => fact with { Version = t.Version })];
    }
}

/// <summary>Has the points of all members told of, a batch at a time.</summary>
/// <param name="After">Where the batch begins.</param>
[MessageIdentity("senior-engagement.tell-all-points.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellAllPoints(Guid? After = null);

/// <summary>Has them told of.</summary>
public static class TellAllPointsHandler
{
    internal const int Batch = 200;

    /// <summary>All members: whoever collected points before anybody was told is told of then.</summary>
    public static async Task<OutgoingMessages> Handle(TellAllPoints message, IDocumentSession session, CancellationToken cancellationToken)
    {
        var ids = await session.Query<PointMember>().IdsAfterAsync(t => t.Id, message.After, Batch, cancellationToken);
        OutgoingMessages outgoing = [.. ids.Select(id => new TellPoints(id, Again: true))];
        if (ids.Count == Batch) outgoing.Add(new TellAllPoints(ids[^1]));
        return outgoing;
    }
}
