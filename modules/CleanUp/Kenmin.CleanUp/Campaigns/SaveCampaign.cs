using Kenmin.CleanUp.Opportunities;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Campaigns;

/// <summary>Adds a campaign, or changes it (一斉清掃の期間を決める).</summary>
/// <param name="Id">The campaign's id; a new one adds it.</param>
/// <param name="InitiativeId">The initiative; stays as it is once added.</param>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is; may be empty.</param>
/// <param name="FirstDay">The first day.</param>
/// <param name="LastDay">The last day, in the same fiscal year.</param>
/// <param name="PlansUntil">The last day on which groups hand in what they plan.</param>
[MessageIdentity("clean-up.save-campaign.v1")]
[NewEntries(Features.Campaigns)]
public sealed record SaveCampaign(
    Guid Id, Guid? InitiativeId, LocalizedText Name, LocalizedText Summary, DateOnly? FirstDay, DateOnly? LastDay, DateOnly? PlansUntil)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Name.Ja, nameof(Name), 80)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Name.En, "NameEn", 120, required: false)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Summary.Ja, nameof(Summary), 1000, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Summary.En, "SummaryEn", 1500, required: false, lines: true)) yield return flaw;
        if (FirstDay is not { } first) yield return new(nameof(FirstDay), new("最初の日を入力してください。", "Enter the first day."));
        else if (LastDay is not { } last) yield return new(nameof(LastDay), new("最後の日を入力してください。", "Enter the last day."));
        else if (last < first) yield return new(nameof(LastDay), new("最後の日は、最初の日より後にしてください。", "The last day must not be before the first."));
        else if (FiscalYear.Of(first) != FiscalYear.Of(last))
            yield return new(nameof(LastDay), new("1 つの年度の中に収めてください。年度をまたぐときは 2 つに分けます。", "Keep it within one fiscal year; split it where it goes beyond."));
        else if (PlansUntil is not { } until) yield return new(nameof(PlansUntil), new("計画の締切を入力してください。", "Enter the last day for plans."));
        else if (until > last) yield return new(nameof(PlansUntil), new("計画の締切は、期間の最後の日までにしてください。", "Plans cannot come in after the last day."));
    }
}

/// <summary>Keeps the campaign.</summary>
public static class SaveCampaignHandler
{
    /// <summary>
    /// A new one needs the feature for its own fiscal year. Who was told a period relies on it: the period of a published campaign can
    /// be made longer, not shorter.
    /// </summary>
    public static async Task<CommandAnswer> Handle(SaveCampaign command, IDocumentSession session, FeatureGates gates, IMessageContext messages, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        var year = FiscalYear.Of(command.FirstDay!.Value);
        var known = await session.LockAsync<Campaign>(command.Id, cancellationToken);
        if (known is null && !await gates.IsOnAsync(Features.Campaigns, year)) return CleanUpAnswers.Off;
        if (known is { Published: true } && (command.FirstDay > known.FirstDay || command.LastDay < known.LastDay))
            return CommandAnswer.Refused("period-published",
                "公開した期間は短くできません。延ばすことはできます。", "The period is published and can be made longer, not shorter.", nameof(command.FirstDay));
        if (known is not null && year.StartYear != known.Year)
            return CommandAnswer.Refused("year-fixed", "年度は変えられません。新しい年度のものは、別に作ってください。", "The fiscal year stays. Make another campaign for another year.", nameof(command.FirstDay));
        var key = Campaign.KeyOf(year.StartYear, command.Name.Ja);
        // Two who add the same campaign at the same moment wait for each other here.
        await session.TakeTurnsAsync(key, cancellationToken);
        if (await session.Query<Campaign>().AnyAsync(c => c.Key == key && c.Id != command.Id, cancellationToken))
            return CommandAnswer.Refused("name-taken", "同じ年度に、同じ名称の一斉清掃があります。", "The fiscal year has a campaign of this name already.", nameof(command.Name));
        session.Store(new Campaign
        {
            Id = command.Id, InitiativeId = known is null ? command.InitiativeId : known.InitiativeId, Year = year.StartYear, Key = key, Name = Trim(command.Name),
            Summary = Trim(command.Summary), FirstDay = command.FirstDay.Value, LastDay = command.LastDay!.Value, PlansUntil = command.PlansUntil!.Value,
            Published = known?.Published ?? false, FrozenAt = known?.FrozenAt, FrozenBy = known?.FrozenBy,
        });
        if (known is not null) await messages.PublishAsync(new TellActivities(CampaignId: known.Id));
        return CommandAnswer.Done;
    }

    // Where nobody wrote English, Japanese stands there: nothing is left blank.
    internal static LocalizedText Trim(LocalizedText text) =>
        new(text.Ja?.Trim() ?? "", string.IsNullOrWhiteSpace(text.En) ? text.Ja?.Trim() ?? "" : text.En.Trim());
}

/// <summary>Shows a campaign to everybody, or hides it (公開・非公開).</summary>
/// <param name="Id">The campaign.</param>
/// <param name="Published">Whether everybody sees it.</param>
[MessageIdentity("clean-up.publish-campaign.v1")]
[NewEntries(Features.Campaigns)]
public sealed record PublishCampaign(Guid Id, bool Published);

/// <summary>Shows or hides it.</summary>
public static class PublishCampaignHandler
{
    /// <summary>Hiding stays possible whatever is switched off.</summary>
    public static async Task<CommandAnswer> Handle(
        PublishCampaign command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, IMessageContext messages, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Campaign>(command.Id, cancellationToken) is not { } campaign) return CommandAnswer.Unknown;
        if (command.Published && !campaign.Published && !await gates.MayPrepareAsync(initiatives, campaign)) return CleanUpAnswers.Off;
        campaign.Published = command.Published;
        session.Store(campaign);
        await messages.PublishAsync(new TellActivities(CampaignId: campaign.Id));
        return CommandAnswer.Done;
    }
}
