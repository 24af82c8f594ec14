using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Care;

/// <summary>Adoptions in words.</summary>
internal static class CareWords
{
    public static LocalizedText StateOf(AdoptionLine line, DateOnly today) => line.Adoption switch
    {
        { State: AdoptionState.Asked } => new("申込中", "Asked for"),
        { State: AdoptionState.Declined } => new("見送り", "Not agreed"),
        { State: AdoptionState.Ended } => new("終了", "Ended"),
        var a when a.IsLapsed(today, line.Rules) => new("休止状態", "Lapsed"),
        var a when a.IsOverdue(today) => new("予定日を過ぎています", "Overdue"),
        { RenewalAsked: not null } => new("更新の申込中", "Renewal asked for"),
        _ => new("活動中", "Cared for"),
    };

    public static Tone ToneOf(AdoptionLine line, DateOnly today) => line.Adoption switch
    {
        { State: AdoptionState.Asked } => Tone.Info, { State: AdoptionState.Declined or AdoptionState.Ended } => Tone.Neutral,
        var a when a.IsLapsed(today, line.Rules) => Tone.Error, var a when a.IsOverdue(today) => Tone.Warning, { RenewalAsked: not null } => Tone.Info, _ => Tone.Success,
    };

    public static LocalizedText EndOf(AdoptionEnd end) => end switch
    {
        AdoptionEnd.Group => new("グループから終了", "Ended by the group"), AdoptionEnd.Office => new("市町から終了", "Ended by the municipality"), _ => new("期間満了", "Its time ran out"),
    };

    public static LocalizedText FilterName(CareFilter filter) => filter switch
    {
        CareFilter.Live => new("進行中のすべて", "All that run"), CareFilter.Waiting => new("決定待ち（申込・更新）", "Waiting for a decision"), CareFilter.Overdue => new("予定日を過ぎたもの", "Overdue"),
        CareFilter.Lapsed => new("休止状態", "Lapsed"), CareFilter.Ending => new("まもなく終わるもの", "Ending soon"), _ => new("終了・見送り", "Over or declined"),
    };

    public static string Period(Adoption adoption) => $"{Dates.Long(adoption.From)}{Texts.L("～", " – ")}{Dates.Long(adoption.EndedOn ?? adoption.Until)}";

    public static string LastDone(Adoption adoption) => adoption.LastDone is { } day ? Dates.Long(day) : new LocalizedText("まだありません", "None yet").ToString();

    /// <summary>Thanks that were given, in a line.</summary>
    public static string Thanks(IEnumerable<CareThanks> thanks) => string.Join(Texts.L("、", ", ").ToString(), thanks.Select(t => t.Name.ToString()));
}
