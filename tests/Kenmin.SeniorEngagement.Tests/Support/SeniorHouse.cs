using System.Reflection;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence.Audit;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;
using Wolverine.Tracking;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.SeniorEngagement")]

namespace Kenmin.SeniorEngagement.Tests.Support;

/// <summary>What was sent to other modules, one document for each delivery.</summary>
public sealed class Delivered
{
    public Guid Id { get; set; }
    public Guid About { get; set; }
    public string What { get; set; } = "";
}

/// <summary>The modules that keep notices and consents, as far as these tests need them.</summary>
public static class DeliveredHandler
{
    public static void Handle(NoticeIssued message, IDocumentSession session) => session.Store(new Delivered { Id = Guid.CreateVersion7(), About = message.AccountId, What = message.Subject.Ja });

    public static void Handle(PointsStanding message, IDocumentSession session) =>
        session.Store(new Delivered { Id = Guid.CreateVersion7(), About = message.AccountId ?? message.FactId, What = $"points v{message.Version} {message.Collected}/{message.Left}" });

    public static void Handle(CertificateGiven message, IDocumentSession session) =>
        session.Store(new Delivered { Id = Guid.CreateVersion7(), About = message.AccountId, What = $"licence v{message.Version} {message.Number}" });

    public static void Handle(ConsentGiven message, IDocumentSession session) => session.Store(new Delivered { Id = Guid.CreateVersion7(), About = message.PersonId, What = "given" });

    public static void Handle(ConsentEnded message, IDocumentSession session) => session.Store(new Delivered { Id = Guid.CreateVersion7(), About = message.PersonId, What = "ended" });

    public static void Handle(PersonConnected message, IDocumentSession session) => session.Store(new Delivered { Id = Guid.CreateVersion7(), About = message.PersonId, What = $"connected {message.AccountId}" });
}

/// <summary>The module with pages and API on a real database, from noon on Wednesday, 10 June 2026 on.</summary>
public sealed class SeniorHouse() : ModuleHouse<ISeniorEngagementStore>(new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9))), IAsyncLifetime
{
    public static readonly Doer Office = new(new("0199aaaa-0000-7000-8000-0000000000ad"), "見本 市太郎");

    /// <summary>A person whom staff entered from paper.</summary>
    public async Task<CardHolder> OnPaperAsync(CardAnswers? answers = null, string municipality = Yamaguchi, string? phone = null)
    {
        var id = Guid.CreateVersion7();
        (await SendAsync(new SaveCard(id, null, new($"見本 紙{NextNumber()}", phone ?? "083-933-0000", municipality, 1940), answers, Office, ActingAs.Staff))).Problem.ShouldBeNull();
        return await LoadAsync<CardHolder>(id);
    }

    /// <summary>A holder of an account with a card.</summary>
    public async Task<(CardHolder Holder, Doer Self)> ResidentAsync(CardAnswers? answers = null)
    {
        Doer self = new(Guid.CreateVersion7(), $"見本 県民{NextNumber()}");
        var id = Guid.CreateVersion7();
        (await SendAsync(new SaveCard(id, null, new(self.Name, "", Yamaguchi, 1955), answers, self, ActingAs.Self))).Problem.ShouldBeNull();
        return (await LoadAsync<CardHolder>(id), self);
    }

    /// <summary>Somebody who acts for a person.</summary>
    public async Task<(Proxy Proxy, Doer Daughter)> ProxyAsync(CardHolder holder, Doer by, ActingAs @as, DateOnly? until = null)
    {
        var (id, code, daughter) = (Guid.CreateVersion7(), Proxy.Codes.New(), new Doer(Guid.CreateVersion7(), "見本 娘"));
        (await SendAndWaitAsync(new OpenProxy(id, holder.Id, "むすめ", ProxyRelation.Family, "活動を探す", until ?? Today.AddMonths(1), code, by, @as, ConsentChannel.Counter))).Problem.ShouldBeNull();
        (await SendAndWaitAsync(new AcceptProxy(PrintedCode.Shown(code).ToLowerInvariant(), daughter))).Problem.ShouldBeNull();
        return (await LoadAsync<Proxy>(id), daughter);
    }

    public OpportunityPublished Opportunity(string title, DateTimeOffset starts, int minutes = 60, GeoPoint? at = null, string municipality = Yamaguchi, long version = 1, Guid? id = null, Suitability? suits = null) => new(
        "clean-up", id ?? Guid.CreateVersion7(), version, Clock.GetUtcNow(), new("清掃活動", "Clean-up"), new(title, title), new("", ""), starts, starts.AddMinutes(minutes), municipality, $"見本{NextNumber()}公園", at,
        null, "/clean-up", null, FiscalYear.Of(starts), suits ?? Suitability.NotKnown);

    /// <summary>What was sent about a person.</summary>
    public async Task<IReadOnlyList<string>> DeliveredAsync(Guid about)
    {
        await using var session = Services.GetRequiredService<IDocumentStore>().QuerySession();
        return [.. (await session.Query<Delivered>().Where(n => n.About == about).OrderBy(n => n.Id).ToListAsync()).Select(n => n.What)];
    }

    /// <summary>Whose data an account was shown.</summary>
    public async Task<IReadOnlyList<AuditEntry>> LooksAsync(Guid actor) =>
        [.. (await Services.GetRequiredService<IAuditTrail>().FindAsync(new(ActorId: actor), CancellationToken.None)).Select(e => e.Entry)];

}
