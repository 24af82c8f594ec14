using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Insurance;
using Kenmin.SportsVolunteers.OnTheDay.Incidents;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Links;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Volunteers.SamePerson;

/// <summary>They are two people after all: takes apart what was joined, by staff or by an import (統合の取消し).</summary>
/// <param name="MergeId">The joining.</param>
/// <param name="Shifts">Shifts whose sign-up belongs to the person who is taken out; those that had been theirs, and later ones that staff chose.</param>
/// <param name="By">The account of the member of staff.</param>
[MessageIdentity("sports-volunteers.undo-join.v1")]
[NoNewEntries("takes apart what was joined by mistake")]
public sealed record UndoJoin(Guid MergeId, IReadOnlyList<Guid> Shifts, Guid By);

/// <summary>Takes apart.</summary>
public static class UndoJoinHandler
{
    /// <summary>The record stands again under its old id, so that its links and letters lead to it again.</summary>
    public static async Task<(Outcome, HandOverSignUps?)> Handle(
        UndoJoin command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await PersonIndex.LockAsync(session, cancellationToken);
        if (await session.LockAsync<PersonMerge>(command.MergeId, cancellationToken) is not { } merge) return (Outcome.Unknown, null);
        if (merge.UndoneAt is not null) return (Outcome.Done, null);
        if (await session.LoadAsync<Volunteer>(merge.KeptId, cancellationToken) is not { Erased: false } kept)
            return (new(new LocalizedText(
                "まとめた先の登録が、さらに別の登録にまとめられています。先にそちらを元に戻してください。",
                "The record it went into has gone into another one. Undo that first.")), null);

        var now = clock.GetUtcNow();
        var all = await session.Query<PersonMerge>().Where(m => m.KeptId == kept.Id).OrderBy(m => m.At).ThenBy(m => m.Id).ToListAsync(cancellationToken);
        kept.GiveBack(all[0].Before, [.. all.Where(m => m.UndoneAt is null).Select(m => m.Gone)], merge.Gone);
        kept.Reindex();
        session.Store(kept);
        var restored = merge.Gone.Copy();
        restored.Version = default;
        // What an import joined has its reason no more.
        restored.Sources = [.. restored.Sources.Select(s => merge.GoneRegistration is null ? s with { Reasons = [] } : s)];
        restored.Reindex();
        session.Insert(restored);

        await SeparateRegistrationsAsync(merge, kept, command.By, now, session, cancellationToken);
        if (merge.GoneGuardian is { } consent) session.Store(consent);
        await session.MoveIncidentsAsync(kept.Id, merge.Gone.Id, merge.Incidents, cancellationToken);
        await session.ReturnCoversAsync(merge.GoneCovers, kept.Id, cancellationToken);
        var links = await session.LoadManyAsync<PersonalLink>(cancellationToken, merge.Links);
        foreach (var link in links) link.VolunteerId = restored.Id;
        session.Store(links.ToArray());
        foreach (var source in restored.Sources)
            session.QueueSqlCommand($"update {ImportTables.Lines} set subject_id = ? where import_id = ? and line = ?", restored.Id, source.ImportId, source.Line);

        var pair = await session.LoadAsync<DuplicatePair>(DuplicatePair.IdOf(kept.Id, restored.Id), cancellationToken)
            ?? DuplicatePair.Of(kept, restored, WhoIsWho.Compare(kept, restored), now);
        pair.Decide(PairState.Apart, command.By, now);
        session.Store(pair);
        (merge.UndoneAt, merge.UndoneBy) = (now, command.By);
        session.Store(merge);
        return (Outcome.Done, command.Shifts.Count == 0 ? null : new HandOverSignUps(merge.Id, kept.Id, restored.Id, command.Shifts, command.By));
    }

    private static async Task SeparateRegistrationsAsync(
        PersonMerge merge, Volunteer kept, Guid by, DateTimeOffset at, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (merge.GoneRegistration is not { } gone)
        {
            var line = merge.Gone.Sources[0];
            session.Events.StartStream(merge.Gone.Id, new CameForward(line.Festival, line.Year!.Value, line.Answer, line.Way));
            await session.DecideAsync(
                kept.Id,
                r => Decision.Of(new GaveBack(
                    merge.Gone.Id,
                    JoiningRegistrations.WithoutLine(r, [.. kept.Sources.Where(s => s.Year is not null).Select(s => new JoiningRegistrations.Line(s.Festival, s.Year!.Value, s.Answer))]),
                    by, at)),
                cancellationToken);
            return;
        }

        session.Events.Append(merge.Gone.Id, new TakenOut(kept.Id, gone, by, at));
        var (before, joined) = (await RegistrationsAroundAsync(merge, session, cancellationToken));
        await session.DecideAsync(
            kept.Id, r => Decision.Of(new GaveBack(merge.Gone.Id, JoiningRegistrations.Separate(r, joined ?? r, before ?? r), by, at)), cancellationToken);
    }

    /// <summary>The registration of the record that stayed, right before the joining and right after it.</summary>
    private static async Task<(Registration? Before, Registration? Joined)> RegistrationsAroundAsync(
        PersonMerge merge, IDocumentSession session, CancellationToken cancellationToken)
    {
        Registration? before = null;
        foreach (var recorded in await session.Events.FetchStreamAsync(merge.KeptId, token: cancellationToken))
        {
            if (recorded.Data is TookOver taken && taken.From == merge.Gone.Id && taken.At == merge.At) return (before, taken.After);
            before = RegistrationTable.After(before, merge.KeptId, recorded.Data, recorded.Timestamp);
        }

        return (null, null);
    }
}
