using Kenmin.Pages;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Plans;

/// <summary>Plans in words.</summary>
internal static class PlanWords
{
    public static LocalizedText Situation { get; } = new("現状と課題", "How it is now, and what is hard");

    public static LocalizedText Aims { get; } = new("めざす姿", "What we want to be");

    public static LocalizedText Measures { get; } = new("取り組みの方針", "What is to be done");

    public static LocalizedText NameOf(ActionState state) => state switch
    {
        ActionState.Open => new("これから", "To be begun"), ActionState.UnderWay => new("取組中", "Under way"), ActionState.Done => new("完了", "Done"), _ => new("とりやめ", "Dropped"),
    };

    public static (LocalizedText Text, Tone Tone) State(PlanAction action, DateOnly today) => action.IsOverdue(today)
        ? (new($"{NameOf(action.State).Ja}（期限を過ぎています）", $"{NameOf(action.State).En} (overdue)"), Tone.Error)
        : (NameOf(action.State), action.State switch { ActionState.Done => Tone.Success, ActionState.Dropped => Tone.Neutral, _ => Tone.Info });

    public static LocalizedText For(Area? area, Network network) => area is null
        ? new($"「{network.Name}」の全体", $"All of {network.Name}") : new($"{area.Name}（{AreaWords.MunicipalityOf(area).Ja}）", $"{area.Name} ({AreaWords.MunicipalityOf(area).En})");

    public static LocalizedText Standing(VillagePlan plan) => (plan.Versions, plan.Draft) switch
    {
        (0, null) => new("まだ案がありません", "No draft yet"),
        (0, _) => new("最初の案を作成中", "The first draft is being written"),
        (var n, null) => new($"第 {n} 版", $"Version {n}"),
        var (n, _) => new($"第 {n} 版（次の版の案を作成中）", $"Version {n}; the next is being written"),
    };

    public static IReadOnlyList<FieldOption> AreaOptions(IEnumerable<Area> areas) => [.. areas.Select(a => new FieldOption(a.Id.ToString(), new($"{a.Name}（{AreaWords.MunicipalityOf(a).Ja}）", $"{a.Name} ({AreaWords.MunicipalityOf(a).En})")))];

    public static IReadOnlyList<FieldOption> StateOptions(ActionState now) => [.. Enum.GetValues<ActionState>().Where(s => s != now).Select(s => new FieldOption(s.ToString(), NameOf(s)))];
}
