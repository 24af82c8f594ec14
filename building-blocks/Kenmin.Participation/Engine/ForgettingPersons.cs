namespace Kenmin.Participation.Engine;

/// <summary>Takes a person out of rows and events and leaves what counts.</summary>
internal static class ForgettingPersons
{
    public static async Task<Result<PersonForgotten>> RunAsync(Work work, Guid person, Actor by, CancellationToken ct)
    {
        await work.LockPersonsAsync([person], ct);
        var openings = await PersonRows.LockOpeningsAsync(work, person, ct);
        var rows = await PersonRows.ReadAsync(work, person, ct);
        var tombstone = Guid.CreateVersion7(work.Now);

        List<Guid> freed = [];
        foreach (var row in rows.Where(r => r.State != SignUpState.Cancelled && openings[r.OpeningId].Starts > work.Now))
        {
            await PersonRows.CancelAsync(work, row.OpeningId, person, "person-forgotten", ct);
            await PersonRows.CountAsync(
                work, row.OpeningId, row.State == SignUpState.Confirmed ? -1 : 0, row.State == SignUpState.Offered ? -1 : 0, row.State == SignUpState.Waiting ? -1 : 0, ct);
            if (row.State != SignUpState.Waiting) freed.Add(row.OpeningId);
            // Other modules must hear of the person; the stream must not.
            var cancelled = new SignUpCancelled(row.OpeningId, person, work.Now, by, row.State, "person-forgotten", OpeningCancelled: false);
            await work.RecordAsync(cancelled, openings[row.OpeningId], stored: cancelled with { PersonId = tombstone });
        }
        if (freed.Count > 0) await ApplyFunction.RunAsync(work, freed.ConvertAll(Command.Settle), wait: false, ct);

        await MaskEventsAsync(work, person, tombstone, [.. rows.Select(r => r.OpeningId)], ct);
        await work.ExecuteAsync("UPDATE {s}.participation_sign_ups SET person_id = $2, birth_date = NULL, qualifications = '{}' WHERE person_id = $1", [person, tombstone], ct);
        await work.ExecuteAsync("UPDATE {s}.participation_attendance SET person_id = $2 WHERE person_id = $1", [person, tombstone], ct);
        return new Result<PersonForgotten>.Done(new PersonForgotten(tombstone, rows.Count, work.Changes));
    }

    /// <summary>Puts the tombstone into the person's streams, and into those of records that were merged into this one.</summary>
    private static async Task MaskEventsAsync(Work work, Guid person, Guid tombstone, Guid[] openings, CancellationToken ct)
    {
        var known = new HashSet<Guid>();
        var next = new Queue<Guid>([person]);
        while (next.TryDequeue(out var id))
        {
            if (!known.Add(id)) continue;
            var streams = openings.Select(opening => SignUpStream.IdOf(opening, id)).ToArray();
            var merged = await work.QueryAsync(
                $"SELECT DISTINCT (data ->> 'fromPersonId')::uuid FROM {work.EventSchema}.mt_events WHERE stream_id = ANY($1) AND data ->> 'fromPersonId' IS NOT NULL",
                [streams], r => r.GetGuid(0), ct);
            foreach (var other in merged) next.Enqueue(other);
        }
        var all = known.SelectMany(id => openings.Select(opening => SignUpStream.IdOf(opening, id))).ToArray();
        foreach (var id in known)
        {
            await work.ExecuteAsync(
                $"UPDATE {work.EventSchema}.mt_events SET data = replace(data::text, $2, $3)::jsonb WHERE stream_id = ANY($1) AND data::text LIKE '%' || $2 || '%'",
                [all, id.ToString(), tombstone.ToString()], ct);
        }
    }
}
