using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>Staff ask a leader (リーダーに頼む).</summary>
/// <param name="RequestId">The request.</param>
/// <param name="HolderId">The leader.</param>
[MessageIdentity("senior-engagement.ask-leader.v1")]
[NewEntries(Features.Requests)]
public sealed record AskLeader(Guid RequestId, Guid HolderId);

/// <summary>Asks.</summary>
public static class AskLeaderHandler
{
    /// <summary>Only who agreed to be asked, and has a licence for it. Several may be asked; who said no is not asked again.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AskLeader command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.TakeTurnsAsync(Proxies.ProxyRules.TurnOf(command.HolderId), cancellationToken);
        if (await session.LockAsync<LeaderRequest>(command.RequestId, cancellationToken) is not { } request || await session.LoadAsync<CardHolder>(command.HolderId, cancellationToken) is not { } holder
            || await session.LoadAsync<LeaderProfile>(holder.Id, cancellationToken) is not { } profile || !profile.RunsOn(today)) return (CommandAnswer.Unknown, []);
        if (!await gates.IsOnNowAsync(Features.Requests)) return (CommandAnswer.Off, []);
        if (request.State != LeaderRequestState.Open) return (LeaderMatching.NotOpen, []);
        LeaderFacts facts = new(holder, profile, await session.LicencesToLeadAsync([holder.Id], cancellationToken), [], 0);
        if (!request.Times.Any(t => t.Starts > now && profile.RunsOn(t.Day) && LeaderRanking.InterestsOn(request, facts, t.Day).Count > 0)) return (LeaderMatching.NoLicence, []);
        var match = await session.MatchAsync(request.Id, holder.Id, cancellationToken);
        if (match is { State: LeaderMatchState.Asked or LeaderMatchState.Offered }) return (CommandAnswer.Done, []);
        if (match is { State: LeaderMatchState.Declined, LeaderSaidNo: true }) return (CommandAnswer.Refused("declined", "この人からは、引き受けられないと返事がありました。", "This leader said no already."), []);
        match ??= new() { Id = Guid.CreateVersion7(now), RequestId = request.Id, HolderId = holder.Id, Key = LeaderMatch.KeyOf(request.Id, holder.Id) };
        (match.State, match.AskedAt, match.Time) = (LeaderMatchState.Asked, now, null);
        session.Store(match);
        return (CommandAnswer.Done, [.. LeaderNotices.ToLeader(holder, match, "asked", LeaderNotices.Asked(request), now)]);
    }
}

/// <summary>A leader says yes to one of the wished times, or no (リーダーの返事).</summary>
/// <param name="RequestId">The request.</param>
/// <param name="HolderId">The leader.</param>
/// <param name="Time">Which time, by its place in the list; null for no.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.answer-leader-request.v1")]
[NoNewEntries("answers what was asked")]
public sealed record AnswerLeaderRequest(Guid RequestId, Guid HolderId, int? Time, Doer By, ActingAs As);

/// <summary>Keeps it.</summary>
public static class AnswerLeaderRequestHandler
{
    /// <summary>With a yes the time is promised: the database lets nobody promise it twice. The licence must be in force on the day.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AnswerLeaderRequest command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, JapanTime.DayOf(now), cancellationToken);
        if (holder is null) return (answer, []);
        if (await session.LockAsync<LeaderRequest>(command.RequestId, cancellationToken) is not { } request || await session.MatchAsync(command.RequestId, holder.Id, cancellationToken) is not { } match) return (CommandAnswer.Unknown, []);
        if (match.State == LeaderMatchState.Agreed)
            return (command.Time is { } same && request.Times.ElementAtOrDefault(same) == match.Time ? CommandAnswer.Done : CommandAnswer.Refused("agreed", "もう決まっています。都合が悪くなったときは「取りやめる」を押してください。", "It is agreed already. If you cannot come, call it off."), []);
        if (command.Time is not { } chosen) return (CommandAnswer.Done, [.. await LeaderMatching.DeclineAsync(session, request.Id, holder.Id, now, cancellationToken)]);
        if (request.State != LeaderRequestState.Open || match.State is LeaderMatchState.CalledOff) return (LeaderMatching.NotOpen, []);
        if (request.Times.ElementAtOrDefault(chosen) is not { } time) return (CommandAnswer.Unknown, []);
        if (time.Starts <= now) return (LeaderMatching.Begun, []);
        if (await session.LoadAsync<LeaderProfile>(holder.Id, cancellationToken) is not { } profile || !profile.RunsOn(time.Day)
            || LeaderRanking.InterestsOn(request, new(holder, profile, await session.LicencesToLeadAsync([holder.Id], cancellationToken), [], 0), time.Day).Count == 0) return (LeaderMatching.NoLicence, []);
        if (match.State == LeaderMatchState.Offered && match.Time == time) return (CommandAnswer.Done, []);
        if (!await session.TryPromiseAsync(match, time, cancellationToken))
            return (CommandAnswer.Refused("promised", "その時間には、ほかの約束があります。ほかの日時を選ぶか、先の約束を取りやめてください。", "You promised something else for that time. Choose another time, or call the other one off first."), []);
        (match.State, match.Time, match.LeaderSaidNo) = (LeaderMatchState.Offered, time, false);
        session.Store(match);
        return (CommandAnswer.Done, [.. LeaderNotices.ToAsker(request, $"offered|{match.Id:N}|{now.UtcTicks}", LeaderNotices.Offered(request, time), now)]);
    }
}

