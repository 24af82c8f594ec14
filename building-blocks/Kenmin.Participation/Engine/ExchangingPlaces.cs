using Npgsql;

namespace Kenmin.Participation.Engine;

/// <summary>Gives places to each other, all in one transaction: both or neither.</summary>
internal static class ExchangingPlaces
{
    public static async Task<Result<SignUpAnswer>> RunAsync(Work work, ExchangePlaces command, CancellationToken ct)
    {
        List<Gift> gifts = [new(command.OpeningId, command.Holder.PersonId, command.Taker)];
        if (command.ReturnOpeningId is { } other) gifts.Add(new(other, command.Taker.PersonId, command.Holder));
        await work.LockPersonsAsync([command.Holder.PersonId, command.Taker.PersonId], ct);
        var openings = await LockAsync(work, [.. gifts.Select(g => g.OpeningId)], ct);
        if (await WasDoneAsync(work, command, ct)) return new Result<SignUpAnswer>.Done(new SignUpAnswer(SignUpState.Confirmed, null, Repeated: true));

        foreach (var gift in gifts)
            if (await WhyNotAsync(work, command, gift, openings.GetValueOrDefault(gift.OpeningId), ct) is { } refusal)
                return new Result<SignUpAnswer>.Refused(Refusals.Of(refusal));

        // Whether they suit is asked once both have given theirs: what they give may be at the same time as what they get.
        await work.ExecuteAsync("SAVEPOINT exchange", [], ct);
        foreach (var gift in gifts) await PersonRows.CancelAsync(work, gift.OpeningId, gift.From, ExchangePlaces.Reason, ct);
        foreach (var gift in gifts)
        {
            if (await IneligibleAsync(work, gift, ct) is not { } refusal) continue;
            await work.ExecuteAsync("ROLLBACK TO SAVEPOINT exchange", [], ct);
            var clash = Refusals.ClashIn(refusal) is { } id ? (await OpeningReader.SummariesAsync(work, [id], ct)).GetValueOrDefault(id)?.Summary : null;
            return new Result<SignUpAnswer>.Refused(Refusals.Of(refusal, openings[gift.OpeningId].Row, clash));
        }

        foreach (var gift in gifts) await GiveAsync(work, command, gift, ct);
        foreach (var gift in gifts)
        {
            var opening = openings[gift.OpeningId].Row.Summary;
            await work.RecordAsync(new SignUpCancelled(gift.OpeningId, gift.From, work.Now, command.By, SignUpState.Confirmed, ExchangePlaces.Reason, OpeningCancelled: false), opening);
            await work.RecordAsync(new SignUpConfirmed(gift.OpeningId, gift.To.PersonId, work.Now, command.By, WalkIn: false, OverCapacityReason: null), opening);
            foreach (var free in await MayHaveNowAsync(work, gift.From, ct)) work.Unsettled.Add(free);
        }

        return new Result<SignUpAnswer>.Done(new SignUpAnswer(SignUpState.Confirmed, null, Repeated: false));
    }

    /// <summary>One half: a place, who gives it, who gets it.</summary>
    private sealed record Gift(Guid OpeningId, Guid From, ParticipantFacts To);

    private sealed record Locked(OpeningRow Row, OpeningStatus Status, int Waiting);

    private static async Task<Dictionary<Guid, Locked>> LockAsync(Work work, Guid[] ids, CancellationToken ct) => (await work.QueryAsync(
        """
        SELECT id, label_ja, label_en, starts, ends, fiscal_year, opens_at, minimum_age, status, waiting FROM {s}.participation_openings
        WHERE id = ANY($1) ORDER BY id FOR UPDATE
        """,
        [ids], r => new Locked(OpeningReader.Read(r), (OpeningStatus)r.GetInt16(8), r.GetInt32(9)), ct)).ToDictionary(o => o.Row.Summary.OpeningId);

    private static async Task<bool> WasDoneAsync(Work work, ExchangePlaces command, CancellationToken ct) => (await work.QueryAsync(
        "SELECT 1 FROM {s}.participation_sign_ups WHERE opening_id = $1 AND person_id = $2 AND $3 = ANY(commands)",
        [command.OpeningId, command.Taker.PersonId, command.CommandId], _ => true, ct)).Count > 0;

