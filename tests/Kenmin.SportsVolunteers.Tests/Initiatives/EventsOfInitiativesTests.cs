using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Kenmin.Client.Sports;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.ManageEvents;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Refit;
using Wolverine;
using Wolverine.Tracking;
using Shift = Kenmin.SportsVolunteers.Shifts.Shift;
using SportsEvent = Kenmin.SportsVolunteers.Shifts.SportsEvent;

namespace Kenmin.SportsVolunteers.Tests.Initiatives;

/// <summary>Events of initiatives: who works with them, what their initiative sets, and what its end stops.</summary>
public sealed class EventsOfInitiativesTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private const string Header = "大会名,会場,住所,緯度,経度,役割,日付,開始,終了,定員,必要資格,最少年齢,備考";
    private static readonly FiscalYear Year = new(2026);
    private static readonly Guid Mine = Guid.CreateVersion7();
    private static readonly Guid Others = Guid.CreateVersion7();
    private static readonly Guid OtherOwner = Guid.CreateVersion7();
    private static int _number;

    private InitiativeDirectory Directory => house.Services.GetRequiredService<InitiativeDirectory>();

    private ISportsApi OwnerApi => house.Api(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    private static ClaimsPrincipal Owner => ShiftsHouse.Person(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    [Fact]
    public async Task Another_owner_finds_neither_event_nor_shift_by_any_route_and_changes_nothing()
    {
        Directory.Replace([Initiative(Mine)]);
        var sportsEvent = await house.EventAsync(e => e.InitiativeId = Mine);
        var shift = await house.ShiftAsync(sportsEvent);
        var volunteer = await house.VolunteerAsync();
        await house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));

        var other = house.Browser(OtherOwner, Roles.ProgramOwner);
        (await other.GetStringAsync("/staff/sports/events")).ShouldNotContain(sportsEvent.Name);
        foreach (var page in new[] { $"events/{sportsEvent.Slug}", $"events/{sportsEvent.Id}/report", $"shifts/{shift.Id}", $"shifts/{shift.Id}/settings",
            $"shifts/{shift.Id}/check-in-list", $"shifts/{shift.Id}/walk-in", $"shifts/{shift.Id}/roster.csv", $"shifts/{shift.Id}/roster.xlsx",
            $"shifts/{shift.Id}/people/{volunteer.Id}" })
            (await other.GetAsync($"/staff/sports/{page}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);

        const string api = "/api/v1/sports";
        foreach (var (method, address, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, $"{api}/staff/events/{sportsEvent.Slug}/report", null),
            (HttpMethod.Put, $"{api}/staff/events/{sportsEvent.Slug}/publication", new { published = false }),
            (HttpMethod.Put, $"{api}/staff/events/{sportsEvent.Slug}/sign-up-rules", new { closesDaysBefore = 1, offerHours = 1 }),
            (HttpMethod.Post, $"{api}/staff/events/{sportsEvent.Slug}/cancellation", new { reason = "試し" }),
            (HttpMethod.Get, $"{api}/shifts/{shift.Id}/roster", null),
            (HttpMethod.Put, $"{api}/shifts/{shift.Id}/capacity", new { capacity = 1 }),
            (HttpMethod.Put, $"{api}/shifts/{shift.Id}/time", new { day = "2026-11-02", start = "9:00", end = "10:00" }),
            (HttpMethod.Post, $"{api}/shifts/{shift.Id}/cancellation", new { reason = "試し" }),
            (HttpMethod.Post, $"{api}/shifts/{shift.Id}/walk-ins", new { volunteerId = volunteer.Id }),
            (HttpMethod.Post, $"{api}/shifts/{shift.Id}/roster/{volunteer.Id}/attendance", new { entry = "check-in" }),
            (HttpMethod.Post, $"{api}/shifts/{shift.Id}/roster/{volunteer.Id}/cancellation", new { reason = "試し" }),
        })
        {
            using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
            (await other.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{method} {address}");
        }

        (await house.OccupancyAsync(shift.Id)).Confirmed.ShouldBe(1);
        (await house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner).GetAsync($"/staff/sports/shifts/{shift.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var role in new[] { Roles.Administrator, Roles.Auditor })
            (await house.Browser(Guid.CreateVersion7(), role).GetAsync($"/staff/sports/shifts/{shift.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK, role);
        (await house.Browser(Guid.CreateVersion7(), Roles.MunicipalStaff, Given.Yamaguchi).GetAsync($"/staff/sports/shifts/{shift.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_end_of_an_initiative_stops_new_entries_by_every_door_and_keeps_what_there_is()
    {
        Directory.Replace([Initiative(Mine)]);
        var sportsEvent = await house.EventAsync(e => e.InitiativeId = Mine);
        var (shift, unpublished) = (await house.ShiftAsync(sportsEvent), await house.EventAsync(e => (e.InitiativeId, e.Published) = (Mine, false)));
        var (early, late) = (await house.VolunteerAsync(), await house.VolunteerAsync());
        await house.Api(early.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        var waiting = (await UploadAsync(Mine, Row("終わる前の大会"))).Import!;

        Directory.Replace([Initiative(Mine, InitiativeState.Closed)]);

        (await RefusalAsync(() => house.Api(late.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid())))).ShouldBe((HttpStatusCode.Conflict, "/problems/closed"));
        var browser = house.Browser(late.AccountId);
        (await browser.GetStringAsync($"/sports/shifts/{shift.Id}")).ShouldContain("現在新しい受付をしていません");
        (await browser.GetStringAsync($"/sports/shifts/{shift.Id}/sign-up")).ShouldContain("申し込めませんでした");
        (await RefusalAsync(() => house.Api<ISportsStaffApi>(ShiftsHouse.StaffAccount, Roles.ProgramOwner).WalkInAsync(shift.Id, new(late.Id)))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await UploadAsync(Mine, Row("終わった後の大会"))).Problems.ShouldHaveSingleItem().Key.ShouldBe(ImportDesk.InitiativeField);
        (await InvokeAsync<ImportStarted>(new StartImport(waiting.Id))).ShouldBe(new ImportStarted(false, true));
        (await RefusalAsync(() => house.Api<ISportsStaffApi>(ShiftsHouse.StaffAccount, Roles.ProgramOwner).PublishAsync(unpublished.Slug, new(true)))).Type.ShouldBe("/problems/initiative-closed");
        await InvokeAsync(new PublishEvent(unpublished.Id, true));
        (await house.Browser().GetAsync($"/sports/events/{unpublished.Slug}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.OccupancyAsync(shift.Id)).Confirmed.ShouldBe(1);

        // Readable, exportable, cancellable.
        (await OwnerApi.RosterAsync(shift.Id)).Single().Name.ShouldBe(early.FullName);
        (await house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner).GetStringAsync($"/staff/sports/shifts/{shift.Id}/roster.csv")).ShouldContain(early.GivenName);
        (await house.Browser().GetStringAsync($"/sports/events/{sportsEvent.Slug}")).ShouldContain(sportsEvent.Name);
        (await house.Api(early.AccountId).MySignUpsAsync()).ShouldHaveSingleItem();
        await house.Api(early.AccountId).CancelAsync(shift.Id);
        (await house.OccupancyAsync(shift.Id)).Confirmed.ShouldBe(0);
    }

    [Fact]
    public async Task An_import_that_runs_while_its_initiative_is_closed_stops_and_says_why()
    {
        Directory.Replace([Initiative(Mine)]);
        var import = (await UploadAsync(Mine, Row("途中で終わる大会"))).Import!;
        await using (var session = house.Store.LightweightSession())
        {
            import.State = ImportState.Running;
            session.Store(import);
            await session.SaveChangesAsync();
        }

        Directory.Replace([Initiative(Mine, InitiativeState.Closed)]);
        (await house.Services.GetRequiredService<ImportRunner>().RunAsync(import.Id, CancellationToken.None)).ShouldBeFalse();

        await using var query = house.Store.QuerySession();
        var stopped = (await query.LoadAsync<Import>(import.Id))!;
        (stopped.State, stopped.Handled).ShouldBe((ImportState.Failed, 0));
        stopped.Problem!.Value.Ja.ShouldContain("新しい受付をしていません");
    }

    [Theory]
    [InlineData(InitiativeState.Draft)]
    [InlineData(InitiativeState.Approved)]
    public async Task Before_its_initiative_runs_staff_prepare_and_residents_wait(InitiativeState state)
    {
        Directory.Replace([Initiative(Mine, state)]);
        (await UploadAsync(Mine, Row($"準備中の大会{(int)state}"))).Problems.ShouldBeEmpty();
        var shift = await house.ShiftAsync(await house.EventAsync(e => e.InitiativeId = Mine));
        var volunteer = await house.VolunteerAsync();
        (await RefusalAsync(() => house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid())))).Type.ShouldBe("/problems/closed");
    }

    [Fact]
    public async Task Events_begin_with_what_their_initiative_sets_for_the_year()
    {
        Directory.Replace([Initiative(Mine, settings: new()
        {
            [("sports-volunteers", null)] = new Dictionary<string, string> { ["signUpClosesDaysBefore"] = "3", ["offerHours"] = "24", ["minimumAge"] = "12" },
            [("sports-volunteers", Year)] = new Dictionary<string, string> { ["offerHours"] = "6" },
        })]);
        var name = $"設定のある大会{Interlocked.Increment(ref _number)}";
        var done = await ImportAsync(Mine, Row(name), Row(name, start: "13:00", end: "15:00", age: "20"));
        done.New.ShouldBe(2);

        await using var session = house.Store.QuerySession();
        var made = await session.Query<SportsEvent>().SingleAsync(e => e.Name == name);
        (made.InitiativeId, made.SignUpClosesDaysBefore, made.OfferHours).ShouldBe((Mine, 3, 6));
        (await session.Query<Shift>().Where(s => s.EventId == made.Id).ToListAsync()).Select(s => s.MinimumAge).ShouldBe([12, 20], ignoreOrder: true);

        // The same plan again changes nothing, the initiative's age included.
        (await ImportAsync(Mine, Row(name), Row(name, start: "13:00", end: "15:00", age: "20"))).Unchanged.ShouldBe(2);
    }

    [Fact]
    public async Task A_plan_goes_only_to_its_own_initiative_and_only_in_its_years()
    {
        Directory.Replace([Initiative(Mine), Initiative(Others)]);
        var name = $"取り合いの大会{Interlocked.Increment(ref _number)}";
        (await ImportAsync(Mine, Row(name))).New.ShouldBe(1);
        (await ImportAsync(Others, Row(name, start: "13:00", end: "15:00"))).Refused.ShouldBe(1);
        (await UploadAsync(null, Row(name, start: "13:00", end: "15:00"))).Problems.ShouldHaveSingleItem().Key.ShouldBe(
            ImportDesk.InitiativeField, "whoever has initiatives says for which it is");
        (await ImportAsync(Mine, Row(name, day: "2027/5/1"))).Refused.ShouldBe(1, "it is not enabled in that year");

        var alone = $"前からの大会{Interlocked.Increment(ref _number)}";
        Directory.Replace([]);
        (await ImportAsync(null, Row(alone))).New.ShouldBe(1);
        Directory.Replace([Initiative(Mine)]);
        await ImportAsync(Mine, Row(alone));
        await using var session = house.Store.QuerySession();
        (await session.Query<SportsEvent>().SingleAsync(e => e.Name == alone)).InitiativeId.ShouldBe(Mine, "what had none is taken over");
    }

    [Fact]
    public async Task An_event_from_before_the_first_initiative_is_given_to_one_before_it_is_published()
    {
        Directory.Replace([Initiative(Mine), Initiative(Others)]);
        var old = await house.EventAsync(e => e.Published = false);
        var staff = house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);
        (await staff.GetStringAsync($"/staff/sports/events/{old.Slug}")).ShouldContain("どの事業の大会か決まっていません");
        var api = house.Api<ISportsStaffApi>(ShiftsHouse.StaffAccount, Roles.ProgramOwner);
        (await RefusalAsync(() => api.PublishAsync(old.Slug, new(true)))).ShouldBe((HttpStatusCode.Conflict, "/problems/initiative-missing"));

        var address = $"/api/v1/sports/staff/events/{old.Slug}/initiative";
        (await staff.PutAsJsonAsync(address, new { initiativeId = Guid.CreateVersion7() })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await staff.PutAsJsonAsync(address, new { initiativeId = Mine })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await staff.PutAsJsonAsync(address, new { initiativeId = Mine })).StatusCode.ShouldBe(HttpStatusCode.OK, "said twice");
        (await staff.PutAsJsonAsync(address, new { initiativeId = Others })).StatusCode.ShouldBe(HttpStatusCode.Conflict, "it keeps the one it has");
        await api.PublishAsync(old.Slug, new(true));

        (await staff.GetStringAsync($"/staff/sports/events/{old.Slug}")).ShouldNotContain("どの事業の大会か決まっていません");
        await using var session = house.Store.QuerySession();
        (await session.LoadAsync<SportsEvent>(old.Id))!.InitiativeId.ShouldBe(Mine);
    }

    [Fact]
    public async Task People_belong_to_the_initiative_that_they_came_by_and_lists_are_narrowed_by_it()
    {
        Directory.Replace([
            Initiative(Mine), Initiative(Others, settings: new() { [("sports-volunteers", null)] = new Dictionary<string, string> { ["keepsRegister"] = "yes" } })]);
        var family = $"帰属{Interlocked.Increment(ref _number)}";
        string Line(int number, string given) => $"{number},{family} {given},,1970/4/{number},女,753-0000,山口県山口市見本{number},090-0000-77{number:00},,会場整理,,○";
        const string header = "受付番号,氏名,フリガナ,生年月日,性別,郵便番号,住所,電話番号,メールアドレス,希望活動,備考,大会後の継続登録";
        await RosterAsync(Mine, header, Line(1, "一子"), Line(2, "二子"));
        await RosterAsync(Others, header, Line(2, "二子").Replace("会場整理", "受付", StringComparison.Ordinal), Line(3, "三子"));

        var account = Guid.CreateVersion7();
        var registered = await InvokeAsync<Outcome>(new RegisterVolunteer(account, new(
            PersonName.Parse($"{family} 四子").Value, KanaName.Parse("キゾク ヨンコ").Value, new(1980, 5, 5), Gender.Female, "09000007799", null, null,
            "山口県山口市見本9", Given.Yamaguchi, [], [], "", null)));
        registered.IsDone.ShouldBeTrue(registered.Refusal?.Ja);

        var staff = house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);
        async Task<string[]> Found(Guid initiative) =>
            [.. (await staff.GetFromJsonAsync<JsonElement>($"/api/v1/sports/volunteers?initiative={initiative}&take=200")).GetProperty("items").EnumerateArray()
                .Select(v => v.GetProperty("name").GetString()!).Where(n => n.StartsWith(family, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        (await Found(Mine)).ShouldBe([$"{family}　一子", $"{family}　二子"]);
        (await Found(Others)).ShouldBe([$"{family}　三子", $"{family}　二子", $"{family}　四子"], ignoreOrder: true);

        await using var session = house.Store.QuerySession();
        var both = await session.Query<Volunteer>().SingleAsync(v => v.FamilyName == family && v.GivenName == "二子");
        both.CameBy().ShouldBe([Mine, Others], ignoreOrder: true);
        (await staff.GetStringAsync($"/staff/sports/volunteers/{both.Id}")).ShouldContain("登録のきっかけの事業");
    }

    [Fact]
    public async Task An_import_of_an_initiative_is_its_owners_and_the_form_offers_only_theirs()
    {
        Directory.Replace([Initiative(Mine), Initiative(Others, owner: OtherOwner)]);
        var import = (await UploadAsync(Mine, Row("だれかの大会"))).Import!;
        (await UploadAsync(Others, Row("だれかの大会"))).Problems.ShouldHaveSingleItem().Key.ShouldBe(ImportDesk.InitiativeField);

        var form = await house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner).GetStringAsync("/staff/sports/imports/new/shift-plan");
        form.ShouldContain($"value=\"{Mine}\" selected", customMessage: "the only one is chosen already");
        form.ShouldNotContain(Others.ToString());

        var other = house.Browser(OtherOwner, Roles.ProgramOwner);
        (await other.GetAsync($"/staff/sports/imports/{import.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetStringAsync("/staff/sports/imports")).ShouldNotContain(import.Id.ToString());
        foreach (var (method, part) in new[] { (HttpMethod.Get, ""), (HttpMethod.Post, "/run"), (HttpMethod.Get, "/refused-rows"), (HttpMethod.Get, "/refused-rows.csv"),
            (HttpMethod.Get, "/progress"), (HttpMethod.Get, "/lines/2"), (HttpMethod.Put, "/columns") })
        {
            using var request = new HttpRequestMessage(method, $"/api/v1/sports/imports/{import.Id}{part}");
            if (method == HttpMethod.Put) request.Content = JsonContent.Create(new { columns = new Dictionary<string, int>() });
            (await other.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{method} {part}");
        }
    }

    private static InitiativeFacts Initiative(
        Guid id, InitiativeState state = InitiativeState.Running, Guid? owner = null,
        Dictionary<(string, FiscalYear?), IReadOnlyDictionary<string, string>>? settings = null) => new()
    {
        Id = id, Slug = $"mihon-{id:N}"[..30], Name = new("見本事業", "Sample"), State = state, Years = new HashSet<FiscalYear> { Year },
        Owners = new HashSet<Guid> { owner ?? ShiftsHouse.StaffAccount }, Municipalities = new HashSet<string>(),
        Modules = new Dictionary<FiscalYear, IReadOnlySet<string>> { [Year] = new HashSet<string> { "sports-volunteers" } },
        Settings = settings ?? [],
    };

    private static string Row(string name, string day = "2026/11/1", string start = "9:00", string end = "12:00", string age = "") =>
        $"{name},見本競技場,山口県山口市見本町1,,,受付,{day},{start},{end},5,,{age},";

    private async Task<ImportDesk.Uploaded> UploadAsync(Guid? initiative, params string[] rows)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\r\n", [Header, .. rows]) + "\r\n"));
        return await house.Services.GetRequiredService<ImportDesk>().UploadAsync(
            "shift-plan", file, "plan.csv", new Dictionary<string, string> { [ImportDesk.InitiativeField] = initiative?.ToString() ?? "" }, null, Owner, CancellationToken.None);
    }

    private async Task RosterAsync(Guid initiative, params string[] lines)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n"));
        var done = await RunAsync(await house.Services.GetRequiredService<ImportDesk>().UploadAsync(
            "roster", file, "roster.csv",
            new Dictionary<string, string> { [ImportDesk.InitiativeField] = initiative.ToString(), ["festival"] = "見本の大会", ["year"] = "2026" }, null, Owner, CancellationToken.None));
        done.Refused.ShouldBe(0);
    }

    private async Task<Import> ImportAsync(Guid? initiative, params string[] rows) => await RunAsync(await UploadAsync(initiative, rows));

    private async Task<Import> RunAsync(ImportDesk.Uploaded uploaded)
    {
        uploaded.Problems.ShouldBeEmpty();
        await house.Services.TrackActivity().Timeout(TimeSpan.FromMinutes(1)).ExecuteAndWaitAsync(
            (Func<IMessageContext, Task>)(bus => bus.InvokeAsync<ImportStarted>(new StartImport(uploaded.Import!.Id))));
        await using var session = house.Store.QuerySession();
        return (await session.LoadAsync<Import>(uploaded.Import!.Id))!;
    }

    private async Task<T> InvokeAsync<T>(object command)
    {
        await using var scope = house.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<T>(command);
    }

    private async Task InvokeAsync(object command)
    {
        await using var scope = house.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(command);
    }

    private static async Task<(HttpStatusCode Status, string? Type)> RefusalAsync(Func<Task> call)
    {
        var refused = await Should.ThrowAsync<ApiException>(call);
        var problem = await refused.GetContentAsAsync<Dictionary<string, object>>();
        return (refused.StatusCode, problem?["type"].ToString());
    }
}
