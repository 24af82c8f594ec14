using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts.SigningUp;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.Guardians;
using Marten;
using Wolverine;

namespace Kenmin.SportsVolunteers.Shifts.Swaps;

/// <summary>A request as its page shows it; nothing in it says whose it is.</summary>
/// <param name="Request">The request.</param>
/// <param name="Row">The shift.</param>
/// <param name="Open">Whether the place can still be given.</param>
/// <param name="Own">Whether the reader has the place.</param>
/// <param name="Offers">For the holder: what is offered for it, with its shift, the oldest first.</param>
/// <param name="ToOffer">For others: own coming shifts that can be offered.</param>
/// <param name="Offered">For others: own shifts that were offered.</param>
/// <param name="OthersWait">Whether it can only be exchanged, since somebody waits for a place.</param>
internal sealed record SwapView(
    SwapRequest Request, ShiftRow Row, bool Open, bool Own, IReadOnlyList<(SwapOffer Offer, ShiftRow Row)> Offers, IReadOnlyList<ShiftRow> ToOffer, IReadOnlyList<ShiftRow> Offered,
    bool OthersWait);

/// <summary>Volunteers find somebody who takes a shift over or exchanges it (交代). Pages come here; the sign-up engine exchanges the places.</summary>
internal sealed class SwapDesk(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, Participants participants, ShiftCatalog catalog, SignUpDesk signUps, QualificationKinds kinds,
    IMessageBus bus, TimeProvider clock)
{
    private const int Shown = 50;

    private static readonly DeskAnswer NotFound = new(DeskAnswer.NotFound, new("この交代の募集は、もうありません。", "There is no such request any more."));

    private static readonly DeskAnswer Own = new("own", new("ご自分の募集です。", "It is your own."));

    /// <summary>Requests of others that are open, by day: up to fifty.</summary>
    public async Task<IReadOnlyList<(SwapRequest Request, ShiftRow Row)>> BoardAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var own = await participants.FindLinkedAsync(user, cancellationToken);
        await using var session = store.QuerySession();
        var today = JapanTime.Today(clock);
        var requests = await session.Query<SwapRequest>().Where(r => r.Day >= today).OrderBy(r => r.Day).ThenBy(r => r.Id).Take(Shown * 2).ToListAsync(cancellationToken);
        var rows = await catalog.ShiftsAsync([.. requests.Select(r => r.ShiftId).Distinct()], cancellationToken);
        var holders = (await participation.SignUpsOfOpeningsAsync([.. rows.Keys], cancellationToken)).Where(s => s.State == SignUpState.Confirmed).Select(s => (s.OpeningId, s.PersonId)).ToHashSet();
        return [.. requests.Where(r => r.HolderId != own?.Id && rows.TryGetValue(r.ShiftId, out var row) && IsToCome(row) && holders.Contains((r.ShiftId, r.HolderId)))
            .Select(r => (r, rows[r.ShiftId])).Take(Shown)];
    }

    /// <summary>What a person asks for: the request of each shift.</summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> AskedAsync(Guid holder, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return (await session.Query<SwapRequest>().Where(r => r.HolderId == holder).ToListAsync(cancellationToken)).ToDictionary(r => r.ShiftId, r => r.Id);
    }

    /// <summary>A request; null when there is none.</summary>
    public async Task<SwapView?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<SwapRequest>(id, cancellationToken) is not { } request || await catalog.ShiftAsync(request.ShiftId, cancellationToken) is not { } row) return null;
        var reader = await participants.FindLinkedAsync(user, cancellationToken);
        var own = reader?.Id == request.HolderId;
        var open = IsToCome(row) && await HasPlaceAsync(request.HolderId, request.ShiftId, cancellationToken);
        var offers = await session.Query<SwapOffer>().Where(o => o.RequestId == id).OrderBy(o => o.At).ToListAsync(cancellationToken);
        var mine = reader is null || own ? [] : (await participation.SignUpsOfPersonAsync(reader.Id, cancellationToken)).Where(s => s.State == SignUpState.Confirmed).Select(s => s.OpeningId).ToHashSet();
        var rows = await catalog.ShiftsAsync([.. offers.Select(o => o.ShiftId).Union(mine)], cancellationToken);
        var offered = offers.Where(o => o.VolunteerId == reader?.Id).Select(o => o.ShiftId).ToHashSet();
        return new(
            request, row, open, own,
            own ? [.. offers.Where(o => rows.TryGetValue(o.ShiftId, out var r) && IsToCome(r)).Select(o => (o, rows[o.ShiftId]))] : [],
            [.. mine.Where(m => m != request.ShiftId && !offered.Contains(m) && rows.TryGetValue(m, out var r) && IsToCome(r)).Select(m => rows[m]).OrderBy(r => r.Shift.Starts)],
            [.. offered.Where(rows.ContainsKey).Select(o => rows[o])], row.Occupancy is { Waiting: > 0 });
    }

    /// <summary>Asks for somebody who takes an own shift.</summary>
    /// <returns>What came of it, and the request.</returns>
    public async Task<(DeskAnswer Answer, Guid Id)> AskAsync(Guid shiftId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await participants.FindLinkedAsync(user, cancellationToken) is not { } holder) return (SignUpDesk.NotRegistered, default);
        if (await catalog.ShiftAsync(shiftId, cancellationToken) is not { } row || !IsToCome(row) || !await HasPlaceAsync(holder.Id, shiftId, cancellationToken)) return (NotFound, default);
        if (await signUps.ClosedAsync(row.Event, row.Shift) is { } closed) return (closed, default);
        await using var session = store.LightweightSession();
        var id = SwapRequest.IdOf(shiftId, holder.Id);
        session.Store(new SwapRequest { Id = id, ShiftId = shiftId, HolderId = holder.Id, AskedAt = clock.GetUtcNow(), Day = row.Shift.Day });
        await session.SaveChangesAsync(cancellationToken);
        return (new(DeskAnswer.Done, default), id);
    }

    /// <summary>Takes the request back.</summary>
    public async Task<DeskAnswer> WithdrawAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, user, cancellationToken) is not { Own: true }) return NotFound;
        await bus.InvokeAsync(new EndSwap(id, null, null), cancellationToken);
        return new(DeskAnswer.Done, default);
    }

    /// <summary>Takes the shift over, with nothing in return.</summary>
    public async Task<DeskAnswer> TakeAsync(Guid commandId, Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<SwapRequest>(id, cancellationToken) is not { } request) return NotFound;
        if (await participants.FindAsync(user, cancellationToken) is not { } taker) return SignUpDesk.NotRegistered;
        if (taker.Id == request.HolderId) return Own;
        return await ExchangeAsync(session, commandId, request, taker, null, user, cancellationToken);
    }

    /// <summary>Offers an own shift for it.</summary>
    public async Task<DeskAnswer> OfferAsync(Guid id, Guid shiftId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await participants.FindAsync(user, cancellationToken) is not { } volunteer) return SignUpDesk.NotRegistered;
        if (await FindAsync(id, user, cancellationToken) is not { Open: true } view) return NotFound;
        if (view.Own) return Own;
        if (view.ToOffer.All(r => r.Shift.Id != shiftId)) return new("not-signed-up", new("申し出る活動を、一覧から選んでください。", "Choose which of your shifts you offer."));
        await using var session = store.QuerySession();
        if (await WhyNotAsync(session, volunteer, view.Row, cancellationToken) is { } refusal) return refusal;
        await bus.InvokeAsync(new KeepSwapOffer(id, volunteer.Id, shiftId), cancellationToken);
        return new(DeskAnswer.Done, default);
    }

    /// <summary>The holder takes an offer, or does not.</summary>
    public async Task<DeskAnswer> AnswerAsync(Guid commandId, Guid id, Guid offerId, bool take, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, user, cancellationToken) is not { Own: true } view || view.Offers.FirstOrDefault(o => o.Offer.Id == offerId).Offer is not { } offer) return NotFound;
        if (!take)
        {
            await bus.InvokeAsync(new EndSwap(id, offerId, null), cancellationToken);
            return new(DeskAnswer.Done, default);
        }

        await using var session = store.QuerySession();
        return await session.LoadAsync<Volunteer>(offer.VolunteerId, cancellationToken) is { Erased: false } taker
            ? await ExchangeAsync(session, commandId, view.Request, taker, offer.ShiftId, user, cancellationToken) : NotFound;
    }

    private async Task<DeskAnswer> ExchangeAsync(
        IQuerySession session, Guid commandId, SwapRequest request, Volunteer taker, Guid? inReturn, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        Guid[] ids = inReturn is { } id ? [request.ShiftId, id] : [request.ShiftId];
        var rows = await catalog.ShiftsAsync(ids, cancellationToken);
        if (rows.Count < ids.Length || await session.LoadAsync<Volunteer>(request.HolderId, cancellationToken) is not { Erased: false } holder) return NotFound;
        if (await WhyNotAsync(session, taker, rows[request.ShiftId], cancellationToken) is { } refusal) return refusal;
        if (inReturn is { } given && await WhyNotAsync(session, holder, rows[given], cancellationToken) is { } other) return other;

        var needingProof = await kinds.NeedingProofAsync(cancellationToken);
        var answer = SignUpDesk.Answer(await participation.ExchangeAsync(
            new(commandId, request.ShiftId, Participants.FactsOf(holder, rows[inReturn ?? request.ShiftId].Shift.Day, needingProof),
                Participants.FactsOf(taker, rows[request.ShiftId].Shift.Day, needingProof), inReturn, Actor.Person(user.AccountId())), cancellationToken));
        if (answer.IsDone) await bus.InvokeAsync(new EndSwap(request.Id, null, taker.Id), cancellationToken);
        return answer;
    }

    /// <summary>Why a person may not have a shift, beyond what the sign-up engine asks.</summary>
    private async Task<DeskAnswer?> WhyNotAsync(IQuerySession session, Volunteer volunteer, ShiftRow row, CancellationToken cancellationToken) =>
        await signUps.ClosedAsync(row.Event, row.Shift) is { } closed ? closed
        : await session.LoadAsync<Registration>(volunteer.Id, cancellationToken) is not { State: RegistrationState.Continuing } ? SignUpDesk.NotRegistered
        : await session.StopsAsync(volunteer, row.Shift.Day, cancellationToken) ? SignUpDesk.GuardianStops : null;

    private bool IsToCome(ShiftRow row) => row is { Cancelled: false, Event.Published: true } && row.Shift.Starts > clock.GetUtcNow();

    private async Task<bool> HasPlaceAsync(Guid person, Guid shift, CancellationToken cancellationToken) =>
        (await participation.SignUpsOfPersonAsync(person, cancellationToken)).Any(s => s.OpeningId == shift && s.State == SignUpState.Confirmed);
}
