using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Kenmin.Accounts.Mail;

/// <summary>Hands mails to a mail server by SMTP, each over a connection of its own.</summary>
internal sealed class SmtpTransport(IOptions<AccountsSettings> settings) : IMailTransport
{
    public bool IsSetUp => true;

    public bool StaysHere => false;

    public async Task<Delivery> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        var mail = settings.Value.Mail;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(mail.Timeout);
        using var client = new SmtpClient { Timeout = (int)mail.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(mail.Host!, mail.Port, mail.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, limit.Token);
            if (!string.IsNullOrEmpty(mail.User)) await client.AuthenticateAsync(mail.User, mail.Password ?? "", limit.Token);
            var returnTo = MailboxAddress.Parse(string.IsNullOrEmpty(mail.ReturnPath) ? mail.From : mail.ReturnPath);
            await client.SendAsync(message, returnTo, message.To.Mailboxes, limit.Token);
        }
        catch (SmtpCommandException refused)
        {
            return new(Meaning(refused), (int)refused.StatusCode);
        }
        catch (Exception failed) when (failed is IOException or System.Net.Sockets.SocketException or ProtocolException or AuthenticationException
            or SslHandshakeException or NotSupportedException or TimeoutException || failed is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Out of reach, too slow, garbled, or set up wrongly: none of it is the address's fault.
            return new(DeliveryOutcome.NotNow);
        }

        try
        {
            await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception late) when (late is IOException or System.Net.Sockets.SocketException or ProtocolException or OperationCanceledException)
        {
            // The server has the mail already; how it says goodbye does not matter.
        }

        return new(DeliveryOutcome.Taken, 250);
    }

    private static DeliveryOutcome Meaning(SmtpCommandException refused) => (int)refused.StatusCode switch
    {
        < 500 => DeliveryOutcome.NotNow,
        // 530 to 538: the server wants another sign-in or encryption.
        >= 530 and <= 538 => DeliveryOutcome.NotNow,
        _ => refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted ? DeliveryOutcome.NoSuchAddress : DeliveryOutcome.NotThisMail,
    };
}
