using System.Globalization;
using Kenmin.Documents;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>Plans as spreadsheets and on paper: the team its own, staff those that they work with.</summary>
internal sealed class PlanFiles(PlanReader plans, TimeProvider clock) : ISiteEndpoints
{
    private const string Kept = "what exists can always be taken out";

    public void Map(IEndpointRouteBuilder site)
    {
        Map(site.MapGroup("/community-business/mine/{id:guid}").RequirePermission(Permissions.Own).AlwaysOn(Kept), office: false);
        Map(site.MapGroup("/staff/community-business/ventures/{id:guid}").RequirePermission(Permissions.Read).AlwaysOn(Kept), office: true);
    }

    private void Map(RouteGroupBuilder group, bool office)
    {
        group.MapGet("/cash/{scenario}.csv", (Guid id, string scenario, HttpContext http) => ScenarioAsync(id, scenario, office, http, t => Results.File(t.ToCsv(), TableFile.CsvType, $"cash-{scenario}.csv")));
        group.MapGet("/cash/{scenario}.xlsx", (Guid id, string scenario, HttpContext http) => ScenarioAsync(id, scenario, office, http, t => Results.File(t.ToXlsx("cash"), TableFile.XlsxType, $"cash-{scenario}.xlsx")));
        group.MapGet("/actuals.csv", (Guid id, HttpContext http) => ActualsAsync(id, office, http, t => Results.File(t.ToCsv(), TableFile.CsvType, "actuals.csv")));
        group.MapGet("/actuals.xlsx", (Guid id, HttpContext http) => ActualsAsync(id, office, http, t => Results.File(t.ToXlsx("actuals"), TableFile.XlsxType, "actuals.xlsx")));
        group.MapGet("/plan/versions/{number:int}.pdf", async (Guid id, int number, HttpContext http) =>
        {
            if (!Paper.IsAvailable || await plans.ForAsync(id, office, http.User, http.RequestAborted) is not { } look
                || (await plans.VersionsAsync(look, http.User, http.RequestAborted)).FirstOrDefault(v => v.Number == number) is not { } version) return Results.NotFound();
            http.Response.Headers.CacheControl = "private, no-store";
            return Results.File(PlanPaper.Write(look.Venture, version), "application/pdf", string.Create(CultureInfo.InvariantCulture, $"plan-{look.Venture.Number}-{number}.pdf"));
        });
    }

    private async Task<IResult> ScenarioAsync(Guid id, string name, bool office, HttpContext http, Func<TableFile, IResult> send)
    {
        if (!Enum.TryParse<Scenario>(name, ignoreCase: true, out var scenario) || !Enum.IsDefined(scenario) || await plans.ForAsync(id, office, http.User, http.RequestAborted) is not { Plan.Cash: { } cash }) return Results.NotFound();
        http.Response.Headers.CacheControl = "private, no-store";
        return send(PlanTable.Of(cash, cash.Of(scenario)));
    }

    private async Task<IResult> ActualsAsync(Guid id, bool office, HttpContext http, Func<TableFile, IResult> send)
    {
        if (await plans.ForAsync(id, office, http.User, http.RequestAborted) is not { } look || await plans.ActualsAsync(look, http.RequestAborted) is not { } view) return Results.NotFound();
        http.Response.Headers.CacheControl = "private, no-store";
        return send(PlanTable.Of(view.Measure, view.Actuals, JapanTime.Today(clock)));
    }
}
