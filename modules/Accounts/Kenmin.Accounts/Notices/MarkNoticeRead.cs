using Kenmin.Modularity.Features;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Notices;

/// <summary>Marks a notice as read.</summary>
/// <param name="NoticeId">The notice.</param>
/// <param name="AccountId">The reader; another's notice is not found.</param>
[MessageIdentity("accounts.mark-notice-read.v1")]
[NoNewEntries("people read what they were told")]
public sealed record MarkNoticeRead(Guid NoticeId, Guid AccountId);

/// <summary>What became of <see cref="MarkNoticeRead"/>.</summary>
/// <param name="Found">Whether the reader has such a notice.</param>
public sealed record NoticeMarked(bool Found);

/// <summary>Carries <see cref="MarkNoticeRead"/> out.</summary>
public static class MarkNoticeReadHandler
{
    /// <summary>Keeps the moment of the first time.</summary>
    public static async Task<NoticeMarked> Handle(
        MarkNoticeRead command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<AccountNotice>(command.NoticeId, cancellationToken) is not { } notice || notice.AccountId != command.AccountId)
            return new(false);
        if (notice.ReadAt is null)
        {
            notice.ReadAt = clock.GetUtcNow();
            session.Store(notice);
        }

        return new(true);
    }
}
