using System.Reflection;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.Persistence;
using Kenmin.Persistence.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kenmin.Testing;

/// <summary>
/// Some modules with their pages and their API on a fresh database, without the rest of the host; the tests say who is
/// signed in. For the whole host see <see cref="KenminHost{TProgram}"/>.
/// </summary>
public sealed class ModuleHost : IAsyncDisposable
{
    private readonly PostgresFixture? _postgres;
    private readonly WebApplication _app;

    private ModuleHost(PostgresFixture? postgres, WebApplication app) => (_postgres, _app) = (postgres, app);

    /// <summary>The services of the running modules.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the modules that an assembly of tests names.</summary>
    /// <param name="tests">
    /// The assembly of tests. It names each module with <c>[assembly: AssemblyMetadata("Kenmin.Module", "…")]</c>; its
    /// message handlers take part, in the place of modules that do not run.
    /// </param>
    /// <param name="options">How it differs from the usual.</param>
    public static async Task<ModuleHost> StartAsync(Assembly tests, ModuleHostOptions? options = null)
    {
        var postgres = options?.Database is null ? new PostgresFixture() : null;
        WebApplication? app = null;
        try
        {
            app = Build(tests, options?.Database ?? await WithTablesAsync(postgres!, tests, options), options ?? new());
            await app.StartAsync();
            return new(postgres, app);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            if (postgres is not null) await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A client that keeps cookies, as a browser without scripts does, and leaves redirects to the test; of a visitor when
    /// <paramref name="person"/> is null.
    /// </summary>
    public HttpClient Client(SignedInPerson? person = null)
    {
        var client = new HttpClient(new CookieContainerHandler { InnerHandler = Handler() }) { BaseAddress = new("http://localhost") };
        if (person is not null) client.SignIn(person);
        return client;
    }

    /// <summary>Where the modules listen; only with <see cref="ModuleHostOptions.OnSockets"/>.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>The way to the modules for a client that is made elsewhere.</summary>
    public HttpMessageHandler Handler() => _app.GetTestServer().CreateHandler();

    /// <summary>Stops the modules and drops the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
    }

    private static Task<string> WithTablesAsync(PostgresFixture postgres, Assembly tests, ModuleHostOptions? options) =>
        postgres.CreateDatabaseAsync($"{tests.FullName} {string.Join(' ', options?.Modules ?? [])}", async empty =>
        {
            await using var app = Build(tests, empty, (options ?? new()) with { AddServices = OnlyTables.Leave });
            await app.StartAsync();
            await app.StopAsync();
        });

    private static WebApplication Build(Assembly tests, string database, ModuleHostOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = tests.GetName().Name });
        if (options.OnSockets) builder.WebHost.UseUrls("http://127.0.0.1:0");
        else builder.WebHost.UseTestServer();
        // Tests ask nobody outside; one that does has a server of its own and says so in its settings.
        builder.Configuration["Outside:Allowed"] = "false";
        foreach (var (key, value) in options.Settings) builder.Configuration[key] = value;
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (options.Clock is { } clock) builder.Services.AddSingleton(clock);
        var modules = builder.AddKenminModules(tests, "no-plugins", options.Modules);
        builder.AddKenminPersistence(database, modules, tests);
        builder.Services.AddKenminPages();
        builder.Services.AddKenminApi();
        builder.Services.AddOverloadProtection(builder.Configuration);
        builder.Services.AddReadiness(builder.Configuration);
        builder.Services.AddSignedInByHeader(options.SignInPage);
        builder.Services.AddAuthorization();
        options.AddServices?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseKenminApiProblems();
        app.UseOverloadProtection();
        app.UseAuthentication();
        app.UseRefusalAudit();
        app.UseRequestMoments();
        app.UseAuthorization();
        app.UseAuditorsOnlyRead();
        app.UseFeatureGates();
        app.UseAntiforgery();
        app.UseKenminApi();
        app.MapReadiness();
        app.MapKenminApi();
        app.MapModuleSiteEndpoints();
        app.MapRazorComponents<App>().AddAdditionalAssemblies(modules.PageAssemblies());
        return app;
    }
}

/// <summary>How a <see cref="ModuleHost"/> differs from the usual one.</summary>
public sealed record ModuleHostOptions
{
    /// <summary>The clock; the machine's when null.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Connection string of an empty database that stays; one of its own, dropped at the end, when null.</summary>
    public string? Database { get; init; }

    /// <summary>Whether it listens on a port of this machine, for tests that cut connections; else requests stay in the process.</summary>
    public bool OnSockets { get; init; }

    /// <summary>Keys of those of the named modules that run; all when null.</summary>
    public IReadOnlyCollection<string>? Modules { get; init; }

    /// <summary>Settings, such as <c>Modules:my-module:Register:Address</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What takes the place of services of the module or the house, such as a directory of staff.</summary>
    public Action<IServiceCollection>? AddServices { get; init; }

    /// <summary>See <see cref="SignedInByHeaderOptions.SignInPage"/>.</summary>
    public string? SignInPage { get; init; }
}
