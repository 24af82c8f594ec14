using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Mail;

/// <summary>What a mail says. Words only: the template makes text and HTML of them.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Paragraphs">The text.</param>
/// <param name="LinkText">What the button says; null when there is none.</param>
/// <param name="Link">Where it leads, from the root of this site.</param>
/// <param name="To">An address that is not the account's own, such as the one before a change; null for the account's.</param>
internal sealed record MailContent(
    LocalizedText Subject, IReadOnlyList<LocalizedText> Paragraphs, LocalizedText? LinkText = null, string? Link = null, string? To = null);
