using Kenmin.SharedKernel;
using Npgsql;

namespace Kenmin.Participation.Engine;

/// <summary>Reads occupancy and sign-ups straight from the rows.</summary>
internal sealed class ParticipationQueries(Func<CancellationToken, Task<NpgsqlConnection>> connect, string schema)
{
    // One person's place in the list is counted over those who wait before; the places of a whole list are numbered at once, or reading a list
    // of ten thousand would count fifty million times.
    private const string Counted = "CASE WHEN s.state = 1 THEN (SELECT count(*) FROM {s}.participation_sign_ups w WHERE w.opening_id = s.opening_id AND w.state = 1 AND w.seq <= s.seq)::integer END";

    private const string Unknown = "NULL::integer";

    private const string Numbered =
        """
         LEFT JOIN (SELECT x.opening_id, x.person_id, (row_number() OVER (PARTITION BY x.opening_id ORDER BY x.seq))::integer AS place
            FROM {s}.participation_sign_ups x WHERE x.state = 1 AND x.opening_id = ANY($1)) w ON w.opening_id = s.opening_id AND w.person_id = s.person_id
         WHERE s.opening_id = ANY($1)
        """;

    public async Task<IReadOnlyDictionary<Guid, Occupancy>> OccupancyAsync(IReadOnlyCollection<Guid> openingIds, CancellationToken ct) =>
        (await ReadAsync(
            "SELECT id, status, capacity, confirmed, offered, waiting, overfull_reason, version FROM {s}.participation_openings WHERE id = ANY($1)",
            [openingIds.ToArray()],
            r => new Occupancy(r.GetGuid(0), (OpeningStatus)r.GetInt16(1), r.GetInt32(2), r.GetInt32(3), r.GetInt32(4), r.GetInt32(5),
                r.IsDBNull(6) ? null : r.GetString(6), r.GetInt64(7)),
            ct)).ToDictionary(o => o.OpeningId);

    public Task<IReadOnlyList<SignUpView>> OfOpeningAsync(Guid openingId, CancellationToken ct) => ReadAsync(
        View("w.place") + Numbered + " ORDER BY CASE s.state WHEN 3 THEN 0 WHEN 2 THEN 1 WHEN 1 THEN 2 ELSE 3 END, s.seq", [new[] { openingId }], ReadView, ct);

    public Task<IReadOnlyList<SignUpView>> OfOpeningsAsync(IReadOnlyCollection<Guid> openingIds, CancellationToken ct) => ReadAsync(
        View("w.place") + Numbered, [openingIds.ToArray()], ReadView, ct);

    public Task<IReadOnlyList<SignUpView>> OfPersonsAsync(IReadOnlyCollection<Guid> personIds, bool places, CancellationToken ct) => ReadAsync(
        View(places ? Counted : Unknown) + " WHERE s.person_id = ANY($1) ORDER BY o.starts, o.id", [personIds.ToArray()], ReadView, ct);

