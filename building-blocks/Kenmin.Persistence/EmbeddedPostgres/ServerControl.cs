using System.Diagnostics;
using Kenmin.SharedKernel;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>Starting and stopping the server of a cluster with <c>pg_ctl</c>.</summary>
/// <remarks>
/// <c>pg_ctl</c> takes the server out of the terminal's process group, so Ctrl+C reaches this program, which first
/// finishes its own work; on Windows it also gives up an administrator's rights.
/// </remarks>
internal sealed class ServerControl(Cluster cluster, PostgresBinaries binaries, ServerAccount account)
{
    private static readonly LocalizedText Starting = new("PostgreSQL を起動しています…", "Starting PostgreSQL …");
    private static readonly LocalizedText Recovering = new(
        "前回正しく終了しなかったため、データを確かめています…", "Checking the data after an unclean stop …");

    // What a killed server leaves (its workers, its shared memory) is gone after moments.
    private static readonly TimeSpan PatienceWithRemains = TimeSpan.FromSeconds(20);

    /// <summary>Starts the server and gives its port.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not start; the message has the end of its log.</exception>
    public async Task<int> StartAsync(
        EmbeddedPostgresOptions options, IProgress<LocalizedText>? progress, CancellationToken cancellation)
    {
        var unclean = ServerProcess.Recorded(cluster.Data) is not null;
        if (unclean)
            await ClearRemainsAsync(progress, cancellation);

        cluster.RotateLog();
        var since = cluster.LogLength;
        var waited = Stopwatch.StartNew();
        for (var attempt = 1; ; attempt++)
        {
            var port = cluster.ChoosePort();
            cluster.WriteSettings(port, options);
            if (await Slow.WatchAsync(LaunchAsync(cancellation), unclean ? Recovering : Starting, progress))
                return port;

            // Between choosing and using a port another program may have taken it.
            var portTaken = attempt < 5 && !Cluster.IsFree(port);
            if (!portTaken && !(unclean && waited.Elapsed < PatienceWithRemains))
                throw NotStarted(since);
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
        }
    }

    /// <summary>Ends the server; at once if it does not end in an orderly way within a minute.</summary>
    public async Task StopAsync()
    {
        if (ServerProcess.Recorded(cluster.Data) is null)
            return;
        var orderly = await PgCtlAsync(CancellationToken.None, "stop", "--mode=fast", "--timeout=60");
        if (!orderly.Succeeded && ServerProcess.Recorded(cluster.Data) is { } id && ServerProcess.IsServerOf(id, cluster.Data))
            await PgCtlAsync(CancellationToken.None, "stop", "--mode=immediate", "--timeout=20");
    }

    private async Task ClearRemainsAsync(IProgress<LocalizedText>? progress, CancellationToken cancellation)
    {
        progress?.Report(Recovering);
        if (ServerProcess.Recorded(cluster.Data) is not { } id)
            return;
        if (ServerProcess.IsServerOf(id, cluster.Data))
        {
            // The process that had started it is gone (we hold its claim): its server runs on without an owner.
            await Slow.WatchAsync(StopOldAsync(), Recovering, progress);
        }
        else if (ServerProcess.Exists(id))
        {
            // After a restart of the machine the number can belong to any program, and PostgreSQL would not dare to
            // start. Workers of the old server, which may still write, end first.
            var waited = Stopwatch.StartNew();
            while (ServerProcess.InFolder(cluster.Data).Count > 0 && waited.Elapsed < PatienceWithRemains)
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
            if (ServerProcess.InFolder(cluster.Data).Count == 0)
                File.Delete(ServerProcess.PidFile(cluster.Data));
        }
    }

    private async Task<bool> StopOldAsync()
    {
        await StopAsync();
        return true;
    }

    private async Task<bool> LaunchAsync(CancellationToken cancellation)
    {
        using var control = new Process
        {
            // A day: recovery takes as long as it takes, and pg_ctl notices by itself when the server ends.
            StartInfo = PgCtl("start", "--wait", "--timeout=86400", "--silent", $"--log={cluster.Log}"),
        };
        control.Start();
        control.StandardInput.Close();
        try
        {
            // Its output is not read to the end: on Windows the server inherits it and holds it open.
            await control.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            control.Kill();
            await StopAsync();
            throw;
        }
        return control.ExitCode == 0;
    }

    private Task<CommandResult> PgCtlAsync(CancellationToken cancellation, params IEnumerable<string> arguments) =>
        Command.RunAsync(PgCtl(arguments), cancellation);

    private ProcessStartInfo PgCtl(params IEnumerable<string> arguments) =>
        account.Start(binaries.Program("pg_ctl"), [.. arguments, "--pgdata", cluster.Data]);

    private EmbeddedPostgresException NotStarted(long since)
    {
        var tail = cluster.LogTail(since);
        return new EmbeddedPostgresException(new LocalizedText(
            $"PostgreSQL を起動できませんでした。ディスクの空き容量を確かめてください。記録（{cluster.Log}）の終わり：\n{tail}",
            $"PostgreSQL could not be started. Check the free space of the disk. The end of the log ({cluster.Log}):\n{tail}"));
    }
}
