using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Marten;

namespace Kenmin.SeniorEngagement.Steps;

/// <summary>Reads what there is to take part in, and what of it suits a person.</summary>
internal sealed class StepReader(ISeniorEngagementStore store, TimeProvider clock)
{
    /// <summary>How many days ahead a small step may lie.</summary>
    public const int DaysAhead = 92;

    /// <summary>What suits a person and what does not.</summary>
    public async Task<StepsFound> FindAsync(CardHolder person, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var (opportunities, labels) = await UpcomingAsync(session, cancellationToken);
        return StepFinder.Find(person, opportunities, labels, clock.GetUtcNow(), await session.CompanionsGoingAsync(person, cancellationToken));
    }

    /// <summary>What is to come, the earliest first, with what staff said of it.</summary>
    public async Task<IReadOnlyList<(StepOpportunity Opportunity, StepLabel? Label)>> UpcomingAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var (opportunities, labels) = await UpcomingAsync(session, cancellationToken);
        return [.. opportunities.OrderBy(o => o.Starts).ThenBy(o => o.Id).Select(o => (o, labels.GetValueOrDefault(o.Id)))];
    }

    /// <summary>One of them; null when it is off or there is none.</summary>
    public async Task<(StepOpportunity Opportunity, StepLabel? Label)?> OpportunityAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<StepOpportunity>(id, cancellationToken) is { Withdrawn: false } found ? (found, await session.LoadAsync<StepLabel>(id, cancellationToken)) : null;
    }

    private async Task<(IReadOnlyList<StepOpportunity> Opportunities, IReadOnlyDictionary<Guid, StepLabel> Labels)> UpcomingAsync(IQuerySession session, CancellationToken cancellationToken)
    {
        var (now, until) = (clock.GetUtcNow().ToUniversalTime(), clock.GetUtcNow().ToUniversalTime().AddDays(DaysAhead));
        var upcoming = await session.Query<StepOpportunity>().Where(o => !o.Withdrawn && o.Starts > now && o.Starts < until).ToListAsync(cancellationToken);
        var labels = await session.LoadManyAsync<StepLabel>(cancellationToken, [.. upcoming.Select(o => o.Id)]);
        return (upcoming, labels.ToDictionary(l => l.Id));
    }
}
