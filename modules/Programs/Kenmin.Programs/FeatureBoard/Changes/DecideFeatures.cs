using Kenmin.Modularity.Features;
using Kenmin.Modularity.Requests;
using Kenmin.Programs.FeatureBoard.Decisions;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Programs.FeatureBoard.Changes;

/// <summary>Decides about features; what is critical becomes a proposal (起案) that a second administrator answers.</summary>
/// <param name="Id">The change's id (version 7): the same id is the same act.</param>
/// <param name="Kind">How it came about.</param>
/// <param name="Items">What is decided.</param>
/// <param name="From">From when; null: at once.</param>
/// <param name="Reason">Why; goes into the history.</param>
/// <param name="Together">Whether what has to go with it is switched too; else such a change is refused.</param>
/// <param name="By">The administrator's account.</param>
/// <param name="ByName">The administrator's name.</param>
[MessageIdentity("programs.decide-features.v1")]
[NoNewEntries("what is switched off must be switched on again somewhere")]
public sealed record DecideFeatures(
    Guid Id, ChangeKind Kind, IReadOnlyList<ChangeItem> Items, DateTimeOffset? From, string Reason, bool Together, Guid By, string ByName);

/// <summary>Records the decision, its history and what the gates go by in one transaction.</summary>
public static class DecideFeaturesHandler
{
    /// <summary>Checks against the board as it is inside the lock, and decides or proposes.</summary>
    public static async Task<BoardAnswer> Handle(DecideFeatures command, IDocumentSession session, FeatureBoardParts parts, CancellationToken cancellationToken)
    {
        var stored = await BoardLock.TakeAsync(session, cancellationToken);
        if (await session.LoadAsync<FeatureChange>(command.Id, cancellationToken) is { } known) return BoardAnswer.Done(known);
        var now = RequestClock.Wall(parts.Clock);
        var recording = new Recording(parts.Rules, session, stored, now);
        var problems = parts.Rules.Problems(command.Items, command.From, command.Reason, now).ToList();
        if (problems.Count > 0) return new(null, problems);

        var moment = command.From ?? now;
        IReadOnlyList<ChangeItem> items = command.Together
            ? parts.Rules.WithRelated(recording.Set, command.Items, moment, FiscalYear.Of(now)) : command.Items;
        items = [.. items.Where(i => !Stands(recording.Set, i, moment))];
        if (items.Count == 0) return BoardAnswer.Refused(new BoardProblem("items", "no-change", new("すでにそのように決まっています。", "It is already decided so.")));

        var change = new FeatureChange
        {
            Id = command.Id, Kind = command.Kind, Items = [.. items], WishedFrom = command.From, Reason = command.Reason.Trim(),
            By = command.By, ByName = command.ByName, At = now, ExpiresAt = now + BoardRules.ProposalLife,
        };
        if (parts.Rules.NeedsApproval(items))
        {
            // It is checked now too, so that nobody is asked to agree to what cannot be.
            var after = new FeatureDecisionSet([.. recording.Set.All, .. items.Select(i => i.From(moment))]);
            problems = [.. parts.Rules.Inconsistencies(recording.Set, after, items, moment, FiscalYear.Of(now))];
            if (problems.Count > 0) return new(null, problems);
            change.Steps.Add(new("proposed", command.By, command.ByName, now, change.Reason));
            session.Store(change);
            return BoardAnswer.Done(change);
        }

        change.Steps.Add(new("decided", command.By, command.ByName, now, change.Reason));
        return recording.Record(change) is { Count: > 0 } inconsistent ? new(null, inconsistent) : BoardAnswer.Done(change);
    }

    private static bool Stands(FeatureDecisionSet set, ChangeItem item, DateTimeOffset at)
    {
        var decided = set.Exactly(item.Feature, item.Year, item.Initiative, at);
        return decided?.On == item.On && decided?.Value == item.Value;
    }
}
