using System.Diagnostics;
using System.Globalization;
using Kenmin.Persistence.EmbeddedPostgres;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;

namespace Kenmin.Endurance;

/// <summary>Two hosts on one database, many clients, and somebody who pulls plugs. Afterwards nothing may be lost, doubled or out of order.</summary>
internal static class Run
{
    private const int Sessions = 60, Capacity = 20, People = 2_000, ClientsAtOnce = 48;

    public static async Task<bool> RunAsync(TimeSpan time)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"kenmin-endurance-{Environment.ProcessId}");
        var server = await EmbeddedPostgresServer.StartAsync(
            new EmbeddedPostgresOptions { ContentRoot = folder, DataFolder = folder, Durable = true, Database = "endurance" }, new Progress<LocalizedText>(text => Console.Error.WriteLine(text)));
        try
        {
            return await RunAsync(server.ConnectionString, time);
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await server.DisposeAsync();
            await EmbeddedPostgresServer.DeleteAbandonedAsync(folder);
        }
    }

    private static async Task<bool> RunAsync(string database, TimeSpan time)
    {
        var sessions = await PrepareAsync(database);
        var people = Enumerable.Range(0, People).Select(_ => Guid.CreateVersion7()).ToList();
        ChildHost?[] hosts = [await ChildHost.StartAsync(database, CancellationToken.None), await ChildHost.StartAsync(database, CancellationToken.None)];
        using Clients clients = new(people, sessions, () => Volatile.Read(ref hosts[Random.Shared.Next(hosts.Length)])?.Address ?? hosts.Select(h => h?.Address).FirstOrDefault(a => a is not null));
        await using var source = NpgsqlDataSource.Create(database);
        Checks checks = new(source);
        using CancellationTokenSource stop = new(time);
        var began = Stopwatch.StartNew();
        var work = clients.RunAsync(ClientsAtOnce, stop.Token);
        var (hostKills, serverKills) = await PullPlugsAsync(database, hosts, source, stop.Token);
        await work;
        var worked = began.Elapsed;
        var rest = await ComeToRestAsync(checks);
        var wrong = rest is null ? [$"{await checks.OnTheWayAsync()} messages are still on their way after two minutes"] : await checks.RunAsync(clients.Answered);
        foreach (var host in hosts)
            if (host is not null) await host.KillAsync();

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"""
            {clients.Done:N0} commands answered in {worked.TotalSeconds:0} s ({clients.Done / worked.TotalSeconds:N0} /s), {clients.Again:N0} attempts without an answer; hosts killed {hostKills} times, the database {serverKills} times; at rest {rest?.TotalSeconds:0.0} s later.
            Wrong: {(wrong.Count == 0 ? "nothing" : string.Join("; ", wrong))}
            """));
        return wrong.Count == 0;
    }

    // A course with sessions on days of their own, made by the module itself.
    private static async Task<IReadOnlyList<Guid>> PrepareAsync(string database)
    {
        await using var host = await ModuleHost.StartAsync(typeof(Run).Assembly, new() { Database = database });
        var today = JapanTime.Today(TimeProvider.System);
        var (course, sessions) = (Guid.CreateVersion7(), new List<Guid>());
        await SendAsync(new SaveCourse(course, null, FiscalYear.Of(today.AddDays(1)).StartYear, new("耐久の講座", "Endurance"), new("", ""), 2, 3, 1));
        // As many days as the fiscal year has left; several sessions of a day follow one another.
        var end = FiscalYear.Of(today.AddDays(1)).EndsOn;
        for (var i = 0; i < Sessions; i++)
        {
            var id = Guid.CreateVersion7();
            var day = today.AddDays(1 + i % Math.Max(1, Math.Min(20, end.DayNumber - today.DayNumber)));
            var hour = 8 + i / 20 * 3;
            await SendAsync(new SaveSession(id, course, $"回{i}", day, new(hour, 0), new(hour + 2, 0), "見本公民館", "352039", Capacity, 1, false, "", ""));
            sessions.Add(id);
        }

        await SendAsync(new PublishCourse(course, true));
        var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        Checks checks = new(source);
        while (await checks.CountAsync("select count(*) from rural_leaders.participation_openings") < Sessions || await checks.OnTheWayAsync() > 0) await Task.Delay(200);
        return sessions;

        async Task SendAsync(object command)
        {
            await using var scope = host.Services.CreateAsyncScope();
            var answer = await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<CommandAnswer>(command);
            if (!answer.IsDone) throw new InvalidOperationException($"{command.GetType().Name}: {answer.Problem}");
        }
    }

    /// <summary>A host every five to ten seconds, now and then both at once, and every fourth time the database.</summary>
    private static async Task<(int Hosts, int Servers)> PullPlugsAsync(string database, ChildHost?[] hosts, NpgsqlDataSource source, CancellationToken stop)
    {
        Random random = new(1);
        var (killed, crashed) = (0, 0);
        try
        {
            for (var round = 1; ; round++)
            {
                await Task.Delay(TimeSpan.FromSeconds(5 + random.Next(6)), stop);
                if (round % 4 == 0)
                {
                    await CrashAsync(source);
                    crashed++;
                    continue;
                }

                foreach (var i in random.Next(4) == 0 ? new[] { 0, 1 } : [random.Next(2)])
                {
                    var host = Interlocked.Exchange(ref hosts[i], null)!;
                    await host.KillAsync();
                    killed++;
                }

                foreach (var i in Enumerable.Range(0, hosts.Length).Where(i => hosts[i] is null)) Volatile.Write(ref hosts[i], await ChildHost.StartAsync(database, CancellationToken.None));
            }
        }
        catch (OperationCanceledException)
        {
            return (killed, crashed);
        }
    }

    /// <summary>Kills a process of the database server as <c>kill -9</c> does: it ends all connections and recovers from its log.</summary>
    private static async Task CrashAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select pid from pg_stat_activity where backend_type = 'checkpointer'");
        using var process = Process.GetProcessById((int)(await command.ExecuteScalarAsync())!);
        process.Kill();
        NpgsqlConnection.ClearAllPools();
    }

    private static async Task<TimeSpan?> ComeToRestAsync(Checks checks)
    {
        var began = Stopwatch.StartNew();
        while (began.Elapsed < TimeSpan.FromMinutes(2))
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
