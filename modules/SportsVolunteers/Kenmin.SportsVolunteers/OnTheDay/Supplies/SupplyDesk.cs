using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.ManageShift;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.OnTheDay.Supplies;

/// <summary>Says from how many minutes on a day people get a meal at an event.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Minutes">1 to 1440; null: nobody does.</param>
[MessageIdentity("sports-volunteers.set-meal-rule.v1")]
[NoNewEntries("prepares; sign-up is decided for the shift")]
public sealed record SetMealRule(Guid EventId, int? Minutes);

/// <summary>Handles <see cref="SetMealRule"/>.</summary>
public static class SetMealRuleHandler
{
    /// <summary>Stores it.</summary>
    public static async Task Handle(SetMealRule command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<SportsEvent>(command.EventId, cancellationToken) is not { } found) return;
        found.MealFromMinutes = command.Minutes;
        session.Store(found);
    }
}

/// <summary>Counts what has to be ordered for an event, over the shifts that the user may see. Shows nobody.</summary>
internal sealed class SupplyDesk(ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, IAuditTrail audit)
{
    public async Task<SupplyCounts> CountAsync(SportsEvent sportsEvent, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var shifts = (await session.Query<Shift>().Where(s => s.EventId == sportsEvent.Id).ToListAsync(cancellationToken)).Where(s => StaffDesk.MaySee(s, user)).ToDictionary(s => s.Id);
        var venues = (await session.LoadManyAsync<Venue>(cancellationToken, [.. shifts.Values.Select(s => s.VenueId).Distinct()])).ToDictionary(v => v.Id);
        var places = await participation.SignUpsOfOpeningsAsync([.. shifts.Keys], cancellationToken);
        var people = await session.LoadManyAsync<Volunteer>(cancellationToken, [.. places.Where(p => p.State == SignUpState.Confirmed).Select(p => p.PersonId).Distinct()]);
        if (people.Count > 0) await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.supplies.counted", [.. people.Select(v => v.Id)], sportsEvent.Id.ToString()), cancellationToken);
        return SupplyCounts.Of(places, shifts, venues, people.ToDictionary(v => v.Id, v => v.Wanted?.UniformSize), sportsEvent.MealFromMinutes);
    }
}
