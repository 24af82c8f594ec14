using Kenmin.Participation.Tests.Support;

namespace Kenmin.Participation.Tests;

public sealed class SignUpTests(HouseFixture fixture)
{
    private readonly TestHouse _house = fixture.House;

    private DateTimeOffset Now => fixture.Clock.GetUtcNow();

    private OpeningTerms Terms(int capacity, double startsInHours = 48) => Given.Terms(capacity, startsInHours, now: Now);

    [Fact]
    public async Task Places_go_to_those_who_come_first_and_the_rest_wait_in_order()
    {
        var opening = await _house.OpeningAsync(Terms(2));
        var people = await _house.PeopleSignedUpAsync(opening, 5);

        var list = await _house.Participation.SignUpsOfOpeningAsync(opening);
        list.Select(s => s.PersonId).ShouldBe(people);
        list.Select(s => s.State).ShouldBe([SignUpState.Confirmed, SignUpState.Confirmed, SignUpState.Waiting, SignUpState.Waiting, SignUpState.Waiting]);
        list.Select(s => s.Position).ShouldBe([null, null, 1, 2, 3]);
        (await _house.Participation.WaitingPositionAsync(opening, people[3])).ShouldBe(2);
        (await _house.Participation.WaitingPositionAsync(opening, people[0])).ShouldBeNull();
        var occupancy = (await _house.Participation.OccupancyAsync([opening, Guid.NewGuid()])).ShouldHaveSingleItem().Value;
        (occupancy.Confirmed, occupancy.Waiting, occupancy.Free).ShouldBe((2, 3, 0));
    }

    [Fact]
    public async Task The_same_command_sent_again_gets_the_same_answer_even_after_a_cancellation()
    {
        var opening = await _house.OpeningAsync(Terms(1));
        var (person, command) = (Guid.NewGuid(), Guid.NewGuid());
        (await _house.SignUpAsync(opening, person, command)).ShouldBeDone().ShouldBe(new SignUpAnswer(SignUpState.Confirmed, null, Repeated: false));
        (await _house.SignUpAsync(opening, person, command)).ShouldBeDone().ShouldBe(new SignUpAnswer(SignUpState.Confirmed, null, Repeated: true));

        (await _house.CancelAsync(opening, person)).ShouldBeDone().State.ShouldBe(SignUpState.Cancelled);
        (await _house.SignUpAsync(opening, person, command)).ShouldBeDone().ShouldBe(new SignUpAnswer(SignUpState.Confirmed, null, Repeated: true));
        (await _house.StateAsync(opening, person)).ShouldBe(SignUpState.Cancelled);
    }

    [Fact]
    public async Task Signing_up_twice_with_different_commands_leaves_one_sign_up_and_one_event()
    {
        var opening = await _house.OpeningAsync(Terms(5));
        var person = Guid.NewGuid();
        await _house.SignUpAsync(opening, person);
        (await _house.SignUpAsync(opening, person)).ShouldBeDone().Repeated.ShouldBeTrue();
        (await _house.ScalarAsync<long>("select count(*) from tested.mt_events where stream_id = $1", SignUpStream.IdOf(opening, person))).ShouldBe(1);
    }

    [Fact]
    public async Task Who_cancelled_may_sign_up_again_and_stands_at_the_end()
    {
        var opening = await _house.OpeningAsync(Terms(1));
        var people = await _house.PeopleSignedUpAsync(opening, 3);
        await _house.CancelAsync(opening, people[1]);
        (await _house.SignUpAsync(opening, people[1])).ShouldBeDone().Position.ShouldBe(2);

        // Whoever asks for the list, for one person or for one place reads the same; who is told of many people is not told their places.
        var other = await _house.OpeningAsync(Terms(1, startsInHours: 96));
        var behind = await _house.PeopleSignedUpAsync(other, 2);
        (await _house.Participation.SignUpsOfOpeningsAsync([opening, other])).Where(s => s.Position is not null).Select(s => (s.PersonId, s.Position))
            .ShouldBe([(people[2], 1), (people[1], 2), (behind[1], 1)], ignoreOrder: true);
        (await _house.Participation.SignUpsOfPersonAsync(people[1])).ShouldHaveSingleItem().Position.ShouldBe(2);
        (await _house.Participation.SignUpsOfPersonsAsync([people[1], people[2]])).ShouldAllBe(s => s.State == SignUpState.Waiting && s.Position == null);
    }

