using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Help;

/// <summary>What other modules were told of a request (知らせた内容).</summary>
public sealed class ToldHelp : IToldFacts
{
    /// <summary>The request.</summary>
    public Guid Id { get; set; }

    /// <summary>Each fact that was ever told, by its key, which says nothing of persons.</summary>
    public Dictionary<Guid, ToldFact> Facts { get; set; } = [];
}

/// <summary>
/// Tells other modules what changed of a request: a chance to help where it asks everybody, and who helped. What there is to tell is
/// looked up then, so that it does not matter how often it is sent.
/// </summary>
/// <param name="RequestId">The request.</param>
/// <param name="Again">Whether what was told is told once more.</param>
[MessageIdentity("rural-leaders.tell-help.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellHelp(Guid RequestId, bool Again = false);

/// <summary>Tells.</summary>
public static class TellHelpHandler
{
    private static readonly Guid OpportunityKey = FactId.Of("rural-leaders.help-opportunity");

    /// <summary>The request's row is the lock: what is told last is what was changed last.</summary>
    public static async Task<OutgoingMessages> Handle(TellHelp message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<HelpRequest>(message.RequestId, cancellationToken) is not { } request) return [];
        var next = await session.NextToTellAsync<ToldHelp>(request.Id, await FactsAsync(request, session, cancellationToken), message.Again, clock.GetUtcNow(), cancellationToken);
        return [.. next.Select(t => t.ToMessage(RuralLeadersModule.Key, OpportunityKey, request.Id))];
    }

    private static async Task<Dictionary<Guid, object>> FactsAsync(HelpRequest request, IDocumentSession session, CancellationToken cancellationToken)
    {
        Dictionary<Guid, object> facts = [];
        var area = await session.LoadAsync<Area>(request.AreaId, cancellationToken);
        var matches = await session.Query<HelpMatch>().Where(m => m.RequestId == request.Id).ToListAsync(cancellationToken);
        LocalizedText title = new($"{area?.Name}の{HelpWords.Kind(request.Kind).Ja}の応援", $"Help in {area?.Name}: {HelpWords.Kind(request.Kind).En}");
        var href = $"/rural-leaders/help/{request.Id}";
        var missing = request.People - matches.Where(m => m.State is MatchState.Agreed or MatchState.Done && m.Tool is null).Sum(m => m.People);
        if (request is { Public: true, State: HelpState.Open } && missing > 0)
            facts[OpportunityKey] = new OpportunityPublished(
                RuralLeadersModule.Key, request.Id, 0, default, new("地域の応援", "Help in a village"), title, LocalizedText.Same(request.Words), JapanTime.At(request.From, request.Start), JapanTime.At(request.Until, request.End),
                request.MunicipalityCode, area?.Name ?? "", area?.Point, missing, href, null, FiscalYear.Of(request.From), Suitability.NotKnown);
        foreach (var match in matches.Where(m => m is { State: MatchState.Done, Tool: null, HelperId: not null }))
        {
            // Who is on paper has no account and no record there.
            if ((await session.LoadAsync<HelpOffer>(match.OfferId, cancellationToken))?.AccountId is not { } account) continue;
            var key = FactId.Of($"rural-leaders.help-participation|{match.Id:N}|{account:N}");
            facts[key] = new ParticipationRecorded(
                RuralLeadersModule.Key, key, 0, account, request.Id, title, new("応援", "Helper"), match.Day, match.MinutesEach, request.MunicipalityCode, area?.Name ?? "", FiscalYear.Of(match.Day),
                ProofLevel.Confirmed, request.Public ? href : null);
        }

        return facts;
    }
}

/// <summary>Has all requests told of, a batch at a time.</summary>
/// <param name="After">Where the batch begins.</param>
[MessageIdentity("rural-leaders.tell-all-help.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellAllHelp(Guid? After = null);

/// <summary>Has them told of.</summary>
public static class TellAllHelpHandler
{
    internal const int Batch = 200;

    /// <summary>Only those of which something was ever told.</summary>
    public static async Task<OutgoingMessages> Handle(TellAllHelp message, IDocumentSession session, CancellationToken cancellationToken)
    {
        var ids = await session.Query<ToldHelp>().IdsAfterAsync(t => t.Id, message.After, Batch, cancellationToken);
        OutgoingMessages outgoing = [.. ids.Select(id => new TellHelp(id, Again: true))];
        if (ids.Count == Batch) outgoing.Add(new TellAllHelp(ids[^1]));
        return outgoing;
    }
}

/// <summary>Tells everything once more when it is asked for.</summary>
[WolverineHandler]
[StickyHandler("rural-leaders-facts-requested")]
[NoNewEntries("tells of what there is")]
public static class OnFactsRequested
{
    /// <summary>Begins with the first batches.</summary>
    public static (TellAllHelp, TellAllSessions, TellAllSignUps, Leaders.TellAllLearners) Handle(FactsRequested message) => (new(), new(), new(), new());
}
