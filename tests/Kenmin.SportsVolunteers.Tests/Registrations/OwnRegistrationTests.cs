using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Legacy;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

public sealed class OwnRegistrationTests : IClassFixture<Register>
{
    private readonly Register _register;

    public OwnRegistrationTests(Register register) => _register = register;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_resident_registers_sees_corrects_and_stops()
    {
        var account = Guid.NewGuid();
        var client = _register.Client(Roles.Resident, account);
        (await client.GetAsync("/api/v1/sports/registration", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        WebUtility.HtmlDecode(await client.GetStringAsync("/sports/registration", Stop)).ShouldContain(PurposeOfUse.CurrentText.Ja);

        (await client.PutAsJsonAsync("/api/v1/sports/registration", OwnRegistration.ExampleInput, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var own = await client.GetFromJsonAsync<JsonElement>("/api/v1/sports/registration", Stop);
        WebUtility.HtmlDecode(await client.GetStringAsync("/sports/registration", Stop)).ShouldContain("令和8年度の登録を自分で申し込みました");
        own.GetProperty("state").GetString().ShouldBe("Continuing");
        own.GetProperty("registeredYear").GetInt32().ShouldBe(2026);
        own.GetProperty("details").GetProperty("municipalityCode").GetString().ShouldBe(Register.Yamaguchi);

        var moved = OwnRegistration.ExampleInput;
        (await client.PutAsJsonAsync("/api/v1/sports/registration", new
        {
            moved.Name, moved.Kana, moved.BirthDate, moved.Gender, moved.Phone, address = "萩市見本町2", moved.Qualifications,
        }, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var person = (await _register.Services.GetRequiredService<VolunteerDirectory>().FindByAccountAsync(account, Stop)).ShouldNotBeNull();
        person.MunicipalityCode.ShouldBe(Register.Hagi);
        (await _register.EventsAsync(person.Id)).OfType<DetailsCorrected>().Single().Fields.ShouldContain("address");

        (await _register.InvokeAsync<Outcome>(new StopRegistration(account, EndReason.Moved))).IsDone.ShouldBeTrue();
        (await _register.RegistrationAsync(person.Id)).State.ShouldBe(RegistrationState.Ended);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_named_by_field_and_nothing_is_kept()
    {
        var account = Guid.NewGuid();
        var response = await _register.Client(Roles.Resident, account).PutAsJsonAsync(
            "/api/v1/sports/registration", new { name = "見本 花子", birthDate = "昭和70年1月1日" }, Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        var pointers = problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()).ToList();
        pointers.ShouldBe(["#/kana", "#/birthDate", "#/phone", "#/address", "#/agreesToPurpose"]);
        (await _register.Services.GetRequiredService<VolunteerDirectory>().FindByAccountAsync(account, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Registering_many_times_at_once_makes_one_record()
    {
        var account = Guid.NewGuid();
        var details = OwnRegistration.ExampleInput.Read(_register.Today, true, false, out _).ShouldNotBeNull();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _register.InvokeAsync<Outcome>(new RegisterVolunteer(account, details))));

        details.ToString().ShouldNotContain("花子", customMessage: "a command that fails is logged");
        outcomes.Count(o => o.IsDone).ShouldBe(1);
        await using var session = _register.Store.QuerySession();
        (await session.Query<Volunteer>().CountAsync(v => v.AccountId == account, Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task A_guardians_name_is_kept_apart_from_the_history()
    {
        var account = Guid.NewGuid();
        var input = new RegistrationInput
        {
            Name = "見本 一郎", Kana = "ミホン イチロウ", BirthDate = "平成24年4月1日", Phone = "090-0000-0002", Address = "宇部市見本町1", AgreesToPurpose = true,
            GuardianName = "見本 保子", GuardianRelation = "母", GuardianAgrees = true,
        };
        await _register.InvokeAsync<Outcome>(new RegisterVolunteer(account, input.Read(_register.Today, true, false, out _)!));

        var person = (await _register.Services.GetRequiredService<VolunteerDirectory>().FindByAccountAsync(account, Stop))!;
        (await _register.RegistrationAsync(person.Id)).GuardianConsented.ShouldBeTrue();
        JsonSerializer.Serialize(await _register.EventsAsync(person.Id)).ShouldNotContain("保子");
    }

    [Fact]
    public async Task Municipal_staff_see_their_own_municipality_and_every_look_is_recorded()
    {
        var own = await _register.CameForwardAsync(ContinuationAnswer.Agreed, Register.Hagi, festival: "萩の大会");
        var other = await _register.CameForwardAsync(ContinuationAnswer.Agreed, Register.Yamaguchi, festival: "萩の大会");
        var client = _register.Client(Roles.MunicipalStaff, municipality: Register.Hagi);

        var list = await client.GetStringAsync($"/staff/sports/registrations?festival={Uri.EscapeDataString("萩の大会")}", Stop);

        list.ShouldContain(own.ToString());
        list.ShouldNotContain(other.ToString());
        (await client.GetAsync($"/staff/sports/registrations/{own}", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync($"/staff/sports/registrations/{other}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _register.AuditAsync(own)).Select(e => e.Entry.Action).ShouldBe(["sports-volunteers.registration.viewed", "sports-volunteers.registrations.viewed"]);
        (await _register.AuditAsync(other)).ShouldHaveSingleItem().Entry.Action.ShouldBe("platform.request.not-found");
    }

    [Fact]
    public async Task The_history_is_told_in_both_languages()
    {
        var person = await _register.CameForwardAsync(ContinuationAnswer.Agreed);
        var client = _register.Client(Roles.Administrator);
        WebUtility.HtmlDecode(await client.GetStringAsync($"/staff/sports/registrations/{person}", Stop)).ShouldContain("大会後の継続登録：希望する");
        client.DefaultRequestHeaders.Remove("Accept-Language");
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        WebUtility.HtmlDecode(await client.GetStringAsync($"/staff/sports/registrations/{person}", Stop)).ShouldContain("Staying registered: agreed");
    }

    [Fact]
    public async Task The_legacy_report_counts_ages_by_the_law_and_hides_small_figures_outside()
    {
        const string festival = "集計の大会";
        foreach (var birth in new[] { "1961-11-24", "1961-11-25", "1930-01-01" })
            await _register.CameForwardAsync(ContinuationAnswer.Agreed, Register.Hagi, festival: festival, birth: birth);
        for (var i = 0; i < 6; i++) await _register.CameForwardAsync(ContinuationAnswer.Refused, festival: festival);

        var report = await _register.Services.GetRequiredService<LegacyQueries>().ReportAsync(new(festival), new(2026, 11, 23), Stop);

        // Born on 24 November 1961: 65 is attained at the end of 23 November 2026.
        report.Ages.Single(a => a.From == 65).Male.ShouldBe(1);
        report.Ages.Single(a => a.From == 60).Male.ShouldBe(1);
        report.Ages.Single(a => a.From == 95).Male.ShouldBe(1);
        (report.Totals.Persons, report.Totals.Continuing, report.Totals.Refused, report.Totals.StayRate).ShouldBe((9, 3, 6, 33.3m));
        report.Municipalities.Count.ShouldBe(20);

        var client = _register.Client(Roles.Auditor);
        var summary = await client.GetFromJsonAsync<JsonElement>($"/api/v1/sports/registrations/summary?festival={Uri.EscapeDataString(festival)}", Stop);
        summary.GetProperty("continuing").ValueKind.ShouldBe(JsonValueKind.Null);
        summary.GetProperty("persons").GetInt64().ShouldBe(9);
        (await client.GetStringAsync($"/api/v1/sports/legacy.csv?festival={Uri.EscapeDataString(festival)}", Stop)).ShouldContain("1-4");
        (await client.GetAsync($"/staff/sports/legacy?festival={Uri.EscapeDataString(festival)}&day=%E4%BB%A4%E5%92%8C8%E5%B9%B411%E6%9C%881%E6%97%A5", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _register.Client(Roles.Resident).GetAsync("/staff/sports/legacy", Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
