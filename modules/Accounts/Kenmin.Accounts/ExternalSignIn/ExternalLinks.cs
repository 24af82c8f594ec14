using System.Security.Claims;
using System.Security.Cryptography;
using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.SecondFactor;
using Kenmin.Accounts.Sessions;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>What came of linking.</summary>
internal enum LinkOutcome
{
    Linked,

    /// <summary>The provider is linked with this account already.</summary>
    Already,

    /// <summary>The person at the provider is linked with another account.</summary>
    Taken,

    /// <summary>The second factor that is there must be shown first.</summary>
    SecondFactor,

    /// <summary>Somebody else is signed in now, or the account is fictional.</summary>
    Refused,
}

/// <summary>The holder of an account links it with providers and unlinks it.</summary>
internal sealed class ExternalLinks(
    AccountsDbContext database, UserManager<Account> users, SignInManager<Account> signIn, ExternalProviders providers, FactorGuard guard, WaysIn ways,
    AccountSessions sessions, AccountMails mails, IDataProtectionProvider protection)
{
    private static readonly TimeSpan TicketLifetime = TimeSpan.FromMinutes(10);
    private readonly ITimeLimitedDataProtector _tickets = protection.CreateProtector("Kenmin.Accounts.ExternalLink").ToTimeLimitedDataProtector();

    /// <summary>Lets this session, after a fresh proof, go to a provider to be linked.</summary>
    public string TicketFor(ClaimsPrincipal user, string key) => _tickets.Protect($"{key} {Marked(user)}", TicketLifetime);

    /// <summary>The session that a ticket lets go to a provider, when it is the one of <paramref name="user"/>.</summary>
    public string? Accepts(ClaimsPrincipal user, string key, string? ticket)
    {
        try
        {
            return !string.IsNullOrEmpty(ticket) && _tickets.Unprotect(ticket) == $"{key} {Marked(user)}" ? Marked(user) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Links the account that is signed in; nothing tells whose the other one is when there is one.</summary>
    /// <param name="http">Who is signed in now.</param>
    /// <param name="who">Whom the provider named.</param>
    /// <param name="session">The session in which it began.</param>
    public async Task<LinkOutcome> LinkAsync(HttpContext http, ExternalIdentity who, string session)
    {
        if (await users.GetUserAsync(http.User) is not { IsPersona: false } account || Marked(http.User) != session || providers.Find(who.Provider) is not { } provider)
            return LinkOutcome.Refused;
        if (!await guard.MayChangeAsync(http.User, account)) return LinkOutcome.SecondFactor;
        await using (var transaction = await database.Database.BeginTransactionAsync(http.RequestAborted))
        {
            await ways.LockAsync(account.Id, http.RequestAborted);
            await database.Entry(account).ReloadAsync(http.RequestAborted);
            if ((await users.GetLoginsAsync(account)).Any(l => l.LoginProvider == who.Provider)) return LinkOutcome.Already;
            try
            {
                if (!(await users.AddLoginAsync(account, new(who.Provider, who.Subject, provider.Name.Ja))).Succeeded) return LinkOutcome.Taken;
            }
            catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                return LinkOutcome.Taken;
            }

            await transaction.CommitAsync(http.RequestAborted);
        }

        // The provider has just seen two factors: that holds for this session too.
        if (who.TwoFactors) await ((AccountSignInManager)signIn).RaiseAsync(account);
        await mails.ChangedAsync(account, new($"{provider.Name.Ja}でサインインできるようになりました。", $"{provider.Name.En} was added as a way to sign in."), http.RequestAborted);
        return LinkOutcome.Linked;
    }

    /// <summary>Unlinks a provider and signs other devices out; null when done.</summary>
    public async Task<LocalizedText?> UnlinkAsync(HttpContext http, Account account, string key)
    {
        if (!await guard.MayChangeAsync(http.User, account)) return FactorGuard.Refused;
        string? name;
        await using (var transaction = await database.Database.BeginTransactionAsync(http.RequestAborted))
        {
            await ways.LockAsync(account.Id, http.RequestAborted);
            await database.Entry(account).ReloadAsync(http.RequestAborted);
            if ((await users.GetLoginsAsync(account)).FirstOrDefault(l => l.LoginProvider == key) is not { } login) return null;
            if (!await ways.RemainsAsync(account, null, key, http.RequestAborted)) return WaysIn.LastOne;
            name = login.ProviderDisplayName ?? key;
            if (!(await users.RemoveLoginAsync(account, login.LoginProvider, login.ProviderKey)).Succeeded) return new("外せませんでした。もう一度お試しください。", "This could not be removed. Try again.");
            await sessions.EndAllAsync(account.Id, AccountSignInManager.SessionOf(http.User));
            await transaction.CommitAsync(http.RequestAborted);
        }

        var manager = (AccountSignInManager)signIn;
        if (await guard.HasFactorAsync(account)) await manager.RefreshSignInAsync(account);
        else await manager.LowerAsync(account);
        var names = providers.Find(key)?.Name ?? LocalizedText.Same(name);
        await mails.ChangedAsync(account, new($"{names.Ja}でのサインインが外れました。", $"{names.En} was removed as a way to sign in."), http.RequestAborted);
        return null;
    }

    private static string Marked(ClaimsPrincipal user) =>
        $"{user.FindFirstValue(ClaimTypes.NameIdentifier)} {AccountSignInManager.SessionOf(user)}";
}
