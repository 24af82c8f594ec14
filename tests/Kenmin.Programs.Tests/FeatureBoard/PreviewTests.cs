using System.Net;
using System.Net.Http.Json;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Programs.Tests;

/// <summary>An administrator walks through the site as on another day and in another role.</summary>
public sealed class PreviewTests(HouseWithPeople house) : IClassFixture<HouseWithPeople>
{
    private const string Legacy = "/staff/sports/legacy";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_site_is_as_it_will_be_on_that_day_and_as_that_role_sees_it()
    {
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        using var decided = await administrator.Http.PutAsJsonAsync("/api/v1/programs/features/sports-volunteers.legacy/FY2030", new { on = false, reason = "no festival" }, Cancellation);
        decided.EnsureSuccessStatusCode();

        await BeginAsync(administrator, "2030-05-01", Roles.MunicipalStaff, "352039");
        (await administrator.ReadAsync("/")).ShouldContain("This is a preview");
        (await administrator.GetAsync(Legacy)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is off in that year");
        (await administrator.GetAsync("/admin/features")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "municipal staff have no board");

        await EndAsync(administrator);
        (await administrator.ReadAsync("/")).ShouldNotContain("This is a preview");
        (await administrator.GetAsync(Legacy)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await BeginAsync(administrator, "2029-05-01", Roles.Administrator);
        (await administrator.GetAsync(Legacy)).StatusCode.ShouldBe(HttpStatusCode.OK, "it is on in the year before");
        await EndAsync(administrator);
    }

    [Fact]
    public async Task Nothing_can_be_sent_during_a_preview_by_page_or_API()
    {
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        await BeginAsync(administrator, "2027-05-01", Roles.Administrator);

        using var put = await administrator.Http.PutAsJsonAsync("/api/v1/programs/features/sports-volunteers.legacy/FY2040", new { on = false, reason = "in a preview" }, Cancellation);
        put.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var form = await administrator.SubmitAsync("/admin/features/sports-volunteers.legacy?year=2040", "draft", ("Input.State", "off"));
        form.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var gates = house.Host.Services.GetRequiredService<FeatureGates>();
        (await gates.IsOnAsync("sports-volunteers.legacy", new FiscalYear(2040))).ShouldBeTrue();
        await EndAsync(administrator);
    }

    [Fact]
    public async Task A_preview_shows_no_more_than_the_administrator_may_see_and_is_worth_nothing_in_other_hands()
    {
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        using var resident = await house.SignedInAsync(Roles.Resident);
        using var visitor = new Visitor(house.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));

        using var began = await administrator.SubmitAsync("/admin/features/preview", "preview", ("Input.Day", "2030-05-01"), ("Input.Role", Roles.Resident));
        var cookie = began.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("kenmin-preview=", StringComparison.Ordinal)).Split(';')[0];
        // What residents see is about themselves: the administrator has no registration of sports volunteers.
        (await administrator.GetAsync("/api/v1/sports/registration")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await administrator.GetAsync("/staff/sports/volunteers")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        foreach (var other in new[] { resident, visitor })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add("Cookie", cookie);
            using var page = await other.Http.SendAsync(request, Cancellation);
            (await page.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain("This is a preview");
        }
        await EndAsync(administrator);
    }

    [Fact]
    public async Task Only_administrators_preview_and_only_days_that_make_sense()
    {
        using var owner = await house.SignedInAsync(Roles.ProgramOwner);
        (await owner.GetAsync("/admin/features/preview")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        using var refused = await administrator.SubmitAsync("/admin/features/preview", "preview", ("Input.Day", "2199-01-01"), ("Input.Role", "visitor"));
        (await refused.Content.ReadAsStringAsync(Cancellation)).ShouldContain("within 20 years");
        using var nowhere = await administrator.SubmitAsync("/admin/features/preview", "preview", ("Input.Day", "2030-01-01"), ("Input.Role", Roles.MunicipalStaff));
        (await nowhere.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Choose a city or town");
    }

    private static async Task BeginAsync(Visitor administrator, string day, string role, string municipality = "")
    {
        using var began = await administrator.SubmitAsync(
            "/admin/features/preview", "preview", ("Input.Day", day), ("Input.Role", role), ("Input.Municipality", municipality));
        began.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static async Task EndAsync(Visitor administrator)
    {
        using var ended = await administrator.SubmitAsync("/", "/preview/end");
        ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
