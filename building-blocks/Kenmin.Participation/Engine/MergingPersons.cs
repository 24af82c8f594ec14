using Npgsql;

namespace Kenmin.Participation.Engine;

/// <summary>Gives sign-ups of one record to another: all, when both are of one person; some, when they turned out to be of two.</summary>
internal static class MergingPersons
{
    public static async Task<Result<PersonsMerged>> RunAsync(
        Work work, Guid from, Guid to, IReadOnlyCollection<Guid>? only, Actor by, CancellationToken ct)
    {
        await work.LockPersonsAsync([from, to], ct);
        var openings = await PersonRows.LockOpeningsAsync(work, from, ct);
        var theirs = await PersonRows.ReadAsync(work, from, ct);
        var own = (await PersonRows.ReadAsync(work, to, ct)).ToDictionary(r => r.OpeningId);
        List<Guid> moved = [], joined = [], clashing = [], freed = [];

        // Who signed up first keeps the place when two of them overlap.
        foreach (var row in theirs.Where(r => only?.Contains(r.OpeningId) != false).OrderBy(r => r.SignedAt))
        {
            var opening = openings[row.OpeningId];
            var mine = own.GetValueOrDefault(row.OpeningId);
            var keepsTheirs = mine is null || Rank(row) > Rank(mine) || (Rank(row) == Rank(mine) && row.Order < mine.Order);
            var state = keepsTheirs ? row.State : mine!.State;
            // Past overlaps are history; future ones cannot both be kept.
            var clash = keepsTheirs && state is SignUpState.Offered or SignUpState.Confirmed && opening.Starts > work.Now
                && await PersonRows.OverlapsAsync(work, to, row.OpeningId, ct);
            if (clash) state = SignUpState.Cancelled;

            if (mine is null)
            {
                await work.ExecuteAsync("UPDATE {s}.participation_sign_ups SET person_id = $3 WHERE opening_id = $1 AND person_id = $2", [row.OpeningId, from, to], ct);
                moved.Add(row.OpeningId);
            }
            else
            {
                await JoinAsync(work, row, mine, keepsTheirs, ct);
                joined.Add(row.OpeningId);
            }
            await MergeAttendanceAsync(work, row, mine, to, ct);
            if (clash)
            {
                await PersonRows.CancelAsync(work, row.OpeningId, to, "overlap-after-merge", ct);
                clashing.Add(row.OpeningId);
            }

            await CountAsync(work, row.OpeningId, [row.State, mine?.State], [state], ct);
            if (Active(row.State) + Active(mine?.State) > Active(state)) freed.Add(row.OpeningId);
            await work.RecordAsync(new SignUpHandedOver(row.OpeningId, from, work.Now, by, to, row.State, row.Order, row.Attendance), opening);
            await work.RecordAsync(new SignUpTakenOver(row.OpeningId, to, work.Now, by, from, mine?.State, state, mine?.Attendance), opening);
        }

        // Rows that went leave nothing behind that could be noticed later.
        await work.TellAsync([from, to]);
        if (freed.Count > 0) await ApplyFunction.RunAsync(work, freed.ConvertAll(Command.Settle), wait: false, ct);
        return new Result<PersonsMerged>.Done(new PersonsMerged(moved, joined, clashing, work.Changes));
    }

    /// <summary>Both had signed up: the row that stays takes the better state, and remembers the commands of both.</summary>
    private static async Task JoinAsync(Work work, PersonRow row, PersonRow mine, bool keepsTheirs, CancellationToken ct)
    {
        await work.ExecuteAsync(
            $$"""
            UPDATE {s}.participation_sign_ups t SET commands = (t.commands || f.commands)[1:16], outcomes = (t.outcomes || f.outcomes)[1:16], changed_at = $4
                {{(keepsTheirs ? ", state = f.state, seq = f.seq, birth_date = f.birth_date, qualifications = f.qualifications, walk_in = f.walk_in, signed_at = f.signed_at, offer_expires = f.offer_expires, skipped_reason = f.skipped_reason, cancel_reason = f.cancel_reason" : "")}}
            FROM {s}.participation_sign_ups f WHERE t.opening_id = $1 AND t.person_id = $3 AND f.opening_id = $1 AND f.person_id = $2
            """,
            [row.OpeningId, row.PersonId, mine.PersonId, work.Now], ct);
        await work.ExecuteAsync("DELETE FROM {s}.participation_sign_ups WHERE opening_id = $1 AND person_id = $2", [row.OpeningId, row.PersonId], ct);
    }

