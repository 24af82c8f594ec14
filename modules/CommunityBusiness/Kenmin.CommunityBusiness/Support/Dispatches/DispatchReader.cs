using System.Security.Claims;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;
using Npgsql;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>A dispatch with its venture and its expert.</summary>
/// <param name="Dispatch">The dispatch.</param>
/// <param name="Venture">The venture.</param>
/// <param name="Expert">The expert; null before the approval, and where they are registered no more.</param>
internal sealed record DispatchLook(Dispatch Dispatch, Venture Venture, Expert? Expert);

/// <summary>Who can be sent, and who cannot.</summary>
/// <param name="Fit">Who can, the best first.</param>
/// <param name="Misfits">Who cannot, and why.</param>
public sealed record DispatchMatches(IReadOnlyList<ExpertMatch> Fit, IReadOnlyList<ExpertMisfit> Misfits);

/// <summary>Reads dispatches: the team its own, the expert the own visits, staff those of their municipalities.</summary>
internal sealed class DispatchReader(ICommunityBusinessStore store, InitiativeDirectory initiatives, IAuditTrail audit, NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Those of a venture, the latest first; who may see the venture may see them.</summary>
    public async Task<IReadOnlyList<Dispatch>> OfAsync(Guid venture, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<Dispatch>().Where(d => d.VentureId == venture).OrderByDescending(d => d.Id).ToListAsync(cancellationToken);
    }

    /// <summary>One of a venture of the user's. The look at the expert is recorded.</summary>
    public Task<DispatchLook?> OwnAsync(Guid venture, Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        LookAsync(id, user, l => l.Venture.Id == venture && user.AccountId() is { } me && l.Venture.IsOf(me), cancellationToken);

    /// <summary>One that staff work with. The look at team and expert is recorded.</summary>
    public Task<DispatchLook?> ForStaffAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) => LookAsync(id, user, l => BusinessScope.Covers(user, l.Dispatch.MunicipalityCode) && initiatives.MaySee(user, l.Venture), cancellationToken);

    /// <summary>One to which the user was sent. The look at the team is recorded.</summary>
    public Task<DispatchLook?> ForExpertAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) => LookAsync(id, user, l => user.AccountId() is { } me && l.Expert?.AccountId == me, cancellationToken);

    /// <summary>The visits of an expert, the latest first: to the expert all, to staff those to their municipalities. Whose businesses are seen is recorded.</summary>
    public async Task<IReadOnlyList<DispatchLook>> VisitsAsync(Expert expert, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var (id, me) = ((Guid?)expert.Id, user.AccountId());
        await using var session = store.QuerySession();
        var found = (await session.Query<Dispatch>().Where(d => d.ExpertId == id).OrderByDescending(d => d.Id).ToListAsync(cancellationToken)).Where(d => (me is not null && expert.AccountId == me) || BusinessScope.Covers(user, d.MunicipalityCode)).ToList();
        var looks = (await WithAsync(session, found, cancellationToken)).Where(l => (me is not null && expert.AccountId == me) || initiatives.MaySee(user, l.Venture)).ToList();
        if (me is { } actor && looks.SelectMany(l => VentureReader.Subjects(l.Venture)).Where(p => p != actor).Distinct().ToList() is { Count: > 0 } people)
            await audit.RecordAsync(new(actor, "community-business.visits.listed", people, expert.Id.ToString()) { Kind = AuditKind.View }, cancellationToken);
        return looks;
    }

    /// <summary>Those that staff work with: open ones by their day, or all of a state. The look is recorded.</summary>
    public async Task<IReadOnlyList<DispatchLook>> ListAsync(DispatchState? state, ClaimsPrincipal user, CancellationToken cancellationToken, AuditKind kind = AuditKind.View, bool every = false)
    {
        await using var session = store.QuerySession();
        var all = (await session.Query<Dispatch>().ToListAsync(cancellationToken)).Where(d => BusinessScope.Covers(user, d.MunicipalityCode) && (every || (state is { } one ? d.State == one : d.IsOpen))).OrderBy(d => d.Day).ThenBy(d => d.Id).ToList();
        var looks = (await WithAsync(session, all, cancellationToken)).Where(l => initiatives.MaySee(user, l.Venture)).ToList();
        if (user.AccountId() is { } me && looks.Count > 0) await audit.RecordAsync(new(me, "community-business.dispatches.listed", [.. looks.SelectMany(People).Where(p => p != me).Distinct()], "") { Kind = kind }, cancellationToken);
        return looks;
    }

    /// <summary>Who can be sent, and who cannot and why. The look at them is recorded.</summary>
    public async Task<DispatchMatches> MatchesAsync(DispatchLook look, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        await using var session = store.QuerySession();
        List<Expert> experts = [.. (await session.Query<Expert>().ToListAsync(cancellationToken)).Where(e => e.Municipalities.Any(m => BusinessScope.Covers(user, m)) && e.IsListed(today))];
        var dispatch = look.Dispatch;
        ExpertNeed need = new(dispatch.Fields, dispatch.MunicipalityCode, dispatch.Minutes, dispatch.WishedOn, [.. look.Venture.Accounts]);
        var loads = await ExpertLoad.OfAsync(session, [.. experts.Select(e => e.Id)], need.Day, cancellationToken);
        if (user.AccountId() is { } me && experts.Count > 0) await audit.RecordAsync(new(me, "community-business.experts.matched", [.. experts.Select(e => e.Subject).Distinct()], dispatch.Id.ToString()) { Kind = AuditKind.View }, cancellationToken);
        return new(ExpertMatching.Rank(experts, need, loads, today), ExpertMatching.Misfits(experts, need, loads, today));
    }

    /// <summary>The budgets of a fiscal year that the user works with; the prefecture's comes last.</summary>
    public async Task<IReadOnlyList<HoursBudget>> BudgetsAsync(FiscalYear year, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        [.. (await database.BudgetsAsync(year.StartYear, cancellationToken)).Where(b => b.Payer == HoursBook.Prefecture || BusinessScope.Covers(user, b.Payer)).OrderBy(b => b.Payer, StringComparer.Ordinal)];

    private async Task<DispatchLook?> LookAsync(Guid id, ClaimsPrincipal user, Func<DispatchLook, bool> may, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (user.AccountId() is not { } me || await session.LoadAsync<Dispatch>(id, cancellationToken) is not { } dispatch
            || (await WithAsync(session, [dispatch], cancellationToken)).SingleOrDefault() is not { } look || !may(look)) return null;
        if (People(look).Where(p => p != me).Distinct().ToList() is { Count: > 0 } people) await audit.RecordAsync(new(me, "community-business.dispatch.viewed", people, id.ToString()), cancellationToken);
        return look;
    }

    private static IEnumerable<Guid> People(DispatchLook look) => [.. VentureReader.Subjects(look.Venture), .. look.Expert is { } expert ? new[] { expert.Subject } : []];

    private static async Task<IReadOnlyList<DispatchLook>> WithAsync(IQuerySession session, IReadOnlyList<Dispatch> dispatches, CancellationToken cancellationToken)
    {
        var ventures = (await session.LoadManyAsync<Venture>(cancellationToken, [.. dispatches.Select(d => d.VentureId).Distinct()])).ToDictionary(v => v.Id);
        var experts = (await session.LoadManyAsync<Expert>(cancellationToken, [.. dispatches.Select(d => d.ExpertId).OfType<Guid>().Distinct()])).ToDictionary(e => e.Id);
        return [.. dispatches.Where(d => ventures.ContainsKey(d.VentureId)).Select(d => new DispatchLook(d, ventures[d.VentureId], d.ExpertId is { } id ? experts.GetValueOrDefault(id) : null))];
    }
}
