using JasperFx;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Hours;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SportsVolunteers.Skills;

/// <summary>
/// Hours at a training were recorded or changed: whoever was there for most of it holds the qualification that it grants, and whoever was not
/// after all does not hold it by this training.
/// </summary>
[WolverineHandler]
public static class OnTrainingAttended
{
    /// <summary>The share of the planned time that has to be attended, in percent.</summary>
    internal const int Needed = 80;

    /// <summary>Others who change the person at the same moment lose nothing: it is done again on what is there then.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<ConcurrencyException>().RetryTimes(3);
    }

    /// <summary>Grants, or takes back. A repetition changes nothing.</summary>
    public static async Task Handle(
        HoursChanged message, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Shift>(message.ShiftId, cancellationToken) is not { Grants: { Length: > 0 } name } shift
            || await session.LoadAsync<Volunteer>(message.VolunteerId, cancellationToken) is not { Erased: false } volunteer) return;
        var place = (await participation.SignUpsOfPersonAsync(volunteer.Id, cancellationToken)).FirstOrDefault(s => s.OpeningId == shift.Id);
        var attended = place?.Attendance is { Presence: Presence.Present, Minutes: { } minutes } && minutes * 100 >= shift.Length.TotalMinutes * Needed;
        var (proof, key) = (ProofOf(shift), Qualification.KeyOf(name));
        var held = volunteer.Held.Find(h => Qualification.KeyOf(h.Name) == key);
        if (attended)
        {
            var expires = shift.GrantsForMonths is { } months ? shift.Day.AddMonths(months) : (DateOnly?)null;
            // A longer-lived entry that staff have seen the proof of stays.
            if (held is { ConfirmedAt: not null } && (held.Number == proof || held.Expires is null || held.Expires >= expires)) return;
            var now = clock.GetUtcNow();
            volunteer.Held = [.. volunteer.Held.Where(h => h != held), new(name, proof, expires, now) { ConfirmedAt = now, ConfirmedByName = proof }];
        }
        else
        {
            if (held?.Number != proof) return;
            volunteer.Held = [.. volunteer.Held.Where(h => h != held)];
        }

        session.Store(volunteer);
    }

    /// <summary>What stands as proof: the training and its day.</summary>
    internal static string ProofOf(Shift shift) => $"研修 {shift.Role} {shift.Day:yyyy-MM-dd}";
}
