using System.Globalization;
using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.OnTheDay.Supplies;

/// <summary>The order for meals and uniforms as a spreadsheet.</summary>
internal sealed class SupplyFiles(SupplyDesk desk) : ISiteEndpoints
{
    private static readonly LocalizedText Meals = new("弁当", "Meals"), Uniforms = new("ユニフォーム", "Uniforms"), Unknown = new("サイズ不明", "Size unknown");

    public void Map(IEndpointRouteBuilder site) => site
        .MapGet("/staff/sports/events/{id}/supplies.csv", async (string id, ClaimsPrincipal user, ShiftCatalog catalog, CancellationToken cancellationToken) =>
            await catalog.StaffEventAsync(id, user, cancellationToken) is { } found
                ? Results.File(TableOf(await desk.CountAsync(found, user, cancellationToken)).ToCsv(), TableFile.CsvType, $"supplies-{found.Slug}.csv")
                : Results.NotFound())
        .RequirePermission(Permissions.ReadShifts).AlwaysOn("what was signed up for can be counted whatever is switched on now").ExcludeFromDescription();

    private static TableFile TableOf(SupplyCounts counts) => new(
        [Text("品目", "Item"), Text("日", "Day"), Text("会場", "Venue"), Text("サイズ", "Size"), Text("数", "Number")],
        [
            .. counts.Meals.Select(m => (IReadOnlyList<string?>)[Meals.ToString(), Dates.Iso(m.Day), m.Venue.Name, "", m.Meals.ToString(CultureInfo.InvariantCulture)]),
            .. counts.Uniforms.Select(u => (IReadOnlyList<string?>)[Uniforms.ToString(), "", "", u.Size ?? Unknown.ToString(), u.People.ToString(CultureInfo.InvariantCulture)]),
        ]);

    private static string Text(string ja, string en) => new LocalizedText(ja, en).ToString();
}
