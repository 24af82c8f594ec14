using Kenmin.Accounts.EnteredPeople;
using Kenmin.Accounts.Letters;
using Kenmin.Accounts.Mail;
using Kenmin.Documents;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using static Kenmin.Pages.Texts;

namespace Kenmin.Accounts.Claims;

/// <summary>
/// The letter with a code. Each time it is taken the code is a new one and the one before ends: the code itself is kept nowhere, so it
/// cannot be printed again.
/// </summary>
internal sealed class ClaimLetter(SiteAddress site, IOptions<AccountsSettings> settings, TimeProvider clock) : ISiteEndpoints
{
    /// <summary>Where the form of the button sends.</summary>
    public static string Address(Guid person) => $"/staff/people/{person}/claim-letter.pdf";

    public void Map(IEndpointRouteBuilder endpoints) => endpoints
        .MapPost("/staff/people/{id:guid}/claim-letter.pdf", async (Guid id, HttpContext http, ClaimCodes codes, CancellationToken cancellationToken) =>
        {
            if (!Paper.IsAvailable || await codes.IssueAsync(id, http.User, cancellationToken) is not var (code, last, person)) return Results.NotFound();
            http.Response.Headers.CacheControl = "no-store";
            return Results.File(Write(person, code, last), "application/pdf", $"claim-letter-{Dates.Iso(JapanTime.Today(clock))}.pdf");
        })
        .RequirePermission(AccountsPermissions.EnterPeople).AlwaysOn("those without mail can take part whatever is switched on").ExcludeFromDescription();

    private byte[] Write(EnteredPerson person, string code, DateOnly last)
    {
        var profile = person.Profile!;
        var until = Dates.LongText(last);
        var page = new Uri(site.Root, $"/accounts/claim?code={code}").ToString();
        using var paper = new Paper(new(L("登録の引き継ぎのご案内", "Your code").ToString(), L("ja-JP", "en").ToString(), SiteName.Text.ToString()));
        paper.Address(LetterAddress.Of(profile))
            .Paragraph($"{Dates.Long(JapanTime.Today(clock))}　　{SiteName.Text}")
            .Heading(1, L("インターネットでも、ご自分の登録を見られます", "You can see your record on the web").ToString())
            .Paragraph(L(
                "窓口や紙でいただいた登録を、ご自分のアカウントとして引き継いでいただけます。申し込みの内容を見たり、連絡をメールで受け取ったりできるようになります。引き継がなくても、これまでどおり紙と電話でご参加いただけます。",
                "What you told us on paper or at the counter can become your own account: you see what you signed up for and get messages by mail. If you would rather not, everything goes on by paper and telephone as before.").ToString())
            .QrCode(page, L(
                $"① スマートフォンで左のコードを読み取るか、{new Uri(site.Root, "/accounts/claim")} を開きます。\n② 次の文字と生年月日を入力します。\n\n{PrintedCode.Shown(code)}\n\n{until.Ja}まで使えます。",
                $"1. Scan the code, or open {new Uri(site.Root, "/accounts/claim")}.\n2. Enter these characters and your date of birth.\n\n{PrintedCode.Shown(code)}\n\nIt works until {until.En}.").ToString())
            .Paragraph(L("この手紙をほかの人に見せないでください。職員がコードをお尋ねすることはありません。", "Show this letter to nobody. Staff never ask for the code.").ToString())
            .Paragraph(settings.Value.LetterContact.ToString(), small: true);
        return paper.ToBytes();
    }
}
