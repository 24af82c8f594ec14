using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>How far a venture has come (段階). It goes up one by one, each time through a gate.</summary>
public enum VentureStage
{
    /// <summary>An idea (アイデア).</summary>
    Idea,

    /// <summary>Tried out on a small scale (試行).</summary>
    Trial,

    /// <summary>Launched as a business (立ち上げ).</summary>
    Launch,

    /// <summary>Carries itself (自立).</summary>
    SelfSupporting,
}

/// <summary>Whether a venture goes on.</summary>
public enum VentureState
{
    /// <summary>Being written; nobody but its team sees it (下書き).</summary>
    Draft,

    /// <summary>Under way (進行中).</summary>
    Active,

    /// <summary>Stopped, with a reason; it can be taken up again (中止).</summary>
    Stopped,
}

/// <summary>Who has to do the next step.</summary>
public enum NextSide
{
    /// <summary>Those whose venture it is.</summary>
    Team,

    /// <summary>The office.</summary>
    Office,
}

/// <summary>What comes next. A venture that is no draft always has one.</summary>
/// <param name="Text">What is to be done.</param>
/// <param name="DueOn">By when.</param>
/// <param name="Side">Who has to do it.</param>
/// <param name="SetBy">The member of staff who set it; null where it follows by itself.</param>
public sealed record NextStep(LocalizedText Text, DateOnly DueOn, NextSide Side, Guid? SetBy = null);

/// <summary>Somebody of the team, beside the owner.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Name">The name at that time.</param>
/// <param name="Since">Since when.</param>
public sealed record TeamMember(Guid AccountId, string Name, DateOnly Since);

/// <summary>How to reach who has no account.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The telephone; empty where there is an e-mail address.</param>
/// <param name="Email">The e-mail address; empty where there is a telephone.</param>
public sealed record VentureContact(string Name, string Phone, string Email);

/// <summary>What an idea says.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Problem">The problem to be solved (解決したい課題).</param>
/// <param name="Resource">The local resource that is used (活用する地域資源).</param>
/// <param name="Who">Who does it, and for whom.</param>
/// <param name="How">How it is done and paid for.</param>
/// <param name="MunicipalityCode">The municipality, by its code of six digits.</param>
/// <param name="Place">The place in words; empty where there is none.</param>
/// <param name="Field">What kind of business it is; null while nobody has said.</param>
public sealed record IdeaText(string Title, string Problem, string Resource, string Who, string How, string MunicipalityCode, string Place, BusinessField? Field = null);

/// <summary>What kind of business it is (事業の分野).</summary>
public enum BusinessField
{
    /// <summary>Shopping and daily needs (買い物・日用品).</summary>
    Shopping,

    /// <summary>Getting about (移動・交通).</summary>
    Transport,

    /// <summary>Care and help in the home (福祉・暮らしの手助け).</summary>
    Care,

    /// <summary>Children and learning (子育て・学び).</summary>
    Children,

    /// <summary>Food and produce (食・特産品).</summary>
    Food,

    /// <summary>Farming, forestry, fishery (農林水産).</summary>
    Farming,

    /// <summary>Tourism and exchange (観光・交流).</summary>
    Tourism,

    /// <summary>Empty houses and meeting places (空き家・集いの場).</summary>
    Places,

    /// <summary>Environment and energy (環境・エネルギー).</summary>
    Environment,

    /// <summary>Crafts and culture (手仕事・文化).</summary>
    Culture,

    /// <summary>Something else (その他).</summary>
    Other,
}

