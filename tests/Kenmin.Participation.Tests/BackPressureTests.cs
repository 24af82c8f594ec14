using Kenmin.Participation.Tests.Support;

namespace Kenmin.Participation.Tests;

public sealed class BackPressureTests(HouseFixture fixture)
{
    [Fact]
    public async Task When_too_many_come_at_once_some_are_told_to_come_back_and_succeed_with_the_same_command()
    {
        await using var house = await TestHouse.StartAsync(await fixture.CreateDatabaseAsync(), configure: o => (o.Partitions, o.QueueLimit) = (1, 2));
        var opening = await house.OpeningAsync(Given.Terms(200, now: TimeProvider.System.GetUtcNow()));
        var calls = Enumerable.Range(0, 200).Select(_ => (Person: Guid.CreateVersion7(), Command: Guid.NewGuid())).ToArray();
        var answers = await Task.WhenAll(calls.Select(c => house.SignUpAsync(opening, c.Person, c.Command)));
        answers.OfType<Result<SignUpAnswer>.Busy>().ShouldNotBeEmpty();
        answers.OfType<Result<SignUpAnswer>.Busy>().ShouldAllBe(b => b.RetryAfter > TimeSpan.Zero);

        foreach (var (person, command) in calls) (await house.SignUpAsync(opening, person, command)).ShouldBeDone().State.ShouldBe(SignUpState.Confirmed);
        await house.ShouldBeConsistentAsync();
    }

    [Fact]
    public async Task A_command_whose_message_cannot_be_made_fails_alone_and_leaves_nothing()
    {
        var unlucky = Guid.CreateVersion7();
        await using var house = await TestHouse.StartAsync(await fixture.CreateDatabaseAsync(), configure: o =>
        {
            o.Partitions = 1;
            o.Publish(c => c.Event.PersonId == unlucky
                ? throw new InvalidOperationException("planted")
                : new TransitionHappened(c.Event.OpeningId, c.Event.PersonId, c.Event.GetType().Name, c.Opening.FiscalYear.StartYear, c.Opening.Label.Ja));
        });
        var opening = await house.OpeningAsync(Given.Terms(50, now: TimeProvider.System.GetUtcNow()));
        var others = Enumerable.Range(0, 40).Select(_ => Guid.CreateVersion7()).ToArray();
        var all = others.Take(20).Append(unlucky).Concat(others.Skip(20)).Select(p => house.SignUpAsync(opening, p)).ToArray();

        (await Should.ThrowAsync<InvalidOperationException>(() => all[20])).Message.ShouldBe("planted");
        foreach (var answer in all.Where((_, i) => i != 20)) (await answer).ShouldBeDone().State.ShouldBe(SignUpState.Confirmed);
        (await house.StateAsync(opening, unlucky)).ShouldBeNull();
        await house.ShouldBeConsistentAsync();
    }
}
