using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Help.Matching;
using Kenmin.RuralLeaders.Outlook;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Help;

/// <summary>Looks at all open requests and offers together and proposes the best (組み合わせの提案).</summary>
[MessageIdentity("rural-leaders.propose-help.v1")]
[NewEntries(Features.Help)]
public sealed record ProposeHelp;

/// <summary>How many proposals were made.</summary>
/// <param name="Proposals">New ones.</param>
/// <param name="Closed">Whether nothing new is taken at present.</param>
public sealed record HelpProposed(int Proposals, bool Closed = false);

/// <summary>Proposes.</summary>
public static class ProposeHelpHandler
{
    /// <summary>For how many days both sides may think about it.</summary>
    internal const int DaysToAnswer = 7;

    /// <summary>
    /// One run at a time. The requests and offers are locked before anything is proposed, requests first, so that nobody takes back what
    /// is being proposed. A person is asked one thing at a time.
    /// </summary>
    public static async Task<(HelpProposed, OutgoingMessages)> Handle(
        ProposeHelp command, IDocumentSession session, TravelTimes travel, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await gates.IsOnNowAsync(Features.Help)) return (new(0, true), []);
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.TakeTurnsAsync("help-proposals", cancellationToken);
        var requests = await session.QueryAsync<HelpRequest>("where d.data ->> 'state' = 'Open' and (d.data ->> 'until')::date > ? order by d.id for update", cancellationToken, today);
        var offers = await session.QueryAsync<HelpOffer>("where d.data ->> 'state' = 'Open' and d.data ->> 'onlyFor' is null and (d.data ->> 'until')::date > ? order by d.id for update", cancellationToken, today);
        if (requests.Count == 0 || offers.Count == 0) return (new(0), []);
        var (needs, hands, tried) = await StandAsync(requests, offers, session, today, now, cancellationToken);
        var best = HelpPairing.Best(needs, hands, HelpPairing.Pairs(needs, hands, tried, today, travel));
        OutgoingMessages outgoing = [];
        foreach (var proposal in best)
        {
            var (need, hand) = (needs[proposal.Pair.Need], hands[proposal.Pair.Hand]);
            var match = Match(need, hand, proposal, now);
            session.Insert(match);
            foreach (var notice in new[] { HelpNotices.Proposed(match, need.Request.AccountId, HelpSide.Asker, now), HelpNotices.Proposed(match, hand.Offer.AccountId, HelpSide.Helper, now) }.OfType<NoticeIssued>())
                outgoing.Add(notice);
        }

        return (new(best.Count), outgoing);
    }

    private static HelpMatch Match(Need need, Hand hand, HelpProposal proposal, DateTimeOffset now)
    {
        var (request, offer, day) = (need.Request, hand.Offer, proposal.Pair.Day);
        // Whoever comes has some hours to prepare: the answers are in by the evening before.
        var evening = JapanTime.At(day.AddDays(-1), new(20, 0));
        var begins = JapanTime.At(day, request.Start);
        var by = now.AddDays(DaysToAnswer);
        return new()
        {
            Id = Guid.CreateVersion7(now), Pair = HelpMatch.PairOf(request.Id, offer.Id), RequestId = request.Id, OfferId = offer.Id, AskerId = request.PersonId, HelperId = offer.PersonId,
            Holder = offer.Holder, Beneficiary = request.Beneficiary, People = proposal.People, Skills = [.. proposal.Skills], Tool = offer.Tool, Day = day, Start = request.Start, End = request.End,
            Minutes = (int)Math.Round(proposal.Pair.Minutes), Reasons = HelpWords.Reasons(need, hand, proposal), At = now, AnswerBy = by < evening ? by : evening > now ? evening : begins,
        };
    }

    private static async Task<(List<Need> Needs, List<Hand> Hands, HashSet<string> Tried)> StandAsync(
        IReadOnlyList<HelpRequest> requests, IReadOnlyList<HelpOffer> offers, IDocumentSession session, DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var year = FiscalYear.Of(today);
        // What is about the open ones, and what counts in the year.
        var matches = await session.QueryAsync<HelpMatch>(
            "where d.data ->> 'requestId' = any(?) or (d.data ->> 'state' in ('Proposed', 'Agreed', 'Done') and (d.data ->> 'day')::date >= ?)", cancellationToken,
            requests.Select(r => r.Id.ToString()).ToArray(), year.StartsOn);
        var areas = (await session.Query<Area>().ToListAsync(cancellationToken)).ToDictionary(a => a.Id);
        var busy = (await session.SeatsFromAsync(now, cancellationToken)).Select(s => (s.Holder, s.Starts, s.Ends, People: 1))
            .Concat(matches.Where(m => m.State == MatchState.Proposed).Select(m => (m.Holder, m.Starts, m.Ends, m.People))).ToLookup(b => b.Holder);
        var counted = matches.Where(m => m.CountsIn(year)).ToList();
        var helped = counted.Where(m => m.HelperId is not null).ToLookup(m => m.HelperId!.Value);
        var got = counted.ToLookup(m => m.Beneficiary);
        var times = counted.ToLookup(m => m.OfferId);
        var pending = matches.Where(m => m.State == MatchState.Proposed).ToLookup(m => m.OfferId);
        var alive = matches.Where(m => m.IsAlive).ToLookup(m => m.RequestId);
        List<Need> needs = [];
        foreach (var request in requests)
        {
            var there = alive[request.Id].ToList();
            var lacking = Math.Max(0, request.People - there.Where(m => m.Tool is null).Sum(m => m.People));
            needs.Add(new(
                request, HelpPlaces.Of(request.AreaId, request.MunicipalityCode, areas), lacking, [.. request.Skills.Except(there.SelectMany(m => m.Skills)).Take(lacking)], [.. request.Tools.Except(there.Select(m => m.Tool).OfType<HelpTool>())], got[request.Beneficiary].Count()));
        }

        List<Hand> hands = [.. offers.Select(offer => new Hand(
            offer, HelpPlaces.Of(offer.AreaId, offer.MunicipalityCode, areas), times[offer.Id].Count() >= offer.TimesAYear ? 0 : Math.Max(0, offer.People - pending[offer.Id].Sum(m => m.People)),
            helped[offer.PersonId].Count(), [.. busy[offer.Holder].Select(b => (b.Starts, b.Ends, b.People))]))];
        return (needs, hands, [.. matches.Select(m => m.Pair)]);
    }
}

/// <summary>Where requests and offers are.</summary>
internal static class HelpPlaces
{
    /// <summary>The point of the area, or of the nearest wider one that has one; else the municipality's office.</summary>
    public static HelpPlace Of(Guid? area, string municipality, IReadOnlyDictionary<Guid, Area> areas)
    {
        var at = area is { } id ? areas.GetValueOrDefault(id) : null;
        for (var rough = false; at is not null; at = at.ParentId is { } wider ? areas.GetValueOrDefault(wider) : null, rough = true)
            if (at.Point is { } point) return new(point, rough);
        return new((Municipality.ByCode(municipality) ?? Municipality.All[0]).Office, true);
    }
}

/// <summary>Proposes every hour.</summary>
[NoNewEntries("asks the handler, which proposes nothing while the feature is off")]
internal sealed class HelpProposer(IServiceProvider services, TimeProvider clock, ILogger<HelpProposer> logger) : PeriodicService(TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<HelpProposed>(new ProposeHelp(), cancellationToken);
    }
}