    [Fact]
    public async Task Openings_at_the_same_time_cannot_both_be_had_but_adjacent_ones_can()
    {
        var person = Guid.NewGuid();
        var morning = await _house.OpeningAsync(Terms(1) with { Label = new("午前の受付", "Morning desk") });
        var after = await _house.OpeningAsync(Terms(1, startsInHours: 50));
        var across = await _house.OpeningAsync(Terms(1, startsInHours: 49));
        (await _house.SignUpAsync(morning, person)).ShouldBeDone();
        (await _house.SignUpAsync(after, person)).ShouldBeDone().State.ShouldBe(SignUpState.Confirmed);
        var refusal = (await _house.SignUpAsync(across, person)).ShouldBeRefused(RefusalCode.Overlap);
        refusal.ClashesWith.ShouldBe(morning);
        refusal.Text.Ja.ShouldContain("午前の受付");
    }

    [Fact]
    public async Task Age_counts_on_the_day_and_is_attained_the_day_before_the_birthday()
    {
        var terms = Terms(5) with { MinimumAge = 18 };
        var opening = await _house.OpeningAsync(terms);
        Task<Result<SignUpAnswer>> Born(DateOnly? day) => _house.Participation.SignUpAsync(
            new SignUp(Guid.NewGuid(), opening, new ParticipantFacts(Guid.NewGuid(), day, []), Actor.Person()));

        (await Born(terms.Day.AddYears(-18).AddDays(1))).ShouldBeDone();
        (await Born(terms.Day.AddYears(-18).AddDays(2))).ShouldBeRefused(RefusalCode.TooYoung).Text.Ja.ShouldContain("18歳");
        (await Born(null)).ShouldBeRefused(RefusalCode.BirthDateUnknown);
    }

    [Fact]
    public async Task Birth_date_range_and_qualifications_are_asked_for()
    {
        var opening = await _house.OpeningAsync(Terms(5) with { BornFrom = new(2008, 4, 2), BornUntil = new(2011, 4, 1), Qualifications = ["first-aid", "driver"] });
        Task<Result<SignUpAnswer>> Person(DateOnly day, params string[] held) => _house.Participation.SignUpAsync(
            new SignUp(Guid.NewGuid(), opening, new ParticipantFacts(Guid.NewGuid(), day, held), Actor.Person()));

        (await Person(new(2008, 4, 1), "first-aid", "driver")).ShouldBeRefused(RefusalCode.BirthDateOutside);
        (await Person(new(2011, 4, 2), "first-aid", "driver")).ShouldBeRefused(RefusalCode.BirthDateOutside);
        (await Person(new(2010, 1, 1), "first-aid")).ShouldBeRefused(RefusalCode.QualificationMissing);
        (await Person(new(2010, 1, 1), "first-aid,driver")).ShouldBeRefused(RefusalCode.Invalid);
        (await Person(new(2010, 1, 1), "driver", "first-aid", "other")).ShouldBeDone();
    }

    [Fact]
    public async Task The_window_of_sign_up_holds_for_people_and_not_for_staff()
    {
        var early = await _house.OpeningAsync(Terms(5) with { SignUpOpens = Now.AddHours(1) });
        var late = await _house.OpeningAsync(Terms(5) with { SignUpCloses = Now });
        var closed = await _house.OpeningAsync(Terms(5) with { Status = OpeningStatus.Closed });
        (await _house.SignUpAsync(early, Guid.NewGuid())).ShouldBeRefused(RefusalCode.NotYetOpen).Text.En.ShouldContain("2026");
        (await _house.SignUpAsync(late, Guid.NewGuid())).ShouldBeRefused(RefusalCode.SignUpClosed);
        (await _house.SignUpAsync(closed, Guid.NewGuid())).ShouldBeRefused(RefusalCode.OpeningClosed);
        (await _house.SignUpAsync(Guid.NewGuid(), Guid.NewGuid())).ShouldBeRefused(RefusalCode.OpeningUnknown);
        foreach (var opening in new[] { early, late, closed })
            (await _house.Participation.SignUpAsync(new SignUp(Guid.NewGuid(), opening, new ParticipantFacts(Guid.NewGuid()), Given.Staff))).ShouldBeDone();
    }

