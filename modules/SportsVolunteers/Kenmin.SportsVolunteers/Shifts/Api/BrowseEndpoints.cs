using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.SportsVolunteers.Shifts.Browse;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Shifts.Api;

/// <summary>Events and shifts as everybody may see them.</summary>
internal sealed class BrowseEndpoints : IApiEndpoints
{
    private const string ByYear = "each event is shown as long as sign-up is switched on for its own fiscal year";

    public void Map(IEndpointRouteBuilder api)
    {
        var sports = api.MapGroup("/sports").WithTags("sports");

        sports.MapGet("/events", async (ShiftCatalog catalog, CancellationToken cancellationToken) =>
            {
                var (coming, past) = await catalog.PublishedAsync(cancellationToken);
                return Results.Ok(coming.Concat(past).Select(EventView.Of).ToList());
            })
            .Produces<IReadOnlyList<EventView>>().WithExample(response: new[] { EventView.Example })
            .WithSummary("公開中の大会 / Published events").WithDescription("The coming ones first, then the past ones, newest first.")
            .AllowAnonymous().AlwaysOn(ByYear);

        sports.MapGet("/events/{id}/shifts", async (
                string id, string? day, string? municipality, string? venue, string? role, bool? free, string? after, int? take,
                ShiftCatalog catalog, CancellationToken cancellationToken) =>
            {
                if (await catalog.PublicEventAsync(id, cancellationToken) is not { } sportsEvent) return ApiProblems.NotFound();
                var query = new ShiftQuery(day, municipality, venue, role, free == true ? "true" : null);
                var problems = ProblemsOf(query);
                if (problems.Count > 0) return ApiProblems.Invalid(problems);
                var rows = await catalog.PageAsync(sportsEvent, query.Filter, after, PageSize.Within(take), cancellationToken);
                return Results.Ok(new Page<ShiftView>([.. rows.Rows.Select(ShiftView.Of)], rows.Next));
            })
            .Produces<Page<ShiftView>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: new Page<ShiftView>([ShiftView.Example], "202611010000-0199f100000070008000000000000002"))
            .WithSummary("大会の活動枠 / Shifts of an event")
            .WithDescription("By start. `id` is the event's id or slug; `day` is 2026-11-01, `municipality` a code of 6 digits, `free=true` only what has a free place.")
            .AllowAnonymous().AlwaysOn(ByYear);

        sports.MapGet("/shifts/{id:guid}", async (Guid id, ShiftCatalog catalog, FeatureGates gates, CancellationToken cancellationToken) =>
                await catalog.ShiftAsync(id, cancellationToken) is { Event.Published: true } row && await gates.IsOnAsync(Features.Shifts, row.Shift.FiscalYear)
                    ? Results.Ok(ShiftView.Of(row)) : ApiProblems.NotFound())
            .Produces<ShiftView>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: ShiftView.Example)
            .WithSummary("活動枠 / One shift").AllowAnonymous().AlwaysOn(ByYear);
    }

    private static List<FieldProblem> ProblemsOf(ShiftQuery query)
    {
        var filter = query.Filter;
        var problems = new List<FieldProblem>();
        if (!string.IsNullOrEmpty(query.Day) && filter.Day is null)
            problems.Add(new("#/day", new("日は 2026-11-01 の形で指定してください。", "Give the day as 2026-11-01.")));
        if (!string.IsNullOrEmpty(query.Municipality) && filter.Municipality is null)
            problems.Add(new("#/municipality", new("市町は県内の市町コード（6桁）で指定してください。", "Give the municipality as a code of the prefecture (6 digits).")));
        if (!string.IsNullOrEmpty(query.Venue) && filter.VenueId is null)
            problems.Add(new("#/venue", new("会場は会場の ID で指定してください。", "Give the venue by its id.")));
        return problems;
    }
}
