using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Help;

/// <summary>Where a request or an offer stands.</summary>
public enum HelpState
{
    /// <summary>It is in force (受付中).</summary>
    Open,

    /// <summary>Taken back (取下げ).</summary>
    Withdrawn,

    /// <summary>Its last day is over (期限切れ).</summary>
    Over,
}

/// <summary>Somebody needs hands for a job (応援の依頼). The job takes place on one day of a range, always at the same hours.</summary>
public sealed class HelpRequest
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Who asks: a learner or leader, with an account or on paper.</summary>
    public Guid PersonId { get; set; }

    /// <summary>The account; null for people on paper, whom staff ask by telephone.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The network for which the person asks; its officers answer too. Null for who asks alone.</summary>
    public Guid? NetworkId { get; set; }

    /// <summary>What kind of job it is.</summary>
    public HelpKind Kind { get; set; }

    /// <summary>The settlement or district.</summary>
    public Guid AreaId { get; set; }

    /// <summary>Its municipality.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The first day on which it can be done.</summary>
    public DateOnly From { get; set; }

    /// <summary>The last one.</summary>
    public DateOnly Until { get; set; }

    /// <summary>When it begins.</summary>
    public TimeOnly Start { get; set; }

    /// <summary>When it ends.</summary>
    public TimeOnly End { get; set; }

    /// <summary>How many people are needed.</summary>
    public int People { get; set; }

    /// <summary>What one of them must be able to do, each.</summary>
    public List<HelpSkill> Skills { get; set; } = [];

    /// <summary>What must be brought, one of each.</summary>
    public List<HelpTool> Tools { get; set; } = [];

    /// <summary>What is to be done. Those see it who are proposed, and everybody where the public is asked.</summary>
    public string Words { get; set; } = "";

    /// <summary>Where to meet. Helpers learn it when both sides have accepted.</summary>
    public string Place { get; set; } = "";

    /// <summary>Whether everybody is asked (公募).</summary>
    public bool Public { get; set; }

    /// <summary>Where it stands.</summary>
    public HelpState State { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who entered it for somebody on paper; null where the person did.</summary>
    public Doer? EnteredBy { get; set; }

    internal Municipality? Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode);

    /// <summary>Who got help counts for: the network, or the person.</summary>
    internal Guid Beneficiary => NetworkId ?? PersonId;

    internal bool MayBeOn(DateOnly day) => From <= day && day <= Until;
}

/// <summary>Who offers.</summary>
public enum HelpOfferKind
{
    /// <summary>One person (個人).</summary>
    Person,

    /// <summary>A group, which may go to several jobs at once (グループ).</summary>
    Group,

    /// <summary>A thing that is lent (道具・機械).</summary>
    Tool,
}

/// <summary>Somebody would help (応援の申し出).</summary>
public sealed class HelpOffer
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Who offers: a learner or leader, with an account or on paper.</summary>
    public Guid PersonId { get; set; }

    /// <summary>The account; null for people on paper.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>A person, a group or a thing.</summary>
    public HelpOfferKind Kind { get; set; }

    /// <summary>The group's name; empty otherwise.</summary>
    public string Group { get; set; } = "";

    /// <summary>How many people come at most; 1 for a person or a thing.</summary>
    public int People { get; set; } = 1;

    /// <summary>For which jobs; not asked for a thing.</summary>
    public List<HelpKind> Jobs { get; set; } = [];

    /// <summary>What they can do.</summary>
    public List<HelpSkill> Skills { get; set; } = [];

    /// <summary>The thing; null for people.</summary>
    public HelpTool? Tool { get; set; }

    /// <summary>From which settlement or district they come; null where it was not said, for one request only.</summary>
    public Guid? AreaId { get; set; }

    /// <summary>The municipality.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>On which days of the week.</summary>
    public List<DayOfWeek> Days { get; set; } = [];

    /// <summary>How far, in minutes by car.</summary>
    public int Minutes { get; set; }

    /// <summary>How often in a fiscal year.</summary>
    public int TimesAYear { get; set; }

    /// <summary>The last day.</summary>
    public DateOnly Until { get; set; }

    /// <summary>Only for this request, which asked the public; null for all.</summary>
    public Guid? OnlyFor { get; set; }

    /// <summary>Where it stands.</summary>
    public HelpState State { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who entered it for somebody on paper; null where the person did.</summary>
    public Doer? EnteredBy { get; set; }

    internal Municipality? Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode);

    /// <summary>Whose time a promise takes: the person's, whatever they offered, or the group's or thing's own.</summary>
    internal Guid Holder => Kind == HelpOfferKind.Person ? PersonId : Id;
}

/// <summary>Jobs for which help is asked.</summary>
public enum HelpKind
{
    /// <summary>Grass cutting (草刈り).</summary>
    Grass,

    /// <summary>Clearing snow (雪かき).</summary>
    Snow,

    /// <summary>A festival or another event (祭り・行事).</summary>
    Festival,

    /// <summary>A trade, such as a carpenter's (大工・電気などの技).</summary>
    Trade,

    /// <summary>Carrying and clearing up (片付け・運搬).</summary>
    Carrying,

    /// <summary>Work on the fields and against animals (農作業・鳥獣対策).</summary>
    Fields,

    /// <summary>Something else (そのほか).</summary>
    Other,
}

/// <summary>What a helper can do.</summary>
public enum HelpSkill
{
    /// <summary>Was taught to use a brush cutter safely (刈払機の安全講習).</summary>
    BrushCutter,

    /// <summary>Was taught to use a chain saw (チェーンソーの特別教育).</summary>
    ChainSaw,

    /// <summary>Operates small construction machines (小型の建設機械).</summary>
    Machine,

    /// <summary>Carpentry (大工仕事).</summary>
    Carpentry,

    /// <summary>Electrician's work (電気工事士).</summary>
    Electricity,

    /// <summary>Drives a light truck (軽トラックの運転).</summary>
    Truck,

    /// <summary>Cooks for many (大人数の調理).</summary>
    Cooking,

    /// <summary>First aid (応急手当).</summary>
    FirstAid,
}

/// <summary>Things that are lent for a job.</summary>
public enum HelpTool
{
    /// <summary>Brush cutter (刈払機).</summary>
    BrushCutter,

    /// <summary>Snow blower (除雪機).</summary>
    SnowBlower,

    /// <summary>Light truck (軽トラック).</summary>
    Truck,

    /// <summary>Chain saw (チェーンソー).</summary>
    ChainSaw,

    /// <summary>Tent (テント).</summary>
    Tent,

    /// <summary>Generator (発電機).</summary>
    Generator,
}
