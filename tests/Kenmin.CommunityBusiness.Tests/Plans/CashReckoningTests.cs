using CsCheck;
using Kenmin.CommunityBusiness.Plans;

namespace Kenmin.CommunityBusiness.Tests.Plans;

/// <summary>Cash flow against examples that were worked out by hand, and for all plans.</summary>
public sealed class CashReckoningTests
{
    private static readonly Gen<CashScenario> Scenarios =
        from start in Gen.Long[0, 5_000_000]
        from lines in LineOf().List[0, 8]
        select new CashScenario(start, [.. lines]);

    private static Gen<CashLine> LineOf() =>
        from kind in Gen.Int[0, 6].Select(k => (CashKind)k)
        from price in Gen.Long[0, 50_000]
        from share in Gen.Int[0, 1_200]
        from months in Gen.Long[0, 300].Array[CashPlan.Length]
        select new CashLine(Guid.NewGuid(), kind, "行", kind == CashKind.Income ? price : 0, kind == CashKind.VariableCost ? share : 0, kind == CashKind.VariableCost ? new long[CashPlan.Length] : months);

    internal static CashLine Income(long price, params long[] quantities) => new(Guid.CreateVersion7(), CashKind.Income, "弁当", price, 0, Padded(quantities));

    internal static CashLine Cost(CashKind kind, params long[] yen) => new(Guid.CreateVersion7(), kind, kind.ToString(), 0, 0, Padded(yen));

    internal static CashLine Variable(int basisPoints) => new(Guid.CreateVersion7(), CashKind.VariableCost, "材料", 0, basisPoints, new long[CashPlan.Length]);

    // The last number goes on.
    internal static long[] Padded(long[] values) => [.. Enumerable.Range(0, CashPlan.Length).Select(i => values[Math.Min(i, values.Length - 1)])];

    [Fact]
    public void A_lunch_service_worked_out_by_hand()
    {
        // 500 yen each; 100, then 200 a month from the second on. Material 40 %. Rent 50,000. An oven of 120,000 in the first month, half of it
        // by a grant that comes in the third; 100,000 at hand.
        var plan = CashReckoning.Of(new(100_000,
        [
            Income(500, 100, 200), Variable(4_000), Cost(CashKind.FixedCost, 50_000), Cost(CashKind.Investment, 120_000, 0), Cost(CashKind.Grant, 0, 0, 60_000, 0),
        ]));
        // Month 1: 50,000 - 20,000 - 50,000 = -20,000, less 120,000. From month 2 on: 100,000 - 40,000 - 50,000 = +10,000.
        plan.Months[0].Amounts.Result.ShouldBe(-20_000);
        plan.Months[0].Cash.ShouldBe(-40_000);
        plan.Months[0].Cumulated.ShouldBe(-140_000);
        plan.Months[1].Cash.ShouldBe(-30_000);
        plan.Months[2].Cash.ShouldBe(40_000);
        // 140,000 are earned back after 14 months of 10,000: at the end of month 15.
        plan.BreakEven.ShouldBe(14);
        plan.Months[13].Cumulated.ShouldBe(-10_000);
        plan.Months[14].Cumulated.ShouldBe(0);
        (plan.Lowest.Index, plan.Lowest.Cash, plan.RunsOut).ShouldBe((0, -40_000, 0));
        plan.Months[35].Cash.ShouldBe(100_000 - 20_000 - 120_000 + 60_000 + 35 * 10_000);
    }

    [Fact]
    public void A_loan_moves_the_money_and_not_the_result()
    {
        var plan = CashReckoning.Of(new(0, [Cost(CashKind.LoanReceived, 300_000, 0), Cost(CashKind.LoanRepaid, 0, 10_000), Cost(CashKind.FixedCost, 1_000)]));
        plan.Months[0].Cash.ShouldBe(299_000);
        plan.Months[30].Cash.ShouldBe(300_000 - 30 * 10_000 - 31 * 1_000);
        plan.Months[35].Cumulated.ShouldBe(-36_000);
        plan.BreakEven.ShouldBeNull();
        plan.RunsOut.ShouldBe(28);
    }

