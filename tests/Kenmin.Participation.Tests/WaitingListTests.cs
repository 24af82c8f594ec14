using Kenmin.Participation.Tests.Support;
using Kenmin.Testing;

namespace Kenmin.Participation.Tests;

public sealed class WaitingListTests(HouseFixture fixture)
{
    private readonly TestHouse _house = fixture.House;

    private OpeningTerms Terms(int capacity, double startsInHours = 48) => Given.Terms(capacity, startsInHours, now: fixture.Clock.GetUtcNow());

    private Task<int> SweepAsync() => _house.Participation.ExpireOffersAsync(fixture.Clock.GetUtcNow());

    private Task<Result<SignUpAnswer>> AcceptAsync(Guid opening, Guid person, Guid? command = null) =>
        _house.Participation.AcceptOfferAsync(new AnswerOffer(command ?? Guid.NewGuid(), opening, person, Actor.Person()));

    private Task<Result<SignUpAnswer>> DeclineAsync(Guid opening, Guid person) =>
        _house.Participation.DeclineOfferAsync(new AnswerOffer(Guid.NewGuid(), opening, person, Actor.Person()));

    [Fact]
    public async Task A_cancelled_place_goes_to_the_first_who_waits()
    {
        var opening = await _house.OpeningAsync(Terms(1));
        var people = await _house.PeopleSignedUpAsync(opening, 3);
        await _house.CancelAsync(opening, people[0]);
        (await _house.StateAsync(opening, people[1])).ShouldBe(SignUpState.Confirmed);
        (await _house.StateAsync(opening, people[2])).ShouldBe(SignUpState.Waiting);
    }

    [Fact]
    public async Task Who_has_another_place_at_that_time_is_passed_over_with_the_reason_and_served_once_free()
    {
        var (busy, next) = (Guid.NewGuid(), Guid.NewGuid());
        var wanted = await _house.OpeningAsync(Terms(1));
        var holder = (await _house.PeopleSignedUpAsync(wanted, 1))[0];
        await _house.SignUpAsync(wanted, busy);
        var other = await _house.OpeningAsync(Terms(1, startsInHours: 49));
        (await _house.SignUpAsync(other, busy)).ShouldBeDone();
        await _house.SignUpAsync(wanted, next);

        await _house.CancelAsync(wanted, holder);
        (await _house.StateAsync(wanted, next)).ShouldBe(SignUpState.Confirmed);
        var passedOver = (await _house.Participation.SignUpsOfOpeningAsync(wanted)).Single(s => s.PersonId == busy);
        passedOver.State.ShouldBe(SignUpState.Waiting);
        passedOver.SkippedReason!.Code.ShouldBe(RefusalCode.Overlap);

        await _house.CancelAsync(wanted, next);
        (await _house.StateAsync(wanted, busy)).ShouldBe(SignUpState.Waiting);
        await _house.CancelAsync(other, busy);
        await Eventually.IsSoAsync(async () => await _house.StateAsync(wanted, busy) == SignUpState.Confirmed, "the freed person is promoted elsewhere");
    }

    [Fact]
    public async Task A_newcomer_gets_a_free_place_when_nobody_who_waits_may_have_it()
    {
        var busy = Guid.NewGuid();
        var wanted = await _house.OpeningAsync(Terms(0));
        await _house.SignUpAsync(wanted, busy);
        await _house.SignUpAsync(await _house.OpeningAsync(Terms(1)), busy);
        await _house.OpenAsync(wanted, Terms(1));
        (await _house.SignUpAsync(wanted, Guid.NewGuid())).ShouldBeDone().State.ShouldBe(SignUpState.Confirmed);
    }

    [Fact]
    public async Task More_capacity_serves_those_who_wait_in_order()
    {
        var opening = await _house.OpeningAsync(Terms(1));
        var people = await _house.PeopleSignedUpAsync(opening, 4);
        var changed = (await _house.OpenAsync(opening, Terms(3))).ShouldBeDone();
        changed.Changes.OfType<SignUpPromoted>().Select(e => e.PersonId).ShouldBe([people[1], people[2]]);
        (await _house.StateAsync(opening, people[3])).ShouldBe(SignUpState.Waiting);
    }

