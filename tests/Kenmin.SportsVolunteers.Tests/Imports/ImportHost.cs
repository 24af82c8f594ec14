using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.Persistence;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Imports.Roster;
using Kenmin.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Wolverine;
using Wolverine.Tracking;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.SportsVolunteers")]

namespace Kenmin.SportsVolunteers.Tests.Imports;

/// <summary>The module on a real database, with its pages and its API; the tests say who is signed in.</summary>
public sealed class ImportHost : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private WebApplication _app = null!;

    internal IServiceProvider Services => _app.Services;

    internal ISportsVolunteersStore Store => Services.GetRequiredService<ISportsVolunteersStore>();

    internal ImportDesk Desk => Services.GetRequiredService<ImportDesk>();

    internal NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    internal static ClaimsPrincipal Owner { get; } = Person(Roles.ProgramOwner);

    internal static Dictionary<string, string> Festival { get; } =
        new() { [RosterTarget.Festival] = "県民スポーツ大会", [RosterTarget.Year] = "令和8年度" };

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(ImportHost).Assembly.GetName().Name });
        builder.WebHost.UseTestServer();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var modules = builder.AddKenminModules(typeof(ImportHost).Assembly, "no-plugins");
        builder.AddKenminPersistence(await _postgres.CreateDatabaseAsync(), modules, typeof(ImportHost).Assembly);
        builder.Services.AddKenminPages();
        builder.Services.AddKenminApi();
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, SignedInByHeader>("test", null);
        builder.Services.AddAuthorization();
        _app = builder.Build();
        _app.UseKenminApiProblems();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.UseFeatureGates();
        _app.UseAntiforgery();
        _app.UseKenminApi();
        _app.MapKenminApi();
        _app.MapRazorComponents<App>().AddAdditionalAssemblies(modules.PageAssemblies());
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    internal static ClaimsPrincipal Person(string role, params string[] municipalities) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, "0199aaaa-0000-7000-8000-000000000001"),
            new(CurrentUser.DisplayNameClaim, "県 花子"),
            new(ClaimTypes.Role, role),
            .. municipalities.Select(m => new Claim(CurrentUser.MunicipalityClaim, m)),
        ], "test"));

    /// <summary>A client for a person of a role, who sees the given municipalities.</summary>
    internal HttpClient Client(string? role, params string[] municipalities)
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("ja"));
        if (role is not null) client.DefaultRequestHeaders.Add("X-Role", role);
        foreach (var municipality in municipalities) client.DefaultRequestHeaders.Add("X-Municipality", municipality);
        return client;
    }

    internal async Task<Import> UploadAsync(Stream file, string name = "roster.csv", Guid? corrects = null)
    {
        var uploaded = await Desk.UploadAsync(RosterTarget.TargetKey, file, name, Festival, corrects, Owner, TestContext.Current.CancellationToken);
        uploaded.Problems.ShouldBeEmpty();
        return uploaded.Import!;
    }

    /// <summary>Starts an import as staff do, and waits for the messages it sends.</summary>
    internal async Task<Import> RunAsync(Guid id)
    {
        await _app.TrackActivity().Timeout(TimeSpan.FromMinutes(2)).ExecuteAndWaitAsync(
            (Func<IMessageContext, Task>)(bus => bus.InvokeAsync<ImportStarted>(new StartImport(id))));
        return await FindAsync(id);
    }

    internal async Task<Import> FindAsync(Guid id)
    {
        await using var session = Store.QuerySession();
        return (await session.LoadAsync<Import>(id, TestContext.Current.CancellationToken))!;
    }

    internal async Task<Import> ImportAsync(Stream file, string name = "roster.csv", Guid? corrects = null) =>
        await RunAsync((await UploadAsync(file, name, corrects)).Id);

    /// <summary>The number of rows an SQL query counts.</summary>
    internal async Task<long> CountAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private sealed class SignedInByHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers.TryGetValue("X-Role", out var role)
                ? AuthenticateResult.Success(new(Person(role!, [.. Request.Headers["X-Municipality"].OfType<string>()]), "test"))
                : AuthenticateResult.NoResult());
    }
}
