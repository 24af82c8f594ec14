using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;

namespace Kenmin.SportsVolunteers.Imports.Roster;

/// <summary>Reads the answer to "may we keep you registered?" (大会後の継続登録) as rosters write it.</summary>
internal static class ContinuationAnswers
{
    private static readonly Dictionary<string, ContinuationAnswer> Known = new[]
    {
        (ContinuationAnswer.Agreed, new[] { "○", "〇", "◯", "◎", "o", "はい", "可", "有", "希望", "希望する", "同意", "同意する", "継続", "継続する", "yes", "y", "true", "1" }),
        (ContinuationAnswer.Refused, new[] { "×", "✕", "✖", "x", "いいえ", "否", "不可", "無", "希望しない", "同意しない", "継続しない", "no", "n", "false", "0" }),
        (ContinuationAnswer.Blank, new[] { "", "-", "△", "?", "未定", "未回答", "無回答" }),
    }.SelectMany(x => x.Item2.Select(text => (Key: FoldedText.OfName(text), Answer: x.Item1)))
        .DistinctBy(x => x.Key)
        .ToDictionary(x => x.Key, x => x.Answer, StringComparer.Ordinal);

    public static Parsed<ContinuationAnswer> Parse(string? text) => Known.TryGetValue(FoldedText.OfName(text), out var answer)
        ? answer
        : new LocalizedText(
            $"「{text}」は継続登録の回答として読み取れません。「○」「×」または空欄にしてください。",
            $"“{text}” cannot be read as an answer. Enter ○ (yes), × (no), or leave it blank.");
}
