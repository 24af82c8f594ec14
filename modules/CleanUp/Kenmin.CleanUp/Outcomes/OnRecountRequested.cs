using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Contracts;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Outcomes;

/// <summary>Counts for the promotion plan when it asks (再集計): participations in clean-ups of a fiscal year.</summary>
[WolverineHandler]
[StickyHandler("clean-up-recount-requested")]
[NoNewEntries("counts what exists")]
public static class OnRecountRequested
{
    internal const string Participations = "clean-up.participations";

    /// <summary>A whole count, of exactly the records that the page lists.</summary>
    public static async Task<IndicatorCounted> Handle(RecountRequested message, ICleanUpCounts counts, TimeProvider clock, CancellationToken cancellationToken)
    {
        var asOf = clock.GetUtcNow();
        return new(Participations, message.Year, CountKind.Participations, await counts.PeopleOfYearAsync(message.Year, cancellationToken), asOf, $"/staff/clean-up/results/{message.Year.StartYear}");
    }
}

/// <summary>What the handler asks: the bus makes only what it can see.</summary>
public interface ICleanUpCounts
{
    /// <summary>Participations in a fiscal year.</summary>
    Task<int> PeopleOfYearAsync(SharedKernel.FiscalYear year, CancellationToken cancellationToken);
}

/// <inheritdoc cref="ICleanUpCounts"/>
internal sealed class CleanUpCounts(ResultReader results) : ICleanUpCounts
{
    public async Task<int> PeopleOfYearAsync(SharedKernel.FiscalYear year, CancellationToken cancellationToken) =>
        (await results.OfYearAsync(year, cancellationToken)).Sum(c => c.Figures.People);
}
