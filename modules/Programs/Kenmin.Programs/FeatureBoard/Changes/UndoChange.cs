using Kenmin.Modularity.Features;
using Kenmin.Modularity.Requests;
using Kenmin.Programs.FeatureBoard.Decisions;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Programs.FeatureBoard.Changes;

/// <summary>Restores what was before a change, by a new change that keeps to the same rules.</summary>
/// <param name="Id">The new change's id (version 7): the same id is the same act.</param>
/// <param name="ChangeId">The change to be undone.</param>
/// <param name="Reason">Why; goes into the history.</param>
/// <param name="By">The administrator's account.</param>
/// <param name="ByName">The administrator's name.</param>
[MessageIdentity("programs.undo-change.v1")]
[NoNewEntries("what is switched off must be switched on again somewhere")]
public sealed record UndoChange(Guid Id, Guid ChangeId, string Reason, Guid By, string ByName);

/// <summary>Undoes, or proposes to.</summary>
public static class UndoChangeHandler
{
    /// <summary>A planned change is taken out of the plan; one in force is followed by its opposite.</summary>
    public static async Task<BoardAnswer> Handle(UndoChange command, IDocumentSession session, FeatureBoardParts parts, CancellationToken cancellationToken)
    {
        var stored = await BoardLock.TakeAsync(session, cancellationToken);
        if (await session.LoadAsync<FeatureChange>(command.Id, cancellationToken) is { } known) return BoardAnswer.Done(known);
        if (await session.LoadAsync<FeatureChange>(command.ChangeId, cancellationToken) is not { State: ChangeState.Decided } undone)
            return BoardAnswer.Refused(new BoardProblem("", "no-such-change", new("元に戻せる変更ではありません。", "This is not a change that can be undone.")));
        if (undone.UndoneBy is not null)
            return BoardAnswer.Refused(new BoardProblem("", "undone", new("この変更は、すでに元に戻されています。", "This change was undone already.")));
        var now = RequestClock.Wall(parts.Clock);
        var problems = parts.Rules.Problems(undone.Before, null, command.Reason, now).ToList();
        if (problems.Count > 0) return new(null, problems);
        if (stored.Any(d => d.ChangeId != undone.Id && d.From >= undone.From && undone.Items.Exists(i => i.Subject == (d.FeatureKey, d.Year, d.Initiative))))
            return BoardAnswer.Refused(new BoardProblem("", "decided-since", new(
                "その後に別の変更があります。先にそちらを元に戻すか、新しく決定してください。", "Something was decided since. Undo that first, or decide anew.")));

        var change = new FeatureChange
        {
            Id = command.Id, Kind = ChangeKind.Undo, Items = [.. undone.Before], Undoes = undone.Id, Reason = command.Reason.Trim(),
            By = command.By, ByName = command.ByName, At = now, ExpiresAt = now + BoardRules.ProposalLife,
        };
        if (parts.Rules.NeedsApproval(change.Items))
        {
            change.Steps.Add(new("proposed", command.By, command.ByName, now, change.Reason));
            session.Store(change);
            return BoardAnswer.Done(change);
        }

        change.Steps.Add(new("decided", command.By, command.ByName, now, change.Reason));
        return new Recording(parts.Rules, session, stored, now).Record(change, undone) is { Count: > 0 } inconsistent
            ? new(null, inconsistent) : BoardAnswer.Done(change);
    }
}
