using System.Security.Claims;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Support.Experts;

/// <summary>What staff look for.</summary>
/// <param name="Field">Only who knows this.</param>
/// <param name="Municipality">Only who goes there.</param>
/// <param name="Show">unconfirmed, unlisted, every; else those that are listed.</param>
internal sealed record ExpertFilter(ExpertField? Field = null, string? Municipality = null, string? Show = null)
{
    /// <summary>From what stands in an address; what cannot be read asks for nothing.</summary>
    public static ExpertFilter Of(string? field, string? municipality, string? show) => new(
        Enum.TryParse<ExpertField>(field, ignoreCase: true, out var found) && Enum.IsDefined(found) ? found : null, Kenmin.SharedKernel.Municipality.ByCode(municipality)?.Code6, show);
}

/// <summary>Reads experts: they themselves, staff who work where they go, and teams those that agreed to it.</summary>
internal sealed class ExpertReader(ICommunityBusinessStore store, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>The user's own entry.</summary>
    public async Task<Expert?> OwnAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } me) return null;
        await using var session = store.QuerySession();
        return await session.Query<Expert>().FirstOrDefaultAsync(e => e.AccountId == me, cancellationToken);
    }

    /// <summary>One that staff work with; null when there is none for them. The look is recorded.</summary>
    public async Task<Expert?> ForStaffAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (user.AccountId() is not { } me || await session.LoadAsync<Expert>(id, cancellationToken) is not { } expert || !expert.Municipalities.Any(m => BusinessScope.Covers(user, m))) return null;
        await audit.RecordAsync(new(me, "community-business.expert.viewed", [expert.Subject], id.ToString()), cancellationToken);
        return expert;
    }

    /// <summary>Those that staff work with, by name. The look is recorded.</summary>
    public async Task<IReadOnlyList<Expert>> ListAsync(ExpertFilter filter, ClaimsPrincipal user, CancellationToken cancellationToken, AuditKind kind = AuditKind.View)
    {
        var today = JapanTime.Today(clock);
        await using var session = store.QuerySession();
        var all = await session.Query<Expert>().ToListAsync(cancellationToken);
        List<Expert> found =
        [
            .. all.Where(e => e.Municipalities.Any(m => BusinessScope.Covers(user, m)) && (filter.Field is not { } field || e.Fields.Contains(field)) && (filter.Municipality is not { } place || e.Municipalities.Contains(place)))
                .Where(e => filter.Show switch { "every" => true, "unlisted" => !e.IsListed(today), "unconfirmed" => e.ConfirmedBy is null, _ => e.IsListed(today) })
                .OrderBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.Id),
        ];
        await SeenAsync(user, found, kind, cancellationToken);
        return found;
    }

    /// <summary>Those that teams of a municipality may see. The look is recorded.</summary>
    public async Task<IReadOnlyList<Expert>> ForTeamsAsync(string municipality, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        await using var session = store.QuerySession();
        List<Expert> found = [.. (await session.Query<Expert>().ToListAsync(cancellationToken)).Where(e => e.IsListedForTeams(today) && e.Municipalities.Contains(municipality)).OrderBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.Id)];
        await SeenAsync(user, found, AuditKind.View, cancellationToken);
        return found;
    }

    private async Task SeenAsync(ClaimsPrincipal user, IReadOnlyList<Expert> found, AuditKind kind, CancellationToken cancellationToken)
    {
        if (user.AccountId() is { } me && found.Select(e => e.Subject).Where(s => s != me).Distinct().ToList() is { Count: > 0 } people)
            await audit.RecordAsync(new(me, "community-business.experts.listed", people, "") { Kind = kind }, cancellationToken);
    }
}
