using Kenmin.Modularity.Features;
using Kenmin.Modularity.Requests;
using Kenmin.Programs.FeatureBoard.Decisions;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine.Attributes;

namespace Kenmin.Programs.FeatureBoard.Changes;

/// <summary>
/// Switches a feature off at once in an emergency (緊急停止), in all years of the board and for all initiatives, with what goes with
/// it. No second person is needed; another administrator confirms it afterwards.
/// </summary>
/// <param name="Id">The change's id (version 7): the same id is the same act.</param>
/// <param name="Feature">The feature's key.</param>
/// <param name="Reason">Why; goes into the history.</param>
/// <param name="By">The administrator's account.</param>
/// <param name="ByName">The administrator's name.</param>
[MessageIdentity("programs.switch-off-now.v1")]
[NoNewEntries("what is switched off must be switched on again somewhere")]
public sealed record SwitchOffNow(Guid Id, string Feature, string Reason, Guid By, string ByName);

/// <summary>Confirms that an emergency stop was right; undoing it says the opposite.</summary>
/// <param name="ChangeId">The emergency stop.</param>
/// <param name="By">The administrator's account; not who stopped it.</param>
/// <param name="ByName">The administrator's name.</param>
[MessageIdentity("programs.confirm-emergency.v1")]
[NoNewEntries("what is switched off must be switched on again somewhere")]
public sealed record ConfirmEmergency(Guid ChangeId, Guid By, string ByName);

/// <summary>Stops.</summary>
public static partial class SwitchOffNowHandler
{
    /// <summary>Switches off whatever of it is on, or planned to be.</summary>
    public static async Task<BoardAnswer> Handle(
        SwitchOffNow command, IDocumentSession session, FeatureBoardParts parts, ILogger<SwitchOffNow> logger, CancellationToken cancellationToken)
    {
        var stored = await BoardLock.TakeAsync(session, cancellationToken);
        if (await session.LoadAsync<FeatureChange>(command.Id, cancellationToken) is { } known) return BoardAnswer.Done(known);
        var now = RequestClock.Wall(parts.Clock);
        var current = FiscalYear.Of(now);
        var recording = new Recording(parts.Rules, session, stored, now);
        var first = parts.Rules.Everywhere(recording.Set, command.Feature, current);
        var problems = parts.Rules.Problems(first, null, command.Reason, now).Where(p => p.Field != "initiative").ToList();
        if (problems.Count > 0) return new(null, problems);
        var items = parts.Rules.WithRelated(recording.Set, first, now, current);

        var change = new FeatureChange
        {
            Id = command.Id, Kind = ChangeKind.Emergency, Items = [.. items], Reason = command.Reason.Trim(), By = command.By, ByName = command.ByName,
            At = now, ExpiresAt = now, ToConfirm = true, Steps = [new("decided", command.By, command.ByName, now, command.Reason.Trim())],
        };
        if (recording.Record(change) is { Count: > 0 } inconsistent) return new(null, inconsistent);
        // A plan to switch it on again must not bring it back unseen.
        foreach (var planned in stored.Where(d => d.From > now && d.On != false && items.Any(i => i.Subject == (d.FeatureKey, d.Year, d.Initiative)))) session.Delete(planned);
        LogStopped(logger, command.Feature, command.By, command.Id);
        return BoardAnswer.Done(change);
    }

    /// <summary>Confirms, by somebody else.</summary>
    public static async Task<BoardAnswer> Handle(ConfirmEmergency command, IDocumentSession session, FeatureBoardParts parts, CancellationToken cancellationToken)
    {
        await BoardLock.TakeAsync(session, cancellationToken);
        if (await session.LoadAsync<FeatureChange>(command.ChangeId, cancellationToken) is not { ToConfirm: true } change)
            return BoardAnswer.Refused(new BoardProblem("", "answered", new("確認の必要はありません。", "There is nothing to confirm.")));
        if (change.By == command.By)
            return BoardAnswer.Refused(new BoardProblem("", "four-eyes", new("停止した人とは別の管理者が確認してください。", "Another administrator than the one who stopped it has to confirm.")));
        change.ToConfirm = false;
        change.Steps.Add(new("confirmed", command.By, command.ByName, RequestClock.Wall(parts.Clock)));
        session.Store(change);
        return BoardAnswer.Done(change);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Feature {Feature} was switched off in an emergency by account {Account} (change {Change})")]
    private static partial void LogStopped(ILogger logger, string feature, Guid account, Guid change);
}
