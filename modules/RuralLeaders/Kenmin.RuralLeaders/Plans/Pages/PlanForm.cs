namespace Kenmin.RuralLeaders.Plans.Pages;

/// <summary>What is typed about a plan.</summary>
public sealed class PlanForm
{
    /// <summary>Its title.</summary>
    public string? Title { get; set; }

    /// <summary>The area; empty for all of the network.</summary>
    public string? AreaId { get; set; }

    /// <summary>A few sentences for everybody.</summary>
    public string? Summary { get; set; }

    /// <summary>Whether everybody may read them.</summary>
    public bool Public { get; set; }

    internal static PlanForm Of(VillagePlan plan) => new() { Title = plan.Title, AreaId = plan.AreaId?.ToString(), Summary = plan.Summary, Public = plan.IsPublic };

    internal SavePlan ToCommand(Guid id, Guid network, Guid account) => new(id, network, string.IsNullOrEmpty(AreaId) ? null : Guid.TryParse(AreaId, out var area) ? area : Guid.Empty, Title, Summary, Public, account);
}
