using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Education;

/// <summary>Staff offer a request to a leader who can lead it and is free (講師に打診する).</summary>
/// <param name="RequestId">The request.</param>
/// <param name="LeaderId">The leader's registration.</param>
/// <param name="By">Who offers it.</param>
[MessageIdentity("clean-up.match-leader.v1")]
[NoNewEntries("answers what was asked for")]
public sealed record MatchLeader(Guid RequestId, Guid LeaderId, Doer By);

/// <summary>Offers it, and tells the leader.</summary>
public static class MatchLeaderHandler
{
    /// <summary>Who can lead what, where and when is decided in this transaction: the leader's turn keeps two offers for one time apart.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(MatchLeader command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await LeaderLocks.LockAsync(session, command.LeaderId, cancellationToken) is not { AccountId: { } account } leader
            || await session.LockAsync<CourseRequest>(command.RequestId, cancellationToken) is not { } request) return (CommandAnswer.Unknown, []);
        if (request.Binds && request.LeaderId == leader.Id) return (CommandAnswer.Done, []);
        if (request.State != CourseRequestState.Asked) return (CommandAnswer.Refused("not-open", "この依頼は、いま講師を探していません。", "This request does not look for a leader."), []);
        var now = clock.GetUtcNow();
        if (request.Starts <= now) return (CommandAnswer.Refused("begun", "日時が過ぎています。", "Its time has come already."), []);
        if (await MatchRules.RefuseAsync(session, leader, request, cancellationToken) is { } refused) return (refused, []);
        (request.State, request.LeaderId, request.DecidedBy) = (CourseRequestState.Offered, leader.Id, command.By);
        session.Store(request);
        return (CommandAnswer.Done,
        [
            EducationNotice.Of($"offered|{request.Id:N}|{now.UtcTicks}", account, now, $"/clean-up/me/education/lessons/{request.Id}",
                (new("環境学習の講師をお願いします", "Would you lead a course?"), new($"{request.Day:yyyy-MM-dd}、{request.Place}。引き受けられるかどうかをお答えください。", $"{request.Day:yyyy-MM-dd}, {request.Place}. Please answer whether you can come."))),
        ]);
    }
}

/// <summary>The leader takes an offer, or cannot come (打診に答える). Who took it can still say that they cannot come, until it begins.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Accept">Whether the leader comes.</param>
/// <param name="AccountId">Who answers.</param>
[MessageIdentity("clean-up.answer-offer.v1")]
[NoNewEntries("answers what was asked for")]
public sealed record AnswerOffer(Guid RequestId, bool Accept, Guid AccountId);

/// <summary>Keeps the answer, and tells who asked.</summary>
public static class AnswerOfferHandler
{
    /// <summary>Whether the leader may lead it is looked at again: the registration may have changed since the offer.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AnswerOffer command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<CourseRequest>(command.RequestId, cancellationToken) is not { LeaderId: { } id }
            || await LeaderLocks.LockAsync(session, id, cancellationToken) is not { } leader || leader.AccountId != command.AccountId
            || await session.LockAsync<CourseRequest>(command.RequestId, cancellationToken) is not { } request || request.LeaderId != leader.Id) return (CommandAnswer.Unknown, []);
        if (!request.Binds) return (CommandAnswer.Refused("not-open", "この依頼は、いま返事を待っていません。", "This does not wait for an answer."), []);
        if (command.Accept && request.State == CourseRequestState.Agreed) return (CommandAnswer.Done, []);
        var now = clock.GetUtcNow();
        if (request.Starts <= now) return (CommandAnswer.Refused("begun", "日時が過ぎています。", "Its time has come already."), []);
        OutgoingMessages outgoing = [];
        if (command.Accept)
        {
            if (await MatchRules.RefuseAsync(session, leader, request, cancellationToken) is { } refused) return (refused, []);
            request.State = CourseRequestState.Agreed;
            if (request.AccountId is { } asker)
                outgoing.Add(EducationNotice.Of($"agreed|{request.Id:N}|{now.UtcTicks}", asker, now, $"/clean-up/me/education/requests/{request.Id}",
                    (new("環境学習の講師が決まりました", "A leader comes to your course"), new($"{request.Day:yyyy-MM-dd} の講座です。準備するものを確かめてください。", $"For {request.Day:yyyy-MM-dd}. See what to prepare."))));
        }
        else
        {
            if (request is { State: CourseRequestState.Agreed, AccountId: { } asker }) outgoing.Add(EducationNotice.LeaderGone(request, asker, now));
            request.Release();
            request.DeclinedBy.Add(leader.Id);
        }

        session.Store(request);
        return (CommandAnswer.Done, outgoing);
    }
}

