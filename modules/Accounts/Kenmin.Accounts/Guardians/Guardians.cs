using System.Security.Cryptography;
using System.Text;
using Kenmin.Accounts.Contracts;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Accounts.Guardians;

/// <summary>Reads and holds the consents of guardians in a session.</summary>
internal static class Guardians
{
    /// <summary>A new secret for a link.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Where a guardian answers, and later withdraws.</summary>
    public static string Address(string token) => $"/accounts/guardian?token={token}";

    /// <summary>The consent that counts for a minor: the latest, whatever became of it.</summary>
    public static Task<Guardianship?> GuardianshipAsync(this IQuerySession session, Guid account, CancellationToken cancellationToken) =>
        session.Query<Guardianship>().Where(g => g.AccountId == account && g.State != GuardianshipState.None).OrderByDescending(g => g.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The consent of a link; null when there is no such link any more.</summary>
    public static async Task<Guardianship?> GuardianshipOfLinkAsync(this IQuerySession session, string? token, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(token)) return null;
        var hash = HashOf(token);
        return await session.Query<Guardianship>().FirstOrDefaultAsync(g => g.TokenHash == hash && g.State != GuardianshipState.None, cancellationToken);
    }

    /// <summary>Lets one transaction at a time change what guardians of a minor said.</summary>
    public static Task HoldGuardianshipAsync(this IDocumentSession session, Guid account, CancellationToken cancellationToken) =>
        session.TakeTurnsAsync($"guardian|{account:N}", cancellationToken);

    /// <summary>Whether a mail address is the account's own.</summary>
    public static Task<bool> HasAddressAsync(this IDocumentSession session, Guid account, string email, CancellationToken cancellationToken) =>
        session.ReadSqlAsync<bool>("select exists (select from accounts.account where id = $1 and lower(email) = lower($2))", cancellationToken, account, email);

    /// <summary>The birth date of the account's profile; null when it is not known.</summary>
    public static Task<DateOnly?> BirthDateAsync(this IDocumentSession session, Guid account, CancellationToken cancellationToken) =>
        session.ReadSqlAsync<DateOnly?>("select birth_date from accounts.person_profile where account_id = $1", cancellationToken, account);
}
