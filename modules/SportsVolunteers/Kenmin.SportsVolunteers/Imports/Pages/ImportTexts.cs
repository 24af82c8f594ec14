using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Imports.Pages;

/// <summary>Words for imports.</summary>
internal static class ImportTexts
{
    public static LocalizedText Name(this ImportState state) => state switch
    {
        ImportState.Uploaded => new("確認待ち", "To be checked"),
        ImportState.Running => new("取り込み中", "Running"),
        ImportState.Done => new("完了", "Done"),
        ImportState.Failed => new("中断", "Stopped"),
        _ => new("取りやめ", "Given up"),
    };

    public static Tone Tone(this ImportState state) => state switch
    {
        ImportState.Uploaded => Kenmin.Pages.Tone.Warning,
        ImportState.Running => Kenmin.Pages.Tone.Info,
        ImportState.Done => Kenmin.Pages.Tone.Success,
        ImportState.Failed => Kenmin.Pages.Tone.Error,
        _ => Kenmin.Pages.Tone.Neutral,
    };

    public static LocalizedText Name(this RowResult result) => result switch
    {
        RowResult.New => new("新しく登録", "New"),
        RowResult.Merged => new("同じ人にまとめた", "Joined with a known person"),
        RowResult.Unchanged => new("変更なし", "Unchanged"),
        _ => new("取り込めなかった", "Refused"),
    };

    public static LocalizedText Progress(Import import) => new(
        $"{import.Rows:N0}行のうち{import.Handled:N0}行を処理しました。", $"{import.Handled:N0} of {import.Rows:N0} rows are done.");

    public static IReadOnlyList<LocalizedText> Steps { get; } =
        [new("ファイルを選ぶ", "Choose a file"), new("列を確かめる", "Check the columns"), new("内容を確かめる", "Check the rows"), new("取り込む", "Import")];
}
