using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kenmin.Accounts.Mail;

/// <summary>Encrypts what mails say while they wait: their links are as good as a password.</summary>
// Public for the generated handlers; see IPostOffice.
public interface IMailSealer
{
    /// <summary>The mail that a module asked for, ready to be kept.</summary>
    OutgoingMail Seal(MailRequested request, DateTimeOffset now);

    /// <summary>A mail about an account to an address that is not the account's, such as a guardian's.</summary>
    OutgoingMail Seal(MailRequested request, string to, DateTimeOffset now);
}

internal sealed class MailSealer(IDataProtectionProvider protection) : IMailSealer
{
    private readonly IDataProtector _protector = protection.CreateProtector("Kenmin.Accounts.Mail");

    public OutgoingMail Seal(MailRequested request, DateTimeOffset now) => Seal(request.MailId, request.AccountId, request.Kind, ContentOf(request), now);

    public OutgoingMail Seal(MailRequested request, string to, DateTimeOffset now) =>
        Seal(request.MailId, request.AccountId, request.Kind, ContentOf(request) with { To = to }, now);

    public OutgoingMail Seal(Guid id, Guid accountId, string kind, MailContent content, DateTimeOffset now) => new()
    {
        Id = id, AccountId = accountId, Kind = kind, CreatedAt = now, Content = _protector.Protect(JsonSerializer.Serialize(content)),
    };

    private static MailContent ContentOf(MailRequested request) => new(
        request.Subject, request.Paragraphs, request.LinkText,
        // A mail of the platform never leads to another site.
        request.Link is { Length: > 0 } link && RedirectHttpResult.IsLocalUrl(link) ? link : null);

    public MailContent Open(OutgoingMail mail) => JsonSerializer.Deserialize<MailContent>(_protector.Unprotect(mail.Content!))!;
}
