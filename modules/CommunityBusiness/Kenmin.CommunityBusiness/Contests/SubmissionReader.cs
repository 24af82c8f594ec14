using System.Security.Claims;
using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Marten;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>A submission and its call.</summary>
internal sealed record SubmissionLine(Submission Submission, Call Call);

/// <summary>A venture that can be handed in, with the organisation behind it.</summary>
internal sealed record OwnVenture(Venture Venture, Organisation? Organisation);

/// <summary>What somebody handed in, and what they could hand in. Nothing of others.</summary>
internal sealed class SubmissionReader(ICommunityBusinessStore store)
{
    /// <summary>The own submissions, the latest first.</summary>
    public async Task<IReadOnlyList<SubmissionLine>> OwnAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } account) return [];
        await using var session = store.QuerySession();
        var own = await session.Query<Submission>().Where(s => s.OwnerAccountId == account).ToListAsync(cancellationToken);
        var calls = (await session.LoadManyAsync<Call>(cancellationToken, [.. own.Select(s => s.CallId).Distinct()])).ToDictionary(c => c.Id);
        return [.. own.Where(s => calls.ContainsKey(s.CallId)).OrderByDescending(s => s.ChangedAt).Select(s => new SubmissionLine(s, calls[s.CallId]))];
    }

    /// <summary>An own submission; null when it is another's.</summary>
    public async Task<SubmissionLine?> OwnAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Submission>(id, cancellationToken) is { OwnerAccountId: { } owner } found && owner == user.AccountId() && await session.LoadAsync<Call>(found.CallId, cancellationToken) is { } call
            ? new(found, call) : null;
    }

    /// <summary>The own ventures that are under way.</summary>
    public async Task<IReadOnlyList<OwnVenture>> VenturesAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } account) return [];
        await using var session = store.QuerySession();
        var own = await session.Query<Venture>().Where(v => v.OwnerAccountId == account && v.State == VentureState.Active).OrderBy(v => v.Id).ToListAsync(cancellationToken);
        var organisations = (await session.LoadManyAsync<Organisation>(cancellationToken, [.. own.Select(v => v.OrganisationId).OfType<Guid>().Distinct()])).ToDictionary(o => o.Id);
        return [.. own.Select(v => new OwnVenture(v, v.OrganisationId is { } id ? organisations.GetValueOrDefault(id) : null))];
    }
}
