using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kenmin.Testing;

namespace Kenmin.Host.Tests;

/// <summary>The container image is made, and what is in it runs as there: without rights, without npm, on files that it cannot change.</summary>
public sealed partial class PublishedHostTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    /// <summary>The number that the framework's images give the user <c>app</c>.</summary>
    private const int App = 1654;

    [Fact]
    public async Task The_image_is_made_and_runs_without_rights_on_files_that_it_cannot_change()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The image is for Linux.");
            return;
        }

        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("kenmin-image-");
        try
        {
            var image = await MakeAsync(folder, stop);
            (image.User, image.Ports).ShouldBe(("app", "8080/tcp"));
            image.Entry.ShouldBe(["dotnet", "/app/Kenmin.Host.dll"]);
            // User "app" must reach them, whoever made the folder.
            foreach (var directory in folder.EnumerateDirectories("*", SearchOption.AllDirectories).Prepend(folder))
                directory.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            var before = Files(folder);

            var port = HostProcess.FreePort();
            using var process = Start(folder, image, port, await postgres.CreateDatabaseAsync());
            try
            {
                using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
                client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
                await ReadyAsync(client, process, stop);
                if (Environment.IsPrivilegedProcess)
                    (await File.ReadAllTextAsync($"/proc/{process.Id}/status", stop)).ShouldContain(string.Create(CultureInfo.InvariantCulture, $"Uid:\t{App}"));

                var page = await client.GetStringAsync("/", stop);
                var asset = Stylesheets().Match(page).Groups[1].Value;
                using var sheet = await client.GetAsync(new Uri(asset, UriKind.Relative), stop);
                sheet.StatusCode.ShouldBe(HttpStatusCode.OK, $"{asset} is in the image");
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

    /// <summary>How an engine is to run the image.</summary>
    private sealed record Image(string User, string Ports, string Folder, IReadOnlyList<string> Entry, IReadOnlyDictionary<string, string> Environment);

    /// <summary>Makes the image of what the tests were built from, without a second build, and lays its files out as an engine would.</summary>
    private static async Task<Image> MakeAsync(DirectoryInfo folder, CancellationToken stop)
    {
        var archive = Directory.CreateTempSubdirectory("kenmin-archive-");
        try
        {
            await using var registry = await BaseImageRegistry.StartAsync(stop);
            var file = Path.Combine(archive.FullName, "image.tar.gz");
            var made = await RunAsync(
                "dotnet", "publish", Path.Combine(RepositoryRoot.Path, "host", "Kenmin.Host"), "--no-build", "-c", Configuration, "-o", Path.Combine(archive.FullName, "published"), "-v", "q",
                "-t:PublishContainer", $"-p:ContainerBaseImage={registry.Image}", $"-p:ContainerArchiveOutputPath={file}");
            made.ExitCode.ShouldBe(0, made.Output);
            await TarFile.ExtractToDirectoryAsync(file, archive.FullName, overwriteFiles: false, stop);
            using var manifest = Read(archive, "manifest.json");
            var said = manifest.RootElement[0];
            foreach (var layer in said.GetProperty("Layers").EnumerateArray())
            {
                await using var packed = File.OpenRead(Path.Combine(archive.FullName, layer.GetString()!));
                await using var files = new GZipStream(packed, CompressionMode.Decompress);
                await TarFile.ExtractToDirectoryAsync(files, folder.FullName, overwriteFiles: true, stop);
            }

            using var whole = Read(archive, said.GetProperty("Config").GetString()!);
            var config = whole.RootElement.GetProperty("config");
            return new(
                config.GetProperty("User").GetString()!, string.Join(' ', config.GetProperty("ExposedPorts").EnumerateObject().Select(p => p.Name)), config.GetProperty("WorkingDir").GetString()!,
                [.. config.GetProperty("Entrypoint").EnumerateArray().Select(e => e.GetString()!)],
                config.GetProperty("Env").EnumerateArray().Select(e => e.GetString()!.Split('=', 2)).ToDictionary(e => e[0], e => e[1]));
        }
        finally
        {
            archive.Delete(recursive: true);
        }
    }

    private static JsonDocument Read(DirectoryInfo folder, string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.FullName, name)));

    private static string Configuration =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static List<string> Files(DirectoryInfo folder) =>
        [.. folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal)];

    private static Process Start(DirectoryInfo folder, Image image, int port, string database)
    {
        string Inside(string path) => Path.Combine(folder.FullName, path.TrimStart('/'));
        // The base image brings the framework; here it is the one that runs the tests.
        var dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", image.Entry[0]));
        List<string> command = [dotnet, .. image.Entry.Skip(1).Select(Inside)];
        // Only root can become somebody else; whoever else runs the tests has taken their own right to write away.
        if (Environment.IsPrivilegedProcess) command = ["/usr/bin/setpriv", $"--reuid={App}", $"--regid={App}", "--clear-groups", "--no-new-privs", "--bounding-set=-all", .. command];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = Inside(image.Folder) };
        start.Environment.Clear();
        foreach (var (name, value) in image.Environment) start.Environment[name] = value;
        start.Environment["PATH"] = "/nowhere";
        // What whoever starts a container sets; a port of its own, since 8080 may be taken here.
        start.Environment["ASPNETCORE_HTTP_PORTS"] = port.ToString(CultureInfo.InvariantCulture);
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

    [GeneratedRegex("<link[^>]+href=\"([^\"]+\\.css)\"")]
    private static partial Regex Stylesheets();
}
