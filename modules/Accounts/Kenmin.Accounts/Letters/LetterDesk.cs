using System.Security.Claims;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Profiles;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Marten;
using Npgsql;
using Wolverine;
using Ef = Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions;

namespace Kenmin.Accounts.Letters;

/// <summary>The letters that wait for one municipality.</summary>
/// <param name="Municipality">Six digits; null for addresses outside the prefecture.</param>
/// <param name="PostalCodes">The postal codes that they go to.</param>
/// <param name="Count">How many.</param>
internal sealed record LetterDistrict(string? Municipality, IReadOnlyList<string> PostalCodes, int Count);

/// <summary>A letter, ready to be printed.</summary>
internal sealed record PrintedLetter(QueuedLetter Letter, PersonProfile Profile);

/// <summary>Where staff print what those without mail must be told. Municipal staff print for their municipalities.</summary>
internal sealed class LetterDesk(AccountsDbContext database, IAccountsStore store, NpgsqlDataSource source, IMessageBus bus, IAuditTrail audit)
{
    /// <summary>How many letters wait for each municipality. Shows nobody.</summary>
    public async Task<IReadOnlyList<LetterDistrict>> DistrictsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"""
            select p.municipality_code, coalesce(array_agg(distinct p.postal_code order by p.postal_code) filter (where p.postal_code is not null), array[]::text[]), count(*)::int
            from accounts.mt_doc_queuedletter d join accounts.account a on a.id = d.account_id join accounts.person_profile p on p.account_id = a.id
            where d.data ->> 'printId' is null and {PrintLettersHandler.WithoutMail} and p.address <> ''
            group by p.municipality_code order by p.municipality_code nulls last
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<LetterDistrict> found = [];
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new(await reader.IsDBNullAsync(0, cancellationToken) ? null : reader.GetString(0), reader.GetFieldValue<string[]>(1), reader.GetInt32(2)));
        return [.. found.Where(d => MayPrint(user, d.Municipality))];
    }

    /// <summary>Prints what waits for a municipality; null when nothing does, or it is not this user's.</summary>
    public async Task<Guid?> PrintAsync(Guid print, string? municipality, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!MayPrint(user, municipality)) return null;
        return (await bus.InvokeAsync<LettersPrinted>(new PrintLetters(print, municipality, user.AccountId()!.Value, user.DisplayName()), cancellationToken)).Count > 0 ? print : null;
    }

    /// <summary>The last prints, the newest first. Shows nobody.</summary>
    public async Task<IReadOnlyList<LetterPrint>> PrintsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = user.ConfinedToMunicipalities()?.ToArray() is { } own
            ? await session.Query<LetterPrint>().Where(p => p.Municipality!.IsOneOf(own)).OrderByDescending(p => p.Id).Take(50).ToListAsync(cancellationToken)
            : await session.Query<LetterPrint>().OrderByDescending(p => p.Id).Take(50).ToListAsync(cancellationToken);
        return found;
    }

    /// <summary>
    /// The letters of a print, as often as they are printed; the taking is in the audit log before. Left out is who has got a mail address,
    /// or an account of their own, since. Null when there is no such print for this user.
    /// </summary>
    public async Task<IReadOnlyList<PrintedLetter>?> TakeAsync(Guid print, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<LetterPrint>(print, cancellationToken) is not { } found || !MayPrint(user, found.Municipality)) return null;
        var letters = await session.Query<QueuedLetter>().Where(l => l.PrintId == print).ToListAsync(cancellationToken);
        Guid[] accounts = [.. letters.Select(l => l.AccountId).Distinct()];
        var profiles = await Ef.ToDictionaryAsync(
            Ef.AsNoTracking(database.Profiles).Where(p => accounts.Contains(p.AccountId)
                && database.Users.Any(a => a.Id == p.AccountId && a.Standing == AccountStanding.Entered && a.Email == null)), p => p.AccountId, cancellationToken);
        List<PrintedLetter> taken =
        [
            .. letters.Where(l => profiles.ContainsKey(l.AccountId)).Select(l => new PrintedLetter(l, profiles[l.AccountId]))
                .OrderBy(l => l.Profile.PostalCode is null).ThenBy(l => l.Profile.PostalCode, StringComparer.Ordinal).ThenBy(l => l.Profile.SortKey, StringComparer.Ordinal).ThenBy(l => l.Letter.Id),
        ];
        if (taken.Count > 0) await audit.RecordAsync(new(user.AccountId(), "accounts.letters.exported", [.. taken.Select(l => l.Profile.AccountId).Distinct()], print.ToString()), cancellationToken);
        return taken;
    }

    private static bool MayPrint(ClaimsPrincipal user, string? municipality) =>
        user.ConfinedToMunicipalities() is not { } own || (municipality is not null && own.Contains(municipality));
}
