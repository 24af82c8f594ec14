using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Registration;
using Kenmin.Modularity.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Kenmin.Accounts.FirstAdministrator;

/// <summary>Makes the first administrator by a link that works once.</summary>
internal sealed class FirstAdministrators(
    AccountsDbContext database, AccountRegistrar registrar, IHostEnvironment environment, TimeProvider clock)
{
    /// <summary>The active administrators; fictional ones count in Development only.</summary>
    public static IQueryable<Account> Active(AccountsDbContext database, IHostEnvironment environment)
    {
        var personas = environment.IsDevelopment();
        return database.Users.Where(a => a.Roles.Contains(Roles.Administrator) && a.DeactivatedAt == null && (personas || !a.IsPersona));
    }

    /// <summary>A new token in place of any earlier one, or null when there is an administrator already.</summary>
    public async Task<string?> IssueAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.LockAdministratorsAsync(cancellationToken);
        await database.FirstAdministratorLinks.ExecuteDeleteAsync(cancellationToken);
        string? token = null;
        if (!await Active(database, environment).AnyAsync(cancellationToken))
        {
            token = FirstAdministratorLink.NewToken();
            database.FirstAdministratorLinks.Add(new()
            {
                TokenHash = FirstAdministratorLink.HashOf(token), ExpiresAt = clock.GetUtcNow() + FirstAdministratorLink.Lifetime,
            });
            await database.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return token;
    }

    /// <summary>Whether <paramref name="token"/> can still be used.</summary>
    public Task<bool> IsValidAsync(string? token, CancellationToken cancellationToken) => Valid(token).AnyAsync(cancellationToken);

    /// <summary>
    /// Uses the link up and makes the administrator, or neither: of two people with the same link one wins, and an input
    /// that is refused leaves the link as it was.
    /// </summary>
    /// <returns>The administrator, the refusals of the input, or neither when the link is of no use any more.</returns>
    public async Task<(Account? Account, IReadOnlyList<FieldRefusal> Refusals)> RedeemAsync(
        string? token, NewAccount input, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.LockAdministratorsAsync(cancellationToken);
        if (await Active(database, environment).AnyAsync(cancellationToken) || await Valid(token).ExecuteDeleteAsync(cancellationToken) == 0)
            return (null, []);
        // Whoever reads the host's log vouches for the address.
        var (account, refusals) = await registrar.CreateAsync(input, Roles.Administrator, verified: true);
        if (account is not null) await transaction.CommitAsync(cancellationToken);
        return (account, refusals);
    }

    private IQueryable<FirstAdministratorLink> Valid(string? token)
    {
        var hash = FirstAdministratorLink.HashOf(token ?? "");
        var now = clock.GetUtcNow();
        return database.FirstAdministratorLinks.Where(l => l.TokenHash == hash && l.ExpiresAt > now);
    }
}
