using Kenmin.Persistence.EmbeddedPostgres;
using Kenmin.SharedKernel;
using Npgsql;

namespace Kenmin.Endurance;

/// <summary>Two hosts on a durable database of its own, and many clients: what all runs have in common.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>How many people there are.</summary>
    public const int People = 2_000;

    private const int Sessions = 60, HostCount = 2;
    private readonly string _folder;
    private EmbeddedPostgresServer _server;

    private Stage(string folder, EmbeddedPostgresServer server, SmallDisk? disk)
    {
        (_folder, _server, Disk) = (folder, server, disk);
        // Connections are made anew: those that were open when the database was killed are of no use.
        Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false });
        Checks = new(Source);
    }

    public NpgsqlDataSource Source { get; }

    public Checks Checks { get; }

    public Attempts Attempts { get; } = new();

    public Doors Doors { get; } = new();

    /// <summary>The disk of the database, where it is one that can be filled up.</summary>
    public SmallDisk? Disk { get; }

    /// <summary>Services outside; null where nothing asks them.</summary>
    public HangingServices? Outside { get; private set; }

    /// <summary>A host with other modules behind RabbitMQ; null where there is none.</summary>
    public FarHost? Far { get; private set; }

    public Hosts Hosts { get; private set; } = null!;

    public Clients Clients { get; private set; } = null!;

    /// <summary>Makes all of it; the clients do not work yet.</summary>
    /// <param name="outside">Whether there are services outside.</param>
    /// <param name="previous">The folder of the build whose hosts are started; null: this build.</param>
    /// <param name="pause">How long a client rests before each command.</param>
    /// <param name="smallDisk">Whether the database is on a small disk, where one can be mounted.</param>
    /// <param name="far">Whether there is a host with other modules behind RabbitMQ.</param>
    public static async Task<Stage> SetAsync(bool outside, string? previous = null, TimeSpan pause = default, bool smallDisk = false, bool far = false)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"kenmin-endurance-{Environment.ProcessId}");
        var disk = smallDisk ? SmallDisk.TryMount(folder) : null;
        if (disk is not null) folder = Path.Combine(folder, "data");
        Stage stage = new(folder, await StartDatabaseAsync(folder), disk);
        try
        {
            await stage.SetAsync(outside, previous is null ? ChildHost.ThisBuild : Path.Combine(previous, Path.GetFileName(ChildHost.ThisBuild)), pause, far);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the database again where it has ended, at the same address; false where it runs.</summary>
    public async Task<bool> RestartDatabaseIfGoneAsync()
    {
        // It may be about to come back by itself.
        for (var i = 0; i < 20; i++)
        {
            try
            {
                await Checks.CountAsync("select 1::bigint");
                return false;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(500);
            }
        }

        await _server.DisposeAsync();
        _server = await StartDatabaseAsync(_folder);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        Clients?.Dispose();
        if (Hosts is not null) await Hosts.DisposeAsync();
        if (Far is not null) await Far.DisposeAsync();
        if (Outside is not null) await Outside.DisposeAsync();
        await Source.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
        await EmbeddedPostgresServer.DeleteAbandonedAsync(_folder);
        Disk?.Dispose();
    }

    private static Task<EmbeddedPostgresServer> StartDatabaseAsync(string folder) => EmbeddedPostgresServer.StartAsync(
        new EmbeddedPostgresOptions { ContentRoot = folder, DataFolder = folder, Durable = true, Database = "endurance" }, new Progress<LocalizedText>(text => Console.Error.WriteLine(text)));

    private async Task SetAsync(bool outside, string program, TimeSpan pause, bool far)
    {
        if (outside) Outside = new();
        string[] words = [_server.ConnectionString, .. Outside?.Words ?? []];
        if (far)
        {
            var broker = await RabbitServer.StartAsync();
            Far = await FarHost.StartAsync(broker, _server.ConnectionString);
            words = [.. words, .. FarHost.Words(broker, "near")];
        }

        List<Guid> sessions = [.. Enumerable.Range(0, Sessions).Select(_ => Guid.CreateVersion7())];
        await ChildHost.PrepareAsync(program, words, sessions);
        List<Guid> people = [.. outside ? await HangingServices.ReadersAsync(Source) : []];
        while (people.Count < People) people.Add(Guid.CreateVersion7());
        Hosts = await Hosts.StartAsync(words, program, HostCount);
        Clients = new(people, sessions, Hosts, Attempts, Doors, pause);
    }
}
