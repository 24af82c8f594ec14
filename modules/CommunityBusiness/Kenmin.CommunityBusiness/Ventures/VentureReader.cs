using System.Security.Claims;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence.Audit;
using Marten;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>What staff look for.</summary>
/// <param name="Stage">Only of this stage.</param>
/// <param name="Municipality">Only of this municipality.</param>
/// <param name="Show">overdue, office (the next step is the office's), stopped; else all that go on.</param>
internal sealed record VentureFilter(VentureStage? Stage = null, string? Municipality = null, string? Show = null)
{
    /// <summary>From what stands in an address; what cannot be read asks for nothing.</summary>
    public static VentureFilter Of(string? stage, string? municipality, string? show) => new(
        Enum.TryParse<VentureStage>(stage, out var found) && Enum.IsDefined(found) ? found : null, Kenmin.SharedKernel.Municipality.ByCode(municipality)?.Code6, show);
}

/// <summary>Reads ventures: the team its own, staff those of their municipalities, and who has the code of a receipt that one.</summary>
internal sealed class VentureReader(ICommunityBusinessStore store, InitiativeDirectory initiatives, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Those of the user, the latest first.</summary>
    public async Task<IReadOnlyList<Venture>> MineAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } me) return [];
        await using var session = store.QuerySession();
        return await session.QueryAsync<Venture>(
            "where d.data ->> 'ownerAccountId' = ? or d.data -> 'team' @> jsonb_build_array(jsonb_build_object('accountId', ?::text)) order by d.id desc", cancellationToken, me.ToString(), me.ToString());
    }

    /// <summary>One of the user's; null when it is not. The look at the others of the team is recorded.</summary>
    public async Task<Venture?> OwnAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (user.AccountId() is not { } me || await session.LoadAsync<Venture>(id, cancellationToken) is not { } venture || !venture.IsOf(me)) return null;
        await SeenAsync(me, "community-business.venture.viewed", [.. venture.Accounts.Where(a => a != me)], id, cancellationToken);
        return venture;
    }

    /// <summary>One that staff work with; null when there is none for them. The look at owner and team is recorded.</summary>
    public async Task<Venture?> ForStaffAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (user.AccountId() is not { } me || await session.LoadAsync<Venture>(id, cancellationToken) is not { State: not VentureState.Draft } venture || !initiatives.MaySee(user, venture)) return null;
        await SeenAsync(me, "community-business.venture.viewed", Subjects(venture), id, cancellationToken);
        return venture;
    }

    /// <summary>One by its receipt; null when number and code do not fit.</summary>
    public async Task<Venture?> ByReceiptAsync(string? number, string? code, CancellationToken cancellationToken)
    {
        var read = VentureWords.ReadNumber(number);
        await using var session = store.QuerySession();
        return await session.Query<Venture>().FirstOrDefaultAsync(v => v.Number == read, cancellationToken) is { OwnerAccountId: null } venture && venture.Opens(code) ? venture : null;
    }

    /// <summary>One by id, without any look at who asks: for who has just sent something with the code.</summary>
    public async Task<Venture?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Venture>(id, cancellationToken);
    }

    /// <summary>Those that staff work with, what is due first first. The look at the owners is recorded.</summary>
    public async Task<IReadOnlyList<Venture>> ListAsync(VentureFilter filter, ClaimsPrincipal user, CancellationToken cancellationToken, AuditKind kind = AuditKind.View)
    {
        await using var session = store.QuerySession();
        IQueryable<Venture> query = session.Query<Venture>().Where(v => v.State != VentureState.Draft);
        if (user.ConfinedToMunicipalities() is { } confined)
        {
            string[] codes = [.. confined];
            query = query.Where(v => v.MunicipalityCode.IsOneOf(codes));
        }

        if (filter.Stage is { } stage) query = query.Where(v => v.Stage == stage);
        if (filter.Municipality is { } municipality) query = query.Where(v => v.MunicipalityCode == municipality);
        query = filter.Show == "stopped" ? query.Where(v => v.State == VentureState.Stopped) : filter.Show == "every" ? query : query.Where(v => v.State == VentureState.Active || filter.Show == "overdue");
        var today = Kenmin.SharedKernel.JapanTime.Today(clock);
        List<Venture> found = [.. (await query.ToListAsync(cancellationToken)).Where(v => initiatives.MaySee(user, v)).Where(v => filter.Show switch { "overdue" => v.IsOverdue(today), "office" => v.Next?.Side == NextSide.Office, _ => true }).OrderBy(v => v.Next?.DueOn).ThenBy(v => v.Id)];
        if (found.Count > 0 && user.AccountId() is { } me) await audit.RecordAsync(new(me, "community-business.ventures.listed", [.. found.SelectMany(Subjects).Distinct()], "") { Kind = kind }, cancellationToken);
        return found;
    }

    /// <summary>The history, the latest first. The look at those who acted is recorded.</summary>
    public async Task<IReadOnlyList<VentureStep>> StepsAsync(Venture venture, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var id = venture.Id;
        await using var session = store.QuerySession();
        var steps = await session.Query<VentureStep>().Where(s => s.VentureId == id).OrderByDescending(s => s.Number).ToListAsync(cancellationToken);
        if (user.AccountId() is { } me) await SeenAsync(me, "community-business.history.viewed", [.. steps.Select(s => s.By.AccountId).Where(a => a != me && a != Guid.Empty).Distinct()], id, cancellationToken);
        return steps;
    }

    /// <summary>The rules of the gate that comes next; null at the last stage.</summary>
    public async Task<GateRules?> NextGateAsync(Venture venture, CancellationToken cancellationToken)
    {
        if (venture.Stage == VentureStage.SelfSupporting) return null;
        await using var session = store.QuerySession();
        return await GateRules.CurrentAsync(session, venture.Stage + 1, cancellationToken);
    }

    /// <summary>The rules of the three gates.</summary>
    public async Task<IReadOnlyList<GateRules>> GatesAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        List<GateRules> gates = [];
        foreach (var to in new[] { VentureStage.Trial, VentureStage.Launch, VentureStage.SelfSupporting }) gates.Add(await GateRules.CurrentAsync(session, to, cancellationToken));
        return gates;
    }

    // Who has no account is known by the venture.
    internal static Guid[] Subjects(Venture venture) => venture.OwnerAccountId is null ? [venture.Id, .. venture.Accounts] : [.. venture.Accounts];

    private async Task SeenAsync(Guid me, string action, IReadOnlyList<Guid> people, Guid venture, CancellationToken cancellationToken)
    {
        if (people.Count > 0) await audit.RecordAsync(new(me, action, people, venture.ToString()), cancellationToken);
    }
}
