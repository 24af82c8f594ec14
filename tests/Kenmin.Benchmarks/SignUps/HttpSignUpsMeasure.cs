using System.ComponentModel;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Kenmin.Endurance;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.Benchmarks.SignUps;

/// <summary>
/// Sign-ups over HTTP on the endpoint of a module, with authorization, validation and idempotency, beside the usual ways to write it and the
/// floor: pgbench that calls one function of the server in each transaction.
/// </summary>
internal sealed class HttpSignUpsMeasure : IMeasure
{
    private const int Openings = 2_000, Calls = 8_000;

    // Optimistic concurrency on one row is so slow that fewer tell enough.
    private const int CallsOfHotOptimism = 1_000;

    public string Name => "sign-ups-http";

    public string Description => "sign-ups over HTTP, one hot session and 2,000, beside a minimal API with SQL by hand, EF Core with an outbox, and pgbench";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        var sessions = Enumerable.Range(0, Openings).Select(_ => Guid.CreateVersion7()).ToList();
        await using var host = await ModuleHost.StartAsync(typeof(Run).Assembly, new() { OnSockets = true, Database = connectionString });
        await InventedCourse.PrepareAsync(host, sessions, 10);
        var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        await using var rivals = await Rivals.StartAsync(await DatabaseAsync(source, connectionString, "rivals"));
        Floor? floor = null;
        try
        {
            floor = await Floor.PrepareAsync(await DatabaseAsync(source, connectionString, "floor"));
            await floor.RunAsync(8, Openings, 1_000);
        }
        catch (Win32Exception)
        {
            Console.Error.WriteLine($"{Floor.Program} is not installed: no floor.");
            floor = null;
        }

        using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
        StringBuilder table = new("| clients | case | here /s | p50, p99 ms | SQL by hand /s | p50, p99 ms | EF Core /s | p50, p99 ms | floor /s | here : floor | here : by hand | here : EF Core |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var clients in new[] { 32, 64 })
        foreach (var (name, openings) in new[] { ("one hot session", 1), ("2,000 sessions", Openings) })
        {
            List<LoadResult> here = [], hand = [], optimism = [];
            List<double> ground = [];
            Func<Task>[] sides =
            [
                async () => here.Add(await HereAsync(host, client, source, sessions, clients, openings)),
                async () => hand.Add(await RivalAsync(rivals, client, "plain", clients, openings, Calls)),
                async () => optimism.Add(await RivalAsync(rivals, client, "ef", clients, openings, openings == 1 ? CallsOfHotOptimism : Calls)),
                async () => ground.Add(floor is null ? double.NaN : await floor.RunAsync(clients, openings, Calls)),
            ];
            foreach (var side in sides) await side();
            foreach (var warm in new[] { here, hand, optimism }) warm.Clear();
            ground.Clear();
            for (var round = 0; round < rounds; round++)
                foreach (var side in round % 2 == 0 ? sides : [.. sides.Reverse()]) await side();
            double Ratio(IEnumerable<double> others) => Load.Median(here.Select(h => h.PerSecond).Zip(others, (h, o) => h / o));
            table.AppendLine(CultureInfo.InvariantCulture,
                $"| {clients} | {name} | {Cells(here)} | {Cells(hand)} | {Cells(optimism)} | {Load.Median(ground):N0} | {Ratio(ground):0.00} | {Ratio(hand.Select(h => h.PerSecond)):0.00} | {Ratio(optimism.Select(o => o.PerSecond)):0.0} |");
            Console.Error.WriteLine(table);
        }

        table.AppendLine();
        table.AppendLine(CultureInfo.InvariantCulture,
            $"{rounds} rounds of {Calls:N0} sign-ups for each side after one to warm up, in alternating order, medians ({CallsOfHotOptimism:N0} for EF Core on one hot session); {Environment.ProcessorCount} processors, durable PostgreSQL. After every round: confirmed = capacity, counters = rows; here also: events = sign-ups, each person's sign-ups known to another module.");
        var bytes = await CountAsync(source,
            """
            select (pg_total_relation_size('rural_leaders.mt_events') + pg_total_relation_size('rural_leaders.mt_streams')) / (select count(*) from rural_leaders.mt_events)
              + pg_total_relation_size('rural_leaders.participation_sign_ups') / (select count(*) from rural_leaders.participation_sign_ups)
            """);
        table.AppendLine(CultureInfo.InvariantCulture, $"A sign-up here takes {bytes:N0} bytes of the disk for good: its row and its event, with indexes.");
        return table.ToString();
    }

