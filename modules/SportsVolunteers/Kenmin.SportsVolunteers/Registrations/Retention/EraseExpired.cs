using Kenmin.Modularity.Features;
using Kenmin.Persistence.Jobs;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.PersonalData;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Registrations.Retention;

/// <summary>Removes the personal data of up to a batch of those whose retention date has passed.</summary>
/// <param name="YearsKept">Whole fiscal years that data are kept after the year they were needed for.</param>
[MessageIdentity("sports-volunteers.erase-expired.v1")]
[NoNewEntries("the retention date does not wait")]
public sealed record EraseExpired(int YearsKept);

/// <summary>Removes.</summary>
public static class EraseExpiredHandler
{
    /// <summary>
    /// Takes the data away and leaves what is counted, in one transaction with the event that says so. The sign-ups have
    /// transactions of their own; the message that forgets them is kept in this one.
    /// </summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(
        EraseExpired command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var messages = new OutgoingMessages();
        var lastYear = FiscalYear.Of(now).StartYear - command.YearsKept - 1;
        await session.BeginAsync(cancellationToken);
        var expired = await session.QueryAsync<Registration>(
            "where d.data ->> 'state' in ('AskingNeeded', 'Refused', 'Lapsed', 'Ended') and (d.data ->> 'keptFromYear')::int <= ? order by d.id limit ? for update skip locked",
            cancellationToken, lastYear, BatchService.BatchSize);
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, expired.Select(r => r.Id).ToArray())).ToDictionary(v => v.Id);
        foreach (var registration in expired)
        {
            var outcome = await session.DecideAsync(registration.Id, r => r.Erase(command.YearsKept, now), cancellationToken);
            if (!outcome.Recorded) continue;
            if (people.GetValueOrDefault(registration.Id) is { } person)
            {
                person.Erase();
                session.Store(person);
            }

            session.ForgetVolunteer(registration.Id);
            messages.Add(new ForgetSignUps(registration.Id));
        }

        return (new(expired.Count), messages);
    }
}

/// <summary>Looks every hour whose retention date has passed. Runs on every host, and whatever features are on: it is a duty.</summary>
[NoNewEntries("the retention date does not wait")]
internal sealed class ExpiredData(IServiceProvider services, IOptionsMonitor<RetentionSettings> settings, TimeProvider clock, ILogger<ExpiredData> logger)
    : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    protected override object Command() => new EraseExpired(settings.CurrentValue.FiscalYearsKept);
}
