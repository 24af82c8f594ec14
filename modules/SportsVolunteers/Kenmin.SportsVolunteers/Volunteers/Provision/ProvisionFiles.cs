using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Volunteers.Provision;

/// <summary>The file of a list that was given: what people agreed to and nothing more.</summary>
internal sealed class ProvisionFiles(ProvisionDesk desk) : ISiteEndpoints
{
    public static string Address(Guid id) => $"/staff/sports/provisions/{id}/list.xlsx";

    public void Map(IEndpointRouteBuilder site) => site
        .MapGet("/staff/sports/provisions/{id:guid}/list.xlsx", async (Guid id, ClaimsPrincipal user, HttpContext http, CancellationToken cancellationToken) =>
        {
            if (await desk.FileAsync(id, user, cancellationToken) is not var (given, people)) return Results.NotFound();
            http.Response.Headers.CacheControl = "no-store";
            var file = new MemoryStream();
            await VolunteerExport.WriteAsync(people.ToAsyncEnumerable(), workbook: true, remarks: false, file, cancellationToken);
            return Results.File(file.ToArray(), TableFile.XlsxType, $"volunteers-{given.MunicipalityCode}.xlsx");
        })
        .RequirePermission(Permissions.ChangeRoster).AlwaysOn("what is given rests on each person's consent").ExcludeFromDescription();
}
