using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>How far a call has come, as people decided. What the days make of it says <see cref="CallPhase"/>.</summary>
public enum CallState
{
    /// <summary>Being written; staff only (下書き).</summary>
    Draft,

    /// <summary>Announced to everybody (公表).</summary>
    Announced,

    /// <summary>Scores are fixed (採点確定).</summary>
    Frozen,

    /// <summary>Decided, and told to who handed in (決定).</summary>
    Decided,

    /// <summary>Results are shown to everybody (結果公表).</summary>
    Published,
}

/// <summary>Where a call stands at a moment.</summary>
internal enum CallPhase
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Announced, and not open yet.</summary>
    Upcoming,

    /// <summary>Takes submissions.</summary>
    Open,

    /// <summary>Closed; judges score.</summary>
    Judging,

    /// <summary>The judges' time is over, or scores are fixed; to be decided.</summary>
    Deciding,

    /// <summary>Decided, and not published yet.</summary>
    Decided,

    /// <summary>Published.</summary>
    Published,
}

/// <summary>A criterion of the scoring sheet (審査項目).</summary>
/// <param name="Key">Stable key within the call: <c>c1</c>, <c>c2</c> …</param>
/// <param name="Name">What is judged.</param>
/// <param name="Hint">What to look at.</param>
/// <param name="Weight">How much it counts: a whole number.</param>
public sealed record ScoreCriterion(string Key, LocalizedText Name, string Hint, int Weight);

/// <summary>What decides between two with the same score.</summary>
public enum TieRule
{
    /// <summary>The higher score in a criterion.</summary>
    HigherInCriterion,

    /// <summary>Who handed in earlier.</summary>
    EarlierSubmission,
}

/// <summary>A step of the tie rule (同点の決め方). After the last one a lot is drawn.</summary>
/// <param name="Rule">What is compared.</param>
/// <param name="Criterion">The criterion's key, where one is compared.</param>
public sealed record TieStep(TieRule Rule, string? Criterion = null);

/// <summary>Who may hand in (応募資格). An empty list means: all.</summary>
/// <param name="Stages">Stages of the venture.</param>
/// <param name="Municipalities">Municipalities, by their codes of six digits.</param>
/// <param name="Kinds">Kinds of organisation behind it.</param>
/// <param name="NeedsOrganisation">Whether there must be an organisation.</param>
/// <param name="MostYears">The business was begun at most so many years ago, or is not begun; null: no limit.</param>
/// <param name="LeastYears">The business was begun at least so many years ago; null: no limit.</param>
public sealed record Eligibility(
    IReadOnlyList<VentureStage> Stages, IReadOnlyList<string> Municipalities, IReadOnlyList<OrganisationKind> Kinds, bool NeedsOrganisation, int? MostYears, int? LeastYears)
{
    /// <summary>Everybody.</summary>
    public static Eligibility Everybody { get; } = new([], [], [], false, null, null);
}

/// <summary>Texts of a call in both languages.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Text">What is offered, how it is judged, what happens after.</param>
public sealed record CallText(LocalizedText Title, LocalizedText Purpose, LocalizedText Text);

/// <summary>A call for submissions (公募), or a contest (コンテスト).</summary>
public sealed class Call
{
    /// <summary>How many criteria a sheet may have.</summary>
    internal const int MostCriteria = 6;

    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The fiscal year, by the year it starts in.</summary>
    public int Year { get; set; }

    /// <summary>The initiative that it belongs to; null for none.</summary>
    public Guid? InitiativeId { get; set; }

    /// <summary>What everybody reads.</summary>
    public CallText Text { get; set; } = new(new("", ""), new("", ""), new("", ""));

    /// <summary>Who may hand in.</summary>
    public Eligibility Eligibility { get; set; } = Eligibility.Everybody;

    /// <summary>The first day.</summary>
    public DateOnly OpensOn { get; set; }

    /// <summary>The last day for submissions; they are taken until its end.</summary>
    public DateOnly ClosesOn { get; set; }

    /// <summary>The last day for scores; they are taken until its end.</summary>
    public DateOnly ScoresUntil { get; set; }

    /// <summary>How many judges look at each case.</summary>
    public int JudgesPerCase { get; set; } = 2;

    /// <summary>The highest score of a criterion: 5 or 10; the lowest is 0.</summary>
    public int Scale { get; set; } = 5;

    /// <summary>The scoring sheet.</summary>
    public List<ScoreCriterion> Criteria { get; set; } = [];

    /// <summary>What decides between equals, one after the other; then a lot.</summary>
    public List<TieStep> Ties { get; set; } = [];

    /// <summary>How far it has come.</summary>
    public CallState State { get; set; }

    /// <summary>How many cases were numbered.</summary>
    public int Cases { get; set; }

    /// <summary>When scores were fixed.</summary>
    public DateTimeOffset? FrozenAt { get; set; }

    /// <summary>The seed of the lots (抽選の種), drawn when scores were fixed, so that anybody can draw them again.</summary>
    public string LotSeed { get; set; } = "";

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Who decided.</summary>
    public Doer? DecidedBy { get; set; }

    /// <summary>Why the decision deviates from the ranking; empty where it does not.</summary>
    public string DeviationReason { get; set; } = "";

    /// <summary>When results were published.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>What is said of the results as a whole.</summary>
    public LocalizedText ResultText { get; set; } = new("", "");

    internal FiscalYear FiscalYear => new(Year);

    internal DateTimeOffset OpensAt => JapanTime.StartOf(OpensOn);

    internal DateTimeOffset ClosesAt => JapanTime.StartOf(ClosesOn.AddDays(1));

    internal DateTimeOffset ScoringEnds => JapanTime.StartOf(ScoresUntil.AddDays(1));

    /// <summary>The most points of one judge.</summary>
    internal int MostPoints => Criteria.Sum(c => c.Weight) * Scale;

    internal CallPhase PhaseAt(DateTimeOffset now) => State switch
    {
        CallState.Draft => CallPhase.Draft,
        CallState.Announced when now < OpensAt => CallPhase.Upcoming,
        CallState.Announced when now < ClosesAt => CallPhase.Open,
        CallState.Announced when now < ScoringEnds => CallPhase.Judging,
        CallState.Announced or CallState.Frozen => CallPhase.Deciding,
        CallState.Decided => CallPhase.Decided,
        _ => CallPhase.Published,
    };
}
