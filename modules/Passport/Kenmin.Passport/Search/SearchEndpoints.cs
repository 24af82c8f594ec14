using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Passport.Search;

/// <summary>Something to take part in, as programs see it.</summary>
internal sealed record OpportunityView(
    string Module, Guid Id, LocalizedText Kind, LocalizedText Title, DateTimeOffset Starts, DateTimeOffset Ends, string? MunicipalityCode, string Place,
    double? Latitude, double? Longitude, double? Metres, int? Capacity, Suitability Suitability, Guid? InitiativeId, string Href)
{
    public static OpportunityView Example { get; } = new(
        "clean-up", new("0199f000-0000-7000-8000-0000000000c4"), new("清掃活動", "Clean-up"), new("見本海岸の清掃（見本自治会）", "Clean-up at Sample Beach (Sample Association)"),
        new(2026, 6, 14, 9, 0, 0, TimeSpan.FromHours(9)), new(2026, 6, 14, 11, 0, 0, TimeSpan.FromHours(9)), "352039", "見本海岸駐車場", 34.019, 131.404, 2300, 20,
        Suitability.NotKnown, null, "/clean-up/activities/0199f000-0000-7000-8000-0000000000c4");

    public static OpportunityView Of(Found f) => new(
        f.Opportunity.Module, f.Opportunity.SubjectId, f.Opportunity.Kind, f.Opportunity.Title, f.Opportunity.Starts, f.Opportunity.Ends, f.Opportunity.MunicipalityCode,
        f.Opportunity.Place, f.Opportunity.Latitude, f.Opportunity.Longitude, f.Metres is { } metres ? Math.Round(metres) : null, f.Opportunity.Capacity, f.Opportunity.Suitability,
        f.Opportunity.InitiativeId, f.Opportunity.Href);
}

/// <summary>The search for programs.</summary>
internal sealed class SearchEndpoints : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api) => api
        .MapGet("/opportunities", async (HttpContext http, string? after, int? take, OpportunitySearch search, CancellationToken cancellationToken) =>
        {
            var input = SearchInput.Of(http.Request.Query);
            if (input.Problems.Count > 0) return ApiProblems.Invalid([.. input.Problems.Select(p => new FieldProblem($"#/{p.Key}", p.Value))]);
            var page = await search.FindAsync(input.Query, after, PageSize.Within(take), cancellationToken);
            return Results.Ok(new Page<OpportunityView>([.. page.Items.Select(OpportunityView.Of)], page.Next));
        })
        .WithTags("passport").Produces<Page<OpportunityView>>().ProducesProblem(StatusCodes.Status400BadRequest)
        .WithExample(response: new Page<OpportunityView>([OpportunityView.Example], null)).WithSummary("参加できる活動を探す / Find something to take part in")
        .WithDescription(
            "All modules together, by start. Filters: words, from, until, municipality, module, near (a municipality or latitude,longitude) with km, age, wheelchair, children, stage (children, students, working, raising-children, seniors). Dates may be written as people write them.")
        .AllowAnonymous().RequireFeature(Features.Search);
}
