using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>States and events in words.</summary>
internal static class RegistrationWords
{
    public static LocalizedText Name(this RegistrationState state) => state switch
    {
        RegistrationState.AskingNeeded => L("未照会（回答なし）", "Not asked yet"),
        RegistrationState.Asked => L("照会中", "Asked"),
        RegistrationState.Continuing => L("継続", "Continuing"),
        RegistrationState.Refused => L("辞退", "Refused"),
        RegistrationState.Lapsed => L("失効（期限までに回答なし）", "Lapsed (no answer in time)"),
        RegistrationState.Ended => L("終了", "Ended"),
        _ => L("個人情報削除済み", "Personal data removed"),
    };

    public static Tone Tone(this RegistrationState state) => state switch
    {
        RegistrationState.Continuing => Pages.Tone.Success,
        RegistrationState.AskingNeeded or RegistrationState.Asked => Pages.Tone.Warning,
        RegistrationState.Refused or RegistrationState.Lapsed or RegistrationState.Ended => Pages.Tone.Neutral,
        _ => Pages.Tone.Info,
    };

    public static LocalizedText Name(this AnswerChannel channel) => channel switch
    {
        AnswerChannel.Form => L("書面", "on paper"),
        AnswerChannel.Link => L("本人のリンク", "by their own link"),
        AnswerChannel.Counter => L("窓口", "at the counter"),
        AnswerChannel.Phone => L("電話", "by telephone"),
        _ => L("本人のアカウント", "from their own account"),
    };

    public static LocalizedText Name(this EndReason reason) => reason switch
    {
        EndReason.Time => L("時間がとれない", "No time"),
        EndReason.Health => L("健康・年齢", "Health or age"),
        EndReason.Moved => L("転居", "Moved away"),
        EndReason.Other => L("その他", "Something else"),
        _ => L("理由は言わない", "Rather not say"),
    };

    public static LocalizedText Name(this IntakeWay way) => way switch
    {
        IntakeWay.Festival => L("大会への応募", "A festival"),
        IntakeWay.Team => L("チームの紹介", "A team"),
        IntakeWay.School => L("学校の紹介", "A school"),
        _ => L("クラブ・団体の紹介", "A club or group"),
    };

    public static LocalizedText Name(this ContinuationAnswer answer) => answer switch
    {
        ContinuationAnswer.Agreed => L("希望する", "agreed"),
        ContinuationAnswer.Refused => L("希望しない", "refused"),
        _ => L("記入なし", "left blank"),
    };

