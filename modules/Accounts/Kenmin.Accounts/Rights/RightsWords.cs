using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Rights;

/// <summary>Requests in words.</summary>
internal static class RightsWords
{
    public static LocalizedText Backups { get; } = new(
        "バックアップには最長で保存期間（35 日）が過ぎるまで残り、その後なくなります。バックアップを戻したときは、もう一度消去します。",
        "Backups hold them until they expire, 35 days at most. After a backup is restored, they are erased again.");

    public static LocalizedText Of(RightsKind kind) => kind switch
    {
        RightsKind.Correction => new("訂正", "Correction"),
        RightsKind.Suspension => new("利用停止", "Suspension of use"),
        RightsKind.Erasure => new("消去", "Erasure"),
        _ => new("開示", "Disclosure"),
    };

    public static LocalizedText Of(RightsState state) => state switch
    {
        RightsState.Erasing => new("消去中", "Being erased"),
        RightsState.Done => new("実施済み", "Carried out"),
        RightsState.Refused => new("実施しない決定", "Refused"),
        _ => new("受付", "Open"),
    };
}
