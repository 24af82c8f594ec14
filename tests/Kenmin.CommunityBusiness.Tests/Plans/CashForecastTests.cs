using CsCheck;
using Kenmin.CommunityBusiness.Plans;
using static Kenmin.CommunityBusiness.Tests.Plans.CashReckoningTests;

namespace Kenmin.CommunityBusiness.Tests.Plans;

/// <summary>What is to be expected by what happened so far, and when that is alarming.</summary>
public sealed class CashForecastTests
{
    // 100,000 a month, half of it material, 30,000 rent, 200,000 for a van: 20,000 a month are left, and break-even is after ten months.
    private static readonly CashScenario Plan = new(250_000, [Income(1_000, 100), Variable(5_000), Cost(CashKind.FixedCost, 30_000), Cost(CashKind.Investment, 200_000, 0)]);

    private static Dictionary<int, MonthAmounts> Months(int count, long income, long variable, long costs, long bought = 0) =>
        Enumerable.Range(0, count).ToDictionary(i => i, i => new MonthAmounts(income, variable, costs, i == 0 ? bought : 0, 0, 0, 0));

    [Fact]
    public void Without_actuals_the_plan_stands_and_there_is_no_alarm()
    {
        var view = CashForecast.Of(Plan, new Dictionary<int, MonthAmounts>());
        (view.Forecast.BreakEven, view.Forecast.Lowest.Cash, view.Alarm).ShouldBe((9, 70_000, false));
    }

    [Fact]
    public void As_planned_nothing_changes()
    {
        var view = CashForecast.Of(Plan, Months(3, 100_000, 50_000, 30_000, 200_000));
        view.Forecast.Months.ShouldBe(view.Plan.Months);
        view.Alarm.ShouldBeFalse();
    }

    [Fact]
    public void Half_the_sales_carry_nothing_and_the_money_runs_out()
    {
        // 50,000 - 25,000 - 30,000 = -5,000 a month: of 50,000 left after the van the first three months take 15,000.
        var view = CashForecast.Of(Plan, Months(3, 50_000, 25_000, 30_000, 200_000));
        view.Corrections.ShouldBe((5_000, 5_000, 10_000));
        view.Forecast.Months[2].Cash.ShouldBe(35_000);
        view.Forecast.Months[10].Cash.ShouldBe(-5_000);
        (view.Forecast.RunsOut, view.Forecast.BreakEven, view.Alarm).ShouldBe((10, null, true));
    }

    [Fact]
    public void A_gap_ends_what_is_known()
    {
        var actuals = Months(2, 50_000, 25_000, 30_000, 200_000);
        actuals[5] = MonthAmounts.Nothing;
        CashForecast.Of(Plan, actuals).Known.ShouldBe(2);
    }

    [Fact]
    public void What_was_not_planned_corrects_nothing_and_nothing_is_more_than_doubled()
    {
        var view = CashForecast.Of(new(0, [Income(100, 10)]), Months(2, 9_000, 500, 500));
        view.Corrections.ShouldBe((20_000, 10_000, 10_000));
        view.Forecast.Months[2].Amounts.Income.ShouldBe(2_000);
        view.Forecast.Months[2].Amounts.VariableCost.ShouldBe(0);
    }

    [Fact]
    public void For_all_actuals_what_happened_stands_and_the_rest_adds_up() => Gen.Select(Gen.Long[0, 200_000], Gen.Long[0, 100_000], Gen.Int[1, CashPlan.Length]).Sample((income, costs, known) =>
    {
        var actuals = Months(known, income, income / 3, costs);
        var view = CashForecast.Of(Plan, actuals);
        var rest = view.Plan.Months.Skip(known).Sum(m => m.Amounts.Income);
        return view.Forecast.Months.Take(known).All(m => m.Amounts == actuals[m.Index])
            && view.Forecast.Months.Skip(known).Sum(m => m.Amounts.Income) == CashReckoning.RoundHalfUp((Int128)rest * view.Corrections.Income, 10_000)
            && view.Alarm == (view.Forecast.RunsOut is { } r && (view.Forecast.BreakEven is not { } b || r <= b));
    });
}
