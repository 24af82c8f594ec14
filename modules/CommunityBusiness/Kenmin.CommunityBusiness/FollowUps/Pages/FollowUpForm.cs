using Kenmin.CommunityBusiness.Scope;
using Kenmin.Pages;

namespace Kenmin.CommunityBusiness.FollowUps.Pages;

/// <summary>What is typed about how a business goes.</summary>
internal sealed class FollowUpForm
{
    /// <summary>Whether it goes on: yes or no.</summary>
    public string? GoesOn { get; set; }

    /// <summary>How many are paid.</summary>
    public string? Jobs { get; set; }

    /// <summary>The class of the turnover.</summary>
    public string? Turnover { get; set; }

    /// <summary>How many residents were served.</summary>
    public string? Residents { get; set; }

    /// <summary>What worked.</summary>
    public string? Worked { get; set; }

    /// <summary>What did not.</summary>
    public string? Failed { get; set; }

    internal static FollowUpForm Of(FollowUp asked) => asked.Answer is { } a
        ? new() { GoesOn = a.GoesOn ? "yes" : "no", Jobs = Plans.PlanNumbers.Text(a.Jobs), Turnover = a.Turnover.ToString(), Residents = Plans.PlanNumbers.Text(a.Residents), Worked = a.Worked, Failed = a.Failed } : new();

    internal SaveFollowUp ToCommand(Guid venture, int months, Doer? by, OfficePowers? office, FormErrors errors) => new(
        venture, months, GoesOn switch { "yes" => true, "no" => false, _ => null }, errors.TakeNumber("Input.Jobs", Jobs), Enum.TryParse<TurnoverClass>(Turnover, out var turnover) ? turnover : null,
        errors.TakeNumber("Input.Residents", Residents), Worked, Failed, by, office);
}