/// <summary>The leader reports a course that was held, or corrects it (実施報告).</summary>
/// <param name="RequestId">The request.</param>
/// <param name="People">How many people took part.</param>
/// <param name="Minutes">How long it took.</param>
/// <param name="Words">How it went.</param>
/// <param name="AccountId">Who reports.</param>
[MessageIdentity("clean-up.report-course.v1")]
[NoNewEntries("about what was agreed")]
public sealed record ReportCourse(Guid RequestId, int? People, int? Minutes, string? Words, Guid AccountId);

/// <summary>Keeps the report.</summary>
public static class ReportCourseHandler
{
    /// <summary>Sent again, it is corrected and counts once.</summary>
    public static async Task<CommandAnswer> Handle(ReportCourse command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<CourseRequest>(command.RequestId, cancellationToken) is not { LeaderId: { } id } request
            || (await session.LoadAsync<CourseLeader>(id, cancellationToken))?.AccountId != command.AccountId) return CommandAnswer.Unknown;
        if (request.State is not (CourseRequestState.Agreed or CourseRequestState.Held)) return CommandAnswer.Refused("not-agreed", "引き受けた講座だけを報告できます。", "Only courses that you took can be reported.");
        var now = clock.GetUtcNow();
        if (request.Starts > now) return CommandAnswer.Refused("not-begun", "講座が始まってから報告してください。", "Report once it has begun.");
        if (command.People is null) return CommandAnswer.Invalid(new(nameof(command.People), new("参加した人数を入力してください。", "Enter how many people took part.")));
        if (command.Minutes is null) return CommandAnswer.Invalid(new(nameof(command.Minutes), new("時間を入力してください。", "Enter how long it took.")));
        foreach (var flaw in Flaw.OfNumber(command.People, nameof(command.People), 0, 1_000)) return CommandAnswer.Invalid(flaw);
        foreach (var flaw in Flaw.OfNumber(command.Minutes, nameof(command.Minutes), 1, 1_440)) return CommandAnswer.Invalid(flaw);
        foreach (var flaw in Flaw.OfText(command.Words, nameof(command.Words), 1_000, required: false, lines: true)) return CommandAnswer.Invalid(flaw);
        (request.State, request.Report) = (CourseRequestState.Held, new(command.People!.Value, command.Minutes!.Value, command.Words?.Trim() ?? "", now));
        session.Store(request);
        return CommandAnswer.Done;
    }
}

/// <summary>Whether a leader may lead what is asked for.</summary>
internal static class MatchRules
{
    public static async Task<CommandAnswer?> RefuseAsync(IQuerySession session, CourseLeader leader, CourseRequest request, CancellationToken cancellationToken)
    {
        if (!leader.CanLead(request))
            return CommandAnswer.Refused("cannot-lead", "この指導者は、この講座、市町、日の指導者として登録されていません。", "The leader is not registered for this course, municipality and day.");
        if (await LeaderLocks.IsBusyAsync(session, leader, request, cancellationToken))
            return CommandAnswer.Refused("busy", "この指導者は、同じ時間に別の講座があります。", "The leader has another course at that time.");
        return null;
    }
}
