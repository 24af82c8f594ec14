using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.ExternalSignIn;
using Kenmin.Accounts.Identity;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Tokens;

/// <summary>Makes, finds and revokes personal access tokens.</summary>
internal sealed class AccessTokens(
    AccountsDbContext database, ModuleCatalog modules, ExternalProviders providers, IAuditTrail audit, AccountMails mails, TimeProvider clock)
{
    /// <summary>How a token begins, so that it is known when it lies somewhere it should not.</summary>
    public const string Prefix = "kmn_";

    /// <summary>How many tokens an account may have at a time.</summary>
    public const int Most = 50;

    /// <summary>For how many days tokens are made.</summary>
    public static readonly IReadOnlyList<int> Days = [7, 30, 90, 365];

    /// <summary>How exactly the time of the last use is kept.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    /// <summary>What <paramref name="holder"/> can let a program do: permissions that they hold themselves, and their own things.</summary>
    public IReadOnlyList<(string Key, LocalizedText Name)> ScopesOf(ClaimsPrincipal holder) =>
    [
        (TokenScopes.ReadOwn, new("自分の情報とお知らせを読む", "Read my own data and notices")),
        (TokenScopes.WriteOwn, new("自分の申し込みなどを変える", "Change what is mine, such as sign-ups")),
        .. modules.Permissions.Values.Where(p => modules.Holds(holder, p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Name)),
    ];

    /// <summary>Makes a token. It is given here this once and kept nowhere.</summary>
    public async Task<(string? Token, IReadOnlyList<FieldRefusal> Refusals)> CreateAsync(
        Account account, ClaimsPrincipal holder, string? name, int days, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken)
    {
        name = (name ?? "").Trim();
        List<FieldRefusal> refusals = [];
        if (name.Length is 0 or > AccessToken.LongestName || name.Any(char.IsControl))
            refusals.Add(new("Name", new($"名前を {AccessToken.LongestName} 文字までで入力してください。", $"Enter a name of at most {AccessToken.LongestName} characters.")));
        if (!Days.Contains(days)) refusals.Add(new("Days", new("期限を選んでください。", "Choose how long it lasts.")));
        var allowed = ScopesOf(holder).Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        if (scopes.Count == 0 || scopes.Any(s => !allowed.Contains(s)))
            refusals.Add(new("Scopes", new("できることを、一覧から 1 つ以上選んでください。", "Choose at least one thing from the list that it may do.")));
        if ((await ActiveAsync(account.Id, cancellationToken)).Count >= Most)
            refusals.Add(new(null, new($"トークンは {Most} 個までです。使わないものを取り消してください。", $"There are {Most} tokens already. Revoke one that you do not use.")));
        if (refusals.Count > 0) return (null, refusals);

        var now = clock.GetUtcNow();
        var token = Prefix + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var kept = new AccessToken
        {
            Id = Guid.CreateVersion7(now), AccountId = account.Id, Name = name, TokenHash = HashOf(token), Scopes = [.. scopes.Distinct(StringComparer.Ordinal)],
            CreatedAt = now, ExpiresAt = now.AddDays(days),
        };
        await audit.RecordAsync(new(account.Id, "accounts.token.created", [account.Id], $"token {kept.Id}: {string.Join(' ', kept.Scopes)}"), cancellationToken);
        database.AccessTokens.Add(kept);
        await database.SaveChangesAsync(cancellationToken);
        await mails.ChangedAsync(account, new("プログラム用のアクセストークンが作られました。", "an access token for programs was made."), cancellationToken);
        return (token, []);
    }

    /// <summary>The tokens of an account that can be used, the newest first.</summary>
    public Task<List<AccessToken>> ActiveAsync(Guid account, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.AccessTokens.AsNoTracking().Where(t => t.AccountId == account && t.RevokedAt == null && t.ExpiresAt > now)
            .OrderByDescending(t => t.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Ends a token of an account; its next use is refused.</summary>
    public async Task RevokeAsync(Guid account, Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await audit.RecordAsync(new(account, "accounts.token.revoked", [account], $"token {id}"), cancellationToken);
        await database.AccessTokens.Where(t => t.Id == id && t.AccountId == account && t.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), cancellationToken);
    }

    /// <summary>A token that can be used, with its account; null for all others.</summary>
    public async Task<(AccessToken Token, Account Account, bool SecondFactor)?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > 100 || !token.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var hash = HashOf(token);
        var now = clock.GetUtcNow();
        var twoFactors = providers.TwoFactorKeys;
        var found = await database.AccessTokens.AsNoTracking().Where(t => t.TokenHash == hash && t.RevokedAt == null && t.ExpiresAt > now)
            .Join(database.Users.AsNoTracking().Where(a => a.DeactivatedAt == null && a.Standing == AccountStanding.Held), t => t.AccountId, a => a.Id,
                (t, a) => new
                {
                    Token = t, Account = a,
                    SecondFactor = a.TwoFactorEnabled || database.Set<IdentityUserPasskey<Guid>>().Any(p => p.UserId == a.Id)
                        || database.Set<IdentityUserLogin<Guid>>().Any(l => l.UserId == a.Id && twoFactors.Contains(l.LoginProvider)),
                })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null) return null;
        if (found.Token.LastUsedAt is not { } last || now - last > Grain)
            await database.AccessTokens.Where(t => t.Id == found.Token.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now), cancellationToken);
        return (found.Token, found.Account, found.SecondFactor);
    }

    // 256 random bits: a slow hash would protect nothing more.
    internal static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
