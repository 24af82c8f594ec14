using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Kenmin.Persistence.EmbeddedPostgres;
using Kenmin.SharedKernel;
using Npgsql;

namespace Kenmin.Testing;

/// <summary>
/// Fresh databases on a real PostgreSQL. All fixtures of a test process share one embedded server; several test
/// processes each have their own. The variable <c>KENMIN_TEST_POSTGRES</c> with a connection string, of a role that
/// may create databases, uses that server instead.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    /// <summary>The environment variable that names a server to use instead of the embedded one.</summary>
    public const string ServerVariable = "KENMIN_TEST_POSTGRES";

    private static readonly Lazy<Task<string>> Server = new(StartAsync);

    // What is copied stays until the process ends.
    private static readonly PostgresFixture Originals = new();
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Filled = new(StringComparer.Ordinal);

    private readonly List<string> databases = [];

    /// <summary>Makes an empty database and gives its connection string; it is dropped with this fixture.</summary>
    public Task<string> CreateDatabaseAsync() => CreateAsync(template: null);

    /// <summary>Makes a database with what <paramref name="fill"/> puts into it: that is done once in a process, and copied.</summary>
    /// <param name="kind">What it is filled with; the same for all that may share the original.</param>
    /// <param name="fill">Gets the connection string of an empty database, and leaves nobody connected.</param>
    public async Task<string> CreateDatabaseAsync(string kind, Func<string, Task> fill)
    {
        var original = await Filled.GetOrAdd(kind, _ => new(async () =>
        {
            var empty = await Originals.CreateDatabaseAsync();
            await fill(empty);
            return empty;
        })).Value;
        return await CopyDatabaseAsync(original);
    }

    /// <summary>
    /// Makes a copy of a database, which is much faster than building the same tables again. Nobody may be connected
    /// to the original meanwhile.
    /// </summary>
    /// <param name="connectionString">Of a database that a fixture of this process made.</param>
    public Task<string> CopyDatabaseAsync(string connectionString)
    {
        var original = new NpgsqlConnectionStringBuilder(connectionString);
        using (var pool = new NpgsqlConnection(connectionString))
            NpgsqlConnection.ClearPool(pool);
        return CreateAsync(original.Database);
    }

    /// <summary>Drops the databases that this fixture made, also when somebody is still connected.</summary>
    public async ValueTask DisposeAsync()
    {
        List<string> made;
        lock (databases)
        {
            made = [.. databases];
            databases.Clear();
        }
        if (made.Count == 0)
            return;
        var server = await Server.Value;
        foreach (var database in made)
        {
            await using (var pool = new NpgsqlConnection(Named(server, database)))
                NpgsqlConnection.ClearPool(pool);
            await ExecuteAsync(server, $"drop database if exists \"{database}\" with (force)");
        }
    }

    private async Task<string> CreateAsync(string? template)
    {
        var server = await Server.Value;
        var name = $"test_{Guid.CreateVersion7():N}";
        await ExecuteAsync(server, template is null
            ? $"create database \"{name}\""
            : $"create database \"{name}\" template \"{template}\" strategy file_copy");
        lock (databases)
            databases.Add(name);
        return Named(server, name);
    }

    private static string Named(string server, string database) =>
        new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;

    private static async Task ExecuteAsync(string server, string sql)
    {
        var single = new NpgsqlConnectionStringBuilder(server) { Pooling = false };
        await using var connection = new NpgsqlConnection(single.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } configured)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Originals.DisposeAsync().AsTask().GetAwaiter().GetResult();
            return configured;
        }

        var parent = Path.Combine(Path.GetTempPath(), "kenmin-test-postgres");
        MakeShared(Directory.CreateDirectory(parent));
        await DeleteLeftoversAsync(parent);
        // Named by the process, so that another test process sees whether this one is still alive.
        var folder = Path.Combine(parent, $"{Environment.ProcessId}-{Guid.NewGuid():N}"[..24]);
        var server = await EmbeddedPostgresServer.StartAsync(
            new EmbeddedPostgresOptions { ContentRoot = folder, DataFolder = folder, Durable = false, Database = "postgres" },
            new ConsoleLines());
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            EmbeddedPostgresServer.DeleteAbandonedAsync(folder).GetAwaiter().GetResult();
        };
        return server.ConnectionString;
    }

    // Users of one machine share its temporary folder.
    private static void MakeShared(DirectoryInfo folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            folder.UnixFileMode = (UnixFileMode)Convert.ToInt32("1777", 8);
        }
        catch (UnauthorizedAccessException)
        {
            // Somebody else's, and made open by them.
        }
    }

    private static async Task DeleteLeftoversAsync(string parent)
    {
        foreach (var folder in Directory.GetDirectories(parent))
        {
            if (!int.TryParse(Path.GetFileName(folder).Split('-')[0], CultureInfo.InvariantCulture, out var id) || IsAlive(id))
                continue;
            try
            {
                await EmbeddedPostgresServer.DeleteAbandonedAsync(folder);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Another test process cleans up the same, or it is another user's.
            }
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
