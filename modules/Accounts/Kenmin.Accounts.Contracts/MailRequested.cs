using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Contracts;

/// <summary>
/// A module asks for a mail to the holder of an account. The mail is made from the platform's own template: callers give words, no
/// markup, and learn no address. It is sent once, however often the message is delivered, and not to those who do not want this
/// kind, unless the kind is declared as needed.
/// </summary>
/// <param name="MailId">The mail's id; the same fact always has the same id.</param>
/// <param name="AccountId">The account that is written to.</param>
/// <param name="Kind">Key of a kind of mail that a manifest declares.</param>
/// <param name="Subject">The subject, in one line.</param>
/// <param name="Paragraphs">The text, one entry for each paragraph; no markup.</param>
/// <param name="LinkText">What the one button of the mail says; null when there is none.</param>
/// <param name="Link">Where the button leads: an address of this site, from the root, such as <c>/sports/me</c>.</param>
[MessageIdentity("accounts.mail-requested.v1")]
public sealed record MailRequested(
    Guid MailId, Guid AccountId, string Kind, LocalizedText Subject, IReadOnlyList<LocalizedText> Paragraphs,
    LocalizedText? LinkText = null, string? Link = null);
