using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.Programs.FeatureBoard.Drafts;

/// <summary>The effect of a draft in words.</summary>
internal static class DraftWords
{
    public static readonly LocalizedText NotKnown = L("わかりません（モジュールからの回答がありません）", "Not known (the module gave no answer)");

    public static LocalizedText Progress(DraftView view) => view.Waiting
        ? L($"{view.Draft.Asked.Count}件中{view.Draft.Asked.Count - view.Silent.Count}件のモジュールが回答しました", $"{view.Draft.Asked.Count - view.Silent.Count} of {view.Draft.Asked.Count} modules have answered")
        : L("回答がそろいました", "All answers are in");
}
