using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>One of the two, or staff, say what became of it (実施の報告).</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Held">Whether it took place.</param>
/// <param name="People">How many came.</param>
/// <param name="Words">A few words; may be empty.</param>
/// <param name="HolderId">The leader, where that side reports; null for the side that asked, and staff.</param>
/// <param name="By">Who reports for the leader.</param>
/// <param name="As">As what, on the leader's side.</param>
/// <param name="Side">Who reports on the side that asked; null on the leader's.</param>
[MessageIdentity("senior-engagement.report-lead.v1")]
[NoNewEntries("says what became of what was agreed")]
public sealed record ReportLead(Guid RequestId, bool? Held, int? People, string? Words, Guid? HolderId, Doer? By, ActingAs As, RequestSide? Side);

/// <summary>Keeps it.</summary>
public static class ReportLeadHandler
{
    /// <summary>Once it is over. What one side said, staff can put right.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ReportLead command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (command.HolderId is { } id && (command.By is not { } by || (await session.ActAsync(id, by, command.As, JapanTime.DayOf(now), cancellationToken)).Holder is null)) return (CommandAnswer.Unknown, []);
        if (await session.LockAsync<LeaderRequest>(command.RequestId, cancellationToken) is not { } request || request is not { LeaderId: { } leader, Agreed: { } time }) return (CommandAnswer.Unknown, []);
        if (command.HolderId is { } own ? own != leader : command.Side?.Is(request) != true) return (CommandAnswer.Unknown, []);
        if (command.Held is not { } held) return (CommandAnswer.Invalid(new(nameof(command.Held), new("実施したかどうかを選んでください。", "Choose whether it took place."))), []);
        if (held && command.People is null) return (CommandAnswer.Invalid(new(nameof(command.People), new("来た人数を数字で入力してください。", "Enter how many came."))), []);
        foreach (var flaw in Flaw.OfNumber(command.People, nameof(command.People), 0, 1000).Concat(Flaw.OfText(command.Words, nameof(command.Words), 300, required: false, lines: true))) return (CommandAnswer.Invalid(flaw), []);
        if (time.Ends > now) return (CommandAnswer.Refused("not-over", "終わってから報告してください。", "Report once it is over."), []);
        if (request.Report is not null && command.Side?.Staff != true) return (CommandAnswer.Refused("reported", "もう報告されています。直すときは、市町の窓口に伝えてください。", "It was reported already. To put it right, ask the counter."), []);
        (request.State, request.Report) = (LeaderRequestState.Done, new(held, held ? command.People : null, command.Words?.Trim() ?? "", command.HolderId is not null, now));
        session.Store(request);
        await session.ReleaseAsync([.. (await session.Query<LeaderMatch>().Where(m => m.RequestId == request.Id).ToListAsync(cancellationToken)).Select(m => m.Id)], cancellationToken);
        return (CommandAnswer.Done, [new TellLead(request.Id)]);
    }
}

