using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Kenmin.Host.Startup;
using Kenmin.Testing;

namespace Kenmin.Benchmarks.Start;

/// <summary>From the start of a host's process to its first page, on a database that has its data, and the memory it needs when nobody asks for anything.</summary>
internal sealed class StartMeasure : IMeasure
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public string Name => "start";

    public string Description => "from the start of the process to the first page, with data present, and memory when idle: as built, and compiled ahead";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        var ahead = Directory.CreateTempSubdirectory("kenmin-ahead-");
        try
        {
            await PublishAsync(ahead);
            (string Name, string Program)[] builds = [("as built", typeof(DemonstrationDataLoaded).Assembly.Location), ("compiled ahead (ReadyToRun)", Path.Combine(ahead.FullName, "Kenmin.Host.dll"))];
            // The first start makes the tables and the invented data.
            await OnceAsync(builds[0].Program, connectionString, TimeSpan.Zero);
            StringBuilder table = new("| build | s to the first page | of it s of the processors | MiB when idle |\n|---|---|---|---|\n");
            var found = builds.Select(_ => new List<(double Seconds, double Processors, double Memory)>()).ToArray();
            for (var round = 0; round < rounds; round++)
                foreach (var i in round % 2 == 0 ? [0, 1] : new[] { 1, 0 })
                    found[i].Add(await OnceAsync(builds[i].Program, connectionString, Idle));
            for (var i = 0; i < builds.Length; i++)
                table.AppendLine(CultureInfo.InvariantCulture, $"| {builds[i].Name} | {Load.Median(found[i].Select(f => f.Seconds)):0.00} | {Load.Median(found[i].Select(f => f.Processors)):0.00} | {Load.Median(found[i].Select(f => f.Memory)):0} |");
            table.AppendLine();
            table.AppendLine(CultureInfo.InvariantCulture, $"{rounds} starts each, alternating, medians; memory is the resident set {Idle.TotalSeconds:0} s after the first page; the published files take {ahead.EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) / 1e6:0} MB.");
            return table.ToString();
        }
        finally
        {
            ahead.Delete(recursive: true);
        }
    }

    private static async Task PublishAsync(DirectoryInfo folder)
    {
        ProcessStartInfo start = new("dotnet");
        string[] arguments = ["publish", Path.Combine(RepositoryRoot.Path, "host", "Kenmin.Host"), "-c", "Release", "--use-current-runtime", "--no-self-contained", "-p:PublishReadyToRun=true", "-o", folder.FullName, "-v", "q"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException("It could not be published.");
    }

    private static async Task<(double Seconds, double Processors, double Memory)> OnceAsync(string program, string connectionString, TimeSpan idle)
    {
        Uri address = new($"http://127.0.0.1:{HostProcess.FreePort()}");
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.Combine(RepositoryRoot.Path, "host", "Kenmin.Host") };
        start.ArgumentList.Add(program);
        start.ArgumentList.Add($"--urls={address}");
        start.Environment["ConnectionStrings__Kenmin"] = connectionString;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Outside__Allowed"] = "false";
        using HttpClient client = new() { BaseAddress = address };
        var began = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        try
        {
            while (!await AnswersAsync(client))
            {
                if (process.HasExited) throw new InvalidOperationException("The host has stopped.");
                await Task.Delay(20);
            }

            var seconds = began.Elapsed.TotalSeconds;
            process.Refresh();
            var processors = process.TotalProcessorTime.TotalSeconds;
            await Task.Delay(idle);
            process.Refresh();
            return (seconds, processors, process.WorkingSet64 / 1024d / 1024);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
