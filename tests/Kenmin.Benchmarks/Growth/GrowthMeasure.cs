using System.Globalization;
using System.Text;
using Kenmin.Benchmarks.SignUps;
using Kenmin.Endurance;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.Benchmarks.Growth;

/// <summary>Sign-ups over HTTP beside 100,000 that are there already, with their events and people, and beside ten times as many.</summary>
internal sealed class GrowthMeasure : IMeasure
{
    private const int Sessions = 2_000, Clients = 32, Calls = 4_000;

    private static readonly int[] Sizes = [100_000, 1_000_000];

    // What a sign-up leaves behind, and what of a copy must be of its own.
    private static readonly (string Table, string Own)[] Left =
    [
        ("participation_sign_ups", "jsonb_build_object('opening_id', md5('o' || n / 20)::uuid, 'person_id', md5('p' || n)::uuid)"),
        ("mt_doc_learner", "jsonb_build_object('id', md5('p' || n)::uuid, 'data', (one.s).data || jsonb_build_object('id', md5('p' || n), 'accountId', md5('p' || n)))"),
        ("mt_streams", "jsonb_build_object('id', md5('s' || n)::uuid)"),
        ("mt_events", "jsonb_build_object('id', md5('e' || n)::uuid, 'stream_id', md5('s' || n)::uuid, 'version', 1, 'seq_id', 100000000 + n)"),
    ];

    public string Name => "growth";

    public string Description => "sign-ups over HTTP beside 100,000 and 1,000,000 that are there already";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        // The first are those that sign-ups are spread over; of the others each is the hot one once, so that no round begins with a longer list than another.
        var sessions = Enumerable.Range(0, Sessions + 1 + Sizes.Length * rounds).Select(_ => Guid.CreateVersion7()).ToList();
        var hot = new Queue<Guid>(sessions.Skip(Sessions));
        await using var host = await ModuleHost.StartAsync(typeof(Run).Assembly, new() { OnSockets = true, Database = connectionString, Modules = ChildHost.Usual });
        await InventedCourse.PrepareAsync(host, sessions, 1_000);
        var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = Clients });
        await RunAsync(1);
        await RunAsync(Sessions);
        StringBuilder table = new("| there already | case | /s | p50, p99 ms | p50 : that of a tenth |\n|---|---|---|---|---|\n");
        Dictionary<int, double> before = [];
        for (var i = 0; i < Sizes.Length; i++)
        {
            foreach (var (name, own) in Left) await FillAsync(source, name, own, i == 0 ? 0 : Sizes[i - 1], Sizes[i]);
            await RunAsync(Sessions);
            foreach (var (name, openings) in new[] { ("one hot session", 1), ("2,000 sessions", Sessions) })
            {
                List<LoadResult> results = [];
                for (var round = 0; round < rounds; round++) results.Add(await RunAsync(openings));
                var p50 = Load.Median(results.Select(r => r.P50));
                var growth = before.TryGetValue(openings, out var smaller) ? (p50 / smaller).ToString("0.00", CultureInfo.InvariantCulture) : "";
                before[openings] = p50;
                table.AppendLine(CultureInfo.InvariantCulture, $"| {Sizes[i]:N0} | {name} | {Load.Median(results.Select(r => r.PerSecond)):N0} | {p50:0.0}, {Load.Median(results.Select(r => r.P99)):0.0} | {growth} |");
            }

            Console.Error.WriteLine(table);
        }

        return table.AppendLine(CultureInfo.InvariantCulture, $"\n{Clients} clients, {rounds} rounds of {Calls:N0}, medians; {Environment.ProcessorCount} processors.").ToString();

        async Task<LoadResult> RunAsync(int openings)
        {
            var wanted = openings == 1 ? [hot.Dequeue()] : sessions[..Sessions];
            var result = await Load.RunAsync(Clients, Calls, i => client.SurelySignUpAsync(host.Address, wanted[i % openings]));
            // What others are told of must not run into the next round.
            Checks checks = new(source);
            while (await checks.OnTheWayAsync() > 0) await Task.Delay(100);
            return result;
        }
    }

    // Copies of one row, each its own.
    private static async Task FillAsync(NpgsqlDataSource source, string table, string own, int from, int until)
    {
        await using var fill = source.CreateCommand(
            $"insert into rural_leaders.{table} select r.* from (select s from rural_leaders.{table} s limit 1) one, generate_series({from}, {until - 1}) n, lateral jsonb_populate_record(one.s, {own}) r");
        fill.CommandTimeout = 0;
        await fill.ExecuteNonQueryAsync();
        await using var analyze = source.CreateCommand($"vacuum analyze rural_leaders.{table}");
        analyze.CommandTimeout = 0;
        await analyze.ExecuteNonQueryAsync();
    }
}