    [Fact]
    public async Task An_offered_place_is_kept_until_it_is_accepted()
    {
        var opening = await _house.OpeningAsync(Terms(1) with { ClaimWithin = TimeSpan.FromHours(6) });
        var people = await _house.PeopleSignedUpAsync(opening, 2);
        await _house.CancelAsync(opening, people[0]);
        (await _house.SignUpAsync(opening, Guid.NewGuid())).ShouldBeDone().State.ShouldBe(SignUpState.Waiting);
        var offered = (await _house.Participation.SignUpsOfPersonAsync(people[1])).ShouldHaveSingleItem();
        offered.State.ShouldBe(SignUpState.Offered);
        offered.OfferedUntil.ShouldBe(fixture.Clock.GetUtcNow().AddHours(6));

        var command = Guid.NewGuid();
        (await AcceptAsync(opening, people[1], command)).ShouldBeDone().Repeated.ShouldBeFalse();
        (await AcceptAsync(opening, people[1], command)).ShouldBeDone().ShouldBe(new SignUpAnswer(SignUpState.Confirmed, null, Repeated: true));
        (await AcceptAsync(opening, Guid.NewGuid())).ShouldBeRefused(RefusalCode.NoOffer);
    }

    [Fact]
    public async Task A_declined_offer_goes_to_the_next()
    {
        var opening = await _house.OpeningAsync(Terms(1) with { ClaimWithin = TimeSpan.FromHours(6) });
        var people = await _house.PeopleSignedUpAsync(opening, 3);
        await _house.CancelAsync(opening, people[0]);
        (await DeclineAsync(opening, people[1])).ShouldBeDone().State.ShouldBe(SignUpState.Cancelled);
        (await _house.StateAsync(opening, people[2])).ShouldBe(SignUpState.Offered);
    }

    [Fact]
    public async Task An_offer_that_is_not_answered_in_time_goes_to_the_next_and_cannot_be_accepted_any_more()
    {
        var opening = await _house.OpeningAsync(Terms(1) with { ClaimWithin = TimeSpan.FromHours(6) });
        var people = await _house.PeopleSignedUpAsync(opening, 3);
        await _house.CancelAsync(opening, people[0]);
        fixture.Clock.Advance(TimeSpan.FromHours(6));
        await SweepAsync();
        // The host's own sweeper may have the opening at this moment.
        await Eventually.IsSoAsync(async () => await _house.StateAsync(opening, people[1]) == SignUpState.Cancelled, "the offer is taken back");
        (await _house.StateAsync(opening, people[2])).ShouldBe(SignUpState.Offered);
        (await AcceptAsync(opening, people[1])).ShouldBeRefused(RefusalCode.OfferExpired);
    }

    [Fact]
    public async Task Accepting_at_the_deadline_is_too_late_even_before_anybody_swept()
    {
        var opening = await _house.OpeningAsync(Terms(1, startsInHours: 100) with { ClaimWithin = TimeSpan.FromHours(1) });
        var people = await _house.PeopleSignedUpAsync(opening, 2);
        await _house.CancelAsync(opening, people[0]);
        fixture.Clock.Advance(TimeSpan.FromHours(1));
        (await AcceptAsync(opening, people[1])).ShouldBeRefused(RefusalCode.OfferExpired);
    }

    [Fact]
    public async Task An_offer_never_lasts_beyond_the_start()
    {
        var terms = Terms(1, startsInHours: 3) with { ClaimWithin = TimeSpan.FromHours(6) };
        var opening = await _house.OpeningAsync(terms);
        var people = await _house.PeopleSignedUpAsync(opening, 2);
        await _house.CancelAsync(opening, people[0]);
        (await _house.Participation.SignUpsOfPersonAsync(people[1])).Single().OfferedUntil.ShouldBe(terms.Starts);
    }
}
