using System.Security.Claims;
using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;
using Npgsql;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>An application with all that belongs to it.</summary>
/// <param name="Application">The application.</param>
/// <param name="Venture">The venture; null where it was erased.</param>
/// <param name="Account">What was granted and paid; null before something was granted.</param>
/// <param name="Ledger">What was paid, in its order.</param>
/// <param name="Files">Its files, in the order in which they came.</param>
/// <param name="Own">Whether the reader may not decide on it.</param>
public sealed record MoneyLook(MoneyApplication Application, Venture? Venture, MoneyAccount? Account, IReadOnlyList<MoneyEntry> Ledger, IReadOnlyList<MoneyFile> Files, bool Own)
{
    internal IEnumerable<MoneyFile> Of(MoneyFileUse use, string key) => Files.Where(f => f.Use == use && f.Key == key);
}

/// <summary>A line of the staff's list.</summary>
/// <param name="Application">The application.</param>
/// <param name="Account">What was granted and paid; null before something was granted.</param>
public sealed record MoneyRow(MoneyApplication Application, MoneyAccount? Account);

/// <summary>What staff look for.</summary>
/// <param name="State">Only of this state; null for those under way.</param>
/// <param name="Kind">Only grants, or only loans.</param>
/// <param name="Municipality">Only of this municipality.</param>
/// <param name="Every">Whatever its state.</param>
internal sealed record MoneyFilter(ApplicationState? State = null, MoneyKind? Kind = null, string? Municipality = null, bool Every = false)
{
    /// <summary>From what stands in an address; what cannot be read asks for nothing.</summary>
    public static MoneyFilter Of(string? state, string? kind, string? municipality) => new(
        MoneyWords.ReadState(state), Enum.TryParse<MoneyKind>(kind, ignoreCase: true, out var found) && Enum.IsDefined(found) ? found : null, Kenmin.SharedKernel.Municipality.ByCode(municipality)?.Code6, state == "every");

    public bool Takes(MoneyApplication a) => (Every || (State is { } state ? a.State == state : a.IsOpen)) && (Kind is not { } kind || a.Terms.Kind == kind) && (Municipality is null || a.MunicipalityCode == Municipality);
}

