using Kenmin.Persistence;
using Marten;
using Npgsql;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>A score with its comment.</summary>
public sealed record ScoreLine(int Score, string Comment);

/// <summary>A judge's sheet of a case.</summary>
/// <param name="SubmissionId">The case.</param>
/// <param name="JudgeId">The judge.</param>
/// <param name="HandedIn">Whether it was handed in.</param>
/// <param name="Scores">By criterion; what is missing was not scored yet.</param>
internal sealed record Sheet(Guid SubmissionId, Guid JudgeId, bool HandedIn, IReadOnlyDictionary<string, ScoreLine> Scores);

/// <summary>Reads and writes scores, see <see cref="ContestTables"/>.</summary>
internal static class ScoreBook
{
    private const string Schema = "community_business";

    /// <summary>Opens a round, or moves its deadline.</summary>
    public static Task OpenRoundAsync(this IDocumentSession session, Guid call, DateTimeOffset deadline, CancellationToken cancellationToken) => session.WriteSqlAsync(
        $"insert into {Schema}.{ContestTables.Rounds} (call_id, deadline) values ($1, $2) on conflict (call_id) do update set deadline = excluded.deadline where {ContestTables.Rounds}.deadline <> excluded.deadline",
        cancellationToken, call, deadline.ToUniversalTime());

    /// <summary>Whether scores are taken at a moment; until the transaction ends nobody fixes them.</summary>
    public static Task<bool> TakesScoresAsync(this IDocumentSession session, Guid call, DateTimeOffset now, CancellationToken cancellationToken) => session.ReadSqlAsync<bool>(
        $"select frozen_at is null and deadline > greatest($2, clock_timestamp()) from {Schema}.{ContestTables.Rounds} where call_id = $1 for share", cancellationToken, call, now.ToUniversalTime());

    /// <summary>Fixes the scores; waits for those who are writing.</summary>
    public static Task FreezeAsync(this IDocumentSession session, Guid call, DateTimeOffset now, CancellationToken cancellationToken) => session.WriteSqlAsync(
        $"update {Schema}.{ContestTables.Rounds} set frozen_at = $2 where call_id = $1 and frozen_at is null", cancellationToken, call, now.ToUniversalTime());

    /// <summary>Writes a sheet over what was there; a criterion without a score is taken out.</summary>
    /// <returns>False where the database refuses: the deadline came meanwhile, and nothing of the sheet is written.</returns>
    public static async Task<bool> WriteAsync(this IDocumentSession session, Guid call, Sheet sheet, IEnumerable<string> criteria, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.WriteSqlAsync("savepoint sheet", cancellationToken);
        try
        {
            await WriteLinesAsync(session, call, sheet, criteria, now.ToUniversalTime(), cancellationToken);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == ContestTables.FrozenState)
        {
            await session.WriteSqlAsync("rollback to savepoint sheet", cancellationToken);
            return false;
        }
    }

    private static async Task WriteLinesAsync(IDocumentSession session, Guid call, Sheet sheet, IEnumerable<string> criteria, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var criterion in criteria.Order(StringComparer.Ordinal))
            if (sheet.Scores.TryGetValue(criterion, out var line))
                await session.WriteSqlAsync(
                    $"""
                    insert into {Schema}.{ContestTables.Scores} (submission_id, judge_id, criterion, call_id, score, comment, written_at) values ($1, $2, $3, $4, $5, $6, $7)
                    on conflict (submission_id, judge_id, criterion) do update set score = excluded.score, comment = excluded.comment, written_at = excluded.written_at
                    """, cancellationToken, sheet.SubmissionId, sheet.JudgeId, criterion, call, line.Score, line.Comment, at);
            else
                await session.WriteSqlAsync($"delete from {Schema}.{ContestTables.Scores} where submission_id = $1 and judge_id = $2 and criterion = $3", cancellationToken, sheet.SubmissionId, sheet.JudgeId, criterion);
        await session.WriteSqlAsync(
            $"""
            insert into {Schema}.{ContestTables.Sheets} (submission_id, judge_id, call_id, handed_in, written_at) values ($1, $2, $3, $4, $5)
            on conflict (submission_id, judge_id) do update set handed_in = excluded.handed_in, written_at = excluded.written_at
            """, cancellationToken, sheet.SubmissionId, sheet.JudgeId, call, sheet.HandedIn, at);
    }

    /// <summary>Takes out comments, for an erasure; scores stay.</summary>
    public static Task EmptyCommentsAsync(this IDocumentSession session, IReadOnlyCollection<Guid> judges, IReadOnlyCollection<Guid> submissions, CancellationToken cancellationToken) => session.WriteSqlAsync(
        $"update {Schema}.{ContestTables.Scores} set comment = '' where comment <> '' and (judge_id = any($1) or submission_id = any($2))", cancellationToken, judges.ToArray(), submissions.ToArray());

    /// <summary>All sheets of a call.</summary>
    public static async Task<IReadOnlyList<Sheet>> SheetsAsync(this NpgsqlDataSource database, Guid call, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await SheetsAsync(connection, call, cancellationToken);
    }

    /// <summary>All sheets of a call, as the transaction sees them.</summary>
    public static async Task<IReadOnlyList<Sheet>> SheetsAsync(this IDocumentSession session, Guid call, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        return await SheetsAsync(session.Connection!, call, cancellationToken);
    }

    private static async Task<IReadOnlyList<Sheet>> SheetsAsync(NpgsqlConnection connection, Guid call, CancellationToken cancellationToken)
    {
        Dictionary<(Guid, Guid), (bool HandedIn, Dictionary<string, ScoreLine> Scores)> sheets = [];
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            select h.submission_id, h.judge_id, h.handed_in, s.criterion, s.score, s.comment from {Schema}.{ContestTables.Sheets} h
            left join {Schema}.{ContestTables.Scores} s on s.submission_id = h.submission_id and s.judge_id = h.judge_id where h.call_id = $1
            """;
        command.Parameters.Add(new() { Value = call });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = (reader.GetGuid(0), reader.GetGuid(1));
            if (!sheets.TryGetValue(key, out var sheet)) sheets[key] = sheet = (reader.GetBoolean(2), new(StringComparer.Ordinal));
            if (!await reader.IsDBNullAsync(3, cancellationToken)) sheet.Scores[reader.GetString(3)] = new(reader.GetInt32(4), reader.GetString(5));
        }

        return [.. sheets.Select(s => new Sheet(s.Key.Item1, s.Key.Item2, s.Value.HandedIn, s.Value.Scores))];
    }
}
