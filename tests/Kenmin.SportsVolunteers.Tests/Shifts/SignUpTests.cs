using System.Net;
using Kenmin.Client.Sports;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Microsoft.Extensions.DependencyInjection;
using Refit;

namespace Kenmin.SportsVolunteers.Tests.Shifts;

public sealed class SignUpTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private static SignUpCommand Command() => new(Guid.CreateVersion7());

    private async Task<string> RefusalAsync(Guid account, Guid shift, HttpStatusCode status = HttpStatusCode.Conflict)
    {
        var refused = await Should.ThrowAsync<ApiException>(() => house.Api(account).SignUpAsync(shift, Command()));
        refused.StatusCode.ShouldBe(status);
        refused.Content.ShouldNotBeNull();
        return refused.Content;
    }

    [Fact]
    public async Task Two_taps_on_a_phone_give_a_place_and_the_second_tap_twice_changes_nothing()
    {
        var shift = await house.ShiftAsync(await house.EventAsync());
        var volunteer = await house.VolunteerAsync();
        var phone = house.Browser(volunteer.AccountId);

        var page = await phone.GetStringAsync($"/sports/shifts/{shift.Id}");
        page.ShouldContain($"/sports/shifts/{shift.Id}/sign-up");

        var address = $"/sports/shifts/{shift.Id}/sign-up";
        var confirmation = await phone.GetStringAsync(address);
        confirmation.ShouldContain("申し込みを確定する");
        confirmation.ShouldContain("9:00～12:00");
        var form = await Given.FormOf(confirmation, "sign-up").ReadAsStringAsync();
        HttpContent Sent() => new StringContent(form, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));

        var first = await phone.PostAsync(address, Sent());
        first.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await phone.GetStringAsync(first.Headers.Location)).ShouldContain("参加が確定しました");
        (await phone.PostAsync(address, Sent())).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await house.OccupancyAsync(shift.Id)).Confirmed.ShouldBe(1);
        (await phone.GetStringAsync("/sports/me")).ShouldContain("確定");
        (await house.NoticesAsync(volunteer.AccountId!.Value, 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_signed_out_sees_the_shift_and_is_led_to_sign_in_and_back()
    {
        var shift = await house.ShiftAsync(await house.EventAsync());
        var visitor = house.Browser();
        (await visitor.GetStringAsync($"/sports/shifts/{shift.Id}")).ShouldContain("申し込む");
        var answer = await visitor.GetAsync($"/sports/shifts/{shift.Id}/sign-up");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldContain(Uri.EscapeDataString($"/sports/shifts/{shift.Id}/sign-up"));
    }

    [Fact]
    public async Task Who_is_not_registered_is_led_to_the_registration()
    {
        var shift = await house.ShiftAsync(await house.EventAsync());
        var stranger = Guid.CreateVersion7();
        (await house.Browser(stranger).GetStringAsync($"/sports/shifts/{shift.Id}/sign-up")).ShouldContain("/sports/registration");
        (await RefusalAsync(stranger, shift.Id)).ShouldContain("/problems/not-registered");
    }

    [Fact]
    public async Task Who_was_asked_to_stay_and_has_not_answered_is_led_to_the_registration_first()
    {
        var shift = await house.ShiftAsync(await house.EventAsync());
        var asked = new Volunteer { Id = Guid.CreateVersion7(), AccountId = Guid.CreateVersion7(), FamilyName = "見本", BirthDate = new(1980, 1, 1) };
        await using (var session = house.Store.LightweightSession())
        {
            session.Store(asked);
            session.Events.StartStream(asked.Id, new CameForward("前の大会", new FiscalYear(2025), ContinuationAnswer.Blank));
            await session.SaveChangesAsync();
        }

        (await RefusalAsync(asked.AccountId!.Value, shift.Id)).ShouldContain("/problems/not-registered");
    }

    [Theory]
    [InlineData("2008-11-02", true)]
    [InlineData("2008-11-03", false)]
    public async Task Age_is_counted_on_the_day_by_the_law_which_adds_a_year_on_the_eve_of_the_birthday(string born, bool taken)
    {
        // On 1 November 2026 who has the birthday on 2 November is 18 already.
        var shift = await house.ShiftAsync(await house.EventAsync(), change: s => s.MinimumAge = 18);
        var volunteer = await house.VolunteerAsync(DateOnly.ParseExact(born, "yyyy-MM-dd"));
        if (taken) (await house.Api(volunteer.AccountId).SignUpAsync(shift.Id, Command())).State.ShouldBe("confirmed");
        else (await RefusalAsync(volunteer.AccountId!.Value, shift.Id)).ShouldContain("/problems/too-young");
    }

    [Fact]
    public async Task A_qualification_counts_however_it_is_written_and_its_lack_is_named()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(), change: s => s.Qualifications = ["手話"]);
        var without = await house.VolunteerAsync();
        var with = await house.VolunteerAsync(null, "手話 ", "ｴｲｺﾞ");
        (await RefusalAsync(without.AccountId!.Value, shift.Id)).ShouldContain("/problems/not-qualified");
        (await house.Api(with.AccountId).SignUpAsync(shift.Id, Command())).State.ShouldBe("confirmed");
    }

    [Fact]
    public async Task Two_shifts_at_one_time_are_refused_by_name_and_others_are_offered_instead()
    {
        var sportsEvent = await house.EventAsync();
        var morning = await house.ShiftAsync(sportsEvent, change: s => s.Role = "会場整理");
        var overlapping = await house.ShiftAsync(sportsEvent, start: "11:00", end: "15:00", change: s => s.Role = "救護補助");
        var afternoon = await house.ShiftAsync(sportsEvent, start: "12:00", end: "24:00", change: s => s.Role = "環境美化");
        var volunteer = await house.VolunteerAsync();
        var api = house.Api(volunteer.AccountId);
        (await api.SignUpAsync(morning.Id, Command())).State.ShouldBe("confirmed");

        var answer = await house.Browser(volunteer.AccountId).SubmitAsync($"/sports/shifts/{overlapping.Id}/sign-up", "sign-up");
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("会場整理");
        page.ShouldContain($"/sports/shifts/{afternoon.Id}");
        (await RefusalAsync(volunteer.AccountId!.Value, overlapping.Id)).ShouldContain("/problems/overlap");
        (await api.SignUpAsync(afternoon.Id, Command())).State.ShouldBe("confirmed");
    }

    [Fact]
    public async Task A_cancelled_place_goes_to_the_first_who_waits_and_each_is_told_once()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(), capacity: 1);
        var people = await house.VolunteersAsync(3);
        (await house.Api(people[0].AccountId).SignUpAsync(shift.Id, Command())).State.ShouldBe("confirmed");
        (await house.Api(people[1].AccountId).SignUpAsync(shift.Id, Command())).Position.ShouldBe(1);
        (await house.Api(people[2].AccountId).SignUpAsync(shift.Id, Command())).Position.ShouldBe(2);

        var browser = house.Browser(people[0].AccountId);
        var cancelled = await browser.SubmitAsync("/sports/me", "/sports/me/cancel");
        cancelled.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await house.SignUpOfAsync(shift.Id, people[1]))!.State.ShouldBe(SignUpState.Confirmed);
        (await house.SignUpOfAsync(shift.Id, people[2]))!.Position.ShouldBe(1);
        var told = await house.NoticesAsync(people[1].AccountId!.Value, 1);
        told.ShouldHaveSingleItem().Subject.ShouldBe("空きが出て、参加が確定しました");
        (await house.NoticesAsync(people[2].AccountId!.Value, 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_offered_place_is_taken_or_left_by_its_deadline()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(e => e.OfferHours = 48), capacity: 1);
        var people = await house.VolunteersAsync(3);
        foreach (var person in people) await house.Api(person.AccountId).SignUpAsync(shift.Id, Command());
        await house.Api(people[0].AccountId).CancelAsync(shift.Id);

        var second = house.Browser(people[1].AccountId);
        (await second.GetStringAsync("/sports/me")).ShouldContain("お返事の期限");
        (await second.SubmitAsync("/sports/me", "/sports/me/decline")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.Api(people[2].AccountId).MySignUpsAsync()).Single().State.ShouldBe("offered");
        (await house.Api(people[2].AccountId).AcceptOfferAsync(shift.Id)).State.ShouldBe("confirmed");

        (await house.NoticesAsync(people[1].AccountId!.Value, 1)).Select(n => n.Subject).ShouldBe(["空きが出ました。参加するかお答えください"]);
        (await house.NoticesAsync(people[2].AccountId!.Value, 2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Switched_off_for_the_shifts_fiscal_year_sign_up_is_closed_and_cancelling_is_not()
    {
        var next = new DateOnly(2027, 4, 10);
        var shift = await house.ShiftAsync(await house.EventAsync(day: next));
        var people = await house.VolunteersAsync(2);
        (await house.Api(people[0].AccountId).SignUpAsync(shift.Id, Command())).State.ShouldBe("confirmed");

        var decisions = house.Services.GetRequiredService<FeatureDecisions>();
        decisions.Replace(new([new("sports-volunteers.shifts", new FiscalYear(2027), null, DateTimeOffset.MinValue, false)]));
        try
        {
            (await RefusalAsync(people[1].AccountId!.Value, shift.Id)).ShouldContain("/problems/closed");
            var page = await house.Browser(people[1].AccountId).GetStringAsync($"/sports/shifts/{shift.Id}/sign-up");
            page.ShouldContain("現在受け付けていません");
            page.ShouldNotContain("申し込みを確定する");
            (await house.Api().EventsAsync()).ShouldNotContain(e => e.Id == shift.EventId);
            (await house.Api(people[0].AccountId).CancelAsync(shift.Id)).State.ShouldBe("cancelled");
        }
        finally
        {
            decisions.Replace(FeatureDecisionSet.Empty);
        }
    }

    [Fact]
    public async Task Before_an_event_is_published_nobody_finds_its_shifts()
    {
        var sportsEvent = await house.EventAsync(e => e.Published = false);
        var shift = await house.ShiftAsync(sportsEvent);
        var volunteer = await house.VolunteerAsync();
        (await house.Browser(volunteer.AccountId).GetAsync($"/sports/shifts/{shift.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.Browser().GetAsync($"/sports/events/{sportsEvent.Slug}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await RefusalAsync(volunteer.AccountId!.Value, shift.Id, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_same_idempotency_key_gets_the_same_answer()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(), capacity: 1);
        var volunteer = await house.VolunteerAsync();
        var (api, command) = (house.Api(volunteer.AccountId), Command());
        var first = await api.SignUpAsync(shift.Id, command, "key-1");
        (await api.SignUpAsync(shift.Id, command, "key-1")).ShouldBe(first);
        (await house.OccupancyAsync(shift.Id)).Confirmed.ShouldBe(1);
    }

    [Fact]
    public async Task Thirty_two_clients_at_once_never_get_more_than_the_capacity_and_nobody_twice()
    {
        const int capacity = 20;
        var shift = await house.ShiftAsync(await house.EventAsync(), capacity);
        var people = await house.VolunteersAsync(64);
        var random = new Random(7);
        // Each person sends twice, now and then cancels: as phones with bad reception and changing minds do.
        var turns = people.Concat(people).OrderBy(_ => random.Next()).ToList();
        await Parallel.ForEachAsync(turns, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (person, ct) =>
        {
            var api = house.Api(person.AccountId);
            var command = Command();
            foreach (var _ in Enumerable.Range(0, 2))
            {
                try
                {
                    (await api.SignUpAsync(shift.Id, command, cancellationToken: ct)).State.ShouldBeOneOf("confirmed", "waiting");
                }
                catch (ApiException busy) when (busy.StatusCode == HttpStatusCode.ServiceUnavailable)
                {
                    busy.Headers.RetryAfter.ShouldNotBeNull();
                }
            }

            if (person.Id.GetHashCode() % 5 == 0) await api.CancelAsync(shift.Id, cancellationToken: ct);
        });

        var signUps = await house.Participation.SignUpsOfOpeningAsync(shift.Id);
        signUps.Select(s => s.PersonId).Distinct().Count().ShouldBe(signUps.Count);
        var occupancy = await house.OccupancyAsync(shift.Id);
        occupancy.Confirmed.ShouldBe(capacity);
        signUps.Count(s => s.State == SignUpState.Confirmed).ShouldBe(capacity);
        signUps.Count(s => s.State == SignUpState.Waiting).ShouldBe(occupancy.Waiting);
    }
}
