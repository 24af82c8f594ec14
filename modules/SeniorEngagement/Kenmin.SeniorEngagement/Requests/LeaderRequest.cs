using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>A school, a facility or a circle would like somebody to lead an activity (活動リーダーの派遣の依頼).</summary>
public sealed class LeaderRequest
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>What kind of side asks.</summary>
    public RequesterKind Kind { get; set; }

    /// <summary>The school, facility or circle.</summary>
    public string Organisation { get; set; } = "";

    /// <summary>The circle, where one asks.</summary>
    public Guid? CircleId { get; set; }

    /// <summary>Whom to speak to: only for the leader with whom it is agreed and for staff, until the day after. Empty once that is over.</summary>
    public string Contact { get; set; } = "";

    /// <summary>The telephone, in the same way.</summary>
    public string Phone { get; set; } = "";

    /// <summary>What is to be led: answers of the interest card.</summary>
    public IReadOnlyList<string> Interests { get; set; } = [];

    /// <summary>The municipality, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>Where.</summary>
    public string Place { get; set; } = "";

    /// <summary>A known place there, from which distances are measured; null measures from the town hall.</summary>
    public BasePlace? At { get; set; }

    /// <summary>When it could be; the leader chooses one.</summary>
    public IReadOnlyList<WishedTime> Times { get; set; } = [];

    /// <summary>How many people.</summary>
    public int People { get; set; }

    /// <summary>Whether it is indoors.</summary>
    public bool Indoors { get; set; }

    /// <summary>Whether the place can be reached in a wheelchair.</summary>
    public bool Wheelchair { get; set; }

    /// <summary>What else the leader should know; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>The account that asked; null when without one.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The secret of who asked without an account, hashed; null with one, and where staff entered it.</summary>
    public string? SecretHash { get; set; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>How it stands.</summary>
    public LeaderRequestState State { get; set; }

    /// <summary>Who confirmed it; nobody where a circle's leader asked.</summary>
    public Doer? ConfirmedBy { get; set; }

    /// <summary>Why it is off; may be empty.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The leader with whom it is agreed; null when with nobody.</summary>
    public Guid? LeaderId { get; set; }

    /// <summary>The time that is agreed.</summary>
    public WishedTime? Agreed { get; set; }

    /// <summary>The last day on which names and telephones are shown and kept.</summary>
    public DateOnly ShownUntil { get; set; }

    /// <summary>What became of it; null as long as nobody said.</summary>
    public LeadReport? Report { get; set; }

    internal Municipality? Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode);

    internal DateTimeOffset LastEnds => Times.Max(t => t.Ends);
}

/// <summary>A time at which it could be.</summary>
/// <param name="Starts">When it starts.</param>
/// <param name="Ends">When it ends.</param>
public sealed record WishedTime(DateTimeOffset Starts, DateTimeOffset Ends)
{
    internal DateOnly Day => JapanTime.DayOf(Starts);

    internal int Minutes => (int)(Ends - Starts).TotalMinutes;
}

/// <summary>What became of it (実施の報告).</summary>
/// <param name="Held">Whether it took place.</param>
/// <param name="People">How many came.</param>
/// <param name="Words">A few words; may be empty.</param>
/// <param name="ByLeader">Whether the leader said so, and not the side that asked, or staff.</param>
/// <param name="At">When.</param>
public sealed record LeadReport(bool Held, int? People, string Words, bool ByLeader, DateTimeOffset At);

/// <summary>Who asks.</summary>
public enum RequesterKind
{
    /// <summary>A school (学校・園).</summary>
    School,

    /// <summary>A facility, such as for care (福祉・介護などの施設).</summary>
    Facility,

    /// <summary>A circle of companions (仲間の輪).</summary>
    Circle,

    /// <summary>Somebody else, such as a community hall (公民館・自治会など).</summary>
    Other,
}

/// <summary>How a request stands.</summary>
public enum LeaderRequestState
{
    /// <summary>Staff have not looked at it yet (確認待ち).</summary>
    New,

    /// <summary>Looks for a leader (リーダーをさがしています).</summary>
    Open,

    /// <summary>Has one (決まりました).</summary>
    Agreed,

    /// <summary>It is over and reported (終わりました).</summary>
    Done,

    /// <summary>It is off (取りやめ).</summary>
    Cancelled,
}

/// <summary>A leader who was asked (リーダーへの依頼). Agreed only when both sides say so.</summary>
public sealed class LeaderMatch
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The request.</summary>
    public Guid RequestId { get; set; }

    /// <summary>The leader.</summary>
    public Guid HolderId { get; set; }

    /// <summary>Request and leader: asked once.</summary>
    public string Key { get; set; } = "";

    /// <summary>When the leader was asked, for the last time.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>The time that the leader chose; null as long as none.</summary>
    public WishedTime? Time { get; set; }

    /// <summary>How it stands.</summary>
    public LeaderMatchState State { get; set; }

    /// <summary>Whether the leader said no, and not the side that asked.</summary>
    public bool LeaderSaidNo { get; set; }

    internal static string KeyOf(Guid request, Guid holder) => $"{request:N}|{holder:N}";
}

/// <summary>How it stands with a leader.</summary>
public enum LeaderMatchState
{
    /// <summary>Was asked (返事待ち).</summary>
    Asked,

    /// <summary>Said yes to a time, which is kept free (引き受けます).</summary>
    Offered,

    /// <summary>Both did (決まりました).</summary>
    Agreed,

    /// <summary>One said no, or somebody else does it (おことわり).</summary>
    Declined,

    /// <summary>It was agreed, and is off (取りやめ).</summary>
    CalledOff,
}

/// <summary>A licence with what it is for.</summary>
/// <param name="Holder">The person.</param>
/// <param name="Name">The kind.</param>
/// <param name="Number">Its number.</param>
/// <param name="Interests">What its holder may lead.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
public sealed record LicenceToLead(Guid Holder, LocalizedText Name, string Number, IReadOnlyList<string> Interests, DateOnly From, DateOnly Until)
{
    internal bool RunsOn(DateOnly day) => day >= From && day <= Until;
}

/// <summary>What commands and pages ask of licences.</summary>
internal static class LeadersWithLicence
{
    /// <summary>The licences of people, also those that are over.</summary>
    public static async Task<IReadOnlyList<LicenceToLead>> LicencesToLeadAsync(this IQuerySession session, IReadOnlyCollection<Guid> holders, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. holders];
        var kinds = (await session.LicenceKindsAsync(cancellationToken)).ToDictionary(k => k.Id);
        return
        [
            .. (await session.Query<Licence>().Where(l => l.HolderId.IsOneOf(ids)).ToListAsync(cancellationToken)).Where(l => kinds.ContainsKey(l.Kind))
                .Select(l => new LicenceToLead(l.HolderId, kinds[l.Kind].Name, l.Number, kinds[l.Kind].Interests, l.GivenOn, l.ValidUntil)),
        ];
    }
}
