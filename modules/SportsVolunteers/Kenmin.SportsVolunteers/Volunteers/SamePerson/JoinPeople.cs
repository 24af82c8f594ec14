using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Insurance;
using Kenmin.SportsVolunteers.OnTheDay.Incidents;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Shifts.Swaps;
using Kenmin.SportsVolunteers.Volunteers.Provision;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Volunteers.SamePerson;

/// <summary>Staff found that two records are of one person (同じ人の登録の統合).</summary>
/// <param name="Keep">The record that stays.</param>
/// <param name="Gone">The record that goes into it.</param>
/// <param name="By">The account of the member of staff.</param>
/// <param name="ByName">The name of the member of staff.</param>
[MessageIdentity("sports-volunteers.join-people.v1")]
[NoNewEntries("joins what exists")]
public sealed record JoinPeople(Guid Keep, Guid Gone, Guid By, string ByName);

/// <summary>Staff found that two records are of two people.</summary>
/// <param name="One">A record.</param>
/// <param name="Other">The other.</param>
/// <param name="By">The account of the member of staff.</param>
[MessageIdentity("sports-volunteers.keep-apart.v1")]
[NoNewEntries("notes about what exists")]
public sealed record KeepApart(Guid One, Guid Other, Guid By);

/// <summary>Joins.</summary>
public static class JoinPeopleHandler
{
    /// <summary>Data, registration, links and lines go to the record that stays, in one transaction; sign-ups follow by message.</summary>
    public static async Task<(Outcome, HandOverSignUps?)> Handle(
        JoinPeople command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (command.Keep == command.Gone) return (Refused("同じ登録どうしはまとめられません。", "A record cannot be joined with itself."), null);
        await PersonIndex.LockAsync(session, cancellationToken);
        var kept = await session.LoadAsync<Volunteer>(command.Keep, cancellationToken);
        var gone = await session.LoadAsync<Volunteer>(command.Gone, cancellationToken);
        if (kept is not { Erased: false } || gone is not { Erased: false }) return (Outcome.Unknown, null);
        if (kept.AccountId is not null && gone.AccountId is not null)
            return (Refused(
                "どちらの登録にもアカウントがつながっています。本人に確かめ、管理者にアカウントの統合を頼むか、使わない方のアカウントの登録を終了してもらってください。",
                "Both records are connected to accounts. Ask the person; then have an administrator merge the accounts, or the person end the registration of the one they do not use."), null);

        var now = clock.GetUtcNow();
        var merge = new PersonMerge
        {
            Id = Guid.CreateVersion7(now), KeptId = kept.Id, Before = kept.Copy(), Gone = gone.Copy(), Reasons = WhoIsWho.Compare(kept, gone).Reasons, At = now,
            By = command.By, ByName = command.ByName,
        };
        await session.DecideAsync(gone.Id, r => Decision.Of(Leaving(r)), cancellationToken);
        if (merge.GoneRegistration is not { } leaving) return (Outcome.Unknown, null);
        await session.DecideAsync(kept.Id, r => Decision.Of(new TookOver(gone.Id, JoiningRegistrations.Join(r, leaving), command.By, now)), cancellationToken);

        JoinedInto Leaving(Registration registration)
        {
            merge.GoneRegistration = registration;
            return new(kept.Id, command.By, now);
        }

        kept.TakeIn(gone);
        kept.Reindex();
        session.Delete(gone);
        session.Store(kept);
        await MoveGuardianAsync(merge, session, cancellationToken);
        // The places move; whoever stays asks anew.
        session.ForgetSwaps(gone.Id);
        session.TellProvisionsOf(gone.Id, kept.Id);
        merge.Incidents = await session.MoveIncidentsAsync(gone.Id, kept.Id, null, cancellationToken);
        merge.GoneCovers = await session.MoveCoversAsync(gone.Id, kept.Id, cancellationToken);
        var links = await session.Query<PersonalLink>().Where(l => l.VolunteerId == gone.Id).ToListAsync(cancellationToken);
        foreach (var link in links) link.VolunteerId = kept.Id;
        session.Store(links.ToArray());
        merge.Links = [.. links.Select(l => l.Id)];
        session.QueueSqlCommand($"update {ImportTables.Lines} set subject_id = ? where subject_id = ?", kept.Id, gone.Id);
        await DecidePairsAsync(session, kept, gone, command.By, now, cancellationToken);
        session.Insert(merge);
        return (Outcome.Done, new HandOverSignUps(merge.Id, gone.Id, kept.Id, null, command.By));
    }

    /// <summary>The pair is settled; what else was asked of the record that went is asked of the one that stayed.</summary>
    private static async Task DecidePairsAsync(
        IDocumentSession session, Volunteer kept, Volunteer gone, Guid by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var pair = await session.LoadAsync<DuplicatePair>(DuplicatePair.IdOf(kept.Id, gone.Id), cancellationToken)
            ?? DuplicatePair.Of(kept, gone, WhoIsWho.Likeness.None, at);
        pair.Decide(PairState.Joined, by, at);
        session.Store(pair);
        session.DeleteWhere<DuplicatePair>(p => p.State == PairState.Open && p.Id != pair.Id && (p.First == gone.Id || p.Second == gone.Id));
        var index = new PersonIndex();
        await index.LoadAsync([kept], session, cancellationToken);
        index.Remove(gone.Id);
        await session.FindDuplicatesAsync(index, [kept], at, cancellationToken);
    }

    private static async Task MoveGuardianAsync(PersonMerge merge, IDocumentSession session, CancellationToken cancellationToken)
    {
        merge.GoneGuardian = await session.LoadAsync<GuardianConsent>(merge.Gone.Id, cancellationToken);
        if (merge.GoneGuardian is not { } consent) return;
        session.Delete<GuardianConsent>(merge.Gone.Id);
        if (await session.LoadAsync<GuardianConsent>(merge.KeptId, cancellationToken) is not null) return;
        session.Store(new GuardianConsent
        {
            Id = merge.KeptId, GuardianName = consent.GuardianName, Relation = consent.Relation, PurposeVersion = consent.PurposeVersion, DeclaredAt = consent.DeclaredAt,
        });
    }

    private static Outcome Refused(string ja, string en) => new(new LocalizedText(ja, en));
}

/// <summary>Keeps apart.</summary>
public static class KeepApartHandler
{
    /// <summary>The pair is not asked about again.</summary>
    public static async Task<Outcome> Handle(KeepApart command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<DuplicatePair>(DuplicatePair.IdOf(command.One, command.Other), cancellationToken) is not { } pair) return Outcome.Unknown;
        if (pair.State == PairState.Joined)
            return new(new LocalizedText("すでに一人にまとめられています。", "They have been joined already."));
        pair.Decide(PairState.Apart, command.By, clock.GetUtcNow());
        session.Store(pair);
        return Outcome.Done;
    }
}
