using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.PlanProgress.Contracts;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Progress;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.SportsVolunteers.Tests.Progress;

/// <summary>A count as the plan would get it.</summary>
public sealed class ArrivedCount
{
    public string Id { get; set; } = "";
    public CountKind Kind { get; set; }
    public decimal Value { get; set; }
    public DateTimeOffset AsOf { get; set; }
    public string DrillDown { get; set; } = "";
}

/// <summary>The module that keeps counts, as far as these tests need it.</summary>
public static class ArrivedCountHandler
{
    public static void Handle(IndicatorCounted message, IDocumentSession session) => session.Store(new ArrivedCount
    {
        Id = $"{message.Source}/{message.Year}", Kind = message.Kind, Value = message.Value, AsOf = message.AsOf, DrillDown = message.DrillDown,
    });
}

/// <summary>What is counted for the plan, and that each figure leads to exactly its records.</summary>
public sealed class CountingForPlanTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private static readonly Actor Staff = Actor.Staff(ShiftsHouse.StaffAccount);
    private static readonly FiscalYear Present = FiscalYear.Of(ShiftsHouse.Noon);

    [Fact]
    public async Task Each_figure_is_the_number_of_the_records_it_leads_to_and_people_are_counted_once()
    {
        var people = await house.VolunteersAsync(7);
        var held = await house.EventAsync(day: new(2026, 10, 10));
        Shift[] shifts =
        [
            await house.ShiftAsync(held, 10, "8:00", "9:00"), await house.ShiftAsync(held, 10, "9:00", "10:30"),
            await house.ShiftAsync(await house.EventAsync(), 10, "9:00", "12:00", municipality: Given.Ube),
        ];
        // Two come twice, one stays away, one cancels; the third shift lies ahead.
        foreach (var (shift, from, count) in new[] { (0, 0, 5), (1, 0, 2), (2, 4, 3) })
            foreach (var person in people.Skip(from).Take(count))
                (await house.Participation.SignUpAsync(new SignUp(Guid.CreateVersion7(), shifts[shift].Id, FactsOf(person), Staff) { Override = new(WalkIn: shift < 2) }))
                    .ShouldBeOfType<Result<SignUpAnswer>.Done>();
        foreach (var (shift, person) in new[] { (0, 0), (0, 1), (0, 2), (1, 0), (1, 1) })
        {
            await RecordAsync(shifts[shift], people[person], new AttendanceEntry.CheckIn(shifts[shift].Starts));
            await RecordAsync(shifts[shift], people[person], new AttendanceEntry.CheckOut(shifts[shift].Ends));
        }

        await RecordAsync(shifts[0], people[3], new AttendanceEntry.NoShow());
        (await house.Participation.CancelAsync(new CancelSignUp(Guid.CreateVersion7(), shifts[0].Id, people[4].Id, Staff, "都合"))).ShouldBeOfType<Result<SignUpAnswer>.Done>();

        var counts = await RecountAsync(Present);

        (counts["people"].Kind, counts["people"].Value).ShouldBe((CountKind.DistinctPeople, 3));
        (counts["participations"].Kind, counts["participations"].Value).ShouldBe((CountKind.Participations, 5));
        (counts["sign-ups"].Kind, counts["sign-ups"].Value).ShouldBe((CountKind.Participations, 9));
        (counts["hours"].Kind, counts["hours"].Value).ShouldBe((CountKind.Hours, 6));
        counts["registered"].Value.ShouldBeGreaterThanOrEqualTo(7);
        var administrator = ShiftsHouse.Person(ShiftsHouse.StaffAccount, Roles.Administrator);
        foreach (var source in CountedSource.All)
        {
            var records = await AllRecordsAsync(source, Present, administrator);
            if (source == CountedSource.Hours) Counting.HoursOf(records.Sum(r => r.Minutes ?? 0)).ShouldBe(counts[source.Key].Value);
            else records.Count.ShouldBe((int)counts[source.Key].Value, source.Key);
            counts[source.Key].DrillDown.ShouldBe(source.AddressOf(Present));
        }

        (await AllRecordsAsync(CountedSource.People, Present, administrator)).Select(r => r.Volunteer!.Id).ShouldBe(people.Take(3).Select(p => p.Id), ignoreOrder: true);

        // Asked again, nothing is counted twice.
        (await RecountAsync(Present)).ToDictionary(c => c.Key, c => c.Value.Value).ShouldBe(counts.ToDictionary(c => c.Key, c => c.Value.Value), ignoreOrder: true);
    }

    [Fact]
    public async Task Who_stayed_at_the_end_of_a_year_that_is_over_does_not_change_by_what_is_said_later()
    {
        var last = Present.Previous;
        Guid[] ids = [.. Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7())];
        var during = last.End.AddDays(-60);
        await using (var session = house.Store.LightweightSession())
        {
            foreach (var id in ids) session.Events.StartStream(id, new RegisteredThemselves(last, "1", during));
            await session.SaveChangesAsync();
        }

        // The events' own times are the database's, which is later: set back to when they happened.
        await house.ScalarAsync<long>(
            $"with t as (update sports_volunteers.mt_events set timestamp = '{during:O}' where stream_id in ({string.Join(',', ids.Select(i => $"'{i}'"))}) returning 1) select count(*) from t");
        await using (var session = house.Store.LightweightSession())
        {
            session.Events.Append(ids[0], new ContinuationRefused(AnswerChannel.Self, null, ShiftsHouse.Noon));
            session.Events.Append(ids[1], new RegisteredForYear(Present, Guid.CreateVersion7(), ShiftsHouse.StaffAccount, ShiftsHouse.Noon));
            await session.SaveChangesAsync();
        }

        await using var query = house.Store.QuerySession();
        (await RegisteredInYear.FindAsync(query, last, ShiftsHouse.Noon, default)).Intersect(ids).ShouldBe(ids, ignoreOrder: true);
        (await RegisteredInYear.FindAsync(query, Present, ShiftsHouse.Noon, default)).Intersect(ids).ShouldBe([ids[1]]);
        (await RegisteredInYear.FindAsync(query, last, during.AddDays(1), default)).Intersect(ids).ShouldBe(ids.Skip(1), ignoreOrder: true, "within the year it is today's state");
    }

    [Fact]
    public async Task The_records_are_for_those_who_may_see_the_roster_and_every_look_is_recorded()
    {
        var here = (await house.VolunteersAsync(1))[0];
        var elsewhere = (await house.VolunteersAsync(1, v => (v.MunicipalityCode, v.FamilyName) = (Given.Ube, "宇部見本")))[0];
        var address = CountedSource.Registered.AddressOf(Present);
        using var resident = house.Browser(here.AccountId, Roles.Resident);
        (await resident.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var visitor = house.Browser();
        (await visitor.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var staff = Guid.CreateVersion7();
        using var municipal = house.Browser(staff, Roles.MunicipalStaff, Given.Yamaguchi);
        var page = WebUtility.HtmlDecode(await municipal.GetStringAsync(address));

        page.ShouldContain(here.FullName);
        page.ShouldNotContain(elsewhere.FullName);
        page.ShouldContain("（ほかの市町の方）");
        var trail = await house.Services.GetRequiredService<IAuditTrail>().FindAsync(new(ActorId: staff), default);
        trail.ShouldHaveSingleItem().Entry.ShouldSatisfyAllConditions(
            e => e.Action.ShouldBe("sports-volunteers.plan-count.viewed"), e => e.SubjectIds.ShouldContain(here.Id), e => e.SubjectIds.ShouldNotContain(elsewhere.Id));
        (await municipal.GetAsync("/staff/sports/progress/no-such/2026")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await municipal.GetStringAsync("/staff/sports/progress")).ShouldContain(address);
    }

    [Fact]
    public async Task A_change_is_counted_by_itself_and_a_wave_of_changes_once()
    {
        var before = (await RecountAsync(Present))["registered"];
        await house.VolunteersAsync(2);

        await Eventually.IsSoAsync(
            async () =>
            {
                house.Clock.Advance(TimeSpan.FromSeconds(1));
                return (await CountsAsync(Present)).GetValueOrDefault("registered") is { } now && now.Value >= before.Value + 2 && now.AsOf > before.AsOf;
            },
            "the count after the change");
    }

    private async Task<IReadOnlyDictionary<string, ArrivedCount>> RecountAsync(FiscalYear year)
    {
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).DoNotAssertOnExceptionsDetected()
            .ExecuteAndWaitAsync((Func<IMessageContext, Task>)(bus => bus.PublishAsync(new RecountRequested(year, house.Clock.GetUtcNow())).AsTask()));
        return await CountsAsync(year);
    }

    private async Task<IReadOnlyDictionary<string, ArrivedCount>> CountsAsync(FiscalYear year)
    {
        await using var session = house.Services.GetRequiredService<IDocumentStore>().QuerySession();
        var suffix = $"/{year}";
        return (await session.Query<ArrivedCount>().ToListAsync()).Where(c => c.Id.EndsWith(suffix, StringComparison.Ordinal))
            .ToDictionary(c => c.Id["sports-volunteers.".Length..^suffix.Length], StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<CountedRecord>> AllRecordsAsync(CountedSource source, FiscalYear year, System.Security.Claims.ClaimsPrincipal user)
    {
        var records = house.Services.GetRequiredService<CountedRecords>();
        var found = new List<CountedRecord>();
        string? after = null;
        do
        {
            // Small pages, so that their borders are walked.
            var page = await records.ReadAsync(source, year, after, 2, user, default);
            found.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return found;
    }

    private static ParticipantFacts FactsOf(Volunteer volunteer) => SportsVolunteers.Shifts.SigningUp.Participants.FactsOf(volunteer, new DateOnly(2026, 4, 1), new HashSet<string>());

    private async Task RecordAsync(Shift shift, Volunteer volunteer, AttendanceEntry entry) => (await house.Participation.RecordAttendanceAsync(
        new RecordAttendance(Guid.CreateVersion7(), shift.Id, volunteer.Id, entry, Staff))).ShouldBeOfType<Result<AttendanceAnswer>.Done>();
}
