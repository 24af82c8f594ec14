using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Initiatives;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>Asks for an import to be started, or to be continued after it stopped.</summary>
/// <param name="ImportId">The import.</param>
[MessageIdentity("sports-volunteers.start-import.v1")]
[NewEntries(Features.Imports)]
public sealed record StartImport(Guid ImportId);

/// <summary>Whether an import was started.</summary>
/// <param name="Started">False when it runs already, is done, or was dropped, its initiative is over, or imports are switched off.</param>
/// <param name="InitiativeIsOver">Whether it was not started because its initiative takes nothing new.</param>
public sealed record ImportStarted(bool Started, bool InitiativeIsOver = false);

/// <summary>Carries out the rows of an import that are left.</summary>
/// <param name="ImportId">The import.</param>
[MessageIdentity("sports-volunteers.run-import.v1")]
[NewEntries(Features.Imports)]
public sealed record RunImport(Guid ImportId);

/// <summary>Starts imports and carries them out in the background.</summary>
public static class RunImportHandler
{
    /// <summary>How long an import may be silent before staff can start it again.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    private static readonly LocalizedText SwitchedOff = new(
        "取り込みは今年度使わないことになったため、途中で止めました。", "Imports were switched off for this fiscal year; this one was stopped on the way.");

    /// <summary>Marks the import as running and sends the message in the same transaction.</summary>
    public static async Task<(ImportStarted, OutgoingMessages)> Handle(
        StartImport command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await gates.IsOnNowAsync(Features.Imports)) return (new(false), []);
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
    public static async Task<RunImport?> Handle(RunImport message, ImportRunner runner, FeatureGates gates, CancellationToken cancellationToken)
    {
        if (await gates.IsOnNowAsync(Features.Imports)) return await runner.RunAsync(message.ImportId, cancellationToken) ? message : null;
        // Switched off in the middle: what was taken in stays, and staff can go on from there.
        await runner.StopAsync(message.ImportId, SwitchedOff, cancellationToken);
        return null;
    }
}
