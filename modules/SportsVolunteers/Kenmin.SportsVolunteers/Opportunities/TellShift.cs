using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Hours;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Opportunities;

/// <summary>
/// Tells other modules what changed of a shift (ほかの機能に知らせる). Whoever changes what is shown of a shift, or who was there, sends it
/// in the same transaction; what there is to tell is looked up then, so that it does not matter how often it is sent.
/// </summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="Again">Whether what was told is told once more, with the version that it has.</param>
[MessageIdentity("sports-volunteers.tell-shift.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellShift(Guid ShiftId, bool Again = false);

/// <summary>Tells.</summary>
public static class TellShiftHandler
{
    /// <summary>Those of one shift take turns: what is told last is what was changed last.</summary>
    public static async Task<OutgoingMessages> Handle(
        TellShift message, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"tell-shift|{message.ShiftId:N}", cancellationToken);
        if (await session.LoadAsync<Shift>(message.ShiftId, cancellationToken) is not { } shift) return [];
        var next = await session.NextToTellAsync<ToldShift>(shift.Id, (await FactsAsync(shift, session, participation, cancellationToken)).All(), message.Again, clock.GetUtcNow(), cancellationToken);
        return [.. next.Select(t => t.ToMessage(ShiftFacts.Module, ShiftFacts.OpportunityKey, shift.Id))];
    }

    private static async Task<ShiftFacts> FactsAsync(Shift shift, IQuerySession session, IParticipation<ISportsVolunteersStore> participation, CancellationToken cancellationToken)
    {
        var sportsEvent = (await session.LoadAsync<SportsEvent>(shift.EventId, cancellationToken))!;
        var venue = (await session.LoadAsync<Venue>(shift.VenueId, cancellationToken))!;
        var occupancy = (await participation.OccupancyAsync([shift.Id], cancellationToken)).GetValueOrDefault(shift.Id);
        var present = (await participation.SignUpsOfOpeningAsync(shift.Id, cancellationToken))
            .Where(s => s.Attendance is { Presence: Presence.Present, Minutes: not null }).ToDictionary(s => s.PersonId, s => s.Attendance!.Minutes!.Value);
        var people = await session.LoadManyAsync<Volunteer>(cancellationToken, [.. present.Keys]);
        return new(shift, sportsEvent, venue, occupancy, [.. people.Where(v => v is { Erased: false, AccountId: not null }).Select(v => (v.Id, v.AccountId!.Value, present[v.Id]))]);
    }
}

/// <summary>Has many shifts told of (<see cref="TellShift"/>), a batch at a time: all, or those of an event or of a volunteer.</summary>
/// <param name="EventId">Only of this event.</param>
/// <param name="VolunteerId">Only those that this volunteer signed up for.</param>
/// <param name="Again">Whether what was told is told once more.</param>
/// <param name="After">Where the batch begins.</param>
[MessageIdentity("sports-volunteers.tell-shifts.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellShifts(Guid? EventId = null, Guid? VolunteerId = null, bool Again = false, Guid? After = null);

/// <summary>Has them told of.</summary>
public static class TellShiftsHandler
{
    private const int Batch = 200;

    /// <summary>The next batch follows.</summary>
    public static async Task<OutgoingMessages> Handle(
        TellShifts message, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, CancellationToken cancellationToken)
    {
        if (message.VolunteerId is { } volunteer)
            return [.. (await participation.SignUpsOfPersonAsync(volunteer, cancellationToken)).Select(s => new TellShift(s.OpeningId, message.Again))];
        IQueryable<Shift> query = session.Query<Shift>();
        if (message.EventId is { } sportsEvent) query = query.Where(s => s.EventId == sportsEvent);
        var ids = await query.IdsAfterAsync(s => s.Id, message.After, Batch, cancellationToken);
        OutgoingMessages outgoing = [.. ids.Select(id => new TellShift(id, message.Again))];
        if (ids.Count == Batch) outgoing.Add(message with { After = ids[^1] });
        return outgoing;
    }
}

/// <summary>Hours changed: so did what somebody took part in.</summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-hours-to-tell")]
public static class OnHoursToTell
{
    /// <summary>Tells it.</summary>
    public static TellShift Handle(HoursChanged message) => new(message.ShiftId);
}

/// <summary>A volunteer's record got another account: what the volunteer took part in and signed up for is that account's.</summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-person-connected")]
[NoNewEntries("tells of what there is")]
public static class OnPersonConnected
{
    /// <summary>Tells it; of persons of other modules there is nothing here.</summary>
    public static (TellShifts, TellSignUps) Handle(PersonConnected message) => (new(VolunteerId: message.PersonId), new([message.PersonId]));
}

/// <summary>Tells everything once more when it is asked for.</summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-facts-requested")]
[NoNewEntries("tells of what there is")]
public static class OnFactsRequested
{
    /// <summary>Begins with the first batches.</summary>
    public static (TellShifts, TellAllSignUps) Handle(FactsRequested message) => (new(Again: true), new());
}
