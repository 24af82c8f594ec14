using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Overview;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Registrations.Links;

/// <summary>
/// The lists for printing letters (差し込み印刷): who gets one, with their own link. Who holds a link can answer or connect an
/// account, so only those may take it who may enter answers; each download is in the audit log.
/// </summary>
internal sealed class LetterEndpoints(RegistrationQueries queries, LinkTokens tokens, IAuditTrail audit, TimeProvider clock) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        Map(api, LinkPurpose.Answer, "letters", "Names, addresses and answer links of those who were asked and have not answered");
        Map(api, LinkPurpose.Account, "account-letters", "Names, addresses and personal links of those who stay and have connected no account");
    }

    /// <summary>The address of a list.</summary>
    public static string Address(LinkPurpose purpose, string kind, string festival) =>
        $"/api/v1/sports/registrations/{(purpose == LinkPurpose.Answer ? "letters" : "account-letters")}.{kind}?festival={Uri.EscapeDataString(festival)}";

    private void Map(IEndpointRouteBuilder api, LinkPurpose purpose, string name, string summary)
    {
        api.MapGet($"sports/registrations/{name}.csv", async (string? festival, HttpContext http, CancellationToken cancellationToken) =>
                Results.File((await TableAsync(purpose, festival, http, cancellationToken)).ToCsv(), TableFile.CsvType, $"{name}.csv"))
            .Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .WithSummary($"{summary}, as CSV.")
            .RequirePermission(Permissions.ChangeRoster).RequireFeatureToWrite(Features.ContinuingRegistration);

        api.MapGet($"sports/registrations/{name}.xlsx", async (string? festival, HttpContext http, CancellationToken cancellationToken) =>
                Results.File((await TableAsync(purpose, festival, http, cancellationToken)).ToXlsx(Head("宛名", "Letters")), TableFile.XlsxType, $"{name}.xlsx"))
            .Produces(StatusCodes.Status200OK, contentType: TableFile.XlsxType)
            .WithSummary($"{summary}, as an Excel file.")
            .RequirePermission(Permissions.ChangeRoster).RequireFeatureToWrite(Features.ContinuingRegistration);
    }

    private async Task<TableFile> TableAsync(LinkPurpose purpose, string? festival, HttpContext http, CancellationToken cancellationToken)
    {
        ClaimsPrincipal user = http.User;
        var letters = await queries.LettersAsync(
            purpose, new(string.IsNullOrWhiteSpace(festival) ? null : festival, user.ConfinedToMunicipalities()), JapanTime.Today(clock), cancellationToken);
        await audit.RecordAsync(
            new(user.AccountId(), purpose == LinkPurpose.Answer ? "sports-volunteers.letters.exported" : "sports-volunteers.account-letters.exported",
                [.. letters.Select(l => l.Link.VolunteerId)]),
            cancellationToken);
        var site = http.SiteAddress();
        return new(
            [Head("氏名", "Name"), Head("郵便番号", "Postal code"), Head("住所", "Address"), Head("メールアドレス", "E-mail"), Head("大会", "Festival"),
             .. purpose == LinkPurpose.Answer
                 ? new[] { Head("回答の期限", "Last day"), Head("回答用リンク", "Answer link"), Head("サイトのお知らせ", "Notice on the site") }
                 : [Head("リンクの期限", "Last day"), Head("本人確認リンク", "Personal link")]],
            letters.Select(l => (string[])
            [
                l.Name,
                l.PostalCode is { } code && PostalCode.Parse(code).TryGet(out var postal) ? postal.ToString() : l.PostalCode ?? "",
                l.Address, l.Email ?? "", l.Link.Festival, Dates.Long(l.Link.LastDay),
                tokens.Open(l.Link) is { } token ? site + LinkTokens.Path(purpose, token)
                    : Head("リンクを復元できません。電話などで確認してください。", "The link cannot be restored; please ask by telephone."),
                .. purpose == LinkPurpose.Answer ? new[] { l.HasAccount ? Head("届いています", "Sent") : "" } : [],
            ]));
    }

    private static string Head(string ja, string en) => new LocalizedText(ja, en).ToString();
}
