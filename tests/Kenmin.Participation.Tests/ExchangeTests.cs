using Kenmin.Participation.Tests.Support;
using Kenmin.Testing;

namespace Kenmin.Participation.Tests;

/// <summary>Places that two people give each other, or one hands on.</summary>
public sealed class ExchangeTests(HouseFixture fixture)
{
    private readonly TestHouse _house = fixture.House;

    private OpeningTerms Terms(int capacity, double startsInHours = 48) => Given.Terms(capacity, startsInHours, now: fixture.Clock.GetUtcNow());

    private Task<Result<SignUpAnswer>> ExchangeAsync(Guid opening, Guid holder, Guid taker, Guid? inReturn = null, Guid? command = null, Actor? by = null) =>
        _house.Participation.ExchangeAsync(new(command ?? Guid.NewGuid(), opening, new(holder), new(taker), inReturn, by ?? Actor.Person()));

    [Fact]
    public async Task Two_exchange_places_at_the_same_time_of_day_and_nobody_who_waits_is_passed_over()
    {
        var (here, there) = (await _house.OpeningAsync(Terms(1)), await _house.OpeningAsync(Terms(1)));
        var mine = await _house.PeopleSignedUpAsync(here, 2);
        var theirs = await _house.PeopleSignedUpAsync(there, 2);
        var command = Guid.NewGuid();
        (await ExchangeAsync(here, mine[0], theirs[0], there, command)).ShouldBeDone().Repeated.ShouldBeFalse();
        (await ExchangeAsync(here, mine[0], theirs[0], there, command)).ShouldBeDone().Repeated.ShouldBeTrue();
        (await _house.StateAsync(here, theirs[0]), await _house.StateAsync(there, mine[0])).ShouldBe((SignUpState.Confirmed, SignUpState.Confirmed));
        (await _house.StateAsync(here, mine[0]), await _house.StateAsync(there, theirs[0])).ShouldBe((SignUpState.Cancelled, SignUpState.Cancelled));
        (await _house.StateAsync(here, mine[1]), await _house.StateAsync(there, theirs[1])).ShouldBe((SignUpState.Waiting, SignUpState.Waiting));
        await _house.ShouldBeConsistentAsync();
    }

    [Fact]
    public async Task A_place_is_handed_on_while_nobody_waits_for_it()
    {
        var opening = await _house.OpeningAsync(Terms(1));
        var (holder, taker) = ((await _house.PeopleSignedUpAsync(opening, 1))[0], Guid.NewGuid());
        (await ExchangeAsync(opening, holder, taker)).ShouldBeDone();
        (await _house.StateAsync(opening, taker)).ShouldBe(SignUpState.Confirmed);
        (await _house.SignUpAsync(opening, Guid.NewGuid())).ShouldBeDone().State.ShouldBe(SignUpState.Waiting);
        (await ExchangeAsync(opening, taker, Guid.NewGuid())).ShouldBeRefused(RefusalCode.OthersWait);
        (await _house.StateAsync(opening, taker)).ShouldBe(SignUpState.Confirmed);
        await _house.ShouldBeConsistentAsync();
    }

    [Fact]
    public async Task What_breaks_a_rule_for_one_of_them_changes_nothing_for_either()
    {
        var (here, there, elsewhere) = (await _house.OpeningAsync(Terms(3)), await _house.OpeningAsync(Terms(3, 60)), await _house.OpeningAsync(Terms(3)));
        var (one, two) = ((await _house.PeopleSignedUpAsync(here, 1))[0], (await _house.PeopleSignedUpAsync(there, 1))[0]);
        (await _house.SignUpAsync(elsewhere, two)).ShouldBeDone();
        var refusal = (await ExchangeAsync(here, one, two, there)).ShouldBeRefused(RefusalCode.Overlap);
        refusal.ClashesWith.ShouldBe(elsewhere);
        (await _house.StateAsync(here, one), await _house.StateAsync(there, two)).ShouldBe((SignUpState.Confirmed, SignUpState.Confirmed));

        var grown = await _house.OpeningAsync(Terms(3, 72) with { MinimumAge = 20, Qualifications = ["nurse"] });
        var born = DateOnly.FromDateTime(fixture.Clock.GetUtcNow().AddYears(-30).Date);
        var nurse = Guid.NewGuid();
        (await _house.Participation.SignUpAsync(new(Guid.NewGuid(), grown, new(nurse, born, ["nurse"]), Actor.Person()))).ShouldBeDone();
        (await ExchangeAsync(grown, nurse, one, here)).ShouldBeRefused(RefusalCode.BirthDateUnknown);
        (await _house.Participation.ExchangeAsync(new(Guid.NewGuid(), grown, new(nurse), new(one, born, []), here, Actor.Person()))).ShouldBeRefused(RefusalCode.QualificationMissing);
        (await ExchangeAsync(here, one, one, there)).ShouldBeRefused(RefusalCode.Invalid);
        (await ExchangeAsync(here, two, one, there)).ShouldBeRefused(RefusalCode.NotSignedUp);
        (await ExchangeAsync(Guid.NewGuid(), one, two, there)).ShouldBeRefused(RefusalCode.OpeningUnknown);
        (await _house.SignUpAsync(there, one)).ShouldBeDone();
        (await ExchangeAsync(here, one, two, there)).ShouldBeRefused(RefusalCode.HasPlace);
        await _house.ShouldBeConsistentAsync();
    }

