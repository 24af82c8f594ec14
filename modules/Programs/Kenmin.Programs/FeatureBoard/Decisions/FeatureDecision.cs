using System.Globalization;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.FeatureBoard.Decisions;

/// <summary>One decision about a feature, in force from an instant on, as the gates go by it. Why and by whom is with its change.</summary>
public sealed class FeatureDecision
{
    /// <summary>Feature, year, initiative and instant, see <see cref="IdOf"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary>The feature's key.</summary>
    public string FeatureKey { get; set; } = "";

    /// <summary>The fiscal year (年度); null for a standing feature.</summary>
    public FiscalYear? Year { get; set; }

    /// <summary>The initiative (事業) it is for; null for all matters of the year.</summary>
    public Guid? Initiative { get; set; }

    /// <summary>From when it is in force.</summary>
    public DateTimeOffset From { get; set; }

    /// <summary>Whether the feature is on; null when what was decided more widely applies again.</summary>
    public bool? On { get; set; }

    /// <summary>The name of the chosen value; null for the first one.</summary>
    public string? Value { get; set; }

    /// <summary>The change that brought it.</summary>
    public Guid? ChangeId { get; set; }

    /// <summary>The decision as the gates take it.</summary>
    internal DecidedFeature Decided => new(FeatureKey, Year, Initiative, From, On, Value);

    /// <summary>The key of the decision about a feature in a year, and for an initiative, from an instant on.</summary>
    internal static string IdOf(string feature, FiscalYear? year, Guid? initiative, DateTimeOffset from) => string.Create(
        CultureInfo.InvariantCulture, $"{feature}/{year?.ToString() ?? "standing"}/{initiative?.ToString("N") ?? "all"}/{from.UtcTicks}");
}
