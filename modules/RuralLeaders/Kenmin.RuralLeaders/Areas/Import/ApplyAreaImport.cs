using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Areas.Import;

/// <summary>Takes a file of areas and figures over (取り込む): all of it, in one transaction. A second time it changes nothing.</summary>
/// <param name="ImportId">The file.</param>
[MessageIdentity("rural-leaders.apply-area-import.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record ApplyAreaImport(Guid ImportId);

/// <summary>Takes the rows over.</summary>
public static class ApplyAreaImportHandler
{
    /// <summary>The key under which those who change areas take turns.</summary>
    internal const string Turn = "areas";

    /// <summary>Looks at the areas as they are now: somebody may have changed them since the preview.</summary>
    public static async Task<CommandAnswer> Handle(ApplyAreaImport command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(Turn, cancellationToken);
        if (await session.LoadAsync<AreaImport>(command.ImportId, cancellationToken) is not { } import) return CommandAnswer.Unknown;
        if (import.AppliedAt is not null) return CommandAnswer.Done;
        if (import.WrongRows > 0)
            return CommandAnswer.Refused("rows-wrong", "誤りのある行があるため、取り込めません。直したファイルを選びなおしてください。", "Some rows are wrong. Correct the file and choose it again.");
        var now = clock.GetUtcNow();
        var plan = await AreaImports.PlanAsync(session, import.Rows, now, cancellationToken);
        if (plan.Errors.Count > 0)
            return CommandAnswer.Refused("areas-changed", "確かめたあとに、ほかの人が区域を変えました。もう一度ファイルを選んでください。", "Somebody changed areas since you looked. Choose the file again.");
        session.StoreObjects([.. plan.Areas, .. plan.Figures]);
        (import.AppliedAt, import.Effect) = (now, plan.Effect);
        session.Store(import);
        return CommandAnswer.Done;
    }
}
