using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Shifts.SigningUp;

/// <summary>Who may sign up: the volunteer whose account is signed in, as long as they are registered.</summary>
internal sealed class Participants(ISportsVolunteersStore store)
{
    /// <summary>The registered volunteer behind the account; null when there is none.</summary>
    public Task<Volunteer?> FindAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => FindLinkedAsync(user, cancellationToken);

    /// <summary>The volunteer behind the account, also when the registration has ended: what was signed up for can still be seen and cancelled.</summary>
    public async Task<Volunteer?> FindLinkedAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } account) return null;
        await using var session = store.QuerySession();
        return await session.Query<Volunteer>().FirstOrDefaultAsync(v => v.AccountId == account && !v.Erased, cancellationToken);
    }

    /// <summary>What the rules of shifts ask about a volunteer.</summary>
    public static ParticipantFacts FactsOf(Volunteer volunteer) =>
        new(volunteer.Id, volunteer.BirthDate, [.. volunteer.Qualifications.Select(Qualification.KeyOf).Distinct(StringComparer.Ordinal)]);
}
