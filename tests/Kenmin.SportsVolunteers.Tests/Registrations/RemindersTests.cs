using Kenmin.Persistence.Jobs;
using System.Net;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Asking;
using Kenmin.SportsVolunteers.Registrations.Answering;
using Kenmin.SportsVolunteers.Registrations.Lapsing;
using Kenmin.SportsVolunteers.Registrations.Renewal;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine.Tracking;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

/// <summary>What happens to a registration by itself: a second reminder, coming of age, a move.</summary>
public sealed class RemindersTests : IAsyncLifetime
{
    private readonly Register _register = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _register.InitializeAsync();

    public ValueTask DisposeAsync() => _register.DisposeAsync();

    [Fact]
    public async Task Who_has_not_answered_is_reminded_once_before_the_last_day_and_the_others_are_marked_for_a_letter()
    {
        var account = Guid.NewGuid();
        var byMail = await _register.CameForwardAsync(ContinuationAnswer.Blank, account: account);
        var byLetter = await _register.CameForwardAsync(ContinuationAnswer.Blank);
        var answered = await _register.CameForwardAsync(ContinuationAnswer.Blank);
        await _register.AskAsync(days: 28);
        (await _register.InvokeAsync<Outcome>(new AnswerByLink(await _register.TokenAsync(answered), true))).IsDone.ShouldBeTrue();
        (await _register.InvokeAsync<BatchDone>(new RemindUnanswered(10))).Count.ShouldBe(0, "the last day is far");

        _register.Clock.Advance(TimeSpan.FromDays(18));
        var done = await _register.RunAsync(new RemindUnanswered(10));
        done.Executed.MessagesOf<NoticeIssued>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            n => n.AccountId.ShouldBe(account), n => n.MailKind.ShouldBe("sports-volunteers.registration-asked"), n => n.Subject.Ja.ShouldContain("再度のご案内"));
        (await _register.RunAsync(new RemindUnanswered(10))).Executed.MessagesOf<NoticeIssued>().ShouldBeEmpty("once");
        foreach (var (person, reminded) in new[] { (byMail, true), (byLetter, true), (answered, false) })
            ((await _register.RegistrationAsync(person)).RemindedOf is not null).ShouldBe(reminded);

        // The second letters: to whom no notice went.
        var letters = WebUtility.HtmlDecode(await _register.Client(Roles.ProgramOwner).GetStringAsync("/staff/sports/registrations/letters?again=2", Stop));
        letters.ShouldContain("again=2&part=1");
        letters.ShouldContain(">1<");
    }

    [Fact]
    public async Task Who_comes_of_age_is_asked_for_their_own_consent_and_stays_for_the_year_that_was_agreed_to()
    {
        var account = Guid.NewGuid();
        // 18 at the end of the day before the birthday.
        var birthday = _register.Today.AddDays(5);
        var young = await MinorAsync(birthday.AddYears(-18), account);
        var younger = await MinorAsync(birthday.AddYears(-17), Guid.NewGuid());

        _register.Clock.Advance(TimeSpan.FromDays(3));
        (await _register.InvokeAsync<BatchDone>(new AskWhoCameOfAge(28))).Count.ShouldBe(0);
        _register.Clock.Advance(TimeSpan.FromDays(1));
        var done = await _register.RunAsync(new AskWhoCameOfAge(28));
        done.Executed.MessagesOf<NoticeIssued>().ShouldHaveSingleItem().AccountId.ShouldBe(account);
        var year = FiscalYear.Current(_register.Clock);
        (await _register.RegistrationAsync(young)).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(RegistrationState.Continuing), r => r.IsRegisteredFor(year).ShouldBeTrue(), r => r.GuardianConsented.ShouldBeFalse(), r => r.RenewalIsOpen.ShouldBeTrue());
        (await _register.LinksAsync(young)).ShouldHaveSingleItem().RenewalYear.ShouldBe(year.Next.StartYear);
        (await _register.RegistrationAsync(younger)).GuardianConsented.ShouldBeTrue();
        (await _register.InvokeAsync<BatchDone>(new AskWhoCameOfAge(28))).Count.ShouldBe(0, "once");

        // Silence ends it with the year.
        _register.Clock.SetUtcNow(year.Next.Start.ToUniversalTime());
        await _register.WorkOffAsync(new LapseOverdue());
        (await _register.RegistrationAsync(young)).State.ShouldBe(RegistrationState.Lapsed);
    }

    [Fact]
    public async Task Who_moves_stays_registered_and_is_told_who_sees_them_now()
    {
        var account = Guid.NewGuid();
        var person = await _register.CameForwardAsync(ContinuationAnswer.Agreed, account: account);
        var done = await _register.RunAsync(new CorrectVolunteer(account, Details("山口県萩市見本町1", Register.Hagi)));
        done.Executed.MessagesOf<NoticeIssued>().ShouldHaveSingleItem().Body.Ja.ShouldContain("萩市の職員が名簿を見られます");
        done = await _register.RunAsync(new CorrectVolunteer(account, Details("広島県見本市1", null)));
        done.Executed.MessagesOf<NoticeIssued>().ShouldHaveSingleItem().Body.Ja.ShouldContain("県外のため");
        done = await _register.RunAsync(new CorrectVolunteer(account, Details("広島県見本市2", null)));
        done.Executed.MessagesOf<NoticeIssued>().ShouldBeEmpty("within the place");
        (await _register.RegistrationAsync(person)).State.ShouldBe(RegistrationState.Continuing);
    }

    private async Task<Guid> MinorAsync(DateOnly birth, Guid account)
    {
        (await _register.InvokeAsync<Outcome>(new RegisterVolunteer(account, Details("山口県山口市見本町1", Register.Yamaguchi) with { BirthDate = birth, Guardian = new("見本 母", "母") }))).IsDone.ShouldBeTrue();
        await using var session = _register.Store.QuerySession();
        return (await session.Query<Volunteer>().FirstAsync(v => v.AccountId == account, Stop)).Id;
    }

    private static VolunteerDetails Details(string address, string? municipality) => new(
        PersonName.Parse("見本 成子").Value, KanaName.Parse("ミホン ナルコ").Value, new(1980, 5, 5), Gender.Female, "09000001234", null, null, address, municipality, [], [], "", null);
}
