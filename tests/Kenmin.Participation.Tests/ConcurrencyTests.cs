using System.Collections.Concurrent;
using Kenmin.Participation.Tests.Support;
using Kenmin.Testing;

namespace Kenmin.Participation.Tests;

/// <summary>Many at once, on two hosts over one database.</summary>
public sealed class ConcurrencyTests : IAsyncLifetime
{
    private const int Clients = 32;
    private readonly PostgresFixture _postgres = new();
    private TestHouse _one = null!;
    private TestHouse _two = null!;

    public async ValueTask InitializeAsync()
    {
        var database = await _postgres.CreateDatabaseAsync();
        _one = await TestHouse.StartAsync(database);
        _two = await TestHouse.StartAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private static Task AllAsync(Func<int, Task> client) => Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Task.Run(() => client(i))));

    [Fact]
    public async Task One_hot_opening_with_retries_and_cancellations_is_never_over_capacity_and_tells_everything_once()
    {
        const int capacity = 100;
        var opening = await _one.OpeningAsync(Given.Terms(capacity, now: TimeProvider.System.GetUtcNow()));
        var over = 0L;
        using var done = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                over += await _one.ScalarAsync<long>("select count(*) from tested.participation_openings where confirmed + offered > capacity");
        });

        await AllAsync(async client =>
        {
            var random = new Random(client);
            for (var i = 0; i < 25; i++)
            {
                var (person, command) = (Guid.CreateVersion7(), Guid.NewGuid());
                // The same command on both hosts at once, as a client does that lost the first answer.
                var answers = await Task.WhenAll(_one.SignUpAsync(opening, person, command), _two.SignUpAsync(opening, person, command));
                answers[0].ShouldBeDone().State.ShouldBe(answers[1].ShouldBeDone().State);
                answers.Count(a => a.ShouldBeDone().Repeated).ShouldBe(1);
                if (random.Next(4) == 0) (await (i % 2 == 0 ? _one : _two).CancelAsync(opening, person)).ShouldBeDone();
            }
        });
        await done.CancelAsync();
        await watching;

        over.ShouldBe(0);
        // A place freed while its heir was busy elsewhere is given right after.
        await Eventually.IsSoAsync(async () => (await _one.Participation.OccupancyAsync([opening]))[opening].Confirmed == capacity, "all places taken");
        await _one.ShouldBeConsistentAsync();
    }

    [Fact]
    public async Task The_waiting_list_is_in_the_order_in_which_people_were_answered()
    {
        var opening = await _one.OpeningAsync(Given.Terms(0, now: TimeProvider.System.GetUtcNow()));
        var positions = new ConcurrentDictionary<Guid, int>();
        await AllAsync(async client =>
        {
            for (var i = 0; i < 10; i++)
            {
                var person = Guid.CreateVersion7();
                positions[person] = (await (client % 2 == 0 ? _one : _two).SignUpAsync(opening, person)).ShouldBeDone().Position!.Value;
            }
        });
        positions.Values.Order().ShouldBe(Enumerable.Range(1, Clients * 10));
        var list = await _one.Participation.SignUpsOfOpeningAsync(opening);
        list.Select(s => positions[s.PersonId]).ShouldBe(Enumerable.Range(1, Clients * 10));
    }

    [Fact]
    public async Task People_who_want_overlapping_openings_at_the_same_moment_on_two_hosts_get_one()
    {
        var now = TimeProvider.System.GetUtcNow();
        var first = await _one.OpeningAsync(Given.Terms(1000, 48, 2, now));
        var second = await _one.OpeningAsync(Given.Terms(1000, 49, 2, now));
        await AllAsync(async _ =>
        {
            for (var i = 0; i < 10; i++)
            {
                var person = Guid.CreateVersion7();
                var answers = await Task.WhenAll(_one.SignUpAsync(first, person), _two.SignUpAsync(second, person));
                answers.Count(a => a is Result<SignUpAnswer>.Done).ShouldBe(1);
                answers.OfType<Result<SignUpAnswer>.Refused>().Single().Reason.Code.ShouldBe(RefusalCode.Overlap);
            }
        });
        await _one.ShouldBeConsistentAsync();
    }

    [Fact]
    public async Task Many_openings_few_people_and_every_kind_of_command_end_consistent_and_without_an_error()
    {
        var now = TimeProvider.System.GetUtcNow();
        var people = Enumerable.Range(0, 60).Select(_ => Guid.CreateVersion7()).ToArray();
        var openings = new List<Guid>();
        for (var i = 0; i < 24; i++)
            openings.Add(await _one.OpeningAsync(Given.Terms(3, 48 + i % 6, 1.5, now) with { ClaimWithin = i % 2 == 0 ? null : TimeSpan.FromHours(1) }));

        await AllAsync(async client =>
        {
            var random = new Random(client);
            for (var i = 0; i < 40; i++)
            {
                var house = random.Next(2) == 0 ? _one : _two;
                var (opening, person) = (openings[random.Next(openings.Count)], people[random.Next(people.Length)]);
                switch (random.Next(12))
                {
                    case < 6: await house.SignUpAsync(opening, person); break;
                    case < 9: await house.CancelAsync(opening, person); break;
                    case 9: await house.Participation.AcceptOfferAsync(new AnswerOffer(Guid.NewGuid(), opening, person, Actor.Person())); break;
                    case 10: await house.Participation.DeclineOfferAsync(new AnswerOffer(Guid.NewGuid(), opening, person, Actor.Person())); break;
                    default:
                        var index = openings.IndexOf(opening);
                        await house.OpenAsync(opening, Given.Terms(random.Next(2, 5), 48 + index % 6, 1.5, now) with { ClaimWithin = index % 2 == 0 ? null : TimeSpan.FromHours(1) }, "調整");
                        break;
                }
                if (client == 0 && i % 10 == 5) (await house.Participation.MergePersonsAsync(people[i], people[i + 1], Given.Staff)).ShouldBeDone();
                if (client == 1 && i % 10 == 5) await house.Participation.ExpireOffersAsync(TimeProvider.System.GetUtcNow());
            }
        });
        await _one.ShouldBeConsistentAsync();
    }
}
