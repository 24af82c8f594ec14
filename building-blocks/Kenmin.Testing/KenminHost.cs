using Kenmin.Modularity.Requests;
using Kenmin.Persistence;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Kenmin.Testing;

/// <summary>
/// The real host in the test's process, on a database of its own. Several may run side by side on one database, as several
/// hosts do in operation.
/// </summary>
/// <typeparam name="TProgram">The host's entry point.</typeparam>
public sealed class KenminHost<TProgram> : WebApplicationFactory<TProgram>
    where TProgram : class
{
    private readonly string _connectionString;
    private readonly KenminHostOptions _options;
    private readonly string _mail = Path.Combine(Path.GetTempPath(), $"kenmin-test-mail-{Guid.NewGuid():N}");

    /// <summary>Prepares a host; it starts with the first client or with <see cref="Listen"/>.</summary>
    /// <param name="connectionString">The database, see <see cref="PostgresFixture"/>.</param>
    /// <param name="options">How it differs from a host in Development without demonstration data.</param>
    public KenminHost(string connectionString, KenminHostOptions? options = null)
    {
        _connectionString = connectionString;
        _options = options ?? new();
    }

    /// <summary>A database with the host's tables, with which a host starts in a fraction of the time.</summary>
    /// <param name="postgres">Makes it, and drops it in the end.</param>
    /// <param name="demonstrationData">Whether the fictional demonstration data are in it, with all that comes of them.</param>
    public static Task<string> CreateDatabaseAsync(PostgresFixture postgres, bool demonstrationData = false)
    {
        ArgumentNullException.ThrowIfNull(postgres);
        return demonstrationData
            ? postgres.CreateDatabaseAsync($"{typeof(TProgram).FullName} demonstration", async empty =>
            {
                await using KenminHost<TProgram> host = new(empty, new() { DemonstrationData = true });
                _ = host.Services;
                await AllHandledAsync(empty);
            })
            : postgres.CreateDatabaseAsync(typeof(TProgram).FullName!, async empty =>
            {
                await using KenminHost<TProgram> host = new(empty, new() { Services = OnlyTables.Leave });
                _ = host.Services;
            });
    }

    /// <summary>Starts the host on a port of its own, for a browser, and gives the address.</summary>
    public Uri Listen()
    {
        UseKestrel(0);
        StartServer();
        return ClientOptions.BaseAddress;
    }

    /// <inheritdoc />
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_options.Environment);
        builder.UseSetting("ConnectionStrings:Kenmin", _connectionString);
        builder.UseSetting("Demonstration:Load", _options.DemonstrationData ? "true" : "false");
        // Styles and scripts are kept by browsers, as in operation: in Development they would be fetched again with every page.
        builder.UseSetting("EnableStaticAssetsDevelopmentCaching", "true");
        // Tests ask nobody outside; one that does has a server of its own and says so in its settings.
        builder.UseSetting("Outside:Allowed", "false");
        // Mails of tests are nobody's: not among those of a host that somebody runs from the same folder.
        builder.UseSetting("Modules:accounts:Mail:PickupFolder", _mail);
        foreach (var (key, value) in _options.Settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.HashPasswordsQuickly();
            services.AddTransient<IStartupFilter, AxeRules>();
            if (_options.Clock is { } clock) services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new RequestClock(clock)));
            _options.Services?.Invoke(services);
        });
    }

    // A copy in which something is still under way would be no beginning for any test.
    private static async Task AllHandledAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var left = source.CreateCommand($"""
            select (select count(*) from {PersistenceExtensions.EnvelopeSchema}.wolverine_incoming_envelopes where status not in ('Handled', 'Scheduled'))
                 + (select count(*) from {PersistenceExtensions.EnvelopeSchema}.wolverine_outgoing_envelopes)
            """);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await left.ExecuteScalarAsync(limit.Token) is not 0L) await poll.WaitForNextTickAsync(limit.Token);
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(_mail)) Directory.Delete(_mail, recursive: true);
    }
}

/// <summary>How a host in a test differs from the usual one.</summary>
public sealed record KenminHostOptions
{
    /// <summary>The environment: Development unless a test is about another.</summary>
    public string Environment { get; init; } = "Development";

    /// <summary>Whether the fictional demonstration data are loaded.</summary>
    public bool DemonstrationData { get; init; }

    /// <summary>The clock; the machine's when null.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Settings over those of the host.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Replaces services, for what cannot be had in a test.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}
