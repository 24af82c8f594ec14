using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kenmin.Documents;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.PlanProgress.Figures;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.PlanProgress.Publication;

/// <summary>The report on paper, and the figures as files.</summary>
internal sealed class PublicationEndpoints(PlanReader reader, TimeProvider clock) : ISiteEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All), Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public void Map(IEndpointRouteBuilder site)
    {
        var plan = site.MapGroup("/plan").AllowAnonymous().RequireFeature(Features.Publication);
        plan.MapGet("/report/{year:int}.pdf", PdfAsync);
        plan.MapGet("/open-data/figures.csv", CsvAsync);
        plan.MapGet("/open-data/figures.json", JsonAsync);
    }

    private async Task<IResult> PdfAsync(int year, CancellationToken cancellationToken)
    {
        var plan = await reader.ReadForPublicAsync(cancellationToken);
        if (StaffDoors.YearOf(year) is not { } asked || !plan.YearsUntil(FiscalYear.Current(clock)).Contains(asked)) return Results.NotFound();
        if (!Paper.IsAvailable) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var pdf = YearReport.Of(plan, asked).ToPdf(SiteName.Text.ToString());
        return Results.File(pdf, "application/pdf", string.Create(CultureInfo.InvariantCulture, $"plan-{year}.pdf"));
    }

    private async Task<IResult> CsvAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var plan = await reader.ReadForPublicAsync(cancellationToken);
        SayLicence(context);
        return Results.File(new TableFile(OpenData.Header, OpenData.Rows(plan, FiscalYear.Current(clock))).ToCsv(), TableFile.CsvType, "plan-figures.csv");
    }

    private async Task<IResult> JsonAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var plan = await reader.ReadForPublicAsync(cancellationToken);
        SayLicence(context);
        return Results.Json(OpenData.ToRecords(plan, FiscalYear.Current(clock)), Json);
    }

    private static void SayLicence(HttpContext context) => context.Response.Headers.Link = $"<{OpenData.LicenceAddress}>; rel=\"license\"";
}
