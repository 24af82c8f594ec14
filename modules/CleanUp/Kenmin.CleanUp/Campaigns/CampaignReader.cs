using System.Security.Claims;
using Kenmin.CleanUp.Rules;
using Kenmin.CleanUp.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Campaigns;

/// <summary>Reads campaigns and the rules of municipalities.</summary>
internal sealed class CampaignReader(ICleanUpStore store, CleanUpScope scope)
{
    /// <summary>What everybody sees, the latest first.</summary>
    public async Task<IReadOnlyList<Campaign>> PublishedAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<Campaign>().Where(c => c.Published).OrderByDescending(c => c.FirstDay).Take(200).ToListAsync(cancellationToken);
    }

    /// <summary>What a member of staff sees, the latest first.</summary>
    public async Task<IReadOnlyList<Campaign>> ForStaffAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<Campaign>().OrderByDescending(c => c.FirstDay).Take(500).ToListAsync(cancellationToken);
        return [.. all.Where(c => scope.MaySee(user, c))];
    }

    /// <summary>A campaign that everybody may see; null when there is none.</summary>
    public async Task<Campaign?> PublicAsync(Guid id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { Published: true } found ? found : null;

    /// <summary>A campaign that a member of staff may see; null when there is none.</summary>
    public async Task<Campaign?> ForStaffAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } found && scope.MaySee(user, found) ? found : null;

    /// <summary>A campaign, published or not.</summary>
    public async Task<Campaign?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Campaign>(id, cancellationToken);
    }

    /// <summary>The rules of a municipality; null as long as it has set none.</summary>
    public async Task<MunicipalityRules?> RulesAsync(Guid campaign, string municipality, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<MunicipalityRules>(MunicipalityRules.IdOf(campaign, municipality), cancellationToken);
    }

    /// <summary>The rules of all municipalities that have set them, in the order of their codes.</summary>
    public async Task<IReadOnlyList<MunicipalityRules>> RulesAsync(Guid campaign, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<MunicipalityRules>().Where(r => r.CampaignId == campaign).OrderBy(r => r.MunicipalityCode).ToListAsync(cancellationToken);
    }

    /// <summary>A municipality by the code in an address; null when there is none.</summary>
    public static Municipality? MunicipalityOf(string? code) => Municipality.ByCode(code);
}
