using JasperFx;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SportsVolunteers.Shifts.Needs;

/// <summary>Keeps who is needed at a shift (最低構成).</summary>
internal sealed class ShiftNeeds(ISportsVolunteersStore store)
{
    /// <summary>Keeps it for the shift, or for all shifts of its role at the event that are big enough.</summary>
    /// <returns>Why it could not be kept; null when it was.</returns>
    public async Task<LocalizedText?> SaveAsync(ShiftRow row, IReadOnlyList<ShiftNeed> needs, int experienced, bool wholeRole, CancellationToken cancellationToken)
    {
        var most = needs.Select(n => n.Count).Append(experienced).Max();
        if (row.Occupancy is { } now && most > now.Capacity)
            return new($"定員（{now.Capacity}人）より多くは決められません。", $"It cannot be more than the places ({now.Capacity}).");
        await using var session = store.LightweightSession();
        var shifts = wholeRole
            ? await session.Query<Shift>().Where(s => s.EventId == row.Event.Id && s.Role == row.Shift.Role).ToListAsync(cancellationToken)
            : [(await session.LoadAsync<Shift>(row.Shift.Id, cancellationToken))!];
        foreach (var shift in shifts) (shift.Needs, shift.ExperiencedNeeded) = ([.. needs], experienced);
        session.Store(shifts.ToArray());
        try
        {
            await session.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (ConcurrencyException)
        {
            return new("同時にほかの変更がありました。もう一度お試しください。", "There was another change at the same time. Try again.");
        }
    }
}
