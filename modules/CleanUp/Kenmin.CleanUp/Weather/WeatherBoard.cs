using Kenmin.Outside;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Weather;

/// <summary>What can be said of the warnings of a municipality.</summary>
/// <param name="IsKnown">Whether all is known. When it is not, what is missing must not be taken for safe.</param>
/// <param name="Warnings">What is in force as far as is known, the gravest first.</param>
/// <param name="PartOnly">The codes of those that are in force in a part of the municipality only.</param>
/// <param name="ReportedAt">The time of the report; null when there is none.</param>
/// <param name="WhyNot">Why it is not known; null when it is.</param>
/// <param name="Headlines">The reports' headlines, for the whole prefecture.</param>
internal sealed record KnownWarnings(
    bool IsKnown, IReadOnlyList<WarningKind> Warnings, IReadOnlyCollection<string> PartOnly, DateTimeOffset? ReportedAt, LocalizedText? WhyNot, IReadOnlyList<string> Headlines);

/// <summary>Tells what is known of warnings. Old, incomplete or no data are not known, and never safe.</summary>
internal sealed class WeatherBoard(ICleanUpStore store, OutsideService<IWarningFeed> feed, WeatherSettings settings, TimeProvider clock)
{
    // Clocks differ a little; a report from further in the future is no report.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(15);

    private static readonly LocalizedText Off = new("このシステムは、気象庁から取得しない設定になっています。", "This system is set not to ask the Meteorological Agency.");

    /// <summary>The warnings of all municipalities, by code of 6 digits.</summary>
    public async Task<IReadOnlyDictionary<string, KnownWarnings>> AllAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var reading = await session.LoadAsync<WeatherReading>(WeatherReading.TheId, cancellationToken);
        var now = clock.GetUtcNow();
        return Municipality.All.ToDictionary(m => m.Code6, m => Judge(reading, m.Code6, settings, now) is var known && known.IsKnown || feed.IsUsed ? known : known with { WhyNot = Off });
    }

    /// <summary>The warnings of a municipality, by its code of 6 digits.</summary>
    public async Task<KnownWarnings> OfAsync(string municipality, CancellationToken cancellationToken) => (await AllAsync(cancellationToken))[municipality];

    /// <summary>What a reading is worth at a time.</summary>
    public static KnownWarnings Judge(WeatherReading? reading, string municipality, WeatherSettings settings, DateTimeOffset now)
    {
        LocalizedText? whyNot = reading switch
        {
            { ReadAt: { } read, ReportedAt: { } reported } when now - read <= settings.ReadingAge && read <= now + Ahead =>
                reported > now + Ahead ? new("発表の時刻が未来になっています。", "The report is from the future.")
                : now - reported > settings.ReportAge ? new("発表が古く、更新が止まっているおそれがあります。", "The report is old; the source may no longer be kept up.")
                : null,
            { ReadAt: not null } => new("最後に取得してから時間がたっています。", "It is long since it could be read."),
            { Silence: not null } => new("気象庁から取得できていません。", "It could not be read from the Meteorological Agency."),
            _ => new("まだ取得していません。", "It has not been read yet."),
        };
        if (whyNot is not null) return new(false, [], [], reading?.ReportedAt, whyNot, []);
        var found = reading!.Municipalities.FirstOrDefault(m => m.Code == municipality);
        IReadOnlyList<WarningKind> warnings = [.. (found?.Warnings ?? []).Select(WarningKinds.Of)];
        return found is { Complete: true }
            ? new(true, warnings, [.. found.PartOnly], reading.ReportedAt, null, reading.Headlines)
            : new(false, warnings, [.. found?.PartOnly ?? []], reading.ReportedAt, new("発表の一部に、この市町の分がありません。", "A part of the reports does not speak of this municipality."), reading.Headlines);
    }
}
