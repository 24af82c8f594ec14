using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.CleanUp.Weather;

/// <summary>A warning as programs get it.</summary>
internal sealed record WarningView(string Code, LocalizedText Name, string Tier, int? Level, bool PartOnly);

/// <summary>The warnings of a municipality as programs get them.</summary>
/// <param name="Municipality">The municipality's code of 6 digits.</param>
/// <param name="Known">Whether all is known. False is never to be taken for safe.</param>
/// <param name="Warnings">What is in force as far as is known, the gravest first.</param>
/// <param name="ReportedAt">The time of the report.</param>
/// <param name="WhyNot">Why it is not known.</param>
internal sealed record WarningsView(string Municipality, bool Known, IReadOnlyList<WarningView> Warnings, DateTimeOffset? ReportedAt, LocalizedText? WhyNot)
{
    public static WarningsView Example { get; } = new(
        "352047", true, [new("49", new("土砂災害危険警報", "Landslide danger warning"), "danger", 4, false)], new(2026, 7, 2, 5, 42, 0, TimeSpan.FromHours(9)), null);

    public static WarningsView Of(string municipality, KnownWarnings k) => new(
        municipality, k.IsKnown, [.. k.Warnings.Select(w => new WarningView(w.Code, w.Name, ApiWord.Of(w.Tier), w.Level, k.PartOnly.Contains(w.Code)))],
        k.ReportedAt, k.WhyNot);
}

/// <summary>Warnings for programs.</summary>
internal sealed class WeatherEndpoints(WeatherBoard board) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/clean-up/municipalities/{municipality}/warnings", async (string municipality, CancellationToken cancellationToken) =>
                Municipality.ByCode(municipality) is { } found ? Results.Ok(WarningsView.Of(found.Code6, await board.OfAsync(found.Code6, cancellationToken))) : ApiProblems.NotFound())
            .WithTags("clean-up").Produces<WarningsView>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: WarningsView.Example)
            .WithSummary("市町の気象警報・注意報 / Weather warnings of a municipality")
            .WithDescription("As last read from the Japan Meteorological Agency. Not known is not safe.")
            .AllowAnonymous().AlwaysOn("warnings are for the safety of those who are about to go");
}
