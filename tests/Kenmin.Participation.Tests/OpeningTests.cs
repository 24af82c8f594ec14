using Kenmin.Participation.Tests.Support;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Participation.Tests;

public sealed class OpeningTests(HouseFixture fixture)
{
    private readonly TestHouse _house = fixture.House;

    private OpeningTerms Terms(int capacity, double startsInHours = 48) => Given.Terms(capacity, startsInHours, now: fixture.Clock.GetUtcNow());

    [Fact]
    public async Task A_capacity_below_the_places_given_needs_a_reason_and_throws_nobody_out()
    {
        var opening = await _house.OpeningAsync(Terms(3));
        var people = await _house.PeopleSignedUpAsync(opening, 4);
        (await _house.OpenAsync(opening, Terms(1))).ShouldBeRefused(RefusalCode.BelowConfirmed).Text.Ja.ShouldContain("3人");
        (await _house.OpenAsync(opening, Terms(1), reason: "会場の都合")).ShouldBeDone();

        var occupancy = (await _house.Participation.OccupancyAsync([opening]))[opening];
        (occupancy.Capacity, occupancy.Confirmed, occupancy.Overfull, occupancy.OverfullReason).ShouldBe((1, 3, true, "会場の都合"));
        await _house.CancelAsync(opening, people[0]);
        (await _house.StateAsync(opening, people[3])).ShouldBe(SignUpState.Waiting);
        (await _house.OpenAsync(opening, Terms(2))).ShouldBeDone();
        (await _house.Participation.OccupancyAsync([opening]))[opening].OverfullReason.ShouldBeNull();
    }

    [Fact]
    public async Task The_database_itself_refuses_more_places_than_the_capacity()
    {
        var opening = await _house.OpeningAsync(Terms(1));
        await using var command = _house.DataSource.CreateCommand($"update tested.participation_openings set confirmed = 2 where id = '{opening}'");
        (await Should.ThrowAsync<Npgsql.PostgresException>(command.ExecuteNonQueryAsync())).ConstraintName.ShouldBe("participation_openings_within_capacity");
    }

    [Fact]
    public async Task Cancelling_an_opening_cancels_all_its_sign_ups_with_the_reason()
    {
        var opening = await _house.OpeningAsync(Terms(2));
        var people = await _house.PeopleSignedUpAsync(opening, 3);
        var cancel = new CancelOpening(Guid.NewGuid(), opening, "台風のため", Given.Staff);
        (await _house.Participation.CancelOpeningAsync(cancel with { Reason = "" })).ShouldBeRefused(RefusalCode.Invalid);
        var done = (await _house.Participation.CancelOpeningAsync(cancel)).ShouldBeDone();
        done.Changes.OfType<SignUpCancelled>().Select(e => (e.PersonId, e.OpeningCancelled, e.Reason)).ShouldBe(people.Select(p => (p, true, (string?)"台風のため")));

        (await _house.Participation.CancelOpeningAsync(cancel)).ShouldBeDone().Changes.ShouldBeEmpty();
        (await _house.Participation.SignUpsOfOpeningAsync(opening)).ShouldAllBe(s => s.State == SignUpState.Cancelled && s.CancelReason == "台風のため");
        (await _house.SignUpAsync(opening, people[0])).ShouldBeRefused(RefusalCode.OpeningCancelled);
        (await _house.OpenAsync(opening, Terms(5))).ShouldBeRefused(RefusalCode.OpeningCancelled);
    }

    [Fact]
    public async Task A_person_whose_opening_is_cancelled_gets_the_place_waited_for_at_that_time()
    {
        var person = Guid.NewGuid();
        var wanted = await _house.OpeningAsync(Terms(0));
        await _house.SignUpAsync(wanted, person);
        var held = await _house.OpeningAsync(Terms(1));
        await _house.SignUpAsync(held, person);
        await _house.OpenAsync(wanted, Terms(1));
        (await _house.StateAsync(wanted, person)).ShouldBe(SignUpState.Waiting);
        await _house.Participation.CancelOpeningAsync(new CancelOpening(Guid.NewGuid(), held, "雨天", Given.Staff));
        await Eventually.IsSoAsync(async () => await _house.StateAsync(wanted, person) == SignUpState.Confirmed, "the freed person is promoted");
    }

    [Fact]
    public async Task Two_people_who_change_the_same_version_do_not_overwrite_each_other()
    {
        var opening = await _house.OpeningAsync(Terms(2));
        var change = new OpenOrChange(Guid.NewGuid(), opening, Terms(3), Given.Staff) { ExpectedVersion = 1 };
        (await _house.Participation.OpenOrChangeAsync(change)).ShouldBeDone().Version.ShouldBe(2);
        (await _house.Participation.OpenOrChangeAsync(change)).ShouldBeDone().Version.ShouldBe(2);
        (await _house.Participation.OpenOrChangeAsync(change with { CommandId = Guid.NewGuid() })).ShouldBeRefused(RefusalCode.ChangedMeanwhile);
    }

    [Fact]
    public async Task Moving_the_time_onto_another_place_is_reported_and_left_to_staff()
    {
        var person = Guid.NewGuid();
        var first = await _house.OpeningAsync(Terms(1));
        var second = await _house.OpeningAsync(Terms(1, startsInHours: 60));
        await _house.SignUpAsync(first, person);
        await _house.SignUpAsync(second, person);
        (await _house.OpenAsync(second, Terms(1, startsInHours: 49))).ShouldBeDone().Clashes.ShouldBe([person]);
        (await _house.StateAsync(second, person)).ShouldBe(SignUpState.Confirmed);
        await _house.CancelAsync(second, person);
    }

    [Fact]
    public async Task Terms_that_make_no_sense_are_refused_with_the_field()
    {
        var refusal = (await _house.OpenAsync(Guid.NewGuid(), Terms(-1))).ShouldBeRefused(RefusalCode.Invalid);
        refusal.Field.ShouldBe(nameof(OpeningTerms.Capacity));
    }

    [Fact]
    public async Task The_migration_leaves_nothing_to_change_at_the_next_start() =>
        await _house.Services.GetRequiredService<ITestStore>().Storage.Database.AssertDatabaseMatchesConfigurationAsync();
}