    private static async Task<string?> WhyNotAsync(Work work, ExchangePlaces command, Gift gift, Locked? opening, CancellationToken ct)
    {
        if (opening is null) return "opening-unknown";
        if (opening.Status == OpeningStatus.Cancelled) return "opening-cancelled";
        if (work.Now >= opening.Row.Summary.Starts && (command.By.Kind != ActorKind.Staff || work.Now >= opening.Row.Summary.Ends)) return "started";
        if (command.ReturnOpeningId is null && opening.Waiting > 0) return "others-wait";
        var states = (await work.QueryAsync(
            """
            SELECT s.person_id, s.state, a.person_id IS NOT NULL FROM {s}.participation_sign_ups s
            LEFT JOIN {s}.participation_attendance a ON a.opening_id = s.opening_id AND a.person_id = s.person_id
            WHERE s.opening_id = $1 AND s.person_id IN ($2, $3)
            """,
            [gift.OpeningId, gift.From, gift.To.PersonId],
            r => (Person: r.GetGuid(0), State: (SignUpState)r.GetInt16(1), Recorded: r.GetBoolean(2)), ct)).ToDictionary(s => s.Person);
        if (states.GetValueOrDefault(gift.From) is not { State: SignUpState.Confirmed } from) return "no-place-to-give";
        if (from.Recorded) return "already-attended";
        return states.GetValueOrDefault(gift.To.PersonId).State is SignUpState.Offered or SignUpState.Confirmed ? "has-a-place" : null;
    }

    private static async Task<string?> IneligibleAsync(Work work, Gift gift, CancellationToken ct) => (await work.QueryAsync(
        "SELECT {s}.participation_ineligible($1, $2, $3, $4)",
        [gift.OpeningId, gift.To.PersonId, Nullable.Date(gift.To.BirthDate), gift.To.Qualifications.ToArray()],
        r => r.IsDBNull(0) ? null : r.GetString(0), ct))[0];

    /// <summary>The places given stay as many: only who waited for this one waits no more.</summary>
    private static async Task GiveAsync(Work work, ExchangePlaces command, Gift gift, CancellationToken ct)
    {
        var order = (await work.QueryAsync(
            """
            UPDATE {s}.participation_openings SET next_seq = next_seq + 1,
                waiting = waiting - (SELECT count(*) FROM {s}.participation_sign_ups x WHERE x.opening_id = $1 AND x.person_id = $2 AND x.state = 1)
            WHERE id = $1 RETURNING next_seq
            """,
            [gift.OpeningId, gift.To.PersonId], (NpgsqlDataReader r) => r.GetInt64(0), ct))[0];
        await work.ExecuteAsync(
            """
            INSERT INTO {s}.participation_sign_ups AS x (opening_id, person_id, state, seq, birth_date, qualifications, walk_in, signed_at, changed_at, commands, outcomes)
            VALUES ($1, $2, 3, $3, $4, $5, false, $6, $6, ARRAY[$7], ARRAY[3::smallint])
            ON CONFLICT (opening_id, person_id) DO UPDATE SET state = 3, seq = $3, birth_date = $4, qualifications = $5, walk_in = false, signed_at = $6, changed_at = $6,
                offer_expires = NULL, skipped_reason = NULL, cancel_reason = NULL, commands = ($7 || x.commands)[1:16], outcomes = (3::smallint || x.outcomes)[1:16]
            """,
            [gift.OpeningId, gift.To.PersonId, order, Nullable.Date(gift.To.BirthDate), gift.To.Qualifications.ToArray(), work.Now, command.CommandId], ct);
    }

    /// <summary>Openings where somebody waits who has time now, with places free.</summary>
    private static Task<List<Guid>> MayHaveNowAsync(Work work, Guid person, CancellationToken ct) => work.QueryAsync(
        """
        SELECT y.id FROM {s}.participation_sign_ups x JOIN {s}.participation_openings y ON y.id = x.opening_id
        WHERE x.person_id = $1 AND x.state = 1 AND y.confirmed + y.offered < y.capacity AND y.starts > $2
        """,
        [person, work.Now], r => r.GetGuid(0), ct);
}
