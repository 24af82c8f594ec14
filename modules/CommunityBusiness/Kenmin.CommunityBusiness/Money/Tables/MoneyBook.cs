using Kenmin.Persistence;
using Marten;
using Npgsql;

namespace Kenmin.CommunityBusiness.Money.Tables;

/// <summary>How much of an offer may be granted in a fiscal year (年度の総額), in yen.</summary>
/// <param name="OfferId">The offer.</param>
/// <param name="Year">The fiscal year, by the year in which it starts.</param>
/// <param name="Total">What may be granted.</param>
/// <param name="Granted">What is taken of it.</param>
/// <param name="Revision">Counts each change of the total.</param>
internal sealed record MoneyBudget(Guid OfferId, int Year, long Total, long Granted, int Revision)
{
    public long Left => Total - Granted;
}

/// <summary>What was granted to an application, and what was paid, in yen.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="Year">The fiscal year whose budget it takes.</param>
/// <param name="Granted">What was granted.</param>
/// <param name="Taken">What of it is taken of the budget: less once less is to be paid out.</param>
/// <param name="Kept">What may be kept: nothing of a loan, the final amount of a grant; null until that is known.</param>
/// <param name="PaidOut">What was paid out.</param>
/// <param name="Returned">What came back.</param>
public sealed record MoneyAccount(Guid ApplicationId, int Year, long Granted, long Taken, long? Kept, long PaidOut, long Returned)
{
    /// <summary>What is to come back still.</summary>
    public long Due => Kept is { } kept ? Math.Max(PaidOut - kept, 0) - Returned : 0;

    /// <summary>What can be paid out still.</summary>
    public long Unpaid => Taken - PaidOut;
}

/// <summary>Which way money went.</summary>
public enum PaymentKind
{
    /// <summary>It was paid out to the team (交付・貸付).</summary>
    PaidOut,

    /// <summary>The team paid it back (返還・返済).</summary>
    Returned,
}

/// <summary>An entry of the ledger.</summary>
/// <param name="Id">The id, made by who writes it, so that it is written once.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="Kind">Which way.</param>
/// <param name="Yen">How much.</param>
/// <param name="Day">When it was paid.</param>
public sealed record MoneyEntry(Guid Id, Guid ApplicationId, PaymentKind Kind, long Yen, DateOnly Day);

/// <summary>Budgets, accounts and ledger within the transaction of a session, or of a connection of its own for reading.</summary>
internal static class MoneyBook
{
    private const string BudgetColumns = "offer_id, year, total, granted, revision", AccountColumns = "application_id, year, granted, taken, kept, paid_out, returned";

