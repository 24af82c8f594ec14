using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Kenmin.Benchmarks.SignUps;
using Kenmin.Endurance;
using Kenmin.Testing;

namespace Kenmin.Benchmarks.Overload;

/// <summary>Twice as many sign-ups as a host can carry, whether it answers or not: how those who are let in fare, how the others are sent away, and how soon all is well again.</summary>
internal sealed class OverloadMeasure : IMeasure
{
    private const int Sessions = 2_000, Clients = 64, Calls = 8_000, AfterClients = 8, AfterCalls = 800;

    private static readonly TimeSpan Rush = TimeSpan.FromSeconds(20);

    public string Name => "overload";

    public string Description => "sign-ups over HTTP at twice the rate that a host can carry, for 20 s, and right after it";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        var sessions = Enumerable.Range(0, Sessions).Select(_ => Guid.CreateVersion7()).ToList();
        await using var host = await ModuleHost.StartAsync(typeof(Run).Assembly, new() { OnSockets = true, Database = connectionString });
        await InventedCourse.PrepareAsync(host, sessions, 1_000);
        using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 4_000 });
        await Load.RunAsync(Clients, Calls, i => client.SurelySignUpAsync(host.Address, sessions[i % Sessions]));
        StringBuilder table = new("| | asked for /s | answered /s | p50, p99 ms | sent away | of them told when to come back | p50, p99 ms | else |\n|---|---|---|---|---|---|---|---|\n");
        for (var round = 0; round < rounds; round++)
        {
            var can = await Load.RunAsync(Clients, Calls, i => client.SurelySignUpAsync(host.Address, sessions[i % Sessions]));
            table.AppendLine(CultureInfo.InvariantCulture, $"| {Clients} clients, one after the other | | {can.PerSecond:N0} | {can.P50:0}, {can.P99:0} | | | | |");
            table.AppendLine(await RushAsync(client, host, sessions, can.PerSecond * 2));
            var after = await Load.RunAsync(AfterClients, AfterCalls, i => client.SurelySignUpAsync(host.Address, sessions[i % Sessions]));
            table.AppendLine(CultureInfo.InvariantCulture, $"| right after, {AfterClients} clients | | {after.PerSecond:N0} | {after.P50:0}, {after.P99:0} | | | | |");
            Console.Error.WriteLine(table);
        }

        return table.AppendLine(CultureInfo.InvariantCulture, $"\nProcessors: {Environment.ProcessorCount}, shared by clients, host and database.").ToString();
    }

    // Sent when it is time, whatever became of those before.
    private static async Task<string> RushAsync(HttpClient client, ModuleHost host, List<Guid> sessions, double perSecond)
    {
        ConcurrentBag<(HttpStatusCode Status, bool ToldWhen, double Milliseconds)> answers = [];
        List<Task> all = [];
        var began = Stopwatch.StartNew();
        while (began.Elapsed < Rush)
        {
            for (var due = (int)(began.Elapsed.TotalSeconds * perSecond); all.Count < due;) all.Add(OneAsync(sessions[all.Count % Sessions]));
            await Task.Delay(1);
        }

        await Task.WhenAll(all);
        var (taken, away) = (answers.Where(a => a.Status == HttpStatusCode.OK).ToList(), answers.Where(a => a.Status == HttpStatusCode.ServiceUnavailable).ToList());
        return string.Create(CultureInfo.InvariantCulture,
            $"| twice as many for {Rush.TotalSeconds:0} s | {all.Count / Rush.TotalSeconds:N0} | {taken.Count / began.Elapsed.TotalSeconds:N0} | {At(taken, 0.5)}, {At(taken, 0.99)} | {away.Count:N0} | {away.Count(a => a.ToldWhen):N0} | {At(away, 0.5)}, {At(away, 0.99)} | {all.Count - taken.Count - away.Count:N0} |");

        async Task OneAsync(Guid session)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await client.SignUpAsync(host.Address, session);
            answers.Add((answer.StatusCode, answer.Headers.RetryAfter is not null, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        }
    }

    private static string At(List<(HttpStatusCode Status, bool ToldWhen, double Milliseconds)> answers, double part) =>
        answers.Count == 0 ? "-" : answers.Select(a => a.Milliseconds).Order().ElementAt((int)(answers.Count * part)).ToString("0", CultureInfo.InvariantCulture);
}
