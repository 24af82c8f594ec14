using System.Security.Cryptography;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Staff fix the scores before the last day, once every sheet is handed in (採点を確定する).</summary>
/// <param name="CallId">The call.</param>
[MessageIdentity("community-business.freeze-scores.v1")]
[NoNewEntries("closes what there is")]
public sealed record FreezeScores(Guid CallId);

/// <summary>Fixes them.</summary>
public static class FreezeScoresHandler
{
    /// <summary>Nobody's scores are cut off: every sheet is in, or the last day is over.</summary>
    public static async Task<CommandAnswer> Handle(FreezeScores command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.TakeTurnsAsync(Submission.TurnOf(command.CallId), cancellationToken);
        if (await session.LockAsync<Call>(command.CallId, cancellationToken) is not { } call) return CommandAnswer.Unknown;
        if (call.State is CallState.Frozen or CallState.Decided or CallState.Published) return CommandAnswer.Done;
        if (call.State == CallState.Draft || now < call.ClosesAt) return CommandAnswer.Refused("not-closed", "締切の前には確定できません。", "Submissions are not closed yet.");
        if (now < call.ScoringEnds && !await EverySheetIsInAsync(session, call, cancellationToken))
            return CommandAnswer.Refused("sheets-missing", "まだ提出されていない採点があります。期限が来ると、ひとりでに確定します。", "There are sheets that were not handed in. At the last day scores are fixed by themselves.");
        await session.FixAsync(call, now, cancellationToken);
        return CommandAnswer.Done;
    }

    private static async Task<bool> EverySheetIsInAsync(IDocumentSession session, Call call, CancellationToken cancellationToken)
    {
        var id = call.Id;
        var submissions = await session.Query<Submission>().Where(s => s.CallId == id && s.State == SubmissionState.Submitted).ToListAsync(cancellationToken);
        var assigned = (await session.Query<JudgeCase>().Where(c => c.CallId == id && c.State == CaseState.Assigned).ToListAsync(cancellationToken)).Where(c => submissions.Any(s => s.Id == c.SubmissionId)).ToList();
        var handedIn = (await session.SheetsAsync(id, cancellationToken)).Where(s => s.HandedIn).Select(s => (s.SubmissionId, s.JudgeId)).ToHashSet();
        return submissions.All(s => assigned.Count(c => c.SubmissionId == s.Id) >= call.JudgesPerCase) && assigned.All(c => handedIn.Contains((c.SubmissionId, c.JudgeId)));
    }

    /// <summary>Fixes the scores and draws the seed of the lots: after that neither changes.</summary>
    internal static async Task FixAsync(this IDocumentSession session, Call call, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.FreezeAsync(call.Id, now, cancellationToken);
        (call.State, call.FrozenAt, call.LotSeed) = (CallState.Frozen, now, RandomNumberGenerator.GetHexString(32, lowercase: true));
        session.Store(call);
    }
}

/// <summary>Fixes the scores of calls whose last day is over.</summary>
[MessageIdentity("community-business.freeze-due-scores.v1")]
[NoNewEntries("closes what there is")]
public sealed record FreezeDueScores;

/// <summary>Fixes them.</summary>
public static class FreezeDueScoresHandler
{
    /// <summary>The database takes no score after the deadline anyhow; this draws the lots' seed and says so.</summary>
    public static async Task<BatchDone> Handle(FreezeDueScores command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        _ = command;
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var due = await session.QueryAsync<Call>("where d.data ->> 'state' = 'Announced' and (d.data ->> 'scoresUntil')::date < ? order by d.id limit ?", cancellationToken, today, BatchService.BatchSize);
        await session.TakeTurnsAsync(due.Select(c => Submission.TurnOf(c.Id)), cancellationToken);
        foreach (var call in await session.LockBatchAsync<Call>(due.Select(c => c.Id), cancellationToken))
            if (call.State == CallState.Announced && now >= call.ScoringEnds) await session.FixAsync(call, now, cancellationToken);
        return new(due.Count);
    }
}

/// <summary>Looks every minute.</summary>
[NoNewEntries("closes what there is")]
internal sealed class ScoringClock(IServiceProvider services, TimeProvider clock, ILogger<ScoringClock> logger) : BatchService(services, TimeSpan.FromMinutes(1), clock, logger)
{
    protected override object Command() => new FreezeDueScores();
}