    /// <summary>A budget, kept from others until the transaction ends; null when there is none.</summary>
    public static async Task<MoneyBudget?> LockMoneyAsync(this IDocumentSession session, Guid offer, int year, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync($"select {BudgetColumns} from {{s}}.{MoneyTables.Budgets} where offer_id = $1 and year = $2 for update", cancellationToken, offer, year);
        return (await BudgetsAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Says how much may be granted.</summary>
    public static Task SetMoneyAsync(this IDocumentSession session, Guid offer, int year, long total, CancellationToken cancellationToken) => session.WriteSqlAsync(
        $"insert into {{s}}.{MoneyTables.Budgets} ({BudgetColumns}) values ($1, $2, $3, 0, 1) on conflict (offer_id, year) do update set total = excluded.total, revision = {MoneyTables.Budgets}.revision + 1", cancellationToken, offer, year, total);

    /// <summary>Opens the account of what was granted, which takes it of the budget.</summary>
    public static Task OpenAccountAsync(this IDocumentSession session, Guid application, Guid offer, int year, long granted, long? kept, CancellationToken cancellationToken) => session.WriteSqlAsync(
        $"insert into {{s}}.{MoneyTables.Accounts} (application_id, offer_id, year, granted, taken, kept, paid_out, returned) values ($1, $2, $3, $4, $4, $5, 0, 0)", cancellationToken, application, offer, year, granted, kept);

    /// <summary>Says what may be kept; what is not to be paid out any more is free again.</summary>
    public static Task KeepAsync(this IDocumentSession session, Guid application, long kept, CancellationToken cancellationToken) =>
        session.WriteSqlAsync($"update {{s}}.{MoneyTables.Accounts} set kept = $2, taken = least(taken, greatest($2, paid_out)) where application_id = $1", cancellationToken, application, kept);

    /// <summary>Sets free what was not paid out.</summary>
    public static Task FreeAsync(this IDocumentSession session, Guid application, CancellationToken cancellationToken) =>
        session.WriteSqlAsync($"update {{s}}.{MoneyTables.Accounts} set taken = paid_out where application_id = $1", cancellationToken, application);

    /// <summary>Writes an entry of the ledger.</summary>
    public static Task PostAsync(this IDocumentSession session, MoneyEntry entry, DateTimeOffset now, CancellationToken cancellationToken) => session.WriteSqlAsync(
        $"insert into {{s}}.{MoneyTables.Ledger} (id, application_id, kind, yen, day, at) values ($1, $2, $3, $4, $5, $6)", cancellationToken,
        entry.Id, entry.ApplicationId, entry.Kind.ToString(), entry.Yen, entry.Day, now.ToUniversalTime());

    /// <summary>An entry by its id; null when there is none.</summary>
    public static async Task<MoneyEntry?> EntryAsync(this IDocumentSession session, Guid id, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync($"select id, application_id, kind, yen, day from {{s}}.{MoneyTables.Ledger} where id = $1", cancellationToken, id);
        return (await EntriesAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The account of an application, kept from others until the transaction ends; null when nothing was granted.</summary>
    public static async Task<MoneyAccount?> LockAccountAsync(this IDocumentSession session, Guid application, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync($"select {AccountColumns} from {{s}}.{MoneyTables.Accounts} where application_id = $1 for update", cancellationToken, application);
        return (await AccountsAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Writes a step with the session's other work.</summary>
    public static void TakeStep(this IDocumentSession session, Guid application, int number, ApplicationState? former, ApplicationState state, bool recommendedFirst) => session.QueueSqlCommand(
        $"insert into {session.DocumentStore.Options.DatabaseSchemaName}.{MoneyTables.Steps} (application_id, number, former, state, recommended_first) values (?, ?, ?, ?, ?)",
        application, number, former is { } known ? known.ToString() : DBNull.Value, state.ToString(), recommendedFirst);

    /// <summary>Keeps a file with what is known of it.</summary>
    public static void StoreFile(this IDocumentSession session, MoneyFile file, byte[] bytes)
    {
        session.Insert(file);
        MoneyTables.Files.Insert(session, file.Id, bytes);
    }

    /// <summary>Throws a file away.</summary>
    public static void DropFile(this IDocumentSession session, MoneyFile file)
    {
        session.Delete(file);
        MoneyTables.Files.Delete(session, file.Id);
    }

    /// <summary>What is in a file.</summary>
    public static Task<byte[]?> MoneyBytesAsync(this IQuerySession session, Guid id, CancellationToken cancellationToken) => MoneyTables.Files.FindAsync(session, id, cancellationToken);

    /// <summary>The budgets of some offers.</summary>
    public static async Task<IReadOnlyList<MoneyBudget>> MoneyBudgetsAsync(this NpgsqlDataSource database, IReadOnlyCollection<Guid> offers, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {BudgetColumns} from community_business.{MoneyTables.Budgets} where offer_id = any($1) order by year, offer_id");
        command.Parameters.Add(new() { Value = offers.ToArray() });
        return await BudgetsAsync(command, cancellationToken);
    }

    /// <summary>The accounts of some applications.</summary>
    public static async Task<IReadOnlyDictionary<Guid, MoneyAccount>> MoneyAccountsAsync(this NpgsqlDataSource database, IReadOnlyCollection<Guid> applications, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {AccountColumns} from community_business.{MoneyTables.Accounts} where application_id = any($1)");
        command.Parameters.Add(new() { Value = applications.ToArray() });
        return (await AccountsAsync(command, cancellationToken)).ToDictionary(a => a.ApplicationId);
    }

    /// <summary>The ledger of an application, in the order in which it was paid.</summary>
    public static async Task<IReadOnlyList<MoneyEntry>> MoneyEntriesAsync(this NpgsqlDataSource database, Guid application, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select id, application_id, kind, yen, day from community_business.{MoneyTables.Ledger} where application_id = $1 order by day, at, id");
        command.Parameters.Add(new() { Value = application });
        return await EntriesAsync(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<MoneyBudget>> BudgetsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<MoneyBudget> found = [];
        while (await reader.ReadAsync(cancellationToken)) found.Add(new(reader.GetGuid(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt32(4)));
        return found;
    }

    private static async Task<IReadOnlyList<MoneyAccount>> AccountsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<MoneyAccount> found = [];
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new(reader.GetGuid(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3), await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)));
        return found;
    }

    private static async Task<IReadOnlyList<MoneyEntry>> EntriesAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<MoneyEntry> found = [];
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new(reader.GetGuid(0), reader.GetGuid(1), Enum.Parse<PaymentKind>(reader.GetString(2)), reader.GetInt64(3), reader.GetFieldValue<DateOnly>(4)));
        return found;
    }
}
