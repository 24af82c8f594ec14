using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Figures;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.PlanProgress.Spreadsheet;

/// <summary>All figures as a file that can be changed and imported again.</summary>
internal sealed class ExportEndpoints(PlanReader reader, TimeProvider clock) : ISiteEndpoints
{
    private const string Reason = "what exists can be exported when reporting is off";

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/staff/plan/figures.csv", async (CancellationToken cancellationToken) =>
        {
            var plan = await reader.ReadAsync(cancellationToken);
            using var file = new MemoryStream();
            using (var writer = new CsvWriter(file))
            {
                writer.WriteRow(FigureSheet.Header);
                foreach (var row in FigureSheet.Write(plan, FiscalYear.Current(clock).Next)) writer.WriteRow(row);
            }

            return Results.File(file.ToArray(), "text/csv; charset=utf-8", "plan-figures.csv");
        }).RequirePermission(Permissions.Read).AlwaysOn(Reason);

        site.MapGet("/staff/plan/figures.xlsx", async (CancellationToken cancellationToken) =>
        {
            var plan = await reader.ReadAsync(cancellationToken);
            using var file = new MemoryStream();
            using (var writer = new XlsxWriter(file, "figures"))
            {
                writer.WriteRow(FigureSheet.Header);
                foreach (var row in FigureSheet.Write(plan, FiscalYear.Current(clock).Next)) writer.WriteRow(row);
            }

            return Results.File(file.ToArray(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "plan-figures.xlsx");
        }).RequirePermission(Permissions.Read).AlwaysOn(Reason);
    }
}
