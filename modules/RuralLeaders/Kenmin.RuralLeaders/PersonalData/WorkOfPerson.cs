using Kenmin.Persistence;
using Kenmin.RuralLeaders.Board;
using Kenmin.RuralLeaders.Exchange;
using Kenmin.RuralLeaders.Incorporation;
using Kenmin.RuralLeaders.Mentoring;
using Kenmin.RuralLeaders.Plans;
using Marten;

namespace Kenmin.RuralLeaders.PersonalData;

/// <summary>A person's traces in plans, pairs, visits and cases of incorporation, when accounts are merged or erased.</summary>
internal static class WorkOfPerson
{
    private const string Gone = "（削除済み）";

    /// <summary>Gives the traces of an account to another; all of them, or those that moved before.</summary>
    public static async Task MoveAsync(IDocumentSession session, Guid from, Guid to, NetworksMoved? only, NetworksMoved moved, CancellationToken cancellationToken)
    {
        await RenameAsync(session, from, to, null, id => only?.Work.Contains(id) != false, moved.Work, cancellationToken);
        foreach (var file in await NamedAsync<BoardFile>(session, from, cancellationToken))
        {
            if (only?.Work.Contains(file.Id) == false) continue;
            file.By = file.By with { AccountId = to };
            moved.Work.Add(file.Id);
            session.Store(file);
        }

        // The id says whose a wish is; where both have one, that of the account that stays stands.
        foreach (var wish in await NamedAsync<DigestWish>(session, from, cancellationToken))
        {
            if (only?.Work.Contains(wish.NetworkId) == false) continue;
            session.Delete(wish);
            if (await session.LoadAsync<DigestWish>(DigestWish.IdOf(wish.NetworkId, to), cancellationToken) is not null) continue;
            moved.Work.Add(wish.NetworkId);
            session.Store(new DigestWish { Id = DigestWish.IdOf(wish.NetworkId, to), NetworkId = wish.NetworkId, AccountId = to, Rhythm = wish.Rhythm, Told = wish.Told, NextAt = wish.NextAt });
        }

        if (only is not null)
        {
            // Undone: the offer goes back as it was.
            if (only.Offer is not { } former) return;
            if (!only.OfferStays) session.Delete<MentorOffer>(from);
            session.Store(former);
            return;
        }

        if (await session.LoadAsync<MentorOffer>(from, cancellationToken) is not { } offer) return;
        moved.Offer = offer;
        moved.OfferStays = await session.LoadAsync<MentorOffer>(to, cancellationToken) is not null;
        session.Delete<MentorOffer>(from);
        if (!moved.OfferStays) session.Store(new MentorOffer { Id = to, Name = offer.Name, About = offer.About, MunicipalityCode = offer.MunicipalityCode, Places = offer.Places, Open = offer.Open });
    }

    /// <summary>Takes a person out: what networks and others need stays without the name; what the person wrote to somebody goes.</summary>
    public static async Task ForgetAsync(IDocumentSession session, Guid account, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        session.Delete<MentorOffer>(account);
        session.DeleteWhere<DigestWish>(w => w.AccountId == account);
        // As with what a person wrote on the board.
        foreach (var file in await NamedAsync<BoardFile>(session, account, cancellationToken)) session.DeleteFile(file);
        await RenameAsync(session, account, null, Gone, _ => true, [], cancellationToken);
    }

    private static async Task RenameAsync(IDocumentSession session, Guid from, Guid? to, string? name, Func<Guid, bool> takes, List<Guid> moved, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        foreach (var plan in await NamedAsync<VillagePlan>(session, from, cancellationToken)) Change(plan, plan.Id, () => plan.Rename(from, to, name));
        foreach (var version in await NamedAsync<PlanVersion>(session, from, cancellationToken)) Change(version, version.Id, () => version.Rename(from, to, name));
        foreach (var pair in await NamedAsync<MentorPair>(session, from, cancellationToken)) Change(pair, pair.Id, () => pair.Rename(from, to, name));
        foreach (var visit in await NamedAsync<AreaVisit>(session, from, cancellationToken)) Change(visit, visit.Id, () => visit.Rename(from, to, name));
        foreach (var note in await NamedAsync<SharedNote>(session, from, cancellationToken)) Change(note, note.Id, () => note.Rename(from, to, name));
        foreach (var found in await NamedAsync<IncorporationCase>(session, from, cancellationToken)) Change(found, found.Id, () => found.Rename(from, to, name));

        void Change<T>(T document, Guid id, Action rename)
            where T : notnull
        {
            if (!takes(id)) return;
            rename();
            moved.Add(id);
            session.Store(document);
        }
    }

    // Wherever in the document the id stands, locked in one order for all. Such changes are rare, so that no index is kept for them.
    private static Task<IReadOnlyList<T>> NamedAsync<T>(IDocumentSession session, Guid account, CancellationToken cancellationToken)
        where T : notnull => session.QueryAsync<T>("where d.data::text like ? order by d.id for update", cancellationToken, $"%\"{account}\"%");
}
