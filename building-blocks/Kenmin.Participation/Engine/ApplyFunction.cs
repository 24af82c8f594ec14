using Kenmin.SharedKernel;
using Npgsql;
using NpgsqlTypes;

namespace Kenmin.Participation.Engine;

/// <summary>What the server function does with one command.</summary>
internal enum CommandKind : short
{
    SignUp = 1,
    Cancel = 2,
    Accept = 3,
    Decline = 4,
    Settle = 5,
    Offer = 6,
}

/// <summary>Flags the server function knows.</summary>
[Flags]
internal enum CommandFlags
{
    None = 0,
    OutsideWindow = 1,
    WalkIn = 2,
    OverCapacity = 4,
    ByStaff = 8,
    OnlyIfFree = 16,
}

/// <summary>One command as the server function takes it.</summary>
internal sealed record Command(
    CommandKind Kind, Guid CommandId, Guid OpeningId, Guid? PersonId, Actor By,
    DateOnly? BirthDate = null, IReadOnlyCollection<string>? Qualifications = null, CommandFlags Flags = CommandFlags.None, string? Reason = null, object? Application = null)
{
    public static Command Settle(Guid openingId) => new(CommandKind.Settle, Guid.Empty, openingId, null, Actor.Platform);
}

/// <summary>Calls the server function for a batch, appends the events and sends the messages of what it did.</summary>
internal static class ApplyFunction
{
    private const string Text =
        "SELECT item, change, opening, person, before, after, expires, reason, refusal, repeated, place FROM {s}.participation_apply($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    /// <param name="work">The transaction.</param>
    /// <param name="commands">The commands, in the order of arrival.</param>
    /// <param name="wait">Whether persons may be waited for: only while no opening is locked.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>One answer per command, in their order.</returns>
    public static async Task<Result<SignUpAnswer>[]> RunAsync(Work work, IReadOnlyList<Command> commands, bool wait, CancellationToken ct)
    {
        var (rows, openings) = await CallAsync(work, commands, wait, ct);
        var clashes = await OpeningReader.SummariesAsync(
            work, [.. rows.Select(r => Refusals.ClashIn(r.Refusal)).OfType<Guid>().Where(id => !openings.ContainsKey(id)).Distinct()], ct);

        var answers = new Result<SignUpAnswer>[commands.Count];
        foreach (var row in rows)
        {
            if (row.Change == 99)
            {
                work.Unsettled.Add(row.Opening);
                continue;
            }
            var command = row.Item is { } item ? commands[item - 1] : null;
            if (row.Change != 0) await work.RecordAsync(EventOf(row, command, work.Now), openings[row.Opening].Summary);
            if (row.Item is not { } index) continue;
            answers[index - 1] = row.Refusal is { } refusal
                ? new Result<SignUpAnswer>.Refused(Refusals.Of(
                    refusal, openings.GetValueOrDefault(row.Opening),
                    Refusals.ClashIn(refusal) is { } clash ? openings.GetValueOrDefault(clash)?.Summary ?? clashes.GetValueOrDefault(clash)?.Summary : null))
                : new Result<SignUpAnswer>.Done(new SignUpAnswer((SignUpState)row.After, row.Place, row.Repeated));
        }
        return answers;
    }

