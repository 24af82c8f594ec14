using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Campaigns;

/// <summary>Campaigns in words.</summary>
internal static class CampaignWords
{
    /// <summary>The period.</summary>
    public static string Period(Campaign campaign) => campaign.FirstDay == campaign.LastDay
        ? Dates.Long(campaign.FirstDay)
        : new LocalizedText($"{Dates.LongText(campaign.FirstDay).Ja}～{Dates.LongText(campaign.LastDay).Ja}", $"{Dates.LongText(campaign.FirstDay).En} to {Dates.LongText(campaign.LastDay).En}").ToString();

    /// <summary>Where it stands on a day.</summary>
    public static (LocalizedText Text, Tone Tone) State(Campaign campaign, DateOnly today) =>
        !campaign.Published ? (new("準備中（非公開）", "Being prepared, not public"), Tone.Neutral)
        : today < campaign.FirstDay ? (new("これから", "To come"), Tone.Info)
        : today <= campaign.LastDay ? (new("開催中", "Under way"), Tone.Success)
        : (new("終了", "Over"), Tone.Neutral);
}
