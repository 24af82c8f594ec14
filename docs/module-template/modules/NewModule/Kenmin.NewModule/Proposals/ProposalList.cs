using Kenmin.Api;
using Marten;

namespace Kenmin.NewModule.Proposals;

/// <summary>The proposals, the newest first.</summary>
internal sealed class ProposalList(INewModuleStore store)
{
    public async Task<Page<Proposal>> ReadAsync(Guid? after, int take, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = after is { } id
            ? await session.QueryAsync<Proposal>("where id < ? order by id desc limit ?", cancellationToken, id, take + 1)
            : await session.QueryAsync<Proposal>("order by id desc limit ?", cancellationToken, take + 1);
        return Page<Proposal>.Of(found, take, p => p.Id.ToString());
    }
}
