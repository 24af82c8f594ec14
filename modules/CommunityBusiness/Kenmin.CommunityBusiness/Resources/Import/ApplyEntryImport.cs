using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Resources.Import;

/// <summary>Takes a file over (取り込む): all of it, in one transaction. A second time it changes nothing.</summary>
/// <param name="ImportId">The file.</param>
/// <param name="Office">Who takes it over: who handed it in.</param>
[MessageIdentity("community-business.apply-entry-import.v1")]
[NewEntries(Features.Resources)]
public sealed record ApplyEntryImport(Guid ImportId, OfficePowers Office);

/// <summary>Takes the rows over.</summary>
public static class ApplyEntryImportHandler
{
    /// <summary>Looks at the entries as they are now: somebody may have changed them since the preview.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ApplyEntryImport command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<EntryImport>(command.ImportId, cancellationToken) is not { } import || import.By.AccountId != command.Office.By.AccountId) return (CommandAnswer.Unknown, []);
        if (!await gates.IsOnNowAsync(Features.Resources)) return (CommandAnswer.Off, []);
        if (import.AppliedAt is not null) return (CommandAnswer.Done, []);
        if (import.WrongRows > 0) return (CommandAnswer.Refused("rows-wrong", "誤りのある行があるため、取り込めません。直したファイルを選びなおしてください。", "Some rows are wrong. Correct the file and choose it again."), []);
        if (import.Rows.Any(r => !command.Office.Covers(r.Facts.MunicipalityCode))) return (CommandAnswer.Unknown, []);
        // Whoever gives one of these numbers by hand meanwhile waits, or was first.
        await session.TakeTurnsAsync(SaveEntryHandler.NumbersTurn, cancellationToken);
        var known = await EntryPlan.KnownAsync(session, import.Rows, cancellationToken);
        await session.TakeTurnsAsync(known.Select(e => LocalEntry.TurnOf(e.Id)), cancellationToken);
        var (now, by) = (clock.GetUtcNow(), command.Office.By);
        var plan = EntryPlan.Make(import.Rows, await EntryPlan.KnownAsync(session, import.Rows, cancellationToken), now);
        if (plan.Errors.Count > 0 || plan.Steps.Any(s => s.Publishes && s.Known?.ProposerAccountId == by.AccountId))
            return (CommandAnswer.Refused("entries-changed", "確かめたあとに、ほかの人が内容を変えました。もう一度ファイルを選んでください。", "Somebody changed entries since you looked. Choose the file again."), []);
        OutgoingMessages outgoing = [];
        foreach (var (row, entry, _, publishes) in plan.Steps.Where(s => s.Changes))
        {
            var kept = entry ?? new() { Id = Guid.CreateVersion7(now), EnteredAt = now };
            kept.Number = row.Number;
            kept.Put(row.Facts);
            if (EntryPlan.ConsentChanges(kept, row)) kept.HandOver = row.HandOver.Length > 0 ? new(JapanTime.DayOf(now), row.HandOver, by) : null;
            if (publishes) (kept.State, kept.Reason, kept.PublishedAt) = (EntryState.Published, "", now);
            EntryWork.Keep(session, kept, by, now);
            outgoing.AddRange(EntryWork.TellProposer(kept, by, now, new("お申し出の内容を窓口が直しました", "The office corrected what you proposed"), new($"「{kept.Title}」をごらんください。", $"Please look at “{kept.Title}”.")));
        }

        (import.AppliedAt, import.Effect, import.Rows) = (now, plan.Effect, []);
        session.Store(import);
        return (CommandAnswer.Done, outgoing);
    }
}
