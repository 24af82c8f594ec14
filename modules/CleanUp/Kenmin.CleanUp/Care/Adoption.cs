using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Care;

/// <summary>Where an adoption stands.</summary>
public enum AdoptionState
{
    /// <summary>The group asked for it (申込), and the city has not decided.</summary>
    Asked,

    /// <summary>Agreed (合意).</summary>
    Agreed,

    /// <summary>The city did not agree (見送り); the leader may change it and ask again.</summary>
    Declined,

    /// <summary>It is over: its time ran out, or one side ended it (終了).</summary>
    Ended,
}

/// <summary>Who ended an adoption.</summary>
public enum AdoptionEnd
{
    /// <summary>The group.</summary>
    Group,

    /// <summary>The city.</summary>
    Office,

    /// <summary>Its time ran out (期間満了).</summary>
    Time,
}

/// <summary>A group cares for a site all year (アダプト制度・里親), by agreement with the city.</summary>
public sealed class Adoption
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The site. Several groups may care for the same one.</summary>
    public Guid SiteId { get; set; }

    /// <summary>The site's municipality, whose office agrees.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The group.</summary>
    public Guid GroupId { get; set; }

    /// <summary>How often it cleans.</summary>
    public CareFrequency Frequency { get; set; } = new(1, CarePer.Month);

    /// <summary>What the group means to do, for the city.</summary>
    public string Plan { get; set; } = "";

    /// <summary>The first day of the agreement that runs; of one that was only asked for, the wish.</summary>
    public DateOnly From { get; set; }

    /// <summary>The last day.</summary>
    public DateOnly Until { get; set; }

    /// <summary>What the city gives (支援の内容): bags, a sign, insurance; may be empty.</summary>
    public string Gives { get; set; } = "";

    /// <summary>Whether everybody may see the group's name at the site.</summary>
    public bool ShowName { get; set; }

    /// <summary>Whether the leader wants to be reminded.</summary>
    public bool Reminders { get; set; }

    /// <summary>Where it stands.</summary>
    public AdoptionState State { get; set; }

    /// <summary>Why it was not agreed to, or ended.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Who ended it.</summary>
    public AdoptionEnd? EndedBy { get; set; }

    /// <summary>The day on which it ended.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>When it was asked for, the last time.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>When the city decided, the last time.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Who decided.</summary>
    public Doer? DecidedBy { get; set; }

    /// <summary>The last day that the leader asked to renew it until (更新の申込); null when nothing was asked.</summary>
    public DateOnly? RenewalAsked { get; set; }

    /// <summary>The last clean-up that is known; null before the first.</summary>
    public DateOnly? LastDone { get; set; }

    /// <summary>A later day that staff and group agreed on for the next one, when they talked after a lapse.</summary>
    public DateOnly? TalkedUntil { get; set; }

    /// <summary>What was said then, for staff.</summary>
    public string TalkNote { get; set; } = "";

    /// <summary>The day by which the next clean-up is due.</summary>
    public DateOnly DueOn { get; set; }

    /// <summary>The due day that the leader was reminded of.</summary>
    public DateOnly? RemindedOf { get; set; }

    /// <summary>The due day of which the leader was told that it passed.</summary>
    public DateOnly? OverdueToldOf { get; set; }

    /// <summary>The last day of which the leader was told that it comes.</summary>
    public DateOnly? EndToldOf { get; set; }

    /// <summary>The day on which the platform looks at it next; null when there is nothing to look for.</summary>
    public DateOnly? LookOn { get; set; }

    internal Municipality Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode)!;

    internal bool IsAgreed => State == AdoptionState.Agreed;

    /// <summary>Whether the next clean-up is late.</summary>
    internal bool IsOverdue(DateOnly today) => IsAgreed && today > DueOn;

    /// <summary>Whether it is so late that staff have to decide what becomes of it (休止状態).</summary>
    internal bool IsLapsed(DateOnly today, CareRules rules) => IsAgreed && today > DueOn.AddDays(rules.LapseDays);

    /// <summary>Full years since it began.</summary>
    internal int Years(DateOnly today)
    {
        var end = EndedOn ?? today;
        var years = end.Year - From.Year;
        return Math.Max(0, From.AddYears(years) > end ? years - 1 : years);
    }

    /// <summary>Takes note of the latest clean-up, which may also be gone again, and works out what comes next.</summary>
    internal void Follow(DateOnly? lastDone, CareRules rules)
    {
        if (lastDone > LastDone) TalkedUntil = null;
        LastDone = lastDone;
        Reckon(rules);
    }

    /// <summary>Works out when the next clean-up is due, and when to look at it again.</summary>
    internal void Reckon(CareRules rules)
    {
        DueOn = Frequency.NextAfter(LastDone ?? From);
        if (TalkedUntil is { } talked && talked > DueOn) DueOn = talked;
        LookOn = IsAgreed ? Looks(rules).Order().Cast<DateOnly?>().FirstOrDefault() : null;
    }

    /// <summary>Ends it. What was done stays.</summary>
    internal void End(AdoptionEnd by, string reason, DateOnly on) =>
        (State, EndedBy, Reason, EndedOn, RenewalAsked, LookOn) = (AdoptionState.Ended, by, reason, on, null, null);

    /// <summary>Whether a clean-up is still asked for: it is due before the agreement ends.</summary>
    internal bool StillAsks => DueOn <= Until || RenewalAsked is not null;

    private IEnumerable<DateOnly> Looks(CareRules rules)
    {
        if (OverdueToldOf != DueOn)
        {
            if (Reminders && StillAsks && RemindedOf != DueOn) yield return DueOn.AddDays(-rules.RemindDays);
            // Also without reminders: a clean-up in a campaign may have been reported since.
            yield return DueOn.AddDays(1);
        }

        // Who asked to renew waits for staff, also beyond the last day.
        if (RenewalAsked is not null) yield break;
        if (EndToldOf != Until) yield return Until.AddDays(-rules.RenewalDays);
        yield return Until.AddDays(1);
    }
}
