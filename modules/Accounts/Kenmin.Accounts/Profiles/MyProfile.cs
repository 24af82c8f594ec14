using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Guardians;
using Kenmin.Accounts.Identity;
using Kenmin.SharedKernel;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kenmin.Accounts.Profiles;

/// <summary>The profile of the holder of an account, which they keep themselves.</summary>
internal sealed class MyProfile(AccountsDbContext database, IAccountsStore store, TimeProvider clock)
{
    private static readonly LocalizedText BirthDateIsKept = new(
        "保護者に確認した後は、ご自分では生年月日を変えられません。間違っているときは、市町または県の窓口へお申し出ください。",
        "After a guardian was asked you cannot change your date of birth yourself. If it is wrong, please tell your municipality or the prefecture.");

    /// <summary>The fields; empty when there is none yet.</summary>
    public async Task<ProfileInput> ReadAsync(Guid account, CancellationToken cancellationToken)
    {
        var input = new ProfileInput();
        if (await database.Profiles.AsNoTracking().SingleOrDefaultAsync(p => p.AccountId == account, cancellationToken) is { } profile)
            ProfileInput.Fill(input, profile);
        return input;
    }

    /// <summary>Saves; what is wrong is said at its field.</summary>
    public async Task<IReadOnlyList<FieldRefusal>> SaveAsync(Guid account, ProfileInput input, CancellationToken cancellationToken)
    {
        var profile = await database.Profiles.SingleOrDefaultAsync(p => p.AccountId == account, cancellationToken);
        var entry = profile ?? new PersonProfile { AccountId = account };
        var birth = entry.BirthDate;
        if (input.WriteTo(entry, JapanTime.Today(clock), needed: false) is { Count: > 0 } refusals) return refusals;
        // Nobody outgrows their guardian by a few keys.
        await using var session = store.QuerySession();
        if (birth is not null && entry.BirthDate != birth
            && await session.GuardianshipAsync(account, cancellationToken) is { State: not GuardianshipState.CameOfAge })
            return [new(nameof(input.BirthDate), BirthDateIsKept)];
        entry.UpdatedAt = clock.GetUtcNow();
        if (profile is null) database.Profiles.Add(entry);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Sent twice at the same moment: the first made it, and this one writes over it.
            database.ChangeTracker.Clear();
            database.Profiles.Update(entry);
            await database.SaveChangesAsync(cancellationToken);
        }

        return [];
    }
}