    private static string Cells(List<LoadResult> results) => string.Create(CultureInfo.InvariantCulture,
        $"{Load.Median(results.Select(r => r.PerSecond)):N0} | {Load.Median(results.Select(r => r.P50)):0.0}, {Load.Median(results.Select(r => r.P99)):0.0}");

    private static async Task<LoadResult> HereAsync(ModuleHost host, HttpClient client, NpgsqlDataSource source, List<Guid> sessions, int clients, int openings)
    {
        await ExecuteAsync(source, $"truncate rural_leaders.participation_sign_ups; update rural_leaders.participation_openings set confirmed = 0, waiting = 0, capacity = {Calls * 3 / 4 / openings}");
        var events = await CountAsync(source, "select count(*) from rural_leaders.mt_events");
        var result = await Load.RunAsync(clients, Calls, i => client.SurelySignUpAsync(host.Address, sessions[i % openings]));
        Checks checks = new(source);
        while (await checks.OnTheWayAsync() > 0) await Task.Delay(100);
        await NoneAsync(source, "select count(*) from rural_leaders.participation_openings o where o.confirmed > 0 and (o.confirmed <> o.capacity or (o.confirmed, o.waiting) <> (select count(*) filter (where s.state = 3), count(*) filter (where s.state = 1) from rural_leaders.participation_sign_ups s where s.opening_id = o.id))", "openings are wrong");
        await NoneAsync(source, $"select abs(count(*) - {Calls}) from rural_leaders.participation_sign_ups", "sign-ups too many or too few");
        await NoneAsync(source, $"select abs(count(*) - {events + Calls}) from rural_leaders.mt_events", "events too many or too few");
        await NoneAsync(source, "select count(*) from rural_leaders.participation_sign_ups s where not exists (select from platform.mt_doc_known k where k.id = s.person_id and k.data -> 'openings' = jsonb_build_array(s.opening_id))", "people known wrongly");
        return result;
    }

    private static async Task<LoadResult> RivalAsync(Rivals rivals, HttpClient client, string side, int clients, int openings, int calls)
    {
        var ids = Enumerable.Range(0, openings).Select(_ => Guid.CreateVersion7()).ToArray();
        await ExecuteAsync(rivals.Source, "truncate rival.sign_ups, rival.openings, rival.outbox");
        await using (var fill = rivals.Source.CreateCommand("insert into rival.openings select id, $2, 0, 0 from unnest($1) as id"))
        {
            fill.Parameters.Add(new() { Value = ids });
            fill.Parameters.Add(new() { Value = calls * 3 / 4 / openings });
            await fill.ExecuteNonQueryAsync();
        }

        var result = await Load.RunAsync(clients, calls, async i =>
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(rivals.Address, $"/{side}/{ids[i % openings]}/sign-ups")) { Content = JsonContent.Create(new Asked(Guid.CreateVersion7())) };
            request.Headers.Add("X-Person", Guid.CreateVersion7().ToString());
            using var answer = await client.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        });
        await NoneAsync(rivals.Source, "select count(*) from rival.openings o where (o.confirmed, o.confirmed, o.waiting) <> (select o.capacity, count(*) filter (where s.state = 3), count(*) filter (where s.state = 1) from rival.sign_ups s where s.opening_id = o.id)", "openings are wrong");
        await NoneAsync(rivals.Source, $"select abs(count(*) - {calls}) from rival.outbox", "messages too many or too few");
        return result;
    }

    private static async Task<string> DatabaseAsync(NpgsqlDataSource source, string connectionString, string name)
    {
        await ExecuteAsync(source, $"create database {name}");
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<long> CountAsync(NpgsqlDataSource source, string sql) => new Checks(source).CountAsync(sql);

    private static async Task NoneAsync(NpgsqlDataSource source, string sql, string what)
    {
        if (await CountAsync(source, sql) is > 0 and var found) throw new InvalidOperationException($"{found} {what}");
    }
}
