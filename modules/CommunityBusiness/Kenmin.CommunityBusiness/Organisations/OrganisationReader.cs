using System.Security.Claims;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>Reads organisations for those whom they concern. Looks at another's are in the audit log first.</summary>
internal sealed class OrganisationReader(ICommunityBusinessStore store, IAuditTrail audit)
{
    internal const int MostListed = 500;

    /// <summary>The own ones.</summary>
    public async Task<IReadOnlyList<Organisation>> MineAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } account) return [];
        await using var session = store.QuerySession();
        return await session.Query<Organisation>().Where(o => o.OwnerAccountId == account).OrderBy(o => o.Id).ToListAsync(cancellationToken);
    }

    /// <summary>An own one; null when it is another's.</summary>
    public async Task<Organisation?> OwnAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Organisation>(id, cancellationToken) is { OwnerAccountId: { } owner } found && owner == user.AccountId() ? found : null;
    }

    /// <summary>Those of staff's municipalities whose name, reading or number holds a text, by name.</summary>
    public async Task<IReadOnlyList<Organisation>> ListAsync(string? text, ClaimsPrincipal user, CancellationToken cancellationToken, AuditKind kind = AuditKind.View)
    {
        await using var session = store.QuerySession();
        IQueryable<Organisation> query = session.Query<Organisation>();
        if (user.ConfinedToMunicipalities() is { } confined)
        {
            string[] codes = [.. confined];
            query = query.Where(o => o.MunicipalityCode.IsOneOf(codes));
        }

        var key = FoldedText.OfName(text);
        IReadOnlyList<Organisation> found =
        [
            .. (await query.ToListAsync(cancellationToken)).Where(o => key.Length == 0 || Holds(o.Name.Text, key) || Holds(o.Kana.Text, key) || Holds(o.Number ?? "", key))
                .OrderBy(o => o.Name.Text, StringComparer.Ordinal).ThenBy(o => o.Id).Take(MostListed),
        ];
        await RecordAsync(user, "community-business.organisations.listed", found, kind, cancellationToken);
        return found;
    }

    /// <summary>One of staff's municipalities; null when it is not.</summary>
    public async Task<Organisation?> ForStaffAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Organisation>(id, cancellationToken) is not { } found || !Scope.BusinessScope.Covers(user, found.MunicipalityCode)) return null;
        await RecordAsync(user, "community-business.organisation.viewed", [found], AuditKind.View, cancellationToken);
        return found;
    }

    /// <summary>The one that runs a venture, for who may see the venture; null where there is none, or none any more.</summary>
    public async Task<Organisation?> OfVentureAsync(Venture venture, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (venture.OrganisationId is not { } id) return null;
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Organisation>(id, cancellationToken) is not { } found) return null;
        await RecordAsync(user, "community-business.organisation.viewed", [found], AuditKind.View, cancellationToken);
        return found;
    }

    /// <summary>The ventures that an organisation runs, as far as the user works with them.</summary>
    public async Task<IReadOnlyList<Venture>> VenturesAsync(Guid organisation, Func<Venture, bool> visible, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return [.. (await session.Query<Venture>().Where(v => v.OrganisationId == organisation).OrderBy(v => v.Id).ToListAsync(cancellationToken)).Where(visible)];
    }

    private static bool Holds(string text, string key) => FoldedText.OfName(text).Contains(key, StringComparison.Ordinal);

    // An organisation is no person, but whose it is is one, and a sole proprietor's name and address are a person's.
    private async Task RecordAsync(ClaimsPrincipal user, string action, IReadOnlyList<Organisation> seen, AuditKind kind, CancellationToken cancellationToken)
    {
        var me = user.AccountId();
        Guid[] people = [.. seen.Where(o => o.OwnerAccountId is null || o.OwnerAccountId != me).Select(o => o.OwnerAccountId ?? o.Id).Distinct()];
        if (people.Length > 0) await audit.RecordAsync(new(me, action, people, seen is [var one] ? one.Id.ToString() : "") { Kind = kind }, cancellationToken);
    }
}
