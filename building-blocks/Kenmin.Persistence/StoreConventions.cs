using JasperFx.Events;
using Kenmin.Modularity.Requests;
using Marten;
using Weasel.Core;

namespace Kenmin.Persistence;

/// <summary>Refuses to write during an administrator's preview, however the page came to it.</summary>
internal sealed class NothingInPreview : DocumentSessionListenerBase
{
    public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token) =>
        SitePreview.IsActive ? throw new InvalidOperationException("Nothing is written during a preview.") : Task.CompletedTask;
}

/// <summary>What is the same in every store of the house.</summary>
internal static class StoreConventions
{
    public static void Apply(StoreOptions options)
    {
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase);
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.StreamIdentity = StreamIdentity.AsGuid;
        options.DisableNpgsqlLogging = true;
        options.Listeners.Add(new NothingInPreview());

        // Marten would save its part again in a transaction of its own, after a deadlock or a full disk: without the locks and without what
        // was written by SQL in the transaction that failed. Who began it tries again, from the start.
        options.ConfigureWritePolly(_ => { });
    }
}
