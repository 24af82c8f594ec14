using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>A plan on one sheet (事業計画のキャンバス), in plain words.</summary>
/// <param name="Problem">Whose problem, and what it is (だれの、どんな困りごとか).</param>
/// <param name="Offer">What is offered (何を提供するか).</param>
/// <param name="Users">Who uses it and who pays (だれが使い、だれが払うか).</param>
/// <param name="Resources">Local resources that are used (活用する地域資源).</param>
/// <param name="People">Who does it (だれが担うか).</param>
/// <param name="Reach">How people learn of it and get it (どう知らせ、どう届けるか).</param>
/// <param name="Earnings">What is earned (何で収入を得るか).</param>
/// <param name="Costs">What it costs (何にお金がかかるか).</param>
/// <param name="Change">What changes for the place (地域がどう変わるか).</param>
public sealed record Canvas(string Problem, string Offer, string Users, string Resources, string People, string Reach, string Earnings, string Costs, string Change)
{
    internal static Canvas Empty { get; } = new("", "", "", "", "", "", "", "", "");

    internal IEnumerable<(string Field, string Text)> Fields =>
    [
        (nameof(Problem), Problem), (nameof(Offer), Offer), (nameof(Users), Users), (nameof(Resources), Resources), (nameof(People), People), (nameof(Reach), Reach),
        (nameof(Earnings), Earnings), (nameof(Costs), Costs), (nameof(Change), Change),
    ];
}

/// <summary>The plan of a venture while it is worked on; its id is that of the venture.</summary>
public sealed class BusinessPlan
{
    /// <summary>The venture.</summary>
    public Guid Id { get; set; }

    /// <summary>The canvas.</summary>
    public Canvas Canvas { get; set; } = Canvas.Empty;

    /// <summary>The cash flow; null until it was begun.</summary>
    public CashPlan? Cash { get; set; }

    /// <summary>Counts up with each change, so that nobody overwrites what they did not read.</summary>
    public int Revision { get; set; }

    /// <summary>How many versions were saved; the latest has this number.</summary>
    public int Versions { get; set; }

    /// <summary>The revision of the latest version.</summary>
    public int VersionOf { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Who changed it last.</summary>
    public Doer ChangedBy { get; set; } = new(Guid.Empty, "");

    /// <summary>What was found about the money that is left.</summary>
    public CashAlarm? Alarm { get; set; }

    internal bool HasAnything => Cash is { HasLines: true } || Canvas.Fields.Any(f => f.Text.Length > 0);
}

/// <summary>Break-even has moved beyond the money that is left; raised once, until it is over.</summary>
/// <param name="RaisedAt">When.</param>
/// <param name="RunsOut">The month in which the money runs out.</param>
/// <param name="BreakEven">The month of break-even; null when there is none within the plan.</param>
/// <param name="SeenBy">The member of staff who saw to it; null while it is a task.</param>
/// <param name="Note">What was done.</param>
public sealed record CashAlarm(DateTimeOffset RaisedAt, DateOnly RunsOut, DateOnly? BreakEven, Doer? SeenBy, string Note);

/// <summary>A version of a plan that was saved (保存した版). It is inserted once and not changed: its id is made of venture and number.</summary>
public sealed class PlanVersion
{
    /// <summary>Its id, made of venture and number.</summary>
    public Guid Id { get; set; }

    /// <summary>The venture.</summary>
    public Guid VentureId { get; set; }

    /// <summary>The first is 1, and there is no gap.</summary>
    public int Number { get; set; }

    /// <summary>What changed, in a few words; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>The canvas.</summary>
    public Canvas Canvas { get; set; } = Canvas.Empty;

    /// <summary>The cash flow; null where there was none.</summary>
    public CashPlan? Cash { get; set; }

    /// <summary>When it was saved.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who saved it.</summary>
    public Doer By { get; set; } = new(Guid.Empty, "");

    internal static Guid IdOf(Guid venture, int number) => FactId.Of($"community-business.plan-version|{venture:N}|{number}");
}

/// <summary>What really came in and went out in a month (実績); its id is made of venture and month.</summary>
public sealed class ActualMonth
{
    /// <summary>Its id, made of venture and month.</summary>
    public Guid Id { get; set; }

    /// <summary>The venture.</summary>
    public Guid VentureId { get; set; }

    /// <summary>The first day of the month.</summary>
    public DateOnly Month { get; set; }

    /// <summary>The amounts.</summary>
    public MonthAmounts Amounts { get; set; } = MonthAmounts.Nothing;

    /// <summary>When it was entered.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who entered it.</summary>
    public Doer By { get; set; } = new(Guid.Empty, "");

    internal static Guid IdOf(Guid venture, DateOnly month) => FactId.Of($"community-business.actual|{venture:N}|{month:yyyy-MM}");
}
