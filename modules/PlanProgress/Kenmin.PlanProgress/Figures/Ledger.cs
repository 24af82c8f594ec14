using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Kenmin.PlanProgress.Figures;

/// <summary>Who did something.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Name">The name at that time.</param>
public sealed record Doer(Guid AccountId, string Name);

/// <summary>The figures within the transaction of a handler, whose end commits them.</summary>
internal sealed class Ledger(IDocumentSession session)
{
    /// <summary>Waits for whoever changes the plan or closes a year, and keeps others waiting.</summary>
    public Task LockPlanAsync(CancellationToken cancellationToken) => session.TakeTurnsAsync("plan", cancellationToken);

    /// <summary>Whether a year is frozen. Until the transaction ends that stays so: nobody freezes it meanwhile.</summary>
    public async Task<bool> IsFrozenAsync(FiscalYear year, CancellationToken cancellationToken)
    {
        await session.WriteSqlAsync("insert into {s}.plan_years (year) values ($1) on conflict do nothing", cancellationToken, year.StartYear);
        return await session.ReadSqlAsync<bool>("select frozen_at is not null from {s}.plan_years where year = $1 for share", cancellationToken, year.StartYear);
    }

    /// <summary>Takes a year for closing: waits for every figure that is on its way into it. Whether it is frozen already.</summary>
    public async Task<bool> TakeYearAsync(FiscalYear year, CancellationToken cancellationToken)
    {
        await session.WriteSqlAsync("insert into {s}.plan_years (year) values ($1) on conflict do nothing", cancellationToken, year.StartYear);
        return await session.ReadSqlAsync<bool>("select frozen_at is not null from {s}.plan_years where year = $1 for update", cancellationToken, year.StartYear);
    }

    /// <summary>Sets an actual figure.</summary>
    public Task SetActualAsync(
        Guid indicator, FiscalYear year, decimal value, FigureStage stage, string? note, DateTimeOffset? asOf, string? drillDown, DateTimeOffset at, Doer by,
        CancellationToken cancellationToken) => session.WriteSqlAsync(
        """
        insert into {s}.plan_figures as f (indicator_id, year, actual, stage, note, as_of, drill_down, changed_at, changed_by, changed_by_name)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (indicator_id, year) do update set actual = $3, stage = $4, note = $5, as_of = $6, drill_down = $7, changed_at = $8, changed_by = $9, changed_by_name = $10
        """, cancellationToken,
        indicator, year.StartYear, value, (short)stage, Text(note), Time(asOf), Text(drillDown), at.ToUniversalTime(), by.AccountId, by.Name);

    /// <summary>Takes a reported figure back: nothing is reported any more.</summary>
    public Task WithdrawActualAsync(Guid indicator, FiscalYear year, DateTimeOffset at, Doer by, CancellationToken cancellationToken) => session.WriteSqlAsync(
        """
        update {s}.plan_figures set actual = null, stage = null, note = null, as_of = null, drill_down = null, changed_at = $3, changed_by = $4, changed_by_name = $5
        where indicator_id = $1 and year = $2 and actual is not null
        """, cancellationToken,
        indicator, year.StartYear, at.ToUniversalTime(), by.AccountId, by.Name);

    /// <summary>Sets or removes a target.</summary>
    public Task SetTargetAsync(Guid indicator, FiscalYear year, decimal? target, DateTimeOffset at, Doer by, CancellationToken cancellationToken) => session.WriteSqlAsync(
        """
        insert into {s}.plan_figures as f (indicator_id, year, target, changed_at, changed_by, changed_by_name) values ($1, $2, $3, $4, $5, $6)
        on conflict (indicator_id, year) do update set target = $3, changed_at = $4, changed_by = $5, changed_by_name = $6
        """, cancellationToken,
        indicator, year.StartYear, Number(target), at.ToUniversalTime(), by.AccountId, by.Name);

    /// <summary>The target of a year.</summary>
    public Task<decimal?> TargetAsync(Guid indicator, FiscalYear year, CancellationToken cancellationToken) =>
        session.ReadSqlAsync<decimal?>("select target from {s}.plan_figures where indicator_id = $1 and year = $2", cancellationToken, indicator, year.StartYear);

    /// <summary>Keeps a module's count unless a newer one is known.</summary>
    public Task KeepCountAsync(string source, FiscalYear year, string kind, decimal value, DateTimeOffset asOf, string drillDown, CancellationToken cancellationToken) =>
        session.WriteSqlAsync(
            """
            insert into {s}.plan_counts as c (source, year, kind, value, as_of, drill_down) values ($1, $2, $3, $4, $5, $6)
            on conflict (source, year) do update set kind = $3, value = $4, as_of = $5, drill_down = $6 where c.as_of <= $5
            """, cancellationToken,
            source, year.StartYear, kind, value, asOf.ToUniversalTime(), drillDown);

    /// <summary>The count of a source in a year; null when none has arrived.</summary>
    public async Task<(string Kind, decimal Value, DateTimeOffset AsOf, string DrillDown)?> CountAsync(string source, FiscalYear year, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync("select kind, value, as_of, drill_down from {s}.plan_counts where source = $1 and year = $2", cancellationToken, source, year.StartYear);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetString(0), reader.GetDecimal(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3)) : null;
    }

    /// <summary>The indicators with a reported figure for a year, final ones or all.</summary>
    public async Task<IReadOnlySet<Guid>> ReportedAsync(FiscalYear year, bool finalOnly, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync(
            "select indicator_id from {s}.plan_figures where year = $1 and actual is not null and (stage = $2 or not $3)", cancellationToken, year.StartYear, (short)FigureStage.Final, finalOnly);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellationToken)) found.Add(reader.GetGuid(0));
        return found;
    }

    /// <summary>Marks a year as frozen; the database lets nobody take that back.</summary>
    public Task FreezeAsync(FiscalYear year, string? note, DateTimeOffset at, Doer by, CancellationToken cancellationToken) => session.WriteSqlAsync(
        "update {s}.plan_years set frozen_at = $2, frozen_by = $3, frozen_by_name = $4, note = $5 where year = $1", cancellationToken,
        year.StartYear, at.ToUniversalTime(), by.AccountId, by.Name, Text(note));

    /// <summary>Adds a correction beside a frozen figure.</summary>
    public Task RestateAsync(Guid id, Guid indicator, FiscalYear year, decimal value, string reason, DateTimeOffset at, Doer by, CancellationToken cancellationToken) =>
        session.WriteSqlAsync(
            """
            insert into {s}.plan_restatements (id, indicator_id, year, value, reason, made_at, made_by, made_by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (id) do nothing
            """, cancellationToken,
            id, indicator, year.StartYear, value, reason, at.ToUniversalTime(), by.AccountId, by.Name);

    /// <summary>The last frozen year in which an indicator has a figure; null when there is none.</summary>
    public Task<int?> LastFrozenYearAsync(Guid indicator, CancellationToken cancellationToken) => session.ReadSqlAsync<int?>(
        "select max(year) from {s}.plan_figures join {s}.plan_years using (year) where indicator_id = $1 and frozen_at is not null", cancellationToken, indicator);

    /// <summary>Whether an indicator has any figure.</summary>
    public Task<bool> HasFiguresAsync(Guid indicator, CancellationToken cancellationToken) =>
        session.ReadSqlAsync<bool>("select exists (select from {s}.plan_figures where indicator_id = $1)", cancellationToken, indicator);

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Number(decimal? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric };

    private static NpgsqlParameter Time(DateTimeOffset? value) =>
        new() { Value = (object?)value?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
