using System.Security.Claims;
using Kenmin.Documents;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SeniorEngagement.Cards;

/// <summary>The interest card on paper, to be filled in by hand.</summary>
internal static class PaperCardForm
{
    /// <summary>The most sheets at once.</summary>
    public const int Most = 50;

    /// <summary>Blank sheets, each with a number of its own and nothing about anybody.</summary>
    public static byte[] Make(IReadOnlyList<string> numbers)
    {
        using var paper = new Paper(new("興味・活動カード", "ja-JP", "山口県", Footer: "興味・活動カード"));
        foreach (var number in numbers)
        {
            paper.PageBreak().Heading(1, "興味・活動カード");
            paper.QrCode(number, $"カードの番号　{PrintedCode.Shown(number)}\nこの番号は、あとで自分のアカウントにつなぐときに使います。写しをお手元に残してください。答えたくないところは空けておけます。");
            paper.BlankLines("お名前", "電話番号", "お住まいの市町", "生まれた年");
            foreach (var (title, question) in new[]
            {
                ("1　好きなこと（いくつでも）", CardQuestions.Interests), ("2　体のこと（いくつでも）", CardQuestions.Limits), ("3　1 回の長さ（1 つ）", CardQuestions.Lengths),
                ("4　都合のよいとき（いくつでも）", CardQuestions.Slots), ("5　どこまで行けますか（1 つ）", CardQuestions.Reaches), ("6　だれと行きたいですか（1 つ）", CardQuestions.Companies),
            })
                paper.CheckBoxes(title, [.. question.Select((o, i) => $"{i + 1}　{o.Text.Ja}")]);
            paper.Paragraph("書いたことは、参加できる活動をご案内するためだけに、県とお住まいの市町の担当者が使います。窓口にお持ちいただくか、お電話でもお答えいただけます。", small: true);
        }

        return paper.ToBytes();
    }
}

/// <summary>Cards on paper for everybody, and the list of cards for staff.</summary>
internal sealed class CardFiles : ISiteEndpoints
{
    private static readonly string[] Header = ["番号", "氏名", "電話", "市町", "生まれた年", "アカウント", "好きなこと", "体のこと", "都合のよいとき", "どこまで", "だれと", "入力した人"];

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/senior-engagement/card.pdf", () => Sheets(1))
            .AllowAnonymous().RequireFeature(Features.Cards);
        site.MapGet("/staff/senior-engagement/cards.pdf", (int? sheets) => Sheets(Math.Clamp(sheets ?? 10, 1, PaperCardForm.Most)))
            .RequirePermission(Permissions.Manage).RequireFeature(Features.Cards);
        site.MapGet("/staff/senior-engagement/cards.csv", async (ClaimsPrincipal user, HolderReader reader, CancellationToken cancellationToken) =>
        {
            var holders = await reader.ListAsync(null, false, user, cancellationToken, "senior-engagement.cards.exported");
            var rows = holders.Select(h => (IReadOnlyList<string?>)
            [
                PrintedCode.Shown(h.Number), h.Name, h.Phone, h.Municipality?.Name, h.BirthYear?.ToString(System.Globalization.CultureInfo.InvariantCulture), h.AccountId is null ? "なし" : "あり",
                Texts(CardQuestions.Interests, h.Card.Interests), Texts(CardQuestions.Limits, h.Card.Limits), Texts(CardQuestions.Slots, h.Card.Slots),
                h.Card.Reach is null ? "" : CardQuestions.TextOf(CardQuestions.Reaches, h.Card.Reach).Ja, h.Card.Company is null ? "" : CardQuestions.TextOf(CardQuestions.Companies, h.Card.Company).Ja, h.ChangedBy.Name,
            ]);
            return Results.File(new TableFile(Header, rows).ToCsv(), TableFile.CsvType, "senior-engagement-cards.csv");
        }).RequirePermission(Permissions.Read).AlwaysOn("what exists can be exported whatever is switched on");
    }

    private static IResult Sheets(int count) => !Paper.IsAvailable ? Results.NotFound()
        : Results.File(PaperCardForm.Make([.. Enumerable.Range(0, count).Select(_ => CardHolder.Numbers.New())]), "application/pdf", "interest-card.pdf");

    private static string Texts(IReadOnlyList<CardOption> question, IReadOnlyList<string> keys) => string.Join('、', question.Where(o => keys.Contains(o.Key)).Select(o => o.Text.Ja));
}
