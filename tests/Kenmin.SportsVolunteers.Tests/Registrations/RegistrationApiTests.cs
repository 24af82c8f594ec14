using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.Testing;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

public sealed class RegistrationApiTests(Register register) : IClassFixture<Register>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_asks_all_registers_for_a_year_and_makes_links_each_act_once()
    {
        const string festival = "APIの大会";
        var open = await register.CameForwardAsync(ContinuationAnswer.Blank, festival: festival);
        var staying = await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival);
        var staff = register.Client(Roles.ProgramOwner);
        var run = new { festival, lastDay = register.Today.AddDays(20), runId = Guid.CreateVersion7() };

        foreach (var _ in Enumerable.Range(0, 2))
            (await staff.PostAsJsonAsync("/api/v1/sports/registrations/askings", run, Stop)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.IsSoAsync(async () => (await register.RegistrationAsync(open)).State == RegistrationState.Asked, "asked");
        (await register.EventsAsync(open)).OfType<ContinuationAsked>().Count().ShouldBe(1);

        (await staff.PostAsJsonAsync("/api/v1/sports/registrations/years/FY2027", new { festival }, Stop)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.IsSoAsync(async () => (await register.RegistrationAsync(staying)).RegisteredYear == 2027, "registered");
        (await staff.PostAsJsonAsync("/api/v1/sports/registrations/account-links", run with { runId = Guid.CreateVersion7() }, Stop)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.IsSoAsync(async () => (await register.LinksAsync(staying)).Count == 1, "the link");

        (await staff.PutAsJsonAsync($"/api/v1/sports/registrations/{open}/answer", new { answer = "agreed", channel = "Counter" }, Stop)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await register.RegistrationAsync(open)).State.ShouldBe(RegistrationState.Continuing);
        var list = await staff.GetFromJsonAsync<JsonElement>($"/api/v1/sports/registrations?festival={Uri.EscapeDataString(festival)}&state=Continuing", Stop);
        list.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetGuid()).ShouldBe([open, staying], ignoreOrder: true);
    }

    [Fact]
    public async Task What_cannot_be_begun_says_why()
    {
        const string festival = "APIで断る大会";
        var person = await register.CameForwardAsync(ContinuationAnswer.Blank, festival: festival);
        var staff = register.Client(Roles.ProgramOwner);
        (await staff.PostAsJsonAsync("/api/v1/sports/registrations/askings", new { festival = "ない大会", lastDay = "2027-01-01" }, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await staff.PostAsJsonAsync("/api/v1/sports/registrations/askings", new { festival }, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await staff.PostAsJsonAsync("/api/v1/sports/registrations/askings", new { festival, lastDay = register.Today }, Stop)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await staff.PostAsJsonAsync("/api/v1/sports/registrations/years/FY2040", new { festival }, Stop)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await staff.PutAsJsonAsync($"/api/v1/sports/registrations/{person}/answer", new { answer = "agreed", channel = "Link" }, Stop)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await staff.PutAsJsonAsync($"/api/v1/sports/registrations/{Guid.NewGuid()}/answer", new { answer = "agreed", channel = "Counter" }, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var clerk = register.Client(Roles.MunicipalStaff, municipality: Register.Yamaguchi);
        (await clerk.PostAsJsonAsync("/api/v1/sports/registrations/askings", new { festival, lastDay = "2027-01-01" }, Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await register.RegistrationAsync(person)).State.ShouldBe(RegistrationState.AskingNeeded);
    }

    [Fact]
    public async Task Residents_answer_for_themselves_and_end_their_registration()
    {
        const string festival = "本人のAPIの大会";
        var account = Guid.NewGuid();
        var person = await register.CameForwardAsync(ContinuationAnswer.Blank, account: account, festival: festival);
        await register.AskAsync(festival: festival);
        var resident = register.Client(Roles.Resident, account);

        (await resident.PutAsJsonAsync("/api/v1/sports/registration/answer", new { answer = "agreed" }, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await resident.PutAsJsonAsync("/api/v1/sports/registration/answer", new { answer = "agreed", purposeVersion = PurposeOfUse.Current }, Stop)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await register.RegistrationAsync(person)).State.ShouldBe(RegistrationState.Continuing);
        (await resident.PostAsJsonAsync("/api/v1/sports/registration/end", new { reason = "Time" }, Stop)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await register.RegistrationAsync(person)).State.ShouldBe(RegistrationState.Ended);
    }

    [Fact]
    public async Task A_correction_is_taken_once_and_refused_when_it_was_made_on_older_data()
    {
        var person = await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: "訂正の大会");
        var staff = register.Client(Roles.ProgramOwner);
        var seen = await staff.GetFromJsonAsync<JsonElement>($"/api/v1/sports/volunteers/{person}", Stop);
        var version = seen.GetProperty("version").GetGuid();
        object Correction(string phone) => new { familyName = "訂正", givenName = "太郎", kana = "ていせい たろう", phone, version };

        var wrong = await staff.PutAsJsonAsync($"/api/v1/sports/volunteers/{person}", Correction("12"), Stop);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync(Stop)).ShouldContain("#/phone");
        (await staff.PutAsJsonAsync($"/api/v1/sports/volunteers/{person}", Correction("083-933-3110"), Stop)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.PutAsJsonAsync($"/api/v1/sports/volunteers/{person}", Correction("083-933-3111"), Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await register.VolunteerAsync(person)).Phone.ShouldBe("0839333110");
        (await register.Client(Roles.MunicipalStaff, municipality: Register.Yamaguchi).PutAsJsonAsync($"/api/v1/sports/volunteers/{person}", Correction("083-933-3112"), Stop))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
