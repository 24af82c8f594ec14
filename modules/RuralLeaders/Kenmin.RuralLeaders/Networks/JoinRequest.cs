using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Networks;

/// <summary>Somebody wants to join a network (加入の申込).</summary>
public sealed class JoinRequest
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The network.</summary>
    public Guid NetworkId { get; set; }

    /// <summary>Who wants to join.</summary>
    public Guid AccountId { get; set; }

    /// <summary>The name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The group for which the person asks; may be empty.</summary>
    public string Group { get; set; } = "";

    /// <summary>What the person says to the members.</summary>
    public string Message { get; set; } = "";

    /// <summary>Where it stands.</summary>
    public JoinState State { get; set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who may vote: the members when it began; empty where the coordinator decides.</summary>
    public List<Guid> Voters { get; set; } = [];

    /// <summary>How many of them must vote, in percent.</summary>
    public int QuorumPercent { get; set; }

    /// <summary>When the vote ends; null where the coordinator decides.</summary>
    public DateTimeOffset? ClosesAt { get; set; }

    internal bool IsVote => ClosesAt is not null;
}

/// <summary>A vote about a wish to join. Its id is made of the wish and the voter: the database holds each vote once.</summary>
public sealed class JoinVote
{
    /// <summary>Its id, made of wish and voter.</summary>
    public Guid Id { get; set; }

    /// <summary>The wish.</summary>
    public Guid RequestId { get; set; }

    /// <summary>Who voted; how stays known to nobody else.</summary>
    public Guid VoterId { get; set; }

    /// <summary>Whether for it.</summary>
    public bool Yes { get; set; }

    internal static Guid IdOf(Guid request, Guid voter) => FactId.Of($"rural-leaders.join-vote|{request:N}|{voter:N}");
}

/// <summary>Asks to join a network (加入を申し込む).</summary>
/// <param name="NetworkId">The network.</param>
/// <param name="AccountId">Who asks.</param>
/// <param name="Name">The name that members see.</param>
/// <param name="Group">The group for which the person asks; may be empty.</param>
/// <param name="Message">What the person says to the members.</param>
[MessageIdentity("rural-leaders.ask-to-join.v1")]
[NewEntries(Features.Networks)]
public sealed record AskToJoin(Guid NetworkId, Guid AccountId, string Name, string? Group, string? Message)
{
    internal IEnumerable<Flaw> Flaws() =>
        [.. Flaw.OfText(Group, nameof(Group), 60, required: false), .. Flaw.OfText(Message, nameof(Message), 500, lines: true)];
}

/// <summary>Takes the wish in, and tells those who decide.</summary>
public static class AskToJoinHandler
{
    /// <summary>For how long members vote.</summary>
    internal const int DaysToVote = 14;

    /// <summary>Asked twice, there is one wish.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AskToJoin command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Network>(command.NetworkId, cancellationToken) is not { Members.Count: > 0 } network) return (CommandAnswer.Unknown, []);
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), []);
        if (network.Find(command.AccountId) is not null) return (CommandAnswer.Refused("member", "すでに会員です。", "You are a member already."), []);
        if (!await gates.IsOnNowAsync(Features.Networks)) return (CommandAnswer.Off, []);
        if (await session.GuardianStopsAsync(command.AccountId, cancellationToken)) return (GuardianRule.Refusal, []);
        if (await session.Query<JoinRequest>().AnyAsync(r => r.NetworkId == network.Id && r.AccountId == command.AccountId && r.State == JoinState.Open, cancellationToken)) return (CommandAnswer.Done, []);
        var now = clock.GetUtcNow();
        var vote = network.Rule == JoinRule.Vote;
        JoinRequest request = new()
        {
            Id = Guid.CreateVersion7(now), NetworkId = network.Id, AccountId = command.AccountId, Name = command.Name, Group = command.Group?.Trim() ?? "", Message = command.Message!.Trim(), At = now,
            Voters = vote ? [.. network.Members.Select(m => m.AccountId)] : [], QuorumPercent = network.QuorumPercent, ClosesAt = vote ? now.AddDays(DaysToVote) : null,
        };
        session.Insert(request);
        var told = vote ? network.Members : network.Members.Where(m => m.Role == NetworkRole.Coordinator);
        return (CommandAnswer.Done, [.. told.Select(m => NetworkNotices.Asked(network, request, m.AccountId))]);
    }
}

/// <summary>The coordinator takes somebody in, or does not (加入の承認).</summary>
/// <param name="RequestId">The wish.</param>
/// <param name="Accept">Whether the person is taken in.</param>
/// <param name="AccountId">Who decides.</param>
[MessageIdentity("rural-leaders.decide-join.v1")]
[NoNewEntries("decides about what was asked")]
public sealed record DecideJoin(Guid RequestId, bool Accept, Guid AccountId);

/// <summary>Decides.</summary>
public static class DecideJoinHandler
{
    /// <summary>Only the coordinator, and only where there is no vote.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(DecideJoin command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.OpenRequestAsync(command.RequestId, cancellationToken) is not var (network, request) || network.Find(command.AccountId) is not { } member) return (CommandAnswer.Unknown, []);
        if (member.Role != NetworkRole.Coordinator || request.IsVote)
            return (CommandAnswer.Refused("not-yours", request.IsVote ? "この申込は、会員の投票で決めます。" : "加入は、世話人が決めます。", request.IsVote ? "The members vote about this." : "The coordinator decides."), []);
        return (CommandAnswer.Done, [JoinDecision.Apply(session, network, request, command.Accept ? JoinState.Accepted : JoinState.Refused, clock.GetUtcNow())]);
    }
}

