using Kenmin.Persistence.EmbeddedPostgres;
using Kenmin.SharedKernel;
using Npgsql;

namespace Kenmin.Persistence.Tests.EmbeddedPostgres;

/// <summary>A folder for one test, gone with everything that runs in it.</summary>
internal sealed class TemporaryFolder : IAsyncDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kenmin-embedded-").FullName;

    public TemporaryFolder()
    {
        // The server's account has to get through.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string Data => At("data");

    public EmbeddedPostgresOptions Options => new() { ContentRoot = Path, DataFolder = Data };

    public string At(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Data))
            (await EmbeddedPostgresServer.DeleteAbandonedAsync(Data)).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            foreach (var closed in Directory.GetDirectories(Path, "*", SearchOption.AllDirectories))
                File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        Directory.Delete(Path, recursive: true);
    }
}

internal sealed class ProgressLines : IProgress<LocalizedText>
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> English
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    public void Report(LocalizedText value)
    {
        lock (lines)
            lines.Add(value.En);
    }
}

internal static class Sql
{
    public static async Task<object?> RunAsync(string connectionString, string sql)
    {
        var single = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(single.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
