using Kenmin.Modularity.Features;
using Kenmin.Modularity.Requests;
using Kenmin.Programs.FeatureBoard.Decisions;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Programs.FeatureBoard.Changes;

/// <summary>Agrees to a proposal, refuses it, or takes it back.</summary>
/// <param name="ChangeId">The proposal.</param>
/// <param name="Answer">What is answered.</param>
/// <param name="Reason">Why; needed for a refusal.</param>
/// <param name="By">The administrator's account.</param>
/// <param name="ByName">The administrator's name.</param>
[MessageIdentity("programs.answer-proposal.v1")]
[NoNewEntries("what is switched off must be switched on again somewhere")]
public sealed record AnswerProposal(Guid ChangeId, ProposalAnswer Answer, string? Reason, Guid By, string ByName);

/// <summary>An answer to a proposal.</summary>
public enum ProposalAnswer
{
    /// <summary>A second administrator agrees.</summary>
    Approve,

    /// <summary>A second administrator refuses.</summary>
    Refuse,

    /// <summary>Who proposed it takes it back.</summary>
    Withdraw,
}

/// <summary>Answers inside the board's lock, so that a proposal is answered once.</summary>
public static class AnswerProposalHandler
{
    /// <summary>Answers; on approval the decision is recorded as if it were made now.</summary>
    public static async Task<BoardAnswer> Handle(AnswerProposal command, IDocumentSession session, FeatureBoardParts parts, CancellationToken cancellationToken)
    {
        var stored = await BoardLock.TakeAsync(session, cancellationToken);
        var now = RequestClock.Wall(parts.Clock);
        if (await session.LoadAsync<FeatureChange>(command.ChangeId, cancellationToken) is not { } change)
            return BoardAnswer.Refused(new BoardProblem("", "no-such-change", new("この起案はありません。", "There is no such proposal.")));
        if (Problem(command, change, now) is { } problem) return BoardAnswer.Refused(problem);

        switch (command.Answer)
        {
            case ProposalAnswer.Approve:
                change.Steps.Add(new("approved", command.By, command.ByName, now, command.Reason?.Trim()));
                var undone = change.Undoes is { } id ? await session.LoadAsync<FeatureChange>(id, cancellationToken) : null;
                return new Recording(parts.Rules, session, stored, now).Record(change, undone) is { Count: > 0 } problems
                    ? new(null, problems) : BoardAnswer.Done(change);
            case ProposalAnswer.Refuse:
                change.State = ChangeState.Refused;
                change.Steps.Add(new("refused", command.By, command.ByName, now, command.Reason!.Trim()));
                break;
            default:
                change.State = ChangeState.Withdrawn;
                change.Steps.Add(new("withdrawn", command.By, command.ByName, now, command.Reason?.Trim()));
                break;
        }
        session.Store(change);
        return BoardAnswer.Done(change);
    }

    private static BoardProblem? Problem(AnswerProposal command, FeatureChange change, DateTimeOffset now) => change.StateAt(now) switch
    {
        ChangeState.Expired => new("", "expired", new("この起案は期限が過ぎました。もう一度起案してください。", "This proposal has expired. Propose it again.")),
        not ChangeState.Proposed => new("", "answered", new("この起案には、すでに回答があります。", "This proposal was answered already.")),
        _ when command.Answer == ProposalAnswer.Withdraw && command.By != change.By =>
            new("", "not-yours", new("取り下げることができるのは、起案した人だけです。", "Only who proposed it can take it back.")),
        _ when command.Answer != ProposalAnswer.Withdraw && command.By == change.By =>
            new("", "four-eyes", new("自分の起案は承認も却下もできません。ほかの管理者に依頼してください。", "You cannot answer your own proposal. Ask another administrator.")),
        _ when command.Reason?.Length > BoardRules.LongestReason || (command.Answer == ProposalAnswer.Refuse && string.IsNullOrWhiteSpace(command.Reason)) =>
            new("reason", "reason", new($"理由を 1～{BoardRules.LongestReason} 文字で入力してください。", $"Give a reason of 1 to {BoardRules.LongestReason} characters.")),
        _ => null,
    };
}