/// <summary>
/// A venture (事業): an idea, and the business that grows out of it. The database lets its stage go up only together with the gate that
/// was passed, see <see cref="GateTable"/>.
/// </summary>
public sealed class Venture
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The number on receipts, such as 2026-0001.</summary>
    public string Number { get; set; } = "";

    /// <summary>Its title.</summary>
    public string Title { get; set; } = "";

    /// <summary>The problem to be solved (解決したい課題).</summary>
    public string Problem { get; set; } = "";

    /// <summary>The local resource that is used (活用する地域資源).</summary>
    public string Resource { get; set; } = "";

    /// <summary>Who does it, and for whom.</summary>
    public string Who { get; set; } = "";

    /// <summary>How it is done and paid for.</summary>
    public string How { get; set; } = "";

    /// <summary>The municipality, by its code of six digits; empty only in a draft.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The place in words.</summary>
    public string Place { get; set; } = "";

    /// <summary>What kind of business it is; null while nobody has said.</summary>
    public BusinessField? Field { get; set; }

    /// <summary>The initiative for which it was taken in; null for none.</summary>
    public Guid? InitiativeId { get; set; }

    /// <summary>Whose it is; null for who has no account, and after erasure.</summary>
    public Guid? OwnerAccountId { get; set; }

    /// <summary>The owner's name.</summary>
    public string OwnerName { get; set; } = "";

    /// <summary>How to reach who has no account; null for who has one.</summary>
    public VentureContact? Contact { get; set; }

    /// <summary>The code on the receipt, hashed; null once an account took it over.</summary>
    public string? CodeHash { get; set; }

    /// <summary>Those who do it together with the owner.</summary>
    public List<TeamMember> Team { get; set; } = [];

    /// <summary>The code by which somebody joins the team, hashed; null when there is none.</summary>
    public string? InviteHash { get; set; }

    /// <summary>The last day of that code.</summary>
    public DateOnly InviteUntil { get; set; }

    /// <summary>How far it has come.</summary>
    public VentureStage Stage { get; set; }

    /// <summary>Whether it goes on.</summary>
    public VentureState State { get; set; }

    /// <summary>What comes next; null in a draft only.</summary>
    public NextStep? Next { get; set; }

    /// <summary>What was told of the next step: nothing, that it is due soon, that it is overdue.</summary>
    public NextTold Told { get; set; }

    /// <summary>The organisation behind it; null where there is none.</summary>
    public Guid? OrganisationId { get; set; }

    /// <summary>Counts up with each change of the text, so that nobody overwrites what they did not read.</summary>
    public int Revision { get; set; }

    /// <summary>Whether the team was asked for the story of what was stopped.</summary>
    public bool StoryAsked { get; set; }

    /// <summary>How many steps its history has.</summary>
    public int Steps { get; set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset BegunAt { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    internal IdeaText Text => new(Title, Problem, Resource, Who, How, MunicipalityCode, Place, Field);

    /// <summary>Whether somebody is the owner or of the team.</summary>
    internal bool IsOf(Guid account) => OwnerAccountId == account || Team.Any(t => t.AccountId == account);

    /// <summary>The accounts of owner and team.</summary>
    internal IEnumerable<Guid> Accounts => OwnerAccountId is { } owner ? [owner, .. Team.Select(t => t.AccountId)] : Team.Select(t => t.AccountId);

    /// <summary>Whether a text fits the code on the receipt.</summary>
    internal bool Opens(string? code) => CodeHash is { } hash && Codes.Read(code) is { } read && hash == HashOf(read);

    internal bool IsOverdue(DateOnly today) => Next is { } next && next.DueOn < today;

    internal void Put(IdeaText text) =>
        (Title, Problem, Resource, Who, How, MunicipalityCode, Place, Field) = (text.Title, text.Problem, text.Resource, text.Who, text.How, text.MunicipalityCode, text.Place, text.Field);

    internal void SetNext(NextStep next) => (Next, Told) = (next, NextTold.Nothing);

    /// <summary>The codes on receipts, and those by which one joins.</summary>
    internal static PrintedCode Codes { get; } = new(12);

    internal static string HashOf(string code) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(code)));
}

/// <summary>What was told of a next step.</summary>
public enum NextTold
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>That it is due within a week.</summary>
    Soon,

    /// <summary>That it is overdue.</summary>
    Overdue,
}

/// <summary>The last number that was given in a fiscal year.</summary>
public sealed class VentureSerial
{
    /// <summary>The fiscal year, by the year it starts in.</summary>
    public string Id { get; set; } = "";

    /// <summary>The last number.</summary>
    public int Last { get; set; }
}
