using System.Globalization;
using Kenmin.Pages;
using Kenmin.Passport.Contracts;

namespace Kenmin.SeniorEngagement.Points.Pages;

/// <summary>A rule as it is typed.</summary>
public sealed class TermsForm
{
    /// <summary>The initiative.</summary>
    public string? Initiative { get; set; }

    /// <summary>The fiscal year.</summary>
    public string? Year { get; set; }

    /// <summary>The municipality.</summary>
    public string? Municipality { get; set; }

    /// <summary>Minutes for a stamp.</summary>
    public string? MinutesPerStamp { get; set; }

    /// <summary>Stamps a day.</summary>
    public string? StampsPerDay { get; set; }

    /// <summary>Points a stamp.</summary>
    public string? PointsPerStamp { get; set; }

    /// <summary>The most of the year.</summary>
    public string? YearlyCap { get; set; }

    /// <summary>The unit of the exchange.</summary>
    public string? ExchangeUnit { get; set; }

    /// <summary>Yen a point.</summary>
    public string? YenPerPoint { get; set; }

    /// <summary>The age.</summary>
    public string? MinimumAge { get; set; }

    /// <summary>The proof.</summary>
    public string? LowestProof { get; set; }

    /// <summary>Modules that do not count.</summary>
    public List<string> ExcludedModules { get; set; } = [];

    /// <summary>The first day of the exchange.</summary>
    public string? ExchangeFrom { get; set; }

    /// <summary>Its last day.</summary>
    public string? ExchangeUntil { get; set; }

    internal static TermsForm Of(PointTerms terms, DateOnly from, DateOnly until) => new()
    {
        MinutesPerStamp = Typed(terms.MinutesPerStamp), StampsPerDay = Typed(terms.StampsPerDay), PointsPerStamp = Typed(terms.PointsPerStamp), YearlyCap = Typed(terms.YearlyCap),
        ExchangeUnit = Typed(terms.ExchangeUnit), YenPerPoint = Typed(terms.YenPerPoint), MinimumAge = Typed(terms.MinimumAge), LowestProof = terms.LowestProof.ToString(), ExcludedModules = [.. terms.ExcludedModules],
        ExchangeFrom = Dates.Iso(from), ExchangeUntil = Dates.Iso(until),
    };

    internal PointTerms Terms(FormErrors errors, string form) => new()
    {
        MinutesPerStamp = Number(errors, form, nameof(MinutesPerStamp), MinutesPerStamp), StampsPerDay = Number(errors, form, nameof(StampsPerDay), StampsPerDay),
        PointsPerStamp = Number(errors, form, nameof(PointsPerStamp), PointsPerStamp), YearlyCap = Number(errors, form, nameof(YearlyCap), YearlyCap),
        ExchangeUnit = Number(errors, form, nameof(ExchangeUnit), ExchangeUnit), YenPerPoint = Number(errors, form, nameof(YenPerPoint), YenPerPoint), MinimumAge = Number(errors, form, nameof(MinimumAge), MinimumAge),
        LowestProof = Enum.TryParse<ProofLevel>(LowestProof, out var proof) ? proof : ProofLevel.Confirmed, ExcludedModules = ExcludedModules ?? [],
    };

    private static string Typed(int number) => number.ToString(CultureInfo.InvariantCulture);

    // What is blank is out of range, and said to be so.
    private static int Number(FormErrors errors, string form, string field, string? text) => errors.TakeNumber($"{form}.{field}", text) ?? -1;
}
