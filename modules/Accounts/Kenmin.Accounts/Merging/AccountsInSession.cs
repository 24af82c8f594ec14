using Kenmin.Accounts.Identity;
using Kenmin.Persistence;
using Marten;
using Npgsql;

namespace Kenmin.Accounts.Merging;

/// <summary>What merging asks about an account.</summary>
/// <param name="Id">The account.</param>
/// <param name="Standing">Who rules over it.</param>
/// <param name="MergedInto">The account that its data went to.</param>
/// <param name="IsStaff">Whether it has any role but that of a resident.</param>
/// <param name="Closed">Whether an administrator closed it.</param>
internal sealed record AccountRowState(Guid Id, AccountStanding Standing, Guid? MergedInto, bool IsStaff, bool Closed);

/// <summary>Reads accounts, which are in Identity's tables, within the transaction of a session.</summary>
internal static class AccountsInSession
{
    /// <summary>The accounts, held until the end of the transaction, always in the same order.</summary>
    public static async Task<IReadOnlyDictionary<Guid, AccountRowState>> HoldAccountsAsync(
        this IDocumentSession session, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync(
            "select id, standing, merged_into, not roles <@ array['resident']::text[], deactivated_at is not null from accounts.account where id = any($1) order by id for update",
            cancellationToken, ids);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<Guid, AccountRowState> found = [];
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetGuid(0), new(
                reader.GetGuid(0), (AccountStanding)reader.GetInt32(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetGuid(2), reader.GetBoolean(3), reader.GetBoolean(4)));
        return found;
    }

    /// <summary>The account that has the data of <paramref name="account"/>: itself, or the one that it went into.</summary>
    public static async Task<Guid> HolderOfAsync(this IDocumentSession session, Guid account, CancellationToken cancellationToken)
    {
        var holder = await session.ReadSqlAsync<Guid?>(
            """
            with recursive way(id, into_id) as (
              select a.id, a.merged_into from accounts.account a where a.id = $1
              union select a.id, a.merged_into from accounts.account a join way w on a.id = w.into_id)
            select id from way where into_id is null
            """, cancellationToken, account);
        return holder ?? account;
    }

    /// <summary>Whether the account is of somebody without mail, who is told by letter.</summary>
    public static Task<bool> IsWithoutMailAsync(this IDocumentSession session, Guid account, CancellationToken cancellationToken) => session.ReadSqlAsync<bool>(
        $"select exists (select from accounts.account a where a.id = $1 and {Letters.PrintLettersHandler.WithoutMail})", cancellationToken, account);

    /// <summary>All accounts whose data went into <paramref name="account"/>, directly or by another.</summary>
    public static async Task<IReadOnlyList<Guid>> MergedIntoAsync(NpgsqlConnection connection, Guid account, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            with recursive gone(id) as (
              select a.id from accounts.account a where a.merged_into = $1
              union select a.id from accounts.account a join gone g on a.merged_into = g.id)
            select id from gone
            """;
        command.Parameters.Add(new() { Value = account });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Guid> found = [];
        while (await reader.ReadAsync(cancellationToken)) found.Add(reader.GetGuid(0));
        return found;
    }
}