/// <summary>Tells other modules that somebody led an activity. What there is to tell is looked up then, so that it does not matter how often it is sent.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Again">Whether what was told is told once more.</param>
[MessageIdentity("senior-engagement.tell-lead.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellLead(Guid RequestId, bool Again = false);

/// <summary>Tells.</summary>
public static class TellLeadHandler
{
    /// <summary>The request's row is the lock: what is told last is what was changed last.</summary>
    public static async Task<OutgoingMessages> Handle(TellLead message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<LeaderRequest>(message.RequestId, cancellationToken) is not { } request) return [];
        Dictionary<Guid, object> facts = [];
        if (request is { Report: { Held: true } report, LeaderId: { } leader, Agreed: { } time } && await session.LoadAsync<CardHolder>(leader, cancellationToken) is { } holder)
        {
            var key = FactId.Of($"senior-engagement.lead-participation|{request.Id:N}");
            var what = CardQuestions.Interests.Where(i => request.Interests.Contains(i.Key)).ToList();
            facts[key] = OwnFacts.Of(holder, account => new ParticipationRecorded(
                SeniorEngagementModule.Key, key, 0, account, request.Id, new($"活動の指導（{string.Join('、', what.Select(i => i.Text.Ja))}）", $"Led an activity ({string.Join(", ", what.Select(i => i.Text.En))})"), new("活動リーダー", "Activity leader"),
                time.Day, time.Minutes, request.MunicipalityCode, request.Place, FiscalYear.Of(time.Day), report.ByLeader ? ProofLevel.Stated : ProofLevel.Confirmed, null));
        }

        var next = await session.NextToTellAsync<ToldMeeting>(request.Id, facts, message.Again, clock.GetUtcNow(), cancellationToken);
        return [.. next.Select(t => t.ToOwnMessage(Guid.Empty, request.Id))];
    }
}

/// <summary>Has all that was led told of, a batch at a time.</summary>
/// <param name="After">Where the batch begins.</param>
[MessageIdentity("senior-engagement.tell-all-leads.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellAllLeads(Guid? After = null);

/// <summary>Has it told of.</summary>
public static class TellAllLeadsHandler
{
    private const int Batch = 100;

    /// <summary>One by one.</summary>
    public static async Task<OutgoingMessages> Handle(TellAllLeads message, IQuerySession session, CancellationToken cancellationToken)
    {
        var ids = await session.Query<LeaderRequest>().IdsAfterAsync(r => r.Id, message.After, Batch, cancellationToken);
        OutgoingMessages outgoing = [.. ids.Select(id => new TellLead(id, Again: true))];
        if (ids.Count == Batch) outgoing.Add(new TellAllLeads(ids[^1]));
        return outgoing;
    }
}

/// <summary>Ends requests whose times are over, takes names and telephones out of what is over, and ends what leaders agreed to when its day is over.</summary>
[MessageIdentity("senior-engagement.end-leader-requests.v1")]
[NoNewEntries("ends what is over")]
public sealed record EndLeaderRequests;

/// <summary>Ends them.</summary>
public static class EndLeaderRequestsHandler
{
    /// <summary>Nothing is shown after its day anyway; this takes it out.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(EndLeaderRequests command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        OutgoingMessages outgoing = [];
        var lapsed = await session.Query<LeaderProfile>().Where(p => p.EndedAt == null && p.Until < today).OrderBy(p => p.Id).Take(BatchService.BatchSize).ToListAsync(cancellationToken);
        foreach (var found in lapsed)
        {
            await session.TakeTurnsAsync(Proxies.ProxyRules.TurnOf(found.Id), cancellationToken);
            if (await session.LockAsync<LeaderProfile>(found.Id, cancellationToken) is not { EndedAt: null } profile || profile.Until >= today) continue;
            outgoing.AddRange(await EndLeaderProfileHandler.EndAsync(session, profile, now, cancellationToken));
            outgoing.Add(new ConsentEnded(Purposes.Leading, profile.Id, ConsentChannel.Page, null, now));
        }

        await session.BeginAsync(cancellationToken);
        var over = await session.QueryAsync<LeaderRequest>(
            "where (d.data ->> 'shownUntil')::date < ? and (d.data ->> 'phone' <> '' or d.data ->> 'contact' <> '' or d.data ->> 'state' in ('New', 'Open')) order by d.id limit ? for update skip locked", cancellationToken, today, BatchService.BatchSize);
        foreach (var request in over)
        {
            if (request.State is LeaderRequestState.New or LeaderRequestState.Open)
                outgoing.AddRange(await LeaderMatching.EndRequestAsync(session, request, "希望の日時が過ぎたため", now, cancellationToken));
            (request.Phone, request.Contact) = ("", "");
            session.Store(request);
        }

        return (new(Math.Max(lapsed.Count, over.Count)), outgoing);
    }
}

/// <summary>Looks hourly. Runs on every host; they take turns.</summary>
[NoNewEntries("ends what is over")]
internal sealed class LeaderRequestClock(IServiceProvider services, TimeProvider clock, ILogger<LeaderRequestClock> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new EndLeaderRequests();
}
