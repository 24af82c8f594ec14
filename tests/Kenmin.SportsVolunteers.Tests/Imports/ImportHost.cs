using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Imports.Roster;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Wolverine;
using Wolverine.Tracking;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.SportsVolunteers")]

namespace Kenmin.SportsVolunteers.Tests.Imports;

/// <summary>The module on a real database, with its pages and its API; the tests say who is signed in.</summary>
public sealed class ImportHost : IAsyncLifetime
{
    private ModuleHost? _host;

    internal IServiceProvider Services => _host!.Services;

    internal ISportsVolunteersStore Store => Services.GetRequiredService<ISportsVolunteersStore>();

    internal ImportDesk Desk => Services.GetRequiredService<ImportDesk>();

    internal NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    internal static ClaimsPrincipal Owner { get; } = Person(Roles.ProgramOwner);

    internal static Dictionary<string, string> Festival { get; } =
        new() { [RosterTarget.Festival] = "県民スポーツ大会", [RosterTarget.Year] = "令和8年度" };

    public async ValueTask InitializeAsync() => _host = await ModuleHost.StartAsync(typeof(ImportHost).Assembly);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    internal static ClaimsPrincipal Person(string role, params string[] municipalities) => Staff(role, municipalities).ToPrincipal();

    /// <summary>A client for a person of a role, who sees the given municipalities.</summary>
    internal HttpClient Client(string? role, params string[] municipalities)
    {
        var client = _host!.Client(role is null ? null : Staff(role, municipalities));
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("ja"));
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
        await Services.GetRequiredService<IHost>().TrackActivity().Timeout(TimeSpan.FromMinutes(2)).ExecuteAndWaitAsync(
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

    private static SignedInPerson Staff(string role, string[] municipalities) =>
        new(Guid.Parse("0199aaaa-0000-7000-8000-000000000001"), role, "県 花子", municipalities);
}
