using Kenmin.Participation.Tests.Support;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Participation.Tests;

/// <summary>In a house of their own: who is forgotten stands in no event any more, and the others compare events with messages.</summary>
public sealed class PersonTests(HouseFixture fixture) : IClassFixture<HouseFixture>
{
    private readonly TestHouse _house = fixture.House;

    private OpeningTerms Terms(int capacity, double startsInHours = 48) => Given.Terms(capacity, startsInHours, now: fixture.Clock.GetUtcNow());

    [Fact]
    public async Task Merging_two_records_keeps_the_better_state_frees_the_other_place_and_moves_the_rest()
    {
        var (from, to) = (Guid.NewGuid(), Guid.NewGuid());
        var both = await _house.OpeningAsync(Terms(2));
        await _house.SignUpAsync(both, from);
        await _house.SignUpAsync(both, to);
        var next = (await _house.PeopleSignedUpAsync(both, 1))[0];
        var waits = await _house.OpeningAsync(Terms(1, startsInHours: 60));
        await _house.SignUpAsync(waits, from);
        await _house.SignUpAsync(waits, to);
        var mine = await _house.OpeningAsync(Terms(1, startsInHours: 70));
        await _house.SignUpAsync(mine, from);

        var merged = (await _house.Participation.MergePersonsAsync(from, to, Given.Staff)).ShouldBeDone();
        merged.Joined.Order().ShouldBe(new[] { both, waits }.Order());
        merged.Moved.ShouldBe([mine]);
        merged.Clashing.ShouldBeEmpty();
        (await _house.StateAsync(both, next)).ShouldBe(SignUpState.Confirmed);
        (await _house.Participation.SignUpsOfPersonAsync(from)).ShouldBeEmpty();
        (await _house.Participation.SignUpsOfPersonAsync(to)).Select(s => (s.OpeningId, s.State)).ShouldBe(
            [(both, SignUpState.Confirmed), (waits, SignUpState.Confirmed), (mine, SignUpState.Confirmed)]);
        (await _house.Participation.OccupancyAsync([waits]))[waits].Waiting.ShouldBe(0);

        await using var session = _house.Services.GetRequiredService<ITestStore>().QuerySession();
        var taken = (SignUpTakenOver)(await session.Events.FetchStreamAsync(SignUpStream.IdOf(waits, to)))[^1].Data;
        (taken.FromPersonId, taken.Was, taken.Now).ShouldBe((from, SignUpState.Waiting, SignUpState.Confirmed));
        var given = (SignUpHandedOver)(await session.Events.FetchStreamAsync(SignUpStream.IdOf(waits, from)))[^1].Data;
        (given.ToPersonId, given.Was).ShouldBe((to, SignUpState.Confirmed));
    }

    [Fact]
    public async Task Merging_does_not_leave_one_person_with_two_places_at_one_time()
    {
        var (from, to) = (Guid.NewGuid(), Guid.NewGuid());
        var first = await _house.OpeningAsync(Terms(1));
        var second = await _house.OpeningAsync(Terms(1, startsInHours: 49));
        await _house.SignUpAsync(first, to);
        await _house.SignUpAsync(second, from);
        var next = (await _house.PeopleSignedUpAsync(second, 1))[0];
        (await _house.Participation.MergePersonsAsync(from, to, Given.Staff)).ShouldBeDone().Clashing.ShouldBe([second]);
        (await _house.StateAsync(second, to)).ShouldBe(SignUpState.Cancelled);
        (await _house.StateAsync(second, next)).ShouldBe(SignUpState.Confirmed);
        (await _house.Participation.MergePersonsAsync(to, to, Given.Staff)).ShouldBeRefused(RefusalCode.Invalid);
    }

    [Fact]
    public async Task Merging_keeps_that_the_person_was_there()
    {
        var (from, to) = (Guid.NewGuid(), Guid.NewGuid());
        var opening = await _house.OpeningAsync(Terms(2, startsInHours: 0.1));
        await _house.SignUpAsync(opening, from);
        await _house.SignUpAsync(opening, to);
        await _house.Participation.RecordAttendanceAsync(new RecordAttendance(Guid.NewGuid(), opening, from, new AttendanceEntry.CheckIn(fixture.Clock.GetUtcNow()), Given.Staff));
        await _house.Participation.MergePersonsAsync(from, to, Given.Staff);
        (await _house.Participation.SignUpsOfPersonAsync(to)).Single().Attendance!.Presence.ShouldBe(Presence.Present);
    }

    [Fact]
    public async Task A_forgotten_person_is_in_no_row_and_no_event_and_the_counts_stay()
    {
        var (former, person) = (Guid.NewGuid(), Guid.NewGuid());
        var past = await _house.OpeningAsync(Terms(1, startsInHours: 0.5));
        await _house.SignUpAsync(past, former);
        await _house.Participation.MergePersonsAsync(former, person, Given.Staff);
        var future = await _house.OpeningAsync(Terms(1));
        await _house.SignUpAsync(future, person);
        var next = (await _house.PeopleSignedUpAsync(future, 1))[0];
        fixture.Clock.Advance(TimeSpan.FromHours(1));

        var forgotten = (await _house.Participation.ForgetPersonAsync(person, Given.Staff)).ShouldBeDone();
        forgotten.Kept.ShouldBe(2);
        (await _house.StateAsync(future, next)).ShouldBe(SignUpState.Confirmed);
        (await _house.Participation.OccupancyAsync([past]))[past].Confirmed.ShouldBe(1);
        (await _house.StateAsync(past, forgotten.Tombstone)).ShouldBe(SignUpState.Confirmed);
        foreach (var id in new[] { former, person })
        {
            (await _house.ScalarAsync<long>("select count(*) from tested.mt_events where data::text like '%' || $1 || '%'", id.ToString())).ShouldBe(0);
            (await _house.ScalarAsync<long>("select count(*) from tested.participation_sign_ups where person_id = $1", id)).ShouldBe(0);
        }
    }
}
