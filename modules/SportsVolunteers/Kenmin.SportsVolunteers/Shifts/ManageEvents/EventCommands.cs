using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Initiatives;
using Kenmin.SportsVolunteers.Opportunities;
using Kenmin.SportsVolunteers.Registrations;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Shifts.ManageEvents;

/// <summary>Shows an event to everybody, or takes it back.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Published">Whether everybody sees it.</param>
[MessageIdentity("sports-volunteers.publish-event.v1")]
[NoNewEntries("prepares; sign-up is decided for the shift")]
public sealed record PublishEvent(Guid EventId, bool Published);

/// <summary>Handles <see cref="PublishEvent"/>.</summary>
public static class PublishEventHandler
{
    /// <summary>Stores it; an event of an initiative that is over is not published.</summary>
    public static async Task Handle(PublishEvent command, IDocumentSession session, InitiativeDirectory initiatives, IMessageContext messages, CancellationToken cancellationToken)
    {
        var found = (await session.LoadAsync<SportsEvent>(command.EventId, cancellationToken))!;
        if (found.Published == command.Published) return;
        // An initiative that is over shows nothing new, by whatever door it is asked for.
        if (command.Published && !initiatives.IsBeingPrepared(found.InitiativeId, found.FiscalYear)) return;
        found.Published = command.Published;
        session.Store(found);
        await messages.PublishAsync(new TellShifts(EventId: found.Id));
    }
}

/// <summary>Gives an event that belongs to no initiative (事業), because it was there before the first one, to one.</summary>
/// <param name="EventId">The event.</param>
/// <param name="InitiativeId">The initiative; the caller has seen that the user may bring events into it.</param>
[MessageIdentity("sports-volunteers.give-event-to-initiative.v1")]
[NoNewEntries("says where something belongs that exists")]
public sealed record GiveEventToInitiative(Guid EventId, Guid InitiativeId);

/// <summary>Handles <see cref="GiveEventToInitiative"/>.</summary>
public static class GiveEventToInitiativeHandler
{
    private static readonly LocalizedText Gone = new("大会が見つかりません。", "There is no such event.");

    private static readonly LocalizedText Taken = new("この大会は、すでに事業に属しています。", "The event belongs to an initiative already.");

    private static readonly LocalizedText NotInYear = new(
        "選んだ事業では、この大会の年度にこの機能を使っていません。事業の「使う機能」で年度を加えてください。",
        "The initiative does not use this module in the event's fiscal year. Enable it for that year first.");

    /// <summary>Stores it; what has an initiative keeps it.</summary>
    public static async Task<Outcome> Handle(
        GiveEventToInitiative command, IDocumentSession session, InitiativeDirectory initiatives, IMessageContext messages, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<SportsEvent>(command.EventId, cancellationToken) is not { } found) return new(Gone);
        if (found.InitiativeId == command.InitiativeId) return Outcome.Done;
        if (found.InitiativeId is not null) return new(Taken);
        if (!initiatives.IsBeingPrepared(command.InitiativeId, found.FiscalYear)) return new(NotInYear);
        found.InitiativeId = command.InitiativeId;
        session.Store(found);
        await messages.PublishAsync(new TellShifts(EventId: found.Id));
        return Outcome.Done;
    }
}

/// <summary>Changes when people may sign up for an event's shifts and how freed places are given.</summary>
/// <param name="EventId">The event.</param>
/// <param name="SignUpFrom">The first day of sign-up; null: as soon as it is published.</param>
/// <param name="ClosesDaysBefore">Days before a shift at whose end sign-up closes, 0 to 60.</param>
/// <param name="OfferHours">Hours for which a freed place is kept, 0 to 336; 0 gives it at once.</param>
/// <param name="By">The account.</param>
[MessageIdentity("sports-volunteers.change-sign-up-rules.v1")]
[NoNewEntries("changes what exists")]
public sealed record ChangeSignUpRules(Guid EventId, DateOnly? SignUpFrom, int ClosesDaysBefore, int OfferHours, Guid? By);

/// <summary>Handles <see cref="ChangeSignUpRules"/>.</summary>
public static class ChangeSignUpRulesHandler
{
    /// <summary>Stores the rules; the sign-up engine is told for each shift that has not begun.</summary>
    public static async Task Handle(ChangeSignUpRules command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var found = (await session.LoadAsync<SportsEvent>(command.EventId, cancellationToken))!;
        if ((found.SignUpFrom, found.SignUpClosesDaysBefore, found.OfferHours) == (command.SignUpFrom, command.ClosesDaysBefore, command.OfferHours)) return;
        (found.SignUpFrom, found.SignUpClosesDaysBefore, found.OfferHours) = (command.SignUpFrom, command.ClosesDaysBefore, command.OfferHours);
        session.Store(found);
        var now = clock.GetUtcNow();
        foreach (var shift in await session.Query<Shift>().Where(s => s.EventId == command.EventId && s.Starts > now).ToListAsync(cancellationToken))
        {
            shift.TellEngine(capacity: null, moved: false, command.By);
            session.Store(shift);
        }
    }
}

/// <summary>Cancels an event (大会の中止) with all its shifts that have not begun; everybody who signed up is told.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Reason">Why; shown to everybody.</param>
/// <param name="By">The account.</param>
[MessageIdentity("sports-volunteers.cancel-event.v1")]
[NoNewEntries("ends what exists")]
public sealed record CancelEvent(Guid EventId, string Reason, Guid? By);

/// <summary>Handles <see cref="CancelEvent"/>.</summary>
public static class CancelEventHandler
{
    /// <summary>Stores it; the sign-up engine is told for each shift.</summary>
    public static async Task Handle(CancelEvent command, IDocumentSession session, IMessageContext messages, TimeProvider clock, CancellationToken cancellationToken)
    {
        var found = (await session.LoadAsync<SportsEvent>(command.EventId, cancellationToken))!;
        if (found.CancelledBecause is not null) return;
        found.CancelledBecause = command.Reason;
        session.Store(found);
        await messages.PublishAsync(new TellShifts(EventId: found.Id));
        var now = clock.GetUtcNow();
        foreach (var shift in await session.Query<Shift>().Where(s => s.EventId == command.EventId && s.Starts > now).ToListAsync(cancellationToken))
        {
            shift.CancelInEngine(command.Reason, command.By);
            session.Store(shift);
        }
    }
}
