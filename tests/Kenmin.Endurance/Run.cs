using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Kenmin.Endurance;

/// <summary>What a run found.</summary>
/// <param name="Report">What was done, and how fast.</param>
/// <param name="Wrong">What is wrong, in words.</param>
internal sealed record Outcome(string Report, IReadOnlyList<string> Wrong);

/// <summary>Clients work, and somebody pulls plugs. Afterwards nothing may be lost, doubled or out of order.</summary>
internal static class Run
{
    private const int ClientsAtOnce = 48;

    public static async Task<Outcome> RunAsync(Plan plan)
    {
        await using var stage = await Stage.SetAsync(outside: plan.Hangs > 0, plan.Previous, smallDisk: plan.Fulls > 0, far: plan.Fars > 0);
        var (clients, checks) = (stage.Clients, stage.Checks);
        using FeatureDesk desk = new(stage.Hosts, stage.Doors, plan.Strict);
        using CancellationTokenSource stop = new();
        TakeOvers takeOvers = new(checks);
        Upgrades upgrades = new(stage);
        FullDisks disks = new(stage);
        var began = Stopwatch.StartNew();
        var work = clients.RunAsync(ClientsAtOnce, stop.Token);
        await PullPlugsAsync(plan, stage, work, plug => plug switch
        {
            Plug.Host => stage.Hosts.KillOneAsync(takeOvers.Watch),
            Plug.Database => OnceBackAsync(() => KillDatabaseAsync(stage.Source)),
            Plug.Connections => OnceBackAsync(() => CutAsync(stage.Source)),
            Plug.Upgrade => upgrades.RunAsync(),
            Plug.Stop => desk.StopAsync(),
            Plug.Decision => desk.DecideAsync(),
            Plug.Hang => stage.Outside!.HangAsync(stage.Hosts, clients.Latencies, checks),
            Plug.Far => stage.Far!.KillAsync(),
            _ => disks.RunAsync(),
        });
        Console.Error.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} {clients.Done} commands, to the end");
        await stop.CancelAsync();
        await work;
        var worked = began.Elapsed;
        var rest = await ComeToRestAsync(checks);
        if (stage.Outside is { } outside) await outside.CheckMailsAsync(stage.Source, checks, killed: plan.HostKills + plan.DatabaseKills + plan.Cuts + plan.Fulls > 0);
        var (wrongFar, farNoted) = stage.Far is null || rest is null ? ([], null) : await stage.Far.CheckAsync(stage.Source);
        List<string> wrong =
        [
            .. rest is null ? [$"{await checks.OnTheWayAsync()} messages are still on their way after three minutes"] : await checks.RunAsync(clients.Answered),
            .. stage.Attempts.Wrong(plan.Strict), .. stage.Doors.Wrong, .. upgrades.Wrong, .. disks.Wrong, .. stage.Outside?.Wrong ?? [], .. wrongFar, .. stage.Hosts.Wrong,
        ];

        // What is still on its way is waited for by nobody.
        var longest = rest is null ? "-" : await takeOvers.LongestAsync();
        string[] noted = [.. stage.Doors.Noted, .. upgrades.Noted, .. disks.Noted, .. stage.Outside?.Noted ?? [], .. farNoted is null ? (string[])[] : [farNoted]];
        return new(
            string.Create(CultureInfo.InvariantCulture,
                $"""
                {clients.Done:N0} commands carried out in {worked.TotalSeconds:0} s ({clients.Done / worked.TotalSeconds:N0} /s), {clients.Refused:N0} refused, {stage.Attempts.Count:N0} attempts without an answer; {Pulled(plan)}; at rest {rest?.TotalSeconds:0.0} s later.
                What a killed host had begun was finished by another after {longest} s at most.
                Attempts without an answer, by what had been pulled last:
                {stage.Attempts.Report()}
                {string.Join('\n', noted)}
                Wrong: {(wrong.Count == 0 ? "nothing" : string.Join("; ", wrong))}
                """),
            wrong);
    }

    /// <summary>Waits until no message is on its way; null when that takes longer than three minutes.</summary>
    public static async Task<TimeSpan?> ComeToRestAsync(Checks checks)
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

    private static string Pulled(Plan plan) => string.Join(", ", plan.Plugs().GroupBy(p => p).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count()} times"));

    /// <summary>Pulls one after the other while the clients work, evenly over what is to be done.</summary>
    private static async Task PullPlugsAsync(Plan plan, Stage stage, Task work, Func<Plug, Task> pull)
    {
        var (plugs, pulled) = (plan.Plugs(), 0);
        while (stage.Clients.Done < plan.Commands || pulled < plugs.Count)
        {
            if (work.IsFaulted) await work;
            await Task.Delay(50);
            if (pulled == plugs.Count || stage.Clients.Done < (long)plan.Commands * (pulled + 1) / (plugs.Count + 1)) continue;
            var plug = plugs[pulled++];
            // What must not let a single request fail begins when all is well.
            if (Attempts.MustNotFail(plug))
            {
                await stage.Hosts.AllReadyAsync();
                await stage.Attempts.CalmAsync();
            }

            Console.Error.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} {stage.Clients.Done} commands, {plug}");
            stage.Attempts.Pulled(plug);
            var pulling = pull(plug);
            if (await Task.WhenAny(pulling, work) == work) await work;
            await pulling;
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
}
