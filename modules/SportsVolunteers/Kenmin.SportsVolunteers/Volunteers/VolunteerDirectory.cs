using Marten;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>Finds the volunteer that an account belongs to.</summary>
internal sealed class VolunteerDirectory(ISportsVolunteersStore store)
{
    /// <summary>The volunteer connected to an account; null when the person has not registered, or not connected their record.</summary>
    public async Task<Volunteer?> FindByAccountAsync(Guid accountId, CancellationToken cancellationToken = default)
    {
        await using var session = store.QuerySession();
        return await session.Query<Volunteer>().FirstOrDefaultAsync(v => v.AccountId == accountId && !v.Erased, cancellationToken);
    }
}
