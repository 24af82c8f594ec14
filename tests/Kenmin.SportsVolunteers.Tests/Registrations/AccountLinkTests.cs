using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Kenmin.Modularity.Access;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Answering;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

public sealed partial class AccountLinkTests(Register register) : IClassFixture<Register>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_came_by_the_roster_connects_an_account_by_the_letter_and_is_known_by_it()
    {
        const string festival = "本人確認の大会";
        var person = await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival);
        await IssueAllAsync(festival);
        var address = $"/sports/link/{await register.TokenAsync(person)}";
        var account = Guid.NewGuid();

        var seen = await PageAsync(register.Client(), address);
        seen.ShouldContain(festival);
        seen.ShouldContain($"/accounts/sign-in?returnUrl={Uri.EscapeDataString(address)}");
        seen.ShouldContain($"/accounts/register?returnUrl={Uri.EscapeDataString(address)}");
        foreach (var personal in new[] { "阿知須", "太郎", "見本町", "example.jp" }) seen.ShouldNotContain(personal);
        (await register.VolunteerAsync(person)).AccountId.ShouldBeNull("looking connects nothing");

        var resident = register.Client(Roles.Resident, account);
        (await PageAsync(resident, address)).ShouldContain("この登録を自分のアカウントにつなぐ");
        (await resident.SubmitAsync(address, "connect")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await PageAsync(resident, address)).ShouldContain("アカウントとつながりました");
        var found = (await register.Services.GetRequiredService<VolunteerDirectory>().FindByAccountAsync(account, Stop)).ShouldNotBeNull();
        found.Id.ShouldBe(person);
        (await register.RegistrationAsync(person)).IsRegisteredFor(new(2026)).ShouldBeTrue();
        (await register.EventsAsync(person)).OfType<AccountLinked>().ShouldHaveSingleItem().Channel.ShouldBe(AnswerChannel.Link);

        var other = await register.Client(Roles.Resident, Guid.NewGuid()).GetAsync(address, Stop);
        other.StatusCode.ShouldBe(HttpStatusCode.Gone);
        WebUtility.HtmlDecode(await other.Content.ReadAsStringAsync(Stop)).ShouldContain("使用済み");
    }

    [Fact]
    public async Task A_guessed_link_finds_nothing_and_a_link_serves_its_own_purpose_only()
    {
        const string festival = "目的別の大会";
        var person = await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival);
        await IssueAllAsync(festival);
        var token = await register.TokenAsync(person);

        (await register.Client().GetAsync("/sports/link/guessed", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await register.Client().GetAsync($"/sports/answer/{token}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await register.InvokeAsync<Outcome>(new AnswerByLink(token, Stay: false))).IsDone.ShouldBeFalse();
        (await register.RegistrationAsync(person)).State.ShouldBe(RegistrationState.Continuing);

        var asked = await register.CameForwardAsync(ContinuationAnswer.Blank, festival: "目的別の大会の次");
        await register.AskAsync(festival: "目的別の大会の次");
        (await register.Client().GetAsync($"/sports/link/{await register.TokenAsync(asked)}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task At_the_counter_a_link_is_shown_once_and_ends_the_one_before()
    {
        var person = await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: "窓口の大会");
        var address = $"/staff/sports/registrations/{person}/link";
        var staff = register.Client(Roles.ProgramOwner);
        (await PageAsync(staff, $"/staff/sports/registrations/{person}")).ShouldContain(address);
        (await PageAsync(staff, $"/staff/sports/volunteers/{person}")).ShouldContain(address);

        var first = await ShownAsync(await staff.SubmitAsync(address, "link"));
        var answer = await staff.SubmitAsync(address, "link");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var second = await ShownAsync(answer);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("class=\"qr-code\"");

        Link().IsMatch(await PageAsync(staff, address)).ShouldBeFalse("it is shown only once");
        var ended = await register.Client().GetAsync(first, Stop);
        ended.StatusCode.ShouldBe(HttpStatusCode.Gone);
        WebUtility.HtmlDecode(await ended.Content.ReadAsStringAsync(Stop)).ShouldContain("新しいリンクが発行されています");
        (await register.Client().GetAsync(second, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await register.LinksAsync(person)).ShouldAllBe(l => l.SealedToken == null, "what was handed over is not kept");
        (await register.EventsAsync(person)).OfType<AccountLinkIssued>().Select(e => e.By).ShouldBe([Register.Staff, Register.Staff]);
        (await register.AuditAsync(person)).Count(e => e.Entry.Action == "sports-volunteers.account-link.issued" && e.Entry.ActorId == Register.Staff).ShouldBe(2);
        (await PageAsync(staff, $"/staff/sports/registrations/{person}")).ShouldContain("本人確認リンクを発行しました");
    }

    [Fact]
    public async Task Only_who_may_change_the_roster_issues_links_and_only_to_who_is_registered_without_an_account()
    {
        var person = await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: "権限の大会");
        (await register.Client(Roles.MunicipalStaff, municipality: Register.Yamaguchi).GetAsync($"/staff/sports/registrations/{person}/link", Stop))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await register.Client(Roles.MunicipalStaff, municipality: Register.Yamaguchi).GetAsync("/api/v1/sports/registrations/account-letters.csv", Stop))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var refused = await register.CameForwardAsync(ContinuationAnswer.Refused, festival: "権限の大会");
        (await IssueAsync(refused)).Outcome.Refusal.ShouldNotBeNull().Ja.ShouldContain("辞退");
        var connected = await register.CameForwardAsync(ContinuationAnswer.Agreed, account: Guid.NewGuid(), festival: "権限の大会");
        (await IssueAsync(connected)).Outcome.Refusal.ShouldNotBeNull().Ja.ShouldContain("すでにアカウント");
        (await IssueAsync(Guid.NewGuid())).Outcome.IsDone.ShouldBeFalse();
        (await register.InvokeAsync<AccountLinkMade>(new IssueAccountLink(person, register.Today.AddDays(-1), Register.Staff))).Outcome.IsDone.ShouldBeFalse();
    }

    [Fact]
    public async Task Links_for_all_reach_each_who_stays_without_an_account_once_however_often_staff_ask()
    {
        for (var round = 0; round < 5; round++) await LinksForAllAsync($"全員の大会{round}");
    }

    private async Task LinksForAllAsync(string festival)
    {
        List<Guid> people = [];
        for (var i = 0; i < 5; i++) people.Add(await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival));
        var connected = await register.CameForwardAsync(ContinuationAnswer.Agreed, account: Guid.NewGuid(), festival: festival);
        var refused = await register.CameForwardAsync(ContinuationAnswer.Refused, festival: festival);

        await register.RunAtOnceAsync(All(festival), All(festival), All(festival), All(festival));
        await IssueAllAsync(festival);

        foreach (var person in people)
        {
            (await register.LinksAsync(person)).Count.ShouldBe(1);
            (await register.EventsAsync(person)).OfType<AccountLinkIssued>().Count().ShouldBe(1);
        }
        (await register.LinksAsync(connected)).ShouldBeEmpty();
        (await register.LinksAsync(refused)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_of_several_batches_reaches_everybody()
    {
        const string festival = "大人数の大会";
        const int count = RegistrationRun.BatchSize + 30;
        await using (var session = register.Store.LightweightSession())
        {
            for (var i = 0; i < count; i++)
            {
                var id = Guid.CreateVersion7();
                session.Store(new Volunteer { Id = id, FamilyName = "大人数", Phone = "090" });
                session.Events.StartStream(id, new CameForward(festival, new(2026), ContinuationAnswer.Agreed));
            }
            await session.SaveChangesAsync(Stop);
        }

        await IssueAllAsync(festival);

        await using var query = register.Store.QuerySession();
        (await query.Query<PersonalLink>().CountAsync(l => l.Festival == festival, Stop)).ShouldBe(count);
        var run = await query.Query<RegistrationRun>().SingleAsync(r => r.Festival == festival, Stop);
        (run.Done, run.FinishedAt is not null).ShouldBe((count, true));
    }

    [Fact]
    public async Task The_list_of_letters_holds_links_that_work_until_they_are_used_and_is_audited()
    {
        const string festival = "宛名の大会";
        var person = await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival);
        await IssueAllAsync(festival);
        var token = await register.TokenAsync(person);
        var staff = register.Client(Roles.ProgramOwner);
        var address = $"/api/v1/sports/registrations/account-letters.csv?festival={Uri.EscapeDataString(festival)}";

        var csv = await staff.GetStringAsync(address, Stop);
        csv.ShouldContain($"/sports/link/{token}");
        csv.ShouldContain("阿知須");
        csv.ShouldNotContain(",=");
        (await staff.GetByteArrayAsync(address.Replace(".csv", ".xlsx", StringComparison.Ordinal), Stop)).AsSpan(0, 2).ToArray().ShouldBe("PK"u8.ToArray());
        (await register.AuditAsync(person)).Count(e => e.Entry.Action == "sports-volunteers.account-letters.exported" && e.Entry.ActorId == Register.Staff).ShouldBe(2);
        (await staff.GetStringAsync(address.Replace("account-letters", "letters", StringComparison.Ordinal), Stop)).ShouldNotContain(token);

        (await register.InvokeAsync<Outcome>(new ConnectAccount(token, Guid.NewGuid()))).IsDone.ShouldBeTrue();
        (await staff.GetStringAsync(address, Stop)).ShouldNotContain("/sports/link/");
        (await register.LinksAsync(person)).Single().SealedToken.ShouldBeNull();
    }

    [Fact]
    public async Task Staff_make_the_links_of_a_festival_on_the_page()
    {
        const string festival = "画面の大会";
        var person = await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival);
        var staff = register.Client(Roles.ProgramOwner);

        var late = await staff.SubmitAsync("/staff/sports/registrations", "links", ("Links.Festival", festival), ("Links.LastDay", "2026-11-23"));
        WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync(Stop)).ShouldContain("リンクの期限は、明日以降の日にしてください");
        (await staff.SubmitAsync("/staff/sports/registrations", "links", ("Links.Festival", festival), ("Links.LastDay", "2027-02-01")))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);

        await Eventually.IsSoAsync(async () => (await register.LinksAsync(person)).Count == 1, "the link");
        (await register.LinksAsync(person)).Single().LastDay.ShouldBe(new DateOnly(2027, 2, 1));
    }

    [Fact]
    public async Task An_account_with_a_registration_of_its_own_is_told_whom_to_call_and_the_link_stays()
    {
        const string festival = "二重の大会";
        var person = await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival);
        await IssueAllAsync(festival);
        var token = await register.TokenAsync(person);
        var account = Guid.NewGuid();
        var details = OwnRegistration.ExampleInput.Read(register.Today, true, false, out _).ShouldNotBeNull();
        (await register.InvokeAsync<Outcome>(new RegisterVolunteer(account, details))).IsDone.ShouldBeTrue();

        var page = await PageAsync(register.Client(Roles.Resident, account), $"/sports/link/{token}");
        page.ShouldContain("名簿の登録を残して一つにまとめます");
        page.ShouldContain("お問い合わせ");
        page.ShouldNotContain("value=\"connect\"");
        (await register.InvokeAsync<Outcome>(new ConnectAccount(token, account))).Refusal.ShouldNotBeNull();
        (await register.InvokeAsync<Outcome>(new ConnectAccount(token, Guid.NewGuid()))).IsDone.ShouldBeTrue("the link was not used up");
    }

    [Fact]
    public async Task A_program_issues_a_link_and_connects_an_account()
    {
        var person = await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: "プログラムの大会");
        var issue = $"/api/v1/sports/registrations/{person}/account-link";
        (await register.Client(Roles.Resident, Guid.NewGuid()).PostAsync(issue, null, Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var issued = await register.Client(Roles.ProgramOwner).PostAsync(issue, null, Stop);
        issued.StatusCode.ShouldBe(HttpStatusCode.OK);
        var link = await issued.Content.ReadFromJsonAsync<IssuedLink>(Stop);
        link!.LastDay.ShouldBe(register.Today.AddDays(90));

        var account = Guid.NewGuid();
        var resident = register.Client(Roles.Resident, account);
        (await resident.PostAsync("/api/v1/sports/links/guessed/connection", null, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var _ in Enumerable.Range(0, 2))
            (await resident.PostAsync($"/api/v1{link.Address}/connection".Replace("/sports/link/", "/sports/links/", StringComparison.Ordinal), null, Stop))
                .StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await register.VolunteerAsync(person)).AccountId.ShouldBe(account);
        (await register.EventsAsync(person)).OfType<AccountLinked>().Count().ShouldBe(1);
        (await register.Client(Roles.ProgramOwner).PostAsync(issue, null, Stop)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Many_accounts_with_one_link_at_once_connect_one_of_them()
    {
        const string festival = "取り合いの大会";
        var person = await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival);
        await IssueAllAsync(festival);
        var token = await register.TokenAsync(person);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => register.InvokeAsync<Outcome>(new ConnectAccount(token, Guid.NewGuid()))));

        outcomes.Count(o => o.IsDone).ShouldBe(1);
        (await register.EventsAsync(person)).OfType<AccountLinked>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task One_account_with_two_links_at_once_gets_one_record()
    {
        for (var round = 0; round < 5; round++)
        {
            var festival = $"二通の大会{round}";
            var people = new[] { await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival), await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: festival) };
            await IssueAllAsync(festival);
            var tokens = new[] { await register.TokenAsync(people[0]), await register.TokenAsync(people[1]) };
            var account = Guid.NewGuid();

            var outcomes = await Task.WhenAll(tokens.Select(t => register.InvokeAsync<Outcome>(new ConnectAccount(t, account))));

            outcomes.Count(o => o.IsDone).ShouldBe(1);
            await using var session = register.Store.QuerySession();
            (await session.Query<Volunteer>().CountAsync(v => v.AccountId == account, Stop)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_command_or_an_answer_that_is_logged_tells_no_token()
    {
        var made = await IssueAsync(await register.CameForwardAsync(ContinuationAnswer.Agreed, festival: "ログの大会"));
        made.ToString().ShouldNotContain(made.Token.ShouldNotBeNull());
        new ConnectAccount(made.Token, Guid.NewGuid()).ToString().ShouldNotContain(made.Token);
    }

    private IssueAllAccountLinks All(string festival) => new(Guid.CreateVersion7(), festival, register.Today.AddDays(90), Register.Staff);

    private Task IssueAllAsync(string festival) => register.RunAsync(All(festival));

    private Task<AccountLinkMade> IssueAsync(Guid person) =>
        register.InvokeAsync<AccountLinkMade>(new IssueAccountLink(person, register.Today.AddDays(90), Register.Staff));

    private static async Task<string> PageAsync(HttpClient client, string address) => WebUtility.HtmlDecode(await client.GetStringAsync(address, Stop));

    private static async Task<string> ShownAsync(HttpResponseMessage response)
    {
        var match = Link().Match(WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Stop)));
        match.Success.ShouldBeTrue("the link is on the page");
        return match.Value;
    }

    [GeneratedRegex("/sports/link/[A-Za-z0-9_-]{43}")]
    private static partial Regex Link();
}
