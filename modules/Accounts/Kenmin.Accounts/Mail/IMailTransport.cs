using MimeKit;

namespace Kenmin.Accounts.Mail;

/// <summary>The way out for mails.</summary>
internal interface IMailTransport
{
    /// <summary>Whether a mail arrives anywhere at all.</summary>
    bool IsSetUp { get; }

    /// <summary>Whether mails only go to a folder of this machine.</summary>
    bool StaysHere { get; }

    /// <summary>Hands a mail over.</summary>
    Task<Delivery> SendAsync(MimeMessage message, CancellationToken cancellationToken);
}

/// <summary>What the mail server said.</summary>
/// <param name="Outcome">What it means.</param>
/// <param name="Answer">The answer as a number; null when there was none.</param>
internal readonly record struct Delivery(DeliveryOutcome Outcome, int? Answer = null);

/// <summary>What a mail server's answer means.</summary>
internal enum DeliveryOutcome
{
    /// <summary>The server took it.</summary>
    Taken,

    /// <summary>Not now.</summary>
    NotNow,

    /// <summary>This address never.</summary>
    NoSuchAddress,

    /// <summary>This mail never.</summary>
    NotThisMail,
}
