using Kenmin.Participation.Tests.Support;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Participation.Tests;

/// <summary>The module decides about who applies, in the transaction that gives the places.</summary>
public sealed class AdmissionTests(HouseFixture fixture)
{
    [Fact]
    public async Task Who_is_not_admitted_is_refused_alone_and_who_has_no_application_is_not_asked()
    {
        var house = fixture.House;
        var opening = await house.OpeningAsync(Given.Terms(100, now: fixture.Clock.GetUtcNow()));
        var people = Enumerable.Range(0, 60).Select(_ => Guid.CreateVersion7()).ToArray();
        var answers = await Task.WhenAll(people.Select((person, i) => ApplyAsync(house, opening, person, (i % 3) switch { 0 => "見本", 1 => "", _ => null })));
        for (var i = 0; i < people.Length; i++)
        {
            if (i % 3 != 1) answers[i].ShouldBeDone().State.ShouldBe(SignUpState.Confirmed);
            else answers[i].ShouldBeRefused(RefusalCode.NotAdmitted).Key.ShouldBe(TestAdmission.Nameless);
        }

        (await KeptAsync(house, people)).ShouldBe(people.Where((_, i) => i % 3 == 0), ignoreOrder: true);
        (await house.Participation.OccupancyAsync([opening]))[opening].Confirmed.ShouldBe(40);
        (await ApplyAsync(house, opening, people[1], "")).ShouldBeRefused(RefusalCode.NotAdmitted);
        (await ApplyAsync(house, opening, people[1], "見本")).ShouldBeDone();
    }

    [Fact]
    public async Task What_is_kept_of_who_applied_is_there_with_the_place_or_not_at_all()
    {
        var unlucky = Guid.CreateVersion7();
        await using var house = await TestHouse.StartAsync(await fixture.CreateDatabaseAsync(), configure: o =>
        {
            o.Partitions = 1;
            o.Publish(c => c.Event.PersonId == unlucky ? throw new InvalidOperationException("planted") : null);
        });
        var opening = await house.OpeningAsync(Given.Terms(50, now: TimeProvider.System.GetUtcNow()));
        var others = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToArray();
        var all = others.Append(unlucky).Select(p => ApplyAsync(house, opening, p, "見本")).ToArray();
        await Should.ThrowAsync<InvalidOperationException>(() => all[^1]);
        foreach (var answer in all.SkipLast(1)) (await answer).ShouldBeDone();
        (await KeptAsync(house, [.. others, unlucky])).ShouldBe(others, ignoreOrder: true);
    }

    private static Task<Result<SignUpAnswer>> ApplyAsync(TestHouse house, Guid opening, Guid person, string? name) => house.Participation.SignUpAsync(
        new SignUp(Guid.NewGuid(), opening, new ParticipantFacts(person), Actor.Person()) { Application = name is null ? null : new TestApplication(name) });

    private static async Task<Guid[]> KeptAsync(TestHouse house, Guid[] people)
    {
        await using var session = house.Services.GetRequiredService<ITestStore>().QuerySession();
        return [.. (await session.LoadManyAsync<Applied>(people)).Select(a => a.Id)];
    }
}
