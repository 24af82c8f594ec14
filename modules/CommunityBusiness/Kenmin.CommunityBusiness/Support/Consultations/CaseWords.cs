using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Support.Consultations;

/// <summary>Consultations in words.</summary>
internal static class CaseWords
{
    public static LocalizedText NameOf(ReaderReason reason) => reason switch
    {
        ReaderReason.Opened => new("受け付けた", "Took it"), ReaderReason.TakesOver => new("担当を引き継ぐ", "Takes it over"), ReaderReason.StandsIn => new("不在のあいだ代わる", "Stands in"), ReaderReason.Knows => new("専門の判断が必要", "Knows what is needed here"),
        _ => new("上司として確認する", "Answers for it"),
    };

    public static LocalizedText NameOf(ReferralTarget target) => target == ReferralTarget.Municipality ? new("市町", "A municipality") : new("支援センター", "A support centre");

    public static LocalizedText WhereOf(CaseReferral referral) => referral.Target == ReferralTarget.Municipality && Municipality.ByCode(referral.Where) is { } place ? place.Names : LocalizedText.Same(referral.Where);

    // A mail or a list on a screen may be seen by others: the person's name stands on the page of the case only.
    public static LocalizedText TitleOf(ConsultationCase of) => TitleOf(of.OpenedOn, of.Field);

    public static LocalizedText TitleOf(CaseLeft left)
    {
        var title = TitleOf(left.OpenedOn, left.Field);
        return Municipality.ByCode(left.MunicipalityCode)?.Names is { } place ? new($"{title.Ja}（{place.Ja}）", $"{title.En} ({place.En})") : title;
    }

    public static LocalizedText TitleOf(DateOnly day, ExpertField field) => new($"{Dates.LongText(day).Ja}：{ExpertWords.NameOf(field).Ja}", $"{Dates.LongText(day).En}: {ExpertWords.NameOf(field).En}");

    public static (LocalizedText Text, Tone Tone) Standing(ConsultationCase of) => Standing(of.ClosedAt is not null);

    public static (LocalizedText Text, Tone Tone) Standing(bool closed) => !closed ? (new("相談中", "Goes on"), Tone.Info) : (new("終了", "Closed"), Tone.Neutral);

    public static IReadOnlyList<FieldOption> Reasons { get; } = [.. Enum.GetValues<ReaderReason>().Where(r => r != ReaderReason.Opened).Select(r => new FieldOption(r.ToString(), NameOf(r)))];

    public static IReadOnlyList<FieldOption> Targets { get; } = [.. Enum.GetValues<ReferralTarget>().Select(t => new FieldOption(t.ToString(), NameOf(t)))];
}
