using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.PlanProgress.Contracts;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Progress;

/// <summary>Counts a fiscal year for the plan, after something changed.</summary>
/// <param name="Year">The fiscal year.</param>
[MessageIdentity("sports-volunteers.count-for-plan.v1")]
[NoNewEntries("counts what exists")]
public sealed record CountForPlan(FiscalYear Year);

/// <summary>Counts.</summary>
public static class CountForPlanHandler
{
    /// <summary>A message for each source.</summary>
    public static Task<OutgoingMessages> Handle(
        CountForPlan command, IQuerySession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken) =>
        Counting.CountAsync(command.Year, session, participation, clock, cancellationToken);
}

/// <summary>Counts a fiscal year when the plan's figures are wanted anew.</summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-progress")]
[NoNewEntries("keeps or counts what exists")]
public static class OnRecountRequested
{
    /// <summary>A message for each source; asked twice, the later count stands.</summary>
    public static Task<OutgoingMessages> Handle(
        RecountRequested message, IQuerySession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken) =>
        Counting.CountAsync(message.Year, session, participation, clock, cancellationToken);
}

internal static class Counting
{
    public static async Task<OutgoingMessages> CountAsync(
        FiscalYear year, IQuerySession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        // The moment before the look: what happens meanwhile is counted by the next.
        var asOf = clock.GetUtcNow();
        var registered = await RegisteredInYear.FindAsync(session, year, asOf, cancellationToken);
        var totals = await participation.TotalsOfYearAsync(year, cancellationToken);
        return
        [
            CountedSource.Registered.Counted(year, registered.Count, asOf),
            CountedSource.SignUps.Counted(year, totals.Confirmed, asOf),
            CountedSource.Participations.Counted(year, totals.Participations, asOf),
            CountedSource.People.Counted(year, totals.People, asOf),
            CountedSource.Hours.Counted(year, HoursOf(totals.Minutes), asOf),
        ];
    }

    /// <summary>Hours with one decimal place.</summary>
    public static decimal HoursOf(long minutes) => Math.Round(minutes / 60m, 1, MidpointRounding.AwayFromZero);
}
