using Kenmin.SharedKernel;

namespace Kenmin.Participation.Engine;

/// <summary>Opening, changing and cancelling openings.</summary>
internal static class ChangingOpenings
{
    private const string Summary = "id, label_ja, label_en, starts, ends, fiscal_year, opens_at, minimum_age";

    public static async Task<Result<OpeningChanged>> OpenOrChangeAsync(Work work, OpenOrChange command, CancellationToken ct)
    {
        var (id, terms) = (command.OpeningId, command.Terms);
        // Those who may move up, locked before the opening is (person before opening).
        await work.LockPersonsAsync(
            await work.QueryAsync(
                """
                SELECT x.person_id FROM {s}.participation_sign_ups x
                WHERE x.opening_id = $1 AND x.state = 1 ORDER BY x.seq
                LIMIT greatest(0, least(200, $2 + 4 - (SELECT o.confirmed + o.offered FROM {s}.participation_openings o WHERE o.id = $1)))
                """,
                [id, terms.Capacity], r => r.GetGuid(0), ct),
            ct);

        // Made empty where it does not exist, so that there is a row to lock; the terms follow below.
        var made = await work.ExecuteAsync(
            """
            INSERT INTO {s}.participation_openings (id, version, status, capacity, confirmed, offered, waiting, next_seq, waiting_allowed, starts, ends, qualifications, fiscal_year, label_ja, label_en, commands)
            VALUES ($1, 0, 1, 0, 0, 0, 0, 0, false, $2, $3, '{}', 0, '', '', '{}') ON CONFLICT (id) DO NOTHING
            """,
            [id, terms.Starts.ToUniversalTime(), terms.Ends.ToUniversalTime()], ct) == 1;
        var before = (await work.QueryAsync(
            "SELECT version, status, capacity, confirmed + offered, $2 = ANY(commands), starts, ends, overfull_reason FROM {s}.participation_openings WHERE id = $1 FOR UPDATE",
            [id, command.CommandId],
            r => new Before(r.GetInt64(0), (OpeningStatus)r.GetInt16(1), r.GetInt32(2), r.GetInt32(3), r.GetBoolean(4),
                r.GetFieldValue<DateTimeOffset>(5), r.GetFieldValue<DateTimeOffset>(6), r.IsDBNull(7) ? null : r.GetString(7)),
            ct)).Single();

        if (before.Repeated) return new Result<OpeningChanged>.Done(new OpeningChanged(before.Version, [], []));
        if (command.ExpectedVersion is { } expected && expected != before.Version)
            return Refuse(RefusalCode.ChangedMeanwhile, "ほかの人が先に変更しました。内容を確かめて、もう一度変更してください。", "Someone else changed it in the meantime. Check what it is now and change it again.");
        if (before.Status == OpeningStatus.Cancelled)
            return new Result<OpeningChanged>.Refused(Refusals.Of("opening-cancelled"));
        var overfull = terms.Capacity < before.Taken;
        var reason = string.IsNullOrWhiteSpace(command.OverfullReason) ? null : command.OverfullReason;
        if (overfull && reason is null && terms.Capacity < before.Capacity)
            return Refuse(RefusalCode.BelowConfirmed,
                $"すでに{before.Taken}人の席が決まっています。定員を{terms.Capacity}人に減らすには理由を入力してください。",
                $"{before.Taken} places are already given. To lower the capacity to {terms.Capacity}, enter a reason.");

        await work.ExecuteAsync(
            """
            UPDATE {s}.participation_openings SET version = version + 1, status = $2, capacity = $3, waiting_allowed = $4, waiting_max = $5, starts = $6, ends = $7,
                opens_at = $8, closes_at = $9, minimum_age = $10, born_by_age = $11, born_from = $12, born_until = $13, qualifications = $14, claim_seconds = $15,
                fiscal_year = $16, label_ja = $17, label_en = $18, overfull_reason = $19, commands = ($20 || commands)[1:16]
            WHERE id = $1
            """,
            [
                id, (short)terms.Status, terms.Capacity, terms.WaitingList, Nullable.Int(terms.WaitingListLimit), terms.Starts.ToUniversalTime(), terms.Ends.ToUniversalTime(),
                Nullable.Time(terms.SignUpOpens), Nullable.Time(terms.SignUpCloses), Nullable.Int(terms.MinimumAge), Nullable.Date(terms.BornByAge), Nullable.Date(terms.BornFrom), Nullable.Date(terms.BornUntil),
                terms.Qualifications.Distinct(StringComparer.Ordinal).ToArray(), Nullable.Int((int?)terms.ClaimWithin?.TotalSeconds),
                terms.CountsFor.StartYear, terms.Label.Ja, terms.Label.En, Nullable.Text(overfull ? reason ?? before.OverfullReason : null), command.CommandId,
            ],
            ct);

        var moved = !made && (before.Starts != Work.Precise(terms.Starts) || before.Ends != Work.Precise(terms.Ends));
        if (moved)
        {
            await work.ExecuteAsync("UPDATE {s}.participation_sign_ups SET told_state = NULL WHERE opening_id = $1 AND state <> 4", [id], ct);
            await work.ExecuteAsync(
                "UPDATE {s}.participation_sign_ups SET offer_expires = $2 WHERE opening_id = $1 AND state = 2 AND offer_expires > $2",
                [id, terms.Starts.ToUniversalTime()], ct);
        }
        await ApplyFunction.RunAsync(work, [Command.Settle(id)], wait: false, ct);
        return new Result<OpeningChanged>.Done(new OpeningChanged(before.Version + 1, work.Changes, moved ? await ClashesAsync(work, id, ct) : []));
    }

