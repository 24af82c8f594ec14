using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.Notices;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Shifts.Terms;

/// <summary>
/// Brings a shift's terms to the sign-up engine. Sent through the outbox in the transaction that stores the shift, so that a
/// host that dies in between leaves no shift without its opening: the message is delivered afterwards, here or on another host.
/// </summary>
/// <param name="CommandId">Delivered again, it changes nothing more.</param>
/// <param name="ShiftId">The shift.</param>
/// <param name="Capacity">The capacity (定員) wanted; null: as it is.</param>
/// <param name="Moved">Whether the time or the place changed, which those who signed up are told.</param>
/// <param name="By">The account that changed it; null for the platform.</param>
[MessageIdentity("sports-volunteers.apply-shift-terms.v1")]
public sealed record ApplyShiftTerms(Guid CommandId, Guid ShiftId, int? Capacity, bool Moved, Guid? By);

/// <summary>Handles <see cref="ApplyShiftTerms"/>.</summary>
public static class ApplyShiftTermsHandler
{
    /// <summary>Opens or changes the opening; tells those who signed up when it moved.</summary>
    public static async Task<OutgoingMessages> Handle(
        ApplyShiftTerms message, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var outgoing = new OutgoingMessages();
        if (await session.LoadAsync<Shift>(message.ShiftId, cancellationToken) is not { } shift) return outgoing;
        var sportsEvent = (await session.LoadAsync<SportsEvent>(shift.EventId, cancellationToken))!;
        var venue = (await session.LoadAsync<Venue>(shift.VenueId, cancellationToken))!;
        var by = message.By is { } account ? Actor.Staff(account) : Actor.Platform;

        switch (await ApplyAsync(message.CommandId, shift, sportsEvent, venue, message.Capacity, by, participation, cancellationToken))
        {
            case Result<OpeningChanged>.Busy { RetryAfter: var after }:
                outgoing.Delay(message, after);
                return outgoing;
            case Result<OpeningChanged>.Refused { Reason: var reason }:
                shift.TermsProblem = reason.Text;
                session.Store(shift);
                return outgoing;
        }

        if (shift.TermsProblem is not null)
        {
            shift.TermsProblem = null;
            session.Store(shift);
        }

        if (message.Moved)
            foreach (var signUp in await participation.SignUpsOfOpeningAsync(shift.Id, cancellationToken))
                if (signUp.State != SignUpState.Cancelled)
                    outgoing.Add(new SignUpChanged(
                        shift.Id, signUp.PersonId, SignUpChangeKind.Moved, clock.GetUtcNow(), signUp.Opening.Label, shift.Starts, shift.Ends, null, null));
        return outgoing;
    }

    /// <summary>Applies the terms as they are stored now. Another change of the capacity at the same moment is kept, not overwritten.</summary>
    internal static async Task<Result<OpeningChanged>> ApplyAsync(
        Guid commandId, Shift shift, SportsEvent sportsEvent, Venue venue, int? capacity, Actor by,
        IParticipation<ISportsVolunteersStore> participation, CancellationToken cancellationToken, string? overfullReason = null)
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
