using Kenmin.Modularity.Initiatives;
using Kenmin.SportsVolunteers.Initiatives;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>Asks for an import to be started, or to be continued after it stopped.</summary>
/// <param name="ImportId">The import.</param>
[MessageIdentity("sports-volunteers.start-import.v1")]
public sealed record StartImport(Guid ImportId);

/// <summary>Whether an import was started.</summary>
/// <param name="Started">False when it runs already, is done, or was dropped, or its initiative is over.</param>
/// <param name="InitiativeIsOver">Whether it was not started because its initiative takes nothing new.</param>
public sealed record ImportStarted(bool Started, bool InitiativeIsOver = false);

/// <summary>Carries out the rows of an import that are left.</summary>
/// <param name="ImportId">The import.</param>
[MessageIdentity("sports-volunteers.run-import.v1")]
public sealed record RunImport(Guid ImportId);

/// <summary>Starts imports and carries them out in the background.</summary>
public static class RunImportHandler
{
    /// <summary>How long an import may be silent before staff can start it again.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    /// <summary>Marks the import as running and sends the message in the same transaction.</summary>
    public static async Task<(ImportStarted, OutgoingMessages)> Handle(
        StartImport command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var import = await session.LoadAsync<Import>(command.ImportId, cancellationToken);
        if (!initiatives.IsBeingPrepared(import?.InitiativeId, null)) return (new(false, true), []);
        var now = clock.GetUtcNow();
        var mayStart = import is { State: ImportState.Uploaded or ImportState.Failed }
            || (import is { State: ImportState.Running } && now - import.ProgressAt > Silence);
        if (!mayStart) return (new(false), []);
        (import!.State, import.ProgressAt, import.FinishedAt, import.Problem) = (ImportState.Running, now, null, null);
        session.Store(import);
        return (new(true), [new RunImport(import.Id)]);
    }

    /// <summary>Carries out rows for a while and leaves the rest to the next message.</summary>
    public static async Task<RunImport?> Handle(RunImport message, ImportRunner runner, CancellationToken cancellationToken) =>
        await runner.RunAsync(message.ImportId, cancellationToken) ? message : null;
}
