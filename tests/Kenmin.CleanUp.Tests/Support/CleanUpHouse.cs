using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Client;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Rules;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;
using Wolverine.Tracking;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.CleanUp")]

namespace Kenmin.CleanUp.Tests.Support;

/// <summary>A notice as it was delivered; one document for each delivery, so that a second one is seen.</summary>
public sealed class DeliveredNotice
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public string Subject { get; set; } = "";
    public string Body { get; set; } = "";
}

/// <summary>The module that keeps notices, as far as these tests need it.</summary>
public static class DeliveredNoticeHandler
{
    public static void Handle(NoticeIssued message, IDocumentSession session) => session.Store(new DeliveredNotice
    {
        Id = Guid.CreateVersion7(), AccountId = message.AccountId, Subject = message.Subject.Ja, Body = message.Body.Ja,
    });
}

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

    /// <summary>The services outside that the module asks. They know nothing unless a test says otherwise.</summary>
    public OutsideServer Outside { get; } = new(_ => null);

    public async ValueTask InitializeAsync()
    {
        _host = await ModuleHost.StartAsync(typeof(CleanUpHouse).Assembly, new()
        {
            Clock = Clock, SignInPage = "/accounts/sign-in",
            Settings = new Dictionary<string, string>
            {
                ["Outside:Allowed"] = "true", ["Modules:clean-up:Weather:Address"] = $"{Outside.Address}/warning", ["Modules:clean-up:Weather:FirstWait"] = "00:00:00.01",
                ["Modules:clean-up:Addresses:Address"] = $"{Outside.Address}/address", ["Modules:clean-up:Addresses:PositionAddress"] = $"{Outside.Address}/position",
                ["Modules:clean-up:Addresses:AttemptTimeout"] = "00:00:01", ["Modules:clean-up:Addresses:TotalTimeout"] = "00:00:03", ["Modules:clean-up:Addresses:FirstWait"] = "00:00:00.01",
            },
        });
        // A test reads right after it wrote.
        Services.GetRequiredService<LiveResults>().Spacing = TimeSpan.Zero;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await Outside.DisposeAsync();
    }

    /// <summary>A file of the tests' data.</summary>
    public static string Data(string file) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "Data", file));

    public async Task HandleAsync(object message)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(message);
    }

    public Task<T> HandleAsync<T>(object message) => SendAsync<T>(message);

    /// <summary>The answer of one of the module's subscribers.</summary>
    public async Task<T> AnswerAsync<T>(string subscriber, object message)
        where T : class
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().EndpointFor(subscriber).InvokeAsync<T>(message);
    }

    public static int NextNumber() => Interlocked.Increment(ref _number);

    public Task<CommandAnswer> SendAsync(object command) => SendAsync<CommandAnswer>(command);

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

    public async Task<Group> GroupAsync(Guid leader, GroupKind kind = GroupKind.Neighbourhood)
    {
        var id = Guid.CreateVersion7();
        (await SendAsync(new RegisterGroup(id, kind, $"見本自治会{NextNumber()}", Yamaguchi, "見本 代表", "083-933-0000", leader))).Problem.ShouldBeNull();
        return await LoadAsync<Group>(id);
    }

    /// <summary>A plan for 14 June 2026 by a group of its own.</summary>
    public async Task<PlanActivity> PlanAsync(Campaign campaign, Site site, Guid leader, int helpers = 0, int people = 10) => new(
        Guid.CreateVersion7(), campaign.Id, site.Id, (await GroupAsync(leader)).Id, new(2026, 6, 14), new(9, 0), new(11, 0), "見本駐車場", "", people, helpers, leader);

    /// <summary>An accepted activity on 14 June 2026.</summary>
    public async Task<Activity> AcceptedAsync(Campaign campaign, Site site, Guid leader, int helpers = 0, int people = 10)
    {
        var plan = await PlanAsync(campaign, site, leader, helpers, people);
        (await SendAsync(plan)).Problem.ShouldBeNull();
        (await SendAndWaitAsync(new DecideActivity(plan.Id, true, null, Administrator))).Problem.ShouldBeNull();
        return await LoadAsync<Activity>(plan.Id);
    }

    /// <summary>Sends a command and waits until all that follows from it is done.</summary>
    public async Task<CommandAnswer> SendAndWaitAsync(object command)
    {
        CommandAnswer? answer = null;
        await Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync(AskAsync);
        return answer!;

        async Task AskAsync(IMessageContext bus) => answer = await bus.InvokeAsync<CommandAnswer>(command);
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

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<IReadOnlyList<DeliveredNotice>> NoticesAsync(Guid account)
    {
        await using var session = Services.GetRequiredService<IDocumentStore>().QuerySession();
        return await session.Query<DeliveredNotice>().Where(n => n.AccountId == account).ToListAsync();
    }

    public Visitor Resident(Guid account) => Visitor(Roles.Resident, account);

    /// <summary>A browser without scripts; of a visitor when no role is said.</summary>
    public Visitor Visitor(string? role = null, Guid? account = null, params string[] municipalities) =>
        new(_host!.Client(role is null ? null : new SignedInPerson(account ?? Guid.CreateVersion7(), role, $"見本 {role}", municipalities)));

    /// <summary>The typed client of a person.</summary>
    public T Api<T>(SignedInPerson person)
        where T : class => new ServiceCollection()
        .AddKenminClient(new("http://localhost"), configure: c =>
        {
            c.ConfigurePrimaryHttpMessageHandler(() => _host!.Handler());
            c.ConfigureHttpClient(http => http.SignIn(person));
        })
        .BuildServiceProvider().GetRequiredService<T>();

    public Visitor Staff(string municipality = Yamaguchi) => Visitor(Roles.MunicipalStaff, null, municipality);
}

internal static class Json
{
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>());
}
