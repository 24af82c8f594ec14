using Kenmin.SharedKernel;
using Npgsql;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>
/// A PostgreSQL server that belongs to this process: started with it, ended with it, with its data in a folder. It
/// listens on the loopback address only, on a free port, with a random password.
/// </summary>
public sealed class EmbeddedPostgresServer : IAsyncDisposable
{
    private readonly DataFolderClaim claim;
    private readonly ServerControl control;
    private readonly Watchdog watchdog;
    private int disposed;

    private EmbeddedPostgresServer(
        DataFolderClaim claim, ServerControl control, Watchdog watchdog, string connectionString, string dataFolder)
    {
        this.claim = claim;
        this.control = control;
        this.watchdog = watchdog;
        ConnectionString = connectionString;
        DataFolder = dataFolder;
    }

    /// <summary>Connects to the database as its owner. Holds the password: not for logs.</summary>
    public string ConnectionString { get; }

    /// <summary>The folder in which the data is; to be backed up as a whole while the server is stopped.</summary>
    public string DataFolder { get; }

    /// <summary>
    /// Provides the programs, the cluster and the database as far as they are missing, repairs what an unclean stop
    /// left, and starts the server.
    /// </summary>
    /// <param name="options">Where data and programs are.</param>
    /// <param name="progress">Told, in both languages, what takes its time.</param>
    /// <param name="cancellation">Ends the start; what was begun is undone or redone at the next start.</param>
    /// <exception cref="EmbeddedPostgresException">It cannot be started; the message says why and what to do.</exception>
    public static async Task<EmbeddedPostgresServer> StartAsync(
        EmbeddedPostgresOptions options, IProgress<LocalizedText>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConnections, 10);

        var account = await ServerAccount.ForThisProcessAsync(options.EffectiveSearchPath, cancellation);
        var folder = await EmbeddedPostgres.DataFolder.ChooseAsync(options, account, progress, cancellation);
        var claim = DataFolderClaim.Take(folder);
        ServerControl? control = null;
        try
        {
            var binaries = await PostgresBinaries.FindAsync(
                options, account, EmbeddedPostgres.DataFolder.MajorVersion(folder), progress, cancellation);
            var cluster = await Cluster.OpenAsync(folder, binaries, account, options, progress, cancellation);
            control = new ServerControl(cluster, binaries, account);
            var port = await control.StartAsync(options, progress, cancellation);

            var connection = new NpgsqlConnectionStringBuilder
            {
                Host = "127.0.0.1", Port = port, Username = Cluster.Role, Password = cluster.Password,
                Database = options.Database,
            };
            await CreateDatabaseAsync(connection, cancellation);
            claim.Note($"PostgreSQL 127.0.0.1:{port}");
            var watchdog = Watchdog.Over(ServerProcess.Recorded(cluster.Data) ?? throw Vanished(cluster), account);
            return new EmbeddedPostgresServer(claim, control, watchdog, connection.ConnectionString, folder);
        }
        catch (Exception failure)
        {
            if (control is not null)
                await control.StopAsync();
            claim.Dispose();
            if (failure is IOException or UnauthorizedAccessException or NpgsqlException)
                throw NotPrepared(folder, failure);
            throw;
        }
    }

    /// <summary>Tells a second start where the running platform can be opened.</summary>
    /// <param name="address">The address for a browser, such as <c>http://localhost:5000</c>.</param>
    public void Announce(string address) => claim.Note(address);

    /// <summary>
    /// Ends the server of a data folder whose process is gone, and deletes the folder with everything in it.
    /// </summary>
    /// <returns>False when a process still uses the folder; nothing happened then.</returns>
    public static async Task<bool> DeleteAbandonedAsync(string dataFolder, CancellationToken cancellation = default)
    {
        using (var claim = DataFolderClaim.TryTake(dataFolder))
        {
            if (claim is null)
                return false;
            foreach (var folder in Directory.GetDirectories(dataFolder))
            {
                await ServerProcess.KillAsync(Path.Combine(folder, Cluster.DataName), cancellation);
                Directory.Delete(folder, recursive: true);
            }
        }
        // Only now: on Windows a folder with a held file in it cannot be deleted.
        Directory.Delete(dataFolder, recursive: true);
        return true;
    }

    /// <summary>Ends the server: open transactions are rolled back, everything committed is on the disk.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
            return;
        await control.StopAsync();
        watchdog.Dispose();
        claim.Dispose();
    }

    private static async Task CreateDatabaseAsync(NpgsqlConnectionStringBuilder wanted, CancellationToken cancellation)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(wanted.ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new() { Value = wanted.Database! } },
        };
        if (await exists.ExecuteScalarAsync(cancellation) is not null)
            return;
        var name = wanted.Database!.Replace("\"", "\"\"", StringComparison.Ordinal);
        await using var create = new NpgsqlCommand($"create database \"{name}\"", connection);
        await create.ExecuteNonQueryAsync(cancellation);
    }

    private static EmbeddedPostgresException NotPrepared(string folder, Exception failure) => new(
        new LocalizedText(
            $"データベースを {folder} に用意できませんでした。ディスクの空き容量と権限を確かめてください。\n{failure.Message}",
            $"The database could not be prepared in {folder}. Check the free space of the disk and the permissions.\n{failure.Message}"),
        failure);

    private static EmbeddedPostgresException Vanished(Cluster cluster) => new(new LocalizedText(
        $"PostgreSQL は起動した直後に終わりました。\n{cluster.LogTail(0)}",
        $"PostgreSQL ended right after its start.\n{cluster.LogTail(0)}"));
}
