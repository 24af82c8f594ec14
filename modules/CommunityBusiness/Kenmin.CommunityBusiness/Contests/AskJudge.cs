using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>
/// Asks somebody to judge a call (審査を頼む): a member of staff by their account, who is told; anybody else by a code that is handed over, and
/// entered with the own account.
/// </summary>
/// <param name="Id">The judge's id: sent again, there is one.</param>
/// <param name="CallId">The call.</param>
/// <param name="Name">The name.</param>
/// <param name="AccountId">The account of a member of staff; null for who gets a code.</param>
/// <param name="Code">The code to hand over; null where the account is known.</param>
/// <param name="By">Who asks.</param>
[MessageIdentity("community-business.ask-judge.v1")]
[NewEntries(Features.Contests)]
public sealed record AskJudge(Guid Id, Guid CallId, string? Name, Guid? AccountId, string? Code, Doer By)
{
    /// <summary>The code stays out of logs.</summary>
    public override string ToString() => nameof(AskJudge);
}

/// <summary>Asks.</summary>
public static class AskJudgeHandler
{
    internal const int Most = 30;

    /// <summary>Until the scores are fixed; nobody twice.</summary>
    public static async Task<(CommandAnswer, NoticeIssued?)> Handle(AskJudge command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var flaw in Flaw.OfText(command.Name, nameof(command.Name), 60)) return (CommandAnswer.Invalid(flaw), null);
        await session.TakeTurnsAsync(Submission.TurnOf(command.CallId), cancellationToken);
        if (await session.LoadAsync<Call>(command.CallId, cancellationToken) is not { } call) return (CommandAnswer.Unknown, null);
        var judges = await session.Query<CallJudge>().Where(j => j.CallId == call.Id).ToListAsync(cancellationToken);
        if (judges.Any(j => j.Id == command.Id)) return (CommandAnswer.Done, null);
        if (!await gates.IsOnAsync(Features.Contests, call.FiscalYear, call.InitiativeId)) return (CommandAnswer.Off, null);
        if (call.State is not (CallState.Draft or CallState.Announced) || now >= call.ScoringEnds)
            return (CommandAnswer.Refused("scored", "採点が終わっているので、審査員は増やせません。", "Scoring is over: nobody more can be asked."), null);
        if (judges.Count(j => j.State is JudgeState.Asked or JudgeState.Accepted) >= Most)
            return (CommandAnswer.Refused("too-many", $"審査員は {Most} 人までです。", $"Up to {Most} judges."), null);
        if (command.AccountId is { } account && judges.Any(j => j.AccountId == account && j.State is JudgeState.Asked or JudgeState.Accepted))
            return (CommandAnswer.Refused("asked", "この人には、もう頼んでいます。", "This person was asked already."), null);
        var code = command.AccountId is null ? CallJudge.Codes.Read(command.Code) : null;
        if (command.AccountId is null && code is null) return (CommandAnswer.Unknown, null);
        session.Insert(new CallJudge
        {
            Id = command.Id, CallId = call.Id, Name = command.Name!.Trim(), AccountId = command.AccountId, CodeHash = code is null ? null : CallJudge.HashOf(code), AskedBy = command.By,
            AnswerUntil = JapanTime.DayOf(now).AddDays(CallJudge.DaysToAnswer),
        });
        return (CommandAnswer.Done, command.AccountId is { } told ? ContestNotices.Asked(command.Id, call, told, now) : null);
    }
}

/// <summary>Somebody answers whether they judge (審査を引き受ける・断る).</summary>
/// <param name="JudgeId">The judge; null where a code is entered.</param>
/// <param name="Code">The code.</param>
/// <param name="Yes">Whether they judge.</param>
/// <param name="By">Who answers.</param>
[MessageIdentity("community-business.answer-as-judge.v1")]
[NoNewEntries("answers what was asked")]
public sealed record AnswerAsJudge(Guid? JudgeId, string? Code, bool Yes, Doer By)
{
    /// <summary>The code stays out of logs.</summary>
    public override string ToString() => nameof(AnswerAsJudge);
}

