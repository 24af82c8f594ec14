using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Contracts;
using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Care;

/// <summary>
/// Counts for the promotion plan when it asks (再集計): participations in the care of adopted places. A source of its own beside
/// <c>clean-up.participations</c>, because each source lists exactly its records; nothing is in both.
/// </summary>
[WolverineHandler]
[StickyHandler("clean-up-care-recount-requested")]
[NoNewEntries("counts what exists")]
public static class OnCareRecountRequested
{
    internal const string Participations = "clean-up.care-participations";

    /// <summary>A whole count, of exactly the records that the page lists.</summary>
    public static async Task<IndicatorCounted> Handle(RecountRequested message, ICareCounts counts, TimeProvider clock, CancellationToken cancellationToken)
    {
        var asOf = clock.GetUtcNow();
        return new(Participations, message.Year, CountKind.Participations, await counts.PeopleOfYearAsync(message.Year, cancellationToken), asOf, $"/staff/clean-up/care/results/{message.Year.StartYear}");
    }
}

/// <summary>What the handler asks: the bus makes only what it can see.</summary>
public interface ICareCounts
{
    /// <summary>Participations in the care of places in a fiscal year.</summary>
    Task<int> PeopleOfYearAsync(FiscalYear year, CancellationToken cancellationToken);
}

/// <inheritdoc cref="ICareCounts"/>
internal sealed class CareCounts(CareReader reader) : ICareCounts
{
    public async Task<int> PeopleOfYearAsync(FiscalYear year, CancellationToken cancellationToken) =>
        (await reader.OfYearAsync(year, cancellationToken)).Sum(c => c.CleanUp.Figures.People);
}
