using Npgsql;

namespace Kenmin.Testing.Tests;

public sealed class PostgresFixtureTests
{
    [Fact]
    public async Task Every_database_is_fresh_and_its_own()
    {
        await using var postgres = new PostgresFixture();
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => postgres.CreateDatabaseAsync()));

        foreach (var database in made)
            await RunAsync(database, "create table marks (n int); insert into marks values (1)");

        made.Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task Fixtures_of_a_process_share_one_server()
    {
        await using var one = new PostgresFixture();
        await using var other = new PostgresFixture();

        var first = new NpgsqlConnectionStringBuilder(await one.CreateDatabaseAsync());
        var second = new NpgsqlConnectionStringBuilder(await other.CreateDatabaseAsync());

        (second.Host, second.Port).ShouldBe((first.Host, first.Port));
        second.Database.ShouldNotBe(first.Database);
    }

    [Fact]
    public async Task A_copy_has_what_the_original_had_and_goes_its_own_way()
    {
        await using var postgres = new PostgresFixture();
        var original = await postgres.CreateDatabaseAsync();
        await RunAsync(original, "create table marks (n int); insert into marks values (7)");

        var copy = await postgres.CopyDatabaseAsync(original);

        (await RunAsync(copy, "select n from marks")).ShouldBe(7);
        await RunAsync(copy, "update marks set n = 8");
        (await RunAsync(original, "select n from marks")).ShouldBe(7);
    }

    [Fact]
    public async Task Databases_go_with_their_fixture_even_when_somebody_is_connected()
    {
        await using var observer = new PostgresFixture();
        var own = await observer.CreateDatabaseAsync();
        string database;
        await using (var postgres = new PostgresFixture())
        {
            database = await postgres.CreateDatabaseAsync();
            var connection = new NpgsqlConnection(database);
            await connection.OpenAsync(TestContext.Current.CancellationToken);
        }

        var name = new NpgsqlConnectionStringBuilder(database).Database;
        (await RunAsync(own, $"select count(*) from pg_database where datname = '{name}'")).ShouldBe(0L);
    }

    private static async Task<object?> RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
