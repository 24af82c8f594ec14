using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>How things may go (シナリオ).</summary>
public enum Scenario
{
    /// <summary>Worse than expected (慎重).</summary>
    Cautious,

    /// <summary>As expected (標準). Actuals are compared with this one.</summary>
    Expected,

    /// <summary>Better than expected (好調).</summary>
    Good,
}

/// <summary>What a line of a cash-flow plan is.</summary>
public enum CashKind
{
    /// <summary>What is earned: price by quantity (収入).</summary>
    Income,

    /// <summary>A cost that goes with the income, in per cent of it (変動費).</summary>
    VariableCost,

    /// <summary>A cost of every month, whatever is sold (固定費).</summary>
    FixedCost,

    /// <summary>Equipment and other things bought once (設備・初期費用).</summary>
    Investment,

    /// <summary>A loan that comes in (借入).</summary>
    LoanReceived,

    /// <summary>A loan that is paid back (返済).</summary>
    LoanRepaid,

    /// <summary>A grant (補助金・助成金).</summary>
    Grant,
}

/// <summary>A line of a cash-flow plan.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="UnitPrice">Yen for one; of incomes only, else 0.</param>
/// <param name="BasisPoints">Hundredths of a per cent of the income; of variable costs only, else 0.</param>
/// <param name="Months">For each of the 36 months: the quantity of an income, else yen; all 0 of a variable cost.</param>
public sealed record CashLine(Guid Id, CashKind Kind, string Name, long UnitPrice, int BasisPoints, IReadOnlyList<long> Months)
{
    internal long YenOf(int month) => Kind == CashKind.Income ? UnitPrice * Months[month] : Months[month];

    internal bool SameAs(CashLine other) => (Kind, Name, UnitPrice, BasisPoints) == (other.Kind, other.Name, other.UnitPrice, other.BasisPoints) && Months.SequenceEqual(other.Months);
}

/// <summary>One scenario.</summary>
/// <param name="MoneyAtStart">Yen at hand before the first month.</param>
/// <param name="Lines">Its lines.</param>
public sealed record CashScenario(long MoneyAtStart, IReadOnlyList<CashLine> Lines)
{
    internal static CashScenario Empty { get; } = new(0, []);

    internal bool SameAs(CashScenario other) => MoneyAtStart == other.MoneyAtStart && Lines.Count == other.Lines.Count && Lines.Zip(other.Lines).All(p => p.First.SameAs(p.Second));
}

/// <summary>A cash-flow plan of three years (資金繰り計画) in three scenarios.</summary>
/// <param name="FirstMonth">The first day of its first month.</param>
/// <param name="Cautious">Worse than expected.</param>
/// <param name="Expected">As expected.</param>
/// <param name="Good">Better than expected.</param>
public sealed record CashPlan(DateOnly FirstMonth, CashScenario Cautious, CashScenario Expected, CashScenario Good)
{
    /// <summary>How many months it has.</summary>
    public const int Length = 36;

    internal const int MostLines = 40;

    internal const long MostPrice = 100_000_000, MostQuantity = 1_000_000, MostYen = 100_000_000_000;

    internal CashScenario Of(Scenario scenario) => scenario switch { Scenario.Cautious => Cautious, Scenario.Good => Good, _ => Expected };

    internal CashPlan With(Scenario scenario, CashScenario of) => scenario switch { Scenario.Cautious => this with { Cautious = of }, Scenario.Good => this with { Good = of }, _ => this with { Expected = of } };

    internal DateOnly Month(int index) => FirstMonth.AddMonths(index);

    internal int? IndexOf(DateOnly month) => (month.Year - FirstMonth.Year) * 12 + month.Month - FirstMonth.Month is var i and >= 0 and < Length ? i : null;

    internal bool HasLines => Cautious.Lines.Count + Expected.Lines.Count + Good.Lines.Count > 0;

    internal static CashPlan From(DateOnly firstMonth) => new(firstMonth, CashScenario.Empty, CashScenario.Empty, CashScenario.Empty);

    internal static IEnumerable<Flaw> FlawsOf(CashLine line)
    {
        foreach (var flaw in Flaw.OfText(line.Name, nameof(CashLine.Name), 60)) yield return flaw;
        if (line.UnitPrice is < 0 or > MostPrice) yield return new(nameof(CashLine.UnitPrice), new($"0 から {MostPrice:#,0} 円までにしてください。", $"From 0 to {MostPrice:#,0} yen."));
        if (line.BasisPoints is < 0 or > 10_000) yield return new(nameof(CashLine.BasisPoints), new("0 から 100 ％までにしてください。", "From 0 to 100 per cent."));
        var most = line.Kind == CashKind.Income ? MostQuantity : MostYen;
        for (var i = 0; i < line.Months.Count; i++)
            if (line.Months[i] < 0 || line.Months[i] > most) yield return new($"Months[{i}]", new($"{i + 1} か月目：0 から {most:#,0} までにしてください。", $"Month {i + 1}: from 0 to {most:#,0}."));
    }
}
