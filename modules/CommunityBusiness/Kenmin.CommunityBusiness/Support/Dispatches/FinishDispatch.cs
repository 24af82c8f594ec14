using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>A dispatch is called off by the team, the expert or the office (派遣の取りやめ).</summary>
/// <param name="Id">The dispatch.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Somebody of the team, or the expert; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.call-off-dispatch.v1")]
[NoNewEntries("ends what is under way")]
public sealed record CallOffDispatch(Guid Id, string? Reason, Doer? By, OfficePowers? Office);

/// <summary>Calls it off.</summary>
public static class CallOffDispatchHandler
{
    /// <summary>As long as nothing was reported; reserved hours are free again.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CallOffDispatch command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await DispatchWork.LockAsync(session, command.Id, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (dispatch, venture) = found;
        var expert = dispatch.ExpertId is { } id ? await session.LoadAsync<Expert>(id, cancellationToken) : null;
        if (!GoOn.May(venture, command.By, command.Office, initiatives) && !DispatchWork.IsExpert(expert, command.By)) return (CommandAnswer.Unknown, []);
        if (!dispatch.IsOpen) return (VentureWork.Changed, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        var by = command.By ?? command.Office!.By;
        if (dispatch.State == DispatchState.Approved) await session.ReleaseAsync(dispatch.Id, cancellationToken);
        dispatch.State = DispatchState.CalledOff;
        dispatch.End = new(VentureWork.Tidy(command.Reason), now, by);
        session.Store(dispatch);
        return (CommandAnswer.Done,
        [
            .. DispatchWork.TellTeam(dispatch, venture, "called-off", new("専門家の派遣が取りやめになりました", "A visit was called off"), by, now),
            .. DispatchWork.TellExpert(dispatch, expert, "called-off", new("派遣が取りやめになりました", "A visit was called off"), by, now),
        ]);
    }
}

/// <summary>The expert, or the office for them, reports a visit (派遣の実施報告).</summary>
/// <param name="Id">The dispatch.</param>
/// <param name="Day">When it was.</param>
/// <param name="Hours">How long it took.</param>
/// <param name="Words">What was done.</param>
/// <param name="Advice">What is advised.</param>
/// <param name="By">The expert; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.report-dispatch.v1")]
[NoNewEntries("reports what was agreed")]
public sealed record ReportDispatch(Guid Id, DateOnly? Day, decimal? Hours, string? Words, string? Advice, Doer? By, OfficePowers? Office);

/// <summary>Settles it.</summary>
public static class ReportDispatchHandler
{
    /// <summary>No more hours than were approved, in the fiscal year whose hours they are. What was not used is free again.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ReportDispatch command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await DispatchWork.LockAsync(session, command.Id, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (dispatch, venture) = found;
        var expert = dispatch.ExpertId is { } id ? await session.LoadAsync<Expert>(id, cancellationToken) : null;
        if (command.Office is { } office ? !office.Covers(dispatch.MunicipalityCode) || !office.Covers(venture, initiatives) : !DispatchWork.IsExpert(expert, command.By)) return (CommandAnswer.Unknown, []);
        if (dispatch is not { State: DispatchState.Approved, Approval: { } approval }) return (VentureWork.Changed, []);
        if (command.Office is { } own && venture.IsOf(own.By.AccountId)) return (DispatchWork.Own, []);
        var year = FiscalYear.Of(approval.VisitOn);
        if (command.Day is not { } day || day > JapanTime.DayOf(now) || day < JapanTime.DayOf(approval.At) || !year.Contains(day))
            return (CommandAnswer.Invalid(new(nameof(command.Day), new($"承認の日から今日までの、{year.ToJapanese()}の日にしてください。", $"Choose a day of {year} from the approval until today."))), []);
        foreach (var flaw in SupportHours.Flaws(command.Hours, nameof(command.Hours), 0.5m, SupportHours.Of(approval.Minutes))) return (CommandAnswer.Invalid(flaw), []);
        foreach (var flaw in Flaw.OfText(command.Words, nameof(command.Words), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        foreach (var flaw in Flaw.OfText(command.Advice, nameof(command.Advice), VentureWork.LongestReason, required: false, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        var (minutes, by) = (SupportHours.ToMinutes(command.Hours!.Value), command.By ?? command.Office!.By);
        await session.SettleAsync(dispatch.Id, minutes, cancellationToken);
        dispatch.State = DispatchState.Reported;
        dispatch.Report = new(day, minutes, VentureWork.Tidy(command.Words), VentureWork.Tidy(command.Advice), now, by);
        session.Store(dispatch);
        return (CommandAnswer.Done, [.. DispatchWork.TellTeam(dispatch, venture, "reported", new("専門家の報告があります", "An expert's report is there"), by, now)]);
    }
}
