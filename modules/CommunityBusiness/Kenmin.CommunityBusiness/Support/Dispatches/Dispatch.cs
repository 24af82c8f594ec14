using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>Where the dispatch of an expert stands.</summary>
public enum DispatchState
{
    /// <summary>Asked for (申請中).</summary>
    Requested,

    /// <summary>Approved: the expert comes on a day, and the hours are reserved (承認).</summary>
    Approved,

    /// <summary>The expert came, and the hours are settled (実施済み).</summary>
    Reported,

    /// <summary>Not approved, with a reason (不承認).</summary>
    Refused,

    /// <summary>Called off, with a reason; reserved hours are free again (取りやめ).</summary>
    CalledOff,
}

/// <summary>What was approved.</summary>
/// <param name="Minutes">How long, at most.</param>
/// <param name="VisitOn">The day.</param>
/// <param name="Payer">Whose hours it takes: a municipality by its code, or <see cref="HoursBook.Prefecture"/>.</param>
/// <param name="Reasons">Why this expert, in plain words, as the machine put it.</param>
/// <param name="At">When.</param>
/// <param name="By">Who approved it.</param>
public sealed record Approval(int Minutes, DateOnly VisitOn, string Payer, IReadOnlyList<LocalizedText> Reasons, DateTimeOffset At, Doer By);

/// <summary>What came of a visit.</summary>
/// <param name="Day">When it was.</param>
/// <param name="Minutes">How long it took.</param>
/// <param name="Done">What was done.</param>
/// <param name="Advice">What is advised; may be empty.</param>
/// <param name="At">When it was reported.</param>
/// <param name="By">Who reported it.</param>
public sealed record VisitReport(DateOnly Day, int Minutes, string Done, string Advice, DateTimeOffset At, Doer By);

/// <summary>How a dispatch ended without a visit.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
/// <param name="By">Who said so.</param>
public sealed record DispatchEnd(string Reason, DateTimeOffset At, Doer By);

/// <summary>
/// The dispatch of an expert to a venture (専門家派遣). The database lets it stand as approved or reported only together with its hours in
/// the yearly budget, see <see cref="HoursTable"/>.
/// </summary>
public sealed class Dispatch
{
    /// <summary>The id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The venture.</summary>
    public Guid VentureId { get; set; }

    /// <summary>The venture's municipality.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>What the expert is to know.</summary>
    public List<ExpertField> Fields { get; set; } = [];

    /// <summary>How long is asked for.</summary>
    public int Minutes { get; set; }

    /// <summary>The day that is asked for.</summary>
    public DateOnly WishedOn { get; set; }

    /// <summary>What help is needed with.</summary>
    public string Need { get; set; } = "";

    /// <summary>Where it stands.</summary>
    public DispatchState State { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>Who asked.</summary>
    public Doer RequestedBy { get; set; } = new(Guid.Empty, "");

    /// <summary>The expert; null before the approval, and after erasure.</summary>
    public Guid? ExpertId { get; set; }

    /// <summary>The approval; null before it.</summary>
    public Approval? Approval { get; set; }

    /// <summary>The report; null before it.</summary>
    public VisitReport? Report { get; set; }

    /// <summary>Whether it was told that the report is due.</summary>
    public bool ReportAsked { get; set; }

    /// <summary>How it ended without a visit; null where it did not.</summary>
    public DispatchEnd? End { get; set; }

    internal bool IsOpen => State is DispatchState.Requested or DispatchState.Approved;

    internal bool IsOverdue(DateOnly today) => State == DispatchState.Approved && Approval!.VisitOn < today;

    /// <summary>The day by which it stands in lists.</summary>
    internal DateOnly Day => Report?.Day ?? Approval?.VisitOn ?? WishedOn;

    /// <summary>The time that it takes of the expert's.</summary>
    internal int MinutesTaken => State switch { DispatchState.Approved => Approval!.Minutes, DispatchState.Reported => Report!.Minutes, _ => 0 };
}
