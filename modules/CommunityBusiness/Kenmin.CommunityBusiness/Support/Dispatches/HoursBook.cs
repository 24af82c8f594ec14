using Kenmin.Persistence;
using Marten;
using Npgsql;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>A yearly budget of experts' hours (年度の派遣時間の枠), in minutes.</summary>
/// <param name="Year">The fiscal year, by the year in which it starts.</param>
/// <param name="Payer">A municipality by its code, or <see cref="HoursBook.Prefecture"/>.</param>
/// <param name="Granted">What may be used.</param>
/// <param name="Reserved">What is approved and not yet reported.</param>
/// <param name="Used">What was reported.</param>
/// <param name="Revision">Counts each change of what is granted.</param>
internal sealed record HoursBudget(int Year, string Payer, int Granted, int Reserved, int Used, int Revision)
{
    public int Left => Granted - Reserved - Used;
}

/// <summary>The budgets of hours within the transaction of a session, or of a connection of its own for reading.</summary>
internal static class HoursBook
{
    /// <summary>The payer of the prefecture's own hours.</summary>
    public const string Prefecture = "prefecture";

    private const string Columns = "year, payer, granted, reserved, used, revision";

    /// <summary>A budget, kept from others until the transaction ends; null when there is none.</summary>
    public static async Task<HoursBudget?> LockBudgetAsync(this IDocumentSession session, int year, string payer, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync($"select {Columns} from {{s}}.{HoursTable.Budgets} where year = $1 and payer = $2 for update", cancellationToken, year, payer);
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Writes what is granted.</summary>
    public static Task GrantAsync(this IDocumentSession session, int year, string payer, int minutes, CancellationToken cancellationToken) => session.WriteSqlAsync(
        $"insert into {{s}}.{HoursTable.Budgets} ({Columns}) values ($1, $2, $3, 0, 0, 1) on conflict (year, payer) do update set granted = excluded.granted, revision = {HoursTable.Budgets}.revision + 1",
        cancellationToken, year, payer, minutes);

    /// <summary>Reserves hours for a dispatch.</summary>
    public static Task ReserveAsync(this IDocumentSession session, Guid dispatch, int year, string payer, int minutes, CancellationToken cancellationToken) =>
        session.WriteSqlAsync($"insert into {{s}}.{HoursTable.Lines} (dispatch_id, year, payer, minutes, used, state) values ($1, $2, $3, $4, 0, 'Reserved')", cancellationToken, dispatch, year, payer, minutes);

    /// <summary>Settles what was reserved by what was used; the rest is free again.</summary>
    public static Task SettleAsync(this IDocumentSession session, Guid dispatch, int used, CancellationToken cancellationToken) =>
        session.WriteSqlAsync($"update {{s}}.{HoursTable.Lines} set state = 'Used', used = $2 where dispatch_id = $1", cancellationToken, dispatch, used);

    /// <summary>Sets what was reserved free again.</summary>
    public static Task ReleaseAsync(this IDocumentSession session, Guid dispatch, CancellationToken cancellationToken) =>
        session.WriteSqlAsync($"update {{s}}.{HoursTable.Lines} set state = 'Released' where dispatch_id = $1 and state = 'Reserved'", cancellationToken, dispatch);

    /// <summary>Throws away the dispatches of a venture with the session's other work; what they had reserved is free again.</summary>
    public static void DropDispatches(IDocumentSession session, Guid venture)
    {
        var schema = session.DocumentStore.Options.DatabaseSchemaName;
        session.QueueSqlCommand(
            $"with gone as (delete from {schema}.mt_doc_dispatch where (data ->> 'ventureId')::uuid = ? returning id) update {schema}.{HoursTable.Lines} set state = 'Released' where state = 'Reserved' and dispatch_id in (select id from gone)", venture);
    }

    /// <summary>The budgets of a year.</summary>
    public static async Task<IReadOnlyList<HoursBudget>> BudgetsAsync(this NpgsqlDataSource database, int year, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from community_business.{HoursTable.Budgets} where year = $1 order by payer");
        command.Parameters.Add(new() { Value = year });
        return await ReadAsync(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<HoursBudget>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<HoursBudget> budgets = [];
        while (await reader.ReadAsync(cancellationToken)) budgets.Add(new(reader.GetInt32(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5)));
        return budgets;
    }
}
