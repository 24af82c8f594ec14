using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Opportunities;
using Kenmin.SportsVolunteers.Shifts.Notices;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Shifts.Terms;

/// <summary>Tells the sign-up engine what is pending of a shift (see <see cref="Shift.Pending"/>). Sent any number of times, it is done once.</summary>
/// <param name="ShiftId">The shift.</param>
[MessageIdentity("sports-volunteers.apply-shift-terms.v1")]
[NoNewEntries("brings terms to the engine; sign-up is decided for the shift")]
public sealed record ApplyShiftTerms(Guid ShiftId);

/// <summary>Handles <see cref="ApplyShiftTerms"/>.</summary>
public static class ApplyShiftTermsHandler
{
    /// <summary>Opens or changes the opening; tells those who signed up when it moved.</summary>
    public static async Task<OutgoingMessages> Handle(
        ApplyShiftTerms message, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var outgoing = new OutgoingMessages();
        if (await session.LoadAsync<Shift>(message.ShiftId, cancellationToken) is not { Pending: { } pending } shift) return outgoing;
        var sportsEvent = (await session.LoadAsync<SportsEvent>(shift.EventId, cancellationToken))!;
        var venue = (await session.LoadAsync<Venue>(shift.VenueId, cancellationToken))!;

        var by = pending.By is { } account ? Actor.Staff(account) : Actor.Platform;
        var result = await ChangeAsync(pending.CommandId, shift, sportsEvent, venue, pending.Capacity, by, null, participation, cancellationToken);
        // An opening that never came to be is made first, so that the shift is seen as cancelled, not as being prepared.
        if (pending.CancelReason is { } reason && result is not Result<OpeningChanged>.Busy)
            result = await participation.CancelOpeningAsync(new CancelOpening(DerivedId(pending.CommandId), shift.Id, reason, by), cancellationToken);
        // Stays pending, and is taken up again.
        if (result is Result<OpeningChanged>.Busy) return outgoing;
        shift.EngineTold((result as Result<OpeningChanged>.Refused)?.Reason.Text);
        session.Store(shift);
        outgoing.Add(new TellShift(shift.Id));

        if (pending.Moved && result is Result<OpeningChanged>.Done)
            foreach (var signUp in await participation.SignUpsOfOpeningAsync(shift.Id, cancellationToken))
                if (signUp.State != SignUpState.Cancelled)
                    outgoing.Add(new SignUpChanged(
                        shift.Id, signUp.PersonId, SignUpChangeKind.Moved, clock.GetUtcNow(), signUp.Opening.Label, shift.Starts, shift.Ends, null, null));
        return outgoing;
    }

    // Two commands of one message need two ids, the same ones each time.
    private static Guid DerivedId(Guid id)
    {
        var bytes = id.ToByteArray();
        bytes[15] ^= 0xFF;
        return new(bytes);
    }

    /// <summary>Changes the opening to the shift's terms. A change of the capacity by somebody else at the same moment is kept, not overwritten.</summary>
    internal static async Task<Result<OpeningChanged>> ChangeAsync(
        Guid commandId, Shift shift, SportsEvent sportsEvent, Venue venue, int? capacity, Actor by, string? overfullReason,
        IParticipation<ISportsVolunteersStore> participation, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = (await participation.OccupancyAsync([shift.Id], cancellationToken)).GetValueOrDefault(shift.Id);
            if ((capacity ?? now?.Capacity) is not { } places)
                return new Result<OpeningChanged>.Refused(new(RefusalCode.OpeningUnknown,
                    new LocalizedText("定員が決まっていません。定員を入力してください。", "The capacity is not known. Enter it.")));
            var result = await participation.OpenOrChangeAsync(
                new OpenOrChange(commandId, shift.Id, ShiftTerms.Of(shift, sportsEvent, venue, places), by)
                {
                    ExpectedVersion = now?.Version, OverfullReason = overfullReason,
                },
                cancellationToken);
            if (result is Result<OpeningChanged>.Refused { Reason.Code: RefusalCode.ChangedMeanwhile } && attempt < 5) continue;
            return result;
        }
    }
}
