using Kenmin.CleanUp.Scope;
using Kenmin.CleanUp.Opportunities;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Sites.Import;

/// <summary>Takes a file of sites over (取り込む): all of it, in one transaction. A second time it changes nothing.</summary>
/// <param name="ImportId">The file.</param>
[MessageIdentity("clean-up.apply-site-import.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record ApplySiteImport(Guid ImportId);

/// <summary>Takes the rows over.</summary>
public static class ApplySiteImportHandler
{
    /// <summary>The key under which those who change sites take turns.</summary>
    internal const string Turn = "sites";

    /// <summary>Looks at the sites as they are now: somebody may have changed them since the preview.</summary>
    public static async Task<CommandAnswer> Handle(
        ApplySiteImport command, IDocumentSession session, IMessageContext messages, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(Turn, cancellationToken);
        if (await session.LoadAsync<SiteImport>(command.ImportId, cancellationToken) is not { } import) return CommandAnswer.Unknown;
        if (import.AppliedAt is not null) return CommandAnswer.Done;
        if (import.WrongRows > 0)
            return CommandAnswer.Refused("rows-wrong", "誤りのある行があるため、取り込めません。直したファイルを選びなおしてください。", "Some rows are wrong. Correct the file and choose it again.");
        var now = clock.GetUtcNow();
        var known = await SiteImports.KnownAsync(session, import.Rows, cancellationToken);
        var (added, changed) = (0, 0);
        foreach (var row in import.Rows)
        {
            if (!known.TryGetValue(row.Key, out var site))
            {
                site = new() { Id = Guid.CreateVersion7(now) };
                added++;
            }
            else if (row.Changes(site))
            {
                changed++;
                await messages.PublishAsync(new TellActivities(SiteId: site.Id));
            }
            else
            {
                continue;
            }

            row.WriteTo(site);
            session.Store(site);
        }

        (import.AppliedAt, import.Effect) = (now, new(added, changed, import.Rows.Count - added - changed));
        session.Store(import);
        return CommandAnswer.Done;
    }
}