    [Fact]
    public async Task After_the_start_only_staff_may_add_or_cancel()
    {
        var opening = await _house.OpeningAsync(Terms(2, startsInHours: -1));
        (await _house.SignUpAsync(opening, Guid.NewGuid())).ShouldBeRefused(RefusalCode.Started);
        var person = Guid.NewGuid();
        var walkIn = new SignUp(Guid.NewGuid(), opening, new ParticipantFacts(person), Given.Staff) { Override = new StaffOverride(WalkIn: true) };
        (await _house.Participation.SignUpAsync(walkIn with { By = Actor.Person() })).ShouldBeRefused(RefusalCode.Started);
        (await _house.Participation.SignUpAsync(walkIn)).ShouldBeDone().State.ShouldBe(SignUpState.Confirmed);
        (await _house.CancelAsync(opening, person)).ShouldBeRefused(RefusalCode.Started);
        (await _house.Participation.CancelAsync(new CancelSignUp(Guid.NewGuid(), opening, person, Given.Staff))).ShouldBeDone();
    }

    [Fact]
    public async Task A_place_beyond_the_capacity_needs_staff_and_a_reason_and_stays_visible()
    {
        var opening = await _house.OpeningAsync(Terms(1) with { WaitingList = false });
        await _house.PeopleSignedUpAsync(opening, 1);
        var extra = new SignUp(Guid.NewGuid(), opening, new ParticipantFacts(Guid.NewGuid()), Given.Staff) { Override = new StaffOverride(WalkIn: true) };
        (await _house.Participation.SignUpAsync(extra)).ShouldBeRefused(RefusalCode.Full);
        (await _house.Participation.SignUpAsync(extra with { Override = new StaffOverride(OverCapacityReason: " ") })).ShouldBeRefused(RefusalCode.Invalid);
        (await _house.Participation.SignUpAsync(extra with { Override = new StaffOverride(OverCapacityReason: "人手不足") })).ShouldBeDone();
        var occupancy = (await _house.Participation.OccupancyAsync([opening]))[opening];
        (occupancy.Overfull, occupancy.OverfullReason).ShouldBe((true, "人手不足"));
    }

    [Fact]
    public async Task Without_a_waiting_list_or_with_a_full_one_the_answer_says_so()
    {
        var none = await _house.OpeningAsync(Terms(0) with { WaitingList = false });
        var short_ = await _house.OpeningAsync(Terms(0) with { WaitingListLimit = 1 });
        (await _house.SignUpAsync(none, Guid.NewGuid())).ShouldBeRefused(RefusalCode.Full);
        (await _house.SignUpAsync(short_, Guid.NewGuid())).ShouldBeDone().State.ShouldBe(SignUpState.Waiting);
        (await _house.SignUpAsync(short_, Guid.NewGuid())).ShouldBeRefused(RefusalCode.WaitingListFull);
        var onlyIfFree = new SignUp(Guid.NewGuid(), short_, new ParticipantFacts(Guid.NewGuid()), Actor.Person()) { OnlyIfFree = true };
        (await _house.Participation.SignUpAsync(onlyIfFree)).ShouldBeRefused(RefusalCode.Full);
    }

    [Fact]
    public async Task A_persons_sign_ups_are_listed_by_time()
    {
        var person = Guid.NewGuid();
        var second = await _house.OpeningAsync(Terms(1, startsInHours: 60));
        var first = await _house.OpeningAsync(Terms(1, startsInHours: 55));
        await _house.SignUpAsync(second, person);
        await _house.SignUpAsync(first, person);
        (await _house.Participation.SignUpsOfPersonAsync(person)).Select(s => s.OpeningId).ShouldBe([first, second]);
    }
}
