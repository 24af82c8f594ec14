using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Education;

/// <summary>Where a leader's registration stands.</summary>
public enum CourseLeaderState
{
    /// <summary>Asked to be registered (登録申請).</summary>
    Asked,

    /// <summary>Registered (登録).</summary>
    Registered,

    /// <summary>Not registered (見送り); the person may change it and ask again.</summary>
    Declined,

    /// <summary>No longer registered: the term is over, or one side ended it (抹消).</summary>
    Ended,
}

/// <summary>Who leads courses (環境学習指導者).</summary>
public sealed class CourseLeader
{
    /// <summary>The registration's id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The account; null once the person's data are erased.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The telephone, for staff.</summary>
    public string Phone { get; set; } = "";

    /// <summary>What makes the person fit to lead (経歴・資格), for staff.</summary>
    public string Experience { get; set; } = "";

    /// <summary>Municipalities where the person comes to, by their codes of 6 digits.</summary>
    public List<string> Municipalities { get; set; } = [];

    /// <summary>The courses that the person wants to lead.</summary>
    public List<Guid> Wanted { get; set; } = [];

    /// <summary>The courses that staff say the person can lead.</summary>
    public List<Guid> Courses { get; set; } = [];

    /// <summary>Whether the name may be shown; else the person is reached through the office only.</summary>
    public bool ShowName { get; set; }

    /// <summary>Where it stands.</summary>
    public CourseLeaderState State { get; set; }

    /// <summary>Why it was declined or ended.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The last day of the term (登録期間).</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Whether the person asked for another term.</summary>
    public bool RenewalAsked { get; set; }

    /// <summary>The last day of which the person was told that it comes.</summary>
    public DateOnly? EndToldOf { get; set; }

    /// <summary>When it was asked for, the last time.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>When staff decided.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Who decided.</summary>
    public Doer? DecidedBy { get; set; }

    /// <summary>Whether the person can lead what is asked for, as far as the registration says.</summary>
    internal bool CanLead(CourseRequest request) =>
        State == CourseLeaderState.Registered && AccountId is not null && Until >= request.Day && Courses.Contains(request.CourseId) && Municipalities.Contains(request.MunicipalityCode);

    internal void End(string reason) => (State, Reason, RenewalAsked) = (CourseLeaderState.Ended, reason, false);
}

/// <summary>Where a request stands.</summary>
public enum CourseRequestState
{
    /// <summary>Asked for, and nobody leads it yet (依頼).</summary>
    Asked,

    /// <summary>Offered to a leader, who has not answered (打診中).</summary>
    Offered,

    /// <summary>A leader comes (決定).</summary>
    Agreed,

    /// <summary>It was held, and reported (実施済み).</summary>
    Held,

    /// <summary>The office could not find anybody (見送り).</summary>
    Declined,

    /// <summary>Who asked called it off (取りやめ).</summary>
    Cancelled,
}

/// <summary>Who asks for a course.</summary>
public enum AskerKind
{
    /// <summary>A school (学校).</summary>
    School,

    /// <summary>A children's club (子ども会).</summary>
    ChildrensClub,

    /// <summary>A company (企業).</summary>
    Company,

    /// <summary>A neighbourhood association (自治会).</summary>
    Neighbourhood,

    /// <summary>Others (その他).</summary>
    Other,
}