/// <summary>The side that asked says yes or no to a leader who would come (依頼した側の返事).</summary>
/// <param name="RequestId">The request.</param>
/// <param name="HolderId">The leader.</param>
/// <param name="Yes">Yes, or no.</param>
/// <param name="Side">Who says so.</param>
[MessageIdentity("senior-engagement.accept-leader.v1")]
[NoNewEntries("answers what was asked")]
public sealed record AcceptLeader(Guid RequestId, Guid HolderId, bool Yes, RequestSide Side);

/// <summary>Keeps it.</summary>
public static class AcceptLeaderHandler
{
    /// <summary>One leader for a request; the others are free again, and told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AcceptLeader command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<LeaderRequest>(command.RequestId, cancellationToken) is not { } request || !command.Side.Is(request)
            || await session.MatchAsync(request.Id, command.HolderId, cancellationToken) is not { } match) return (CommandAnswer.Unknown, []);
        if (match.State == LeaderMatchState.Agreed && command.Yes) return (CommandAnswer.Done, []);
        if (match is not { State: LeaderMatchState.Offered, Time: { } time }) return (CommandAnswer.Refused("not-offered", "この人は、いま引き受けると言っていません。", "This leader does not offer to come at present."), []);
        if (!command.Yes) return (CommandAnswer.Done, [.. await LeaderMatching.CloseAsync(session, request, match, LeaderMatchState.Declined, "declined", LeaderNotices.NotThisTime(request), now, cancellationToken)]);
        if (request.State != LeaderRequestState.Open) return (LeaderMatching.NotOpen, []);
        if (time.Starts <= now) return (LeaderMatching.Begun, []);
        (match.State, request.State, request.LeaderId, request.Agreed, request.ShownUntil) = (LeaderMatchState.Agreed, LeaderRequestState.Agreed, match.HolderId, time, JapanTime.DayOf(time.Ends).AddDays(1));
        session.Store(match);
        session.Store(request);
        OutgoingMessages outgoing = [];
        foreach (var other in await session.Query<LeaderMatch>().Where(m => m.RequestId == request.Id && m.Id != match.Id).ToListAsync(cancellationToken))
            if (other.State is LeaderMatchState.Asked or LeaderMatchState.Offered)
                outgoing.AddRange(await LeaderMatching.CloseAsync(session, request, other, LeaderMatchState.Declined, "declined", LeaderNotices.NotThisTime(request), now, cancellationToken));
        if (await session.LoadAsync<CardHolder>(match.HolderId, cancellationToken) is { } holder) outgoing.AddRange(LeaderNotices.ToLeader(holder, match, $"agreed|{now.UtcTicks}", LeaderNotices.Agreed(request, time), now));
        return (CommandAnswer.Done, outgoing);
    }
}

/// <summary>One of the two takes back what was agreed (取りやめ).</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Reason">Why; the other side reads it.</param>
/// <param name="HolderId">The leader, where that side takes it back; null for the side that asked.</param>
/// <param name="By">Who does it for the leader; null on the other side.</param>
/// <param name="As">As what, on the leader's side.</param>
/// <param name="Side">Who does it on the side that asked; null on the leader's.</param>
[MessageIdentity("senior-engagement.call-off-leader.v1")]
[NoNewEntries("ends what exists")]
public sealed record CallOffLeader(Guid RequestId, string? Reason, Guid? HolderId, Doer? By, ActingAs As, RequestSide? Side);

