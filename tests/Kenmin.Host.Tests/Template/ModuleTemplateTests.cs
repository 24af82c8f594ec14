using System.Diagnostics;
using Kenmin.Testing;

namespace Kenmin.Host.Tests.Template;

/// <summary>What a person gets who makes a module by the template, in a copy of the house with nothing else edited.</summary>
public sealed class ModuleTemplateTests
{
    [Fact]
    [Trait("Category", "Template")]
    public async Task A_module_made_by_the_template_builds_and_passes_its_tests_without_an_edit_of_the_host()
    {
        var folder = Directory.CreateTempSubdirectory("kenmin-template-");
        try
        {
            var house = Path.Combine(folder.FullName, "house");
            // Templates are installed into a folder of this test, not into the user's.
            var hive = Path.Combine(folder.FullName, "hive");
            CopyHouse(house);

            await DotnetAsync(house, "new", "install", Path.Combine(RepositoryRoot.Path, "docs", "module-template"), "--debug:custom-hive", hive);
            var made = await DotnetAsync(house, "new", "kenmin-module", "-n", "RiverWalks", "--nameJa", "川歩き", "--output", ".", "--debug:custom-hive", hive);
            made.ShouldContain("dotnet sln add");
            var left = Directory.EnumerateFiles(Path.Combine(house, "modules", "RiverWalks"), "*", SearchOption.AllDirectories)
                .Where(f => (f + File.ReadAllText(f)).Contains("NewModule") || File.ReadAllText(f).Contains("new-module")).ToList();
            left.ShouldBeEmpty("names of the template that were not replaced");

            var tests = Path.Combine("tests", "Kenmin.RiverWalks.Tests");
            await DotnetAsync(house, "build", tests, "-v:q", "-nodeReuse:false");
            var output = await DotnetAsync(house, Path.Combine(tests, "bin", "Debug", "net10.0", "Kenmin.RiverWalks.Tests.dll"));
            output.ShouldContain("Failed: 0");
            // The page, the list, the refused visitor and the rules were all run, not filtered out.
            output.ShouldMatch(@"Total: [7-9]\b");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The sources without the other modules, except the one that signs people in, and the contracts that it needs.</summary>
    private static void CopyHouse(string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(RepositoryRoot.Path).Where(f => Path.GetFileName(f) is var n
            && (n.StartsWith("Directory.", StringComparison.Ordinal) || n is "global.json" or ".editorconfig" or "Kenmin.Platform.sln")))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (var part in new[] { "building-blocks", "host", Path.Combine("modules", "Accounts"), Path.Combine("modules", "Programs", "Kenmin.Programs.Contracts") })
            CopyFolder(new DirectoryInfo(Path.Combine(RepositoryRoot.Path, part)), Path.Combine(target, part));
        Directory.CreateDirectory(Path.Combine(target, "tests"));
        File.Copy(Path.Combine(RepositoryRoot.Path, "tests", "Directory.Build.props"), Path.Combine(target, "tests", "Directory.Build.props"));
    }

    private static void CopyFolder(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles()) file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories().Where(f => f.Name is not ("bin" or "obj" or "node_modules" or ".kenmin")))
            CopyFolder(folder, Path.Combine(to, folder.Name));
    }

    private static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" },
        };
        // What the build that runs this test set for itself must not reach the build of the copy.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var said = await output + await error;
        process.ExitCode.ShouldBe(0, $"dotnet {string.Join(' ', arguments)}\n{said}");
        return said;
    }
}
