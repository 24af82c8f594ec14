using Kenmin.Pages;
using System.Globalization;
using Kenmin.Documents;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SportsVolunteers.Shifts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Certificates;

/// <summary>Certificates to print: the own one, and all of an event.</summary>
internal sealed class CertificateFiles : ISiteEndpoints
{
    private const string Always = "hours that were given can be certified whatever is switched on now";

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/sports/me/certificates/{id:guid}.pdf", async (Guid id, HttpContext http, CertificateDesk desk, CancellationToken cancellationToken) =>
                Paper.IsAvailable && await desk.MineAsync(id, http.User, cancellationToken) is { } found
                    ? await FileAsync([found], $"certificate-{CertificateNumber.Shown(found.Certificate.Number)}.pdf", http, desk) : Results.NotFound())
            .RequirePermission(Permissions.TakePart).AlwaysOn(Always).ExcludeFromDescription();

        site.MapGet("/staff/sports/events/{id}/certificates.pdf", async (
                string id, int? part, HttpContext http, ShiftCatalog catalog, CertificateDesk desk, CancellationToken cancellationToken) =>
            {
                if (!Paper.IsAvailable || part is < 1 or > 10_000 || await catalog.StaffEventAsync(id, http.User, cancellationToken) is not { } sportsEvent) return Results.NotFound();
                return await desk.FileAsync(sportsEvent, part ?? 1, http.User, cancellationToken) is { Count: > 0 } certificates
                    ? await FileAsync(certificates, string.Create(CultureInfo.InvariantCulture, $"certificates-{sportsEvent.Slug}-{part ?? 1}.pdf"), http, desk) : Results.NotFound();
            })
            .RequirePermission(Permissions.ManageShifts).AlwaysOn(Always).ExcludeFromDescription();
    }

    /// <summary>All are of one event.</summary>
    private static async Task<IResult> FileAsync(IReadOnlyList<(Certificate Certificate, string Name)> certificates, string name, HttpContext http, CertificateDesk desk)
    {
        http.Response.Headers.CacheControl = "no-store";
        var thanks = new Dictionary<Guid, string>();
        if (await desk.ThanksAsync(certificates[0].Certificate.EventId, http.RequestAborted) is { } sent) thanks[sent.Id] = sent.Text;
        return Results.File(CertificatePaper.Write(certificates, thanks, http.SiteAddress()), "application/pdf", name);
    }
}
