using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>Staff approve a dispatch: whom they send, when, for how long at most and by whose hours (派遣の承認).</summary>
/// <param name="Id">The dispatch.</param>
/// <param name="ExpertId">The expert.</param>
/// <param name="Hours">For how long, at most.</param>
/// <param name="VisitOn">When.</param>
/// <param name="Payer">The venture's municipality by its code, or prefecture.</param>
/// <param name="Office">Who approves it.</param>
[MessageIdentity("community-business.approve-dispatch.v1")]
[NoNewEntries("decides on what was asked for")]
public sealed record ApproveDispatch(Guid Id, Guid? ExpertId, decimal? Hours, DateOnly? VisitOn, string? Payer, OfficePowers Office);

/// <summary>Approves it.</summary>
public static class ApproveDispatchHandler
{
    /// <summary>Never one's own; within the limits of the expert and of the budget, whose hours are reserved. Dispatch, expert and budget are locked in this order.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ApproveDispatch command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        if (await DispatchWork.LockForOfficeAsync(session, command.Id, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (dispatch, venture) = found;
        if (DispatchWork.IsOwn(dispatch, venture, command.Office)) return (DispatchWork.Own, []);
        if (dispatch.State != DispatchState.Requested) return (VentureWork.Changed, []);
        if (venture.State == VentureState.Stopped) return (VentureWork.IsStopped, []);
        foreach (var flaw in SupportHours.Flaws(command.Hours, nameof(command.Hours), 0.5m, DispatchWork.MostHours)) return (CommandAnswer.Invalid(flaw), []);
        if (command.VisitOn is not { } day || day < today || day > today.AddDays(RequestDispatchHandler.MostDaysAhead))
            return (CommandAnswer.Invalid(new(nameof(command.VisitOn), new("今日から 1 年後までの日にしてください。", "Choose a day within a year from today."))), []);
        if (command.Payer is not { } payer || (payer != HoursBook.Prefecture && payer != dispatch.MunicipalityCode)) return (CommandAnswer.Invalid(new(nameof(command.Payer), new("どの枠を使うかを選んでください。", "Choose whose hours it takes."))), []);
        if (payer == HoursBook.Prefecture && !command.Office.ForProgram)
            return (CommandAnswer.Refused("not-yours", "県の枠は、県の事業担当者が承認します。", "A program owner approves what takes the prefecture's hours.", nameof(command.Payer)), []);
        if (command.ExpertId is not { } expertId || await session.LockAsync<Expert>(expertId, cancellationToken) is not { } expert || !ExpertWork.Reaches(expert, command.Office))
            return (CommandAnswer.Invalid(new(nameof(command.ExpertId), new("派遣する専門家を選んでください。", "Choose the expert."))), []);
        if (expert.AccountId == command.Office.By.AccountId) return (DispatchWork.Own, []);
        var minutes = SupportHours.ToMinutes(command.Hours!.Value);
        ExpertNeed need = new(dispatch.Fields, dispatch.MunicipalityCode, minutes, day, [.. venture.Accounts]);
        var load = (await ExpertLoad.OfAsync(session, [expert.Id], day, cancellationToken)).GetValueOrDefault(expert.Id, ExpertLoad.Nothing);
        if (ExpertMatching.Limits(expert, need, load, today) is { Count: > 0 } limits)
            return (CommandAnswer.Refused("limit", $"この人は派遣できません。{string.Join("。", limits.Select(l => l.Ja))}。", $"This expert cannot be sent. {string.Join(". ", limits.Select(l => l.En))}.", nameof(command.ExpertId)), []);
        var year = FiscalYear.Of(day);
        if (await session.LockBudgetAsync(year.StartYear, payer, cancellationToken) is not { } budget)
            return (CommandAnswer.Refused("no-budget", $"{year.ToJapanese()}の{DispatchWords.PayerOf(payer).Ja}の枠が、まだありません。", $"There are no hours for {year} yet: {DispatchWords.PayerOf(payer).En}.", nameof(command.Payer)), []);
        if (budget.Left < minutes)
            return (CommandAnswer.Refused("over-budget", $"枠の残りは {SupportHours.Text(budget.Left).Ja}です。", $"{SupportHours.Text(budget.Left).En} are left of the budget.", nameof(command.Hours)), []);
        await session.ReserveAsync(dispatch.Id, year.StartYear, payer, minutes, cancellationToken);
        (dispatch.State, dispatch.ExpertId) = (DispatchState.Approved, expert.Id);
        dispatch.Approval = new(minutes, day, payer, ExpertMatching.Match(expert, need, load).Reasons, now, command.Office.By);
        session.Store(dispatch);
        return (CommandAnswer.Done,
        [
            .. DispatchWork.TellTeam(dispatch, venture, "approved", new("専門家の派遣が決まりました", "An expert is coming"), command.Office.By, now),
            .. DispatchWork.TellExpert(dispatch, expert, "approved", new("派遣をお願いします", "A visit for you"), command.Office.By, now),
        ]);
    }
}

/// <summary>Staff do not approve a dispatch (派遣の不承認).</summary>
/// <param name="Id">The dispatch.</param>
/// <param name="Reason">Why.</param>
/// <param name="Office">Who decides.</param>
[MessageIdentity("community-business.refuse-dispatch.v1")]
[NoNewEntries("decides on what was asked for")]
public sealed record RefuseDispatch(Guid Id, string? Reason, OfficePowers Office);

/// <summary>Refuses it.</summary>
public static class RefuseDispatchHandler
{
    /// <summary>With a reason that the team reads; never one's own.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(RefuseDispatch command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await DispatchWork.LockForOfficeAsync(session, command.Id, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (dispatch, venture) = found;
        if (DispatchWork.IsOwn(dispatch, venture, command.Office)) return (DispatchWork.Own, []);
        if (dispatch.State != DispatchState.Requested) return (VentureWork.Changed, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        dispatch.State = DispatchState.Refused;
        dispatch.End = new(VentureWork.Tidy(command.Reason), now, command.Office.By);
        session.Store(dispatch);
        return (CommandAnswer.Done, [.. DispatchWork.TellTeam(dispatch, venture, "refused", new("専門家の派遣の結果", "A dispatch was not approved"), command.Office.By, now)]);
    }
}
