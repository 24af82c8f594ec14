using Kenmin.Modularity.Features;
using Kenmin.Persistence.Jobs;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Registrations.Lapsing;

/// <summary>
/// Lapses up to a batch of those who were asked and did not answer by the last day, and of those who did not renew by the first day
/// of the year.
/// </summary>
[MessageIdentity("sports-volunteers.lapse-overdue.v1")]
[NoNewEntries("ends what exists; the job asks for the feature")]
public sealed record LapseOverdue;

/// <summary>Lapses.</summary>
public static class LapseOverdueHandler
{
    /// <summary>
    /// Rows that another host has in hand are skipped, so that any number of hosts share the work; an answer that comes in at the
    /// same moment wins or loses as a whole.
    /// </summary>
    public static async Task<BatchDone> Handle(LapseOverdue command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await session.BeginAsync(cancellationToken);
        var overdue = await session.QueryAsync<Registration>(
            """
            where (d.data ->> 'state' = 'Asked' and d.data ->> 'answerBy' < ?)
              or (d.data ->> 'state' = 'Continuing' and (d.data ->> 'renewalYear')::int <= ? and (d.data ->> 'renewalYear')::int > coalesce((d.data ->> 'registeredYear')::int, 0)
                and ((d.data ->> 'renewalDeclined')::boolean or d.data ->> 'answerBy' < ?))
            order by d.id limit ? for update skip locked
            """, cancellationToken, today, FiscalYear.Of(now).StartYear, today, BatchService.BatchSize);
        foreach (var registration in overdue)
            await session.DecideAsync(registration.Id, r => r.Lapse(now), cancellationToken);
        return new(overdue.Count);
    }
}

/// <summary>Looks every ten minutes who did not answer. Runs on every host.</summary>
[NoNewEntries("ends what exists, and asks for the feature")]
internal sealed class OverdueAnswers(IServiceProvider services, FeatureGates gates, TimeProvider clock, ILogger<OverdueAnswers> logger)
    : BatchService(services, TimeSpan.FromMinutes(10), clock, logger)
{
    // While answers cannot be given nobody may lose their place for want of one.
    protected override Task<bool> MayRunAsync() => gates.IsOnNowAsync(Features.ContinuingRegistration);

    protected override object Command() => new LapseOverdue();
}
