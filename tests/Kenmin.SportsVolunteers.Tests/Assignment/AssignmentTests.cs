using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Assignment;
using Kenmin.SportsVolunteers.Assignment.Cover;
using Kenmin.SportsVolunteers.Assignment.Solving;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Teams;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.SportsVolunteers.Tests.Assignment;

public sealed class AssignmentTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private HttpClient Owner => house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    private async Task<EventAssignment> DoneAsync(SportsEvent sportsEvent, AssignmentState state = AssignmentState.Proposed)
    {
        EventAssignment? now = null;
        await Eventually.IsSoAsync(async () =>
        {
            now = await house.Services.GetRequiredService<AssignmentDesk>().FindAsync(sportsEvent.Id, CancellationToken.None);
            return now?.State == state;
        }, $"the assignment is {state}");
        return now!;
    }

    private async Task<IReadOnlyList<AssignmentLine>> LinesAsync(SportsEvent sportsEvent)
    {
        await using var session = house.Store.QuerySession();
        return await session.Query<AssignmentLine>().Where(l => l.EventId == sportsEvent.Id).ToListAsync();
    }

    private async Task<EventAssignment> RunAsync(SportsEvent sportsEvent)
    {
        var address = $"/staff/sports/events/{sportsEvent.Slug}/assignment";
        (await Owner.SubmitAsync(address, "start", ("Input.RestMinutes", "60"), ("Input.NightHours", "10"), ("Input.MostPerDay", "２"), ("Input.MostDaysInARow", "5"), ("Input.MostShifts", "5")))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return await DoneAsync(sportsEvent);
    }

    [Fact]
    public async Task Staff_make_a_proposal_pin_forbid_run_again_send_offers_and_fill_what_was_declined()
    {
        // A qualification of this test only, so that people of other tests stay out.
        var only = $"見本資格{Guid.NewGuid():N}";
        var sportsEvent = await house.EventAsync();
        var first = await house.ShiftAsync(sportsEvent, capacity: 2, change: s => s.Qualifications = [only]);
        var second = await house.ShiftAsync(sportsEvent, capacity: 2, start: "9:30", end: "12:30", change: s => s.Qualifications = [only]);
        var people = await house.VolunteersAsync(5, v => v.Qualifications = [only]);
        var address = $"/staff/sports/events/{sportsEvent.Slug}/assignment";

        var wrong = await Owner.SubmitAsync(address, "start", ("Input.RestMinutes", "x"), ("Input.NightHours", "99"), ("Input.MostPerDay", "2"), ("Input.MostDaysInARow", "5"), ("Input.MostShifts", "5"));
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("input-nighthours-error", Case.Insensitive);

        var proposed = await RunAsync(sportsEvent);
        proposed.Figures!.Filled.ShouldBe(4);
        proposed.Figures.Proved.ShouldBeTrue();
        var lines = await LinesAsync(sportsEvent);
        lines.Select(l => l.VolunteerId).Distinct().Count().ShouldBe(4, "the shifts overlap");
        var left = people.Single(p => lines.All(l => l.VolunteerId != p.Id));
        (await Owner.GetStringAsync(address)).ShouldContain("すべての席が埋まりました");

        // Who was left out is pinned, one who had a place is taken out; the rest stays as it was.
        var (kept, gone) = (lines.First(l => l.ShiftId == first.Id), lines.Last(l => l.ShiftId == first.Id));
        (await Owner.SubmitAsync(address, "lines", ("forbid", $"{gone.VolunteerId}|{first.Id}"))).Headers.Location!.ToString().ShouldContain("done=forbidden");
        (await Owner.SubmitAsync($"{address}?shift={first.Id}", "find", ("Find.Search", left.GivenName.Length > 1 ? $"見本{left.GivenName}" : ""), ("put", left.Id.ToString()))).Headers.Location!.ToString().ShouldContain("done=pinned");
        await RunAsync(sportsEvent);
        var again = await LinesAsync(sportsEvent);
        again.Where(l => l.ShiftId == first.Id).Select(l => l.VolunteerId).ShouldBe([kept.VolunteerId, left.Id], ignoreOrder: true);
        again.Where(l => l.ShiftId == second.Id).Select(l => l.VolunteerId).ShouldBe(lines.Where(l => l.ShiftId == second.Id).Select(l => l.VolunteerId), ignoreOrder: true);
        again.Single(l => l.VolunteerId == left.Id).Why.HasFlag(Merits.Pinned).ShouldBeTrue();
        var seen = await house.Services.GetRequiredService<IAuditTrail>().FindAsync(new(SubjectId: left.Id), CancellationToken.None);
        seen.ShouldContain(e => e.Entry.Action == "sports-volunteers.assignment.changed");

        // Offers: one accepts, one declines, and the place goes to another.
        (await (await Owner.SubmitAsync(address, "offers", ("Offers.AnswerBy", "2026-10-01"))).Content.ReadAsStringAsync()).ShouldContain("これからの日にしてください");
        (await Owner.SubmitAsync(address, "offers", ("Offers.AnswerBy", "2026-10-20"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await house.OccupancyAsync(first.Id)).Offered + (await house.OccupancyAsync(second.Id)).Offered == 4, "four offers");
        await DoneAsync(sportsEvent);
        var leftPhone = house.Browser(left.AccountId);
        (await leftPhone.GetStringAsync("/sports/me")).ShouldContain("参加する");
        (await house.SignUpOfAsync(first.Id, left))!.OfferedUntil.ShouldBe(JapanTime.StartOf(new(2026, 10, 21)));
        (await house.NoticesAsync(left.AccountId!.Value, 1)).ShouldContain(n => n.Subject.Contains("参加するかお答えください"));
        (await leftPhone.SubmitAsync("/sports/me", "/sports/me/decline", ("shiftId", first.Id.ToString()))).Headers.Location!.ToString().ShouldContain("declined");
        var keeper = people.Single(p => p.Id == kept.VolunteerId);
        (await house.Browser(keeper.AccountId).SubmitAsync("/sports/me", "/sports/me/accept", ("shiftId", first.Id.ToString()))).Headers.Location!.ToString().ShouldContain("accepted");

        // Whoever was taken out stays out, who declined is not asked again, the others overlap: nobody is left for it.
        (await Owner.SubmitAsync(address, "offers", ("Offers.AnswerBy", "2026-10-20"), ("again", "1"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var empty = await DoneAsync(sportsEvent);
        empty.Figures!.Gaps.Single().Missing.ShouldBe(1);
        (await house.OccupancyAsync(first.Id)).Offered.ShouldBe(0);
        var newcomer = (await house.VolunteersAsync(1, v => v.Qualifications = [only]))[0];
        (await Owner.SubmitAsync(address, "offers", ("Offers.AnswerBy", "2026-10-20"), ("again", "1"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await house.SignUpOfAsync(first.Id, newcomer))?.State == SignUpState.Offered, "the newcomer is offered the place");
        (await house.OccupancyAsync(first.Id)).ShouldSatisfyAllConditions(o => o.Confirmed.ShouldBe(1), o => o.Offered.ShouldBe(1));
        await DoneAsync(sportsEvent);
        (await Owner.GetStringAsync(address)).ShouldContain("断った・期限が切れた");
    }

    [Fact]
    public async Task What_is_declined_is_offered_to_others_by_itself_at_most_once_an_hour_while_staff_want_it()
    {
        var only = $"見本資格{Guid.NewGuid():N}";
        var sportsEvent = await house.EventAsync(day: new(2026, 12, 1));
        var shift = await house.ShiftAsync(sportsEvent, capacity: 1, change: s => s.Qualifications = [only]);
        var people = await house.VolunteersAsync(3, v => v.Qualifications = [only]);
        var address = $"/staff/sports/events/{sportsEvent.Slug}/assignment";
        await RunAsync(sportsEvent);
        (await (await Owner.SubmitAsync(address, "fill", ("Input.Days", "15"))).Content.ReadAsStringAsync()).ShouldContain("14");
        (await Owner.SubmitAsync(address, "fill", ("Input.Days", "２"))).Headers.Location!.ToString().ShouldContain("done=filling");
        var until = JapanTime.StartOf(JapanTime.Today(house.Clock).AddDays(2));
        (await Owner.SubmitAsync(address, "offers", ("Offers.AnswerBy", $"{until.AddDays(-1):yyyy-MM-dd}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await DeclineAsync();
        var desk = house.Services.GetRequiredService<AssignmentDesk>();
        (await desk.ToFillAsync(CancellationToken.None)).ShouldBeEmpty("the last run was a moment ago");

        house.Clock.Advance(TimeSpan.FromMinutes(61));
        await DeclineAsync();
        (await house.ScalarAsync<long>($"select count(*) from sports_volunteers.participation_sign_ups where opening_id = '{shift.Id}'")).ShouldBe(2);
        (await house.Participation.SignUpsOfOpeningAsync(shift.Id)).ShouldAllBe(s => s.State == SignUpState.Cancelled);

        (await Owner.SubmitAsync(address, "fill", ("off", "1"))).Headers.Location!.ToString().ShouldContain("done=not-filling");
        house.Clock.Advance(TimeSpan.FromMinutes(61));
        (await desk.ToFillAsync(CancellationToken.None)).ShouldBeEmpty();
        (await house.OccupancyAsync(shift.Id)).Offered.ShouldBe(0);

        async Task DeclineAsync()
        {
            SignUpView? offered = null;
            await Eventually.IsSoAsync(
                async () => (offered = (await house.Participation.SignUpsOfOpeningAsync(shift.Id)).FirstOrDefault(s => s.State == SignUpState.Offered)) is not null, "an offer");
            offered!.OfferedUntil!.Value.ShouldBeGreaterThan(house.Clock.GetUtcNow());
            await DoneAsync(sportsEvent);
            var asked = people.Single(p => p.Id == offered.PersonId);
            (await house.Browser(asked.AccountId).SubmitAsync("/sports/me", "/sports/me/decline", ("shiftId", shift.Id.ToString()))).Headers.Location!.ToString().ShouldContain("declined");
        }
    }

    [Fact]
    public async Task A_pupil_gets_a_shift_only_with_an_adult_of_the_team_and_the_reason_is_told()
    {
        var only = $"見本資格{Guid.NewGuid():N}";
        var sportsEvent = await house.EventAsync();
        await house.ShiftAsync(sportsEvent, capacity: 3, change: s => s.Qualifications = [only]);
        var pupil = await house.VolunteerAsync(new DateOnly(2012, 4, 1), only);
        var alone = await RunAsync(sportsEvent);
        (alone.Figures!.Filled, alone.Figures.Gaps.Single().Why[Obstacle.MinorAlone]).ShouldBe((0, 1));
        var adult = await house.VolunteerAsync(null, only);
        var desk = house.Services.GetRequiredService<TeamDesk>();
        await desk.FoundAsync(adult.Id, "見本親子", CancellationToken.None);
        await using (var session = house.Store.QuerySession())
        {
            var team = (await desk.OfAsync((await session.LoadAsync<Volunteer>(adult.Id))!, CancellationToken.None))!.Team;
            (await desk.JoinAsync(pupil.Id, team.Code, CancellationToken.None)).ShouldBeNull();
        }

        (await RunAsync(sportsEvent)).Figures!.Filled.ShouldBe(2);
        (await LinesAsync(sportsEvent)).ShouldAllBe(l => l.Why.HasFlag(Merits.Together));
    }

    [Fact]
    public async Task One_run_at_a_time_and_one_that_lost_its_host_can_be_started_again()
    {
        var sportsEvent = await house.EventAsync();
        await house.ShiftAsync(sportsEvent, change: s => s.Qualifications = ["nobody"]);
        var run = Guid.CreateVersion7();
        await house.StoreAsync(new EventAssignment { Id = sportsEvent.Id, State = AssignmentState.Running, RunId = run, AskedAt = house.Clock.GetUtcNow(), AliveAt = house.Clock.GetUtcNow(), Percent = 40 });
        var desk = house.Services.GetRequiredService<AssignmentDesk>();
        var staff = ShiftsHouse.Person(ShiftsHouse.StaffAccount, Roles.ProgramOwner);
        (await desk.StartAsync(sportsEvent, null, null, staff, CancellationToken.None)).ShouldNotBeNull();
        var page = await Owner.GetStringAsync($"/staff/sports/events/{sportsEvent.Slug}/assignment");
        page.ShouldContain("http-equiv=\"refresh\"");
        page.ShouldContain("ここまでの最善の案で止める");

        await using (var session = house.Store.LightweightSession())
        {
            var lost = (await session.LoadAsync<EventAssignment>(sportsEvent.Id))!;
            lost.AliveAt -= TimeSpan.FromMinutes(2);
            session.Store(lost);
            await session.SaveChangesAsync();
        }

        await house.Services.GetRequiredService<AssignmentRuns>().MarkBrokenOffAsync(CancellationToken.None);
        await DoneAsync(sportsEvent, AssignmentState.BrokenOff);
        (await Owner.GetStringAsync($"/staff/sports/events/{sportsEvent.Slug}/assignment")).ShouldContain("サーバーが止まったため");
        // The run that is taken waits for the shifts, so that none of the six comes after its end.
        await using (var hold = await house.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync())
        await using (var transaction = await hold.BeginTransactionAsync())
        {
            await using (var locking = new NpgsqlCommand("lock table sports_volunteers.mt_doc_shift in access exclusive mode", hold, transaction)) await locking.ExecuteNonQueryAsync();
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.StartAsync(sportsEvent, null, null, staff, CancellationToken.None)));
            answers.Count(a => a is null).ShouldBe(1);
        }

        (await DoneAsync(sportsEvent)).RunId.ShouldNotBe(run);
    }

    [Fact]
    public async Task A_run_that_is_stopped_before_its_turn_keeps_the_best_so_far()
    {
        var sportsEvent = await house.EventAsync();
        await house.ShiftAsync(sportsEvent, capacity: 3);
        var run = Guid.CreateVersion7();
        await house.StoreAsync(new AssignmentStop { Id = run }, new EventAssignment { Id = sportsEvent.Id, State = AssignmentState.Queued, RunId = run, AskedAt = house.Clock.GetUtcNow(), AliveAt = house.Clock.GetUtcNow() });
        house.Services.GetRequiredService<AssignmentBell>().Ring();
        (await DoneAsync(sportsEvent)).Figures!.Stopped.ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_by_the_api_and_not_for_others()
    {
        var sportsEvent = await house.EventAsync();
        var shift = await house.ShiftAsync(sportsEvent, capacity: 1);
        var volunteer = await house.VolunteerAsync();
        var address = $"/api/v1/sports/staff/events/{sportsEvent.Id}/assignment";
        (await Owner.GetFromJsonAsync<JsonElement>(address)).GetProperty("state").GetString().ShouldBe("none");
        (await Owner.PostAsJsonAsync(address, new { restMinutes = 60, nightHours = 99, mostPerDay = 1, mostDaysInARow = 1, mostShifts = 1 })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Owner.PutAsJsonAsync($"{address}/rulings", new { volunteerId = volunteer.Id, shiftId = shift.Id, ruling = "pin" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Owner.PutAsJsonAsync($"{address}/rulings", new { volunteerId = volunteer.Id, shiftId = shift.Id, ruling = "x" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Owner.PostAsJsonAsync(address, new { restMinutes = 60, nightHours = 9, mostPerDay = 1, mostDaysInARow = 1, mostShifts = 1 })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await DoneAsync(sportsEvent);
        var line = (await Owner.GetFromJsonAsync<JsonElement>($"{address}/lines")).GetProperty("items")[0];
        (line.GetProperty("volunteerId").GetGuid(), line.GetProperty("pinned").GetBoolean()).ShouldBe((volunteer.Id, true));
        (await Owner.GetFromJsonAsync<JsonElement>($"{address}/progress")).GetProperty("finished").GetBoolean().ShouldBeTrue();
        (await Owner.PostAsJsonAsync($"{address}/offers", new { answerBy = "2026-10-09", fillAgain = false })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        foreach (var role in new[] { Roles.MunicipalStaff, Roles.Resident })
            (await house.Browser(ShiftsHouse.StaffAccount, role, Given.Yamaguchi).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Who_is_erased_is_in_no_proposal_decision_or_request_any_more_and_the_others_are()
    {
        var (gone, kept, eventId, shift) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        AssignmentLine Line(Guid person) => new() { Id = Guid.CreateVersion7(), EventId = eventId, ShiftId = shift, VolunteerId = person };
        AssignmentRuling Ruling(Guid person) => new() { Id = AssignmentRuling.IdOf(eventId, person, shift), EventId = eventId, ShiftId = shift, VolunteerId = person };
        await house.StoreAsync(Line(gone), Line(kept), Ruling(gone), Ruling(kept), new CoverAsked { Id = gone, At = ShiftsHouse.Noon },
            new CoverRequest { Id = shift, Asked = { [gone] = ShiftsHouse.Noon, [kept] = ShiftsHouse.Noon } },
            new EventAssignment
            {
                Id = eventId, State = AssignmentState.Proposed,
                Figures = new(ShiftsHouse.Noon, 2, 1, 1, 1, 1, 1, true, false, [], new Dictionary<Obstacle, int>(), [new(gone, shift, Obstacle.Age)]),
            });
        await using (var session = house.Store.LightweightSession())
        {
            session.ForgetAssignments(gone);
            await session.SaveChangesAsync();
        }

        foreach (var table in new[] { "assignmentline", "assignmentruling", "coverrequest", "coverasked", "eventassignment" })
            (await house.ScalarAsync<long>($"select count(*) from sports_volunteers.mt_doc_{table} where data::text like '%{gone}%' or id::text like '%{gone}%'")).ShouldBe(0, table);
        foreach (var table in new[] { "assignmentline", "assignmentruling", "coverrequest" })
            (await house.ScalarAsync<long>($"select count(*) from sports_volunteers.mt_doc_{table} where data::text like '%{kept}%'")).ShouldBe(1, table);
    }
}
