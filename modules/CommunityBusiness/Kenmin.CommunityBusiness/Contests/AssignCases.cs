using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Gives each case to as many judges as the call says (審査の割当て). Sent again, only what is missing is filled in.</summary>
/// <param name="CallId">The call.</param>
[MessageIdentity("community-business.assign-cases.v1")]
[NoNewEntries("shares out what was handed in")]
public sealed record AssignCases(Guid CallId);

/// <summary>Shares them out.</summary>
public static class AssignCasesHandler
{
    /// <summary>Once submissions are closed; judges who were given something are told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AssignCases command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.TakeTurnsAsync(Submission.TurnOf(command.CallId), cancellationToken);
        if (await session.LoadAsync<Call>(command.CallId, cancellationToken) is not { } call) return (CommandAnswer.Unknown, []);
        if (call.PhaseAt(now) != CallPhase.Judging) return (CommandAnswer.Refused("not-closed", "割当ては、締切の後、採点の期限までにできます。", "Cases are shared out after submissions close and before scores are due."), []);
        var told = await Assigning.FillAsync(session, call, now, cancellationToken);
        return (CommandAnswer.Done, [.. told.Select(j => ContestNotices.Assigned(j, call, now))]);
    }
}

/// <summary>Who judges what. Whoever calls this holds the call's turn.</summary>
internal static class Assigning
{
    /// <summary>Whether somebody is not impartial by what the system knows.</summary>
    public static bool IsInvolved(Submission submission, Venture? venture, Guid account) => submission.IsOf(account) || venture?.IsOf(account) == true;

    /// <summary>
    /// Fills up the judges of each case: those who judge least come first, and never who has a conflict. What the system knows of conflicts is
    /// written down at the same time. Gives the judges who were given something new.
    /// </summary>
    public static async Task<IReadOnlyList<CallJudge>> FillAsync(IDocumentSession session, Call call, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = call.Id;
        var submissions = await session.Query<Submission>().Where(s => s.CallId == id && s.State == SubmissionState.Submitted).OrderBy(s => s.Case).ToListAsync(cancellationToken);
        var judges = await session.Query<CallJudge>().Where(j => j.CallId == id && j.State == JudgeState.Accepted).OrderBy(j => j.Id).ToListAsync(cancellationToken);
        var cases = (await session.Query<JudgeCase>().Where(c => c.CallId == id).ToListAsync(cancellationToken)).ToDictionary(c => c.Id);
        var ventures = (await session.LoadManyAsync<Venture>(cancellationToken, [.. submissions.Select(s => s.VentureId).Distinct()])).ToDictionary(v => v.Id);
        var standing = submissions.Select(s => s.Id).ToHashSet();
        var load = judges.ToDictionary(j => j.Id, j => cases.Values.Count(c => c.JudgeId == j.Id && c.State == CaseState.Assigned && standing.Contains(c.SubmissionId)));
        HashSet<Guid> told = [];
        foreach (var submission in submissions)
        {
            foreach (var judge in judges.Where(j => j.AccountId is { } account && IsInvolved(submission, ventures.GetValueOrDefault(submission.VentureId), account)))
            {
                var known = Of(submission, judge);
                if (known.State == CaseState.Conflict) continue;
                if (known.State == CaseState.Assigned) load[judge.Id]--;
                (known.State, known.Conflict) = (CaseState.Conflict, new(ConflictSource.System, "", now));
                session.Store(cases[known.Id] = known);
            }

            var missing = call.JudgesPerCase - cases.Values.Count(c => c.SubmissionId == submission.Id && c.State == CaseState.Assigned && load.ContainsKey(c.JudgeId));
            foreach (var judge in judges.Where(j => !cases.TryGetValue(JudgeCase.IdOf(submission.Id, j.Id), out var known) || known.State == CaseState.Released)
                         .OrderBy(j => load[j.Id]).ThenBy(j => Ranking.LotOf(submission.Id.ToString(), j.Id)).Take(Math.Max(0, missing)).ToList())
            {
                var given = Of(submission, judge);
                given.State = CaseState.Assigned;
                session.Store(cases[given.Id] = given);
                load[judge.Id]++;
                told.Add(judge.Id);
            }
        }

        return [.. judges.Where(j => told.Contains(j.Id))];

        JudgeCase Of(Submission submission, CallJudge judge) => cases.GetValueOrDefault(JudgeCase.IdOf(submission.Id, judge.Id))
            ?? new() { Id = JudgeCase.IdOf(submission.Id, judge.Id), CallId = call.Id, SubmissionId = submission.Id, JudgeId = judge.Id, State = CaseState.Released };
    }

    /// <summary>Takes back what a judge had to judge; sharing out again gives it to others.</summary>
    public static async Task ReleaseAsync(IDocumentSession session, CallJudge judge, CancellationToken cancellationToken)
    {
        var id = judge.Id;
        foreach (var known in await session.Query<JudgeCase>().Where(c => c.JudgeId == id && c.State == CaseState.Assigned).ToListAsync(cancellationToken))
        {
            known.State = CaseState.Released;
            session.Store(known);
        }
    }
}