    public async Task<YearTotals> TotalsOfYearAsync(FiscalYear year, CancellationToken ct) => (await ReadAsync(
        """
        SELECT count(*), count(*) FILTER (WHERE a.presence = 1), count(DISTINCT s.person_id) FILTER (WHERE a.presence = 1),
            coalesce(sum(a.minutes) FILTER (WHERE a.presence = 1), 0)
        FROM {s}.participation_sign_ups s
        JOIN {s}.participation_openings o ON o.id = s.opening_id AND o.fiscal_year = $1
        LEFT JOIN {s}.participation_attendance a ON a.opening_id = s.opening_id AND a.person_id = s.person_id
        WHERE s.state = 3
        """,
        [year.StartYear], r => new YearTotals(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3)), ct))[0];

    public Task<IReadOnlyList<SignUpView>> OfYearAsync(FiscalYear year, bool attended, (Guid OpeningId, Guid PersonId)? after, int take, CancellationToken ct) => ReadAsync(
        View(Unknown) + """
         WHERE s.state = 3 AND o.fiscal_year = $1 AND (NOT $2 OR a.presence = 1) AND (NOT $3 OR (s.opening_id, s.person_id) > ($4, $5))
        ORDER BY s.opening_id, s.person_id LIMIT $6
        """,
        [year.StartYear, attended, after is not null, after?.OpeningId ?? Guid.Empty, after?.PersonId ?? Guid.Empty, take], ReadView, ct);

    public Task<IReadOnlyList<PersonOfYear>> PeopleOfYearAsync(FiscalYear year, Guid? after, int take, CancellationToken ct) => ReadAsync(
        """
        SELECT s.person_id, count(*), coalesce(sum(a.minutes), 0)
        FROM {s}.participation_sign_ups s
        JOIN {s}.participation_openings o ON o.id = s.opening_id AND o.fiscal_year = $1
        JOIN {s}.participation_attendance a ON a.opening_id = s.opening_id AND a.person_id = s.person_id AND a.presence = 1
        WHERE s.state = 3 AND (NOT $2 OR s.person_id > $3)
        GROUP BY s.person_id ORDER BY s.person_id LIMIT $4
        """,
        [year.StartYear, after is not null, after ?? Guid.Empty, take], r => new PersonOfYear(r.GetGuid(0), r.GetInt64(1), r.GetInt64(2)), ct);

    public Task<IReadOnlyList<Guid>> PeopleSignedUpAsync(DateTimeOffset now, Guid? after, int take, CancellationToken ct) => ReadAsync(
        """
        SELECT DISTINCT s.person_id FROM {s}.participation_sign_ups s JOIN {s}.participation_openings o ON o.id = s.opening_id
        WHERE s.state <> 4 AND o.ends > $1 AND (NOT $2 OR s.person_id > $3) ORDER BY 1 LIMIT $4
        """,
        [now.ToUniversalTime(), after is not null, after ?? Guid.Empty, take], r => r.GetGuid(0), ct);

    public async Task<int?> WaitingPositionAsync(Guid openingId, Guid personId, CancellationToken ct) => (await ReadAsync<int?>(
        """
        SELECT (SELECT count(*) FROM {s}.participation_sign_ups w WHERE w.opening_id = s.opening_id AND w.state = 1 AND w.seq <= s.seq)::integer
        FROM {s}.participation_sign_ups s WHERE s.opening_id = $1 AND s.person_id = $2 AND s.state = 1
        """,
        [openingId, personId], r => r.GetInt32(0), ct)).FirstOrDefault();

    private static string View(string place) =>
        $$"""
        SELECT s.opening_id, s.person_id, s.state, {{place}},
            CASE WHEN s.state = 2 THEN s.offer_expires END, s.skipped_reason, s.cancel_reason, s.walk_in, s.signed_at, s.changed_at,
            a.presence, a.checked_in, a.checked_out, a.minutes,
            o.id, o.label_ja, o.label_en, o.starts, o.ends, o.fiscal_year
        FROM {s}.participation_sign_ups s
        JOIN {s}.participation_openings o ON o.id = s.opening_id
        LEFT JOIN {s}.participation_attendance a ON a.opening_id = s.opening_id AND a.person_id = s.person_id
        """;

    private static SignUpView ReadView(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), (SignUpState)r.GetInt16(2), r.IsDBNull(3) ? null : r.GetInt32(3),
        r.IsDBNull(4) ? null : r.GetFieldValue<DateTimeOffset>(4), r.IsDBNull(5) ? null : Refusals.Of(r.GetString(5)),
        r.IsDBNull(6) ? null : r.GetString(6), r.GetBoolean(7), r.GetFieldValue<DateTimeOffset>(8), r.GetFieldValue<DateTimeOffset>(9),
        AttendanceColumns.Read(r, 10),
        new OpeningSummary(r.GetGuid(14), new SharedKernel.LocalizedText(r.GetString(15), r.GetString(16)),
            r.GetFieldValue<DateTimeOffset>(17), r.GetFieldValue<DateTimeOffset>(18), new SharedKernel.FiscalYear(r.GetInt32(19))));

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string text, object[] values, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var connection = await connect(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = text.Replace("{s}", schema, StringComparison.Ordinal);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }
}
