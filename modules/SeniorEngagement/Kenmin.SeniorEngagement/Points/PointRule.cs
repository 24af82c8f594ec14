using Kenmin.Passport.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>How activity points are given (活動ポイントの決まり): for one fiscal year and municipality, within an initiative.</summary>
public sealed record PointTerms
{
    /// <summary>Minutes of a day that make a stamp.</summary>
    public int MinutesPerStamp { get; init; } = 60;

    /// <summary>The most stamps of a day.</summary>
    public int StampsPerDay { get; init; } = 2;

    /// <summary>Points for a stamp.</summary>
    public int PointsPerStamp { get; init; } = 100;

    /// <summary>The most points of a person in the year.</summary>
    public int YearlyCap { get; init; } = 5000;

    /// <summary>Points are exchanged in multiples of this.</summary>
    public int ExchangeUnit { get; init; } = 1000;

    /// <summary>Yen for a point.</summary>
    public int YenPerPoint { get; init; } = 1;

    /// <summary>Who reaches this age in the year in which the fiscal year starts may take part; 0 for everybody.</summary>
    public int MinimumAge { get; init; } = 65;

    /// <summary>Activities that are proved less well do not count.</summary>
    public ProofLevel LowestProof { get; init; } = ProofLevel.Confirmed;

    /// <summary>Modules whose activities do not count, such as those that are paid otherwise.</summary>
    public IReadOnlyList<string> ExcludedModules { get; init; } = [];

    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var (number, field, least, most) in new[]
        {
            (MinutesPerStamp, nameof(MinutesPerStamp), 5, 600), (StampsPerDay, nameof(StampsPerDay), 1, 24), (PointsPerStamp, nameof(PointsPerStamp), 1, 10_000), (YearlyCap, nameof(YearlyCap), 1, 1_000_000),
            (ExchangeUnit, nameof(ExchangeUnit), 1, 100_000), (YenPerPoint, nameof(YenPerPoint), 1, 100), (MinimumAge, nameof(MinimumAge), 0, 120),
        })
            foreach (var flaw in Flaw.OfNumber(number, field, least, most)) yield return flaw;
    }
}

/// <summary>A rule with its place and year.</summary>
public sealed class PointRule
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>The initiative (事業) that gives the points; null only where no module keeps initiatives.</summary>
    public Guid? InitiativeId { get; set; }

    /// <summary>The year in which its fiscal year (年度) starts.</summary>
    public int Year { get; set; }

    /// <summary>The municipality whose residents take part, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The rule; fixed once somebody takes part.</summary>
    public PointTerms Terms { get; set; } = new();

    /// <summary>The first day on which points are exchanged.</summary>
    public DateOnly ExchangeFrom { get; set; }

    /// <summary>The last day on which points are exchanged.</summary>
    public DateOnly ExchangeUntil { get; set; }

    /// <summary>Initiative, year and municipality: one rule for each.</summary>
    public string Key { get; set; } = "";

    internal FiscalYear FiscalYear => new(Year);

    internal Municipality? Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode);

    internal static string KeyOf(Guid? initiative, int year, string municipality) => $"{initiative?.ToString("N") ?? "none"}|{year}|{municipality}";
}

/// <summary>A person who collects points by a rule (ポイントの参加者).</summary>
public sealed class PointMember
{
    /// <summary>Made of rule and account.</summary>
    public Guid Id { get; set; }

    /// <summary>The rule.</summary>
    public Guid RuleId { get; set; }

    /// <summary>The account; of who has none, the person's own id.</summary>
    public Guid AccountId { get; set; }

    /// <summary>Whether the person has no account: staff do at the counter what others do on their page.</summary>
    public bool OnPaper { get; set; }

    /// <summary>The name at that time.</summary>
    public string Name { get; set; } = "";

    /// <summary>The year of birth at that time; null when it was not asked.</summary>
    public int? BirthYear { get; set; }

    /// <summary>The day of joining; activities count from the day after, whenever they are told of.</summary>
    public DateOnly JoinedOn { get; set; }

    /// <summary>Other records of the same person that collected by the same rule: what is told of them counts from the day after theirs.</summary>
    public List<PointJoining> Also { get; set; } = [];

    /// <summary>What was done after the day of joining that holds for it.</summary>
    internal IEnumerable<PointActivity> SinceJoining(IEnumerable<PointActivity> activities) => activities.Where(a => a.Day > (Also.FirstOrDefault(j => j.Collector == a.ToldOf)?.On ?? JoinedOn));

    internal static Guid IdOf(Guid rule, Guid account) => FactId.Of($"senior-engagement.point-member|{rule:N}|{account:N}");
}

/// <summary>With what somebody collected points, and since when.</summary>
/// <param name="Collector">The account, or who has none.</param>
/// <param name="On">The day of joining.</param>
public sealed record PointJoining(Guid Collector, DateOnly On);

/// <summary>Something that a member took part in, as a module told of it last.</summary>
public sealed class PointActivity
{
    /// <summary>Derived from the module and its fact.</summary>
    public Guid Id { get; set; }

    /// <summary>The version that stands.</summary>
    public long Version { get; set; }

    /// <summary>Whose it is, by the account or, of who has none, by the person's own id; null when it was withdrawn. Nothing else is kept then.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>Of whom it was told; another than whose it is once two records of a person became one.</summary>
    public Guid? ToldOf { get; set; }

    /// <summary>The module.</summary>
    public string Module { get; set; } = "";

    /// <summary>What it was.</summary>
    public LocalizedText What { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>How long; null when it is not known, which makes no stamp.</summary>
    public int? Minutes { get; set; }

    /// <summary>The year in which its fiscal year starts.</summary>
    public int Year { get; set; }

    /// <summary>How well it is proved.</summary>
    public ProofLevel Proof { get; set; }
}

/// <summary>A wish to exchange points (ポイントの交換).</summary>
public sealed class PointExchange
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>The rule.</summary>
    public Guid RuleId { get; set; }

    /// <summary>The member.</summary>
    public Guid MemberId { get; set; }

    /// <summary>The member's account; null for who has none, and once erased.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The person, where there is no account.</summary>
    public Guid? HolderId { get; set; }

    /// <summary>Who entered it for the person; null where the person asked.</summary>
    public Doer? EnteredBy { get; set; }

    /// <summary>The member's name at that time.</summary>
    public string Name { get; set; } = "";

    /// <summary>How many points.</summary>
    public int Points { get; set; }

    /// <summary>How much money that is, in yen.</summary>
    public int Yen { get; set; }

    /// <summary>How it stands.</summary>
    public ExchangeState State { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>Who decided.</summary>
    public Doer? DecidedBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why it was refused; may be empty.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The file for payment that it is in; null until then.</summary>
    public Guid? RunId { get; set; }
}

/// <summary>How an exchange stands.</summary>
public enum ExchangeState
{
    /// <summary>It waits for staff.</summary>
    Requested,

    /// <summary>Staff approved it.</summary>
    Approved,

    /// <summary>Staff refused it; the points are back.</summary>
    Refused,

    /// <summary>The person took it back.</summary>
    Withdrawn,

    /// <summary>It is in a file for payment.</summary>
    InPayment,
}
