using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>A judge says whether they are impartial in a case, before more of it is shown than its title (利益相反の申告).</summary>
/// <param name="SubmissionId">The case.</param>
/// <param name="Impartial">Whether they are.</param>
/// <param name="Reason">Why not; may be empty.</param>
/// <param name="By">The judge.</param>
[MessageIdentity("community-business.declare-conflict.v1")]
[NoNewEntries("says who may judge what was handed in")]
public sealed record DeclareConflict(Guid SubmissionId, bool Impartial, string? Reason, Doer By);

/// <summary>Keeps it.</summary>
public static class DeclareConflictHandler
{
    /// <summary>A conflict may also be found later, and cannot be taken back by the judge: from then on the case does not exist for them.</summary>
    public static async Task<CommandAnswer> Handle(DeclareConflict command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 300, required: false, lines: true)) return CommandAnswer.Invalid(flaw);
        if (await session.LoadAsync<Submission>(command.SubmissionId, cancellationToken) is not { State: SubmissionState.Submitted } submission) return CommandAnswer.Unknown;
        await session.TakeTurnsAsync(Submission.TurnOf(submission.CallId), cancellationToken);
        if (await session.JudgeOfAsync(submission.CallId, command.By.AccountId, cancellationToken) is not { } judge
            || await session.LockAsync<JudgeCase>(JudgeCase.IdOf(submission.Id, judge.Id), cancellationToken) is not { State: CaseState.Assigned } known
            || Assigning.IsInvolved(submission, await session.LoadAsync<Ventures.Venture>(submission.VentureId, cancellationToken), command.By.AccountId)) return CommandAnswer.Unknown;
        var now = clock.GetUtcNow();
        if (command.Impartial) known.ImpartialAt ??= now;
        else (known.State, known.Conflict) = (CaseState.Conflict, new(ConflictSource.Judge, (command.Reason ?? "").Trim(), now));
        session.Store(known);
        return CommandAnswer.Done;
    }
}

/// <summary>Staff record that a judge is not impartial in a case, or that they are after all (利益相反の記録).</summary>
/// <param name="SubmissionId">The case.</param>
/// <param name="JudgeId">The judge.</param>
/// <param name="Stands">Whether there is a conflict.</param>
/// <param name="Reason">Why.</param>
[MessageIdentity("community-business.note-conflict.v1")]
[NoNewEntries("says who may judge what was handed in")]
public sealed record NoteConflict(Guid SubmissionId, Guid JudgeId, bool Stands, string? Reason);

/// <summary>Keeps it.</summary>
public static class NoteConflictHandler
{
    /// <summary>Also when scores are fixed: they stay as they are and no longer count. What the system knows is not set aside, and after the decision nothing changes.</summary>
    public static async Task<CommandAnswer> Handle(NoteConflict command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 300, required: command.Stands, lines: true)) return CommandAnswer.Invalid(flaw);
        if (await session.LoadAsync<Submission>(command.SubmissionId, cancellationToken) is not { State: SubmissionState.Submitted } submission) return CommandAnswer.Unknown;
        await session.TakeTurnsAsync(Submission.TurnOf(submission.CallId), cancellationToken);
        if (await session.LoadAsync<CallJudge>(command.JudgeId, cancellationToken) is not { } judge || judge.CallId != submission.CallId || await session.LoadAsync<Call>(submission.CallId, cancellationToken) is not { } call) return CommandAnswer.Unknown;
        if (call.State is CallState.Decided or CallState.Published) return CommandAnswer.Refused("decided", "決定の後は、変えられません。", "It was decided.");
        var id = JudgeCase.IdOf(submission.Id, judge.Id);
        var known = await session.LockAsync<JudgeCase>(id, cancellationToken) ?? new() { Id = id, CallId = call.Id, SubmissionId = submission.Id, JudgeId = judge.Id, State = CaseState.Released };
        if (command.Stands == (known.State == CaseState.Conflict)) return CommandAnswer.Done;
        if (!command.Stands && known.Conflict is { Source: ConflictSource.System })
            return CommandAnswer.Refused("involved", "審査員が応募者かその仲間なので、取り消せません。", "The judge hands it in or is of the team; this cannot be set aside.");
        (known.State, known.ImpartialAt) = (command.Stands ? CaseState.Conflict : CaseState.Released, null);
        known.Conflict = command.Stands ? new(ConflictSource.Staff, command.Reason!.Trim(), clock.GetUtcNow()) : null;
        session.Store(known);
        return CommandAnswer.Done;
    }
}

/// <summary>Finds who judges.</summary>
internal static class JudgeQueries
{
    /// <summary>Who an account is among the judges of a call; null when it is none.</summary>
    public static async Task<CallJudge?> JudgeOfAsync(this IQuerySession session, Guid call, Guid account, CancellationToken cancellationToken) =>
        await session.Query<CallJudge>().Where(j => j.CallId == call && j.AccountId == account && j.State == JudgeState.Accepted).FirstOrDefaultAsync(cancellationToken);
}
