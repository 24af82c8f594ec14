using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Sites;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Activities;

/// <summary>Where an activity stands.</summary>
public enum ActivityState
{
    /// <summary>Handed in, and not yet decided (届出済).</summary>
    HandedIn,

    /// <summary>The city accepted it (受理).</summary>
    Accepted,

    /// <summary>The city sent it back with a reason (差戻し); the leader may change it and hand it in again.</summary>
    Refused,

    /// <summary>It does not take place (取りやめ).</summary>
    Cancelled,
}

/// <summary>A group cleans a site on a day (活動).</summary>
public sealed class Activity
{
    /// <summary>Its id (version 7); also the key of its helpers' places.</summary>
    public Guid Id { get; set; }

    /// <summary>The campaign.</summary>
    public Guid CampaignId { get; set; }

    /// <summary>The site.</summary>
    public Guid SiteId { get; set; }

    /// <summary>The site's municipality, whose office decides.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The group.</summary>
    public Guid GroupId { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>When it starts.</summary>
    public TimeOnly Start { get; set; }

    /// <summary>When it ends, on the same day.</summary>
    public TimeOnly End { get; set; }

    /// <summary>Where people meet; shown to everybody.</summary>
    public string MeetingPlace { get; set; } = "";

    /// <summary>What to bring or know; shown to everybody; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>How many people of the group are expected.</summary>
    public int People { get; set; }

    /// <summary>How many helpers are sought; 0 when none are.</summary>
    public int HelperPlaces { get; set; }

    /// <summary>Where it stands.</summary>
    public ActivityState State { get; set; }

    /// <summary>Why it was sent back or does not take place.</summary>
    public string Reason { get; set; } = "";

    /// <summary>When it was handed in, the last time.</summary>
    public DateTimeOffset HandedInAt { get; set; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The member of staff who decided.</summary>
    public Doer? DecidedBy { get; set; }

    /// <summary>Whether powered cutters (刈払機など) are used, which need another insurance.</summary>
    public bool Cutters { get; set; }

    /// <summary>The rain date (予備日) to which it may be postponed, at the same time of day; null: none. Gone once it was.</summary>
    public DateOnly? RainDay { get; set; }

    /// <summary>The day on which it was to be before it was postponed; null: it was not.</summary>
    public DateOnly? PostponedFrom { get; set; }

    /// <summary>What people decided about the day, oldest first. The last one stands.</summary>
    public List<DayDecision> Decisions { get; set; } = [];

    internal DateTimeOffset Starts => JapanTime.At(Day, Start);

    internal DateTimeOffset Ends => JapanTime.At(Day, End);

    /// <summary>Whether it takes place as far as is known.</summary>
    internal bool IsLive => State is ActivityState.HandedIn or ActivityState.Accepted;

    /// <summary>What makes two of them the same plan.</summary>
    internal static string TurnOf(Guid site, Guid group, DateOnly day) => $"activity|{site:N}|{group:N}|{day:yyyy-MM-dd}";
}

/// <summary>What is decided about the day, with a look at weather and danger.</summary>
public enum DayChoice
{
    /// <summary>It takes place (実施).</summary>
    Go,

    /// <summary>It moves to the rain date (延期).</summary>
    Postpone,

    /// <summary>It does not take place (中止).</summary>
    Cancel,
}

/// <summary>A decision about the day. A person makes it, never the machine.</summary>
/// <param name="Choice">What was decided.</param>
/// <param name="Reason">Why; shown to everybody.</param>
/// <param name="Day">The day it was about.</param>
/// <param name="At">When.</param>
/// <param name="By">Who decided; null once that person's data are erased.</param>
/// <param name="ByOffice">Whether it was a member of the city's staff, and not the leader.</param>
/// <param name="Warnings">What was known of warnings at that time, in words.</param>
public sealed record DayDecision(DayChoice Choice, string Reason, DateOnly Day, DateTimeOffset At, Doer? By, bool ByOffice, LocalizedText Warnings);

/// <summary>An activity with what belongs to it.</summary>
internal sealed record ActivityLine(Activity Activity, Site Site, Group Group, Participation.Occupancy? Places);
