using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Insurance;

/// <summary>
/// What the office of a municipality insures in a campaign. An event policy (行事用保険) covers the people on a list; powered cutters
/// (刈払機) need another plan. Plans change by year and insurer: they are data.
/// </summary>
public sealed class InsuranceRules
{
    /// <summary>Derived from campaign and municipality: there is one.</summary>
    public Guid Id { get; set; }

    /// <summary>The campaign.</summary>
    public Guid CampaignId { get; set; }

    /// <summary>The municipality, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The plan for those who use no powered cutters; empty: the office takes no policy out.</summary>
    public string Plan { get; set; } = "";

    /// <summary>The plan for those who use powered cutters; empty: there is none, and they are not covered.</summary>
    public string CutterPlan { get; set; } = "";

    /// <summary>How many days before the activity the list must be in.</summary>
    public int DaysBefore { get; set; }

    /// <summary>What the insurer needs to know of each person beside the name, such as an address (住所); empty: nothing.</summary>
    public string Detail { get; set; } = "";

    /// <summary>What else to know; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>Whether a policy is taken out.</summary>
    internal bool IsTaken => Plan.Length > 0;

    /// <summary>The last day on which the list of an activity can come in.</summary>
    internal DateOnly DueFor(DateOnly day) => day.AddDays(-DaysBefore);

    internal static Guid IdOf(Guid campaign, string municipality) => FactId.Of($"clean-up.insurance|{campaign:N}|{municipality}");
}

/// <summary>Sets what a municipality insures in a campaign (行事用保険を決める).</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Municipality">The municipality, by its code of 6 digits.</param>
/// <param name="Plan">The plan; empty: no policy is taken out.</param>
/// <param name="CutterPlan">The plan for those who use powered cutters; may be empty.</param>
/// <param name="DaysBefore">How many days before the activity the list must be in.</param>
/// <param name="Detail">What the insurer needs to know of each person beside the name; may be empty.</param>
/// <param name="Note">What else to know; may be empty.</param>
[MessageIdentity("clean-up.save-insurance-rules.v1")]
[NewEntries(Features.Campaigns)]
public sealed record SaveInsuranceRules(Guid CampaignId, string Municipality, string Plan, string CutterPlan, int? DaysBefore, string Detail, string Note)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Plan, nameof(Plan), 60, required: !string.IsNullOrWhiteSpace(CutterPlan))) yield return flaw;
        foreach (var flaw in Flaw.OfText(CutterPlan, nameof(CutterPlan), 60, required: false)) yield return flaw;
        if (DaysBefore is null && !string.IsNullOrWhiteSpace(Plan)) yield return new(nameof(DaysBefore), new("名簿の締切（何日前）を入力してください。当日まででよいときは 0 です。", "Enter how many days before the list must be in; 0 for the day itself."));
        foreach (var flaw in Flaw.OfNumber(DaysBefore, nameof(DaysBefore), 0, 60)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Detail, nameof(Detail), 20, required: false)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Note, nameof(Note), 300, required: false, lines: true)) yield return flaw;
    }
}

/// <summary>Keeps them.</summary>
public static class SaveInsuranceRulesHandler
{
    /// <summary>Keeps them, as long as the campaign can be prepared.</summary>
    public static async Task<CommandAnswer> Handle(
        SaveInsuranceRules command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Campaign>(command.CampaignId, cancellationToken) is not { } campaign
            || SharedKernel.Municipality.ByCode(command.Municipality) is not { } municipality) return CommandAnswer.Unknown;
        if (!await gates.MayPrepareAsync(initiatives, campaign)) return CleanUpAnswers.Off;
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        session.Store(new InsuranceRules
        {
            Id = InsuranceRules.IdOf(campaign.Id, municipality.Code6), CampaignId = campaign.Id, MunicipalityCode = municipality.Code6, Plan = command.Plan?.Trim() ?? "",
            CutterPlan = command.CutterPlan?.Trim() ?? "", DaysBefore = command.DaysBefore ?? 0, Detail = command.Detail?.Trim() ?? "", Note = command.Note?.Trim() ?? "",
        });
        return CommandAnswer.Done;
    }
}
