using Kenmin.Participation.Tests.Support;

namespace Kenmin.Participation.Tests;

/// <summary>Free places that are offered to people who did not ask for them.</summary>
public sealed class OfferPlaceTests(HouseFixture fixture)
{
    private readonly TestHouse _house = fixture.House;

    private OpeningTerms Terms(int capacity) => Given.Terms(capacity, now: fixture.Clock.GetUtcNow());

    private Task<Result<SignUpAnswer>> OfferAsync(Guid opening, Guid person, Guid? command = null, double hours = 24) =>
        _house.Participation.OfferPlaceAsync(new(command ?? Guid.NewGuid(), opening, new(person), fixture.Clock.GetUtcNow().AddHours(hours), Given.Staff));

    private Task<Result<SignUpAnswer>> AcceptAsync(Guid opening, Guid person) =>
        _house.Participation.AcceptOfferAsync(new(Guid.NewGuid(), opening, person, Actor.Person()));

    [Fact]
    public async Task An_offer_keeps_the_place_until_it_is_accepted_declined_or_runs_out()
    {
        var opening = await _house.OpeningAsync(Terms(2));
        var (one, two, three) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var command = Guid.NewGuid();
        (await OfferAsync(opening, one, command)).ShouldBeDone().State.ShouldBe(SignUpState.Offered);
        (await OfferAsync(opening, one, command)).ShouldBeDone().Repeated.ShouldBeTrue();
        (await OfferAsync(opening, two)).ShouldBeDone();
        (await OfferAsync(opening, three)).ShouldBeRefused(RefusalCode.Full);
        (await AcceptAsync(opening, one)).ShouldBeDone().State.ShouldBe(SignUpState.Confirmed);
        (await _house.Participation.DeclineOfferAsync(new(Guid.NewGuid(), opening, two, Actor.Person()))).ShouldBeDone();
        (await OfferAsync(opening, three, hours: 1)).ShouldBeDone();
        await _house.Participation.ExpireOffersAsync(fixture.Clock.GetUtcNow().AddHours(2));
        (await _house.StateAsync(opening, three)).ShouldBe(SignUpState.Cancelled);
        (await AcceptAsync(opening, three)).ShouldBeRefused(RefusalCode.OfferExpired);
        await _house.ShouldBeConsistentAsync();
    }

    [Fact]
    public async Task Who_waits_goes_first_and_nobody_is_offered_two_places_at_one_time()
    {
        var (full, other) = (await _house.OpeningAsync(Terms(1)), await _house.OpeningAsync(Terms(1)));
        var people = await _house.PeopleSignedUpAsync(full, 2);
        (await OfferAsync(other, people[0])).ShouldBeRefused(RefusalCode.Overlap);
        await _house.CancelAsync(full, people[0]);
        (await OfferAsync(full, Guid.NewGuid())).ShouldBeRefused(RefusalCode.Full);
        (await _house.StateAsync(full, people[1])).ShouldBe(SignUpState.Confirmed);
        (await OfferAsync(other, people[0], hours: -1)).ShouldBeRefused(RefusalCode.Started);
    }

    [Fact]
    public async Task Offers_sign_ups_and_answers_at_once_never_give_more_places_than_there_are()
    {
        const int capacity = 30;
        var opening = await _house.OpeningAsync(Terms(capacity));
        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Task.Run(async () =>
        {
            var person = Guid.NewGuid();
            var answer = i % 3 == 0 ? await _house.SignUpAsync(opening, person) : await OfferAsync(opening, person);
            if (answer is Result<SignUpAnswer>.Done { Value.State: SignUpState.Offered })
            {
                if (i % 2 == 0) await AcceptAsync(opening, person);
                else await _house.Participation.DeclineOfferAsync(new(Guid.NewGuid(), opening, person, Actor.Person()));
            }
        })));
        var occupancy = (await _house.Participation.OccupancyAsync([opening]))[opening];
        (occupancy.Confirmed + occupancy.Offered).ShouldBeLessThanOrEqualTo(capacity);
        occupancy.Overfull.ShouldBeFalse();
        await _house.ShouldBeConsistentAsync();
    }
}
