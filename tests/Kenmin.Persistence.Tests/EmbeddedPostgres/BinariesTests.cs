using System.Text.Json;
using Kenmin.Persistence.EmbeddedPostgres;

namespace Kenmin.Persistence.Tests.EmbeddedPostgres;

public sealed class BinariesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_that_need_the_programs_at_once_fetch_them_once()
    {
        await using var folder = new TemporaryFolder();
        var path = folder.Options.EffectiveSearchPath;
        var progress = new ProgressLines();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(
                () => NpmPackage.ProvideAsync(folder.At("cache"), path, progress, Cancellation))));

        answers.ShouldAllBe(answer => answer.BinFolder != null && answer.Reason == null);
        progress.English.Distinct().Count(line => line.StartsWith("Fetching", StringComparison.Ordinal)).ShouldBe(1);
        progress.English.ShouldContain(line => line.StartsWith("Another program is fetching", StringComparison.Ordinal));
        Directory.GetDirectories(folder.At("cache")).ShouldHaveSingleItem();
        var account = await ServerAccount.ForThisProcessAsync(path, Cancellation);
        (await InstalledPostgres.MajorVersionAsync(answers[0].BinFolder!, account, Cancellation)).ShouldBe(18);
    }

    [Fact]
    public async Task Without_npm_an_installed_server_is_used()
    {
        await using var folder = new TemporaryFolder();
        var account = await ServerAccount.ForThisProcessAsync(folder.Options.EffectiveSearchPath, Cancellation);
        var elsewhere = await PostgresBinaries.FindAsync(folder.Options, account, null, null, Cancellation);
        var progress = new ProgressLines();
        var options = folder.Options with
        {
            SearchPath = folder.At("no-programs"),
            CacheFolder = folder.At("empty-cache"),
            InstalledFolders = [folder.At("nothing"), elsewhere.BinFolder],
        };

        await using var server = await EmbeddedPostgresServer.StartAsync(options, progress, Cancellation);

        (await Sql.RunAsync(server.ConnectionString, "select 1")).ShouldBe(1);
        progress.English.ShouldContain(line => line.Contains(elsewhere.BinFolder));
    }

    [Fact]
    public async Task Without_npm_and_without_a_server_the_message_says_what_to_install()
    {
        await using var folder = new TemporaryFolder();
        var options = folder.Options with
        {
            SearchPath = folder.At("no-programs"), CacheFolder = folder.At("cache"), InstalledFolders = [],
        };

        var refusal = await Should.ThrowAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgresServer.StartAsync(options, cancellation: Cancellation));

        refusal.Text.En.ShouldContain("npm was not found");
        refusal.Text.En.ShouldContain("install PostgreSQL 15 or newer");
        refusal.Text.Ja.ShouldContain("ConnectionStrings__Kenmin");
    }

    [Fact]
    public async Task When_npm_fails_its_words_are_in_the_message()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The stand-in for npm is a shell script.");
            return;
        }
        await using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("bin"));
        await File.WriteAllTextAsync(folder.At("bin", "npm"), "#!/bin/sh\necho 'no route to the registry' >&2\nexit 1\n", Cancellation);
        File.SetUnixFileMode(folder.At("bin", "npm"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (bin, reason) = await NpmPackage.ProvideAsync(folder.At("cache"), folder.At("bin"), null, Cancellation);

        bin.ShouldBeNull();
        reason!.Value.En.ShouldContain("no route to the registry");
        Directory.GetDirectories(folder.At("cache")).ShouldBeEmpty("nothing half-fetched stays");
    }

    [Fact]
    public async Task Data_of_a_version_that_is_not_there_is_not_replaced_by_an_empty_database()
    {
        await using var folder = new TemporaryFolder();
        var account = await ServerAccount.ForThisProcessAsync(folder.Options.EffectiveSearchPath, Cancellation);
        var data = folder.At("data", "14", Cluster.DataName);
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "PG_VERSION"), "14\n", Cancellation);
        account.Give(data);

        var refusal = await Should.ThrowAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation));

        refusal.Text.En.ShouldContain("belongs to PostgreSQL 14");
        Directory.GetDirectories(folder.Data).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Library_links_are_made_from_the_packages_list_and_move_with_it()
    {
        await using var folder = new TemporaryFolder();
        PlantPackage(folder.At("package"), new { source = "native/lib/libpq.so.5.18", target = "native/lib/libpq.so.5" });

        SymbolicLinks.Create(folder.At("package"));
        SymbolicLinks.Create(folder.At("package"));
        Directory.Move(folder.At("package"), folder.At("moved"));

        new FileInfo(folder.At("moved", "native", "lib", "libpq.so.5")).LinkTarget.ShouldBe("libpq.so.5.18");
        (await File.ReadAllTextAsync(folder.At("moved", "native", "lib", "libpq.so.5"), Cancellation)).ShouldBe("library");
    }

    [Fact]
    public async Task A_link_that_leads_out_of_the_package_is_refused()
    {
        await using var folder = new TemporaryFolder();
        PlantPackage(folder.At("package"), new { source = "native/lib/libpq.so.5.18", target = "../outside" });

        Should.Throw<InvalidDataException>(() => SymbolicLinks.Create(folder.At("package")));

        File.Exists(folder.At("outside")).ShouldBeFalse();
    }

    private static void PlantPackage(string package, params object[] links)
    {
        Directory.CreateDirectory(Path.Combine(package, "native", "lib"));
        File.WriteAllText(Path.Combine(package, "native", "lib", "libpq.so.5.18"), "library");
        File.WriteAllText(Path.Combine(package, "native", "pg-symlinks.json"), JsonSerializer.Serialize(links));
    }
}
