using System.Globalization;
using Kenmin.Pages;
using Kenmin.Passport.Contracts;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>Words about points on pages.</summary>
internal static class PointWords
{
    public static IReadOnlyList<FieldOption> Proofs { get; } =
    [
        new(nameof(ProofLevel.CheckedIn), new("受付で記録したものだけ", "Only what was recorded on the spot")), new(nameof(ProofLevel.Confirmed), new("代表者が確認したものまで", "Also what the leader confirmed")),
        new(nameof(ProofLevel.DocumentHeld), new("書類のあるものまで", "Also what a paper proves")), new(nameof(ProofLevel.Stated), new("本人の申告まで", "Also what the person states")),
    ];

    public static LocalizedText Rule(PointRule rule) => new(
        $"{rule.Terms.MinutesPerStamp} 分でスタンプ 1 つ（1 日 {rule.Terms.StampsPerDay} つまで）、スタンプ 1 つで {rule.Terms.PointsPerStamp:#,0} ポイント、年に {rule.Terms.YearlyCap:#,0} ポイントまで。",
        $"A stamp for {rule.Terms.MinutesPerStamp} minutes (up to {rule.Terms.StampsPerDay} a day), {rule.Terms.PointsPerStamp:#,0} points a stamp, up to {rule.Terms.YearlyCap:#,0} a year.");

    public static LocalizedText Move(PointMove move) => move switch
    {
        PointMove.Earned => new("活動", "Activity"), PointMove.Corrected => new("記録の訂正", "Correction"), PointMove.Requested => new("交換の申請", "Exchange asked for"),
        PointMove.Returned => new("申請の取消し・不承認による戻り", "Exchange not made"), _ => new("交換", "Exchange"),
    };

    public static (LocalizedText Text, Tone Tone) State(ExchangeState state) => state switch
    {
        ExchangeState.Requested => (L("承認待ち", "Waits for approval"), Tone.Info), ExchangeState.Approved => (L("承認", "Approved"), Tone.Success), ExchangeState.Refused => (L("不承認", "Refused"), Tone.Error),
        ExchangeState.Withdrawn => (L("取下げ", "Taken back"), Tone.Neutral), _ => (L("支払の手続き中・済み", "In payment"), Tone.Success),
    };

    public static IReadOnlyList<FieldOption> Years(FiscalYear now) => [.. new[] { now, now.Next }.Select(y => new FieldOption(y.StartYear.ToString(CultureInfo.InvariantCulture), y.Name))];
}
