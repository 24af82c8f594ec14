using Kenmin.SharedKernel;
using Npgsql;

namespace Kenmin.Participation.Engine;

/// <summary>Check-in, check-out, no-show and corrections.</summary>
internal static class RecordingAttendance
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    public static async Task<Result<AttendanceAnswer>> RunAsync(Work work, RecordAttendance command, CancellationToken ct)
    {
        // The sign-up's row is the lock: its state cannot change while attendance is recorded.
        var signUp = await work.QueryAsync(
            "SELECT state, $3 = ANY(coalesce(withdrawn_commands, '{}')) FROM {s}.participation_sign_ups WHERE opening_id = $1 AND person_id = $2 FOR UPDATE",
            [command.OpeningId, command.PersonId, command.CommandId], r => (State: (SignUpState)r.GetInt16(0), Repeated: r.GetBoolean(1)), ct);
        if (signUp is not [{ State: SignUpState.Confirmed }]) return new Result<AttendanceAnswer>.Refused(Refusals.Of("not-signed-up"));
        var opening = (await OpeningReader.SummariesAsync(work, [command.OpeningId], ct))[command.OpeningId].Summary;
        var rows = await work.QueryAsync(
            "SELECT presence, checked_in, checked_out, minutes, $3 = ANY(commands) FROM {s}.participation_attendance WHERE opening_id = $1 AND person_id = $2",
            [command.OpeningId, command.PersonId, command.CommandId], r => (Fact: AttendanceColumns.Read(r, 0)!, Repeated: r.GetBoolean(4)), ct);
        var was = rows is [var row] ? row.Fact : null;
        if (signUp[0].Repeated || rows is [{ Repeated: true }]) return Done(was, repeated: true);
        if (command.Entry is AttendanceEntry.Withdraw)
        {
            // What was carried out stays known after the row is gone: a check-in that a device sends again does not bring it back.
            await work.ExecuteAsync(
                """
                WITH gone AS (DELETE FROM {s}.participation_attendance WHERE opening_id = $1 AND person_id = $2 RETURNING commands)
                UPDATE {s}.participation_sign_ups SET withdrawn_commands = ($3 || coalesce((SELECT commands FROM gone), '{}') || coalesce(withdrawn_commands, '{}'))[1:32]
                WHERE opening_id = $1 AND person_id = $2
                """,
                [command.OpeningId, command.PersonId, command.CommandId], ct);
            if (was is null) return Done(null, repeated: true);
            await work.RecordAsync(new AttendanceWithdrawn(command.OpeningId, command.PersonId, work.Now, command.By, was), opening);
            return Done(null, repeated: false);
        }

        var (now, problem) = Decide(was, command.Entry, opening, work.Now);
        if (problem is not null) return new Result<AttendanceAnswer>.Refused(problem);

        await work.ExecuteAsync(
            """
            INSERT INTO {s}.participation_attendance AS a (opening_id, person_id, presence, checked_in, checked_out, minutes, changed_at, commands)
            VALUES ($1, $2, $3, $4, $5, $6, $7, ARRAY[$8])
            ON CONFLICT (opening_id, person_id) DO UPDATE SET presence = $3, checked_in = $4, checked_out = $5, minutes = $6, changed_at = $7, commands = ($8 || a.commands)[1:16]
            """,
            [command.OpeningId, command.PersonId, .. AttendanceColumns.Values(now!), work.Now, command.CommandId], ct);
        if (now == was) return Done(was!, repeated: true);
        ISignUpEvent happened = command.Entry is AttendanceEntry.Correct correction
            ? new HoursCorrected(command.OpeningId, command.PersonId, work.Now, command.By, was, now!, correction.Reason)
            : new AttendanceRecorded(command.OpeningId, command.PersonId, work.Now, command.By, now!);
        await work.RecordAsync(happened, opening);
        return Done(now!, repeated: false);
    }

    /// <summary>What is recorded afterwards, or why it cannot be.</summary>
    internal static (AttendanceFact? Now, Refusal? Problem) Decide(AttendanceFact? was, AttendanceEntry entry, OpeningSummary opening, DateTimeOffset now)
    {
        switch (entry)
        {
            case AttendanceEntry.CheckIn { At: var at }:
                if (Implausible(at, opening, now) is { } wrong) return (null, wrong);
                return was is { Presence: Presence.Present } ? (was, null) : (new AttendanceFact(Presence.Present, Work.Precise(at), null, null), null);

            case AttendanceEntry.CheckOut { At: var at }:
                if (Implausible(at, opening, now) is { } wrongEnd) return (null, wrongEnd);
                if (was is not { Presence: Presence.Present, CheckedIn: { } since }) return Refuse("Entry", "受付（チェックイン）の記録がありません。先に受付を記録してください。", "There is no check-in. Record the check-in first.");
                if (was.CheckedOut is not null) return (was, null);
                if (at < since) return Refuse("At", "終了の時刻が受付の時刻より前になっています。", "The check-out is earlier than the check-in.");
                return (was with { CheckedOut = Work.Precise(at), Minutes = (int)Math.Min((at - since).TotalMinutes, 24 * 60) }, null);

            case AttendanceEntry.NoShow:
                if (now < opening.Starts) return Refuse("Entry", "始まる前に欠席は記録できません。", "Nobody can be marked absent before the start.");
                return was is { Presence: Presence.Present }
                    ? Refuse("Entry", "出席が記録されています。変えるには理由を添えて訂正してください。", "Attendance is recorded already. To change it, correct it and give a reason.")
                    : (new AttendanceFact(Presence.Absent, null, null, null), null);

            case AttendanceEntry.Correct { Attendance: var right, Reason: var reason }:
                if (string.IsNullOrWhiteSpace(reason)) return Refuse("Reason", "訂正の理由を入力してください。", "Enter why it is corrected.");
                if (right.Minutes is < 0 or > 24 * 60 * 31) return Refuse("Minutes", "活動時間は0分以上、31日以内で入力してください。", "Enter the time of activity between 0 minutes and 31 days.");
                if (right.Presence == Presence.Absent && (right.CheckedIn ?? right.CheckedOut) is not null | right.Minutes is not null)
                    return Refuse("Presence", "欠席には時刻や活動時間を入力できません。", "Someone absent has no times and no hours.");
                if (right.CheckedOut < right.CheckedIn) return Refuse("CheckedOut", "終了の時刻が受付の時刻より前になっています。", "The check-out is earlier than the check-in.");
                return (right with { CheckedIn = Precise(right.CheckedIn), CheckedOut = Precise(right.CheckedOut) }, null);

            default:
                throw new ArgumentOutOfRangeException(nameof(entry));
        }
    }

    private static Refusal? Implausible(DateTimeOffset at, OpeningSummary opening, DateTimeOffset now) =>
        at > now + ClockSkew ? Refusals.Invalid("At", new LocalizedText("先の時刻は記録できません。", "A time in the future cannot be recorded."))
        : at < opening.Starts - AttendanceEntry.OpensBeforeStart ? Refusals.Invalid("At", new LocalizedText("開始の24時間前より早い時刻は記録できません。", "A time more than 24 hours before the start cannot be recorded."))
        : null;

    private static DateTimeOffset? Precise(DateTimeOffset? time) => time is { } at ? Work.Precise(at) : null;

    private static (AttendanceFact?, Refusal?) Refuse(string field, string ja, string en) => (null, Refusals.Invalid(field, new LocalizedText(ja, en)));

    private static Result<AttendanceAnswer> Done(AttendanceFact? fact, bool repeated) => new Result<AttendanceAnswer>.Done(new AttendanceAnswer(fact, repeated));
}

/// <summary>The columns presence, checked_in, checked_out, minutes.</summary>
internal static class AttendanceColumns
{
    public static AttendanceFact? Read(NpgsqlDataReader reader, int at) => reader.IsDBNull(at)
        ? null
        : new AttendanceFact(
            (Presence)reader.GetInt16(at),
            reader.IsDBNull(at + 1) ? null : reader.GetFieldValue<DateTimeOffset>(at + 1),
            reader.IsDBNull(at + 2) ? null : reader.GetFieldValue<DateTimeOffset>(at + 2),
            reader.IsDBNull(at + 3) ? null : reader.GetInt32(at + 3));

    public static object?[] Values(AttendanceFact fact) =>
    [
        (short)fact.Presence,
        Nullable.Time(fact.CheckedIn), Nullable.Time(fact.CheckedOut), Nullable.Int(fact.Minutes),
    ];
}
