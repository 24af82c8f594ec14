using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Campaigns;

/// <summary>
/// A clean-up campaign (一斉環境美化活動): a period in which groups all over the prefecture clean at the same time. Each
/// municipality has its own rules for it.
/// </summary>
public sealed class Campaign
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The initiative (事業) that it belongs to; null where no module keeps initiatives.</summary>
    public Guid? InitiativeId { get; set; }

    /// <summary>The year in which its fiscal year (年度) starts.</summary>
    public int Year { get; set; }

    /// <summary>Its name.</summary>
    public LocalizedText Name { get; set; }

    /// <summary>What it is, in some sentences; may be empty.</summary>
    public LocalizedText Summary { get; set; }

    /// <summary>The first day of the period.</summary>
    public DateOnly FirstDay { get; set; }

    /// <summary>The last day of the period.</summary>
    public DateOnly LastDay { get; set; }

    /// <summary>The last day on which groups hand in what they plan.</summary>
    public DateOnly PlansUntil { get; set; }

    /// <summary>Whether everybody sees it.</summary>
    public bool Published { get; set; }

    /// <summary>When its results were fixed (確定); null before.</summary>
    public DateTimeOffset? FrozenAt { get; set; }

    /// <summary>Who fixed them.</summary>
    public Doer? FrozenBy { get; set; }

    /// <summary>What makes it one campaign: the fiscal year and the folded name.</summary>
    public string Key { get; set; } = "";

    internal FiscalYear FiscalYear => new(Year);

    /// <summary>Whether a day lies in the period.</summary>
    internal bool Covers(DateOnly day) => FirstDay <= day && day <= LastDay;

    internal static string KeyOf(int year, string name) => string.Create(CultureInfo.InvariantCulture, $"{year}|{FoldedText.Of(name)}");
}
