using System.Net;
using System.Text;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SportsVolunteers.Certificates;
using Kenmin.SportsVolunteers.Certificates.Thanks;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Tests.Certificates;

public sealed class CertificateTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private static readonly DateOnly Past = new(2026, 10, 4);

    private HttpClient Owner => house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    /// <summary>An event last Sunday at which people were there for an hour and a half.</summary>
    private async Task<(SportsEvent Event, Shift Shift, IReadOnlyList<Volunteer> People)> HeldAsync(int people = 1)
    {
        var sportsEvent = await house.EventAsync(day: Past);
        var shift = await house.ShiftAsync(sportsEvent, capacity: 10);
        var came = await house.VolunteersAsync(people);
        foreach (var person in came)
        {
            await house.Participation.SignUpAsync(new SignUp(Guid.NewGuid(), shift.Id, new ParticipantFacts(person.Id), Actor.Staff(ShiftsHouse.StaffAccount)) { Override = new(WalkIn: true) });
            await RecordAsync(shift, person, 90);
        }

        return (sportsEvent, shift, came);
    }

    private async Task RecordAsync(Shift shift, Volunteer person, int minutes) =>
        (await house.Participation.RecordAttendanceAsync(new RecordAttendance(
            Guid.NewGuid(), shift.Id, person.Id, new AttendanceEntry.Correct(new(Presence.Present, null, null, minutes), "手書きの名簿から"), Actor.Staff(ShiftsHouse.StaffAccount))))
        .ShouldBeOfType<Result<AttendanceAnswer>.Done>();

    private Task<CertificatesIssued> IssueAsync(SportsEvent sportsEvent, Volunteer? person = null) =>
        house.Services.GetRequiredService<IMessageBus>().InvokeAsync<CertificatesIssued>(new IssueCertificates(sportsEvent.Id, person?.Id));

    private async Task<IReadOnlyList<Certificate>> AllAsync(Volunteer person)
    {
        await using var session = house.Store.QuerySession();
        return await session.Query<Certificate>().Where(c => c.VolunteerId == person.Id).OrderBy(c => c.Id).ToListAsync();
    }

    [Fact]
    public async Task A_volunteer_takes_the_own_certificate_and_anybody_can_verify_it_without_seeing_whose_it_is()
    {
        var (sportsEvent, _, people) = await HeldAsync();
        var browser = house.Browser(people[0].AccountId);
        (await browser.GetStringAsync("/sports/me/hours")).ShouldContain("1時間30分");
        (await browser.SubmitAsync("/sports/me/hours", $"issue-{sportsEvent.Id:N}")).Headers.Location!.ToString().ShouldContain("done=1");
        var certificate = (await AllAsync(people[0])).Single();

        using var pdf = await browser.GetAsync($"/sports/me/certificates/{certificate.Id}.pdf");
        Encoding.ASCII.GetString(await pdf.Content.ReadAsByteArrayAsync(), 0, 5).ShouldBe("%PDF-");
        pdf.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await house.Browser((await house.VolunteerAsync()).AccountId).GetAsync($"/sports/me/certificates/{certificate.Id}.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var verified = await house.Browser().GetStringAsync($"/certificates/{certificate.Number.ToLowerInvariant()}");
        verified.ShouldContain("この証明書は有効です");
        verified.ShouldContain("1時間30分");
        verified.ShouldContain(sportsEvent.Name);
        verified.ShouldNotContain(people[0].GivenName);
        verified.ShouldNotContain(people[0].Id.ToString());
    }

    [Fact]
    public async Task Everybody_who_came_is_thanked_once_and_nobody_else()
    {
        var (sportsEvent, shift, people) = await HeldAsync(3);
        var (absent, unconnected) = (await house.VolunteerAsync(), (await house.VolunteersAsync(1, v => v.AccountId = null))[0]);
        foreach (var person in new[] { absent, unconnected })
            await house.Participation.SignUpAsync(new SignUp(Guid.NewGuid(), shift.Id, new ParticipantFacts(person.Id), Actor.Staff(ShiftsHouse.StaffAccount)) { Override = new(WalkIn: true) });
        await RecordAsync(shift, unconnected, 60);
        await IssueAsync(sportsEvent);
        var address = $"/staff/sports/events/{sportsEvent.Slug}/certificates";
        (await (await Owner.SubmitAsync(address, "thanks", ("Input.Text", " "))).Content.ReadAsStringAsync()).ShouldContain("お礼の言葉を入力してください");
        (await (await Owner.SubmitAsync(address, "thanks", ("Input.Text", new string('あ', 1001)))).Content.ReadAsStringAsync()).ShouldContain("1000文字以内");
        var bus = house.Services.GetRequiredService<IMessageBus>();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => bus.InvokeAsync<Outcome>(new ThankVolunteers(sportsEvent.Id, "おかげで無事に終わりました。", ShiftsHouse.StaffAccount))));
        outcomes.Count(o => o.IsDone).ShouldBe(1);
        foreach (var person in people)
        {
            var thanks = (await house.NoticesAsync(person.AccountId!.Value, 1)).Single(n => n.Subject.StartsWith("ありがとうございました", StringComparison.Ordinal));
            thanks.Body.ShouldBe("おかげで無事に終わりました。");
        }

        (await house.NoticesAsync(absent.AccountId!.Value, 0)).ShouldNotContain(n => n.Subject.StartsWith("ありがとうございました", StringComparison.Ordinal));
        (await Owner.GetStringAsync(address)).ShouldContain("おかげで無事に終わりました。");
        using var pdf = await Owner.GetAsync($"/staff/sports/events/{sportsEvent.Slug}/certificates.pdf");
        Encoding.ASCII.GetString(await pdf.Content.ReadAsByteArrayAsync(), 0, 5).ShouldBe("%PDF-");
    }

    [Fact]
    public async Task A_number_that_was_never_issued_gets_a_clear_answer()
    {
        (await house.Browser().GetStringAsync($"/certificates/{CertificateNumber.New()}")).ShouldContain("この番号の証明書はありません");
        (await house.Browser().GetStringAsync("/certificates/hello")).ShouldContain("この番号の証明書はありません");
        (await (await house.Browser().SubmitAsync("/certificates", "verify", ("Input.Number", "123"))).Content.ReadAsStringAsync()).ShouldContain("番号は12文字です");
        (await house.Browser().SubmitAsync("/certificates", "verify", ("Input.Number", "k7m2 p9wx 34rt"))).Headers.Location!.ToString().ShouldEndWith("/certificates/K7M2-P9WX-34RT");
    }

    [Fact]
    public async Task Issued_by_many_at_once_there_is_one_valid_certificate_of_each()
    {
        var (sportsEvent, _, people) = await HeldAsync(people: 3);
        var issued = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => IssueAsync(sportsEvent, i % 2 == 0 ? null : people[0])));
        issued.Sum(i => i.Issued).ShouldBe(3);
        foreach (var person in people) (await AllAsync(person)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_correction_revokes_it_and_a_new_one_can_be_had()
    {
        var (sportsEvent, shift, people) = await HeldAsync();
        await IssueAsync(sportsEvent);
        var first = (await AllAsync(people[0])).Single();
        await RecordAsync(shift, people[0], 60);
        await Eventually.IsSoAsync(async () => (await AllAsync(people[0])).Single().RevokedAt is not null, "the revocation");
        var page = await house.Browser().GetStringAsync(CertificateNumber.Path(first.Number));
        page.ShouldContain("この証明書は無効です");
        page.ShouldNotContain("1時間30分");
        (await house.Browser(people[0].AccountId).GetAsync($"/sports/me/certificates/{first.Id}.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await IssueAsync(sportsEvent)).Issued.ShouldBe(1);
        (await AllAsync(people[0])).Single(c => c.RevokedAt is null).Minutes.ShouldBe(60);
    }

    [Fact]
    public async Task A_correction_that_changes_nothing_leaves_it_valid()
    {
        var (sportsEvent, shift, people) = await HeldAsync();
        await IssueAsync(sportsEvent);
        var bus = house.Services.GetRequiredService<IMessageBus>();
        await RecordAsync(shift, people[0], 90);
        await bus.InvokeAsync(new CheckCertificates(sportsEvent.Id, [people[0].Id]));
        (await AllAsync(people[0])).Single().RevokedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Staff_issue_to_all_at_once_and_take_them_out_with_a_trace()
    {
        var (sportsEvent, _, people) = await HeldAsync(people: 2);
        var address = $"/staff/sports/events/{sportsEvent.Slug}/certificates";
        (await Owner.GetAsync($"{address}.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "there are none yet");
        (await Owner.SubmitAsync(address, "issue")).Headers.Location!.ToString().ShouldContain("issued=2");
        Encoding.ASCII.GetString(await Owner.GetByteArrayAsync($"{address}.pdf?part=1"), 0, 5).ShouldBe("%PDF-");
        (await Owner.GetAsync($"{address}.pdf?part=2")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.Services.GetRequiredService<IAuditTrail>().FindAsync(new AuditQuery(SubjectId: people[1].Id), CancellationToken.None))
            .ShouldContain(e => e.Entry.Action == "sports-volunteers.certificates.downloaded");
        foreach (var role in new[] { Roles.Resident, Roles.MunicipalStaff, Roles.Auditor })
            (await house.Browser(ShiftsHouse.StaffAccount, role).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, role);
    }

    [Fact]
    public async Task Whose_data_were_removed_has_no_name_at_it_and_it_can_still_be_verified()
    {
        var (sportsEvent, _, people) = await HeldAsync();
        await IssueAsync(sportsEvent);
        var certificate = (await AllAsync(people[0])).Single();
        await using (var session = house.Store.LightweightSession())
        {
            Certificate.Forget(session, people[0].Id);
            await session.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        (await AllAsync(people[0])).ShouldBeEmpty();
        (await house.Browser().GetStringAsync(CertificateNumber.Path(certificate.Number))).ShouldContain("この証明書は有効です");
    }
}
