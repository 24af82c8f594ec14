using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kenmin.Architecture.Tests.House;
using Kenmin.Architecture.Tests.Rules;

namespace Kenmin.Architecture.Tests;

/// <summary>
/// What the platform stands on is written down, and has no known hole. Where nobody can be asked about holes, the test is skipped
/// and says so: it never calls clean what it could not look at. <c>KENMIN_REQUIRE_ADVISORIES=1</c> makes it fail instead.
/// </summary>
public sealed partial class DependencyTests
{
    /// <summary>A version with a well-known hole (GHSA-5crp-9r3c-p9vr). Where it is not reported, no silence means anything.</summary>
    private const string KnownHole = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
          <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="9.0.1" /></ItemGroup>
        </Project>
        """;

    [Fact]
    public void Every_package_has_its_line_and_its_reason()
    {
        var known = Mentions(File.ReadAllText(RealHouse.Folder("docs", "dependencies.md")));
        var packages = XDocument.Load(RealHouse.Folder("Directory.Packages.props")).Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value).ToList();
        packages.Count.ShouldBeGreaterThan(30);
        packages.Where(p => !known(p)).ShouldBeEmpty("add a line to docs/dependencies.md: what for, what else was looked at, licence");

        var planted = Mentions("| MailKit | mail | … | MIT |\n| OpenTelemetry.Extensions.Hosting, .Exporter.OpenTelemetryProtocol | … |");
        planted("MailKit").ShouldBeTrue();
        planted("OpenTelemetry.Exporter.OpenTelemetryProtocol").ShouldBeTrue();
        planted("Mail").ShouldBeFalse();
        planted("OpenTelemetry.Exporter.Console").ShouldBeFalse();
    }

    [Fact]
    public async Task No_package_in_use_has_a_known_hole()
    {
        var folder = Directory.CreateTempSubdirectory("kenmin-advisories-");
        try
        {
            var probe = Path.Combine(folder.FullName, "Probe.csproj");
            await File.WriteAllTextAsync(probe, KnownHole, TestContext.Current.CancellationToken);
            var restored = await RunAsync(folder.FullName, "dotnet", "restore", probe);
            var asked = restored.ExitCode == 0 ? await RunAsync(folder.FullName, "dotnet", List(probe)) : restored;
            if (asked.ExitCode != 0 || Advisories.OfNuGet(asked.Output).Count == 0)
                NotLookedAt($"NuGet's advisories cannot be had here (the probe's hole was not reported), so the packages were not looked at for holes. {asked.Error}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var used = await RunAsync(RealHouse.Folder(), "dotnet", List("Kenmin.Platform.sln"));
        used.ExitCode.ShouldBe(0, used.Output + used.Error);
        Advisories.OfNuGet(used.Output).ShouldBeEmpty("bring them up to date in Directory.Packages.props, or pin the one that arrives transitively");
    }

    [Theory]
    [InlineData("Kenmin.Pages")]
    [InlineData("Kenmin.Documents")]
    public async Task No_npm_package_in_use_has_a_known_hole(string block)
    {
        (int ExitCode, string Output, string Error) asked;
        try
        {
            asked = await RunAsync(RealHouse.Folder("building-blocks", block), OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "audit", "--json", "--package-lock-only");
        }
        catch (Win32Exception)
        {
            NotLookedAt("There is no npm here, so its packages were not looked at for holes.");
            return;
        }

        var found = Advisories.OfNpm(asked.Output);
        if (found is null) NotLookedAt("npm's advisories cannot be had here, so its packages were not looked at for holes.");
        found!.ShouldBeEmpty("bring them up to date in package.json");
    }

    [Fact]
    public void A_report_of_a_hole_is_read_as_one()
    {
        Advisories.OfNuGet("""
            { "version": 1, "projects": [ { "path": "a" }, { "path": "b", "frameworks": [ { "framework": "net10.0",
              "topLevelPackages": [ { "id": "Small", "resolvedVersion": "1.0.0", "vulnerabilities": [ { "severity": "Low", "advisoryurl": "x" } ] } ],
              "transitivePackages": [ { "id": "Deep", "resolvedVersion": "2.0.0", "vulnerabilities": [ { "severity": "Moderate", "advisoryurl": "y" } ] } ] } ] } ] }
            """).ShouldBe(["Deep 2.0.0 (Moderate): y"]);
        Advisories.OfNpm("""{ "vulnerabilities": { "small": { "severity": "low" }, "deep": { "severity": "high" } } }""").ShouldBe(["deep (high)"]);
        Advisories.OfNpm("""{ "vulnerabilities": {} }""").ShouldBeEmpty();
        Advisories.OfNpm("""{ "message": "405 Method Not Allowed", "error": { "summary": "" } }""").ShouldBeNull();
        Advisories.OfNpm("offline").ShouldBeNull();
    }

    private static string[] List(string project) => ["package", "list", "--project", project, "--vulnerable", "--include-transitive", "--format", "json", "--no-restore"];

    private static void NotLookedAt(string reason)
    {
        if (Environment.GetEnvironmentVariable("KENMIN_REQUIRE_ADVISORIES") == "1") Assert.Fail(reason);
        Assert.Skip(reason);
    }

    /// <summary>Whether a text names a package; ".Rest" after a comma goes on with the beginning of the name before.</summary>
    private static Func<string, bool> Mentions(string text)
    {
        var words = Words().Matches(text).Select(m => m.Value.TrimEnd('.')).ToHashSet(StringComparer.Ordinal);
        return package => words.Contains(package)
            || package.IndexOf('.', StringComparison.Ordinal) is > 0 and var cut && words.Contains(package[cut..]);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // The runner's own settings for MSBuild are not meant for what it starts.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }

    [GeneratedRegex("[A-Za-z0-9._-]+")]
    private static partial Regex Words();
}
