using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.RuralLeaders.Scope;
using Marten;

namespace Kenmin.RuralLeaders.Leaders;

/// <summary>Somebody signs up with the own account.</summary>
/// <param name="Name">The name, for the list.</param>
internal sealed record OwnApplication(string Name);

/// <summary>Which of those who apply with their own account may sign up for a session, and their names.</summary>
internal sealed class LearnerAdmission(FeatureGates gates) : ISignUpAdmission<IRuralLeadersStore>
{
    /// <inheritdoc />
    public async Task AdmitAsync(IDocumentSession session, IReadOnlyList<Applicant> applicants, CancellationToken cancellationToken)
    {
        Guid[] people = [.. applicants.Select(a => a.PersonId).Distinct()];
        var sessions = (await session.LoadManyAsync<CourseSession>(cancellationToken, [.. applicants.Select(a => a.OpeningId).Distinct()])).ToDictionary(s => s.Id);
        var courses = (await session.LoadManyAsync<Course>(cancellationToken, [.. sessions.Values.Select(s => s.CourseId).Distinct()])).ToDictionary(c => c.Id);
        var stopped = await session.StoppedByGuardiansAsync(people, cancellationToken);
        List<Applicant> admitted = [];
        foreach (var applicant in applicants)
        {
            var course = sessions.GetValueOrDefault(applicant.OpeningId) is { Cancelled: false } held ? courses.GetValueOrDefault(held.CourseId) : null;
            if (course is not { Published: true }) Refuse(applicant, CommandAnswer.Unknown);
            else if (!await gates.TakesAsync(Features.Courses, course)) Refuse(applicant, CommandAnswer.Off);
            else if (stopped.Contains(applicant.PersonId)) Refuse(applicant, GuardianRule.Refusal);
            else admitted.Add(applicant);
        }

        // The name is there with the place: nobody stands on the list without one.
        var known = await KnownAsync(session, [.. admitted.Select(a => a.PersonId)], cancellationToken);
        var news = admitted.Where(a => !known.Contains(a.PersonId)).DistinctBy(a => a.PersonId).ToList();
        if (news.Count == 0) return;
        await session.TakeTurnsAsync(news.Select(a => LearnerDesk.TurnOf(a.PersonId)), cancellationToken);
        known = await KnownAsync(session, [.. news.Select(a => a.PersonId)], cancellationToken);
        session.Store(news.Where(a => !known.Contains(a.PersonId)).Select(a => new Learner { Id = a.PersonId, AccountId = a.PersonId, Name = ((OwnApplication)a.Application).Name }).ToArray());
    }

    private static async Task<HashSet<Guid>> KnownAsync(IQuerySession session, Guid[] people, CancellationToken cancellationToken) =>
        [.. (await session.LoadManyAsync<Learner>(cancellationToken, people)).Select(l => l.Id)];

    private static void Refuse(Applicant applicant, CommandAnswer answer) => applicant.Refuse(answer.Code!, answer.Problem!.Value);
}
