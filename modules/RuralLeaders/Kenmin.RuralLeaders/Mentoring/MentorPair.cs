using Kenmin.RuralLeaders.Networks;

namespace Kenmin.RuralLeaders.Mentoring;

/// <summary>A registered leader who is ready to be somebody's mentor (相談相手になるリーダー). Shown to residents because the leader chose so.</summary>
public sealed class MentorOffer
{
    /// <summary>The account of the leader.</summary>
    public Guid Id { get; set; }

    /// <summary>The name that is shown.</summary>
    public string Name { get; set; } = "";

    /// <summary>What the leader can help with.</summary>
    public string About { get; set; } = "";

    /// <summary>The municipality where the leader lives.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>How many people at the same time.</summary>
    public int Places { get; set; }

    /// <summary>Whether the offer is shown at present.</summary>
    public bool Open { get; set; }
}

/// <summary>Where a pair stands.</summary>
public enum PairState
{
    /// <summary>Somebody asked; the mentor has not answered.</summary>
    Asked,

    /// <summary>Both agree.</summary>
    Agreed,

    /// <summary>The mentor did not agree.</summary>
    Declined,

    /// <summary>One of the two ended it, or took the wish back.</summary>
    Ended,
}

/// <summary>Where a goal stands.</summary>
public enum GoalState
{
    /// <summary>It is worked on.</summary>
    Open,

    /// <summary>It was reached.</summary>
    Reached,

    /// <summary>It was given up.</summary>
    GivenUp,
}

/// <summary>What the two want to reach.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">What it is.</param>
/// <param name="State">Where it stands.</param>
/// <param name="On">Since when.</param>
public sealed record PairGoal(Guid Id, string Text, GoalState State, DateOnly On);

/// <summary>A meeting of the two, as one of them wrote it down.</summary>
/// <param name="Id">Its id.</param>
/// <param name="On">The day of the meeting.</param>
/// <param name="Text">What was talked about, and what comes next.</param>
/// <param name="By">Who wrote it.</param>
public sealed record PairReport(Guid Id, DateOnly On, string Text, Attendee By);

/// <summary>One of the two asks staff to look (担当者への相談). The other one does not see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ById">Who asks.</param>
/// <param name="Text">What it is about.</param>
/// <param name="At">When.</param>
/// <param name="Answer">What staff answered; empty while it is open.</param>
/// <param name="ClosedAt">When staff closed it; null while it is open.</param>
/// <param name="ClosedBy">Who closed it.</param>
public sealed record PairConcern(Guid Id, Guid? ById, string Text, DateTimeOffset At, string Answer, DateTimeOffset? ClosedAt, Doer? ClosedBy);

/// <summary>
/// A mentor and the one who learns (メンターとメンティー). What they write is read by the two; by staff only while one of the two has
/// asked them to look, and each look is in the audit log.
/// </summary>
public sealed class MentorPair
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>The mentor.</summary>
    public Attendee Mentor { get; set; } = new(null, "");

    /// <summary>The one who learns.</summary>
    public Attendee Mentee { get; set; } = new(null, "");

    /// <summary>Whose staff look when they are asked to.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>What the one who learns wrote to the mentor.</summary>
    public string Message { get; set; } = "";

    /// <summary>Where it stands.</summary>
    public PairState State { get; set; }

    /// <summary>When the mentor was asked.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>When the mentor answered.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Goals.</summary>
    public List<PairGoal> Goals { get; set; } = [];

    /// <summary>Meetings, the latest first.</summary>
    public List<PairReport> Reports { get; set; } = [];

    /// <summary>What staff were asked to look at.</summary>
    public List<PairConcern> Concerns { get; set; } = [];

    internal bool IsOf(Guid account) => Mentor.AccountId == account || Mentee.AccountId == account;

    internal bool HasOpenConcern => Concerns.Any(c => c.ClosedAt is null);

    /// <summary>Writes another person, or nobody, wherever somebody is named. With the name of who goes, what they wrote goes too.</summary>
    internal void Rename(Guid from, Guid? to, string? name)
    {
        Attendee Of(Attendee a) => a.AccountId == from ? new(to, name ?? a.Name) : a;
        if (to is null)
        {
            Reports.RemoveAll(r => r.By.AccountId == from);
            Concerns.RemoveAll(c => c.ById == from);
            if (Mentee.AccountId == from) Message = "";
            if (IsOf(from) && State is PairState.Asked or PairState.Agreed) State = PairState.Ended;
        }

        (Mentor, Mentee) = (Of(Mentor), Of(Mentee));
        Reports = [.. Reports.Select(r => r with { By = Of(r.By) })];
        Concerns =
        [
            .. Concerns.Select(c => (c.ById == from ? c with { ById = to } : c) with
            {
                ClosedBy = c.ClosedBy?.AccountId != from ? c.ClosedBy : to is { } other ? c.ClosedBy with { AccountId = other } : null,
            }),
        ];
    }
}
