using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>What can be set of community business within an initiative (事業ごとの設定).</summary>
internal sealed class InitiativeSettings
{
    /// <summary>Whether ideas are taken in for it.</summary>
    [Setting("アイデアを受け付ける", "Takes ideas", HintJa = "「いいえ」のときは、公募だけに使います。", HintEn = "If not, it is used for calls only.")]
    public bool TakesIdeas { get; set; } = true;

    /// <summary>Within how many days the office looks at an idea.</summary>
    [Setting("窓口が内容を確かめるまでの日数", "The office looks within", Minimum = 1, Maximum = 60, UnitJa = "日", UnitEn = "days")]
    public int DaysToLook { get; set; } = VentureWork.DaysToLook;
}

/// <summary>Whether something new is taken for a venture: the feature is on, and the initiative that it belongs to takes new entries.</summary>
internal static class VentureGates
{
    /// <summary>For a venture that there is.</summary>
    public static Task<bool> TakesAsync(this FeatureGates gates, string feature, Venture venture) => gates.IsOnAsync(feature, gates.CurrentYear, venture.InitiativeId);

    /// <summary>The initiatives for which ideas are taken in now, the latest first.</summary>
    public static async Task<IReadOnlyList<InitiativeFacts>> OpenForIdeasAsync(this InitiativeDirectory initiatives, FeatureGates gates)
    {
        List<InitiativeFacts> open = [];
        foreach (var facts in initiatives.All.OrderByDescending(i => i.Years.Count == 0 ? (FiscalYear?)null : i.Years.Max()).ThenBy(i => i.Slug, StringComparer.Ordinal))
            if (await initiatives.TakesIdeasAsync(gates, facts.Id)) open.Add(facts);
        return open;
    }

    /// <summary>Whether ideas are taken in for an initiative; for none, whether they are at all.</summary>
    public static async Task<bool> TakesIdeasAsync(this InitiativeDirectory initiatives, FeatureGates gates, Guid? initiative) =>
        await gates.IsOnAsync(Features.Ideas, gates.CurrentYear, initiative)
        && (initiative is null || (initiatives.IsKept && initiatives.SettingsOf<InitiativeSettings>(CommunityBusinessModule.Key, initiative, gates.CurrentYear).TakesIdeas));
}
