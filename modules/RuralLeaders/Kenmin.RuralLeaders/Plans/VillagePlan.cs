using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Plans;

/// <summary>Where an action of a plan stands.</summary>
public enum ActionState
{
    /// <summary>Not begun (これから).</summary>
    Open,

    /// <summary>Under way (取組中).</summary>
    UnderWay,

    /// <summary>Done (完了).</summary>
    Done,

    /// <summary>Dropped, with a reason (とりやめ).</summary>
    Dropped,
}

/// <summary>What was told about an action that is due.</summary>
public enum DueReminder
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is due within a week.</summary>
    Soon,

    /// <summary>It is overdue.</summary>
    Overdue,
}

/// <summary>How an action came to stand where it stands. What was once written stays.</summary>
/// <param name="To">The state that it got.</param>
/// <param name="On">The day.</param>
/// <param name="Reason">Why; empty where none is needed.</param>
/// <param name="By">Who said so.</param>
public sealed record ActionStep(ActionState To, DateOnly On, string Reason, Attendee By);

/// <summary>Something that the plan has somebody do (取り組み).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">What is done.</param>
/// <param name="OwnerId">Who sees to it; null when the person was erased.</param>
/// <param name="OwnerName">The name at that time.</param>
/// <param name="DueOn">By when.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Steps">How it came there.</param>
/// <param name="Reminded">What was told about this day of being due.</param>
public sealed record PlanAction(Guid Id, string Text, Guid? OwnerId, string OwnerName, DateOnly DueOn, ActionState State, IReadOnlyList<ActionStep> Steps, DueReminder Reminded)
{
    internal bool IsToDo => State is ActionState.Open or ActionState.UnderWay;

    internal bool IsOverdue(DateOnly today) => IsToDo && DueOn < today;

    internal PlanAction Move(ActionState to, DateOnly on, string reason, Attendee by) => this with { State = to, Steps = [.. Steps, new(to, on, reason, by)] };
}

/// <summary>What a plan says, in three parts.</summary>
/// <param name="Situation">How it is now and what is hard (現状と課題).</param>
/// <param name="Aims">What the village wants to be (めざす姿).</param>
/// <param name="Measures">What is to be done (取り組みの方針).</param>
public sealed record PlanText(string Situation, string Aims, string Measures)
{
    internal static PlanText Empty { get; } = new("", "", "");
}

/// <summary>The next version while it is written (案).</summary>
/// <param name="Revision">Counts up with each change, so that nobody adopts or overwrites what they did not read.</param>
/// <param name="Text">What it says.</param>
/// <param name="At">When it was last written.</param>
/// <param name="By">Who wrote it last.</param>
public sealed record PlanDraft(int Revision, PlanText Text, DateTimeOffset At, Attendee By);

/// <summary>A look back on a fiscal year (年次の見直し).</summary>
/// <param name="Year">The fiscal year, by the year it starts in.</param>
/// <param name="Reached">What was reached.</param>
/// <param name="Changes">What is to change.</param>
/// <param name="On">The day.</param>
/// <param name="By">Who recorded it.</param>
public sealed record PlanReview(int Year, string Reached, string Changes, DateOnly On, Attendee By);

