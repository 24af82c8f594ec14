using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Incorporation;

/// <summary>Steps in words.</summary>
internal static class IncorporationWords
{
    public static (LocalizedText Text, Tone Tone) State(IncorporationCase found, StepKey key, DateOnly today)
    {
        if (found.DoneOn(key) is { } done) return (new($"{Dates.LongText(done).Ja}に終わりました", $"Done on {Dates.LongText(done).En}"), Tone.Success);
        if (found.DueOf(key) is not { } due) return (new("まだです", "Not yet"), Tone.Neutral);
        var day = Dates.LongText(due.On);
        var basis = due switch
        {
            { IsOthers: true } => new LocalizedText("所轄庁の期間", "the authority's period"), { Statutory: true } => new("法律の期限", "by law"),
            _ when key == StepKey.Notification && found.Of(key).PlannedOn != due.On => new("目安。法律は「遅滞なく」", "our reminder; the law says without delay"), _ => new("自分たちの予定日", "your own plan"),
        };
        return due.On < today
            ? (new($"{day.Ja}を過ぎています（{basis.Ja}）", $"Overdue since {day.En} ({basis.En})"), Tone.Error)
            : (new($"{day.Ja}まで（{basis.Ja}）", $"By {day.En} ({basis.En})"), due.On <= today.AddDays(RemindOfIncorporationHandler.DaysBefore) ? Tone.Warning : Tone.Info);
    }
}
