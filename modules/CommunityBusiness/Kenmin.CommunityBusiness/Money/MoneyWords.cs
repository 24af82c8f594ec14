using System.Globalization;
using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>Grants and loans in words.</summary>
internal static class MoneyWords
{
    public static LocalizedText NameOf(MoneyKind kind) => kind == MoneyKind.Grant ? new("補助金", "Grant") : new("融資", "Loan");

    public static LocalizedText NameOf(ApplicationState state) => state switch
    {
        ApplicationState.Draft => new("下書き", "Draft"), ApplicationState.Requested => new("申請済み", "Handed in"), ApplicationState.Recommended => new("市町が推薦", "Recommended"), ApplicationState.NotRecommended => new("推薦されず", "Not recommended"),
        ApplicationState.Referred => new("取次ぎ済み", "Referred"), ApplicationState.Granted => new("決定", "Granted"), ApplicationState.Refused => new("不採択", "Refused"), ApplicationState.Reported => new("実績報告済み", "Reported"),
        ApplicationState.Settled => new("額の確定", "Final amount known"), ApplicationState.Repaying => new("返済中", "Being paid back"), ApplicationState.Closed => new("完了", "Closed"), _ => new("取下げ", "Taken back"),
    };

    public static (LocalizedText Text, Tone Tone) Standing(MoneyApplication application, DateOnly today) => application switch
    {
        _ when application.IsOverdue(today) => (new($"{NameOf(application.State).Ja}（期限を過ぎています）", $"{NameOf(application.State).En} (overdue)"), Tone.Warning),
        { State: ApplicationState.Granted or ApplicationState.Closed or ApplicationState.Settled } => (NameOf(application.State), Tone.Success),
        { IsOpen: true } => (NameOf(application.State), application.State == ApplicationState.Draft ? Tone.Neutral : Tone.Info),
        _ => (NameOf(application.State), Tone.Neutral),
    };

    public static LocalizedText NameOf(NextMoneyStep step) => step switch
    {
        NextMoneyStep.HandIn => new("申請を出す", "Hand the application in"), NextMoneyStep.Recommend => new("市町が推薦するかを決める", "The municipality says whether it recommends it"), NextMoneyStep.Refer => new("窓口が取り次ぐ", "The office refers it"),
        NextMoneyStep.Decide => new("決定を待つ", "Wait for the decision"), NextMoneyStep.PayOut => new("お金を支払う", "The money is paid out"), NextMoneyStep.Meet => new("条件を守り、報告する", "Meet a condition and say so"),
        NextMoneyStep.Check => new("窓口が条件を確認する", "The office looks whether a condition is met"), NextMoneyStep.Report => new("使ったお金を報告する（実績報告）", "Report what the grant paid for"), NextMoneyStep.Judge => new("窓口が実績報告を審査する", "The office looks at the report"),
        NextMoneyStep.Plan => new("窓口が返す納期を決める", "The office says by when to pay back"), _ => new("お金を返す", "Pay back"),
    };

    public static LocalizedText NameOf(MoneyEvent what) => what switch
    {
        MoneyEvent.HandedIn => new("申請した", "Handed in"), MoneyEvent.Recommended => new("市町が推薦した", "Recommended by the municipality"), MoneyEvent.NotRecommended => new("市町が推薦しなかった", "Not recommended by the municipality"),
        MoneyEvent.Referred => new("取り次いだ", "Referred"), MoneyEvent.Granted => new("決定した", "Granted"), MoneyEvent.Refused => new("不採択になった", "Refused"), MoneyEvent.Withdrawn => new("取り下げた", "Taken back"),
        MoneyEvent.ConditionSaid => new("条件の履行を報告した", "Said how a condition was met"), MoneyEvent.ConditionMet => new("条件を確認した", "Condition found met"), MoneyEvent.ConditionBroken => new("条件が守られていない", "Condition found broken"),
        MoneyEvent.Reported => new("実績を報告した", "Reported"), MoneyEvent.SentBack => new("実績報告を差し戻した", "Report sent back"), MoneyEvent.Settled => new("額が確定した", "Final amount known"), MoneyEvent.PaidOut => new("支払った", "Paid out"),
        MoneyEvent.Returned => new("返ってきた", "Came back"), MoneyEvent.Planned => new("返す納期を決めた", "Instalments set"), MoneyEvent.DemandedBack => new("決定を取り消した（返還の請求）", "Demanded back"), _ => new("完了した", "Closed"),
    };

    public static LocalizedText NameOf(PaymentKind kind) => kind == PaymentKind.PaidOut ? new("支払った（交付・貸付）", "Paid out") : new("受け取った（返還・返済）", "Came back");

    public static LocalizedText NameOf(MoneyFileUse use) => use switch { MoneyFileUse.Document => new("申請の書類", "Document"), MoneyFileUse.Receipt => new("領収書", "Receipt"), _ => new("条件の資料", "For a condition") };

    /// <summary>50% of 500 thousandths.</summary>
    public static string Rate(int perMille) => $"{(perMille / 10m).ToString("0.#", CultureInfo.InvariantCulture)}%";

    public static LocalizedText TermsOf(MoneyTerms terms) => terms.Kind == MoneyKind.Grant
        ? new($"上限 {Numbers.Whole(terms.MostYen)} 円、補助率 {Rate(terms.PerMille)}", $"Up to {Numbers.Whole(terms.MostYen)} yen, at a rate of {Rate(terms.PerMille)}")
        : new($"上限 {Numbers.Whole(terms.MostYen)} 円、{terms.Months} か月以内に返済", $"Up to {Numbers.Whole(terms.MostYen)} yen, paid back within {terms.Months} months");

    public static LocalizedText DaysOf(MoneyOffer offer) => new($"{Dates.LongText(offer.OpensOn).Ja}から{Dates.LongText(offer.ClosesOn).Ja}まで", $"{Dates.LongText(offer.OpensOn).En} to {Dates.LongText(offer.ClosesOn).En}");

    public static (LocalizedText Text, Tone Tone) Standing(MoneyOffer offer, DateOnly today) =>
        offer.IsOpen(today) ? (new("受付中", "Open"), Tone.Success) : today < offer.OpensOn ? (new("これから", "To come"), Tone.Info) : (new("受付終了", "Closed"), Tone.Neutral);

    public static LocalizedText NextOf(MoneyNext next) => new(
        $"{NameOf(next.What).Ja}（{Dates.LongText(next.DueOn).Ja}まで、{Ventures.VentureWords.NameOf(next.Side).Ja}）", $"{NameOf(next.What).En} (by {Dates.LongText(next.DueOn).En}, {Ventures.VentureWords.NameOf(next.Side).En})");

    /// <summary>A state from an address; null when it cannot be read.</summary>
    public static ApplicationState? ReadState(string? text) => Enum.TryParse<ApplicationState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) && state != ApplicationState.Draft ? state : null;

    public static IReadOnlyList<FieldOption> Kinds { get; } = [.. Enum.GetValues<MoneyKind>().Select(k => new FieldOption(k.ToString(), NameOf(k)))];

    public static IReadOnlyList<FieldOption> Payments { get; } = [.. Enum.GetValues<PaymentKind>().Select(k => new FieldOption(k.ToString(), NameOf(k)))];
}
