using Kenmin.Participation;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.SigningUp;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Assignment;

/// <summary>
/// Sends the offers of a proposal as sign-ups that wait for an answer. Places, ages, qualifications and clashes are asked once more by the
/// sign-up engine, in the database. What was sent before is not sent again: the command's id is the line's.
/// </summary>
internal sealed class OfferSender(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, QualificationKinds kinds, TimeProvider clock)
{
    private const int Page = 500, AtOnce = 16;

    /// <summary>Sends all that are left.</summary>
    /// <param name="assignment">The assignment, with the day to answer by.</param>
    /// <param name="live">Told how far it is; false: somebody else does it now.</param>
    /// <param name="cancellationToken">Stops after what is being sent.</param>
    /// <returns>Whether all were sent.</returns>
    public async Task<bool> SendAsync(EventAssignment assignment, Func<int, Task<bool>> live, CancellationToken cancellationToken)
    {
        var needingProof = await kinds.NeedingProofAsync(cancellationToken);
        var (run, until, sent) = (assignment.ShownRun, assignment.AnswerBy ?? clock.GetUtcNow(), 0);
        var by = assignment.By is { } account ? Actor.Staff(account) : Actor.Platform;
        while (true)
        {
            await using var session = store.LightweightSession();
            var lines = await session.Query<AssignmentLine>().Where(l => l.EventId == assignment.Id && l.RunId == run && l.SentAt == null && l.Refusal == null)
                .OrderBy(l => l.Id).Take(Page).ToListAsync(cancellationToken);
            if (lines.Count == 0) return true;
            var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. lines.Select(l => l.VolunteerId).Distinct()])).ToDictionary(v => v.Id);
            var shifts = (await session.LoadManyAsync<Shift>(cancellationToken, [.. lines.Select(l => l.ShiftId).Distinct()])).ToDictionary(s => s.Id);
            var busy = 0;
            await Parallel.ForEachAsync(lines, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (line, stop) =>
            {
                if (people.GetValueOrDefault(line.VolunteerId) is not { Erased: false } person || !shifts.TryGetValue(line.ShiftId, out var shift))
                {
                    line.Refusal = new("この人か活動枠は、もうありません。", "The person or the shift is no longer there.");
                    return;
                }

                var result = await participation.OfferPlaceAsync(new(line.Id, line.ShiftId, Participants.FactsOf(person, shift.Day, needingProof), until, by), stop);
                if (result is Result<SignUpAnswer>.Done) line.SentAt = clock.GetUtcNow();
                else if (result is Result<SignUpAnswer>.Refused refused) line.Refusal = refused.Reason.Text;
                else Interlocked.Increment(ref busy);
            });
            session.Store(lines.ToArray());
            await session.SaveChangesAsync(cancellationToken);
            sent += lines.Count - busy;
            if (!await live((int)(100L * sent / Math.Max(sent, assignment.Figures?.Filled ?? 1)))) return false;
        }
    }
}