/// <summary>A member votes about a wish to join (加入の投票).</summary>
/// <param name="RequestId">The wish.</param>
/// <param name="Yes">Whether for it.</param>
/// <param name="AccountId">Who votes.</param>
[MessageIdentity("rural-leaders.cast-vote.v1")]
[NoNewEntries("decides about what was asked")]
public sealed record CastVote(Guid RequestId, bool Yes, Guid AccountId);

/// <summary>Counts it.</summary>
public static class CastVoteHandler
{
    /// <summary>Once for each who was a member when the vote began and still is. The first vote stands.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CastVote command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.OpenRequestAsync(command.RequestId, cancellationToken) is not var (network, request) || network.Find(command.AccountId) is null) return (CommandAnswer.Unknown, []);
        if (!request.IsVote || !request.Voters.Contains(command.AccountId))
            return (CommandAnswer.Refused("may-not-vote", "この申込の投票には加われません。投票が始まったときの会員が投票します。", "You may not vote about this: those who were members when it began do."), []);
        var id = JoinVote.IdOf(request.Id, command.AccountId);
        if (await session.LoadAsync<JoinVote>(id, cancellationToken) is { } cast)
            return (cast.Yes == command.Yes ? CommandAnswer.Done : CommandAnswer.Refused("voted", "すでに投票しています。変えることはできません。", "You have voted already; it cannot be changed."), []);
        var now = clock.GetUtcNow();
        if (request.ClosesAt <= now) return (CommandAnswer.Refused("over", "投票の期間が終わりました。", "The time to vote is over."), []);
        session.Insert(new JoinVote { Id = id, RequestId = request.Id, VoterId = command.AccountId, Yes = command.Yes });
        var votes = await session.Query<JoinVote>().Where(v => v.RequestId == request.Id).ToListAsync(cancellationToken);
        var yes = votes.Count(v => v.Yes) + (command.Yes ? 1 : 0);
        var state = Ballot.Decide(request.Voters.Count, request.QuorumPercent, yes, votes.Count + 1 - yes, over: false);
        return (CommandAnswer.Done, state == JoinState.Open ? [] : [JoinDecision.Apply(session, network, request, state, now)]);
    }
}

/// <summary>The person no longer wants to join (申込の取下げ).</summary>
/// <param name="NetworkId">The network.</param>
/// <param name="AccountId">Who.</param>
[MessageIdentity("rural-leaders.withdraw-join.v1")]
[NoNewEntries("ends what exists")]
public sealed record WithdrawJoin(Guid NetworkId, Guid AccountId);

/// <summary>Takes it back, silently.</summary>
public static class WithdrawJoinHandler
{
    /// <summary>Whoever decides at the same moment comes first, or after.</summary>
    public static async Task<CommandAnswer> Handle(WithdrawJoin command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Network>(command.NetworkId, cancellationToken) is null) return CommandAnswer.Unknown;
        foreach (var request in await session.Query<JoinRequest>().Where(r => r.NetworkId == command.NetworkId && r.AccountId == command.AccountId && r.State == JoinState.Open).ToListAsync(cancellationToken))
        {
            request.State = JoinState.Withdrawn;
            session.Store(request);
        }

        return CommandAnswer.Done;
    }
}

/// <summary>Decides the votes whose time is over (投票の締切).</summary>
[MessageIdentity("rural-leaders.close-votes.v1")]
[NoNewEntries("decides about what was asked")]
public sealed record CloseVotes;

/// <summary>Decides one after the other.</summary>
public static class CloseVotesHandler
{
    /// <summary>By the votes that were cast; without the quorum the person is not taken in.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(CloseVotes command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await session.Query<JoinRequest>().Where(r => r.State == JoinState.Open && r.ClosesAt != null && r.ClosesAt <= now).OrderBy(r => r.NetworkId).Take(BatchService.BatchSize).Select(r => r.Id).ToListAsync(cancellationToken);
        OutgoingMessages outgoing = [];
        foreach (var id in due)
        {
            if (await session.OpenRequestAsync(id, cancellationToken) is not var (network, request)) continue;
            var votes = await session.Query<JoinVote>().Where(v => v.RequestId == id).ToListAsync(cancellationToken);
            var yes = votes.Count(v => v.Yes);
            outgoing.Add(JoinDecision.Apply(session, network, request, Ballot.Decide(request.Voters.Count, request.QuorumPercent, yes, votes.Count - yes, over: true), now));
        }

        return (new(due.Count), outgoing);
    }
}

/// <summary>Looks every hour which votes are over.</summary>
[NoNewEntries("decides about what was asked")]
internal sealed class VoteCloser(IServiceProvider services, TimeProvider clock, ILogger<VoteCloser> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new CloseVotes();
}

/// <summary>What a decision brings about.</summary>
internal static class JoinDecision
{
    /// <summary>The wish, as long as nothing is decided, with its network, both locked: always the network first.</summary>
    public static async Task<(Network Network, JoinRequest Request)?> OpenRequestAsync(this IDocumentSession session, Guid id, CancellationToken cancellationToken) =>
        await session.LoadAsync<JoinRequest>(id, cancellationToken) is { } found && await session.LockAsync<Network>(found.NetworkId, cancellationToken) is { } network
        && await session.LockAsync<JoinRequest>(id, cancellationToken) is { State: JoinState.Open } request ? (network, request) : null;

    /// <summary>Keeps the decision, takes the person in, and tells them.</summary>
    public static NoticeIssued Apply(IDocumentSession session, Network network, JoinRequest request, JoinState state, DateTimeOffset now)
    {
        request.State = state;
        session.Store(request);
        if (state == JoinState.Accepted)
        {
            network.Join(request.AccountId, request.Name, request.Group, now);
            session.Store(network);
        }

        return NetworkNotices.Decided(network, request, now);
    }
}