/// <summary>Takes it back.</summary>
public static class CallOffLeaderHandler
{
    /// <summary>Until it begins. The request looks for somebody again, and the other side is told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CallOffLeader command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (command.HolderId is { } id && (command.By is not { } by || (await session.ActAsync(id, by, command.As, JapanTime.DayOf(now), cancellationToken)).Holder is null)) return (CommandAnswer.Unknown, []);
        if (await session.LockAsync<LeaderRequest>(command.RequestId, cancellationToken) is not { } request || (command.HolderId is null && command.Side?.Is(request) != true)) return (CommandAnswer.Unknown, []);
        if (request is not { State: LeaderRequestState.Agreed, LeaderId: { } leader, Agreed: { } time } || await session.MatchAsync(request.Id, leader, cancellationToken) is not { State: LeaderMatchState.Agreed } match) return (CommandAnswer.Done, []);
        if (command.HolderId is { } own && own != leader) return (CommandAnswer.Unknown, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 200)) return (CommandAnswer.Invalid(flaw), []);
        if (time.Starts <= now) return (LeaderMatching.Begun, []);
        var reason = command.Reason!.Trim();
        LeaderMatching.Open(request);
        session.Store(request);
        OutgoingMessages outgoing = [.. await LeaderMatching.CloseAsync(session, request, match, LeaderMatchState.CalledOff, $"off|{now.UtcTicks}", command.HolderId is null ? LeaderNotices.OffByAsker(request, time, reason) : null, now, cancellationToken)];
        if (command.HolderId is not null) outgoing.AddRange(LeaderNotices.ToAsker(request, $"off|{match.Id:N}|{now.UtcTicks}", LeaderNotices.OffByLeader(time, reason), now));
        return (CommandAnswer.Done, outgoing);
    }
}

/// <summary>What commands about requests have in common; the caller holds the request's row, and before it the leader's turn where it acts for one.</summary>
internal static class LeaderMatching
{
    public static CommandAnswer Begun { get; } = CommandAnswer.Refused("begun", "もう始まったか、終わりました。", "It has begun, or is over.");

    public static CommandAnswer NotOpen { get; } = CommandAnswer.Refused("not-open", "この依頼は、いまリーダーをさがしていません。", "This request looks for no leader at present.");

    public static CommandAnswer NoLicence { get; } = CommandAnswer.Refused("no-licence", "その日に有効な資格か、派遣の同意がありません。", "There is no licence or consent that is in force on that day.");

    public static Task<LeaderMatch?> MatchAsync(this IQuerySession session, Guid request, Guid holder, CancellationToken cancellationToken) =>
        session.Query<LeaderMatch>().Where(m => m.RequestId == request && m.HolderId == holder).OrderBy(m => m.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Looks for a leader again.</summary>
    public static void Open(LeaderRequest request) =>
        (request.State, request.LeaderId, request.Agreed, request.ShownUntil) = (LeaderRequestState.Open, null, null, JapanTime.DayOf(request.LastEnds).AddDays(1));

    /// <summary>A leader who was asked says no.</summary>
    public static async Task<IReadOnlyList<object>> DeclineAsync(IDocumentSession session, Guid requestId, Guid holder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<LeaderRequest>(requestId, cancellationToken) is not { } request || await session.MatchAsync(requestId, holder, cancellationToken) is not { State: LeaderMatchState.Asked or LeaderMatchState.Offered } match) return [];
        var offered = match.State == LeaderMatchState.Offered;
        match.LeaderSaidNo = true;
        await CloseAsync(session, request, match, LeaderMatchState.Declined, "", null, now, cancellationToken);
        return offered && request.State == LeaderRequestState.Open ? LeaderNotices.ToAsker(request, $"declined|{match.Id:N}|{now.UtcTicks}", LeaderNotices.Withdrawn(request), now) : [];
    }

    /// <summary>Ends it with a leader, who is free again, and is told where there is something to tell.</summary>
    public static async Task<IReadOnlyList<object>> CloseAsync(
        IDocumentSession session, LeaderRequest request, LeaderMatch match, LeaderMatchState to, string what, (LocalizedText Subject, LocalizedText Body)? text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waited = match.State is LeaderMatchState.Offered or LeaderMatchState.Agreed;
        (match.State, match.Time) = (to, null);
        session.Store(match);
        await session.ReleaseAsync([match.Id], cancellationToken);
        // Who never answered is not troubled.
        return waited && text is { } words && await session.LoadAsync<CardHolder>(match.HolderId, cancellationToken) is { } holder ? LeaderNotices.ToLeader(holder, match, $"{what}|{match.AskedAt.UtcTicks}", words, now) : [];
    }

    /// <summary>Ends a request with all that belongs to it.</summary>
    public static async Task<IReadOnlyList<object>> EndRequestAsync(IDocumentSession session, LeaderRequest request, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<object> outgoing = [];
        foreach (var match in await session.Query<LeaderMatch>().Where(m => m.RequestId == request.Id).OrderBy(m => m.Id).ToListAsync(cancellationToken))
            if (match.State is LeaderMatchState.Asked or LeaderMatchState.Offered or LeaderMatchState.Agreed)
                outgoing.AddRange(await CloseAsync(session, request, match, LeaderMatchState.CalledOff, "cancelled", LeaderNotices.Cancelled(request, reason), now, cancellationToken));
        (request.State, request.Reason, request.LeaderId, request.Agreed, request.ShownUntil) = (LeaderRequestState.Cancelled, reason, null, null, JapanTime.DayOf(now).AddDays(1));
        session.Store(request);
        return outgoing;
    }
}
