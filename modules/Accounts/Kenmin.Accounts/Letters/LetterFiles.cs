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

namespace Kenmin.Accounts.Letters;

/// <summary>A print as one document, a letter on each page.</summary>
internal sealed class LetterFiles(IOptions<AccountsSettings> settings) : ISiteEndpoints
{
    public static string Address(Guid print) => $"/staff/letters/{print}/letters.pdf";

    public void Map(IEndpointRouteBuilder site) => site
        .MapGet("/staff/letters/{id:guid}/letters.pdf", async (Guid id, LetterDesk desk, HttpContext http, CancellationToken cancellationToken) =>
        {
            if (!Paper.IsAvailable || await desk.TakeAsync(id, http.User, cancellationToken) is not { } letters) return Results.NotFound();
            http.Response.Headers.CacheControl = "no-store";
            return Results.File(Write(letters), "application/pdf", $"letters-{id:N}.pdf");
        })
        .RequirePermission(AccountsPermissions.PrintLetters).AlwaysOn("people without mail are told what happened").ExcludeFromDescription();

    private byte[] Write(IReadOnlyList<PrintedLetter> letters)
    {
        using var paper = new Paper(new(L("お知らせの手紙", "Letters").ToString(), L("ja-JP", "en").ToString(), SiteName.Text.ToString()));
        if (letters.Count == 0) paper.Paragraph(L("送る手紙はありません。", "There are no letters to send.").ToString());
        foreach (var (letter, profile) in letters)
            paper.Address(LetterAddress.Of(profile))
                .Paragraph($"{Dates.Long(JapanTime.DayOf(letter.At))}　　{SiteName.Text}")
                .Heading(1, letter.Subject.ToString())
                .Paragraph(letter.Body.ToString())
                .Paragraph(settings.Value.LetterContact.ToString(), small: true);
        return paper.ToBytes();
    }
}
