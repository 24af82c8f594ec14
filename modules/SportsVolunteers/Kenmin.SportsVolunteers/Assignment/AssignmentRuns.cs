using JasperFx;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Assignment.Solving;
using Marten;
using Microsoft.Extensions.Logging;
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Kenmin.SportsVolunteers.Assignment;

/// <summary>Rings when this host knows of something to do.</summary>
internal sealed class AssignmentBell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public ChannelReader<bool> Rings => _rings.Reader;

    public void Ring() => _rings.Writer.TryWrite(true);
}

/// <summary>
/// Carries assignments out in the background, one at a time on each host. A host that dies leaves a run without signs of life; any
/// other marks it as broken off, and staff start it again. What is being sent goes on by itself: each offer goes out once.
/// </summary>
[NoNewEntries("proposes; offers are checked when they are asked for, and by the sign-up engine")]
internal sealed partial class AssignmentRuns(
    ISportsVolunteersStore store, AssignmentBell bell, AssignmentLoader loader, OfferSender sender, AssignmentDesk desk, TimeProvider clock, ILogger<AssignmentRuns> logger) : BackgroundJob
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10), Beat = TimeSpan.FromSeconds(2), FillRound = TimeSpan.FromMinutes(5);

    private DateTimeOffset _lookedForDeclined;

    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _running = new();

    private static readonly LocalizedText Died = new(
        "処理していたサーバーが止まったため、途中で終わりました。もう一度始めてください。", "The server that worked on it stopped. Start it again.");

    private static readonly LocalizedText Failed = new(
        "うまくいきませんでした。もう一度始めても同じときは、管理者に知らせてください。", "It failed. If it fails again, tell the administrator.");

    private static readonly LocalizedText TooMany = new(
        "活動枠が求める資格の種類が多すぎます（63種類まで）。", "The shifts ask for too many kinds of qualifications (63 at most).");

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        bell.Ring();
        await using var rounds = clock.CreateTimer(_ => bell.Ring(), null, Round, Round);
        await foreach (var ring in bell.Rings.ReadAllAsync(stoppingToken))
        {
            try
            {
                await StopThoseAskedAsync(stoppingToken);
                if (!_running.IsEmpty) continue;
                await MarkBrokenOffAsync(stoppingToken);
                await FillDeclinedAsync(stoppingToken);
                if (await ClaimAsync(stoppingToken) is { } claimed) _ = CarryOutAsync(claimed, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
            }
        }
    }

    /// <summary>Starts runs for places that were declined, where staff said so; looked for every five minutes.</summary>
    private async Task FillDeclinedAsync(CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() - _lookedForDeclined < FillRound) return;
        _lookedForDeclined = clock.GetUtcNow();
        foreach (var due in await desk.ToFillAsync(cancellationToken)) await desk.FillAsync(due, cancellationToken);
    }

    /// <summary>Marks runs whose host gives no sign of life.</summary>
    internal async Task MarkBrokenOffAsync(CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        var latest = clock.GetUtcNow() - AssignmentDesk.Silence;
        foreach (var lost in await session.Query<EventAssignment>().Where(a => a.State == AssignmentState.Running).ToListAsync(cancellationToken))
        {
            if (lost.AliveAt >= latest || _running.ContainsKey(lost.RunId)) continue;
            (lost.State, lost.Problem) = (AssignmentState.BrokenOff, Died);
            session.Store(lost);
        }

        await TrySaveAsync(session, cancellationToken);
    }

    private async Task StopThoseAskedAsync(CancellationToken cancellationToken)
    {
        if (_running.IsEmpty) return;
        await using var session = store.QuerySession();
        foreach (var stop in await session.LoadManyAsync<AssignmentStop>(cancellationToken, [.. _running.Keys]))
            if (_running.TryGetValue(stop.Id, out var running)) await running.CancelAsync();
    }

    private async Task<EventAssignment?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        var now = clock.GetUtcNow();
        var waiting = await session.Query<EventAssignment>().Where(a => a.State == AssignmentState.Queued || a.State == AssignmentState.Sending).OrderBy(a => a.AskedAt).ToListAsync(cancellationToken);
        // What another host sends has signs of life, later than when it was asked for.
        var next = waiting.FirstOrDefault(a => a.State == AssignmentState.Queued || a.AliveAt == a.AskedAt || now - a.AliveAt > AssignmentDesk.Silence);
        if (next is null) return null;
        if (next.State == AssignmentState.Queued) next.State = AssignmentState.Running;
        next.AliveAt = now > next.AskedAt ? now : next.AskedAt.AddTicks(10);
        session.Store(next);
        return await TrySaveAsync(session, cancellationToken) ? next : null;
    }

    private async Task CarryOutAsync(EventAssignment claimed, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        _running[claimed.RunId] = stop;
        try
        {
            if (claimed.State == AssignmentState.Running) await SolveAsync(claimed.Id, claimed, stop.Token, stoppingToken);
            else if (await sender.SendAsync(claimed, percent => LiveAsync(claimed.Id, claimed.RunId, percent, stoppingToken), stoppingToken))
                await FinishAsync(claimed.Id, claimed.RunId, a => (a.State, a.AnswerBy, a.Percent) = (AssignmentState.Proposed, null, 100), stoppingToken);
        }
        catch (Exception exception)
        {
            if (!stoppingToken.IsCancellationRequested) LogFailed(logger, exception);
            if (claimed.State == AssignmentState.Running)
            {
                var why = exception is TooManySkillsException ? TooMany : stoppingToken.IsCancellationRequested ? Died : Failed;
                using var last = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await FinishAsync(claimed.Id, claimed.RunId, a => (a.State, a.Problem) = (AssignmentState.BrokenOff, why), last.Token);
            }
        }
        finally
        {
            // First out of the way, then the ring: or it would find the run still there, and what comes next would wait for the next round.
            _running.TryRemove(claimed.RunId, out _);
            bell.Ring();
        }
    }

    private async Task SolveAsync(Guid id, EventAssignment claimed, CancellationToken stop, CancellationToken stoppingToken)
    {
        await using (var session = store.QuerySession())
            if (await session.LoadAsync<AssignmentStop>(claimed.RunId, stoppingToken) is not null && _running.TryGetValue(claimed.RunId, out var asked)) await asked.CancelAsync();
        var loaded = await loader.LoadAsync(claimed, stoppingToken);
        var percent = 0;
        var solving = Task.Factory.StartNew(
            () => Solver.Solve(loaded.Problem, progress: (_, share) => Volatile.Write(ref percent, 5 + (int)(share * 90)), stop: stop),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var beats = new PeriodicTimer(Beat, clock);
        while (!solving.IsCompleted)
        {
            await Task.WhenAny(solving, beats.WaitForNextTickAsync(stoppingToken).AsTask());
            if (solving.IsCompleted) break;
            await LiveAsync(id, claimed.RunId, Volatile.Read(ref percent), stoppingToken);
            bell.Ring();
        }

        var proposal = await solving;
        // A host that stops keeps nothing: the run is broken off, and the proposal before stays.
        stoppingToken.ThrowIfCancellationRequested();
        await KeepAsync(id, claimed.RunId, loaded, proposal, stoppingToken);
    }

    private async Task KeepAsync(Guid id, Guid run, LoadedProblem loaded, Proposal proposal, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var lines = proposal.Placements.Select(p => new AssignmentLine
        {
            Id = Guid.CreateVersion7(now), EventId = id, RunId = run, ShiftId = loaded.Shifts[p.Shift].Id, VolunteerId = loaded.People[p.Person], Why = p.Why,
        }).ToList();
        if (lines.Count > 0) await store.BulkInsertAsync(lines, cancellation: cancellationToken);
        var figures = new AssignmentFigures(
            now, loaded.People.Count, loaded.Problem.Shifts.Count(s => s.Places > 0), loaded.Problem.Shifts.Sum(s => s.Places), lines.Count, proposal.Worth, proposal.Bound, proposal.Proved, proposal.Stopped,
            [.. proposal.Gaps.OrderByDescending(g => g.Missing).Take(200).Select(g => new AssignmentGap(loaded.Shifts[g.Shift].Id, g.Missing, g.People.ToDictionary(p => p.Obstacle, p => p.People)))],
            proposal.Unplaced.GroupBy(u => u.Obstacle).ToDictionary(g => g.Key, g => g.Count()),
            [.. proposal.PinsNotKept.Select(p => new RulingNotKept(loaded.People[p.Person], loaded.Shifts[p.Shift].Id, p.Obstacle))]);
        await FinishAsync(id, run, a =>
        {
            (a.Figures, a.ShownRun, a.Percent, a.AliveAt) = (figures, run, 100, now);
            a.State = a.AnswerBy is null ? AssignmentState.Proposed : AssignmentState.Sending;
            a.AskedAt = now;
        }, cancellationToken, session =>
        {
            // With the new proposal the old one goes, in the same transaction: nobody sees both.
            session.DeleteWhere<AssignmentLine>(l => l.EventId == id && l.RunId != run && l.SentAt == null);
            session.Delete<AssignmentStop>(run);
        });
    }

    private async Task<bool> LiveAsync(Guid id, Guid run, int percent, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<EventAssignment>(id, cancellationToken) is not { State: AssignmentState.Running or AssignmentState.Sending } own || own.RunId != run) return false;
        (own.AliveAt, own.Percent) = (clock.GetUtcNow(), percent);
        session.Store(own);
        return await TrySaveAsync(session, cancellationToken);
    }

    private async Task FinishAsync(
        Guid id, Guid run, Action<EventAssignment> change, CancellationToken cancellationToken, Action<IDocumentSession>? also = null)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<EventAssignment>(id, cancellationToken) is not { } own || own.RunId != run) return;
        change(own);
        session.Store(own);
        also?.Invoke(session);
        await session.SaveChangesAsync(cancellationToken);
    }

    private static async Task<bool> TrySaveAsync(IDocumentSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (ConcurrencyException)
        {
            // Another host was first.
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An assignment failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
