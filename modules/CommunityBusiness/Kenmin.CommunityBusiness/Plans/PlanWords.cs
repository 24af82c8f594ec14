using System.Globalization;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>Plans in words.</summary>
internal static class PlanWords
{
    public static IReadOnlyList<(string Field, LocalizedText Label, LocalizedText Help)> CanvasFields { get; } =
    [
        (nameof(Canvas.Problem), new("だれの、どんな困りごとか", "Whose problem, and what it is"), new("例：車を手放した高齢の方が、買い物に行けない", "Such as: old people who gave up driving cannot go shopping")),
        (nameof(Canvas.Offer), new("何を提供するか", "What you offer"), new("例：週 2 回の移動販売と、注文の聞き取り", "Such as: a shop on wheels twice a week that takes orders")),
        (nameof(Canvas.Users), new("だれが使い、だれが払うか", "Who uses it and who pays"), new("使う人と払う人が違うときは、両方書きます", "Name both where they are not the same")),
        (nameof(Canvas.Resources), new("活用する地域資源", "Local resources you use"), new("人、場所、産品、技、つながりなど", "People, places, produce, skills, ties")),
        (nameof(Canvas.People), new("だれが担うか", "Who does it"), new("役割ごとに、だれが何をするか", "Who does what, by roles")),
        (nameof(Canvas.Reach), new("どう知らせ、どう届けるか", "How people learn of it and get it"), new("例：回覧板、公民館、口づて", "Such as: the circular, the community centre, by word of mouth")),
        (nameof(Canvas.Earnings), new("何で収入を得るか", "What you earn by"), new("値段と、月にいくつ売れるか", "Prices, and how many a month")),
        (nameof(Canvas.Costs), new("何にお金がかかるか", "What it costs"), new("毎月かかるお金と、始めるときのお金", "Every month, and to begin")),
        (nameof(Canvas.Change), new("地域がどう変わるか", "What changes for the place"), new("3 年後に、何ができていればよいか", "What should be there in three years")),
    ];

    public static LocalizedText NameOf(Scenario scenario) => scenario switch { Scenario.Cautious => new("慎重", "Cautious"), Scenario.Good => new("好調", "Good"), _ => new("標準", "Expected") };

    public static LocalizedText NameOf(CashKind kind) => kind switch
    {
        CashKind.Income => new("収入", "Income"), CashKind.VariableCost => new("変動費", "Variable cost"), CashKind.FixedCost => new("固定費", "Fixed cost"), CashKind.Investment => new("設備・初期費用", "Bought once"),
        CashKind.LoanReceived => new("借入", "Loan received"), CashKind.LoanRepaid => new("返済", "Loan repaid"), _ => new("補助金・助成金", "Grant"),
    };

    public static LocalizedText About(CashKind kind) => kind switch
    {
        CashKind.Income => new("単価と、月ごとの数量", "A price, and the quantity of each month"), CashKind.VariableCost => new("収入に対する割合（％）", "A share of the income, in per cent"), _ => new("月ごとの金額（円）", "Yen for each month"),
    };

    public static string MonthOf(DateOnly month) => Dates.Month(month);

    public static LocalizedText MonthText(DateOnly month) => new(month.ToString("yyyy年M月", CultureInfo.InvariantCulture), month.ToString("MMMM yyyy", CultureInfo.InvariantCulture));

    public static LocalizedText BreakEven(CashPlan plan, int? month) => month is { } m
        ? new($"{MonthText(plan.Month(m)).Ja}（{m + 1} か月目）", $"{MonthText(plan.Month(m)).En} (month {m + 1})") : new("3 年のうちには届きません", "Not within three years");

    public static string Percent(long hundredths) => $"{(hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture)}%";

    public static IReadOnlyList<FieldOption> Kinds { get; } = [.. Enum.GetValues<CashKind>().Select(k => new FieldOption(k.ToString(), NameOf(k), About(k)))];
}
