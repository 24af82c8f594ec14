using System.Text;
using Kenmin.Accounts.Identity;
using Kenmin.Api;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.People;

/// <summary>An account as administrators and auditors see it.</summary>
internal sealed record AccountRow(
    Guid Id, string DisplayName, string Email, IReadOnlyList<string> Roles, IReadOnlyList<string> Municipalities, bool IsPersona,
    DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt, DateTimeOffset? DeactivatedAt, DateTimeOffset? MailReturnedAt,
    AccountStanding Standing, Guid? MergedInto);

/// <summary>Looks accounts up; each look is in the audit log before anything is shown.</summary>
internal sealed class AccountDirectory(AccountsDbContext database, ILookupNormalizer normalizer, IAuditTrail audit)
{
    /// <summary>Accounts whose address or name begins with <paramref name="search"/>, the newest first.</summary>
    /// <param name="actor">Who looks.</param>
    /// <param name="search">The beginning of an address or a name; all accounts when empty.</param>
    /// <param name="after">The last id of the page before.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<Page<AccountRow>> FindAsync(Guid actor, string? search, Guid? after, int take, CancellationToken cancellationToken)
    {
        var accounts = database.Users.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var email = normalizer.NormalizeEmail(search.Normalize(NormalizationForm.FormKC).Trim());
            var name = FoldedText.OfName(search);
            accounts = accounts.Where(a => a.NormalizedEmail!.StartsWith(email) || (name != "" && a.NameKey.StartsWith(name)));
        }

        if (after is { } last) accounts = accounts.Where(a => a.Id < last);
        var found = await Rows(accounts.OrderByDescending(a => a.Id).Take(take + 1)).ToListAsync(cancellationToken);
        var page = Page<AccountRow>.Of(found, take, a => a.Id.ToString());
        await audit.RecordAsync(new(actor, "accounts.people.listed", [.. page.Items.Select(a => a.Id)]), cancellationToken);
        return page;
    }

    /// <summary>One account, or null.</summary>
    public async Task<AccountRow?> GetAsync(Guid actor, Guid id, CancellationToken cancellationToken)
    {
        var account = await Rows(database.Users.AsNoTracking().Where(a => a.Id == id)).SingleOrDefaultAsync(cancellationToken);
        if (account is not null) await audit.RecordAsync(new(actor, "accounts.people.viewed", [id]), cancellationToken);
        return account;
    }

    /// <summary>The names of accounts, for those who may read the audit log.</summary>
    public Task<Dictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        database.Users.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);

    private static IQueryable<AccountRow> Rows(IQueryable<Account> accounts) => accounts.Select(a => new AccountRow(
        a.Id, a.DisplayName, a.Email ?? "", a.Roles, a.Municipalities, a.IsPersona, a.CreatedAt, a.LastSignInAt, a.DeactivatedAt, a.MailReturnedAt, a.Standing, a.MergedInto));
}
