using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Npgsql;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>The accounts of the ledger.</summary>
internal enum PointAccount
{
    /// <summary>What the rule has given out: below nought by what all others hold.</summary>
    Issued,

    /// <summary>What a member can exchange.</summary>
    Held,

    /// <summary>What waits for approval.</summary>
    Reserved,

    /// <summary>What was exchanged.</summary>
    Exchanged,
}

/// <summary>Why points move.</summary>
internal enum PointMove
{
    /// <summary>Something was done.</summary>
    Earned,

    /// <summary>What was done was corrected (反対仕訳).</summary>
    Corrected,

    /// <summary>An exchange was asked for.</summary>
    Requested,

    /// <summary>It was approved.</summary>
    Approved,

    /// <summary>It was refused or withdrawn.</summary>
    Returned,

    /// <summary>Another record turned out to be of the same person, or not.</summary>
    HandedOver,
}

/// <summary>What a member has.</summary>
/// <param name="Held">What can be exchanged.</param>
/// <param name="Reserved">What waits for approval.</param>
/// <param name="Exchanged">What was exchanged.</param>
internal sealed record PointBalance(long Held, long Reserved, long Exchanged);

/// <summary>A line of a member's statement.</summary>
internal sealed record PointLine(DateTimeOffset At, PointMove Move, long Amount);

/// <summary>The ledger within the transaction of a session, or of a connection of its own for reading.</summary>
internal static class PointLedger
{
    private const string Schema = "senior_engagement";

    internal static string TurnOf(Guid member) => $"points|{member:N}";

    /// <summary>What a member has; all who ask in a transaction take turns by <see cref="TurnOf"/> first.</summary>
    public static async Task<PointBalance> BalanceAsync(this IDocumentSession session, Guid rule, Guid member, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync($"select kind, balance from {Schema}.{PointTables.Accounts} where member_id = $1 and rule_id = $2", cancellationToken, member, rule);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>What a member has.</summary>
    public static async Task<PointBalance> BalanceAsync(this NpgsqlDataSource database, Guid rule, Guid member, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select kind, balance from {Schema}.{PointTables.Accounts} where member_id = $1 and rule_id = $2");
        command.Parameters.Add(new() { Value = member });
        command.Parameters.Add(new() { Value = rule });
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>Moves points; nothing for none.</summary>
    public static Task MoveAsync(
        this IDocumentSession session, Guid rule, Guid member, PointAccount from, PointAccount to, long amount, PointMove move, Guid? exchange, DateTimeOffset now, CancellationToken cancellationToken) =>
        TransferAsync(session, rule, (member, from), (member, to), amount, move, exchange, now, cancellationToken);

    /// <summary>Hands over what an exchange has set aside or used, to another member of the rule; the caller has both in turn.</summary>
    public static Task HandOverAsync(this IDocumentSession session, PointExchange exchange, Guid to, DateTimeOffset now, CancellationToken cancellationToken)
    {
        PointAccount? account = exchange.State switch { ExchangeState.Requested => PointAccount.Reserved, ExchangeState.Approved or ExchangeState.InPayment => PointAccount.Exchanged, _ => null };
        return account is { } kind ? TransferAsync(session, exchange.RuleId, (exchange.MemberId, kind), (to, kind), exchange.Points, PointMove.HandedOver, exchange.Id, now, cancellationToken) : Task.CompletedTask;
    }

    private static async Task TransferAsync(
        IDocumentSession session, Guid rule, (Guid Member, PointAccount Kind) from, (Guid Member, PointAccount Kind) to, long amount, PointMove move, Guid? exchange, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (amount == 0) return;
        foreach (var (member, kind) in new[] { from, to }.OrderBy(a => a.Kind).ThenBy(a => a.Member))
            await session.WriteSqlAsync($"insert into {Schema}.{PointTables.Accounts} (id, rule_id, member_id, kind) values ($1, $2, $3, $4) on conflict (id) do nothing", cancellationToken,
                IdOf(rule, member, kind), rule, kind == PointAccount.Issued ? null : member, kind.ToString());
        await session.WriteSqlAsync($"insert into {Schema}.{PointTables.Transfers} (id, from_id, to_id, amount, kind, exchange_id, at) values ($1, $2, $3, $4, $5, $6, $7)", cancellationToken,
            Guid.CreateVersion7(now), IdOf(rule, from.Member, from.Kind), IdOf(rule, to.Member, to.Kind), amount, move.ToString(), exchange, now.ToUniversalTime());
    }

    /// <summary>
    /// Makes what a member holds what the activities are worth, less what was exchanged or waits; never less than nought. What was
    /// exchanged too much is made up for by what comes later.
    /// </summary>
    public static async Task SettleAsync(this IDocumentSession session, PointRule rule, PointMember member, IEnumerable<PointActivity> activities, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var balance = await session.BalanceAsync(rule.Id, member.Id, cancellationToken);
        var due = Due(PointReckoning.Earned(rule, member, activities), balance.Reserved + balance.Exchanged) - balance.Held;
        if (due > 0) await session.MoveAsync(rule.Id, member.Id, PointAccount.Issued, PointAccount.Held, due, PointMove.Earned, null, now, cancellationToken);
        else await session.MoveAsync(rule.Id, member.Id, PointAccount.Held, PointAccount.Issued, -due, PointMove.Corrected, null, now, cancellationToken);
    }

    /// <summary>What is to be held.</summary>
    internal static long Due(long earned, long used) => Math.Max(0, earned - used);

    /// <summary>A member's statement, the latest first: what moved into and out of what can be exchanged.</summary>
    public static async Task<IReadOnlyList<PointLine>> LinesAsync(this NpgsqlDataSource database, Guid rule, Guid member, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"select at, kind, case when to_id = $1 then amount else -amount end from {Schema}.{PointTables.Transfers} where $1 in (from_id, to_id) order by number desc limit 100");
        command.Parameters.Add(new() { Value = IdOf(rule, member, PointAccount.Held) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<PointLine> lines = [];
        while (await reader.ReadAsync(cancellationToken)) lines.Add(new(reader.GetFieldValue<DateTimeOffset>(0), Enum.Parse<PointMove>(reader.GetString(1)), reader.GetInt64(2)));
        return lines;
    }

    /// <summary>Takes a person out: the accounts stay, of nobody.</summary>
    public static Task ForgetMembersAsync(this IDocumentSession session, IReadOnlyCollection<Guid> members, CancellationToken cancellationToken) =>
        session.WriteSqlAsync($"update {Schema}.{PointTables.Accounts} set member_id = null where member_id = any($1)", cancellationToken, members.ToArray());

    private static Guid IdOf(Guid rule, Guid member, PointAccount kind) =>
        FactId.Of(kind == PointAccount.Issued ? $"senior-engagement.points|{rule:N}|issued" : $"senior-engagement.points|{rule:N}|{member:N}|{kind}");

    private static async Task<PointBalance> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        Dictionary<PointAccount, long> balances = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) balances[Enum.Parse<PointAccount>(reader.GetString(0))] = reader.GetInt64(1);
        return new(balances.GetValueOrDefault(PointAccount.Held), balances.GetValueOrDefault(PointAccount.Reserved), balances.GetValueOrDefault(PointAccount.Exchanged));
    }
}
