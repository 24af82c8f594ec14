using Kenmin.Pages;

namespace Kenmin.RuralLeaders.Plans.Pages;

/// <summary>What is typed about an action.</summary>
public sealed class ActionForm
{
    /// <summary>Its id.</summary>
    public string? Id { get; set; }

    /// <summary>What is done.</summary>
    public string? Text { get; set; }

    /// <summary>Who sees to it.</summary>
    public string? OwnerId { get; set; }

    /// <summary>By when.</summary>
    public string? DueOn { get; set; }

    internal static ActionForm Of(PlanAction a) => new() { Id = a.Id.ToString(), Text = a.Text, OwnerId = a.OwnerId?.ToString(), DueOn = Dates.Iso(a.DueOn) };

    internal SavePlanAction ToCommand(Guid plan, Guid id, Guid account, FormErrors errors) =>
        new(plan, id, Text, Guid.TryParse(OwnerId, out var owner) ? owner : null, errors.TakeDay("Action.DueOn", DueOn), account);
}