    private static async Task MergeAttendanceAsync(Work work, PersonRow row, PersonRow? mine, Guid to, CancellationToken ct)
    {
        if (row.Attendance is not { } theirs) return;
        // Having been there outweighs having been missed; known minutes outweigh unknown ones.
        var takeTheirs = mine?.Attendance is not { } ours
            || (theirs.Presence, -(theirs.Minutes ?? 0)).CompareTo((ours.Presence, -(ours.Minutes ?? 0))) < 0;
        if (takeTheirs)
        {
            await work.ExecuteAsync("DELETE FROM {s}.participation_attendance WHERE opening_id = $1 AND person_id = $2", [row.OpeningId, to], ct);
            await work.ExecuteAsync("UPDATE {s}.participation_attendance SET person_id = $3 WHERE opening_id = $1 AND person_id = $2", [row.OpeningId, row.PersonId, to], ct);
        }
        else
        {
            await work.ExecuteAsync("DELETE FROM {s}.participation_attendance WHERE opening_id = $1 AND person_id = $2", [row.OpeningId, row.PersonId], ct);
        }
    }

    private static Task CountAsync(Work work, Guid opening, SignUpState?[] before, SignUpState?[] after, CancellationToken ct)
    {
        int Change(SignUpState state) => after.Count(s => s == state) - before.Count(s => s == state);
        return PersonRows.CountAsync(work, opening, Change(SignUpState.Confirmed), Change(SignUpState.Offered), Change(SignUpState.Waiting), ct);
    }

    private static int Active(SignUpState? state) => state is SignUpState.Offered or SignUpState.Confirmed ? 1 : 0;

    private static int Rank(PersonRow row) => row.State == SignUpState.Cancelled ? 0 : (int)row.State;
}

/// <summary>A sign-up of a person as merging and forgetting need it.</summary>
internal sealed record PersonRow(Guid OpeningId, Guid PersonId, SignUpState State, long Order, DateTimeOffset SignedAt, AttendanceFact? Attendance);

/// <summary>Rows of one person. The person is locked; the openings are locked here, in the order of their ids.</summary>
internal static class PersonRows
{
    public static async Task<Dictionary<Guid, OpeningSummary>> LockOpeningsAsync(Work work, Guid person, CancellationToken ct) => (await work.QueryAsync(
        """
        SELECT id, label_ja, label_en, starts, ends, fiscal_year, opens_at, minimum_age FROM {s}.participation_openings
        WHERE id IN (SELECT opening_id FROM {s}.participation_sign_ups WHERE person_id = $1) ORDER BY id FOR UPDATE
        """,
        [person], r => OpeningReader.Read(r).Summary, ct)).ToDictionary(o => o.OpeningId);

    public static Task<List<PersonRow>> ReadAsync(Work work, Guid person, CancellationToken ct) => work.QueryAsync(
        """
        SELECT s.opening_id, s.person_id, s.state, s.seq, s.signed_at, a.presence, a.checked_in, a.checked_out, a.minutes
        FROM {s}.participation_sign_ups s LEFT JOIN {s}.participation_attendance a ON a.opening_id = s.opening_id AND a.person_id = s.person_id
        WHERE s.person_id = $1 ORDER BY s.opening_id
        """,
        [person],
        (NpgsqlDataReader r) => new PersonRow(
            r.GetGuid(0), r.GetGuid(1), (SignUpState)r.GetInt16(2), r.GetInt64(3), r.GetFieldValue<DateTimeOffset>(4), AttendanceColumns.Read(r, 5)),
        ct);

    public static async Task<bool> OverlapsAsync(Work work, Guid person, Guid opening, CancellationToken ct) => (await work.QueryAsync(
        """
        SELECT 1 FROM {s}.participation_sign_ups x JOIN {s}.participation_openings y ON y.id = x.opening_id, {s}.participation_openings o
        WHERE o.id = $2 AND x.person_id = $1 AND x.opening_id <> $2 AND x.state IN (2, 3) AND y.starts < o.ends AND y.ends > o.starts LIMIT 1
        """,
        [person, opening], _ => true, ct)).Count > 0;

    public static Task CancelAsync(Work work, Guid opening, Guid person, string reason, CancellationToken ct) => work.ExecuteAsync(
        "UPDATE {s}.participation_sign_ups SET state = 4, cancel_reason = $3, changed_at = $4, offer_expires = NULL, skipped_reason = NULL WHERE opening_id = $1 AND person_id = $2",
        [opening, person, reason, work.Now], ct);

    public static Task CountAsync(Work work, Guid opening, int confirmed, int offered, int waiting, CancellationToken ct) =>
        (confirmed, offered, waiting) == default
            ? Task.CompletedTask
            : work.ExecuteAsync(
                """
                UPDATE {s}.participation_openings SET confirmed = confirmed + $2, offered = offered + $3, waiting = waiting + $4,
                    overfull_reason = CASE WHEN confirmed + offered + $2 + $3 > capacity THEN overfull_reason END WHERE id = $1
                """,
                [opening, confirmed, offered, waiting], ct);
}
