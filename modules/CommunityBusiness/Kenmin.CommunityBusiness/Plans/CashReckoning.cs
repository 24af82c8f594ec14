namespace Kenmin.CommunityBusiness.Plans;

/// <summary>The amounts of a month, in whole yen.</summary>
/// <param name="Income">What is earned.</param>
/// <param name="VariableCost">Costs that go with it.</param>
/// <param name="FixedCost">Costs of every month.</param>
/// <param name="Investment">Things bought once.</param>
/// <param name="LoanReceived">Loans that come in.</param>
/// <param name="LoanRepaid">Loans paid back.</param>
/// <param name="Grant">Grants.</param>
public sealed record MonthAmounts(long Income, long VariableCost, long FixedCost, long Investment, long LoanReceived, long LoanRepaid, long Grant)
{
    internal static MonthAmounts Nothing { get; } = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>What the business itself makes: without loans and grants, and before things bought once.</summary>
    internal long Result => Income - VariableCost - FixedCost;

    /// <summary>How the money at hand changes.</summary>
    internal long Change => Result - Investment + LoanReceived - LoanRepaid + Grant;

    internal long Of(CashKind kind) => kind switch
    {
        CashKind.Income => Income, CashKind.VariableCost => VariableCost, CashKind.FixedCost => FixedCost, CashKind.Investment => Investment,
        CashKind.LoanReceived => LoanReceived, CashKind.LoanRepaid => LoanRepaid, _ => Grant,
    };

    internal MonthAmounts With(CashKind kind, long yen) => kind switch
    {
        CashKind.Income => this with { Income = yen }, CashKind.VariableCost => this with { VariableCost = yen }, CashKind.FixedCost => this with { FixedCost = yen }, CashKind.Investment => this with { Investment = yen },
        CashKind.LoanReceived => this with { LoanReceived = yen }, CashKind.LoanRepaid => this with { LoanRepaid = yen }, _ => this with { Grant = yen },
    };
}

/// <summary>A month of a reckoned plan.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Amounts">Its amounts.</param>
/// <param name="Cumulated">The result of all months so far, less what was bought once.</param>
/// <param name="Cash">The money at hand at its end.</param>
internal sealed record ReckonedMonth(int Index, MonthAmounts Amounts, long Cumulated, long Cash);

/// <summary>A reckoned plan.</summary>
/// <param name="MoneyAtStart">The money at hand before.</param>
/// <param name="Months">Its 36 months.</param>
internal sealed record Reckoned(long MoneyAtStart, IReadOnlyList<ReckonedMonth> Months)
{
    /// <summary>
    /// The month (from 0) in which the business has earned back what it cost and stays there to the end (損益分岐); null when it does not
    /// within three years, or has nothing to earn back.
    /// </summary>
    public int? BreakEven
    {
        get
        {
            if (Months.All(m => m.Amounts is { Income: 0, VariableCost: 0, FixedCost: 0, Investment: 0 })) return null;
            var last = -1;
            foreach (var month in Months)
                if (month.Cumulated < 0) last = month.Index;
            return last + 1 < Months.Count ? last + 1 : null;
        }
    }

    /// <summary>The month at whose end the money at hand is least; the first of several.</summary>
    public ReckonedMonth Lowest => Months.MinBy(m => m.Cash)!;

    /// <summary>The first month at whose end there is less than no money; null when there is none.</summary>
    public int? RunsOut => Months.FirstOrDefault(m => m.Cash < 0)?.Index;
}

/// <summary>
/// Reckons cash flow in whole yen. A variable cost is a share of the income: the running total is rounded, half up, and a month is the
/// difference to the month before. So the months of a cost always add up to the rounded share of the whole income.
/// </summary>
internal static class CashReckoning
{
    private const int Whole = 10_000;

    public static Reckoned Of(CashScenario scenario)
    {
        var months = new MonthAmounts[CashPlan.Length];
        for (var i = 0; i < months.Length; i++)
            months[i] = scenario.Lines.Where(l => l.Kind != CashKind.VariableCost).Aggregate(MonthAmounts.Nothing, (m, l) => m.With(l.Kind, checked(m.Of(l.Kind) + l.YenOf(i))));
        var incomes = months.Select(m => m.Income).ToList();
        foreach (var line in scenario.Lines.Where(l => l.Kind == CashKind.VariableCost))
        {
            var parts = Share(incomes, line.BasisPoints, Whole);
            for (var i = 0; i < months.Length; i++) months[i] = months[i] with { VariableCost = months[i].VariableCost + parts[i] };
        }

        return Sum(scenario.MoneyAtStart, months);
    }

    public static Reckoned Sum(long start, IReadOnlyList<MonthAmounts> months)
    {
        List<ReckonedMonth> reckoned = [];
        var (cumulated, cash) = (0L, start);
        for (var i = 0; i < months.Count; i++)
        {
            cumulated += months[i].Result - months[i].Investment;
            cash += months[i].Change;
            reckoned.Add(new(i, months[i], cumulated, cash));
        }

        return new(start, reckoned);
    }

    /// <summary>The part of each amount, so that they add up to the rounded part of the sum.</summary>
    public static IReadOnlyList<long> Share(IReadOnlyList<long> amounts, long part, long whole)
    {
        var parts = new long[amounts.Count];
        Int128 sum = 0;
        long before = 0;
        for (var i = 0; i < amounts.Count; i++)
        {
            sum += amounts[i];
            var upTo = RoundHalfUp(sum * part, whole);
            (parts[i], before) = (upTo - before, upTo);
        }

        return parts;
    }

    /// <summary>
    /// The sales with which a month carries itself (損益分岐点売上高): its fixed costs divided by what is left of each yen of income after
    /// variable costs, rounded up. Null when nothing is left of it.
    /// </summary>
    public static long? CarryingSales(CashScenario scenario, int month)
    {
        var left = Whole - scenario.Lines.Where(l => l.Kind == CashKind.VariableCost).Sum(l => l.BasisPoints);
        if (left <= 0) return null;
        var costs = (Int128)scenario.Lines.Where(l => l.Kind == CashKind.FixedCost).Sum(l => l.YenOf(month));
        return (long)((costs * Whole + left - 1) / left);
    }

    /// <summary>Divides and rounds half up, toward the greater number.</summary>
    public static long RoundHalfUp(Int128 dividend, Int128 divisor)
    {
        var twice = 2 * dividend + divisor;
        var quotient = twice / (2 * divisor);
        return (long)(twice % (2 * divisor) < 0 ? quotient - 1 : quotient);
    }
}
