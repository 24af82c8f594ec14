using System.Globalization;

namespace Kenmin.CommunityBusiness.Plans.Pages;

/// <summary>What is typed into a canvas.</summary>
internal sealed class CanvasForm
{
    /// <summary>The revision that was read.</summary>
    public string? Revision { get; set; }

    /// <inheritdoc cref="Canvas.Problem"/>
    public string? Problem { get; set; }

    /// <inheritdoc cref="Canvas.Offer"/>
    public string? Offer { get; set; }

    /// <inheritdoc cref="Canvas.Users"/>
    public string? Users { get; set; }

    /// <inheritdoc cref="Canvas.Resources"/>
    public string? Resources { get; set; }

    /// <inheritdoc cref="Canvas.People"/>
    public string? People { get; set; }

    /// <inheritdoc cref="Canvas.Reach"/>
    public string? Reach { get; set; }

    /// <inheritdoc cref="Canvas.Earnings"/>
    public string? Earnings { get; set; }

    /// <inheritdoc cref="Canvas.Costs"/>
    public string? Costs { get; set; }

    /// <inheritdoc cref="Canvas.Change"/>
    public string? Change { get; set; }

    internal static CanvasForm Of(BusinessPlan plan) => new()
    {
        Revision = plan.Revision.ToString(CultureInfo.InvariantCulture), Problem = plan.Canvas.Problem, Offer = plan.Canvas.Offer, Users = plan.Canvas.Users, Resources = plan.Canvas.Resources, People = plan.Canvas.People,
        Reach = plan.Canvas.Reach, Earnings = plan.Canvas.Earnings, Costs = plan.Canvas.Costs, Change = plan.Canvas.Change,
    };

    internal Canvas ToCanvas() => new(Problem ?? "", Offer ?? "", Users ?? "", Resources ?? "", People ?? "", Reach ?? "", Earnings ?? "", Costs ?? "", Change ?? "");

    internal static int Read(string? revision) => int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : -1;
}

/// <summary>What is typed about a version, the beginning of the cash flow, or a copy of a scenario.</summary>
internal sealed class PlanForm
{
    /// <summary>The revision that was read.</summary>
    public string? Revision { get; set; }

    /// <summary>What changed, or what was done.</summary>
    public string? Note { get; set; }

    /// <summary>The first month.</summary>
    public string? FirstMonth { get; set; }

    /// <summary>Yen at hand in the cautious scenario.</summary>
    public string? Start0 { get; set; }

    /// <summary>Yen at hand in the expected scenario.</summary>
    public string? Start1 { get; set; }

    /// <summary>Yen at hand in the good scenario.</summary>
    public string? Start2 { get; set; }

    /// <summary>The scenario that is copied.</summary>
    public string? From { get; set; }

    /// <summary>The scenario that it goes to.</summary>
    public string? To { get; set; }

    /// <summary>The quantities, in per cent.</summary>
    public string? Percent { get; set; }
}
