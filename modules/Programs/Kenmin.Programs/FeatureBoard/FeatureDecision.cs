using Kenmin.SharedKernel;

namespace Kenmin.Programs.FeatureBoard;

/// <summary>What was decided last about a feature for a fiscal year (年度), or standing.</summary>
public sealed class FeatureDecision
{
    /// <summary>Feature and year, see <see cref="IdOf"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary>The feature's key.</summary>
    public string FeatureKey { get; set; } = "";

    /// <summary>The fiscal year; null for a standing feature.</summary>
    public FiscalYear? Year { get; set; }

    /// <summary>The initiative (事業) it is for; null for all matters of the year.</summary>
    public Guid? Initiative { get; set; }

    /// <summary>From when it is in force.</summary>
    public DateTimeOffset From { get; set; }

    /// <summary>Whether the feature is on; null when what was decided more widely applies again.</summary>
    public bool? On { get; set; }

    /// <summary>The name of the chosen value; null for the first one.</summary>
    public string? Value { get; set; }

    /// <summary>The key of the decision about a feature in a year.</summary>
    public static string IdOf(string featureKey, FiscalYear? year) => $"{featureKey}/{year?.ToString() ?? "standing"}";
}

/// <summary>One decision in the history: only ever added to.</summary>
/// <param name="Id">Its id (version 7, ascending in time).</param>
/// <param name="FeatureKey">The feature's key.</param>
/// <param name="Year">The fiscal year; null for a standing feature.</param>
/// <param name="On">What was decided.</param>
/// <param name="Reason">Why, in the administrator's words.</param>
/// <param name="DecidedBy">The account that decided.</param>
/// <param name="DecidedByName">The name of who decided, as it was then.</param>
/// <param name="At">When.</param>
public sealed record FeatureDecisionMade(
    Guid Id, string FeatureKey, FiscalYear? Year, bool On, string Reason, Guid DecidedBy, string DecidedByName, DateTimeOffset At);
