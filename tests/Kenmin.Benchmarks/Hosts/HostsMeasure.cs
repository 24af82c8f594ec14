using System.Globalization;
using System.Text;
using Kenmin.Benchmarks.SignUps;
using Kenmin.Endurance;
using Kenmin.Testing;
using Npgsql;

namespace Kenmin.Benchmarks.Hosts;

/// <summary>
/// Sign-ups over HTTP on one host and on two, each in a process of its own that may use a part of a processor only: so the database has room,
/// as it has on a machine of its own. Needs the right to make control groups.
/// </summary>
internal sealed class HostsMeasure : IMeasure
{
    private const int Sessions = 2_000, Calls = 3_000;
    private const double Part = 0.25;

    private static readonly int[] ClientsAtOnce = [32, 64];

    public string Name => "hosts";

    public string Description => "sign-ups over HTTP on one host and on two, each held to a quarter of a processor";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        var sessions = Enumerable.Range(0, Sessions).Select(_ => Guid.CreateVersion7()).ToList();
        await using (var host = await ModuleHost.StartAsync(typeof(Run).Assembly, new() { Database = connectionString, Modules = ChildHost.Usual })) await InventedCourse.PrepareAsync(host, sessions, 1_000);
        List<ChildHost> hosts = [];
        try
        {
            for (var i = 0; i < 2; i++) hosts.Add(await ChildHost.StartAsync(ChildHost.ThisBuild, [connectionString]));
            await using var source = NpgsqlDataSource.Create(connectionString);
            using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = ClientsAtOnce[^1] });
            // Warm before they are held back: what the compiler does is not what is measured.
            await RunAsync(2, ClientsAtOnce[0]);
            using ProcessorShare share = new(Part, hosts.Select(h => h.ProcessId));
            await RunAsync(2, ClientsAtOnce[0]);
            StringBuilder table = new("| clients | hosts | /s | p50, p99 ms | two : one |\n|---|---|---|---|---|\n");
            foreach (var clients in ClientsAtOnce)
            {
                List<LoadResult> one = [], two = [];
                for (var round = 0; round < rounds; round++)
                    foreach (var count in round % 2 == 0 ? new[] { 1, 2 } : [2, 1])
                        (count == 1 ? one : two).Add(await RunAsync(count, clients));
                var ratio = Load.Median(two.Select(t => t.PerSecond).Zip(one, (t, o) => t / o.PerSecond));
                table.AppendLine(CultureInfo.InvariantCulture, $"| {clients} | 1 | {Cells(one)} | |").AppendLine(CultureInfo.InvariantCulture, $"| | 2 | {Cells(two)} | {ratio:0.00} |");
            }

            return table.AppendLine(CultureInfo.InvariantCulture, $"\n{Sessions:N0} sessions, {rounds} rounds of {Calls:N0} in alternating order, medians; each host {Part:P0} of a processor, {Environment.ProcessorCount} processors.").ToString();

            async Task<LoadResult> RunAsync(int count, int clients)
            {
                var result = await Load.RunAsync(clients, Calls, i => client.SurelySignUpAsync(hosts[i % count].Address, sessions[i % Sessions]));
                Checks checks = new(source);
                while (await checks.OnTheWayAsync() > 0) await Task.Delay(100);
                return result;
            }
        }
        finally
        {
            foreach (var host in hosts) await host.KillAsync();
        }
    }

    private static string Cells(List<LoadResult> results) => string.Create(CultureInfo.InvariantCulture,
        $"{Load.Median(results.Select(r => r.PerSecond)):N0} | {Load.Median(results.Select(r => r.P50)):0}, {Load.Median(results.Select(r => r.P99)):0}");
}
