using Kenmin.Testing;
using Marten;
using Npgsql;

namespace Kenmin.Persistence.Tests.Sessions;

/// <summary>Questions that people choose the conditions of are planned for what they ask, however often they are asked.</summary>
public sealed class PlannedForValuesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    // Nearly all rows are alike: a plan for any value takes the index, and one for this value must not.
    private const string Table = "create table things (kind text not null, at int not null); insert into things select case when i % 5000 = 0 then 'rare' else 'usual' end, i from generate_series(1, 20000) i; create index on things (kind); analyze things";
    private const string Question = "select count(*) from things where kind = $1 and at > $2";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_statement_that_was_asked_often_is_planned_for_its_values_and_others_are_not()
    {
        await using var source = KenminDataSource.Create($"{await postgres.CreateDatabaseAsync()};Maximum Pool Size=1");
        await ExecuteAsync(source, Table);
        using var store = DocumentStore.For(options =>
        {
            options.Connection(source);
            StoreConventions.Apply(options);
        });

        for (var i = 0; i < 20; i++)
        {
            await using var session = store.LightweightSession();
            await session.PlanForValuesAsync(Cancellation);
            (await session.ReadSqlAsync<long>(Question, Cancellation, "usual", i)).ShouldBe(20_000 - 4 - i);
        }

        (await PlansAsync(source)).ShouldBe((0, 20 - BeforeItIsPrepared));

        for (var i = 0; i < 20; i++)
            (await source.AskAsync(connection => CountAsync(connection, i), Cancellation)).ShouldBe(20_000 - 4 - i);
        (await PlansAsync(source)).ShouldBe((0, 40 - BeforeItIsPrepared));

        // Whoever has the connection next is not concerned.
        await using (var connection = await source.OpenConnectionAsync(Cancellation))
            for (var i = 0; i < 20; i++) await CountAsync(connection, i);
        (await PlansAsync(source)).Generic.ShouldBeGreaterThan(0);
    }

    private const int BeforeItIsPrepared = 1;

    private static async Task<long> CountAsync(NpgsqlConnection connection, int after)
    {
        await using NpgsqlCommand command = new(Question, connection) { Parameters = { new() { Value = "usual" }, new() { Value = after } } };
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static async Task<(long Generic, long ForValues)> PlansAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select generic_plans, custom_plans from pg_prepared_statements where statement = $1");
        command.Parameters.Add(new() { Value = Question });
        await using var rows = await command.ExecuteReaderAsync(Cancellation);
        (await rows.ReadAsync(Cancellation)).ShouldBeTrue();
        return (rows.GetInt64(0), rows.GetInt64(1));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
