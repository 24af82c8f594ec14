using Kenmin.CleanUp.Activities;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Kenmin.Outside;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;

namespace Kenmin.CleanUp.Weather;

/// <summary>Reads the warnings while there are activities to come within some days.</summary>
[NoNewEntries("reads what others publish")]
internal sealed class ReadWarnings(ICleanUpStore store, OutsideService<IWarningFeed> feed, WeatherSettings settings, TimeProvider clock, ILogger<ReadWarnings> logger)
    : PeriodicService(TimeSpan.FromMinutes(1), clock, logger)
{
    private readonly TimeProvider _clock = clock;

    /// <inheritdoc/>
    protected override Task RoundAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    /// <summary>Reads them if it is time. Several hosts that read at once keep the same.</summary>
    /// <returns>Whether it was tried.</returns>
    internal async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!feed.IsUsed) return false;
        var now = _clock.GetUtcNow();
        await using var session = store.LightweightSession();
        var last = await session.LoadAsync<WeatherReading>(WeatherReading.TheId, cancellationToken);
        if (last is not null && now - last.TriedAt < settings.ReadEvery) return false;
        var (today, until) = (JapanTime.DayOf(now), JapanTime.DayOf(now).AddDays(settings.DaysAhead));
        if (!await session.Query<Activity>().AnyAsync(a => a.Day >= today && a.Day <= until && (a.State == ActivityState.HandedIn || a.State == ActivityState.Accepted), cancellationToken)) return false;

        var answer = await feed.AskAsync((api, stop) => api.BulletinsAsync(settings.Office, stop), cancellationToken);
        var reading = answer.Value is { } bulletins ? WarningMerge.Of(bulletins, now) : null;
        if (reading is null)
        {
            // What was read before stays and grows old.
            reading = last ?? new();
            (reading.TriedAt, reading.Silence) = (now, (answer.Silence ?? OutsideSilence.Unreadable).ToString());
        }

        session.Store(reading);
        await session.SaveChangesAsync(cancellationToken);
        return true;
    }
}
