using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Marten;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>What a person handed in and judged, when accounts are merged or erased.</summary>
internal static class ContestsOfPerson
{
    private const string MyJudges = "(select j.id from community_business.mt_doc_calljudge j where (j.data ->> 'accountId')::uuid = any($1))";

    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_submission", new("公募への応募", "What you handed in to calls"), BusinessTables.Anywhere,
            "case when (t.data ->> 'ownerAccountId')::uuid = any($1) then t.data - 'team' else jsonb_build_object('id', t.id, 'title', t.data -> 'text' -> 'title') end"),
        new("mt_doc_calljudge", new("審査員としての依頼", "What you were asked to judge, and whom you asked"), BusinessTables.Anywhere,
            "case when (t.data ->> 'accountId')::uuid = any($1) then t.data - 'codeHash' - 'askedBy' else jsonb_build_object('id', t.id, 'callId', t.data -> 'callId') end"),
        new("mt_doc_judgecase", new("審査した応募と利益相反", "Cases that you judge, and conflicts of interest"), $"(t.data ->> 'judgeId')::uuid in {MyJudges}"),
        new(ContestTables.Scores, new("審査員としての採点", "Scores that you gave"), $"t.judge_id in {MyJudges}", "to_jsonb(t)"),
        new("mt_doc_call", new("職務で決めた採否", "Calls that you decided in office"), "(t.data -> 'decidedBy' ->> 'accountId')::uuid = any($1)", "jsonb_build_object('id', t.id, 'decidedAt', t.data -> 'decidedAt')"),
    ];

    /// <summary>
    /// Takes a person out. What is not decided goes to whoever carries the venture on, or goes; of what was decided, title and decision stay.
    /// Scores stay with the judge's number, and lose their comments. Comes after the ventures, whose locks are held then.
    /// </summary>
    /// <returns>Whether there was anything.</returns>
    public static async Task<bool> ForgetAsync(IDocumentSession session, IReadOnlyList<Guid> accounts, IReadOnlySet<Guid> gone, Doer nobody, CancellationToken cancellationToken)
    {
        var touched = false;
        HashSet<Guid> judges = [], submissions = [];
        foreach (var account in accounts)
        {
            foreach (var submission in await LockAsync<Submission>(session, account, s => s.CallId, cancellationToken))
            {
                touched = true;
                submission.Team.RemoveAll(accounts.Contains);
                if (submission.OwnerAccountId != account)
                {
                    session.Store(submission);
                    continue;
                }

                var venture = gone.Contains(submission.VentureId) ? null : await session.LoadAsync<Venture>(submission.VentureId, cancellationToken);
                var next = venture is null ? null : venture.OwnerAccountId is { } owner && !accounts.Contains(owner) ? new TeamMember(owner, venture.OwnerName, default) : venture.Team.OrderBy(t => t.Since).FirstOrDefault(t => !accounts.Contains(t.AccountId));
                (submission.OwnerAccountId, submission.OwnerName) = (next?.AccountId, next?.Name ?? "");
                if (next is null)
                {
                    submissions.Add(submission.Id);
                    if (submission.Verdict is null)
                    {
                        session.Delete(submission);
                        continue;
                    }

                    submission.Text = new(submission.Text.Title, "", "", "", "", "");
                    submission.Snapshot = submission.Snapshot with { OrganisationName = "", OrganisationNumber = null };
                    submission.Agreement = Agreement.TitleOnly;
                }

                session.Store(submission);
            }

            foreach (var judge in await LockAsync<CallJudge>(session, account, j => j.CallId, cancellationToken))
            {
                if (judge.AskedBy.AccountId == account) judge.AskedBy = nobody;
                if (judge.AccountId == account)
                {
                    touched = true;
                    judges.Add(judge.Id);
                    (judge.AccountId, judge.Name, judge.CodeHash) = (null, nobody.Name, null);
                    // Once scores are fixed they count, whoever gave them.
                    if (await session.LoadAsync<Call>(judge.CallId, cancellationToken) is { State: CallState.Draft or CallState.Announced })
                    {
                        judge.State = JudgeState.Removed;
                        await Assigning.ReleaseAsync(session, judge, cancellationToken);
                    }

                    var id = judge.Id;
                    foreach (var known in (await session.Query<JudgeCase>().Where(c => c.JudgeId == id).ToListAsync(cancellationToken)).Where(c => c.Conflict is { Reason.Length: > 0 }))
                    {
                        known.Conflict = known.Conflict! with { Reason = "" };
                        session.Store(known);
                    }
                }

                session.Store(judge);
            }

            foreach (var call in await session.QueryAsync<Call>("where d.data -> 'decidedBy' ->> 'accountId' = ? order by d.id for update", cancellationToken, account.ToString()))
            {
                call.DecidedBy = nobody;
                session.Store(call);
            }
        }

        if (judges.Count + submissions.Count > 0) await session.EmptyCommentsAsync(judges, submissions, cancellationToken);
        return touched;
    }

    /// <summary>Puts one account in the place of another. Who was a judge of a call with both judges it once.</summary>
    public static async Task MoveAsync(IDocumentSession session, AccountMergeSeen seen, CancellationToken cancellationToken)
    {
        var (from, to) = (seen.GoneId, seen.KeptId);
        foreach (var submission in await LockAsync<Submission>(session, from, s => s.CallId, cancellationToken))
        {
            if (submission.OwnerAccountId == from)
            {
                submission.OwnerAccountId = to;
                seen.Submissions.Add(submission.Id);
            }

            if (submission.Team.Remove(from))
            {
                if (!submission.Team.Contains(to)) submission.Team.Add(to);
                seen.SubmissionTeams.Add(submission.Id);
            }

            session.Store(submission);
        }

        var moved = (await LockAsync<CallJudge>(session, from, j => j.CallId, cancellationToken)).Where(j => j.AccountId == from).ToList();
        var known = await session.Query<CallJudge>().Where(j => j.AccountId == to && (j.State == JudgeState.Asked || j.State == JudgeState.Accepted)).ToListAsync(cancellationToken);
        foreach (var judge in moved)
        {
            judge.AccountId = to;
            seen.Judges.Add(judge.Id);
            session.Store(judge);
            // What is fixed stays as it is.
            if (judge.State is not (JudgeState.Asked or JudgeState.Accepted) || known.FirstOrDefault(j => j.CallId == judge.CallId) is not { } same
                || await session.LoadAsync<Call>(judge.CallId, cancellationToken) is not { State: CallState.Draft or CallState.Announced }) continue;
            var lost = judge.State == JudgeState.Accepted && same.State == JudgeState.Asked ? same : judge;
            seen.LostSeats.Add(new(lost.Id, lost.State));
            lost.State = JudgeState.Removed;
            session.Store(lost);
            await Assigning.ReleaseAsync(session, lost, cancellationToken);
        }
    }

    /// <summary>Puts back what was moved.</summary>
    public static async Task MoveBackAsync(IDocumentSession session, AccountMergeSeen seen, CancellationToken cancellationToken)
    {
        foreach (var submission in (await LockAsync<Submission>(session, seen.KeptId, s => s.CallId, cancellationToken)).Where(s => seen.Submissions.Contains(s.Id) || seen.SubmissionTeams.Contains(s.Id)))
        {
            if (seen.Submissions.Contains(submission.Id) && submission.OwnerAccountId == seen.KeptId) submission.OwnerAccountId = seen.GoneId;
            if (seen.SubmissionTeams.Contains(submission.Id) && submission.Team.Remove(seen.KeptId)) submission.Team.Add(seen.GoneId);
            session.Store(submission);
        }

        foreach (var judge in (await LockAsync<CallJudge>(session, seen.KeptId, j => j.CallId, cancellationToken)).Where(j => j.AccountId == seen.KeptId))
        {
            if (seen.Judges.Contains(judge.Id)) judge.AccountId = seen.GoneId;
            // The cases were given back meanwhile: sharing out again fills them up.
            if (seen.LostSeats.FirstOrDefault(l => l.Id == judge.Id) is { } lost && judge.State == JudgeState.Removed) judge.State = lost.State;
            session.Store(judge);
        }
    }

    // The call's turn first, as all commands about it; one order for all.
    private static async Task<IReadOnlyList<T>> LockAsync<T>(IDocumentSession session, Guid account, Func<T, Guid> call, CancellationToken cancellationToken)
        where T : class
    {
        var found = await session.QueryAsync<T>("where d.data::text like '%' || ? || '%'", cancellationToken, account.ToString());
        await session.TakeTurnsAsync(found.Select(f => Submission.TurnOf(call(f))), cancellationToken);
        return found.Count == 0 ? [] : await session.QueryAsync<T>("where d.data::text like '%' || ? || '%' order by d.id for update", cancellationToken, account.ToString());
    }
}
