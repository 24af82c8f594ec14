using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Programs.Tests;

/// <summary>A host with the demonstration's people, so that administrators can sign in.</summary>
public sealed class HouseWithPeople : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public string Database { get; private set; } = "";

    public KenminHost<Program> Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await KenminHost<Program>.CreateDatabaseAsync(_postgres, demonstrationData: true);
        Host = new(Database, new() { DemonstrationData = true });
        _ = Host.Services;
    }

    public async Task<Visitor> SignedInAsync(string persona)
    {
        var visitor = new Visitor(Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));
        await visitor.BecomeAsync(persona);
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}

public sealed class FeatureGateTests(HouseWithPeople house) : IClassFixture<HouseWithPeople>
{
    private const string Registration = "accounts.registration";
    private const string Shifts = "sports-volunteers.shifts";
    private const string Legacy = "sports-volunteers.legacy";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FeatureGates Gates => house.Host.Services.GetRequiredService<FeatureGates>();

    [Fact]
    public async Task What_nobody_decided_follows_the_manifests_default()
    {
        (await Gates.IsOnAsync(Shifts, new FiscalYear(2031))).ShouldBeTrue();
        (await Gates.IsOnAsync("sports-volunteers.no-such-feature", new FiscalYear(2031))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_decision_about_one_year_leaves_the_other_years_alone()
    {
        using var administrator = await SignedInAsync(Roles.Administrator);

        (await SwitchAsync(administrator, Legacy, "FY2033", on: false)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await Gates.IsOnAsync(Legacy, new FiscalYear(2032))).ShouldBeTrue();
        (await Gates.IsOnAsync(Legacy, new FiscalYear(2033))).ShouldBeFalse();
        (await Gates.IsOnAsync(Legacy, new FiscalYear(2034))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_page_whose_feature_is_off_is_closed_leaves_the_navigation_and_comes_back()
    {
        using var administrator = await SignedInAsync(Roles.Administrator);
        var year = FiscalYear.Current(TimeProvider.System).ToString();
        (await administrator.ReadAsync("/")).ShouldContain("/staff/sports/legacy");

        (await SwitchAsync(administrator, Legacy, year, on: false)).EnsureSuccessStatusCode();
        (await administrator.GetAsync("/staff/sports/legacy")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await administrator.ReadAsync("/")).ShouldNotContain("/staff/sports/legacy");

        (await SwitchAsync(administrator, Legacy, year, on: true)).EnsureSuccessStatusCode();
        (await administrator.GetAsync("/staff/sports/legacy")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_administrator_looks_at_the_effect_and_decides_without_scripts_and_finds_the_reason_in_the_history()
    {
        using var administrator = await SignedInAsync(Roles.Administrator);
        const string page = "/admin/features/sports-volunteers.check-in?year=2040";

        using var nothing = await administrator.SubmitAsync(page, "draft");
        (await nothing.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Choose one");
        using var drafted = await administrator.SubmitAsync(page, "draft", ("Input.State", "off"));
        drafted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Gates.IsOnAsync("sports-volunteers.check-in", new FiscalYear(2040))).ShouldBeTrue("nothing is decided yet");
        var draft = drafted.Headers.Location!.ToString();
        using var refused = await administrator.SubmitAsync(draft, "decide", ("Input.Reason", ""));
        (await refused.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Give a reason");
        using var decided = await administrator.SubmitAsync(draft, "decide", ("Input.Reason", "No festival that year"));

        decided.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Gates.IsOnAsync("sports-volunteers.check-in", new FiscalYear(2040))).ShouldBeFalse();
        (await administrator.ReadAsync(page)).ShouldContain("No festival that year");
        (await administrator.ReadAsync("/admin/features/history?text=festival")).ShouldContain("No festival that year");
    }

    [Theory]
    [InlineData(Roles.Resident)]
    [InlineData(Roles.MunicipalStaff)]
    [InlineData(Roles.ProgramOwner)]
    [InlineData(Roles.Auditor)]
    public async Task Nobody_but_administrators_switches_features(string persona)
    {
        using var visitor = await SignedInAsync(persona);

        (await SwitchAsync(visitor, Shifts, "FY2035", on: false)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Gates.IsOnAsync(Shifts, new FiscalYear(2035))).ShouldBeTrue();
    }

    [Fact]
    public async Task What_cannot_be_decided_is_answered_with_the_field_and_the_reason()
    {
        using var administrator = await SignedInAsync(Roles.Administrator);

        (await ProblemAsync(await SwitchAsync(administrator, Shifts, "令和99999年度", on: false))).ShouldContain("#/year");
        (await ProblemAsync(await SwitchAsync(administrator, Shifts, "standing", on: false))).ShouldContain("#/year");
        (await ProblemAsync(await SwitchAsync(administrator, Registration, "FY2035", on: false))).ShouldContain("#/year");
        (await ProblemAsync(await SwitchAsync(administrator, Shifts, "FY2036", on: false, reason: " "))).ShouldContain("#/reason");
        (await SwitchAsync(administrator, "no.such", "FY2036", on: false)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_second_host_on_the_same_database_follows()
    {
        await using var second = new KenminHost<Program>(house.Database);
        var gates = second.Services.GetRequiredService<FeatureGates>();
        using var administrator = await SignedInAsync(Roles.Administrator);

        (await SwitchAsync(administrator, Legacy, "FY2050", on: false)).EnsureSuccessStatusCode();

        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (await gates.IsOnAsync(Legacy, new FiscalYear(2050))) await poll.WaitForNextTickAsync(limit.Token);
    }

    private Task<Visitor> SignedInAsync(string persona) => house.SignedInAsync(persona);

    private static Task<HttpResponseMessage> SwitchAsync(Visitor visitor, string feature, string year, bool on, string reason = "tried out") =>
        visitor.Http.PutAsJsonAsync($"/api/v1/programs/features/{feature}/{year}", new { on, reason }, Cancellation);

    private static async Task<string> ProblemAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errors").ToString();
    }
}
