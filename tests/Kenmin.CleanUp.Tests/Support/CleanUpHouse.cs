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
public sealed class CleanUpHouse() : ModuleHouse<ICleanUpStore>(Noon), IAsyncLifetime
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9));
    public static readonly Doer Administrator = new(new("0199aaaa-0000-7000-8000-0000000000ad"), "見本 管理");

    /// <summary>The services outside that the module asks. They know nothing unless a test says otherwise.</summary>
    public OutsideServer Outside { get; } = new(_ => null);

    protected override ModuleHostOptions Options => new()
    {
        Settings = new Dictionary<string, string>
        {
            ["Outside:Allowed"] = "true", ["Modules:clean-up:Weather:Address"] = $"{Outside.Address}/warning", ["Modules:clean-up:Weather:FirstWait"] = "00:00:00.01",
            ["Modules:clean-up:Addresses:Address"] = $"{Outside.Address}/address", ["Modules:clean-up:Addresses:PositionAddress"] = $"{Outside.Address}/position",
            ["Modules:clean-up:Addresses:AttemptTimeout"] = "00:00:01", ["Modules:clean-up:Addresses:TotalTimeout"] = "00:00:03", ["Modules:clean-up:Addresses:FirstWait"] = "00:00:00.01",
        },
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        // A test reads right after it wrote.
        Services.GetRequiredService<LiveResults>().Spacing = TimeSpan.Zero;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Outside.DisposeAsync();
    }

    public Task<T> HandleAsync<T>(object message) => SendAsync<T>(message);

    /// <summary>The answer of one of the module's subscribers.</summary>
    public async Task<T> AnswerAsync<T>(string subscriber, object message)
        where T : class
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().EndpointFor(subscriber).InvokeAsync<T>(message);
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

    public async Task<IReadOnlyList<DeliveredNotice>> NoticesAsync(Guid account)
    {
        await using var session = Services.GetRequiredService<IDocumentStore>().QuerySession();
        return await session.Query<DeliveredNotice>().Where(n => n.AccountId == account).ToListAsync();
    }

    /// <summary>The typed client of a person.</summary>
    public T Api<T>(SignedInPerson person)
        where T : class => new ServiceCollection()
        .AddKenminClient(new("http://localhost"), configure: c =>
        {
            c.ConfigurePrimaryHttpMessageHandler(() => Host.Handler());
            c.ConfigureHttpClient(http => http.SignIn(person));
        })
        .BuildServiceProvider().GetRequiredService<T>();

}

internal static class Json
{
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>());
}
