using System.Security.Cryptography;
using Kenmin.Accounts.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts.Mail;

/// <summary>Signed links by which a reader stops one kind of mail without signing in. They can do nothing else.</summary>
internal sealed class UnsubscribeTickets(IDataProtectionProvider protection, IServiceScopeFactory scopes, MailKinds kinds)
{
    public const string PageAddress = "/accounts/unsubscribe";
    public const string OneClickAddress = "/accounts/unsubscribe/one-click";

    private readonly IDataProtector _protector = protection.CreateProtector("Kenmin.Accounts.Unsubscribe");

    public static string Page(string ticket) => $"{PageAddress}?ticket={ticket}";

    public static string OneClick(string ticket) => $"{OneClickAddress}?ticket={ticket}";

    public string Issue(Guid account, string kind) => _protector.Protect($"{account:N} {kind}");

    /// <summary>Whose ticket it is and for which kind; null for anything that was not issued here, or a kind that cannot be stopped.</summary>
    public (Guid Account, Modularity.MailKindDeclaration Kind)? Read(string? ticket)
    {
        try
        {
            var parts = string.IsNullOrEmpty(ticket) ? [] : _protector.Unprotect(ticket).Split(' ');
            return parts is [var id, var key] && Guid.TryParseExact(id, "N", out var account) && kinds.Find(key) is { Needed: false } kind
                ? (account, kind) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Stops mails of a kind, or lets them come again.</summary>
    public async Task SetAsync(Guid account, string kind, bool wanted, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        // In one statement, so that two clicks at once do not undo each other.
        if (wanted)
            await accounts.Database.ExecuteSqlAsync($"update accounts.account set unwanted_mail = array_remove(unwanted_mail, {kind}) where id = {account}", cancellationToken);
        else
            await accounts.Database.ExecuteSqlAsync(
                $"update accounts.account set unwanted_mail = array_append(array_remove(unwanted_mail, {kind}), {kind}) where id = {account}", cancellationToken);
    }

    /// <summary>The kinds that an account does not want.</summary>
    public async Task<IReadOnlyCollection<string>> UnwantedAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AccountsDbContext>().Users.Where(a => a.Id == account)
            .Select(a => a.UnwantedMail).SingleOrDefaultAsync(cancellationToken) ?? [];
    }
}
