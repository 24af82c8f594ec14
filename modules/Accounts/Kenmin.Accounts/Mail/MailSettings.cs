namespace Kenmin.Accounts.Mail;

/// <summary>How mail leaves the platform: section <c>Modules:accounts:Mail</c>.</summary>
internal sealed class MailSettings
{
    /// <summary>The mail server; without one, mail goes to <see cref="PickupFolder"/>.</summary>
    public string? Host { get; set; }

    /// <summary>The mail server's port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>The user name at the mail server; no sign-in when empty.</summary>
    public string? User { get; set; }

    /// <summary>The password at the mail server.</summary>
    public string? Password { get; set; }

    /// <summary>The sender's address.</summary>
    public string From { get; set; } = "no-reply@localhost.localdomain";

    /// <summary>To which address returned mail goes; <see cref="From"/> when empty.</summary>
    public string? ReturnPath { get; set; }

    /// <summary>How long the mail server may take for a mail.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait after the first failed attempt; four times as long after each further one, a day at most.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many attempts are made in all; the usual ones span about three days.</summary>
    public int Attempts { get; set; } = 9;

    /// <summary>A folder that mails are written to as files instead of being sent; in Development <c>.kenmin/mail</c> unless set.</summary>
    public string? PickupFolder { get; set; }

    /// <summary>A folder, such as that of a mail server's mailbox for the return path, that is looked through for returned mail.</summary>
    public string? BounceFolder { get; set; }

    /// <summary>How often <see cref="BounceFolder"/> is looked through.</summary>
    public TimeSpan BounceInterval { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>How a connection to the mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>Encrypted after <c>STARTTLS</c>, or not at all.</summary>
    StartTls,

    /// <summary>Encrypted from the start.</summary>
    Tls,

    /// <summary>Not encrypted: only for a server on the same machine or a protected network; without a password.</summary>
    None,
}
