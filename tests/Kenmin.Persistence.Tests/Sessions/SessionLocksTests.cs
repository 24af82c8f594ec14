using Kenmin.Testing;
using Marten;
using Npgsql;

namespace Kenmin.Persistence.Tests.Sessions;

/// <summary>Something that several count up.</summary>
public sealed class Counted
{
    public Guid Id { get; set; }

    public int Count { get; set; }
}

/// <summary>Whoever hangs up at whatever moment takes no connection along, and what belongs together is saved together.</summary>
public sealed class SessionLocksTests : IAsyncLifetime
{
    private const int Connections = 3;

    private readonly PostgresFixture _postgres = new();
    private NpgsqlDataSource _source = null!;
    private DocumentStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = NpgsqlDataSource.Create($"{await _postgres.CreateDatabaseAsync()};Maximum Pool Size={Connections};Timeout=20");
        _store = DocumentStore.For(options =>
        {
            options.Connection(_source);
            StoreConventions.Apply(options);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _source.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_transaction_that_is_stopped_while_it_begins_gives_its_connection_back()
    {
        var random = new Random(4);
        var delays = Enumerable.Range(0, 4_000).Select(_ => TimeSpan.FromMicroseconds(random.Next(1, 4_000))).ToArray();
        await Parallel.ForEachAsync(delays, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Cancellation }, async (delay, _) =>
        {
            using var caller = new CancellationTokenSource(delay);
            try
            {
                await using var session = _store.LightweightSession();
                await session.TakeTurnsAsync("one", caller.Token);
            }
            catch (OperationCanceledException)
            {
                // The caller hung up.
            }
        });

        List<NpgsqlConnection> open = [];
        for (var i = 0; i < Connections; i++) open.Add(await _source.OpenConnectionAsync(Cancellation));
        foreach (var connection in open) await connection.DisposeAsync();
    }

    [Fact]
    public async Task What_was_done_before_a_deadlock_and_what_was_to_be_saved_are_givenUp_together()
    {
        await ExecuteAsync(
            """
            create table done (what text);
            create sequence attempts;
            create function deadlock_at_first() returns void language plpgsql as $$
            begin
                if nextval('attempts') = 1 then raise exception 'deadlock' using errcode = '40P01'; end if;
            end $$;
            """);
        await using (var session = _store.LightweightSession())
        {
            await session.BeginAsync(Cancellation);
            await using var first = session.Connection!.CreateCommand();
            first.CommandText = "insert into done values ('first')";
            await first.ExecuteNonQueryAsync(Cancellation);
            session.QueueSqlCommand("insert into done values ('second')");
            session.QueueSqlCommand("select deadlock_at_first()");

            await Assert.ThrowsAnyAsync<Exception>(() => session.SaveChangesAsync(Cancellation));
        }

        await using var command = _source.CreateCommand("select count(*) from done");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_written_by_hand_alone_is_committed_with_the_session_or_not_at_all()
    {
        await ExecuteAsync("create table notes (id int primary key, text text)");
        await using (var givenUp = _store.LightweightSession()) await givenUp.WriteSqlAsync("insert into {s}.notes values ($1, $2)", Cancellation, 1, "given up");
        await using (var session = _store.LightweightSession())
        {
            Assert.Equal(0L, await session.ReadSqlAsync<long>("select count(*) from {s}.notes", Cancellation));
            Assert.Equal([2, 3], await session.WriteSqlAsync<int>("insert into {s}.notes select i, $2 from unnest($1) i order by i returning id", Cancellation, new[] { 3, 2 }, null));
            await session.SaveChangesAsync(Cancellation);
        }

        await using var reading = _store.LightweightSession();
        Assert.Equal(2, await reading.ReadSqlAsync<int?>("select min(id) from {s}.notes where text is null", Cancellation));
        Assert.Null(await reading.ReadSqlAsync<int?>("select id from {s}.notes where text = any($1)", Cancellation, (object)new[] { "given up" }));
    }

    [Fact]
    public Task What_two_lock_at_once_in_opposite_orders_each_has_until_it_is_done() =>
        CountInOppositeOrdersAsync((session, ids) => session.LockBatchAsync<Counted>(ids, Cancellation));

    [Fact]
    public Task Turns_that_two_take_at_once_in_opposite_orders_each_has_until_it_is_done() => CountInOppositeOrdersAsync(async (session, ids) =>
    {
        await session.TakeTurnsAsync(ids.Select(id => id.ToString()), Cancellation);
        return await session.LoadManyAsync<Counted>(Cancellation, ids);
    });

    // Who waited in a circle would be thrown out; who had not all to itself would count from what is no more.
    private async Task CountInOppositeOrdersAsync(Func<IDocumentSession, Guid[], Task<IReadOnlyList<Counted>>> takeAll)
    {
        const int Times = 50;
        Guid[] ids = [.. Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).Order()];
        await using (var session = _store.LightweightSession())
        {
            foreach (var id in ids) session.Store(new Counted { Id = id });
            await session.SaveChangesAsync(Cancellation);
        }

        await Task.WhenAll(CountAsync(ids), CountAsync([.. ids.OrderDescending()]));

        await using var reading = _store.QuerySession();
        var all = await reading.Query<Counted>().ToListAsync(Cancellation);
        Assert.Equal(ids, all.Select(c => c.Id).Order());
        Assert.All(all, c => Assert.Equal(2 * Times, c.Count));

        async Task CountAsync(Guid[] order)
        {
            for (var i = 0; i < Times; i++)
            {
                await using var session = _store.LightweightSession();
                // Twice the same is once, and what there is not is left out.
                var taken = await takeAll(session, [.. order, order[0], Guid.NewGuid()]);
                Assert.Equal(ids.Length, taken.Count);
                foreach (var one in taken)
                {
                    one.Count++;
                    session.Store(one);
                }

                await session.SaveChangesAsync(Cancellation);
            }
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
