using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Campaigns.Pages;

/// <summary>What is typed about a campaign.</summary>
internal sealed class CampaignForm
{
    /// <summary>The initiative's id.</summary>
    public string? InitiativeId { get; set; }

    /// <summary>The name in Japanese.</summary>
    public string? Name { get; set; }

    /// <summary>The name in English.</summary>
    public string? NameEn { get; set; }

    /// <summary>What it is, in Japanese.</summary>
    public string? Summary { get; set; }

    /// <summary>What it is, in English.</summary>
    public string? SummaryEn { get; set; }

    /// <summary>The first day.</summary>
    public string? FirstDay { get; set; }

    /// <summary>The last day.</summary>
    public string? LastDay { get; set; }

    /// <summary>The last day for plans.</summary>
    public string? PlansUntil { get; set; }

    internal static CampaignForm Of(Campaign campaign) => new()
    {
        Name = campaign.Name.Ja, NameEn = campaign.Name.En, Summary = campaign.Summary.Ja, SummaryEn = campaign.Summary.En,
        FirstDay = Dates.Iso(campaign.FirstDay), LastDay = Dates.Iso(campaign.LastDay), PlansUntil = Dates.Iso(campaign.PlansUntil),
    };

    internal SaveCampaign ToCommand(Guid id, Guid? initiative, FormErrors errors) => new(
        id, initiative, new(Name ?? "", NameEn ?? ""), new(Summary ?? "", SummaryEn ?? ""), errors.TakeDay("Input.FirstDay", FirstDay),
        errors.TakeDay("Input.LastDay", LastDay), errors.TakeDay("Input.PlansUntil", PlansUntil));
}
