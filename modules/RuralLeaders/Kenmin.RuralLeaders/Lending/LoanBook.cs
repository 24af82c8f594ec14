using Kenmin.Persistence;
using Marten;
using Npgsql;

namespace Kenmin.RuralLeaders.Lending;

/// <summary>The loans within the transaction of a session, or of a connection of its own for reading.</summary>
internal static class LoanBook
{
    private const string Columns = "id, equipment_id, account_id, name, first_day, last_day, state, note";

    /// <summary>Enters a loan, unless one of the same thing shares a day.</summary>
    /// <returns>Whether it is there now; a repetition finds its own.</returns>
    public static async Task<bool> TryEnterAsync(this IDocumentSession session, Loan loan, CancellationToken cancellationToken)
    {
        var entered = await session.WriteSqlAsync(
            $"insert into {{s}}.{LoanTable.Name} ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing", cancellationToken,
            loan.Id, loan.EquipmentId, loan.AccountId, loan.Name, loan.From, loan.Until, loan.State.ToString(), loan.Note);
        if (entered == 1) return true;
        return await session.FindLoanAsync(loan.Id, cancellationToken) is { State: not LoanState.Cancelled } there && there.EquipmentId == loan.EquipmentId && there.AccountId == loan.AccountId;
    }

    /// <summary>A loan, kept from others until the transaction ends; null when there is none.</summary>
    public static async Task<Loan?> FindLoanAsync(this IDocumentSession session, Guid id, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync($"select {Columns} from {{s}}.{LoanTable.Name} where id = $1 for update", cancellationToken, id);
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Writes how a loan stands.</summary>
    public static async Task ChangeAsync(this IDocumentSession session, Loan loan, CancellationToken cancellationToken)
    {
        await session.WriteSqlAsync(
            $"update {{s}}.{LoanTable.Name} set state = $2, last_day = $3, note = $4 where id = $1", cancellationToken, loan.Id, loan.State.ToString(), loan.Until, loan.Note);
    }

    /// <summary>The loans of things by their first day, cancelled ones left out.</summary>
    public static Task<IReadOnlyList<Loan>> LoansAsync(this NpgsqlDataSource database, IReadOnlyCollection<Guid> equipment, DateOnly from, CancellationToken cancellationToken) => ReadAsync(
        database, $"select {Columns} from rural_leaders.{LoanTable.Name} where equipment_id = any($1) and state <> 'Cancelled' and (last_day >= $2 or state = 'HandedOver') order by first_day, id", cancellationToken,
        equipment.ToArray(), from);

    /// <summary>The loans of a person, the latest first.</summary>
    public static Task<IReadOnlyList<Loan>> LoansOfAsync(this NpgsqlDataSource database, Guid account, CancellationToken cancellationToken) =>
        ReadAsync(database, $"select {Columns} from rural_leaders.{LoanTable.Name} where account_id = $1 order by first_day desc, id limit 100", cancellationToken, account);

    /// <summary>Gives the loans of an account to another; returns which.</summary>
    public static Task<IReadOnlyList<Guid>> MoveLoansAsync(this IDocumentSession session, Guid from, Guid to, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken) => session.WriteSqlAsync<Guid>(
        $"update {{s}}.{LoanTable.Name} set account_id = $2 where account_id = $1 and ($3::uuid[] is null or id = any($3)) returning id", cancellationToken, from, to, only?.ToArray());

    /// <summary>Takes a person out: what is booked is cancelled, the rest stays for nobody.</summary>
    public static async Task ForgetLoansAsync(this IDocumentSession session, Guid account, CancellationToken cancellationToken)
    {
        await session.WriteSqlAsync(
            $"update {{s}}.{LoanTable.Name} set state = case when state = 'Booked' then 'Cancelled' else state end, account_id = null, name = '（削除済み）' where account_id = $1", cancellationToken, account);
    }

    private static async Task<IReadOnlyList<Loan>> ReadAsync(NpgsqlDataSource database, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await ReadAsync(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<Loan>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Loan> loans = [];
        while (await reader.ReadAsync(cancellationToken))
            loans.Add(new(
                reader.GetGuid(0), reader.GetGuid(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.GetString(3), reader.GetFieldValue<DateOnly>(4), reader.GetFieldValue<DateOnly>(5),
                Enum.Parse<LoanState>(reader.GetString(6)), reader.GetString(7)));
        return loans;
    }
}
