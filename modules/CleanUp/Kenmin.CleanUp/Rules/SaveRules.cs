using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Rules;

/// <summary>Sets what a municipality does and asks in a campaign (市町のルールを決める).</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Municipality">The municipality, by its code of 6 digits.</param>
/// <param name="CollectionDays">The days of collection.</param>
/// <param name="BagsPerGroup">Bags for a group; null: no limit.</param>
/// <param name="BagsPerPerson">Bags for a person; null: no limit.</param>
/// <param name="LargeFrom">From how many bags on the office wants to know beforehand; null: never.</param>
/// <param name="NoticeDays">How many days before the collection.</param>
/// <param name="Sorting">How litter is sorted.</param>
/// <param name="Office">The office that answers.</param>
/// <param name="Phone">Its telephone.</param>
/// <param name="Email">Its e-mail; may be empty.</param>
[MessageIdentity("clean-up.save-rules.v1")]
[NewEntries(Features.Campaigns)]
public sealed record SaveRules(
    Guid CampaignId, string Municipality, IReadOnlyList<DateOnly> CollectionDays, int? BagsPerGroup, int? BagsPerPerson, int? LargeFrom, int? NoticeDays,
    LocalizedText Sorting, string Office, string Phone, string Email)
{
    internal const int MostDays = 60;

    internal IEnumerable<Flaw> Flaws(Campaign campaign)
    {
        // What was picked up on the last day waits for the next weeks' lorries.
        var last = campaign.LastDay.AddDays(31);
        foreach (var day in CollectionDays.Where(d => d < campaign.FirstDay || d > last).Take(1))
            yield return new(nameof(CollectionDays), new(
                $"{day:yyyy-MM-dd} は期間の外です。{campaign.FirstDay:yyyy-MM-dd} から {last:yyyy-MM-dd} までの日にしてください。",
                $"{day:yyyy-MM-dd} is outside. Choose days from {campaign.FirstDay:yyyy-MM-dd} to {last:yyyy-MM-dd}."));
        if (CollectionDays.Count > MostDays) yield return new(nameof(CollectionDays), new($"{MostDays} 日までです。", $"Up to {MostDays} days."));
        foreach (var flaw in Flaw.OfNumber(BagsPerGroup, nameof(BagsPerGroup), 0, 100_000)) yield return flaw;
        foreach (var flaw in Flaw.OfNumber(BagsPerPerson, nameof(BagsPerPerson), 0, 1_000)) yield return flaw;
        foreach (var flaw in Flaw.OfNumber(LargeFrom, nameof(LargeFrom), 1, 100_000)) yield return flaw;
        foreach (var flaw in Flaw.OfNumber(NoticeDays, nameof(NoticeDays), 0, 60)) yield return flaw;
        if (LargeFrom is null != NoticeDays is null)
            yield return new(LargeFrom is null ? nameof(LargeFrom) : nameof(NoticeDays), new(
                "「何袋から」と「何日前まで」は、両方入力するか、両方空にしてください。", "Fill in both “from how many bags” and “how many days ahead”, or neither."));
        foreach (var flaw in Flaw.OfText(Sorting.Ja, nameof(Sorting), 1000, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Sorting.En, "SortingEn", 1500, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Office, nameof(Office), 80)) yield return flaw;
        if (string.IsNullOrWhiteSpace(Phone) || !PhoneNumber.Parse(Phone).IsOk)
            yield return new(nameof(Phone), new("担当窓口の電話番号を入力してください。例：083-933-0000", "Enter the office's telephone, such as 083-933-0000."));
        if (!string.IsNullOrWhiteSpace(Email) && !EmailAddress.Parse(Email).IsOk)
            yield return new(nameof(Email), new("メールアドレスの形が違います。例：kankyo@example.jp", "This is no e-mail address. Such as kankyo@example.jp."));
    }
}

/// <summary>Keeps the rules.</summary>
public static class SaveRulesHandler
{
    /// <summary>Keeps them, as long as the campaign can be prepared.</summary>
    public static async Task<CommandAnswer> Handle(SaveRules command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Campaign>(command.CampaignId, cancellationToken) is not { } campaign
            || SharedKernel.Municipality.ByCode(command.Municipality) is not { } municipality) return CommandAnswer.Unknown;
        if (!await gates.MayPrepareAsync(initiatives, campaign)) return CleanUpAnswers.Off;
        foreach (var flaw in command.Flaws(campaign)) return CommandAnswer.Invalid(flaw);
        session.Store(new MunicipalityRules
        {
            Id = MunicipalityRules.IdOf(campaign.Id, municipality.Code6), CampaignId = campaign.Id, MunicipalityCode = municipality.Code6,
            CollectionDays = [.. command.CollectionDays.Distinct().Order()], BagsPerGroup = command.BagsPerGroup, BagsPerPerson = command.BagsPerPerson,
            LargeFrom = command.LargeFrom, NoticeDays = command.NoticeDays, Sorting = SaveCampaignHandler.Trim(command.Sorting), Office = command.Office.Trim(),
            Phone = PhoneNumber.Parse(command.Phone).Value.ToString()!, Email = command.Email?.Trim() ?? "",
        });
        return CommandAnswer.Done;
    }
}
