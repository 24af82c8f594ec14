using Kenmin.Persistence.EmbeddedPostgres;
using Npgsql;

namespace Kenmin.Persistence.Tests.EmbeddedPostgres;

public sealed class ServerLifeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_committed_is_there_after_a_restart_at_the_same_port()
    {
        await using var folder = new TemporaryFolder();
        string first;
        await using (var server = await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation))
        {
            first = server.ConnectionString;
            await Sql.RunAsync(first, "create table words (word text); insert into words values ('県民活動')");
            (await Sql.RunAsync(first, "show fsync")).ShouldBe("on");
            (await Sql.RunAsync(first, "show listen_addresses")).ShouldBe("127.0.0.1");
            (await Sql.RunAsync(first, "select current_database()")).ShouldBe("kenmin");
            (await Sql.RunAsync(first, "show server_encoding")).ShouldBe("UTF8");
        }
        (await Should.ThrowAsync<NpgsqlException>(() => Sql.RunAsync(first, "select 1"))).ShouldNotBeNull();

        await using var again = await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation);
        again.ConnectionString.ShouldBe(first);
        (await Sql.RunAsync(again.ConnectionString, "select word from words")).ShouldBe("県民活動");
    }

    [Fact]
    public async Task A_wrong_password_does_not_get_in()
    {
        await using var folder = new TemporaryFolder();
        await using var server = await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation);
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong" }.ConnectionString;

        var refusal = await Should.ThrowAsync<PostgresException>(() => Sql.RunAsync(wrong, "select 1"));

        refusal.SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task A_second_start_is_refused_and_names_the_running_one()
    {
        await using var folder = new TemporaryFolder();
        await using var server = await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation);
        server.Announce("http://localhost:5080");

        var refusal = await Should.ThrowAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation));

        refusal.Text.En.ShouldContain($"already running (process {Environment.ProcessId}, http://localhost:5080)");
        refusal.Text.Ja.ShouldContain("すでに動いています");
        (await Sql.RunAsync(server.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_taken_port_is_replaced_by_a_free_one()
    {
        await using var folder = new TemporaryFolder();
        string before;
        await using (var server = await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation))
            before = server.ConnectionString;
        var port = new NpgsqlConnectionStringBuilder(before).Port;
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        other.Start();

        await using var again = await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation);

        new NpgsqlConnectionStringBuilder(again.ConnectionString).Port.ShouldNotBe(port);
        (await Sql.RunAsync(again.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task What_people_entered_does_not_get_into_the_log()
    {
        await using var folder = new TemporaryFolder();
        await using var server = await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation);
        await Sql.RunAsync(server.ConnectionString, "create table people (name text primary key); insert into people values ('山口花子')");

        await Should.ThrowAsync<PostgresException>(
            () => Sql.RunAsync(server.ConnectionString, "insert into people values ('山口花子')"));

        var log = await File.ReadAllTextAsync(Directory.GetFiles(folder.Data, "server.log", SearchOption.AllDirectories).Single(), Cancellation);
        log.ShouldContain("duplicate key");
        log.ShouldNotContain("山口花子");
    }

    [Fact]
    public async Task When_the_server_cannot_start_the_message_ends_with_its_log()
    {
        await using var folder = new TemporaryFolder();
        await using (await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation))
        {
        }
        var settings = Directory.GetFiles(folder.Data, "postgresql.conf", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(settings, "\nshared_bufers = 1\n", Cancellation);

        var failure = await Should.ThrowAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation));

        failure.Text.En.ShouldContain("shared_bufers");
        failure.Text.Ja.ShouldContain("shared_bufers");
    }
}
