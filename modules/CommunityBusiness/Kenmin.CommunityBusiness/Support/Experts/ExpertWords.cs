using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Support.Experts;

/// <summary>Experts in words.</summary>
internal static class ExpertWords
{
    public static LocalizedText NameOf(ExpertField field) => field switch
    {
        ExpertField.Planning => new("事業計画", "Business planning"), ExpertField.Finance => new("資金調達", "Funding"), ExpertField.Accounting => new("会計・税務", "Books and taxes"), ExpertField.Sales => new("販路・宣伝", "Selling"),
        ExpertField.Products => new("商品開発", "Product development"), ExpertField.Design => new("デザイン", "Design"), ExpertField.Digital => new("IT・デジタル", "IT"), ExpertField.Permits => new("法務・許認可・法人化", "Law and permits"),
        ExpertField.Labour => new("労務・人材", "Employment"), ExpertField.Food => new("食品・衛生", "Food and hygiene"), ExpertField.Farming => new("農林水産", "Farming, forestry, fishery"), ExpertField.Tourism => new("観光", "Tourism"),
        ExpertField.Welfare => new("福祉・介護", "Welfare and care"), ExpertField.Buildings => new("空き家・建物", "Empty houses and buildings"), _ => new("地域づくり", "Community work"),
    };

    public static LocalizedText NameOf(ListingPurpose purpose) => purpose == ListingPurpose.Matching
        ? new("職員が派遣する人を探すため", "For staff who look for whom to send") : new("職員が探すため、また事業をする人に名前・分野・紹介文を見せるため", "For staff, and to show name, fields and introduction to teams");

    public static LocalizedText Join(IEnumerable<ExpertField> fields)
    {
        var names = fields.Order().Select(NameOf).ToList();
        return new(string.Join("、", names.Select(n => n.Ja)), string.Join(", ", names.Select(n => n.En)));
    }

    public static LocalizedText Places(Expert expert)
    {
        if (expert.Municipalities.Count == Municipality.All.Count) return new("県内全域", "All of the prefecture");
        var names = Municipality.All.Where(m => expert.Municipalities.Contains(m.Code6)).Select(m => m.Names).ToList();
        return new(string.Join("、", names.Select(n => n.Ja)), string.Join(", ", names.Select(n => n.En)));
    }

    public static (LocalizedText Text, Tone Tone) Standing(Expert expert, DateOnly today) => expert switch
    {
        { Consent: null } => (new("同意なし（載せません）", "No consent: not listed"), Tone.Neutral),
        { Consent: { } consent } when consent.Until < today => (new("同意の期限切れ（載せません）", "Consent ended: not listed"), Tone.Warning),
        { ConfirmedBy: null } => (new("窓口の確認待ち", "Waiting for the office"), Tone.Info),
        _ => (new("登録中", "Listed"), Tone.Success),
    };

    public static IReadOnlyList<FieldOption> Fields { get; } = [.. Enum.GetValues<ExpertField>().Select(f => new FieldOption(f.ToString(), NameOf(f)))];

    public static IReadOnlyList<FieldOption> Purposes { get; } = [.. Enum.GetValues<ListingPurpose>().Select(p => new FieldOption(p.ToString(), NameOf(p)))];

    public static IReadOnlyList<ExpertField> Read(IEnumerable<string>? sent) => [.. (sent ?? []).Select(f => Enum.TryParse<ExpertField>(f, out var field) && Enum.IsDefined(field) ? field : (ExpertField?)null).OfType<ExpertField>().Distinct()];
}
