using Kenmin.SportsVolunteers.Hours;
using Kenmin.SportsVolunteers.Shifts;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Certificates;

/// <summary>Hours changed: a certificate of them may have become untrue.</summary>
[WolverineHandler]
public static class OnHoursChanged
{
    /// <summary>Has it looked at, where there is one.</summary>
    public static async Task<CheckCertificates?> Handle(HoursChanged message, IQuerySession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Shift>(message.ShiftId, cancellationToken) is not { } shift) return null;
        var key = Certificate.KeyOf(message.VolunteerId, shift.EventId);
        return await session.Query<Certificate>().AnyAsync(c => c.ValidKey == key, cancellationToken) ? new(shift.EventId, [message.VolunteerId]) : null;
    }
}
