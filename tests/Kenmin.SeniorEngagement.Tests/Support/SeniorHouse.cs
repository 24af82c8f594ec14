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
public sealed class SeniorHouse : IAsyncLifetime
{
    public const string Yamaguchi = "352039", Hagi = "352047";

    public static readonly Doer Office = new(new("0199aaaa-0000-7000-8000-0000000000ad"), "見本 市太郎");

    private static int _number;
    private ModuleHost? _host;

    public JumpingClock Clock { get; } = new(new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9)));

    public DateOnly Today => JapanTime.Today(Clock);

    public IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync() => _host = await ModuleHost.StartAsync(typeof(SeniorHouse).Assembly, new() { Clock = Clock, SignInPage = "/accounts/sign-in" });

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    public static int NextNumber() => Interlocked.Increment(ref _number);

    public Task<CommandAnswer> SendAsync(object command) => SendAsync<CommandAnswer>(command);

    public async Task<T> SendAsync<T>(object command)
    {
        await using var scope = Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<T>(command))!;
    }

    public async Task HandleAsync(object message)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(message);
    }

    /// <summary>Sends a command and waits until all that follows from it is done.</summary>
    public async Task<CommandAnswer> SendAndWaitAsync(object command)
    {
        CommandAnswer? answer = null;
        await Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync(AskAsync);
        return answer!;

        async Task AskAsync(IMessageContext bus) => answer = await bus.InvokeAsync<CommandAnswer>(command);
    }

    /// <summary>Sends a message and waits until all that follows from it is done.</summary>
    public async Task HandleAndWaitAsync(object message) => await Services.TrackActivity().Timeout(TimeSpan.FromSeconds(60)).SendMessageAndWaitAsync(message);

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

    public void GoTo(DateOnly day) => Clock.Advance(JapanTime.At(day, new(12, 0)) - Clock.GetUtcNow());

    public async Task<T> LoadAsync<T>(Guid id)
        where T : class => await FindAsync<T>(id) ?? throw new InvalidOperationException($"There is no {typeof(T).Name} {id}.");

    public async Task<T?> FindAsync<T>(Guid id)
        where T : class
    {
        await using var session = Services.GetRequiredService<ISeniorEngagementStore>().QuerySession();
        return await session.LoadAsync<T>(id);
    }

    public async Task<IReadOnlyList<T>> AllAsync<T>()
        where T : class
    {
        await using var session = Services.GetRequiredService<ISeniorEngagementStore>().QuerySession();
        return await session.Query<T>().ToListAsync();
    }

    public async Task StoreAsync(params object[] documents)
    {
        await using var session = Services.GetRequiredService<ISeniorEngagementStore>().LightweightSession();
        session.StoreObjects(documents);
        await session.SaveChangesAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What was sent about a person.</summary>
    public async Task<IReadOnlyList<string>> DeliveredAsync(Guid about)
    {
        await using var session = Services.GetRequiredService<IDocumentStore>().QuerySession();
        return [.. (await session.Query<Delivered>().Where(n => n.About == about).OrderBy(n => n.Id).ToListAsync()).Select(n => n.What)];
    }

    /// <summary>Whose data an account was shown.</summary>
    public async Task<IReadOnlyList<AuditEntry>> LooksAsync(Guid actor) =>
        [.. (await Services.GetRequiredService<IAuditTrail>().FindAsync(new(ActorId: actor), CancellationToken.None)).Select(e => e.Entry)];

    public Visitor Resident(Doer who) => new(_host!.Client(new(who.AccountId, Roles.Resident, who.Name, [])));

    /// <summary>A browser without scripts; of a visitor when no role is said.</summary>
    public Visitor Visitor(string? role = null, Guid? account = null, params string[] municipalities) =>
        new(_host!.Client(role is null ? null : new SignedInPerson(account ?? Guid.CreateVersion7(), role, $"見本 {role}", municipalities)));

    public Visitor Staff(string municipality = Yamaguchi, Guid? account = null) => Visitor(Roles.MunicipalStaff, account, municipality);
}
