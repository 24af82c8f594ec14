using Kenmin.Documents;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Links;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Kenmin.SportsVolunteers.Registrations.Letters;

/// <summary>Letters to print. Who holds one can answer for the person, so only those may take them who may enter answers.</summary>
internal sealed class LetterFiles(LetterDesk desk, LinkTokens tokens, IOptions<AskingSettings> settings, TimeProvider clock) : ISiteEndpoints
{
    /// <summary>The address of a file.</summary>
    public static string Address(LetterChoice choice, bool again, int part) =>
        $"/staff/sports/registrations/letters.pdf?festival={Uri.EscapeDataString(choice.Festival ?? "")}&municipality={choice.Municipality}"
        + $"&all={(choice.AlsoWithAccount ? "1" : "")}&again={(choice.OnlyReminded ? "2" : again ? "1" : "")}&part={part}";

    public void Map(IEndpointRouteBuilder site) => site
        .MapGet("/staff/sports/registrations/letters.pdf", async (
            string? festival, string? municipality, string? all, string? again, int? part, HttpContext http, CancellationToken cancellationToken) =>
        {
            if (!Paper.IsAvailable || part is < 1 or > 10_000) return Results.NotFound();
            var letters = await desk.FileAsync(new(festival, municipality ?? "", all == "1", again == "2"), part ?? 1, http.User, cancellationToken);
            if (letters.Count == 0 && part > 1) return Results.NotFound();
            var site = http.SiteAddress();
            http.Response.Headers.CacheControl = "no-store";
            return Results.File(
                LetterPaper.Write(letters, l => tokens.Open(l.Link) is { } token ? site + LinkTokens.Path(LinkPurpose.Answer, token) : null, again is "1" or "2", JapanTime.Today(clock), settings.Value.Contact),
                "application/pdf", $"letters-{municipality}-{part ?? 1}-{Dates.Iso(JapanTime.Today(clock))}.pdf");
        })
        .RequirePermission(Permissions.ChangeRoster).RequireFeatureToWrite(Features.ContinuingRegistration).ExcludeFromDescription();
}
