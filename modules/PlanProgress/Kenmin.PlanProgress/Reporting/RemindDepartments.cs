using Kenmin.Modularity.Jobs;
using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Departments;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Reporting;

/// <summary>Reminds those who report of what is missing (報告の督促).</summary>
/// <param name="DepartmentId">Only this department, now, because staff ask for it; null: all whose day has come.</param>
/// <param name="Year">The year that staff remind of; null with <paramref name="DepartmentId"/> null.</param>
[MessageIdentity("plan-progress.remind-departments.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record RemindDepartments(Guid? DepartmentId = null, FiscalYear? Year = null);

/// <summary>The answer to <see cref="RemindDepartments"/>.</summary>
/// <param name="People">How many accounts were told.</param>
public sealed record DepartmentsReminded(int People);

/// <summary>A reminder that was sent; the same one is sent once.</summary>
public sealed class ReminderSent
{
    /// <summary>Department, year, account and occasion.</summary>
    public string Id { get; set; } = "";

    /// <summary>The notice.</summary>
    public Guid NoticeId { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>Reminds.</summary>
public static class RemindDepartmentsHandler
{
    /// <summary>A notice for each department, year, person and occasion, in the transaction that notes it.</summary>
    public static async Task<(DepartmentsReminded, OutgoingMessages)> Handle(
        RemindDepartments command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var ledger = new Ledger(session);
        await ledger.LockPlanAsync(cancellationToken);
        var indicators = (await session.Query<Indicator>().ToListAsync(cancellationToken)).Where(i => i.CountedBy is null).ToList();
        var departments = await session.Query<Department>().ToListAsync(cancellationToken);
        var messages = new OutgoingMessages();
        if (indicators.Count == 0) return (new(0), messages);

        var last = FiscalYear.Of(now).Previous.StartYear;
        foreach (var year in Enumerable.Range(indicators.Min(i => i.FromYear), Math.Max(0, last - indicators.Min(i => i.FromYear) + 1)).Select(y => new FiscalYear(y)))
        {
            if (command.Year is { } only && only != year || await ledger.IsFrozenAsync(year, cancellationToken)) continue;
            var reported = await ledger.ReportedAsync(year, finalOnly: false, cancellationToken);
            foreach (var department in departments.Where(d => command.DepartmentId is null || command.DepartmentId == d.Id))
            {
                var missing = indicators.Where(i => i.DepartmentId == department.Id && i.Covers(year.StartYear) && !reported.Contains(i.Id)).ToList();
                if (missing.Count == 0) continue;
                var deadline = missing.Min(i => i.DeadlineOf(year));
                var occasion = command.DepartmentId is null ? Occasion(deadline, today) : "asked-" + today.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
                if (occasion is null) continue;
                foreach (var member in department.Reporters)
                {
                    var id = string.Create(CultureInfo.InvariantCulture, $"{department.Id:N}/{year.StartYear}/{member.AccountId:N}/{occasion}");
                    if (await session.LoadAsync<ReminderSent>(id, cancellationToken) is not null) continue;
                    var sent = new ReminderSent { Id = id, NoticeId = Guid.CreateVersion7(now), At = now };
                    session.Store(sent);
                    messages.Add(NoticeOf(sent.NoticeId, member.AccountId, department, year, missing.Count, deadline, today, now));
                }
            }
        }

        return (new(messages.Count), messages);
    }

    /// <summary>Two weeks before the last day, the day after it, and then every thirty days; null when nobody is to be reminded.</summary>
    internal static string? Occasion(DateOnly deadline, DateOnly today) =>
        today < deadline.AddDays(-14) ? null
        : today <= deadline ? "before"
        : string.Create(CultureInfo.InvariantCulture, $"overdue-{(today.DayNumber - deadline.DayNumber - 1) / 30}");

    private static NoticeIssued NoticeOf(
        Guid id, Guid account, Department department, FiscalYear year, int missing, DateOnly deadline, DateOnly today, DateTimeOffset now)
    {
        var day = new LocalizedText($"{deadline.Year}年{deadline.Month}月{deadline.Day}日", deadline.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));
        var late = today > deadline;
        return new(
            id, account,
            late ? new($"{year.ToJapanese()}の実績報告の期限が過ぎています", $"Figures for {year} are overdue")
                : new($"{year.ToJapanese()}の実績を報告してください", $"Please report figures for {year}"),
            new(
                $"{department.Name.Ja}の指標のうち {missing} 件が未報告です。期限：{day.Ja}。",
                missing == 1 ? $"One indicator of {department.Name.En} is not reported. Last day: {day.En}." : $"{missing} indicators of {department.Name.En} are not reported. Last day: {day.En}."),
            $"/staff/plan/reports/{department.Id}/{year.StartYear}", now, ReportingMail.Kind.Key);
    }
}

/// <summary>Looks every hour whom to remind. Runs on every host.</summary>
[NoNewEntries("counts, reminds of or removes what exists")]
internal sealed class Reminders(IServiceProvider services, FeatureGates gates, TimeProvider clock, ILogger<Reminders> logger) : PeriodicService(TimeSpan.FromHours(1), clock, logger)
{
    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (!await gates.IsOnNowAsync(Features.Reporting)) return;
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<DepartmentsReminded>(new RemindDepartments(), cancellationToken);
    }
}
