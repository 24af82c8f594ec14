using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Contracts;

/// <summary>
/// A module has something to tell the holder of an account (お知らせ). Publish it in the transaction of what happened; the holder
/// finds it among the notices exactly once, however often the message is delivered.
/// </summary>
/// <param name="NoticeId">The notice's id; the same fact always has the same id.</param>
/// <param name="AccountId">The account that is told.</param>
/// <param name="Subject">What happened, in one line.</param>
/// <param name="Body">What it means for the reader and what to do, in a sentence or two; no markup.</param>
/// <param name="Link">Where to read on: an address of this site, from the root, such as <c>/sports/my-shifts</c>.</param>
/// <param name="At">When it happened.</param>
/// <param name="MailKind">
/// Key of a kind of mail that a manifest declares, when the notice is to go out by mail too; null when it is not. Notices from before
/// there was mail have none.
/// </param>
[MessageIdentity("accounts.notice-issued.v1")]
public sealed record NoticeIssued(
    Guid NoticeId, Guid AccountId, LocalizedText Subject, LocalizedText Body, string Link, DateTimeOffset At, string? MailKind = null);