/// <summary>Keeps the answer.</summary>
public static class AnswerAsJudgeHandler
{
    /// <summary>A code works once, for one account; nobody judges a call twice. Who no longer judges gives all cases back.</summary>
    public static async Task<CommandAnswer> Handle(AnswerAsJudge command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.BeginAsync(cancellationToken);
        CallJudge? judge;
        if (command.JudgeId is { } id) judge = await session.LoadAsync<CallJudge>(id, cancellationToken) is { } named && named.AccountId == command.By.AccountId ? named : null;
        else if (CallJudge.Codes.Read(command.Code) is { } code) judge = (await session.QueryAsync<CallJudge>("where d.data ->> 'codeHash' = ?", cancellationToken, CallJudge.HashOf(code))).SingleOrDefault();
        else return CommandAnswer.Invalid(new(nameof(command.Code), new("番号は 12 文字です。例：ABCD-2345-EFGH", "The code has 12 characters, such as ABCD-2345-EFGH.")));
        if (judge is null && command.JudgeId is not null) return CommandAnswer.Unknown;
        if (judge is not null)
        {
            await session.TakeTurnsAsync(Submission.TurnOf(judge.CallId), cancellationToken);
            judge = await session.LockAsync<CallJudge>(judge.Id, cancellationToken);
        }

        if (judge is null || (command.JudgeId is null && judge.CodeHash is null) || judge.State == JudgeState.Removed || (judge.State == JudgeState.Asked && judge.AnswerUntil < JapanTime.DayOf(now)))
            return CommandAnswer.Refused("no-such-code", "この番号や依頼は、もう使えません。事務局に確かめてください。", "This code or request cannot be used any more. Please ask the office.", command.JudgeId is null ? nameof(command.Code) : null);
        var (account, call) = (command.By.AccountId, judge.CallId);
        var mine = judge.Id;
        if (await session.Query<CallJudge>().AnyAsync(j => j.CallId == call && j.AccountId == account && j.Id != mine && (j.State == JudgeState.Asked || j.State == JudgeState.Accepted), cancellationToken))
            return CommandAnswer.Refused("asked", "この公募の審査は、もう引き受けています。", "You judge this call already.", command.JudgeId is null ? nameof(command.Code) : null);
        if (judge.State == JudgeState.Declined && command.Yes) return CommandAnswer.Refused("declined", "一度断った依頼です。引き受けるときは、事務局にもう一度頼んでもらってください。", "You declined it. Have the office ask you again.");
        (judge.AccountId, judge.CodeHash, judge.State) = (account, null, command.Yes ? JudgeState.Accepted : JudgeState.Declined);
        if (command.JudgeId is null) judge.Name = command.By.Name;
        session.Store(judge);
        if (!command.Yes) await Assigning.ReleaseAsync(session, judge, cancellationToken);
        return CommandAnswer.Done;
    }
}

/// <summary>Staff take a judge out (審査員から外す).</summary>
/// <param name="Id">The judge.</param>
/// <param name="CallId">The call.</param>
[MessageIdentity("community-business.remove-judge.v1")]
[NoNewEntries("takes somebody out")]
public sealed record RemoveJudge(Guid Id, Guid CallId);

/// <summary>Takes them out.</summary>
public static class RemoveJudgeHandler
{
    /// <summary>Until the scores are fixed. The cases are free for others; sheets of who went do not count.</summary>
    public static async Task<CommandAnswer> Handle(RemoveJudge command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(Submission.TurnOf(command.CallId), cancellationToken);
        if (await session.LockAsync<CallJudge>(command.Id, cancellationToken) is not { } judge || judge.CallId != command.CallId || await session.LoadAsync<Call>(command.CallId, cancellationToken) is not { } call) return CommandAnswer.Unknown;
        if (judge.State == JudgeState.Removed) return CommandAnswer.Done;
        if (call.State is not (CallState.Draft or CallState.Announced) || clock.GetUtcNow() >= call.ScoringEnds)
            return CommandAnswer.Refused("scored", "採点が終わっているので、審査員は外せません。利益相反は、応募のページで記録できます。", "Scoring is over. A conflict of interest can be recorded on the page of the submission.");
        (judge.State, judge.CodeHash) = (JudgeState.Removed, null);
        session.Store(judge);
        await Assigning.ReleaseAsync(session, judge, cancellationToken);
        return CommandAnswer.Done;
    }
}
