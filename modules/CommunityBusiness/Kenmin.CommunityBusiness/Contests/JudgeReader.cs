using System.Security.Claims;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Marten;
using Npgsql;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>A call that somebody judges, or was asked to.</summary>
internal sealed record JudgedCall(Call Call, CallJudge Judge);

/// <summary>A case as its judge sees it: nothing that says whose it is. The text only once the judge said to be impartial.</summary>
/// <param name="SubmissionId">The case.</param>
/// <param name="CallId">The call.</param>
/// <param name="Title">The title.</param>
/// <param name="Text">What there is to read; null before.</param>
/// <param name="Stage">How far the venture has come; null before.</param>
/// <param name="Sheet">The judge's own sheet; null when nothing was written.</param>
internal sealed record BlindCase(Guid SubmissionId, Guid CallId, string Title, BlindText? Text, VentureStage? Stage, Sheet? Sheet);

/// <summary>The cases of a judge in a call.</summary>
internal sealed record JudgedCases(Call Call, CallJudge Judge, IReadOnlyList<BlindCase> Cases);

/// <summary>
/// What judges see. All doors for judges read here: a case with a conflict of interest is in no list, no count and behind no address, whether
/// the judge, staff or the system knows of it, and whatever was scored before.
/// </summary>
internal sealed class JudgeReader(ICommunityBusinessStore store, NpgsqlDataSource database, IAuditTrail audit)
{
    /// <summary>What the user judges or was asked to.</summary>
    public async Task<IReadOnlyList<JudgedCall>> CallsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } account) return [];
        await using var session = store.QuerySession();
        var judges = await session.Query<CallJudge>().Where(j => j.AccountId == account && (j.State == JudgeState.Asked || j.State == JudgeState.Accepted)).OrderBy(j => j.Id).ToListAsync(cancellationToken);
        var calls = (await session.LoadManyAsync<Call>(cancellationToken, [.. judges.Select(j => j.CallId).Distinct()])).ToDictionary(c => c.Id);
        return [.. judges.Where(j => calls.ContainsKey(j.CallId)).Select(j => new JudgedCall(calls[j.CallId], j))];
    }

    /// <summary>The cases that the user judges in a call; null for who does not judge it.</summary>
    public async Task<JudgedCases?> CasesAsync(Guid call, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } account) return null;
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Call>(call, cancellationToken) is not { } found || await session.JudgeOfAsync(call, account, cancellationToken) is not { } judge) return null;
        var judgeId = judge.Id;
        var cases = await session.Query<JudgeCase>().Where(c => c.JudgeId == judgeId && c.State == CaseState.Assigned).ToListAsync(cancellationToken);
        var submissions = await session.LoadManyAsync<Submission>(cancellationToken, [.. cases.Select(c => c.SubmissionId)]);
        var ventures = (await session.LoadManyAsync<Venture>(cancellationToken, [.. submissions.Select(s => s.VentureId).Distinct()])).ToDictionary(v => v.Id);
        var sheets = (await database.SheetsAsync(call, cancellationToken)).Where(s => s.JudgeId == judgeId).ToDictionary(s => s.SubmissionId);
        // The order says nothing of who was first.
        return new(found, judge, [.. submissions.Where(s => s.State == SubmissionState.Submitted && !Assigning.IsInvolved(s, ventures.GetValueOrDefault(s.VentureId), account)).OrderBy(s => Ranking.LotOf(judgeId.ToString(), s.Id))
            .Select(s => Of(s, cases.First(c => c.SubmissionId == s.Id), sheets.GetValueOrDefault(s.Id)))]);
    }

    /// <summary>A case; null when it is not the user's to judge. That it was read is in the audit log first.</summary>
    public async Task<(Call Call, BlindCase Case)?> CaseAsync(Guid submission, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Submission>(submission, cancellationToken) is not { } found || await CasesAsync(found.CallId, user, cancellationToken) is not { } mine
            || mine.Cases.FirstOrDefault(c => c.SubmissionId == submission) is not { } one) return null;
        if (one.Text is not null) await audit.RecordAsync(new(user.AccountId(), "community-business.case.viewed", [found.OwnerAccountId ?? found.Id], found.Id.ToString()), cancellationToken);
        return (mine.Call, one);
    }

    private static BlindCase Of(Submission s, JudgeCase known, Sheet? sheet) => known.ImpartialAt is null
        ? new(s.Id, s.CallId, s.Text.Title, null, null, sheet) : new(s.Id, s.CallId, s.Text.Title, s.Text, s.Snapshot.Stage, sheet);
}