    [Fact]
    public async Task After_the_start_only_staff_exchange_and_only_who_is_not_checked_in()
    {
        var (here, there) = (await _house.OpeningAsync(Terms(1)), await _house.OpeningAsync(Terms(1)));
        var (one, two) = ((await _house.PeopleSignedUpAsync(here, 1))[0], (await _house.PeopleSignedUpAsync(there, 1))[0]);
        fixture.Clock.Advance(TimeSpan.FromHours(49));
        (await ExchangeAsync(here, one, two, there)).ShouldBeRefused(RefusalCode.Started);
        (await ExchangeAsync(here, one, two, there, by: Given.Staff)).ShouldBeDone();
        (await _house.Participation.RecordAttendanceAsync(new(Guid.NewGuid(), here, two, new AttendanceEntry.CheckIn(fixture.Clock.GetUtcNow()), Given.Staff))).ShouldBeDone();
        (await ExchangeAsync(here, two, one, there, by: Given.Staff)).ShouldBeRefused(RefusalCode.AlreadyAttended);
        fixture.Clock.Advance(TimeSpan.FromHours(2));
        (await ExchangeAsync(there, one, Guid.NewGuid(), by: Given.Staff)).ShouldBeRefused(RefusalCode.Started);
    }

    [Fact]
    public async Task Whoever_waited_elsewhere_because_of_the_place_that_was_given_gets_that_one()
    {
        var (here, later, wanted) = (await _house.OpeningAsync(Terms(2)), await _house.OpeningAsync(Terms(2, 60)), await _house.OpeningAsync(Terms(1)));
        var first = (await _house.PeopleSignedUpAsync(wanted, 1))[0];
        var (one, two) = ((await _house.PeopleSignedUpAsync(here, 1))[0], (await _house.PeopleSignedUpAsync(later, 1))[0]);
        // Waits for what is at the same time as the own place, and is passed over when it becomes free.
        await _house.CancelAsync(here, one);
        (await _house.SignUpAsync(wanted, one)).ShouldBeDone().State.ShouldBe(SignUpState.Waiting);
        (await _house.SignUpAsync(here, one)).ShouldBeDone();
        await _house.CancelAsync(wanted, first);
        (await _house.StateAsync(wanted, one)).ShouldBe(SignUpState.Waiting);
        (await ExchangeAsync(here, one, two, later)).ShouldBeDone();
        await Eventually.IsSoAsync(async () => await _house.StateAsync(wanted, one) == SignUpState.Confirmed, "the place that was waited for");
        await _house.ShouldBeConsistentAsync();
    }

    [Fact]
    public async Task Exchanges_and_sign_ups_at_once_leave_every_place_with_one_person()
    {
        var openings = new List<Guid>();
        for (var i = 0; i < 4; i++) openings.Add(await _house.OpeningAsync(Terms(10)));
        var people = new List<(Guid Opening, Guid Person)>();
        foreach (var opening in openings)
            foreach (var person in await _house.PeopleSignedUpAsync(opening, 10)) people.Add((opening, person));
        await Task.WhenAll(Enumerable.Range(0, 160).Select(i => Task.Run(async () =>
        {
            var random = new Random(i);
            var (one, two) = (people[random.Next(people.Count)], people[random.Next(people.Count)]);
            if (i % 5 == 0) await _house.SignUpAsync(one.Opening, Guid.NewGuid());
            else if (one.Person != two.Person) (await ExchangeAsync(one.Opening, one.Person, two.Person, two.Opening)).ShouldNotBeOfType<Result<SignUpAnswer>.Busy>();
        })));
        foreach (var occupancy in (await _house.Participation.OccupancyAsync(openings)).Values) occupancy.Confirmed.ShouldBe(10);
        await _house.ShouldBeConsistentAsync();
    }
}
