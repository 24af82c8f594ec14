using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Pictures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>Where an application stands. The order of steps is guarded by the database, see <see cref="Tables.MoneyTables"/>.</summary>
public enum ApplicationState
{
    /// <summary>Being written; nobody but the team sees it (下書き).</summary>
    Draft,

    /// <summary>Handed in (申請).</summary>
    Requested,

    /// <summary>The municipality recommends it (推薦).</summary>
    Recommended,

    /// <summary>The municipality does not recommend it, with a reason (推薦しない).</summary>
    NotRecommended,

    /// <summary>Referred to who gives the money (取次ぎ).</summary>
    Referred,

    /// <summary>Granted, with conditions (決定).</summary>
    Granted,

    /// <summary>Refused, with a reason (不採択).</summary>
    Refused,

    /// <summary>The team reported what a grant paid for (実績報告).</summary>
    Reported,

    /// <summary>The final amount of a grant is known (額の確定).</summary>
    Settled,

    /// <summary>A loan was paid out and is being paid back (返済中).</summary>
    Repaying,

    /// <summary>All was paid, and all conditions are met (完了).</summary>
    Closed,

    /// <summary>The team took it back (取下げ).</summary>
    Withdrawn,
}

/// <summary>A line of a budget (経費の内訳).</summary>
/// <param name="Text">What for.</param>
/// <param name="Yen">How much.</param>
public sealed record BudgetLine(string Text, long Yen);

/// <summary>What is asked for.</summary>
/// <param name="Purpose">What for, in words.</param>
/// <param name="Yen">How much is asked for.</param>
/// <param name="OwnYen">What the team pays itself.</param>
/// <param name="Lines">What it is spent on; together as much as the two amounts.</param>
public sealed record Asked(string Purpose, long Yen, long OwnYen, IReadOnlyList<BudgetLine> Lines)
{
    internal static Asked Nothing { get; } = new("", 0, 0, []);

    internal long Total => Lines.Sum(l => l.Yen);
}

/// <summary>What the municipality says (市町の推薦).</summary>
/// <param name="Given">Whether it recommends it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
public sealed record Recommendation(bool Given, string Reason, DateTimeOffset At, Doer By);

/// <summary>What who gives the money decided.</summary>
/// <param name="Given">Whether it was granted.</param>
/// <param name="Yen">How much; 0 where it was refused.</param>
/// <param name="Reason">Why.</param>
/// <param name="ReportBy">Until when it is to be reported what a grant paid for; null for a loan and where it was refused.</param>
/// <param name="At">When.</param>
/// <param name="By">Who recorded it.</param>
public sealed record MoneyDecision(bool Given, long Yen, string Reason, DateOnly? ReportBy, DateTimeOffset At, Doer By);

/// <summary>Something that is to be done for what was granted (交付の条件).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">What.</param>
/// <param name="DueOn">By when.</param>
/// <param name="Evidence">What the team says; empty before.</param>
/// <param name="SaidAt">When it said so; null before.</param>
/// <param name="Met">Whether staff found it met; null before.</param>
/// <param name="Words">What staff say.</param>
/// <param name="Checked">Who looked at it; null before.</param>
/// <param name="CheckedAt">When.</param>
public sealed record Condition(Guid Id, string Text, DateOnly DueOn, string Evidence, DateTimeOffset? SaidAt, bool? Met, string Words, Doer? Checked, DateTimeOffset? CheckedAt)
{
    internal bool IsOpen => Met is null;
}

/// <summary>Something that a grant paid for (実績の明細).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Day">When it was paid.</param>
/// <param name="Text">What.</param>
/// <param name="Yen">How much.</param>
/// <param name="Recognised">What staff recognise of it; null before.</param>
public sealed record Expense(Guid Id, DateOnly Day, string Text, long Yen, long? Recognised = null);

/// <summary>An instalment (分割の納期).</summary>
/// <param name="Number">The first is 1.</param>
/// <param name="DueOn">By when.</param>
/// <param name="Yen">How much.</param>
public sealed record Instalment(int Number, DateOnly DueOn, long Yen);

/// <summary>By when money comes back (返還・返済の計画).</summary>
/// <param name="Before">What had come back when it was made.</param>
/// <param name="Instalments">The instalments; together what was due still.</param>
public sealed record RepaymentPlan(long Before, IReadOnlyList<Instalment> Instalments);

/// <summary>What comes next.</summary>
/// <param name="What">What is to be done.</param>
/// <param name="DueOn">By when.</param>
/// <param name="Side">Who has to do it.</param>
public sealed record MoneyNext(NextMoneyStep What, DateOnly DueOn, NextSide Side);

/// <summary>What can come next.</summary>
public enum NextMoneyStep
{
    /// <summary>The team hands it in.</summary>
    HandIn,

    /// <summary>The municipality recommends it, or not.</summary>
    Recommend,

    /// <summary>The office refers it.</summary>
    Refer,

    /// <summary>The decision is recorded.</summary>
    Decide,

    /// <summary>The money is paid out.</summary>
    PayOut,

    /// <summary>A condition is met.</summary>
    Meet,

    /// <summary>The office looks whether a condition is met.</summary>
    Check,

    /// <summary>The team reports what a grant paid for.</summary>
    Report,

    /// <summary>The office looks at the report.</summary>
    Judge,

    /// <summary>The office says by when money comes back.</summary>
    Plan,

    /// <summary>An instalment is paid.</summary>
    Repay,
}

