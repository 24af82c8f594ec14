using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Volunteers;

namespace Kenmin.SportsVolunteers.Shifts.SigningUp;

/// <summary>Who may sign up: the volunteer whose account is signed in, as long as they are registered.</summary>
internal sealed class Participants(ISportsVolunteersStore store, VolunteerDirectory directory)
{
    /// <summary>The volunteer behind the account, if their registration continues; null when there is none, or it does not.</summary>
    public async Task<Volunteer?> FindAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await FindLinkedAsync(user, cancellationToken) is not { } volunteer) return null;
        await using var session = store.QuerySession();
        return await session.LoadAsync<Registration>(volunteer.Id, cancellationToken) is { State: RegistrationState.Continuing } ? volunteer : null;
    }

    /// <summary>The volunteer behind the account, also when the registration has ended: what was signed up for can still be seen and cancelled.</summary>
    public async Task<Volunteer?> FindLinkedAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        user.AccountId() is { } account ? await directory.FindByAccountAsync(account, cancellationToken) : null;

    /// <summary>What the rules of shifts ask about a volunteer.</summary>
    /// <param name="volunteer">The person.</param>
    /// <param name="day">The day of the shift: on it a qualification must not have run out.</param>
    /// <param name="needingProof">Kinds of qualifications that count only when their proof was seen (<see cref="QualificationKinds"/>).</param>
    public static ParticipantFacts FactsOf(Volunteer volunteer, DateOnly day, IReadOnlySet<string> needingProof) =>
        new(volunteer.Id, volunteer.BirthDate, Skill.KeysOn(volunteer, day, needingProof));
}
