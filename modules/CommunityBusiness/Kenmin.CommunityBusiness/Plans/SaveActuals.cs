using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>What came in and went out in a month.</summary>
/// <param name="Month">A day of the month.</param>
/// <param name="Amounts">The amounts.</param>
public sealed record ActualEntry(DateOnly Month, MonthAmounts Amounts);

/// <summary>The team enters what really came in and went out, by month (実績の入力).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Entries">A month each; what is there already is replaced.</param>
/// <param name="By">Who enters it.</param>
[MessageIdentity("community-business.save-actuals.v1")]
[NoNewEntries("says how a plan that exists goes")]
public sealed record SaveActuals(Guid VentureId, IReadOnlyList<ActualEntry> Entries, Doer By);

/// <summary>Keeps them.</summary>
public static class SaveActualsHandler
{
    /// <summary>All or none; then it is looked whether the money lasts.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SaveActuals command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await PlanWork.MayAsync(session, command.VentureId, command.By, cancellationToken) is not { } venture) return (CommandAnswer.Unknown, []);
        if (venture.State == VentureState.Stopped) return (VentureWork.IsStopped, []);
        var plan = await session.LockAsync<BusinessPlan>(venture.Id, cancellationToken);
        if (plan is null || await CashWatch.MeasureAsync(session, plan, cancellationToken) is not { } measure)
            return (CommandAnswer.Refused("no-plan", "先に、資金繰り計画をつくってください。", "Make a cash-flow plan first."), []);
        if (command.Entries.Count is 0 or > CashPlan.Length) return (CommandAnswer.Unknown, []);
        foreach (var entry in command.Entries)
            if (FlawOf(entry, measure, today) is { } flaw) return (CommandAnswer.Invalid(flaw), []);
        List<ActualMonth> months = [.. command.Entries.Select(e => new DateOnly(e.Month.Year, e.Month.Month, 1)).Zip(command.Entries, (m, e) => new ActualMonth
        {
            Id = ActualMonth.IdOf(venture.Id, m), VentureId = venture.Id, Month = m, Amounts = e.Amounts, At = now, By = command.By,
        })];
        if (months.DistinctBy(m => m.Month).Count() != months.Count) return (CommandAnswer.Invalid(new("Month", new("同じ月が 2 回あります。", "A month is there twice."))), []);
        foreach (var month in months) session.Store(month);
        var told = await CashWatch.LookAsync(session, venture, plan, measure, months, now, cancellationToken);
        session.Store(plan);
        return (CommandAnswer.Done, told);
    }

    /// <summary>What stands against a month; null when it can be taken.</summary>
    internal static Flaw? FlawOf(ActualEntry entry, CashPlan measure, DateOnly today)
    {
        if (entry.Month > today) return new("Month", new("まだ来ていない月です。", "This month has not come yet."));
        if (measure.IndexOf(entry.Month) is null)
            return new("Month", new($"計画の 36 か月（{PlanWords.MonthText(measure.FirstMonth).Ja}から）の外です。", $"Outside the 36 months of the plan, from {PlanWords.MonthText(measure.FirstMonth).En}."));
        foreach (var kind in Enum.GetValues<CashKind>())
            if (entry.Amounts.Of(kind) is < 0 or > CashPlan.MostYen) return new(kind.ToString(), new($"0 から {CashPlan.MostYen:#,0} 円までにしてください。", $"From 0 to {CashPlan.MostYen:#,0} yen."));
        return null;
    }
}

/// <summary>Looks whether the money lasts until break-even, and raises the alarm once.</summary>
internal static class CashWatch
{
    /// <summary>The plan with which actuals are compared: that of the latest version, or as long as there is none the one that is worked on.</summary>
    public static async Task<CashPlan?> MeasureAsync(IQuerySession session, BusinessPlan plan, CancellationToken cancellationToken) =>
        plan.Versions > 0 && (await session.LoadAsync<PlanVersion>(PlanVersion.IdOf(plan.Id, plan.Versions), cancellationToken))?.Cash is { HasLines: true } saved ? saved
        : plan.Cash is { HasLines: true } cash ? cash : null;

    /// <summary>Puts months to where they stand in the plan.</summary>
    public static IReadOnlyDictionary<int, MonthAmounts> Placed(CashPlan plan, IEnumerable<ActualMonth> months) =>
        months.Select(m => (Index: plan.IndexOf(m.Month), m.Amounts)).Where(m => m.Index is not null).ToDictionary(m => m.Index!.Value, m => m.Amounts);

    /// <summary>Raises it when it is not raised, and takes it back when it is over, so that it can be raised anew.</summary>
    public static async Task<OutgoingMessages> LookAsync(
        IDocumentSession session, Venture venture, BusinessPlan plan, CashPlan? measure, IReadOnlyList<ActualMonth> coming, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (measure is null) return [];
        var id = venture.Id;
        var known = await session.Query<ActualMonth>().Where(a => a.VentureId == id).ToListAsync(cancellationToken);
        var view = CashForecast.Of(measure.Expected, Placed(measure, coming.Concat(known.Where(k => coming.All(c => c.Month != k.Month)))));
        if (!view.Alarm)
        {
            plan.Alarm = null;
            return [];
        }

        var (empty, turn) = (measure.Month(view.Forecast.RunsOut!.Value), view.Forecast.BreakEven is { } month ? measure.Month(month) : (DateOnly?)null);
        if (plan.Alarm is { } raised)
        {
            plan.Alarm = raised with { RunsOut = empty, BreakEven = turn };
            return [];
        }

        plan.Alarm = new(now, empty, turn, null, "");
        return [.. venture.Accounts.Distinct().Select(account => new NoticeIssued(
            FactId.Of($"community-business.cash-alarm|{venture.Id:N}|{now.UtcTicks}|{account:N}"), account, new("黒字になる前に、お金が足りなくなる見込みです", "The money may run out before the business carries itself"),
            new($"「{venture.Title}」の見通しをごらんになり、窓口に相談してください。", $"See the forecast of “{venture.Title}”, and talk with the office."), $"/community-business/mine/{venture.Id}/cash/actuals", now, MailKinds.Ventures))];
    }
}

/// <summary>Staff saw to an alarm (資金繰りの警告への対応).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Note">What was done.</param>
/// <param name="Office">Who did it.</param>
[MessageIdentity("community-business.settle-cash-alarm.v1")]
[NoNewEntries("settles a task")]
public sealed record SettleCashAlarm(Guid VentureId, string? Note, OfficePowers Office);

/// <summary>Settles it.</summary>
public static class SettleCashAlarmHandler
{
    /// <summary>It is not raised again until the forecast was good in between.</summary>
    public static async Task<CommandAnswer> Handle(SettleCashAlarm command, IDocumentSession session, InitiativeDirectory initiatives, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LoadAsync<Venture>(command.VentureId, cancellationToken) is not { State: not VentureState.Draft } venture || !command.Office.Covers(venture, initiatives)
            || await session.LockAsync<BusinessPlan>(venture.Id, cancellationToken) is not { Alarm: { } alarm } plan) return CommandAnswer.Unknown;
        if (alarm.SeenBy is not null) return CommandAnswer.Done;
        foreach (var flaw in Flaw.OfText(command.Note, nameof(command.Note), 500, lines: true)) return CommandAnswer.Invalid(flaw);
        plan.Alarm = alarm with { SeenBy = command.Office.By, Note = VentureWork.Tidy(command.Note) };
        session.Store(plan);
        return CommandAnswer.Done;
    }
}
