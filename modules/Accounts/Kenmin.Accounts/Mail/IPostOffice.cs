namespace Kenmin.Accounts.Mail;

/// <summary>Finds out to whom a mail goes and whether it is wanted, and hands it to the mail server.</summary>
// Public for the generated handler of SendMail; the class that does the work stays inside.
public interface IPostOffice
{
    /// <summary>One attempt to send.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="cancellationToken">Stops waiting for the mail server.</param>
    /// <returns>What came of it; null when the account is gone, and the mail must go with it.</returns>
    Task<Posted?> PostAsync(OutgoingMail mail, CancellationToken cancellationToken);
}

/// <summary>What came of an attempt.</summary>
/// <param name="State">What becomes of the mail, unless it is tried again.</param>
/// <param name="Answer">The mail server's answer as a number.</param>
/// <param name="TryAgainAfter">How long to wait for the next attempt; null when the mail is settled.</param>
public sealed record Posted(MailState State, int? Answer = null, TimeSpan? TryAgainAfter = null);
