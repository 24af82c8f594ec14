using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Asking;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kenmin.SportsVolunteers.Registrations.Retention;

/// <summary>Removes the personal data of up to a batch of those whose retention date has passed.</summary>
/// <param name="YearsKept">Whole fiscal years that data are kept after the year they were needed for.</param>
public sealed record EraseExpired(int YearsKept);

/// <summary>Removes.</summary>
public static class EraseExpiredHandler
{
    /// <summary>Takes the data away and leaves what is counted, in one transaction with the event that says so.</summary>
    public static async Task<BatchDone> Handle(EraseExpired command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var lastYear = FiscalYear.Of(now).StartYear - command.YearsKept - 1;
        await session.BeginTransactionAsync(cancellationToken);
        var expired = await session.QueryAsync<Registration>(
            "where d.data ->> 'state' in ('AskingNeeded', 'Refused', 'Lapsed', 'Ended') and (d.data ->> 'keptFromYear')::int <= ? order by d.id limit ? for update skip locked",
            cancellationToken, lastYear, RegistrationRun.BatchSize);
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, expired.Select(r => r.Id).ToArray())).ToDictionary(v => v.Id);
        foreach (var registration in expired)
        {
            var outcome = await session.DecideAsync(registration.Id, r => r.Erase(command.YearsKept, now), cancellationToken);
            if (!outcome.Recorded) continue;
            if (people.GetValueOrDefault(registration.Id) is { } person) session.Store(Countable(person));
            session.DeleteWhere<AnswerLink>(l => l.VolunteerId == registration.Id);
            session.Delete<GuardianConsent>(registration.Id);
        }

        return new(expired.Count);
    }

    /// <summary>
    /// What is left of a person: gender, municipality, and the year of birth (as its middle, so that an age in classes of five
    /// years is off by half a year at most). Reports do not show groups so small that somebody could be recognized.
    /// </summary>
    internal static Volunteer Countable(Volunteer person) => new()
    {
        Id = person.Id,
        Gender = person.Gender,
        BirthDate = person.BirthDate is { } birth ? new DateOnly(birth.Year, 7, 1) : null,
        MunicipalityCode = person.MunicipalityCode,
        Sources = [.. person.Sources.Select(s => s with { ApplicationNumber = null })],
        Erased = true,
    };
}

/// <summary>Looks every hour whose retention date has passed. Runs on every host, and whatever features are on: it is a duty.</summary>
internal sealed partial class ExpiredData(IServiceProvider services, IOptionsMonitor<RetentionSettings> settings, TimeProvider clock, ILogger<ExpiredData> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicBatches.RunAsync(
        services, TimeSpan.FromHours(1), clock, () => new EraseExpired(settings.CurrentValue.FiscalYearsKept),
        () => Task.FromResult(true), e => LogFailed(logger, e), stoppingToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired personal data could not be removed; the next round tries again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
