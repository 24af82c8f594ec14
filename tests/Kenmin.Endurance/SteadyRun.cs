using System.Globalization;
using System.Text;

namespace Kenmin.Endurance;

/// <summary>
/// The same load for a long time, with no plug pulled: answers must go on coming, and what the hosts take of memory must not grow without end.
/// </summary>
internal static class SteadyRun
{
    private const int ClientsAtOnce = 16;

    /// <summary>By how much the last third of the run may lie above the second: caches fill for a while, and garbage is collected now and then.</summary>
    private const double Growth = 1.15;

    private const double MiB = 1024 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50), LookEvery = TimeSpan.FromSeconds(5);

    public static async Task<Outcome> RunAsync(int minutes)
    {
        await using var stage = await Stage.SetAsync(outside: false, pause: Pause);
        using CancellationTokenSource stop = new(TimeSpan.FromMinutes(minutes));
        var work = stage.Clients.RunAsync(ClientsAtOnce, stop.Token);
        StringBuilder report = new(string.Create(CultureInfo.InvariantCulture, $"{ClientsAtOnce} clients, {minutes} minutes, two hosts; memory of both in MiB.\n| minute | answers /s | p50, p99 ms | memory | of it managed | connections |\n|---|---|---|---|---|---|\n"));
        List<long> memory = [];
        var (window, looks, done) = (TimeSpan.FromMinutes(minutes < 30 ? 1 : 5), 0, 0L);
        while (!work.IsCompleted)
        {
            await Task.Delay(LookEvery);
            memory.Add(stage.Hosts.Memory);
            if (++looks % (int)(window / LookEvery) != 0) continue;
            var (taken, now) = (stage.Clients.Latencies.Take(), stage.Clients.Done);
            var connections = await stage.Checks.CountAsync("select count(*) from pg_stat_activity where application_name = 'kenmin'");
            var line = string.Create(CultureInfo.InvariantCulture,
                $"| {(LookEvery * looks).TotalMinutes:0} | {(now - done) / window.TotalSeconds:N0} | {Latencies.Percentile(taken, 50):0}, {Latencies.Percentile(taken, 99):0} | {memory[^1] / MiB:N0} | {stage.Hosts.Managed / MiB:N0} | {connections} |");
            Console.Error.WriteLine(line);
            report.AppendLine(line);
            done = now;
        }

        await work;
        var rest = await Run.ComeToRestAsync(stage.Checks);
        List<string> wrong =
        [
            .. rest is null ? ["messages are still on their way after three minutes"] : await stage.Checks.RunAsync(stage.Clients.Answered), .. stage.Attempts.Wrong(strict: true), .. stage.Hosts.Wrong,
        ];
        var (second, last) = (Middle(memory[(memory.Count / 3)..(memory.Count * 2 / 3)]), Middle(memory[(memory.Count * 2 / 3)..]));
        report.AppendLine(CultureInfo.InvariantCulture, $"Memory: {second / MiB:N0} MiB in the second third of the run, {last / MiB:N0} in the last (medians).");
        if (last > second * Growth) wrong.Add("memory grows");
        report.Append("Wrong: ").Append(wrong.Count == 0 ? "nothing" : string.Join("; ", wrong));
        return new(report.ToString(), wrong);
    }

    private static long Middle(List<long> values) => values.Count == 0 ? 0 : values.Order().ElementAt(values.Count / 2);
}
