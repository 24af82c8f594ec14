using Kenmin.CleanUp.Activities;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Outcomes;

/// <summary>What the leader reported for a whole activity (結果). Where there is one it counts, and individual reports do not.</summary>
public sealed class Result
{
    /// <summary>The activity: there is one result of it.</summary>
    public Guid Id { get; set; }

    /// <summary>The campaign.</summary>
    public Guid CampaignId { get; set; }

    /// <summary>What came of it.</summary>
    public Figures Figures { get; set; } = Figures.None;

    /// <summary>When it was reported, the last time.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>Where an individual report stands.</summary>
public enum ReportState
{
    /// <summary>The leader has not looked at it.</summary>
    Waiting,

    /// <summary>The leader approved it.</summary>
    Approved,

    /// <summary>The leader did not.</summary>
    Refused,
}

/// <summary>What a single participant reported (個人の報告).</summary>
public sealed class OwnReport
{
    /// <summary>Derived from activity and account: there is one.</summary>
    public Guid Id { get; set; }

    /// <summary>The activity.</summary>
    public Guid ActivityId { get; set; }

    /// <summary>The campaign.</summary>
    public Guid CampaignId { get; set; }

    /// <summary>Who reported; null once the person's data are erased.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>What the person did.</summary>
    public Figures Figures { get; set; } = Figures.None;

    /// <summary>Where it stands.</summary>
    public ReportState State { get; set; }

    /// <summary>When it was sent, the last time.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The same report as another account's.</summary>
    internal OwnReport For(Guid account) => new()
    {
        Id = IdOf(ActivityId, account), ActivityId = ActivityId, CampaignId = CampaignId, AccountId = account, Figures = Figures, State = State, At = At,
    };

    internal static Guid IdOf(Guid activity, Guid account) => FactId.Of($"clean-up.own-report|{activity:N}|{account:N}");
}

/// <summary>What counts of an activity: the leader's total, or the sum of the approved individual reports; never both.</summary>
/// <param name="Line">The activity.</param>
/// <param name="Figures">What counts.</param>
/// <param name="OfReports">Whether individual reports count.</param>
internal sealed record Counted(ActivityLine Line, Figures Figures, bool OfReports);

/// <summary>The rule of counting.</summary>
internal static class Counting
{
    /// <summary>What counts; null where nothing was reported.</summary>
    public static (Figures Figures, bool OfReports)? Of(Result? total, IReadOnlyCollection<OwnReport> reports)
    {
        if (total is not null) return (total.Figures, false);
        var approved = reports.Where(r => r.State == ReportState.Approved).Select(r => r.Figures).ToList();
        return approved.Count == 0 ? null : (Figures.Sum(approved), true);
    }
}
