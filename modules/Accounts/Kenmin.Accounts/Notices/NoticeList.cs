using Kenmin.Api;
using Marten;

namespace Kenmin.Accounts.Notices;

/// <summary>A reader's notices, the newest first.</summary>
internal sealed class NoticeList(IAccountsStore store)
{
    public async Task<Page<AccountNotice>> OfAsync(Guid account, string? after, int take, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = string.IsNullOrEmpty(after)
            ? await session.QueryAsync<AccountNotice>(
                "where account_id = ? order by data ->> 'sortKey' desc limit ?", cancellationToken, account, take + 1)
            : await session.QueryAsync<AccountNotice>(
                "where account_id = ? and data ->> 'sortKey' < ? order by data ->> 'sortKey' desc limit ?", cancellationToken, account, after, take + 1);
        return Page<AccountNotice>.Of(found, take, n => n.SortKey);
    }
}