/// <summary>Somebody asks for a leader of a course on a day (講師派遣の依頼).</summary>
public sealed class CourseRequest
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; set; }

    /// <summary>The account that asks; null once the person's data are erased.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>What kind of body asks.</summary>
    public AskerKind Kind { get; set; }

    /// <summary>The body's name.</summary>
    public string Organization { get; set; } = "";

    /// <summary>Who answers for it, for staff and the leader.</summary>
    public string Contact { get; set; } = "";

    /// <summary>The telephone, for staff and the leader.</summary>
    public string Phone { get; set; } = "";

    /// <summary>The municipality, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>Where it is held.</summary>
    public string Place { get; set; } = "";

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>When it starts.</summary>
    public TimeOnly Start { get; set; }

    /// <summary>When it ends, on the same day.</summary>
    public TimeOnly End { get; set; }

    /// <summary>How many people are expected.</summary>
    public int People { get; set; }

    /// <summary>What else to know; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>Where it stands.</summary>
    public CourseRequestState State { get; set; }

    /// <summary>Why it was declined or called off.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The leader that it is offered to, or who comes.</summary>
    public Guid? LeaderId { get; set; }

    /// <summary>Leaders who cannot come.</summary>
    public List<Guid> DeclinedBy { get; set; } = [];

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>The member of staff who decided the last time.</summary>
    public Doer? DecidedBy { get; set; }

    /// <summary>What came of it.</summary>
    public CourseReport? Report { get; set; }

    internal DateTimeOffset Starts => JapanTime.At(Day, Start);

    internal DateTimeOffset Ends => JapanTime.At(Day, End);

    /// <summary>Whether a leader is bound by it.</summary>
    internal bool Binds => State is CourseRequestState.Offered or CourseRequestState.Agreed;

    internal bool IsOpen => State is CourseRequestState.Asked or CourseRequestState.Offered or CourseRequestState.Agreed;

    internal bool Overlaps(CourseRequest other) => Day == other.Day && Start < other.End && other.Start < End;

    /// <summary>Nobody leads it any more: it waits for staff again.</summary>
    internal void Release() => (State, LeaderId) = (CourseRequestState.Asked, null);
}

/// <summary>What came of a course.</summary>
/// <param name="People">How many people took part.</param>
/// <param name="Minutes">How long it took.</param>
/// <param name="Words">How it went; may be empty.</param>
/// <param name="At">When it was reported.</param>
public sealed record CourseReport(int People, int Minutes, string Words, DateTimeOffset At);

/// <summary>Leaders and requests in words.</summary>
internal static class EducationWords
{
    public static LocalizedText StateOf(CourseLeaderState state) => state switch
    {
        CourseLeaderState.Asked => new("申請中", "Asked for"), CourseLeaderState.Registered => new("登録", "Registered"), CourseLeaderState.Declined => new("見送り", "Not registered"), _ => new("終了", "Ended"),
    };

    public static Kenmin.Pages.Tone ToneOf(CourseLeaderState state) => state switch
    {
        CourseLeaderState.Asked => Kenmin.Pages.Tone.Info, CourseLeaderState.Registered => Kenmin.Pages.Tone.Success, _ => Kenmin.Pages.Tone.Neutral,
    };

    public static LocalizedText StateOf(CourseRequestState state) => state switch
    {
        CourseRequestState.Asked => new("講師を探しています", "Looking for a leader"), CourseRequestState.Offered => new("講師に打診中", "Offered to a leader"), CourseRequestState.Agreed => new("講師が決まりました", "A leader comes"),
        CourseRequestState.Held => new("実施済み", "Held"), CourseRequestState.Declined => new("見送り", "Declined"), _ => new("取りやめ", "Called off"),
    };

    public static Kenmin.Pages.Tone ToneOf(CourseRequestState state) => state switch
    {
        CourseRequestState.Asked => Kenmin.Pages.Tone.Warning, CourseRequestState.Offered => Kenmin.Pages.Tone.Info, CourseRequestState.Agreed or CourseRequestState.Held => Kenmin.Pages.Tone.Success, _ => Kenmin.Pages.Tone.Neutral,
    };

    public static LocalizedText KindOf(AskerKind kind) => kind switch
    {
        AskerKind.School => new("学校", "School"), AskerKind.ChildrensClub => new("子ども会", "Children's club"), AskerKind.Company => new("企業", "Company"),
        AskerKind.Neighbourhood => new("自治会", "Neighbourhood association"), _ => new("その他", "Other"),
    };

    public static string When(CourseRequest request) => $"{Kenmin.Pages.Dates.Long(request.Day)} {Kenmin.Pages.Times.Range(request.Start, request.End)}";
}
