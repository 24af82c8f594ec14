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
            Results.File((await TableAsync(cancellationToken)).ToCsv(), TableFile.CsvType, "plan-figures.csv")).RequirePermission(Permissions.Read).AlwaysOn(Reason);
        site.MapGet("/staff/plan/figures.xlsx", async (CancellationToken cancellationToken) =>
            Results.File((await TableAsync(cancellationToken)).ToXlsx("figures"), TableFile.XlsxType, "plan-figures.xlsx")).RequirePermission(Permissions.Read).AlwaysOn(Reason);
    }

    private async Task<TableFile> TableAsync(CancellationToken cancellationToken) =>
        new(FigureSheet.Header, FigureSheet.Write(await reader.ReadAsync(cancellationToken), FiscalYear.Current(clock).Next));
}