/// <summary>What happened to an application.</summary>
public enum MoneyEvent
{
    /// <summary>It was handed in.</summary>
    HandedIn,

    /// <summary>The municipality recommended it.</summary>
    Recommended,

    /// <summary>The municipality did not.</summary>
    NotRecommended,

    /// <summary>It was referred.</summary>
    Referred,

    /// <summary>It was granted.</summary>
    Granted,

    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>The team took it back.</summary>
    Withdrawn,

    /// <summary>The team says how it met a condition.</summary>
    ConditionSaid,

    /// <summary>Staff found a condition met.</summary>
    ConditionMet,

    /// <summary>Staff found a condition broken.</summary>
    ConditionBroken,

    /// <summary>The report was handed in.</summary>
    Reported,

    /// <summary>The report was sent back.</summary>
    SentBack,

    /// <summary>The report was accepted.</summary>
    Settled,

    /// <summary>Money was paid out.</summary>
    PaidOut,

    /// <summary>Money came back.</summary>
    Returned,

    /// <summary>Instalments were set.</summary>
    Planned,

    /// <summary>Money is demanded back.</summary>
    DemandedBack,

    /// <summary>All is done.</summary>
    Closed,
}

/// <summary>A line of the history.</summary>
/// <param name="What">What happened.</param>
/// <param name="Words">Why, or what was said; empty where nothing was.</param>
/// <param name="Yen">The amount it is about; null for none.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
public sealed record MoneyLine(MoneyEvent What, string Words, long? Yen, DateTimeOffset At, Doer By);

/// <summary>A venture's application for a grant or a loan (補助金・融資の申請), from the draft until all is paid.</summary>
public sealed class MoneyApplication
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The offer.</summary>
    public Guid OfferId { get; set; }

    /// <summary>The offer's name.</summary>
    public LocalizedText OfferName { get; set; }

    /// <summary>The terms under which it was handed in.</summary>
    public MoneyTerms Terms { get; set; } = new(MoneyKind.Grant, 0, 0, 0, false, []);

    /// <summary>The venture.</summary>
    public Guid VentureId { get; set; }

    /// <summary>The venture's title.</summary>
    public string VentureTitle { get; set; } = "";

    /// <summary>The venture's municipality.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The initiative that the venture belongs to; null for none.</summary>
    public Guid? InitiativeId { get; set; }

    /// <summary>Where it stands.</summary>
    public ApplicationState State { get; set; }

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; set; }

    /// <summary>What is asked for.</summary>
    public Asked Asked { get; set; } = Asked.Nothing;

    /// <summary>Who began it.</summary>
    public Doer RequestedBy { get; set; } = new(Guid.Empty, "");

    /// <summary>When it was handed in; null in a draft.</summary>
    public DateTimeOffset? RequestedAt { get; set; }

    /// <summary>What the municipality says; null before, and where it is not asked.</summary>
    public Recommendation? Recommendation { get; set; }

    /// <summary>The decision; null before.</summary>
    public MoneyDecision? Decision { get; set; }

    /// <summary>What is to be done for it.</summary>
    public List<Condition> Conditions { get; set; } = [];

    /// <summary>What a grant paid for.</summary>
    public List<Expense> Expenses { get; set; } = [];

    /// <summary>The final amount of a grant; null before it is known, and of a loan.</summary>
    public long? FinalYen { get; set; }

    /// <summary>By when money comes back; null where none does, or it is not said yet.</summary>
    public RepaymentPlan? Plan { get; set; }

    /// <summary>What comes next; null where nothing does.</summary>
    public MoneyNext? Next { get; set; }

    /// <summary>What was told of that.</summary>
    public NextTold Told { get; set; }

    /// <summary>What happened, in its order.</summary>
    public List<MoneyLine> History { get; set; } = [];

    /// <summary>Counts up with each change of what is asked for or reported, so that nobody overwrites what they did not read.</summary>
    public int Revision { get; set; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    internal bool IsOverdue(DateOnly today) => Next is { } next && next.DueOn < today;

    internal bool IsOpen => State is not (ApplicationState.NotRecommended or ApplicationState.Refused or ApplicationState.Closed or ApplicationState.Withdrawn);

    internal long Recognised => Expenses.Sum(e => e.Recognised ?? 0);
}

/// <summary>What a file belongs to.</summary>
public enum MoneyFileUse
{
    /// <summary>A document of the application, by its name.</summary>
    Document,

    /// <summary>The receipt of an expense, by its id.</summary>
    Receipt,

    /// <summary>What shows that a condition is met, by its id.</summary>
    Evidence,
}

/// <summary>A file of an application: what is known of it. Its bytes stand in a table of their own.</summary>
public sealed class MoneyFile
{
    /// <summary>Its id, made by who hands it in.</summary>
    public Guid Id { get; set; }

    /// <summary>The application.</summary>
    public Guid ApplicationId { get; set; }

    /// <summary>What it belongs to.</summary>
    public MoneyFileUse Use { get; set; }

    /// <summary>Which document, expense or condition.</summary>
    public string Key { get; set; } = "";

    /// <summary>Its name, with the ending that belongs to what is in it.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is.</summary>
    public SentFileKind Kind { get; set; }

    /// <summary>How large it is, in bytes.</summary>
    public long Size { get; set; }

    /// <summary>When it was handed in.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who handed it in.</summary>
    public Doer By { get; set; } = new(Guid.Empty, "");
}
