using Kenmin.Outside;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>Organisations in words.</summary>
internal static class OrganisationWords
{
    public static IReadOnlyList<FieldOption> Kinds { get; } = [.. Enum.GetValues<OrganisationKind>().Select(k => new FieldOption(k.ToString(), NameOf(k)))];

    public static bool HasNumber(OrganisationKind kind) => kind is not (OrganisationKind.Voluntary or OrganisationKind.SoleProprietor);

    public static LocalizedText NameOf(OrganisationKind kind) => kind switch
    {
        OrganisationKind.StockCompany => new("株式会社", "Stock company"),
        OrganisationKind.OtherCompany => new("合同会社など、そのほかの会社", "Limited liability or other company"),
        OrganisationKind.NonProfit => new("NPO法人（特定非営利活動法人）", "Non-profit corporation (NPO)"),
        OrganisationKind.GeneralIncorporated => new("一般社団法人・一般財団法人", "General incorporated association or foundation"),
        OrganisationKind.Cooperative => new("協同組合・労働者協同組合", "Cooperative"),
        OrganisationKind.OtherCorporation => new("そのほかの法人", "Other corporation"),
        OrganisationKind.Voluntary => new("任意団体（法人番号なし）", "Group without legal personality (no number)"),
        _ => new("個人事業主（法人番号なし）", "Sole proprietor (no number)"),
    };

    /// <summary>What kind a corporation is by its name, which the law makes it say; null where it says nothing.</summary>
    public static OrganisationKind? KindByName(string name) => name switch
    {
        _ when Has(name, "株式会社") => OrganisationKind.StockCompany,
        _ when Has(name, "合同会社") || Has(name, "有限会社") || Has(name, "合資会社") || Has(name, "合名会社") => OrganisationKind.OtherCompany,
        _ when Has(name, "特定非営利活動法人") => OrganisationKind.NonProfit,
        _ when Has(name, "一般社団法人") || Has(name, "一般財団法人") => OrganisationKind.GeneralIncorporated,
        _ when Has(name, "協同組合") => OrganisationKind.Cooperative,
        _ when Has(name, "法人") => OrganisationKind.OtherCorporation,
        _ => null,
    };

    /// <summary>The municipality in which an address is; null outside the prefecture.</summary>
    public static Municipality? PlaceOf(string address)
    {
        const string prefecture = "山口県";
        var rest = address.StartsWith(prefecture, StringComparison.Ordinal) ? address[prefecture.Length..] : address;
        return Municipality.All.FirstOrDefault(m => rest.StartsWith(m.Name, StringComparison.Ordinal) || (m.County is { } county && rest.StartsWith(county + m.Name, StringComparison.Ordinal)));
    }

    /// <summary>Where a fact comes from, as it is shown beside it.</summary>
    public static LocalizedText Source(SourcedText fact) => fact.Text.Length == 0 ? LocalizedText.Same("") : fact.Source == FactSource.GBizInfo
        ? new($"出典：gBizINFO（{Dates.LongText(fact.On).Ja}に取得）", $"Source: gBizINFO, read on {Dates.LongText(fact.On).En}")
        : new($"入力（{Dates.LongText(fact.On).Ja}）", $"Entered on {Dates.LongText(fact.On).En}");

    /// <summary>A postal code as it is written; what cannot be read stays.</summary>
    public static string PostalCodeOf(string digits) => PostalCode.Parse(digits).TryGet(out var code) ? code.ToString() : digits;

    /// <summary>Why a look into the register gave nothing, and what to do.</summary>
    public static LocalizedText Silence(OutsideSilence silence) => silence switch
    {
        OutsideSilence.SwitchedOff => new("gBizINFO への問い合わせは、このサイトでは使っていません。名称や所在地は、そのまま入力してください。", "This site does not ask gBizINFO. Please enter name and address by hand."),
        OutsideSilence.Busy => new("gBizINFO が混み合っています。そのまま入力するか、しばらくしてから、もう一度調べてください。", "gBizINFO is busy. Enter the facts by hand, or look again later."),
        _ => new("gBizINFO から答えがありませんでした。そのまま入力するか、しばらくしてから、もう一度調べてください。", "gBizINFO did not answer. Enter the facts by hand, or look again later."),
    };

    private static bool Has(string name, string word) => name.Contains(word, StringComparison.Ordinal);
}
