using System.Security.Cryptography;
using System.Text;
using Kenmin.Accounts.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Addresses;

/// <summary>Makes links for mails and uses them up.</summary>
internal sealed class OneTimeLinks(AccountsDbContext database, TimeProvider clock)
{
    /// <summary>How many links of one kind an account gets in an hour: nobody can flood another's mailbox.</summary>
    public const int PerHour = 3;

    /// <summary>How long links of a kind can be used.</summary>
    public static TimeSpan Lifetime(LinkPurpose purpose) => purpose == LinkPurpose.ResetPassword ? TimeSpan.FromHours(1) : TimeSpan.FromHours(24);

    /// <summary>A new secret for a link; null when there were too many lately.</summary>
    public async Task<string?> IssueAsync(Guid account, LinkPurpose purpose, string email, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Requests for one account come one after the other, so that the limit holds.
        await database.Database.ExecuteSqlAsync($"select 1 from accounts.account where id = {account} for update", cancellationToken);
        await database.OneTimeLinks.Where(l => l.ExpiresAt < now - TimeSpan.FromDays(1)).ExecuteDeleteAsync(cancellationToken);
        if (await database.OneTimeLinks.CountAsync(l => l.AccountId == account && l.Purpose == purpose && l.CreatedAt > now - TimeSpan.FromHours(1), cancellationToken) >= PerHour)
            return null;
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        database.OneTimeLinks.Add(new()
        {
            Id = Guid.CreateVersion7(now), AccountId = account, Purpose = purpose, TokenHash = HashOf(token), Email = email,
            CreatedAt = now, ExpiresAt = now + Lifetime(purpose),
        });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return token;
    }

    /// <summary>The link of a secret, when it can still be used.</summary>
    public Task<OneTimeLink?> FindAsync(string? token, LinkPurpose purpose, CancellationToken cancellationToken)
    {
        var hash = HashOf(token ?? "");
        var now = clock.GetUtcNow();
        return database.OneTimeLinks.AsNoTracking().SingleOrDefaultAsync(l => l.TokenHash == hash && l.Purpose == purpose && l.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Uses a link up, with all others of its kind and account; of many at once, one wins.</summary>
    public async Task<OneTimeLink?> UseAsync(string? token, LinkPurpose purpose, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, purpose, cancellationToken) is not { } link
            || await database.OneTimeLinks.Where(l => l.Id == link.Id).ExecuteDeleteAsync(cancellationToken) == 0) return null;
        await database.OneTimeLinks.Where(l => l.AccountId == link.AccountId && l.Purpose == purpose).ExecuteDeleteAsync(cancellationToken);
        return link;
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
