using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Client;
using Kenmin.Client.Programs;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Contracts;
using Kenmin.Programs.Initiatives;
using Kenmin.Programs.Initiatives.Drafting;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Refit;
using Wolverine;

namespace Kenmin.Programs.Tests.Initiatives;

/// <summary>The pages and the API of initiatives, as people of each role find them.</summary>
public sealed class InitiativePagesTests(HouseWithPeople house) : IClassFixture<HouseWithPeople>
{
    private const string Api = "/api/v1/programs/initiatives";
    private static readonly FiscalYear Year = FiscalYear.Current(TimeProvider.System);
    private static int _number;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_public_page_gathers_what_its_modules_have_to_show()
    {
        using var visitor = Visitor();
        (await visitor.ReadAsync("/initiatives")).ShouldContain("/initiatives/mihon-sports-festival");
        var page = await visitor.ReadAsync("/initiatives/mihon-sports-festival");
        page.ShouldContain("見本スポーツ交流フェスタ", customMessage: "events of the sports volunteers");
        page.ShouldContain("places free");
        page.ShouldContain("083-933-0000", customMessage: "the contact");
        page.ShouldContain("48,000,000 yen");
        (await visitor.GetAsync("/initiatives/mihon-clean-up")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a draft is nobody's business");
        (await visitor.GetAsync("/initiatives/no-such")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_list_and_the_history_are_taken_out_as_files_also_when_the_initiative_is_over()
    {
        using var owner = await SignedInAsync(Roles.ProgramOwner);
        var slug = $"files-{Interlocked.Increment(ref _number)}";
        using var drafted = await owner.SubmitAsync("/staff/initiatives/new", "draft", Fields(slug, ("Municipalities", "352021")));
        var id = drafted.Headers.Location!.ToString().Split('?')[0].Split('/')[^1];
        using var archived = await owner.SubmitAsync($"/staff/initiatives/{id}", "step-Archive", ("Reason-Archive", "=試験のため"));
        archived.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await owner.ReadAsync("/staff/initiatives/list.csv")).ShouldContain(slug);
        var history = await owner.ReadAsync($"/staff/initiatives/{id}/history.csv");
        history.ShouldSatisfyAllConditions(h => h.ShouldContain("Drafted"), h => h.ShouldContain("Archive"), h => h.ShouldContain("'=試験のため", customMessage: "not run as a formula"));
        foreach (var sheet in new[] { "/staff/initiatives/list.xlsx", $"/staff/initiatives/{id}/history.xlsx" })
            (await owner.Http.GetByteArrayAsync(sheet, Cancellation))[..2].ShouldBe("PK"u8.ToArray());

        using var other = await SignedInAsync(Roles.MunicipalStaff);
        (await other.GetAsync($"/staff/initiatives/{id}/history.csv")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "what somebody may not see is not there");
        (await other.ReadAsync("/staff/initiatives/list.csv")).ShouldNotContain(slug);
    }

    [Fact]
    public async Task Owners_are_told_what_others_did_with_their_initiative()
    {
        using var owner = await SignedInAsync(Roles.ProgramOwner);
        using var administrator = await SignedInAsync(Roles.Administrator);
        var slug = $"told-{Interlocked.Increment(ref _number)}";
        using var drafted = await owner.SubmitAsync("/staff/initiatives/new", "draft", Fields(slug, ("Name.En", slug)));
        var id = drafted.Headers.Location!.ToString().Split('?')[0].Split('/')[^1];
        using var approved = await administrator.SubmitAsync($"/staff/initiatives/{id}", "step-Approve");
        approved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var closed = await owner.SubmitAsync($"/staff/initiatives/{id}", "step-Close", ("Reason-Close", "試験のため"));
        closed.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        string notices;
        do await poll.WaitForNextTickAsync(Cancellation);
        while (!(notices = await owner.ReadAsync("/accounts/notices")).Contains($"{slug}\u201d was approved", StringComparison.Ordinal));
        notices.ShouldNotContain($"{slug}\u201d was closed", customMessage: "who did it knows");
    }

    [Fact]
    public async Task The_list_is_narrowed_by_municipality_and_year()
    {
        using var visitor = Visitor();
        (await visitor.ReadAsync("/initiatives?municipality=352039")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("/initiatives/mihon-local-sports"), p => p.ShouldContain("/initiatives/mihon-sports-festival", customMessage: "the whole prefecture's is everybody's"));
        (await visitor.ReadAsync("/initiatives?municipality=352021")).ShouldNotContain("/initiatives/mihon-local-sports");
        (await visitor.ReadAsync("/initiatives?year=1999")).ShouldNotContain("/initiatives/mihon-");
        var found = await visitor.Http.GetFromJsonAsync<JsonElement>($"/api/v1/programs/public-initiatives?municipality=352021&year={Year}", Cancellation);
        found.EnumerateArray().Select(i => i.GetProperty("slug").GetString()).ShouldContain("mihon-sports-festival");
        (await visitor.Http.GetAsync("/api/v1/programs/public-initiatives?year=昨日", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_owner_drafts_chooses_and_sets_and_an_administrator_approves_without_scripts()
    {
        using var owner = await SignedInAsync(Roles.ProgramOwner);
        var slug = $"forms-{Interlocked.Increment(ref _number)}";
        using var refused = await owner.SubmitAsync("/staff/initiatives/new", "draft", Fields(slug, ("Name.Ja", ""), ($"Budgets[{Year.StartYear}]", "たくさん")));
        var again = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancellation));
        again.ShouldContain("Enter the name in Japanese.");
        again.ShouldContain("Enter the budget in whole yen");
        again.ShouldContain("たくさん", customMessage: "shown again as it was typed");

        using var drafted = await owner.SubmitAsync("/staff/initiatives/new", "draft", Fields(slug));
        var address = drafted.Headers.Location!.ToString().Split('?')[0];
        var id = address.Split('/')[^1];

        (await owner.SubmitAsync($"/staff/initiatives/{id}/modules", "modules", ("Modules", "programs"), ("Modules", "sports-volunteers"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var wrong = await owner.SubmitAsync($"/staff/initiatives/{id}/settings/sports-volunteers", "settings", ("offerHours", "９９９"), ("minimumAge", "十五"), ("signUpClosesDaysBefore", "3"));
        var told = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Cancellation));
        told.ShouldContain("Enter a whole number from 0 to 336.");
        told.ShouldContain("value=\"９９９\"");
        (await owner.SubmitAsync($"/staff/initiatives/{id}/settings/sports-volunteers", "settings", ("offerHours", "２４"), ("minimumAge", ""), ("signUpClosesDaysBefore", "3"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await owner.SubmitAsync($"/staff/initiatives/{id}/settings/sports-volunteers?year={Year.StartYear}", "settings", ("offerHours", "6"), ("minimumAge", ""), ("signUpClosesDaysBefore", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var administrator = await SignedInAsync(Roles.Administrator);
        (await owner.ReadAsync($"/staff/initiatives/{id}")).ShouldNotContain("step-Approve");
        (await administrator.SubmitAsync($"/staff/initiatives/{id}", "step-Approve", ("Reason-Approve", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(() => Directory.Find(Guid.Parse(id))!.TakesEntries("sports-volunteers", Year));
        Directory.Find(Guid.Parse(id))!.SettingsOf("sports-volunteers", Year)["offerHours"].ShouldBe("6");

        using var unreasoned = await owner.SubmitAsync($"/staff/initiatives/{id}", "step-Close", ("Reason-Close", " "));
        WebUtility.HtmlDecode(await unreasoned.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Give a reason");
        (await owner.SubmitAsync($"/staff/initiatives/{id}", "step-Close", ("Reason-Close", "All done"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        Directory.Find(Guid.Parse(id))!.TakesEntries("sports-volunteers", Year).ShouldBeFalse();
        (await owner.ReadAsync($"/staff/initiatives/{id}")).ShouldContain("All done");
        using var visitor = Visitor();
        (await visitor.ReadAsync($"/initiatives/{slug}")).ShouldContain("This initiative is over.");
    }

    [Fact]
    public async Task Presets_that_clash_are_shown_and_decided()
    {
        using var owner = await SignedInAsync(Roles.ProgramOwner);
        var id = await DraftAsync(owner);
        var address = $"/staff/initiatives/{id}/profiles?year={Year.StartYear}&profiles=sports-festival&profiles=local-sports";
        using var undecided = await owner.SubmitAsync(address, "apply");
        WebUtility.HtmlDecode(await undecided.Content.ReadAsStringAsync(Cancellation)).ShouldContain("is wanted with different values");
        (await owner.SubmitAsync(address, "apply", ("sports-volunteers/offerHours", "12"), ("sports-volunteers/signUpClosesDaysBefore", "7"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var facts = Directory.Find(id)!;
        facts.Modules[Year].ShouldContain("sports-volunteers");
        facts.SettingsOf("sports-volunteers", Year).ShouldBe(
            new Dictionary<string, string> { ["offerHours"] = "12", ["signUpClosesDaysBefore"] = "7", ["minimumAge"] = "15" }, ignoreOrder: true);
    }

    [Fact]
    public async Task Copied_twice_by_the_form_the_second_time_asks_first()
    {
        using var owner = await SignedInAsync(Roles.ProgramOwner);
        var id = await DraftAsync(owner);
        var page = $"/staff/initiatives/{id}/copy";
        using var preview = await owner.SubmitAsync(page, "copy", ("Items", "summary"), ("Slug", "x"), ("Action", "preview"));
        preview.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await owner.SubmitAsync(page, "copy", ("Items", "owners"), ("Slug", $"first-copy-{id:N}"[..40]))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var second = await owner.SubmitAsync(page, "copy", ("Items", "owners"), ("Slug", $"second-copy-{id:N}"[..40]));
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        WebUtility.HtmlDecode(await second.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Tick the box to make another one.");
        (await owner.SubmitAsync(page, "copy", ("Items", "owners"), ("Slug", $"second-copy-{id:N}"[..40]), ("Another", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Another_owner_finds_nothing_by_any_route()
    {
        var id = await StrangersAsync();
        using var owner = await SignedInAsync(Roles.ProgramOwner);
        (await owner.ReadAsync("/staff/initiatives")).ShouldNotContain(id.ToString());
        foreach (var page in new[] { "", "/details", "/modules", "/settings/sports-volunteers", $"/profiles?year={Year.StartYear}&profiles=local-sports", "/copy" })
            (await owner.GetAsync($"/staff/initiatives/{id}{page}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
        await ForbiddenAsync(owner, id, HttpStatusCode.NotFound);
        Directory.Find(id)!.State.ShouldBe(InitiativeState.Draft);
        Directory.Find(id)!.Modules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Roles.Resident)]
    [InlineData(Roles.MunicipalStaff)]
    [InlineData(Roles.Auditor)]
    public async Task Who_runs_nothing_changes_nothing(string persona)
    {
        using var visitor = await SignedInAsync(persona);
        await ForbiddenAsync(visitor, DemonstrationInitiatives.SportsFestival, HttpStatusCode.Forbidden);
        (await visitor.GetAsync($"/staff/initiatives/{DemonstrationInitiatives.SportsFestival}/details")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Municipal_staff_see_what_concerns_their_municipality_and_no_drafts()
    {
        var elsewhere = await StrangersAsync("352021");
        await using (var scope = house.Host.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<InitiativeOutcome>(
                new Kenmin.Programs.Initiatives.Steps.TakeInitiativeStep(elsewhere, InitiativeStep.Approve, "", new(Guid.CreateVersion7(), "見本 管理", true)), Cancellation);
        using var clerk = await SignedInAsync(Roles.MunicipalStaff);
        var list = await clerk.ReadAsync("/staff/initiatives");
        list.ShouldContain(DemonstrationInitiatives.LocalSports.ToString());
        list.ShouldNotContain(DemonstrationInitiatives.NextYear.ToString());
        list.ShouldNotContain(elsewhere.ToString());
        (await clerk.GetAsync($"/staff/initiatives/{elsewhere}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clerk.Http.GetAsync($"{Api}/{elsewhere}", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var auditor = await SignedInAsync(Roles.Auditor);
        (await auditor.GetAsync($"/staff/initiatives/{elsewhere}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_program_does_what_the_pages_do()
    {
        using var owner = await SignedInAsync(Roles.ProgramOwner);
        using var administrator = await SignedInAsync(Roles.Administrator);
        var me = Kenmin.Accounts.Contracts.DemonstrationPersonas.ProgramOwner.Id;
        var slug = $"by-program-{Interlocked.Increment(ref _number)}";
        object Body(int? revision, params int[] years) => new
        {
            revision, slug, name = new { ja = "見本", en = "Sample" }, summary = new { ja = "見本です", en = "A sample" }, department = new { ja = "見本課", en = "Sample" },
            owners = new[] { me }, policy = "needed-fields", years, budgets = new Dictionary<string, long> { [$"{Year.StartYear}"] = 1000 }, municipalities = new[] { "352039" },
        };

        using var made = await owner.Http.PostAsJsonAsync(Api, Body(null, Year.StartYear), Cancellation);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetGuid();
        made.Headers.Location!.ToString().ShouldBe($"{Api}/{id}");

        (await ErrorsAsync(owner.Http.PostAsJsonAsync(Api, Body(null, Year.StartYear), Cancellation))).ShouldContain("#/slug");
        (await ErrorsAsync(owner.Http.PostAsJsonAsync(Api, new { owners = new[] { Guid.NewGuid() } }, Cancellation))).ShouldContain("#/owners");
        (await ErrorsAsync(owner.Http.PutAsJsonAsync($"{Api}/{id}", Body(1), Cancellation))).ShouldContain("#/years");
        (await CodeAsync(owner.Http.PutAsJsonAsync($"{Api}/{id}", Body(0, Year.StartYear, Year.Next.StartYear), Cancellation))).ShouldBe("/problems/changed-meanwhile");
        (await owner.Http.PutAsJsonAsync($"{Api}/{id}", Body(1, Year.StartYear, Year.Next.StartYear), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await owner.Http.PutAsJsonAsync($"{Api}/{id}/modules/{Year}", new { modules = new[] { "sports-volunteers" } }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ErrorsAsync(owner.Http.PutAsJsonAsync($"{Api}/{id}/modules/FY2099", new { modules = Array.Empty<string>() }, Cancellation))).ShouldContain("#/year");
        (await ErrorsAsync(owner.Http.PutAsJsonAsync($"{Api}/{id}/settings/sports-volunteers/standing", new { values = new { offerHours = "500" } }, Cancellation))).ShouldContain("#/values/offerHours");
        (await owner.Http.PutAsJsonAsync($"{Api}/{id}/settings/sports-volunteers/{Year}", new { values = new { offerHours = "5" } }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await owner.Http.PostAsJsonAsync($"{Api}/{id}/steps/approve", new { }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await administrator.Http.PostAsJsonAsync($"{Api}/{id}/steps/approve", new { }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CodeAsync(administrator.Http.PostAsJsonAsync($"{Api}/{id}/steps/approve", new { }, Cancellation))).ShouldBe("/problems/not-now");
        (await owner.Http.PostAsJsonAsync($"{Api}/{id}/steps/dance", new { }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ErrorsAsync(owner.Http.PostAsJsonAsync($"{Api}/{id}/steps/close", new { }, Cancellation))).ShouldContain("#/reason");

        using var copy = await owner.Http.PostAsJsonAsync($"{Api}/{id}/copies", new { slug = slug + "-next", items = new[] { "owners" } }, Cancellation);
        copy.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await CodeAsync(owner.Http.PostAsJsonAsync($"{Api}/{id}/copies", new { slug = slug + "-next-2", items = new[] { "owners" } }, Cancellation))).ShouldBe("/problems/copied-already");
        var history = await owner.Http.GetFromJsonAsync<JsonElement>($"{Api}/{id}/history", Cancellation);
        history.EnumerateArray().Last().GetProperty("what").GetString().ShouldBe("drafted");
        history.EnumerateArray().ShouldContain(h => h.GetProperty("step").GetString() == "approve");
    }

    [Fact]
    public async Task The_typed_client_reads_what_everybody_sees_and_is_told_what_is_for_staff_only()
    {
        var initiatives = new ServiceCollection()
            .AddKenminClient(house.Host.Server.BaseAddress, "en", c => c.ConfigurePrimaryHttpMessageHandler(() => house.Host.Server.CreateHandler()))
            .BuildServiceProvider().GetRequiredService<IInitiativesApi>();
        var festival = (await initiatives.PublicAsync(year: Year.ToString(), cancellationToken: Cancellation)).Single(i => i.Slug == "mihon-sports-festival");
        (festival.Name, festival.State, festival.Id).ShouldBe(("Sample sports festival", "running", DemonstrationInitiatives.SportsFestival));
        (await Should.ThrowAsync<ApiException>(() => initiatives.ListAsync(Cancellation))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private InitiativeDirectory Directory => house.Host.Services.GetRequiredService<InitiativeDirectory>();

    private static async Task ForbiddenAsync(Visitor visitor, Guid id, HttpStatusCode expected)
    {
        foreach (var (method, path, body) in new (HttpMethod, string, object)[]
        {
            (HttpMethod.Put, "", new { revision = 1, slug = "taken-over" }),
            (HttpMethod.Post, "/steps/archive", new { reason = "試し" }),
            (HttpMethod.Put, $"/modules/{Year}", new { modules = new[] { "programs" } }),
            (HttpMethod.Put, "/settings/sports-volunteers/standing", new { values = new { offerHours = "1" } }),
            (HttpMethod.Post, "/profiles", new { year = Year.StartYear, profiles = new[] { "local-sports" } }),
            (HttpMethod.Post, "/copies", new { slug = "taken-over", items = Array.Empty<string>() }),
        })
        {
            using var request = new HttpRequestMessage(method, $"{Api}/{id}{path}") { Content = JsonContent.Create(body) };
            (await visitor.Http.SendAsync(request, Cancellation)).StatusCode.ShouldBe(expected, $"{method} {path}");
        }
    }

    // Somebody else's, drafted without an account of the demonstration.
    private async Task<Guid> StrangersAsync(params string[] municipalities)
    {
        await using var scope = house.Host.Services.CreateAsyncScope();
        var stranger = new InitiativeActor(Guid.CreateVersion7(), "見本 別人", false);
        var outcome = await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<InitiativeOutcome>(
            new DraftInitiative(Guid.CreateVersion7(), new()
            {
                Slug = $"strangers-{Interlocked.Increment(ref _number)}", Name = new("別の事業", "Another"), Summary = new("見本", "Sample"), Department = new("別の課", "Other"),
                Owners = [new(stranger.Account!.Value, stranger.Name)], Years = [Year.Next], Municipalities = [.. municipalities],
            }, stranger), Cancellation);
        outcome.IsDone.ShouldBeTrue();
        await Eventually.IsSoAsync(() => Directory.Find(outcome.Id) is not null);
        return outcome.Id;
    }

    private static async Task<Guid> DraftAsync(Visitor owner)
    {
        using var drafted = await owner.SubmitAsync("/staff/initiatives/new", "draft", Fields($"drafted-{Interlocked.Increment(ref _number)}"));
        drafted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return Guid.Parse(drafted.Headers.Location!.ToString().Split('?')[0].Split('/')[^1]);
    }

    private static (string Name, string Value)[] Fields(string slug, params (string Name, string Value)[] other)
    {
        (string Name, string Value)[] usual =
        [
            ("Name.Ja", "見本事業"), ("Name.En", "Sample"), ("Summary.Ja", "見本です。"), ("Summary.En", "A sample."), ("Department.Ja", "見本課"), ("Department.En", "Sample"),
            ("Slug", slug), ("Owners", Kenmin.Accounts.Contracts.DemonstrationPersonas.ProgramOwner.Id.ToString()), ("Policy", "Collaboration"),
            ("Years", Year.StartYear.ToString()), ($"Budgets[{Year.StartYear}]", "１，２００円"), ("Municipalities", "352039"),
        ];
        return [.. usual.Where(u => other.All(o => o.Name != u.Name)), .. other];
    }

    private static async Task<string> ErrorsAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errors").ToString();
    }

    private static async Task<string?> CodeAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("type").GetString();
    }

    private Visitor Visitor() => new(house.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));

    private async Task<Visitor> SignedInAsync(string persona)
    {
        var visitor = Visitor();
        await visitor.BecomeAsync(persona);
        return visitor;
    }
}
