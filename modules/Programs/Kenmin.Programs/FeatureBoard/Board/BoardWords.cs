using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Pages;
using Kenmin.Programs.FeatureBoard.Changes;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.Programs.FeatureBoard.Board;

/// <summary>The board's things in words for administrators.</summary>
internal sealed class BoardWords(ModuleCatalog catalog, InitiativeDirectory initiatives)
{
    public static LocalizedText State(bool on) => on ? L("使う", "On") : L("使わない", "Off");

    /// <summary>The year in both calendars: 令和8年度（FY2026）.</summary>
    public static LocalizedText Year(FiscalYear? year) => year is { } y
        ? L($"{y.ToJapanese()}（{y}）", $"{y} ({y.ToJapanese()})") : L("年度共通", "All years");

    public LocalizedText Feature(string key) => catalog.Features.TryGetValue(key, out var feature)
        ? feature.Name : L($"{key}（今はない機能）", $"{key} (no longer there)");

    public LocalizedText? Initiative(Guid? id) => id is { } known ? initiatives.Find(known)?.Name ?? L("今はない事業", "an initiative that is no longer there") : null;

    public LocalizedText Value(string feature, string? value) =>
        catalog.Features.TryGetValue(feature, out var declared) && declared.Values.Count > 0
            ? declared.Values.FirstOrDefault(v => v.Name == value)?.Text ?? declared.Values[0].Text : default;

    /// <summary>What an item decides: 使う（10人未満）.</summary>
    public LocalizedText Decision(ChangeItem item) => item.On switch
    {
        null => L("個別の決定なし", "No decision of its own"),
        false => State(false),
        true when Value(item.Feature, item.Value) is { Ja.Length: > 0 } value => L($"使う（{value.Ja}）", $"On ({value.En})"),
        true => State(true),
    };

    /// <summary>What an item is about: 令和9年度（FY2027）「活動枠の公開と申込」.</summary>
    public LocalizedText Subject(ChangeItem item)
    {
        var (year, feature, initiative) = (Year(item.Year), Feature(item.Feature), Initiative(item.Initiative));
        return initiative is { } named
            ? L($"{year.Ja}「{feature.Ja}」（事業「{named.Ja}」）", $"{year.En} “{feature.En}” (initiative “{named.En}”)")
            : L($"{year.Ja}「{feature.Ja}」", $"{year.En} “{feature.En}”");
    }

    public static LocalizedText Kind(ChangeKind kind) => kind switch
    {
        ChangeKind.YearCopy => L("年度の写し", "Copied from another year"),
        ChangeKind.Undo => L("元に戻す", "Undo"),
        ChangeKind.Emergency => L("緊急停止", "Emergency stop"),
        _ => L("決定", "Decision"),
    };

    public static (LocalizedText Text, Tone Tone) StateOf(FeatureChange change, DateTimeOffset now) => change.StateAt(now) switch
    {
        ChangeState.Proposed => (L("承認待ち", "Waits for approval"), Tone.Warning),
        ChangeState.Refused => (L("却下", "Refused"), Tone.Error),
        ChangeState.Withdrawn => (L("取下げ", "Withdrawn"), Tone.Neutral),
        ChangeState.Expired => (L("期限切れ", "Expired"), Tone.Neutral),
        _ when change.UndoneBy is not null => (L("元に戻した", "Undone"), Tone.Neutral),
        _ when change.From > now => (L("予定", "Planned"), Tone.Info),
        _ => (L("決定済み", "Decided"), Tone.Success),
    };

    public static LocalizedText Step(string what) => what switch
    {
        "proposed" => L("起案", "Proposed"),
        "approved" => L("承認", "Approved"),
        "refused" => L("却下", "Refused"),
        "withdrawn" => L("取下げ", "Withdrawn"),
        "confirmed" => L("事後確認", "Confirmed afterwards"),
        "undone" => L("元に戻した", "Undone"),
        _ => L("決定", "Decided"),
    };
}
