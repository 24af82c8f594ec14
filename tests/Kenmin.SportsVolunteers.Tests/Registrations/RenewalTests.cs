using Kenmin.Persistence.Jobs;
using System.Net;
using System.Net.Http.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Answering;
using Kenmin.SportsVolunteers.Registrations.Lapsing;
using Kenmin.SportsVolunteers.Registrations.Letters;
using Kenmin.SportsVolunteers.Registrations.Renewal;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.Testing;
using Wolverine.Tracking;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

/// <summary>A year's renewal, from the question to the first of April.</summary>
public sealed class RenewalTests(Register register) : IClassFixture<Register>
{
    private static readonly FiscalYear Next = new(2027);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_renews_stays_who_declines_or_is_silent_goes_with_the_year()
    {
        var byLink = await register.CameForwardAsync(ContinuationAnswer.Agreed);
        var byAccount = await register.CameForwardAsync(ContinuationAnswer.Agreed, account: Guid.NewGuid());
        var bySlip = await register.CameForwardAsync(ContinuationAnswer.Agreed);
        var silent = await register.CameForwardAsync(ContinuationAnswer.Agreed);
        var refused = await register.CameForwardAsync(ContinuationAnswer.Refused);
        var staff = register.Client(Roles.ProgramOwner);
        foreach (var _ in Enumerable.Range(0, 2))
            (await staff.PostAsJsonAsync("/api/v1/sports/registrations/renewals/FY2027", new { lastDay = register.Today.AddDays(60) }, Stop)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        foreach (var person in new[] { byLink, byAccount, bySlip, silent })
        {
            await Eventually.IsSoAsync(async () => (await register.RegistrationAsync(person)).RenewalIsOpen, "asked");
            (await register.LinksAsync(person)).Count.ShouldBe(1, "asked twice, one link");
        }
        (await register.LinksAsync(refused)).ShouldBeEmpty();

        // The letters: those with an account got a notice.
        var page = WebUtility.HtmlDecode(await staff.GetStringAsync($"/staff/sports/registrations/letters?festival={Uri.EscapeDataString(AskForRenewalHandler.NameOf(Next))}", Stop));
        page.ShouldContain(">3<", customMessage: "three letters");
        (await staff.GetByteArrayAsync(LetterFiles.Address(new(AskForRenewalHandler.NameOf(Next), Register.Yamaguchi, false), false, 1), Stop)).Length.ShouldBeGreaterThan(1000);

        var token = await register.TokenAsync(byLink);
        (await register.Client().GetStringAsync($"/sports/answer/{token}", Stop)).ShouldContain("登録を続ける");
        (await register.InvokeAsync<Outcome>(new AnswerByLink(token, true))).Refusal.ShouldBeNull();
        (await register.RegistrationAsync(byLink)).RegisteredYear.ShouldBe(2027);
        var account = (await register.VolunteerAsync(byAccount)).AccountId!.Value;
        (await register.InvokeAsync<Outcome>(new AnswerByAccount(account, true))).Refusal.ShouldBeNull();
        using (var desk = new Visitor(register.Client(Roles.ProgramOwner)))
        {
            var number = (await register.LinksAsync(bySlip)).Single().SlipNumber;
            using var answer = await desk.SubmitAsync($"/staff/sports/registrations/slips?number={number}", "go");
            answer.Headers.Location!.ToString().ShouldEndWith("done=go");
        }
        (await register.RegistrationAsync(bySlip)).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(RegistrationState.Continuing), r => r.IsRegisteredFor(new(2026)).ShouldBeTrue(), r => r.RenewalDeclined.ShouldBeTrue());

        register.Clock.SetUtcNow(Next.Start.AddSeconds(-1).ToUniversalTime());
        (await register.InvokeAsync<BatchDone>(new LapseOverdue())).Count.ShouldBe(0, "the year is not over");
        register.Clock.SetUtcNow(Next.Start.ToUniversalTime());
        // Whom another test of the house asked goes with them, where that came first.
        (await register.InvokeAsync<BatchDone>(new LapseOverdue())).Count.ShouldBeGreaterThanOrEqualTo(2);
        (await register.RegistrationAsync(silent)).State.ShouldBe(RegistrationState.Lapsed);
        (await register.RegistrationAsync(bySlip)).State.ShouldBe(RegistrationState.Ended);
        foreach (var person in new[] { byLink, byAccount })
            (await register.RegistrationAsync(person)).IsRegisteredFor(Next).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_has_an_account_is_asked_by_mail_as_well_without_a_token()
    {
        var account = Guid.NewGuid();
        var person = await register.CameForwardAsync(ContinuationAnswer.Agreed, account: account, festival: "メールの大会");
        var year = FiscalYear.Current(register.Clock).Next;
        var done = await register.RunAsync(new AskForRenewal(Guid.CreateVersion7(), year, register.Today.AddDays(10), Register.Staff));

        var notice = done.Executed.MessagesOf<NoticeIssued>().Where(n => n.AccountId == account).ShouldHaveSingleItem();
        notice.MailKind.ShouldBe(RegistrationsSetup.AskingMail.Key);
        notice.ToString().ShouldNotContain(await register.TokenAsync(person));
    }

    [Fact]
    public async Task What_cannot_be_asked_says_why()
    {
        var staff = register.Client(Roles.ProgramOwner);
        (await staff.PostAsJsonAsync("/api/v1/sports/registrations/renewals/FY2040", new { lastDay = register.Today.AddDays(60) }, Stop)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await staff.PostAsJsonAsync("/api/v1/sports/registrations/renewals/昨年", new { lastDay = register.Today.AddDays(60) }, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await staff.PostAsJsonAsync("/api/v1/sports/registrations/renewals/FY2027", new { }, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await staff.PostAsJsonAsync($"/api/v1/sports/registrations/renewals/{FiscalYear.Current(register.Clock)}", new { lastDay = register.Today }, Stop)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }
}
