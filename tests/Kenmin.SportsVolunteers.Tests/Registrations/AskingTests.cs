using System.Net;
using System.Net.Http.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Answering;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.Asking;
using Kenmin.SportsVolunteers.Registrations.Lapsing;
using Kenmin.SportsVolunteers.Registrations.YearRegistration;
using Marten;
using Wolverine.Tracking;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

public sealed class AskingTests : IClassFixture<Register>
{
    private readonly Register _register;

    public AskingTests(Register register) => _register = register;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_left_it_open_is_asked_once_however_often_staff_ask()
    {
        const string festival = "二度照会する大会";
        var blank = await _register.CameForwardAsync(ContinuationAnswer.Blank, festival: festival);
        var agreed = await _register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival);

        AskAllWhoLeftItOpen Ask() => new(Guid.CreateVersion7(), festival, _register.Today.AddDays(28), Register.Staff);
        await _register.RunAtOnceAsync(Ask(), Ask(), Ask());
        await _register.AskAsync(festival: festival);

        (await _register.RegistrationAsync(blank)).State.ShouldBe(RegistrationState.Asked);
        (await _register.LinksAsync(blank)).Count.ShouldBe(1);
        (await _register.EventsAsync(blank)).OfType<ContinuationAsked>().Count().ShouldBe(1);
        (await _register.LinksAsync(agreed)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_of_several_batches_reaches_everybody()
    {
        const string festival = "人の多い大会";
        await using (var session = _register.Store.LightweightSession())
        {
            for (var i = 0; i < RegistrationRun.BatchSize + 30; i++)
                session.Events.StartStream(Guid.CreateVersion7(), new CameForward(festival, new(2026), ContinuationAnswer.Blank));
            await session.SaveChangesAsync(Stop);
        }

        await _register.AskAsync(festival: festival);

        await using var query = _register.Store.QuerySession();
        (await query.Query<Registration>().CountAsync(r => r.Festivals.Contains(festival) && r.State == RegistrationState.Asked, Stop)).ShouldBe(RegistrationRun.BatchSize + 30);
        var run = await query.Query<RegistrationRun>().SingleAsync(r => r.Festival == festival, Stop);
        (run.Done, run.FinishedAt is not null).ShouldBe((RegistrationRun.BatchSize + 30, true));
    }

    [Fact]
    public async Task Who_has_an_account_gets_a_notice_that_holds_no_token()
    {
        const string festival = "お知らせの大会";
        var account = Guid.NewGuid();
        var person = await _register.CameForwardAsync(ContinuationAnswer.Blank, account: account, festival: festival);

        var done = await _register.AskAsync(festival: festival);

        var notice = done.Executed.MessagesOf<NoticeIssued>().ShouldHaveSingleItem();
        notice.AccountId.ShouldBe(account);
        notice.ToString().ShouldNotContain(await _register.TokenAsync(person));
    }

    [Fact]
    public async Task The_answer_page_shows_the_festival_and_the_purpose_and_nothing_of_the_person()
    {
        const string festival = "手紙の大会";
        var person = await _register.CameForwardAsync(ContinuationAnswer.Blank, festival: festival);
        await _register.AskAsync(festival: festival);
        var token = await _register.TokenAsync(person);

        var response = await _register.Client().GetAsync($"/sports/answer/{token}", Stop);
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Stop));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain(festival);
        page.ShouldContain(PurposeOfUse.CurrentText.Ja);
        page.ShouldNotContain("阿知須");
        page.ShouldNotContain("太郎");
        page.ShouldNotContain("見本町");
        (await _register.RegistrationAsync(person)).State.ShouldBe(RegistrationState.Asked, "looking at the page answers nothing");
    }

    [Fact]
    public async Task An_answer_by_link_counts_and_can_be_changed()
    {
        var (person, token) = await AskedAsync("答えを変える大会");

        (await AnswerAsync(token, "agreed")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var stays = await _register.RegistrationAsync(person);
        (stays.State, stays.PurposeVersion).ShouldBe((RegistrationState.Continuing, PurposeOfUse.Current));

        (await AnswerAsync(token, "refused")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await _register.RegistrationAsync(person)).State.ShouldBe(RegistrationState.Refused);
    }

    [Fact]
    public async Task Agreeing_needs_the_version_of_the_purpose_that_was_shown()
    {
        var (_, token) = await AskedAsync("目的の大会");

        var response = await _register.Client().PostAsJsonAsync($"/api/v1/sports/answers/{token}", new { answer = "agreed" }, Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("#/purposeVersion");
    }

    [Fact]
    public async Task A_guessed_token_finds_nothing()
    {
        (await AnswerAsync("guessed", "agreed")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _register.Client().GetAsync("/sports/answer/guessed", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_database_holds_no_token()
    {
        var (person, token) = await AskedAsync("隠す大会");
        var link = (await _register.LinksAsync(person)).Single();
        System.Text.Json.JsonSerializer.Serialize(link).ShouldNotContain(token);
    }

    [Fact]
    public async Task An_account_is_connected_by_the_link_and_only_once()
    {
        var (person, token) = await AskedAsync("つなぐ大会");
        var (account, other) = (Guid.NewGuid(), Guid.NewGuid());

        (await _register.InvokeAsync<Outcome>(new ConnectAccount(token, account))).IsDone.ShouldBeTrue();
        (await _register.InvokeAsync<Outcome>(new ConnectAccount(token, other))).IsDone.ShouldBeFalse();
        (await _register.InvokeAsync<Outcome>(new ConnectAccount("guessed", other))).IsDone.ShouldBeFalse();

        (await _register.VolunteerAsync(person)).AccountId.ShouldBe(account);
        var (_, second) = await AskedAsync("つなぐ大会の次");
        (await _register.InvokeAsync<Outcome>(new ConnectAccount(second, account))).IsDone.ShouldBeFalse();
    }

    [Fact]
    public async Task The_list_of_letters_holds_links_that_work_and_no_formula_and_is_audited()
    {
        var (person, token) = await AskedAsync("郵送の大会");

        var response = await _register.Client(Roles.ProgramOwner).GetAsync($"/api/v1/sports/registrations/letters.csv?festival={Uri.EscapeDataString("郵送の大会")}", Stop);
        var csv = await response.Content.ReadAsStringAsync(Stop);

        csv.ShouldContain($"/sports/answer/{token}");
        csv.ShouldNotContain(",=");
        (await _register.AuditAsync(person)).ShouldContain(e => e.Entry.Action == "sports-volunteers.letters.exported" && e.Entry.ActorId == Register.Staff);
        (await _register.Client(Roles.MunicipalStaff, municipality: Register.Yamaguchi).GetAsync("/api/v1/sports/registrations/letters.csv", Stop))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Those_who_stay_are_registered_for_the_next_year_once()
    {
        const string festival = "年度の大会";
        var stays = await _register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival);
        var goes = await _register.CameForwardAsync(ContinuationAnswer.Refused, festival: festival);

        foreach (var _ in Enumerable.Range(0, 2))
            await _register.RunAsync(new RegisterForYear(Guid.CreateVersion7(), festival, new(2027), Register.Staff));

        (await _register.RegistrationAsync(stays)).RegisteredYear.ShouldBe(2027);
        (await _register.EventsAsync(stays)).OfType<RegisteredForYear>().Count().ShouldBe(1);
        (await _register.RegistrationAsync(goes)).RegisteredYear.ShouldBeNull();
        (await _register.InvokeAsync<Outcome>(new RegisterForYear(Guid.NewGuid(), festival, new(2030), Register.Staff))).Refusal.ShouldNotBeNull();
    }

    private async Task<(Guid Person, string Token)> AskedAsync(string festival)
    {
        var person = await _register.CameForwardAsync(ContinuationAnswer.Blank, festival: festival);
        await _register.AskAsync(festival: festival);
        return (person, await _register.TokenAsync(person));
    }

    private Task<HttpResponseMessage> AnswerAsync(string token, string answer) =>
        _register.Client().PostAsJsonAsync($"/api/v1/sports/answers/{token}", new { answer, purposeVersion = PurposeOfUse.Current }, Stop);
}
