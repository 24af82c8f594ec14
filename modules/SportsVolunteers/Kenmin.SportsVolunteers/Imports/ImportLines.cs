using System.Text.Json;
using Kenmin.Spreadsheets;
using Npgsql;
using NpgsqlTypes;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>What became of each line of each import: every row stays traceable, and refused ones can be corrected.</summary>
internal static class ImportLines
{
    /// <summary>A refused row as it is kept.</summary>
    public sealed record RefusedRow(int Line, IReadOnlyList<string> Cells, IReadOnlyList<RowError> Errors);

    /// <summary>A line of an import that belongs to a person.</summary>
    public sealed record Trace(Guid ImportId, int Line, RowResult Result);

    /// <summary>Writes the outcomes of a batch within the transaction of <paramref name="connection"/>.</summary>
    public static async Task WriteAsync(
        Guid import, IReadOnlyList<(SheetRow Row, RowOutcome Outcome)> rows, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            insert into {ImportTables.Lines} (import_id, line, result, subject_id, refused)
            select $1, * from unnest($2, $3, $4, $5)
            """;
        command.Parameters.Add(new() { Value = import });
        command.Parameters.Add(new() { Value = rows.Select(r => r.Row.Line).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(r => r.Outcome.Result.ToString()).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(r => r.Outcome.SubjectId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = rows.Select(r => Refused(r.Row, r.Outcome)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Refused rows in the order of the file.</summary>
    /// <param name="import">The import.</param>
    /// <param name="after">Only lines below this one.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="database">The database.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public static async Task<List<RefusedRow>> RefusedAsync(
        Guid import, int after, int take, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"select refused from {ImportTables.Lines} where import_id = $1 and line > $2 and refused is not null order by line limit $3");
        command.Parameters.Add(new() { Value = import });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = take });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<RefusedRow> rows = [];
        while (await reader.ReadAsync(cancellationToken)) rows.Add(JsonSerializer.Deserialize<RefusedRow>(reader.GetString(0))!);
        return rows;
    }

    /// <summary>All lines of all imports that belong to a person, oldest import first.</summary>
    public static async Task<List<Trace>> OfSubjectAsync(Guid subject, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"select import_id, line, result from {ImportTables.Lines} where subject_id = $1 order by import_id, line");
        command.Parameters.Add(new() { Value = subject });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Trace> traces = [];
        while (await reader.ReadAsync(cancellationToken))
            traces.Add(new(reader.GetGuid(0), reader.GetInt32(1), Enum.Parse<RowResult>(reader.GetString(2))));
        return traces;
    }

    /// <summary>What became of a line and whom it belongs to; null when there is no such line.</summary>
    public static async Task<(RowResult Result, Guid? SubjectId)?> FindAsync(
        Guid import, int line, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select result, subject_id from {ImportTables.Lines} where import_id = $1 and line = $2");
        command.Parameters.Add(new() { Value = import });
        command.Parameters.Add(new() { Value = line });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        return (Enum.Parse<RowResult>(reader.GetString(0)), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetGuid(1));
    }

    private static string? Refused(SheetRow row, RowOutcome outcome) => outcome.Result == RowResult.Refused
        ? JsonSerializer.Serialize(new RefusedRow(row.Line, row.Cells, outcome.Errors))
        : null;
}
