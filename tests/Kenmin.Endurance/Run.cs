using System.Diagnostics;
using System.Globalization;
using Kenmin.Persistence.EmbeddedPostgres;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Npgsql;

namespace Kenmin.Endurance;

/// <summary>How much is done, and how often a plug is pulled while it is.</summary>
/// <param name="Commands">Sign-ups and cancellations that are answered.</param>
/// <param name="HostKills">How often a host is killed.</param>
/// <param name="DatabaseKills">How often the database is killed.</param>
/// <param name="Cuts">How often all connections to the database are cut.</param>
internal sealed record Plan(int Commands, int HostKills, int DatabaseKills, int Cuts)
{
    public static Plan Short { get; } = new(2_000, 3, 1, 1);

    public static Plan Long { get; } = new(1_000_000, 50, 5, 20);

    /// <summary>What is pulled, in turn, so that each kind is spread over the whole run.</summary>
    public IReadOnlyList<Plug> Plugs() =>
    [
        .. Spread(Plug.Host, HostKills).Concat(Spread(Plug.Database, DatabaseKills)).Concat(Spread(Plug.Connections, Cuts)).OrderBy(p => p.At).Select(p => p.Plug),
    ];

    private static IEnumerable<(double At, Plug Plug)> Spread(Plug plug, int times) => Enumerable.Range(0, times).Select(i => ((i + 0.5) / times, plug));
}

/// <summary>What a run found.</summary>
/// <param name="Report">What was done, and how fast.</param>
/// <param name="Wrong">What is wrong, in words.</param>
internal sealed record Outcome(string Report, IReadOnlyList<string> Wrong);

/// <summary>What can be pulled.</summary>
internal enum Plug
{
    Host,
    Database,
    Connections,
}

/// <summary>Two hosts on one database, many clients, and somebody who pulls plugs. Afterwards nothing may be lost, doubled or out of order.</summary>
internal static class Run
{
    private const int Sessions = 60, Capacity = 20, People = 2_000, ClientsAtOnce = 48;

    public static async Task<Outcome> RunAsync(Plan plan)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"kenmin-endurance-{Environment.ProcessId}");
        var server = await EmbeddedPostgresServer.StartAsync(
            new EmbeddedPostgresOptions { ContentRoot = folder, DataFolder = folder, Durable = true, Database = "endurance" }, new Progress<LocalizedText>(text => Console.Error.WriteLine(text)));
        try
        {
            return await RunAsync(server.ConnectionString, plan);
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await server.DisposeAsync();
            await EmbeddedPostgresServer.DeleteAbandonedAsync(folder);
        }
    }

    private static async Task<Outcome> RunAsync(string database, Plan plan)
    {
        var sessions = Enumerable.Range(0, Sessions).Select(_ => Guid.CreateVersion7()).ToList();
        await using (var host = await ModuleHost.StartAsync(typeof(Run).Assembly, new() { Database = database })) await InventedCourse.PrepareAsync(host, sessions, Capacity);
        var people = Enumerable.Range(0, People).Select(_ => Guid.CreateVersion7()).ToList();
        // Connections are made anew: those that were open when the database was killed are of no use.
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false });
        Checks checks = new(source);
        await using Hosts hosts = await Hosts.StartAsync(database, 2);
        using Clients clients = new(people, sessions, hosts.Any);
        using CancellationTokenSource stop = new();
        TakeOvers takeOvers = new(checks);
        var began = Stopwatch.StartNew();
        var work = clients.RunAsync(ClientsAtOnce, stop.Token);
        await PullPlugsAsync(plan, clients, hosts, takeOvers, source, work);
        await stop.CancelAsync();
        await work;
        var worked = began.Elapsed;
        var rest = await ComeToRestAsync(checks);
        var wrong = rest is null ? [$"{await checks.OnTheWayAsync()} messages are still on their way after three minutes"] : await checks.RunAsync(clients.Answered);

        // What is still on its way is waited for by nobody.
        var longest = rest is null ? "-" : await takeOvers.LongestAsync();
        return new(
            string.Create(CultureInfo.InvariantCulture,
                $"""
                {clients.Done:N0} commands answered in {worked.TotalSeconds:0} s ({clients.Done / worked.TotalSeconds:N0} /s), {clients.Again:N0} attempts without an answer; hosts killed {plan.HostKills} times, the database {plan.DatabaseKills} times, connections cut {plan.Cuts} times; at rest {rest?.TotalSeconds:0.0} s later.
                What a killed host had begun was finished by another after {longest} s at most.
                Wrong: {(wrong.Count == 0 ? "nothing" : string.Join("; ", wrong))}
                """),
            wrong);
    }

    /// <summary>Pulls one after the other while the clients work, evenly over what is to be done.</summary>
    private static async Task PullPlugsAsync(Plan plan, Clients clients, Hosts hosts, TakeOvers takeOvers, NpgsqlDataSource source, Task work)
    {
        var (plugs, pulled) = (plan.Plugs(), 0);
        while (clients.Done < plan.Commands)
        {
            if (work.IsFaulted) await work;
            await Task.Delay(50);
            if (pulled == plugs.Count || clients.Done < (long)plan.Commands * (pulled + 1) / (plugs.Count + 1)) continue;
            switch (plugs[pulled++])
            {
                case Plug.Host: await hosts.KillOneAsync(takeOvers.Watch); break;
                case Plug.Database: await OnceBackAsync(() => KillDatabaseAsync(source)); break;
                default: await OnceBackAsync(() => CutAsync(source)); break;
            }
        }
    }

    /// <summary>Does it as soon as the database is back from what was done to it before.</summary>
    private static async Task OnceBackAsync(Func<Task> pull)
    {
        while (true)
        {
            try
            {
                await pull();
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(200);
            }
        }
    }

    /// <summary>Kills a process of the database server as <c>kill -9</c> does: it ends all connections and recovers from its log.</summary>
    private static async Task KillDatabaseAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select pid from pg_stat_activity where backend_type = 'checkpointer'");
        using var process = Process.GetProcessById((int)(await command.ExecuteScalarAsync())!);
        process.Kill();
    }

    private static async Task CutAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<TimeSpan?> ComeToRestAsync(Checks checks)
    {
        var began = Stopwatch.StartNew();
        while (began.Elapsed < TimeSpan.FromMinutes(3))
        {
            try
            {
                if (await checks.OnTheWayAsync() == 0) return began.Elapsed;
            }
            catch (NpgsqlException)
            {
                // The database is coming back.
            }

            await Task.Delay(500);
        }

        return null;
    }
}
