using System.Net;
using Kenmin.Client.Plan;
using Kenmin.Modularity.Access;
using Kenmin.PlanProgress.Tests.Support;
using Refit;

namespace Kenmin.PlanProgress.Tests.Api;

/// <summary>The plan by its interface for programs.</summary>
public sealed class PlanApiTests(PlanHouse house) : IClassFixture<PlanHouse>
{
    [Fact]
    public async Task A_program_reports_closes_and_restates()
    {
        var year = PlanHouse.YearOfItsOwn().StartYear;
        var indicator = await house.IndicatorAsync();
        var api = house.Api(PlanHouse.Administrator);

        await api.SetTargetAsync(indicator.Number, year, new(50));
        await api.ReportAsync(indicator.Number, year, new(40, "final"));
        (await api.ReportOfAsync(house.Department, year)).Indicators.Single(i => i.Number == indicator.Number).ShouldSatisfyAllConditions(
            i => i.Actual.ShouldBe(40), i => i.Missing.ShouldBeFalse());
        (await Should.ThrowAsync<ApiException>(() => api.FreezeAsync(2026, new(true)))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await api.FreezeAsync(year, new(EvenWithGaps: true));
        var refused = await Should.ThrowAsync<ApiException>(() => api.ReportAsync(indicator.Number, year, new(41, "final")));
        (refused.StatusCode, refused.Content!.Contains("year-frozen", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Conflict, true));
        await api.RestateAsync(indicator.Number, new(year, 39, "重複"));

        var figure = (await api.IndicatorAsync(indicator.Number)).Years.Single(y => y.Year == year);
        (figure.Target, figure.Actual, figure.Frozen, figure.Progress).ShouldBe((50, 40, true, "behind"));
        figure.Restatements.ShouldHaveSingleItem().Value.ShouldBe(39);
        (await api.IndicatorsAsync()).ShouldContain(i => i.Number == indicator.Number);
    }

    [Fact]
    public async Task Bad_input_is_answered_at_its_field_and_strangers_are_turned_away()
    {
        var indicator = await house.IndicatorAsync();
        var api = house.Api(PlanHouse.Administrator);

        (await Should.ThrowAsync<ApiException>(() => api.ReportAsync(indicator.Number, 2025, new(1, "maybe")))).Content!.ShouldContain("#/stage");
        (await Should.ThrowAsync<ApiException>(() => api.ReportAsync(indicator.Number, 99, new(1)))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Should.ThrowAsync<ApiException>(() => api.ReportAsync("no-such", 2025, new(1)))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Should.ThrowAsync<ApiException>(() => house.Api().ReportAsync(indicator.Number, 2025, new(1)))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Should.ThrowAsync<ApiException>(() => house.Api(PlanHouse.Owner, Roles.ProgramOwner).FreezeAsync(2025, new(true)))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Should.NotThrowAsync(() => api.RecountAsync(2025));
    }
}
