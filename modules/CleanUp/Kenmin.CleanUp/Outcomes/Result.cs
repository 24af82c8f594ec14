using Kenmin.CleanUp.Activities;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Outcomes;

/// <summary>
/// What was reported and may be sent again: by a phone that got no answer, out of order, or from two phones. What was sent once changes
/// nothing a second time, and what was entered without knowing the latest report does not take its place unseen.
/// </summary>
public abstract class Reported
{
    internal const string ChangedMeanwhile = "changed-meanwhile";
    private const int KnownSendings = 20;

    /// <summary>What came of it.</summary>
    public Figures Figures { get; set; } = Figures.None;

    /// <summary>When it was reported, the last time.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>How often it was reported or corrected.</summary>
    public int Version { get; set; }

    /// <summary>The latest sendings.</summary>
    public List<Guid> Sendings { get; set; } = [];

    internal CommandAnswer Take(Figures figures, Guid? sending, int? basedOn, DateTimeOffset now)
    {
        if (sending is { } id && Sendings.Contains(id)) return CommandAnswer.Done;
        if (basedOn is { } seen && seen != Version)
            return CommandAnswer.Refused(ChangedMeanwhile,
                "別の端末などから、新しい報告がありました。いまの報告を確かめてから、もう一度送ってください。", "Meanwhile something newer was reported, perhaps from another device. Look at it, then send yours again.");
        (Figures, At, Version) = (figures, now, Version + 1);
        if (sending is { } fresh) Sendings = [.. Sendings.TakeLast(KnownSendings - 1), fresh];
        return CommandAnswer.Done;
    }
}

/// <summary>What the leader reported for a whole activity (結果). Where there is one it counts, and individual reports do not.</summary>
public sealed class Result : Reported
{
    /// <summary>The activity: there is one result of it.</summary>
    public Guid Id { get; set; }

    /// <summary>The campaign.</summary>
    public Guid CampaignId { get; set; }
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
public sealed class OwnReport : Reported
{
    /// <summary>Derived from activity and account: there is one.</summary>
    public Guid Id { get; set; }

    /// <summary>The activity.</summary>
    public Guid ActivityId { get; set; }

    /// <summary>The campaign.</summary>
    public Guid CampaignId { get; set; }

    /// <summary>Who reported; null once the person's data are erased.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>Where it stands.</summary>
    public ReportState State { get; set; }

    /// <summary>The same report as another account's.</summary>
    internal OwnReport For(Guid account) => new()
    {
        Id = IdOf(ActivityId, account), ActivityId = ActivityId, CampaignId = CampaignId, AccountId = account, Figures = Figures, State = State, At = At, Version = Version, Sendings = Sendings,
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