    /// <summary>What an event says, in one sentence; null for an event that is none of a registration's.</summary>
    public static LocalizedText? Sentence(object @event) => @event switch
    {
        CameForward { Way: not IntakeWay.Festival } e => L(
            $"「{e.Festival}」の紹介で加わりました（{e.Year.Name.Ja}、{e.Way.Name().Ja}）。登録への同意：{e.Answer.Name().Ja}",
            $"Was brought by “{e.Festival}” ({e.Year.Name.En}, {e.Way.Name().En}). Staying registered: {e.Answer.Name().En}"),
        CameForward e => L($"「{e.Festival}」（{e.Year.Name.Ja}）に応募しました。大会後の継続登録：{e.Answer.Name().Ja}",
            $"Came forward for “{e.Festival}” ({e.Year.Name.En}). Staying registered: {e.Answer.Name().En}"),
        AnswerRestated e => L($"名簿の別の行で、継続登録の回答が「{e.Answer.Name().Ja}」に改められました。",
            $"Another line of the roster changed the answer on staying registered: {e.Answer.Name().En}"),
        RegisteredThemselves e => L($"{e.Year.Name.Ja}の登録を自分で申し込みました（利用目的 {e.PurposeVersion} に同意）。",
            $"Registered on the site for {e.Year.Name.En} (agreed to purpose of use {e.PurposeVersion})."),
        ContinuationAsked e => L($"継続するかどうかを照会しました。期限：{Ja(e.AnswerBy)}", $"Was asked whether to stay. Last day for an answer: {En(e.AnswerBy)}"),
        RemindedToAnswer e => L($"まだ回答がないため、あらためて案内しました。期限：{Ja(e.AnswerBy)}", $"Was reminded to answer by {En(e.AnswerBy)}."),
        CameOfAge => L("18歳になりました。保護者の同意に代えて、本人の意思を確かめます。", "Turned 18: is asked for their own consent instead of the guardian's."),
        ContinuationAgreed e => L($"継続に同意しました（{e.Channel.Name().Ja}、利用目的 {e.PurposeVersion}）。{e.Year.Name.Ja}から登録。",
            $"Agreed to stay ({e.Channel.Name().En}, purpose of use {e.PurposeVersion}). Registered from {e.Year.Name.En}."),
        ContinuationRefused e => L($"継続を辞退しました（{e.Channel.Name().Ja}）。", $"Refused to stay ({e.Channel.Name().En})."),
        AskingLapsed e => L($"期限（{Ja(e.AnswerBy)}）までに回答がなく、失効しました。", $"Lapsed: no answer by {En(e.AnswerBy)}."),
        RegisteredForYear e => L($"{e.Year.Name.Ja}の登録をしました。", $"Was registered for {e.Year.Name.En}."),
        RenewalAsked e => L($"{e.Year.Name.Ja}も続けるかどうかを照会しました。期限：{Ja(e.AnswerBy)}", $"Was asked whether to stay for {e.Year.Name.En}. Last day for an answer: {En(e.AnswerBy)}"),
        RenewalDeclined e => L($"{e.Year.Name.Ja}の更新を辞退しました（{e.Channel.Name().Ja}）。登録は{e.Year.Previous.Name.Ja}の終わりまでです。",
            $"Does not stay for {e.Year.Name.En} ({e.Channel.Name().En}); registered until the end of {e.Year.Previous.Name.En}."),
        RegistrationEnded e => L($"登録を終了しました（{e.Channel.Name().Ja}、理由：{e.Reason.Name().Ja}）。", $"Ended the registration ({e.Channel.Name().En}; reason: {e.Reason.Name().En})."),
        GuardianConsentDeclared e => L($"保護者の同意が申告されました（利用目的 {e.PurposeVersion}）。", $"A guardian's consent was declared (purpose of use {e.PurposeVersion})."),
        DetailsCorrected e => L($"登録内容を直しました：{string.Join("、", e.Fields.Select(f => VolunteerFields.Name(f).Ja))}",
            $"Corrected: {string.Join(", ", e.Fields.Select(f => VolunteerFields.Name(f).En))}"),
        AccountLinkIssued e => L($"本人確認リンクを発行しました。期限：{Ja(e.LastDay)}", $"A personal link was issued. It works until {En(e.LastDay)}."),
        AccountLinked e => L($"アカウントとつなぎました（{e.Channel.Name().Ja}）。", $"Connected an account ({e.Channel.Name().En})."),
        TookOver => L("同じ人の別の登録をまとめました。", "Another record of the same person was taken in."),
        GaveBack => L("別の人と分かったため、まとめた登録を分けました。", "What was taken in was of somebody else and was taken out again."),
        TakenOut => L("別の人と分かったため、まとめられていた登録を元に戻しました。", "The record had been taken into somebody else's and stands by itself again."),
        PersonalDataErased e => L($"保存期限（{Ja(e.KeptUntil)}）が過ぎたため、個人情報を削除しました。", $"Personal data were removed after the retention date ({En(e.KeptUntil)})."),
        _ => null,
    };

    /// <summary>The account of the member of staff who acted in an event; null when the person, a roster or the platform did.</summary>
    public static Guid? Staff(object @event) => @event switch
    {
        ContinuationAsked e => e.By,
        ContinuationAgreed e => e.By,
        ContinuationRefused e => e.By,
        RegisteredForYear e => e.By,
        // The platform asks those who came of age.
        RenewalAsked e => e.By == Guid.Empty ? null : e.By,
        RenewalDeclined e => e.By,
        AccountLinkIssued e => e.By,
        RegistrationEnded e => e.By,
        TookOver e => e.By,
        GaveBack e => e.By,
        TakenOut e => e.By,
        _ => null,
    };

    private static string Ja(DateOnly day) => Dates.LongText(day).Ja;

    private static string En(DateOnly day) => Dates.LongText(day).En;
}

/// <summary>The names of the fields that a person can correct.</summary>
internal static class VolunteerFields
{
    public static LocalizedText Name(string field) => field switch
    {
        "name" => L("氏名", "name"),
        "kana" => L("フリガナ", "reading"),
        "birthDate" => L("生年月日", "date of birth"),
        "gender" => L("性別", "gender"),
        "phone" => L("電話番号", "telephone"),
        "email" => L("メールアドレス", "e-mail"),
        "postalCode" => L("郵便番号", "postal code"),
        "address" => L("住所", "address"),
        "wishes" => L("希望する活動", "wished activities"),
        "qualifications" => L("資格・技能", "qualifications"),
        "remarks" => L("備考", "remarks"),
        _ => Same(field),
    };
}
