using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Weather;

/// <summary>What was read of warnings, the last time. There is one.</summary>
public sealed class WeatherReading
{
    /// <summary>Of the one.</summary>
    internal static readonly Guid TheId = FactId.Of("clean-up.weather");

    /// <summary>Always the same.</summary>
    public Guid Id { get; set; } = TheId;

    /// <summary>When it was last tried.</summary>
    public DateTimeOffset TriedAt { get; set; }

    /// <summary>Why there was no answer then; null when there was one.</summary>
    public string? Silence { get; set; }

    /// <summary>When there was an answer, the last time; null: never.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>The time of the newest report in it.</summary>
    public DateTimeOffset? ReportedAt { get; set; }

    /// <summary>The reports' headlines (見出し), in Japanese only.</summary>
    public List<string> Headlines { get; set; } = [];

    /// <summary>What is in force, by municipality.</summary>
    public List<MunicipalityWarnings> Municipalities { get; set; } = [];
}

/// <summary>What is in force in a municipality.</summary>
/// <param name="Code">The municipality's code of 6 digits.</param>
/// <param name="Complete">Whether every bulletin spoke of it. Otherwise something may be missing.</param>
/// <param name="Warnings">The codes of the warnings, the gravest first.</param>
/// <param name="PartOnly">Those that are in force in a part of it only.</param>
public sealed record MunicipalityWarnings(string Code, bool Complete, IReadOnlyList<string> Warnings, IReadOnlyList<string> PartOnly);

/// <summary>Makes one picture of all bulletins.</summary>
internal static class WarningMerge
{
    /// <summary>What is said of a warning that has neither code nor an end.</summary>
    public const string NoCode = "?";

    /// <summary>Merges bulletins; null when they say nothing that can be understood.</summary>
    /// <param name="bulletins">All bulletins.</param>
    /// <param name="now">Now.</param>
    public static WeatherReading? Of(IReadOnlyList<WarningBulletin?> bulletins, DateTimeOffset now)
    {
        var speaking = bulletins.OfType<WarningBulletin>().Where(b => b.Warning?.Class20Items is { Count: > 0 }).ToList();
        if (speaking.Count == 0 || speaking.Any(b => b.ReportDatetime is null)) return null;
        // One that does not say what it means for municipalities might be the one that matters.
        var whole = speaking.Count == bulletins.Count;
        return new()
        {
            TriedAt = now, ReadAt = now, ReportedAt = speaking.Max(b => b.ReportDatetime!.Value).ToUniversalTime(),
            Headlines = [.. speaking.Select(b => b.HeadlineText?.Trim()).OfType<string>().Where(h => h.Length > 0).Distinct()],
            Municipalities = [.. Municipality.All.Select(m => Of(m, speaking, whole))],
        };
    }

    private static MunicipalityWarnings Of(Municipality municipality, List<WarningBulletin> bulletins, bool whole)
    {
        // A municipality may be split into areas, whose codes begin alike: 3520300, or 3520301 and 3520302.
        List<WarningArea>[] said = [.. bulletins.Select(b => b.Warning!.Class20Items!.Where(a => a is { AreaCode.Length: 7 } && a.AreaCode.StartsWith(municipality.Code, StringComparison.Ordinal)).ToList())];
        var areas = said.SelectMany(a => a).Select(a => a.AreaCode!).Distinct().Count();
        var found = said.SelectMany(a => a)
            .SelectMany(a => (a.Kinds ?? []).Where(IsInForce).Select(k => (Area: a.AreaCode!, Code: string.IsNullOrWhiteSpace(k.Code) ? NoCode : k.Code.Trim())))
            .GroupBy(x => x.Code).Select(g => (Code: g.Key, Areas: g.Select(x => x.Area).Distinct().Count()))
            .OrderByDescending(w => WarningKinds.Of(w.Code).Tier).ThenBy(w => w.Code, StringComparer.Ordinal).ToList();
        return new(municipality.Code6, whole && said.All(a => a.Count > 0 && a.All(x => x.Kinds is { Count: > 0 })), [.. found.Select(w => w.Code)], [.. found.Where(w => w.Areas < areas).Select(w => w.Code)]);
    }

    // 解除: it ended. 発表警報・注意報はなし: there is none. Anything else is in force, whatever it may be.
    private static bool IsInForce(WarningOfArea? kind) =>
        kind is not null && kind.Status?.Contains("解除", StringComparison.Ordinal) != true && kind.Status?.EndsWith("なし", StringComparison.Ordinal) != true;
}
