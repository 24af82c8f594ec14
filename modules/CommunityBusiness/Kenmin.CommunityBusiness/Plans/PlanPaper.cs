using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Documents;
using Kenmin.Pages;
using static Kenmin.Pages.Texts;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>A version of a plan on paper (事業計画書).</summary>
internal static class PlanPaper
{
    public static byte[] Write(Venture venture, PlanVersion version)
    {
        var title = L($"事業計画書　{venture.Title}", $"Plan: {venture.Title}").ToString();
        using var paper = new Paper(new(title, L("ja-JP", "en").ToString(), venture.OwnerName, venture.Title));
        paper.Heading(1, title)
            .Paragraph(L($"第 {version.Number} 版　{Dates.LongText(Kenmin.SharedKernel.JapanTime.DayOf(version.At)).Ja}　受付番号 {venture.Number}", $"Version {version.Number}, {Dates.LongText(Kenmin.SharedKernel.JapanTime.DayOf(version.At)).En}, number {venture.Number}").ToString());
        if (version.Note.Length > 0) paper.Paragraph(version.Note);
        paper.Heading(2, L("計画", "The plan").ToString());
        var texts = version.Canvas.Fields.ToDictionary(f => f.Field, f => f.Text);
        paper.Table(new(L("計画", "The plan").ToString(), [new(L("項目", "Field").ToString(), 2), new(L("内容", "Content").ToString(), 5)],
            [.. PlanWords.CanvasFields.Select(f => (IReadOnlyList<string>)[f.Label.ToString(), texts[f.Field].Length > 0 ? texts[f.Field] : "―"])]));
        if (version.Cash is not { HasLines: true } cash) return paper.ToBytes();
        paper.Heading(2, L("資金繰り（3 年、3 つのシナリオ）", "Cash flow of three years in three scenarios").ToString())
            .Table(new(L("シナリオごとの見通し", "What each scenario comes to").ToString(), [new(L("シナリオ", "Scenario").ToString(), 2), new(L("損益分岐", "Break-even").ToString(), 3), new(L("最も少ない手元資金", "Lowest cash").ToString(), 3), new(L("3 年後の手元資金", "Cash after three years").ToString(), 2, Number: true)],
            [
                .. Enum.GetValues<Scenario>().Select(s => (Name: s, Of: CashReckoning.Of(cash.Of(s)))).Select(s => (IReadOnlyList<string>)
                [
                    PlanWords.NameOf(s.Name).ToString(), PlanWords.BreakEven(cash, s.Of.BreakEven).ToString(), $"{Numbers.Yen(s.Of.Lowest.Cash)}（{PlanWords.MonthText(cash.Month(s.Of.Lowest.Index))}）", Numbers.Yen(s.Of.Months[^1].Cash),
                ]),
            ]));
        foreach (var scenario in Enum.GetValues<Scenario>())
        {
            var reckoned = CashReckoning.Of(cash.Of(scenario));
            paper.Heading(2, L($"資金繰り：{PlanWords.NameOf(scenario).Ja}", $"Cash flow: {PlanWords.NameOf(scenario).En}").ToString())
                .Paragraph(L($"はじめの手元資金：{Numbers.Whole(cash.Of(scenario).MoneyAtStart)} 円", $"Money at start: {Numbers.Whole(cash.Of(scenario).MoneyAtStart)} yen").ToString())
                .Table(new(L("月ごと（円）", "By month, in yen").ToString(),
                    [new(L("年月", "Month").ToString(), 2), new(L("収入", "Income").ToString(), 2, true), new(L("変動費", "Variable").ToString(), 2, true), new(L("固定費", "Fixed").ToString(), 2, true), new(L("設備等", "Bought").ToString(), 2, true), new(L("借入・補助－返済", "Loans, grants").ToString(), 2, true), new(L("手元資金", "Cash").ToString(), 2, true)],
                    [
                        .. reckoned.Months.Select(m => (IReadOnlyList<string>)
                        [
                            PlanNumbers.Key(cash.Month(m.Index)), Numbers.Whole(m.Amounts.Income), Numbers.Whole(m.Amounts.VariableCost), Numbers.Whole(m.Amounts.FixedCost), Numbers.Whole(m.Amounts.Investment),
                            Numbers.Whole(m.Amounts.LoanReceived + m.Amounts.Grant - m.Amounts.LoanRepaid), Numbers.Whole(m.Cash),
                        ]),
                    ]));
        }

        return paper.ToBytes();
    }
}