    private static async Task<(List<Row> Rows, Dictionary<Guid, OpeningRow> Openings)> CallAsync(
        Work work, IReadOnlyList<Command> commands, bool wait, CancellationToken ct)
    {
        T[] Column<T>(Func<Command, T> pick)
        {
            var values = new T[commands.Count];
            for (var i = 0; i < values.Length; i++) values[i] = pick(commands[i]);
            return values;
        }

        var ids = Column(c => c.OpeningId);
        await using var batch = new NpgsqlBatch(work.Connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Text.Replace("{s}", work.Schema, StringComparison.Ordinal))
        {
            Parameters =
            {
                new() { Value = work.Now },
                new() { Value = wait },
                new() { Value = Column(c => (short)c.Kind) },
                new() { Value = Column(c => c.CommandId) },
                new() { Value = ids },
                new() { Value = Column(c => c.PersonId), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                new() { Value = Column(c => c.BirthDate), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date },
                new() { Value = Column(c => c.Qualifications is null ? null : string.Join(',', c.Qualifications)), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = Column(c => (int)c.Flags) },
                new() { Value = Column(c => c.Reason), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        });
        // After the function, so that it reads the terms as they are under the locks.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(OpeningReader.Text(work.Schema)) { Parameters = { new() { Value = ids } } });

        await using var reader = await batch.ExecuteReaderAsync(ct);
        var rows = new List<Row>(commands.Count);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new Row(
                reader.IsDBNull(0) ? null : reader.GetInt32(0), reader.GetInt16(1), reader.GetGuid(2), reader.IsDBNull(3) ? Guid.Empty : reader.GetGuid(3),
                reader.GetInt16(4), reader.GetInt16(5), reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
                reader.IsDBNull(7) ? null : reader.GetString(7), reader.IsDBNull(8) ? null : reader.GetString(8),
                reader.GetBoolean(9), reader.IsDBNull(10) ? null : reader.GetInt32(10)));
        }
        await reader.NextResultAsync(ct);
        var openings = new Dictionary<Guid, OpeningRow>();
        while (await reader.ReadAsync(ct))
        {
            var opening = OpeningReader.Read(reader);
            openings[opening.Summary.OpeningId] = opening;
        }
        return (rows, openings);
    }

    private static ISignUpEvent EventOf(Row row, Command? command, DateTimeOffset now)
    {
        var by = command?.By ?? Actor.Platform;
        return row.Change switch
        {
            1 => new SignUpConfirmed(row.Opening, row.Person, now, by,
                command!.Flags.HasFlag(CommandFlags.WalkIn), command.Flags.HasFlag(CommandFlags.OverCapacity) ? command.Reason : null),
            2 => new SignUpPutOnWaitingList(row.Opening, row.Person, now, by, row.Place ?? 0),
            3 => new SignUpCancelled(row.Opening, row.Person, now, by, (SignUpState)row.Before, command!.Reason, OpeningCancelled: false),
            4 => new SignUpPromoted(row.Opening, row.Person, now, by),
            5 => new PlaceOffered(row.Opening, row.Person, now, by, row.Expires!.Value),
            6 => new OfferAccepted(row.Opening, row.Person, now, by),
            7 => new OfferDeclined(row.Opening, row.Person, now, by),
            8 => new OfferExpired(row.Opening, row.Person, now, by),
            9 => new PromotionSkipped(row.Opening, row.Person, now, by, row.Reason!),
            _ => throw new InvalidOperationException($"The server function answered an unknown change {row.Change}."),
        };
    }

    private sealed record Row(
        int? Item, short Change, Guid Opening, Guid Person, short Before, short After, DateTimeOffset? Expires,
        string? Reason, string? Refusal, bool Repeated, int? Place);
}

/// <summary>An opening as refusals and messages need it.</summary>
internal sealed record OpeningRow(OpeningSummary Summary, DateTimeOffset? SignUpOpens, int? MinimumAge);

/// <summary>Reads openings for refusals and messages.</summary>
internal static class OpeningReader
{
    public static string Text(string schema) =>
        $"SELECT id, label_ja, label_en, starts, ends, fiscal_year, opens_at, minimum_age FROM {schema}.participation_openings WHERE id = ANY($1)";

    public static OpeningRow Read(NpgsqlDataReader reader) => new(
        new OpeningSummary(
            reader.GetGuid(0), new LocalizedText(reader.GetString(1), reader.GetString(2)),
            reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4), new FiscalYear(reader.GetInt32(5))),
        reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
        reader.IsDBNull(7) ? null : reader.GetInt32(7));

    public static async Task<Dictionary<Guid, OpeningRow>> SummariesAsync(Work work, Guid[] ids, CancellationToken ct) =>
        ids.Length == 0 ? [] : (await work.QueryAsync(Text(work.Schema), [ids], Read, ct)).ToDictionary(o => o.Summary.OpeningId);
}
