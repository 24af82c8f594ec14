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

namespace Kenmin.SportsVolunteers.Registrations.Asking;

/// <summary>
/// The list for printing letters (差し込み印刷): who was asked and has not answered, with their own link. Who holds a link can
/// answer, so only those may take it who may enter answers; each download is in the audit log.
/// </summary>
internal sealed class LetterEndpoints(RegistrationQueries queries, AnswerTokens tokens, IAuditTrail audit, TimeProvider clock) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("sports/registrations/letters.csv", async (string? festival, HttpContext http, CancellationToken cancellationToken) =>
            {
                using var file = new MemoryStream();
                await using (var csv = new CsvWriter(file))
                    foreach (var row in await RowsAsync(festival, http, cancellationToken)) await csv.WriteRowAsync(row, cancellationToken);
                return Results.File(file.ToArray(), "text/csv; charset=utf-8", "letters.csv");
            })
            .Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .WithSummary("Names, addresses and answer links of those who were asked and have not answered, as CSV.")
            .RequirePermission(Permissions.ChangeRoster).RequireFeature(Features.ContinuingRegistration);

        api.MapGet("sports/registrations/letters.xlsx", async (string? festival, HttpContext http, CancellationToken cancellationToken) =>
            {
                using var file = new MemoryStream();
                using (var sheet = new XlsxWriter(file, new LocalizedText("宛名", "Letters").ToString()))
                    foreach (var row in await RowsAsync(festival, http, cancellationToken)) sheet.WriteRow(row);
                return Results.File(file.ToArray(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "letters.xlsx");
            })
            .Produces(StatusCodes.Status200OK, contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            .WithSummary("The same as an Excel file.")
            .RequirePermission(Permissions.ChangeRoster).RequireFeature(Features.ContinuingRegistration);
    }

    private async Task<IReadOnlyList<string[]>> RowsAsync(string? festival, HttpContext http, CancellationToken cancellationToken)
    {
        ClaimsPrincipal user = http.User;
        var letters = await queries.LettersAsync(
            new(string.IsNullOrWhiteSpace(festival) ? null : festival, user.ConfinedToMunicipalities()), JapanTime.Today(clock), cancellationToken);
        await audit.RecordAsync(
            new(user.AccountId(), "sports-volunteers.letters.exported", [.. letters.Select(l => l.Link.VolunteerId)]), cancellationToken);
        var site = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
        List<string[]> rows =
        [
            [Head("氏名", "Name"), Head("郵便番号", "Postal code"), Head("住所", "Address"), Head("メールアドレス", "E-mail"), Head("大会", "Festival"),
             Head("回答の期限", "Last day"), Head("回答用リンク", "Answer link"), Head("サイトのお知らせ", "Notice on the site")],
        ];
        rows.AddRange(letters.Select(l => new[]
        {
            l.Name,
            l.PostalCode is { } code && PostalCode.Parse(code).TryGet(out var postal) ? postal.ToString() : l.PostalCode ?? "",
            l.Address, l.Email ?? "", l.Link.Festival, Dates.Long(l.Link.AnswerBy),
            tokens.Open(l.Link) is { } token ? site + AnswerTokens.Path(token)
                : Head("リンクを復元できません。電話などで確認してください。", "The link cannot be restored; please ask by telephone."),
            l.HasAccount ? Head("届いています", "Sent") : "",
        }));
        return rows;
    }

    private static string Head(string ja, string en) => new LocalizedText(ja, en).ToString();
}
