using Kenmin.Participation;
using Kenmin.SportsVolunteers.Shifts;
using Marten;

namespace Kenmin.SportsVolunteers.Certificates;

/// <summary>Reads who gave how many hours to an event.</summary>
internal static class EventHours
{
    /// <summary>Settled hours by volunteer; null for those who were there and whose hours are not settled.</summary>
    /// <param name="session">A session of the store.</param>
    /// <param name="participation">The sign-up engine.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="volunteer">Only this one; null for all.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<Dictionary<Guid, CertifiedHours?>> ReadAsync(
        IQuerySession session, IParticipation<ISportsVolunteersStore> participation, Guid eventId, Guid? volunteer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var shifts = (await session.Query<Shift>().Where(s => s.EventId == eventId).Select(s => s.Id).ToListAsync(cancellationToken)).ToHashSet();
        var signUps = volunteer is { } one
            ? (await participation.SignUpsOfPersonAsync(one, cancellationToken)).Where(s => shifts.Contains(s.OpeningId))
            : await participation.SignUpsOfOpeningsAsync([.. shifts], cancellationToken);
        return signUps.GroupBy(s => s.PersonId)
            .Where(g => g.Any(s => s.Attendance?.Presence == Presence.Present))
            .ToDictionary(g => g.Key, g => CertifiedHours.Of(g, now));
    }
}