    [Fact]
    public void Odd_shares_add_up_to_the_whole()
    {
        // A third of 100 yen a month: 33, 34, 33, … and 1,200 after 36 months, not 36 × 33.
        var plan = CashReckoning.Of(new(0, [Income(100, 1), Variable(3_333)]));
        plan.Months.Take(6).Select(m => m.Amounts.VariableCost).ShouldBe([33, 34, 33, 33, 34, 33]);
        plan.Months.Sum(m => m.Amounts.VariableCost).ShouldBe(1_200);
    }

    [Theory]
    [InlineData(50_000, 4_000, 83_334L)]
    [InlineData(60_000, 4_000, 100_000L)]
    [InlineData(60_000, 0, 60_000L)]
    [InlineData(60_000, 10_000, null)]
    public void The_sales_that_carry_a_month_are_its_fixed_costs_over_what_is_left_of_a_yen(long costs, int share, long? sales) =>
        CashReckoning.CarryingSales(new(0, [Cost(CashKind.FixedCost, costs), Variable(share)]), 5).ShouldBe(sales);

    [Fact]
    public void A_turn_that_does_not_last_is_no_break_even() =>
        CashReckoning.Of(new(0, [Income(1, 100, 0), Cost(CashKind.FixedCost, 0, 0, 0, 200, 0), Cost(CashKind.Grant, 5_000)])).BreakEven.ShouldBeNull("a grant carries nobody");

    [Fact]
    public void An_empty_plan_has_nothing_to_earn_back() => CashReckoning.Of(CashScenario.Empty).BreakEven.ShouldBeNull();

    [Fact]
    public void For_all_plans_no_yen_is_lost() => Scenarios.Sample(scenario =>
    {
        var plan = CashReckoning.Of(scenario);
        var income = plan.Months.Sum(m => m.Amounts.Income);
        var shares = scenario.Lines.Where(l => l.Kind == CashKind.VariableCost).Sum(l => (long)decimal.Floor((decimal)income * l.BasisPoints / 10_000 + 0.5m));
        return income == scenario.Lines.Where(l => l.Kind == CashKind.Income).Sum(l => l.UnitPrice * l.Months.Sum())
            && plan.Months.Sum(m => m.Amounts.VariableCost) == shares
            && plan.Months[^1].Cash == scenario.MoneyAtStart + plan.Months.Sum(m => m.Amounts.Change)
            && plan.Months[^1].Cumulated == plan.Months.Sum(m => m.Amounts.Result - m.Amounts.Investment)
            && plan.Months.All(m => m.Amounts.VariableCost >= 0);
    });

    [Fact]
    public void For_all_plans_break_even_is_the_first_month_after_which_nothing_is_owed() => Scenarios.Sample(scenario =>
    {
        var plan = CashReckoning.Of(scenario);
        return plan.BreakEven is not { } turn ? true
            : plan.Months.Skip(turn).All(m => m.Cumulated >= 0) && (turn == 0 || plan.Months[turn - 1].Cumulated < 0);
    });

    [Fact]
    public void For_all_plans_the_lowest_cash_is_lowest_and_sales_that_carry_a_month_carry_it() => Scenarios.Sample(scenario =>
    {
        var plan = CashReckoning.Of(scenario);
        if (plan.Months.Any(m => m.Cash < plan.Lowest.Cash)) return false;
        if (CashReckoning.CarryingSales(scenario, 0) is not { } sales) return true;
        var (costs, share) = (scenario.Lines.Where(l => l.Kind == CashKind.FixedCost).Sum(l => l.Months[0]), scenario.Lines.Where(l => l.Kind == CashKind.VariableCost).Sum(l => l.BasisPoints));
        return sales * (10_000 - share) >= costs * 10_000m && (sales == 0 || (sales - 1) * (10_000 - share) < costs * 10_000m);
    });
}