/// <summary>
/// A village plan (村づくり計画・地域の夢プラン): kept by a network, for one of its areas or for all of it. Its adopted versions are
/// documents of their own, written once; here stand the draft of the next one, and the actions, which go on from version to version.
/// </summary>
public sealed class VillagePlan
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The network that keeps it.</summary>
    public Guid NetworkId { get; set; }

    /// <summary>The area that it is for; null when it is for all areas of the network.</summary>
    public Guid? AreaId { get; set; }

    /// <summary>Its title.</summary>
    public string Title { get; set; } = "";

    /// <summary>A few sentences for everybody; shown only when the network chose so, and something was adopted.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Whether everybody may read the title and the summary.</summary>
    public bool IsPublic { get; set; }

    /// <summary>The next version; null when nobody writes one.</summary>
    public PlanDraft? Draft { get; set; }

    /// <summary>How many versions were adopted; the latest has this number.</summary>
    public int Versions { get; set; }

    /// <summary>The day of the latest adoption; null before the first.</summary>
    public DateOnly? AdoptedOn { get; set; }

    /// <summary>What somebody does.</summary>
    public List<PlanAction> Actions { get; set; } = [];

    /// <summary>Looks back, one for each fiscal year.</summary>
    public List<PlanReview> Reviews { get; set; } = [];

    /// <summary>The day of the review of which was reminded; null before.</summary>
    public DateOnly? ReviewReminded { get; set; }

    /// <summary>When the next look back is due: a year after the latest adoption or look back; null before the first adoption.</summary>
    public DateOnly? ReviewDueOn { get; set; }

    internal bool IsShown => IsPublic && Versions > 0;

    internal PlanAction? Find(Guid action) => Actions.FirstOrDefault(a => a.Id == action);

    internal void Put(PlanAction action)
    {
        var at = Actions.FindIndex(a => a.Id == action.Id);
        if (at < 0) Actions.Add(action);
        else Actions[at] = action;
    }

    /// <summary>Reckons anew when to look back next.</summary>
    internal void SetReviewDue()
    {
        var last = Reviews.Select(r => r.On).Append(AdoptedOn ?? DateOnly.MinValue).Max();
        ReviewDueOn = AdoptedOn is null ? null : last.AddYears(1);
    }

    /// <summary>Writes another person, or nobody, wherever somebody is named.</summary>
    internal void Rename(Guid from, Guid? to, string? name)
    {
        Attendee Of(Attendee a) => a.AccountId == from ? new(to, name ?? a.Name) : a;
        if (Draft is not null) Draft = Draft with { By = Of(Draft.By) };
        Reviews = [.. Reviews.Select(r => r with { By = Of(r.By) })];
        Actions = [.. Actions.Select(a => (a.OwnerId == from ? a with { OwnerId = to, OwnerName = name ?? a.OwnerName } : a) with { Steps = [.. a.Steps.Select(s => s with { By = Of(s.By) })] })];
    }
}

/// <summary>How an action stood when a version was adopted.</summary>
/// <param name="Text">What is done.</param>
/// <param name="OwnerId">Who sees to it; null when the person was erased.</param>
/// <param name="OwnerName">The name at that time.</param>
/// <param name="DueOn">By when.</param>
/// <param name="State">Where it stood.</param>
public sealed record VersionAction(string Text, Guid? OwnerId, string OwnerName, DateOnly DueOn, ActionState State);

/// <summary>An adopted version (決定した版). It is inserted once and not changed: its id is made of plan and number.</summary>
public sealed class PlanVersion
{
    /// <summary>Its id, made of plan and number.</summary>
    public Guid Id { get; set; }

    /// <summary>The plan.</summary>
    public Guid PlanId { get; set; }

    /// <summary>The first is 1, and there is no gap.</summary>
    public int Number { get; set; }

    /// <summary>The revision of the draft that was adopted.</summary>
    public int Revision { get; set; }

    /// <summary>What it says.</summary>
    public PlanText Text { get; set; } = PlanText.Empty;

    /// <summary>The actions as they stood then.</summary>
    public List<VersionAction> Actions { get; set; } = [];

    /// <summary>The day of the decision.</summary>
    public DateOnly AdoptedOn { get; set; }

    /// <summary>Where it was decided, such as a general meeting.</summary>
    public string DecidedAt { get; set; } = "";

    /// <summary>Who recorded it.</summary>
    public Attendee AdoptedBy { get; set; } = new(null, "");

    internal static Guid IdOf(Guid plan, int number) => FactId.Of($"rural-leaders.plan-version|{plan:N}|{number}");

    internal void Rename(Guid from, Guid? to, string? name)
    {
        if (AdoptedBy.AccountId == from) AdoptedBy = new(to, name ?? AdoptedBy.Name);
        Actions = [.. Actions.Select(a => a.OwnerId == from ? a with { OwnerId = to, OwnerName = name ?? a.OwnerName } : a)];
    }
}
