using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Rules;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.CleanUp")]

namespace Kenmin.CleanUp.Tests.Support;

/// <summary>The module with pages and API on a real database, at noon on 10 June 2026 unless a test lets time pass.</summary>
public sealed class CleanUpHouse : IAsyncLifetime
{
    public const string Yamaguchi = "352039", Hagi = "352047";

    public static readonly DateTimeOffset Noon = new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9));
    public static readonly Doer Administrator = new(new("0199aaaa-0000-7000-8000-0000000000ad"), "見本 管理");

    private static int _number;
    private ModuleHost? _host;

    public JumpingClock Clock { get; } = new(Noon);

    public IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync() => _host = await ModuleHost.StartAsync(typeof(CleanUpHouse).Assembly, new() { Clock = Clock, SignInPage = "/accounts/sign-in" });

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    public static int NextNumber() => Interlocked.Increment(ref _number);

    public Task<CleanUpAnswer> SendAsync(object command) => SendAsync<CleanUpAnswer>(command);

    public async Task<T> SendAsync<T>(object command)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<T>(command);
    }

    /// <summary>A published campaign of June 2026 with a name of its own.</summary>
    public async Task<Campaign> CampaignAsync(bool published = true)
    {
        var id = Guid.CreateVersion7();
        (await SendAsync(new SaveCampaign(id, null, new($"見本の一斉清掃{NextNumber()}", ""), new("", ""), new(2026, 6, 1), new(2026, 6, 30), new(2026, 6, 25)))).Problem.ShouldBeNull();
        if (published) (await SendAsync(new PublishCampaign(id, true))).Problem.ShouldBeNull();
        return await LoadAsync<Campaign>(id);
    }

    public async Task<MunicipalityRules> RulesAsync(Campaign campaign, string municipality = Yamaguchi, Func<SaveRules, SaveRules>? change = null)
    {
        var command = new SaveRules(
            campaign.Id, municipality, [new(2026, 6, 15), new(2026, 6, 29)], 100, 5, 15, 7, new("燃やせるごみと、その他に分けます。", ""), "見本市環境課", "083-933-0000", "");
        (await SendAsync(change?.Invoke(command) ?? command)).Problem.ShouldBeNull();
        return await LoadAsync<MunicipalityRules>(MunicipalityRules.IdOf(campaign.Id, municipality));
    }

    public async Task<Site> SiteAsync(string municipality = Yamaguchi)
    {
        var id = Guid.CreateVersion7();
        var office = Municipality.ByCode(municipality)!.Office;
        (await SendAsync(new SaveSite(id, municipality, $"見本の場所{NextNumber()}", SiteKind.River, office, 500, "", Closed: false))).Problem.ShouldBeNull();
        return await LoadAsync<Site>(id);
    }

    public async Task<T> LoadAsync<T>(Guid id)
        where T : class => await FindAsync<T>(id) ?? throw new InvalidOperationException($"There is no {typeof(T).Name} {id}.");

    public async Task<T?> FindAsync<T>(Guid id)
        where T : class
    {
        await using var session = Services.GetRequiredService<ICleanUpStore>().QuerySession();
        return await session.LoadAsync<T>(id);
    }

    public async Task<IReadOnlyList<T>> AllAsync<T>()
        where T : class
    {
        await using var session = Services.GetRequiredService<ICleanUpStore>().QuerySession();
        return await session.Query<T>().ToListAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A browser without scripts; of a visitor when no role is said.</summary>
    public Visitor Visitor(string? role = null, Guid? account = null, params string[] municipalities) =>
        new(_host!.Client(role is null ? null : new SignedInPerson(account ?? Guid.CreateVersion7(), role, $"見本 {role}", municipalities)));

    public Visitor Staff(string municipality = Yamaguchi) => Visitor(Roles.MunicipalStaff, null, municipality);
}

internal static class Json
{
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>());
}
