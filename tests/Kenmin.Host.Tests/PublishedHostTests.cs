using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kenmin.Testing;

namespace Kenmin.Host.Tests;

/// <summary>What is published runs as in a container: without rights, without npm, on files that it cannot change.</summary>
public sealed partial class PublishedHostTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Nobody = 65534;

    [Fact]
    public async Task What_is_published_runs_without_rights_on_files_that_it_cannot_change()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The image is for Linux.");
            return;
        }

        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("kenmin-published-");
        try
        {
            // Of what the tests were built from: no second build.
            var made = await RunAsync("dotnet", "publish", Path.Combine(RepositoryRoot.Path, "host", "Kenmin.Host"), "--no-build", "-c", Configuration, "-o", folder.FullName, "-v", "q");
            made.ExitCode.ShouldBe(0, made.Output);
            foreach (var directory in folder.EnumerateDirectories("*", SearchOption.AllDirectories).Prepend(folder))
                directory.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            var before = Files(folder);

            var address = new Uri($"http://127.0.0.1:{FreePort()}");
            using var process = Start(folder, address, await postgres.CreateDatabaseAsync());
            try
            {
                using var client = new HttpClient { BaseAddress = address };
                client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
                await ReadyAsync(client, process, stop);
                if (Environment.IsPrivilegedProcess)
                    (await File.ReadAllTextAsync($"/proc/{process.Id}/status", stop)).ShouldContain(string.Create(CultureInfo.InvariantCulture, $"Uid:\t{Nobody}"));

                var page = await client.GetStringAsync("/", stop);
                var asset = Stylesheets().Match(page).Groups[1].Value;
                using var sheet = await client.GetAsync(new Uri(asset, UriKind.Relative), stop);
                sheet.StatusCode.ShouldBe(HttpStatusCode.OK, $"{asset} is in what is published");
                using var map = await client.GetAsync("/_content/Kenmin.Pages/lib/maplibre-gl/maplibre-gl.css", stop);
                map.StatusCode.ShouldBe(HttpStatusCode.OK, "so are the packages from npm");
                Files(folder).ShouldBe(before, "it writes nothing beside itself");
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(stop);
            }
        }
        finally
        {
            foreach (var directory in folder.EnumerateDirectories("*", SearchOption.AllDirectories).Prepend(folder)) directory.UnixFileMode |= UnixFileMode.UserWrite;
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_image_is_set_up_without_root_on_port_8080()
    {
        var asked = await RunAsync("dotnet", "msbuild", Path.Combine(RepositoryRoot.Path, "host", "Kenmin.Host", "Kenmin.Host.csproj"), "-getProperty:ContainerUser", "-getItem:ContainerPort");
        asked.ExitCode.ShouldBe(0, asked.Output);
        using var said = JsonDocument.Parse(asked.Output);
        said.RootElement.GetProperty("Properties").GetProperty("ContainerUser").GetString().ShouldBe("app");
        said.RootElement.GetProperty("Items").GetProperty("ContainerPort").EnumerateArray().ShouldHaveSingleItem().GetProperty("Identity").GetString().ShouldBe("8080");
    }

    private static string Configuration =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static List<string> Files(DirectoryInfo folder) =>
        [.. folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal)];

    private static Process Start(DirectoryInfo folder, Uri address, string database)
    {
        var dotnet = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet");
        List<string> command = [Path.GetFullPath(dotnet), "Kenmin.Host.dll", $"--urls={address}"];
        // Only root can become somebody else; whoever else runs the tests has taken their own right to write away.
        if (Environment.IsPrivilegedProcess) command = ["/usr/bin/setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--no-new-privs", "--bounding-set=-all", .. command];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = folder.FullName };
        start.Environment.Clear();
        start.Environment["PATH"] = "/nowhere";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["ConnectionStrings__Kenmin"] = database;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        return Process.Start(start)!;
    }

    private static async Task ReadyAsync(HttpClient client, Process process, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await poll.WaitForNextTickAsync(limit.Token))
        {
            process.HasExited.ShouldBeFalse("the host ended by itself");
            try
            {
                using var answer = await client.GetAsync("/health/ready", limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("<link[^>]+href=\"([^\"]+\\.css)\"")]
    private static partial Regex Stylesheets();
}
