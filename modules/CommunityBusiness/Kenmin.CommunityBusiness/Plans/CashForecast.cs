namespace Kenmin.CommunityBusiness.Plans;

/// <summary>What is to be expected by what happened so far.</summary>
/// <param name="Plan">The plan, as expected.</param>
/// <param name="Forecast">Actuals so far and the corrected plan for the rest; the plan itself without actuals.</param>
/// <param name="Known">How many of the first months have actuals without a gap.</param>
/// <param name="Corrections">By how much the rest of the plan is corrected, in hundredths of a per cent, for income, variable and fixed costs.</param>
internal sealed record ForecastView(Reckoned Plan, Reckoned Forecast, int Known, (long Income, long Variable, long Fixed) Corrections)
{
    /// <summary>
    /// Whether break-even has moved beyond the money that is left: the money runs out before the business has earned back what it cost, or it
    /// never does. Without actuals there is no alarm.
    /// </summary>
    public bool Alarm => Known > 0 && Forecast.RunsOut is { } empty && (Forecast.BreakEven is not { } turn || empty <= turn);
}

/// <summary>
/// The rule by which actuals correct the plan, in one place. Months with actuals stand as they are. For the rest, incomes, variable costs
/// and fixed costs of the plan are multiplied by the share that was reached in the last six months with actuals, at most twice the plan; what was
/// not planned in those months corrects nothing. Things bought once, loans and grants stay as planned.
/// </summary>
internal static class CashForecast
{
    internal const int Looks = 6;

    private const long Whole = 10_000, Most = 20_000;

    public static ForecastView Of(CashScenario scenario, IReadOnlyDictionary<int, MonthAmounts> actuals)
    {
        var plan = CashReckoning.Of(scenario);
        var known = Enumerable.Range(0, CashPlan.Length).TakeWhile(actuals.ContainsKey).Count();
        if (known == 0) return new(plan, plan, 0, (Whole, Whole, Whole));
        var looked = Enumerable.Range(Math.Max(0, known - Looks), Math.Min(Looks, known)).ToList();
        long Reached(Func<MonthAmounts, long> of)
        {
            var planned = looked.Sum(i => of(plan.Months[i].Amounts));
            return planned <= 0 ? Whole : Math.Clamp(CashReckoning.RoundHalfUp((Int128)looked.Sum(i => of(actuals[i])) * Whole, planned), 0, Most);
        }

        var (income, variable, fixedCost) = (Reached(m => m.Income), Reached(m => m.VariableCost), Reached(m => m.FixedCost));
        var rest = plan.Months.Skip(known).Select(m => m.Amounts).ToList();
        var incomes = CashReckoning.Share([.. rest.Select(m => m.Income)], income, Whole);
        var variables = CashReckoning.Share([.. rest.Select(m => m.VariableCost)], variable, Whole);
        var costs = CashReckoning.Share([.. rest.Select(m => m.FixedCost)], fixedCost, Whole);
        return new(plan, CashReckoning.Sum(scenario.MoneyAtStart,
            [.. Enumerable.Range(0, known).Select(i => actuals[i]), .. rest.Select((m, i) => m with { Income = incomes[i], VariableCost = variables[i], FixedCost = costs[i] })]), known, (income, variable, fixedCost));
    }
}
