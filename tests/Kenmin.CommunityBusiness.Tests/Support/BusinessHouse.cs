using System.Reflection;
using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;
using Wolverine.Tracking;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.CommunityBusiness")]

namespace Kenmin.CommunityBusiness.Tests.Support;

/// <summary>A notice that was sent, one document for each delivery.</summary>
public sealed class Delivered
{
    public Guid Id { get; set; }
    public Guid About { get; set; }
    public string What { get; set; } = "";
}

/// <summary>The module that keeps notices, as far as these tests need it.</summary>
public static class DeliveredHandler
{
    public static void Handle(NoticeIssued message, IDocumentSession session) => session.Store(new Delivered { Id = message.NoticeId, About = message.AccountId, What = message.Subject.Ja });
}

/// <summary>The staff of the tests.</summary>
public sealed class Colleagues : IStaffDirectory
{
    public static readonly StaffMember Municipal = new(new("0199aaaa-0000-7000-8000-0000000000c3"), "見本 同僚", "doryo@mihon.example.jp");

    public Task<IReadOnlyList<StaffMember>> HoldersAsync(Guid actor, string role, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StaffMember>>(role == Roles.MunicipalStaff ? [Municipal] : []);
}

/// <summary>The module with pages and API on a real database, from noon on Wednesday, 10 June 2026 on.</summary>
public class BusinessHouse : ModuleHouse<ICommunityBusinessStore>, IAsyncLifetime
{
    public static readonly OfficePowers Office = new(new(new("0199aaaa-0000-7000-8000-0000000000c1"), "見本 市太郎"), [Yamaguchi], false);

    public static readonly OfficePowers Program = new(new(new("0199aaaa-0000-7000-8000-0000000000c2"), "見本 県子"), null, true);

    public BusinessHouse()
        : this(new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9)))
    {
    }

    protected BusinessHouse(DateTimeOffset start)
        : base(start)
    {
    }

    /// <summary>The register of corporations, as these tests find it.</summary>
    public OutsideServer Register { get; } = new(_ => null);

    protected override ModuleHostOptions Options => new()
    {
        AddServices = services => services.AddSingleton<IStaffDirectory>(new Colleagues()),
        Settings = new Dictionary<string, string>
        {
            ["Outside:Allowed"] = "true", ["Modules:community-business:GBizInfo:Address"] = $"{Register.Address}/v2", ["Modules:community-business:GBizInfo:Token"] = "mihon-token",
            ["Modules:community-business:GBizInfo:Retries"] = "0", ["Modules:community-business:GBizInfo:AttemptTimeout"] = "00:00:01", ["Modules:community-business:GBizInfo:TotalTimeout"] = "00:00:03",
        },
    };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Register.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public static Doer Somebody(string name = "見本 起子") => new(Guid.CreateVersion7(), name);

    public static IdeaText Idea(string title = "見本の移動販売", string municipality = Yamaguchi) => new(title, "買い物に行けない人がいる", "空いた軽トラックと朝市の野菜", "婦人会が、坂の上の人に", "週 2 回、注文を聞いて届ける", municipality, "見本地区");

    /// <summary>An idea that was handed in by an account.</summary>
    public async Task<(Venture Venture, Doer Owner)> HandedInAsync(string municipality = Yamaguchi)
    {
        var (id, owner) = (Guid.CreateVersion7(), Somebody());
        (await SendAsync(new SaveIdea(id, Idea(municipality: municipality), null, null, owner, null, 0, true))).Problem.ShouldBeNull();
        return (await LoadAsync<Venture>(id), owner);
    }

    /// <summary>A decision at the gate after a stage: all criteria met, the plan as it is.</summary>
    public async Task<DecideGate> DecisionAsync(Venture venture, GateOutcome outcome, OfficePowers? office = null)
    {
        var rules = await Services.GetRequiredService<VentureReader>().NextGateAsync(venture, CancellationToken.None);
        var plan = await FindAsync<BusinessPlan>(venture.Id);
        return new(venture.Id, venture.Stage, outcome, rules?.Version ?? 1, [.. Enumerable.Range(0, rules?.Criteria.Count ?? 0)], plan is { Versions: > 0 } ? plan.Versions : null,
            "見本の理由", "次を試す", Today.AddDays(30), NextSide.Team, office ?? Program);
    }

    /// <summary>A plan with a version.</summary>
    public async Task<BusinessPlan> PlanAsync(Venture venture, Doer owner, params CashLine[] lines)
    {
        (await SendAsync(new SaveCanvas(venture.Id, Canvas.Empty with { Problem = "坂が多い", Offer = "届ける" }, 0, owner))).Problem.ShouldBeNull();
        if (lines.Length > 0)
        {
            (await SendAsync(new SaveCashStart(venture.Id, new DateOnly(2026, 1, 1), [100_000, 100_000, 100_000], 1, owner))).Problem.ShouldBeNull();
            (await SendAsync(new SaveCashLines(venture.Id, Scenario.Expected, lines, false, 2, owner))).Problem.ShouldBeNull();
        }

        (await SendAsync(new SavePlanVersion(venture.Id, (await LoadAsync<BusinessPlan>(venture.Id)).Revision, "はじめの版", owner))).Problem.ShouldBeNull();
        return await LoadAsync<BusinessPlan>(venture.Id);
    }

    public async Task<IReadOnlyList<VentureStep>> StepsAsync(Guid venture)
    {
        await using var session = Services.GetRequiredService<ICommunityBusinessStore>().QuerySession();
        return await session.Query<VentureStep>().Where(s => s.VentureId == venture).OrderBy(s => s.Number).ToListAsync();
    }

    public async Task<IReadOnlyList<string>> DeliveredAsync(Guid about)
    {
        await using var session = Services.GetRequiredService<IDocumentStore>().QuerySession();
        return [.. (await session.Query<Delivered>().Where(n => n.About == about).ToListAsync()).Select(n => n.What)];
    }

    public async Task<IReadOnlyList<AuditEntry>> LooksAsync(Guid actor) =>
        [.. (await Services.GetRequiredService<IAuditTrail>().FindAsync(new(ActorId: actor), CancellationToken.None)).Select(e => e.Entry)];

}
