using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SeniorEngagement.CheckIns;

/// <summary>Words about check-ins on pages.</summary>
internal static class CheckInWords
{
    public static IReadOnlyList<FieldOption> Outcomes { get; } = [.. Enum.GetValues<CallOutcome>().Select(o => new FieldOption(o.ToString(), Of(o)))];

    public static IReadOnlyList<FieldOption> Channels { get; } =
        [new("Counter", L("窓口で聞いた", "At the counter")), new("Paper", L("書面を受け取った", "On paper")), new("Phone", L("電話で本人に確かめた", "On the telephone, from the person"))];

    public static LocalizedText Of(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Well => new("元気でした", "Well"), CallOutcome.Pause => new("しばらく休みたい", "Wishes a pause"), CallOutcome.NoCalls => new("もう電話はいらない", "Wants no calls any more"), _ => new("つながらなかった（もう一度かける）", "Not reached: call again"),
    };
}
