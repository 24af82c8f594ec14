using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Requests;
using Kenmin.Programs.Contracts;
using Kenmin.Programs.FeatureBoard.Changes;
using Kenmin.Programs.FeatureBoard.Decisions;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Programs.FeatureBoard.Drafts;

/// <summary>Prepares a change: finds what has to go with it, and asks the modules what it would do. Nothing is decided yet.</summary>
/// <param name="Id">The draft's id (version 7).</param>
/// <param name="Kind">How the change comes about.</param>
/// <param name="Items">What is chosen.</param>
/// <param name="From">From when; null: at once.</param>
/// <param name="Undoes">The change to be undone, if that is what it is; its former state is then what is chosen.</param>
/// <param name="By">The administrator's account.</param>
[MessageIdentity("programs.draft-change.v1")]
[NoNewEntries("what is switched off must be switched on again somewhere")]
public sealed record DraftChange(Guid Id, ChangeKind Kind, IReadOnlyList<ChangeItem> Items, DateTimeOffset? From, Guid? Undoes, Guid By);

/// <summary>Why a draft cannot be made; nothing when it was.</summary>
/// <param name="Problems">What is wrong.</param>
public sealed record DraftAnswer(IReadOnlyList<BoardProblem> Problems);

/// <summary>Prepares.</summary>
public static class DraftChangeHandler
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Stores the draft and sends the question in the same transaction.</summary>
    public static async Task<(DraftAnswer, ImpactAsked?)> Handle(
        DraftChange command, IDocumentSession session, FeatureBoardParts parts, ModuleCatalog catalog, CancellationToken cancellationToken)
    {
        var now = RequestClock.Wall(parts.Clock);
        IReadOnlyList<ChangeItem> items = command.Items;
        if (command.Undoes is { } id)
        {
            if (await session.LoadAsync<FeatureChange>(id, cancellationToken) is not { State: ChangeState.Decided, UndoneBy: null } undone)
                return (new([new("", "no-such-change", new("元に戻せる変更ではありません。", "This is not a change that can be undone."))]), null);
            items = undone.Before;
        }
        var problems = parts.Rules.Problems(items, command.From, null, now).ToList();
        if (problems.Count > 0) return (new(problems), null);

        var set = new FeatureDecisionSet((await session.Query<FeatureDecision>().ToListAsync(cancellationToken)).Select(d => d.Decided));
        var (at, current) = (command.From ?? now, FiscalYear.Of(now));
        var all = parts.Rules.WithRelated(set, items, at, current);
        var draft = new ChangeDraft
        {
            Id = command.Id, Kind = command.Kind, Items = [.. items], Related = [.. all.Skip(items.Count)], From = command.From, Undoes = command.Undoes,
            By = command.By, At = now, Asked = [.. all.Select(i => catalog.ModuleOf(i.Feature)).OfType<string>().Distinct()],
        };
        session.Store(draft);
        var old = now - Kept;
        session.DeleteWhere<ChangeDraft>(d => d.At < old);
        session.DeleteWhere<ImpactReply>(r => r.At < old);

        var after = new FeatureDecisionSet([.. set.All, .. all.Select(i => i.From(at))]);
        return (new([]), new ImpactAsked(
            draft.Id, [.. all.Select(i => new ChangeAsked(i.Feature, i.Year, i.Initiative, after.IsOn(catalog.Features[i.Feature], i.Year ?? current, i.Initiative, at)))], at));
    }
}

/// <summary>Keeps what modules answer.</summary>
[StickyHandler("programs-impact")]
[NoNewEntries("keeps an answer")]
public static class OnImpactAnsweredHandler
{
    /// <summary>An answer to a question that is no longer there is passed over.</summary>
    public static async Task Handle(ImpactAnswered message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<ChangeDraft>(message.QuestionId, cancellationToken) is null) return;
        session.Store(new ImpactReply
        {
            Id = ImpactReply.IdOf(message.QuestionId, message.Module), DraftId = message.QuestionId, Module = message.Module, Effects = [.. message.Effects], At = clock.GetUtcNow(),
        });
    }
}