/// <summary>Reads offers and applications: everybody the offers, the team its own applications, staff those of their municipalities.</summary>
internal sealed class MoneyReader(ICommunityBusinessStore store, InitiativeDirectory initiatives, IAuditTrail audit, NpgsqlDataSource database)
{
    /// <summary>All offers, those that close first first.</summary>
    public async Task<IReadOnlyList<MoneyOffer>> OffersAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<MoneyOffer>().OrderBy(o => o.ClosesOn).ThenBy(o => o.Id).ToListAsync(cancellationToken);
    }

    /// <summary>An offer; null when there is none.</summary>
    public async Task<MoneyOffer?> OfferAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<MoneyOffer>(id, cancellationToken);
    }

    /// <summary>The budgets of some offers.</summary>
    public Task<IReadOnlyList<MoneyBudget>> BudgetsAsync(IReadOnlyCollection<Guid> offers, CancellationToken cancellationToken) => database.MoneyBudgetsAsync(offers, cancellationToken);

    /// <summary>Those of a venture, the latest first; who may see the venture may see them.</summary>
    public async Task<IReadOnlyList<MoneyRow>> OfAsync(Guid venture, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await RowsAsync(await session.Query<MoneyApplication>().Where(a => a.VentureId == venture).OrderByDescending(a => a.Id).ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>One of a venture of the user's. The look at the others is recorded.</summary>
    public Task<MoneyLook?> OwnAsync(Guid venture, Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        LookAsync(id, user, (a, v) => a.VentureId == venture && user.AccountId() is { } me && v?.IsOf(me) == true, cancellationToken);

    /// <summary>One that staff work with. The look at the team is recorded.</summary>
    public Task<MoneyLook?> ForStaffAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        LookAsync(id, user, (a, _) => a.State != ApplicationState.Draft && initiatives.MaySee(user, a.MunicipalityCode, a.InitiativeId), cancellationToken);

    /// <summary>Those that staff work with, what is overdue first. The look at who applied is recorded.</summary>
    public async Task<IReadOnlyList<MoneyRow>> ListAsync(MoneyFilter filter, ClaimsPrincipal user, CancellationToken cancellationToken, AuditKind kind = AuditKind.View)
    {
        await using var session = store.QuerySession();
        var found = (await session.Query<MoneyApplication>().Where(a => a.State != ApplicationState.Draft).ToListAsync(cancellationToken))
            .Where(a => initiatives.MaySee(user, a.MunicipalityCode, a.InitiativeId) && filter.Takes(a)).OrderBy(a => a.Next?.DueOn ?? DateOnly.MaxValue).ThenBy(a => a.Id).ToList();
        if (user.AccountId() is { } me && found.Select(a => a.RequestedBy.AccountId).Where(p => p != me && p != Guid.Empty).Distinct().ToList() is { Count: > 0 } people)
            await audit.RecordAsync(new(me, "community-business.applications.listed", people, "") { Kind = kind }, cancellationToken);
        return await RowsAsync(found, cancellationToken);
    }

    /// <summary>How many stand where, of those that staff work with; names nobody.</summary>
    public async Task<IReadOnlyDictionary<ApplicationState, int>> CountsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return (await session.Query<MoneyApplication>().Where(a => a.State != ApplicationState.Draft).Select(a => new { a.State, a.MunicipalityCode, a.InitiativeId }).ToListAsync(cancellationToken))
            .Where(a => initiatives.MaySee(user, a.MunicipalityCode, a.InitiativeId)).GroupBy(a => a.State).ToDictionary(g => g.Key, g => g.Count());
    }

    /// <summary>A file with what is in it, for the team and for staff who work with it. The look is recorded.</summary>
    public async Task<(MoneyFile File, byte[] Bytes)?> FileAsync(Guid id, ClaimsPrincipal user, bool office, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (user.AccountId() is not { } me || await session.LoadAsync<MoneyFile>(id, cancellationToken) is not { } file || await session.LoadAsync<MoneyApplication>(file.ApplicationId, cancellationToken) is not { } application) return null;
        var venture = await session.LoadAsync<Venture>(application.VentureId, cancellationToken);
        if (office ? application.State == ApplicationState.Draft || !initiatives.MaySee(user, application.MunicipalityCode, application.InitiativeId) : venture?.IsOf(me) != true) return null;
        if (People(application, venture).Append(file.By.AccountId).Where(p => p != me && p != Guid.Empty).Distinct().ToList() is { Count: > 0 } people)
            await audit.RecordAsync(new(me, "community-business.money-file.viewed", people, file.Id.ToString()), cancellationToken);
        return await session.MoneyBytesAsync(id, cancellationToken) is { } bytes ? (file, bytes) : null;
    }

    internal static IEnumerable<Guid> People(MoneyApplication application, Venture? venture) =>
        (venture is null ? [] : VentureReader.Subjects(venture)).Append(application.RequestedBy.AccountId).Concat(application.History.Select(h => h.By.AccountId)).Where(p => p != Guid.Empty).Distinct();

    private async Task<IReadOnlyList<MoneyRow>> RowsAsync(IReadOnlyList<MoneyApplication> found, CancellationToken cancellationToken)
    {
        var accounts = await database.MoneyAccountsAsync([.. found.Select(a => a.Id)], cancellationToken);
        return [.. found.Select(a => new MoneyRow(a, accounts.GetValueOrDefault(a.Id)))];
    }

    private async Task<MoneyLook?> LookAsync(Guid id, ClaimsPrincipal user, Func<MoneyApplication, Venture?, bool> may, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (user.AccountId() is not { } me || await session.LoadAsync<MoneyApplication>(id, cancellationToken) is not { } application) return null;
        var venture = await session.LoadAsync<Venture>(application.VentureId, cancellationToken);
        if (!may(application, venture)) return null;
        if (People(application, venture).Where(p => p != me).ToList() is { Count: > 0 } people) await audit.RecordAsync(new(me, "community-business.application.viewed", people, id.ToString()), cancellationToken);
        var files = await session.Query<MoneyFile>().Where(f => f.ApplicationId == id).OrderBy(f => f.Id).ToListAsync(cancellationToken);
        var account = (await database.MoneyAccountsAsync([id], cancellationToken)).GetValueOrDefault(id);
        return new(application, venture, account, await database.MoneyEntriesAsync(id, cancellationToken), files, MoneyWork.IsOwn(application, venture, me));
    }
}
