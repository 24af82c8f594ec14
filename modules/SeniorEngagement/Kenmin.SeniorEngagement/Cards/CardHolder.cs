using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Cards;

/// <summary>
/// A person with an interest card (興味・活動カード): the holder of an account, or somebody without one whom staff entered from paper or on
/// the telephone. The id is the person's own and stays when an account comes later.
/// </summary>
public sealed class CardHolder
{
    /// <summary>The person.</summary>
    public Guid Id { get; set; }

    /// <summary>The account; null for who has none.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The card's number, once only in all; it says nothing of the person.</summary>
    public string Number { get; set; } = "";

    /// <summary>The name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The telephone; empty when it was not said.</summary>
    public string Phone { get; set; } = "";

    /// <summary>The municipality where the person lives, by its code of 6 digits; empty when it was not said.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The year of birth; null when it was not said.</summary>
    public int? BirthYear { get; set; }

    /// <summary>What the person answered.</summary>
    public InterestCard Card { get; set; } = new();

    /// <summary>Who entered it first.</summary>
    public Doer EnteredBy { get; set; } = new(Guid.Empty, "");

    /// <summary>Who changed it last.</summary>
    public Doer ChangedBy { get; set; } = new(Guid.Empty, "");

    /// <summary>As what they did.</summary>
    public ActingAs ChangedAs { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    internal Municipality? Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode);

    /// <summary>Numbers of cards.</summary>
    internal static PrintedCode Numbers { get; } = new(8);
}

/// <summary>What a person answered. What was not answered is null or empty, and is never taken for an answer.</summary>
public sealed record InterestCard
{
    /// <summary>What the person likes.</summary>
    public IReadOnlyList<string> Interests { get; init; } = [];

    /// <summary>What the person needs.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>How long at a time.</summary>
    public string? Length { get; init; }

    /// <summary>When.</summary>
    public IReadOnlyList<string> Slots { get; init; } = [];

    /// <summary>How far.</summary>
    public string? Reach { get; init; }

    /// <summary>A place near the person's home from which distances are measured; never the address.</summary>
    public BasePlace? From { get; init; }

    /// <summary>With whom.</summary>
    public string? Company { get; init; }

    /// <summary>Whether enough was answered for suggestions: what, when and how far.</summary>
    internal bool IsAnswered => Interests.Count > 0 && Slots.Count > 0 && Reach is not null;
}

/// <summary>A place that everybody knows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Latitude">In degrees north.</param>
/// <param name="Longitude">In degrees east.</param>
public sealed record BasePlace(string Name, double Latitude, double Longitude)
{
    internal GeoPoint Position => new(Latitude, Longitude);

    /// <summary>How a form sends it.</summary>
    internal string Key => Position.ToString();
}

/// <summary>As what somebody enters something.</summary>
public enum ActingAs
{
    /// <summary>For themselves (本人).</summary>
    Self,

    /// <summary>As the person's proxy (代理).</summary>
    Proxy,

    /// <summary>As a member of staff, from paper or on the telephone (職員).</summary>
    Staff,
}

/// <summary>Somebody entered or changed something of a person (入力の記録): who, for whom, when.</summary>
public sealed class CardEntry
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>For whom.</summary>
    public Guid HolderId { get; set; }

    /// <summary>Who.</summary>
    public Doer By { get; set; } = new(Guid.Empty, "");

    /// <summary>As what.</summary>
    public ActingAs As { get; set; }

    /// <summary>What was done.</summary>
    public EntryKind Kind { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    internal static CardEntry Of(CardHolder holder, Doer by, ActingAs @as, EntryKind kind, DateTimeOffset at) =>
        new() { Id = Guid.CreateVersion7(at), HolderId = holder.Id, By = by, As = @as, Kind = kind, At = at };
}

/// <summary>What was entered.</summary>
public enum EntryKind
{
    /// <summary>The card (カードの入力).</summary>
    Card,

    /// <summary>The card was joined to an account (アカウントへのひもづけ).</summary>
    Joined,

    /// <summary>Somebody may act for the person (代理の登録).</summary>
    ProxyOpened,

    /// <summary>Somebody took the proxy on (代理の引受け).</summary>
    ProxyAccepted,

    /// <summary>Somebody may no longer act for the person (代理の終了).</summary>
    ProxyEnded,

    /// <summary>Asked to join a circle (仲間の輪への申込).</summary>
    AskedCircle,

    /// <summary>Was put into a circle (仲間の輪への参加).</summary>
    JoinedCircle,

    /// <summary>Left a circle (仲間の輪を離れた).</summary>
    LeftCircle,

    /// <summary>Leads a circle (世話役).</summary>
    LedCircle,

    /// <summary>Signed up for a meeting (集まりの申込).</summary>
    SignedUpMeeting,

    /// <summary>Gave a place at a meeting back (集まりの取消).</summary>
    CancelledMeeting,

    /// <summary>Said how they would like to find companions (仲間づくりの希望).</summary>
    Companions,

    /// <summary>Asked for an introduction, or answered one (紹介).</summary>
    Introduction,

    /// <summary>Agreed to be called when not seen (見守りの電話の同意).</summary>
    CheckInAgreed,

    /// <summary>Wants no calls any more (見守りの電話の終了).</summary>
    CheckInEnded,

    /// <summary>Signed up for a course (講座の申込).</summary>
    SignedUpCourse,

    /// <summary>Gave a place at a course back (講座の取消).</summary>
    CancelledCourse,

    /// <summary>Agreed to be asked as a leader (活動リーダーの派遣の同意).</summary>
    LeadingAgreed,

    /// <summary>Does not want to be asked any more (活動リーダーの派遣の終了).</summary>
    LeadingEnded,
}
