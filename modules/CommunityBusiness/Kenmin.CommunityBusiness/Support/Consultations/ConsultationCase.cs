using Kenmin.CommunityBusiness.Support.Experts;

namespace Kenmin.CommunityBusiness.Support.Consultations;

/// <summary>Why a member of staff comes to know of a case. One of a few, so that the audit log names the reason and nothing of the person.</summary>
public enum ReaderReason
{
    /// <summary>Opened the case (受付).</summary>
    Opened,

    /// <summary>Takes it over (担当の引継ぎ).</summary>
    TakesOver,

    /// <summary>Stands in while somebody is away (不在のあいだの代理).</summary>
    StandsIn,

    /// <summary>Knows what is needed here (専門の判断が必要).</summary>
    Knows,

    /// <summary>Answers for it (上司の確認).</summary>
    Answers,
}

/// <summary>A member of staff who is named on a case.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Name">The name at that time.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">Since when.</param>
/// <param name="AddedBy">Who named them; oneself for who opened it.</param>
public sealed record CaseReader(Guid AccountId, string Name, ReaderReason Reason, DateTimeOffset At, Doer AddedBy);

/// <summary>What was talked about on a day: written once.</summary>
/// <param name="Id">Its id, made by the page, so that sending twice writes once.</param>
/// <param name="On">The day.</param>
/// <param name="Text">What was talked about.</param>
/// <param name="At">When it was written.</param>
/// <param name="By">Who wrote it.</param>
public sealed record CaseEntry(Guid Id, DateOnly On, string Text, DateTimeOffset At, Doer By);

/// <summary>To whom a case is referred (紹介先).</summary>
public enum ReferralTarget
{
    /// <summary>A municipality (市町).</summary>
    Municipality,

    /// <summary>A support centre (支援センター).</summary>
    SupportCentre,
}

/// <summary>A referral (紹介・引継ぎ), with what was passed on and nothing else.</summary>
/// <param name="Id">Its id, made by the page.</param>
/// <param name="Target">To whom.</param>
/// <param name="Where">Which municipality by its code, or the name of the centre.</param>
/// <param name="PassedOn">What was passed on, in words.</param>
/// <param name="At">When.</param>
/// <param name="By">Who passed it on.</param>
public sealed record CaseReferral(Guid Id, ReferralTarget Target, string Where, string PassedOn, DateTimeOffset At, Doer By);

/// <summary>
/// A consultation (相談): a confidential log. Who is not named on it does not see it, not even that there is one, whatever their role.
/// It is in no export; what is counted of it names nobody.
/// </summary>
public sealed class ConsultationCase
{
    /// <summary>The id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The municipality where it was opened.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>What it is about.</summary>
    public ExpertField Field { get; set; }

    /// <summary>Who came: a name, or what was said instead of one; empty after erasure.</summary>
    public string Person { get; set; } = "";

    /// <summary>How to reach them; may be empty.</summary>
    public string Contact { get; set; } = "";

    /// <summary>The day on which they came first.</summary>
    public DateOnly OpenedOn { get; set; }

    /// <summary>When it was closed; null while it goes on.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Who is named on it.</summary>
    public List<CaseReader> Readers { get; set; } = [];

    /// <summary>What was talked about, in the order in which it was written.</summary>
    public List<CaseEntry> Entries { get; set; } = [];

    /// <summary>To whom it was referred.</summary>
    public List<CaseReferral> Referrals { get; set; } = [];

    internal bool IsKnownTo(Guid account) => Readers.Any(r => r.AccountId == account);
}