    public static async Task<Result<OpeningChanged>> CancelAsync(Work work, CancelOpening command, CancellationToken ct)
    {
        var found = await work.QueryAsync(
            $"SELECT {Summary}, version, status FROM {{s}}.participation_openings WHERE id = $1 FOR UPDATE",
            [command.OpeningId], r => (Opening: OpeningReader.Read(r).Summary, Version: r.GetInt64(8), Status: (OpeningStatus)r.GetInt16(9)), ct);
        if (found is not [var (opening, version, status)]) return new Result<OpeningChanged>.Refused(Refusals.Of("opening-unknown"));
        // Cancelled is cancelled: a second time, by whatever command, changes nothing.
        if (status == OpeningStatus.Cancelled) return new Result<OpeningChanged>.Done(new OpeningChanged(version, [], []));

        var active = await work.QueryAsync(
            "SELECT person_id, state FROM {s}.participation_sign_ups WHERE opening_id = $1 AND state <> 4 ORDER BY seq",
            [command.OpeningId], r => (Person: r.GetGuid(0), State: (SignUpState)r.GetInt16(1)), ct);
        await work.ExecuteAsync(
            "UPDATE {s}.participation_sign_ups SET state = 4, cancel_reason = $2, changed_at = $3, offer_expires = NULL, skipped_reason = NULL WHERE opening_id = $1 AND state <> 4",
            [command.OpeningId, command.Reason, work.Now], ct);
        await work.ExecuteAsync(
            """
            UPDATE {s}.participation_openings SET status = 3, version = version + 1, confirmed = 0, offered = 0, waiting = 0, overfull_reason = NULL,
                cancel_reason = $2, commands = ($3 || commands)[1:16] WHERE id = $1
            """,
            [command.OpeningId, command.Reason, command.CommandId], ct);
        foreach (var (person, state) in active)
            await work.RecordAsync(new SignUpCancelled(command.OpeningId, person, work.Now, command.By, state, command.Reason, OpeningCancelled: true), opening);
        await Freed.MarkAsync(work, [.. active.Where(a => a.State != SignUpState.Waiting).Select(a => a.Person)], ct);
        return new Result<OpeningChanged>.Done(new OpeningChanged(version + 1, work.Changes, []));
    }

    private static Task<List<Guid>> ClashesAsync(Work work, Guid openingId, CancellationToken ct) => work.QueryAsync(
        """
        SELECT DISTINCT x.person_id FROM {s}.participation_sign_ups x
        JOIN {s}.participation_openings o ON o.id = x.opening_id
        JOIN {s}.participation_sign_ups z ON z.person_id = x.person_id AND z.opening_id <> x.opening_id AND z.state IN (2, 3)
        JOIN {s}.participation_openings y ON y.id = z.opening_id
        WHERE x.opening_id = $1 AND x.state IN (2, 3) AND y.starts < o.ends AND y.ends > o.starts ORDER BY 1
        """,
        [openingId], r => r.GetGuid(0), ct);

    private static Result<OpeningChanged> Refuse(RefusalCode code, string ja, string en) =>
        new Result<OpeningChanged>.Refused(new Refusal(code, new LocalizedText(ja, en)));

    private sealed record Before(
        long Version, OpeningStatus Status, int Capacity, int Taken, bool Repeated, DateTimeOffset Starts, DateTimeOffset Ends, string? OverfullReason);
}

/// <summary>People who became free may now have a place they wait for elsewhere.</summary>
internal static class Freed
{
    public static async Task MarkAsync(Work work, Guid[] persons, CancellationToken ct)
    {
        var openings = await work.QueryAsync(
            """
            SELECT DISTINCT y.id, y.starts FROM {s}.participation_sign_ups x JOIN {s}.participation_openings y ON y.id = x.opening_id
            WHERE x.person_id = ANY($1) AND x.state = 1 AND y.confirmed + y.offered < y.capacity AND y.starts > $2
            ORDER BY y.starts, y.id
            """,
            [persons, work.Now], r => r.GetGuid(0), ct);
        work.Unsettled.UnionWith(openings);
    }
}
