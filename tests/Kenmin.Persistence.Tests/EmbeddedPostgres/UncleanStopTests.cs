using System.Diagnostics;
using Kenmin.Persistence.EmbeddedPostgres;

namespace Kenmin.Persistence.Tests.EmbeddedPostgres;

public sealed class UncleanStopTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Committed_rows_survive_a_killed_server()
    {
        await using var folder = new TemporaryFolder();
        await using (var server = await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation))
        {
            await Sql.RunAsync(server.ConnectionString, "create table t (n int); insert into t select generate_series(1, 1000)");
            using var postgres = Process.GetProcessById(ServerProcess.Recorded(DataOf(folder))!.Value);
            postgres.Kill();
        }
        ServerProcess.Recorded(DataOf(folder)).ShouldNotBeNull("the killed server leaves its file");
        var progress = new ProgressLines();

        await using var again = await EmbeddedPostgresServer.StartAsync(folder.Options, progress, Cancellation);

        (await Sql.RunAsync(again.ConnectionString, "select count(*) from t")).ShouldBe(1000L);
        progress.English.ShouldContain(line => line.Contains("unclean stop"));
    }

    [Fact]
    public async Task A_killed_host_takes_its_server_with_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the next start ends what is left.");
        await using var folder = new TemporaryFolder();
        using var host = await HostProcess.StartAsync(folder.Data, Cancellation);
        var server = ServerProcess.Recorded(DataOf(folder))!.Value;
        ServerProcess.IsServerOf(server, DataOf(folder)).ShouldBeTrue();

        host.Process.Kill();

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        using var changes = new FileGone(ServerProcess.PidFile(DataOf(folder)));
        await changes.WaitAsync(patience.Token);
    }

    [Fact]
    public async Task A_server_left_behind_is_ended_and_started_anew_with_everything_committed()
    {
        await using var folder = new TemporaryFolder();
        int left;
        using (var host = await HostProcess.StartAsync(folder.Data, Cancellation))
        {
            left = ServerProcess.Recorded(DataOf(folder))!.Value;
            await Sql.RunAsync(host.ConnectionString, "create table t (n int); insert into t values (42)");
            // With its children, and so with the watchdog; the server has long left the family.
            host.Process.Kill(entireProcessTree: true);
            await host.Process.WaitForExitAsync(Cancellation);
        }
        ServerProcess.IsServerOf(left, DataOf(folder)).ShouldBeTrue("the server outlives its host and the watchdog");

        await using var again = await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation);

        ServerProcess.Recorded(DataOf(folder)).ShouldNotBe(left);
        ServerProcess.IsServerOf(left, DataOf(folder)).ShouldBeFalse();
        (await Sql.RunAsync(again.ConnectionString, "select n from t")).ShouldBe(42);
    }

    [Fact]
    public async Task A_process_number_that_another_program_got_since_does_not_stop_the_start()
    {
        await using var folder = new TemporaryFolder();
        await using (await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation))
        {
        }
        var account = await ServerAccount.ForThisProcessAsync(folder.Options.EffectiveSearchPath, Cancellation);
        using var stranger = Process.Start(account.Start("sh", "-c", "cat"))!;
        var file = ServerProcess.PidFile(DataOf(folder));
        await File.WriteAllTextAsync(file, $"{stranger.Id}\n{DataOf(folder)}\n1\n5432\n\n127.0.0.1\n", Cancellation);
        account.Give(file);

        await using var server = await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation);

        (await Sql.RunAsync(server.ConnectionString, "select 1")).ShouldBe(1);
        stranger.HasExited.ShouldBeFalse();
        stranger.Kill();
    }

    [Fact]
    public async Task Creating_the_database_is_done_again_after_an_interruption()
    {
        await using var folder = new TemporaryFolder();
        using (var interruption = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            using var changes = new FileSystemWatcher(folder.Path) { IncludeSubdirectories = true };
            changes.Created += (_, change) =>
            {
                if (change.Name!.EndsWith(Cluster.DataName + ".new", StringComparison.Ordinal))
                    interruption.Cancel();
            };
            changes.EnableRaisingEvents = true;
            await Should.ThrowAsync<OperationCanceledException>(
                () => EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: interruption.Token));
        }
        var unfinished = Directory.GetDirectories(folder.Data).Single();
        File.Exists(Path.Combine(unfinished, Cluster.ReadyMarker)).ShouldBeFalse();
        Directory.Exists(Path.Combine(unfinished, Cluster.DataName + ".new")).ShouldBeTrue("initdb was in the middle");

        await using var server = await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation);

        (await Sql.RunAsync(server.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_dead_host_left_can_be_deleted_but_not_what_is_in_use()
    {
        await using var folder = new TemporaryFolder();
        await using (await EmbeddedPostgresServer.StartAsync(folder.Options, cancellation: Cancellation))
            (await EmbeddedPostgresServer.DeleteAbandonedAsync(folder.Data, Cancellation)).ShouldBeFalse();

        (await EmbeddedPostgresServer.DeleteAbandonedAsync(folder.Data, Cancellation)).ShouldBeTrue();

        Directory.Exists(folder.Data).ShouldBeFalse();
    }

    [Fact]
    public async Task What_an_interrupted_first_start_left_can_be_deleted()
    {
        await using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("data", "18", Cluster.DataName + ".new", "base"));

        (await EmbeddedPostgresServer.DeleteAbandonedAsync(folder.Data, Cancellation)).ShouldBeTrue();

        Directory.Exists(folder.Data).ShouldBeFalse();
    }

    private static string DataOf(TemporaryFolder folder) =>
        Path.Combine(Directory.GetDirectories(folder.Data).Single(), Cluster.DataName);

    /// <summary>Waits until a file is gone.</summary>
    private sealed class FileGone : IDisposable
    {
        private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly FileSystemWatcher watcher;

        public FileGone(string path)
        {
            watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
            watcher.Deleted += (_, _) => gone.TrySetResult();
            watcher.EnableRaisingEvents = true;
            if (!File.Exists(path))
                gone.TrySetResult();
        }

        public Task WaitAsync(CancellationToken cancellation) => gone.Task.WaitAsync(cancellation);

        public void Dispose() => watcher.Dispose();
    }
}
