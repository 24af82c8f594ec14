using System.Numerics;
using CsCheck;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.PlanProgress.Publication;
using Kenmin.PlanProgress.Reporting;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Tests.Figures;

/// <summary>The rules about figures, without a database.</summary>
public sealed class FigureRuleTests
{
    private static readonly FiscalYear Y2025 = new(2025);

    private static readonly Gen<decimal?[]> SomeYears =
        Gen.Int[-1, 40].Select(v => v < 0 ? (decimal?)null : v).Array[1, 12];

    [Fact]
    public void What_is_missing_is_never_zero_in_charts_sums_comparisons_or_progress() => SomeYears.Sample(values =>
    {
        var series = SeriesOf(new() { Measured = Measured.Participations, FromYear = 2000 }, values, target: 0);
        FiscalYear[] years = [.. values.Select((_, i) => new FiscalYear(2000 + i))];
        var drawn = Series.Of(series, years).Single(s => s.Name.Ja == "実績").Values;
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], drawn[i]);
            Assert.Equal(values[i] is null, series.In(years[i]).IsMissing);
            // A target of zero would be reached by a zero that is none.
            Assert.Equal(values[i] is null, series.Assess(years[i]).Progress == Progress.NotKnown);
            Assert.Equal(values[i] is null, FigureWords.CurrentOf(series.Indicator, series.In(years[i])) == FigureWords.NotReported);
            if (i > 0) Assert.Equal(values[i] is null || values[i - 1] is null, Series.Change(series, years[i - 1], years[i]).Ja.StartsWith("比較できません", StringComparison.Ordinal));
        }

        var known = values.OfType<decimal>().ToList();
        Assert.Equal(known.Count == 0 ? null : known.Sum(), Measures.Total(Measured.Participations, known));
    });

    [Fact]
    public void People_cannot_be_added_up_and_participations_only_to_participations()
    {
        typeof(DistinctPeople).GetMethods().ShouldNotContain(m => m.Name.StartsWith("op_", StringComparison.Ordinal) && m.Name != "op_Equality" && m.Name != "op_Inequality",
            "neither a sum nor a conversion to something that has one");
        typeof(DistinctPeople).GetInterfaces().ShouldNotContain(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAdditionOperators<,,>));
        typeof(Participations).GetMethods().Where(m => m.Name == "op_Addition").Select(m => m.GetParameters()[1].ParameterType).ShouldBe([typeof(Participations)]);
        typeof(Hours).GetMethods().Where(m => m.Name == "op_Addition").Select(m => m.GetParameters()[1].ParameterType).ShouldBe([typeof(Hours)]);
        Measures.Total(Measured.DistinctPeople, [3, 4]).ShouldBeNull();
        Measures.Total(Measured.Rate, [3, 4]).ShouldBeNull();
        Measures.Total(Measured.Participations, [3, 4]).ShouldBe(7);
    }

    [Theory]
    [InlineData(Direction.More, 100, 120, 120, "Achieved")]
    [InlineData(Direction.More, 100, 120, 117, "OnTheWay")]
    [InlineData(Direction.More, 100, 120, 115, "Behind")]
    [InlineData(Direction.More, null, 120, 96, "OnTheWay")]
    [InlineData(Direction.More, null, 120, 95, "Behind")]
    [InlineData(Direction.Less, 40, 30, 30, "Achieved")]
    [InlineData(Direction.Less, 40, 30, 32, "OnTheWay")]
    [InlineData(Direction.Less, 40, 30, 35, "Behind")]
    [InlineData(Direction.More, 0, 0, 0, "Achieved")]
    [InlineData(Direction.Less, null, 0, 5, "Behind")]
    [InlineData(Direction.Neither, 1, 2, 3, "NotKnown")]
    public void Progress_is_measured_from_the_baseline_to_the_target(Direction direction, int? baseline, int target, int actual, string progress) =>
        Assessment.Of(
            new() { Direction = direction, Baseline = baseline, BaselineYear = baseline is null ? null : 2020 }, new(Y2025) { Target = target, Actual = actual, Stage = FigureStage.Final })
            .Progress.ToString().ShouldBe(progress);

    [Fact]
    public void A_baseline_before_a_break_is_not_used()
    {
        var indicator = new Indicator { Direction = Direction.More, Baseline = 100, BaselineYear = 2020, FromYear = 2015 };
        var figure = new YearFigure(Y2025) { Target = 120, Actual = 115 };
        Assessment.Of(indicator, figure).Progress.ShouldBe(Progress.Behind, "75 % of the way");

        indicator.Breaks.Add(new(2023, new("数え方", "Counted otherwise"), "見本", DateTimeOffset.UnixEpoch));

        Assessment.Of(indicator, figure).Progress.ShouldBe(Progress.OnTheWay, "96 % of the target");
    }

    [Fact]
    public void No_line_crosses_a_break_and_no_year_is_lost() =>
        Gen.Select(SomeYears, Gen.Int[2001, 2011].HashSet[0, 3]).Sample((values, breaks) =>
        {
            var indicator = new Indicator { FromYear = 2000, Breaks = [.. breaks.Order().Select(y => new SeriesBreak(y, new("理由", "Reason"), "見本", DateTimeOffset.UnixEpoch))] };
            FiscalYear[] years = [.. values.Select((_, i) => new FiscalYear(2000 + i))];
            var lines = Series.Of(SeriesOf(indicator, values, target: null), years);
            foreach (var line in lines)
            {
                var drawn = line.Values.Select((v, i) => (v, Year: 2000 + i)).Where(p => p.v is not null).Select(p => p.Year).ToList();
                if (drawn.Count > 0) Assert.Null(indicator.BreakBetween(drawn[0], drawn[^1]));
            }

            for (var i = 0; i < values.Length; i++)
                Assert.Equal(values[i] is null ? 0 : 1, lines.Count(l => l.Values[i] is not null));
            if (values.Length > 1 && indicator.BreakBetween(2000, 2000 + values.Length - 1) is not null)
                Assert.StartsWith("比較できません", Series.Change(SeriesOf(indicator, values, null), years[0], years[^1]).Ja);
        });

    [Fact]
    public void One_to_four_people_are_withheld_outside_the_office_and_nothing_else_is() =>
        Gen.Select(Gen.Enum<Measured>(), Gen.Int[0, 20], Gen.Int[0, 20]).Sample((measured, frozen, restated) =>
        {
            var whole = measured is Measured.DistinctPeople or Measured.Participations;
            var shown = new YearFigure(Y2025)
            {
                Actual = frozen, Stage = FigureStage.Final, Frozen = true, DrillDown = "/records", ByName = "見本 事子",
                Restatements = [new(restated, "理由", DateTimeOffset.UnixEpoch, Guid.CreateVersion7(), "見本 管理")],
            }.ForPublic(measured);
            Assert.Equal(whole && frozen is >= 1 and <= 4 ? null : frozen, shown.Actual);
            Assert.Equal(whole && restated is >= 1 and <= 4 ? null : restated, shown.Current);
            Assert.Equal(shown.Actual is null || shown.Current is null, shown.Hidden);
            Assert.False(shown.IsMissing);
            Assert.Null(shown.DrillDown);
            Assert.Equal("", shown.ByName + shown.Restatements[0].ByName);
        });

    [Theory]
    [InlineData("１，２３４", "1234")]
    [InlineData("1,234団体", "1234")]
    [InlineData("0", "0")]
    [InlineData("", null)]
    [InlineData("十二", null)]
    [InlineData("1.5", null)]
    [InlineData("1e5", null)]
    public void Figures_are_read_as_people_type_them(string typed, string? read)
    {
        var parsed = FigureInput.Parse(typed, new("団体", "groups"), Measured.Quantity, 0);
        (parsed.IsOk ? FigureInput.Show(parsed.Value, 0).Replace(",", "") : null).ShouldBe(read);
    }

    [Theory]
    [InlineData(5, 31, "2026-05-31")]
    [InlineData(4, 31, "2026-04-30")]
    [InlineData(2, 29, "2027-02-28")]
    public void The_last_day_for_a_report_lies_after_the_year(int month, int day, string deadline) =>
        new Indicator { DeadlineMonth = month, DeadlineDay = day }.DeadlineOf(Y2025).ShouldBe(DateOnly.Parse(deadline, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2026-05-16", null)]
    [InlineData("2026-05-17", "before")]
    [InlineData("2026-05-31", "before")]
    [InlineData("2026-06-01", "overdue-0")]
    [InlineData("2026-06-30", "overdue-0")]
    [InlineData("2026-07-01", "overdue-1")]
    public void Reminders_come_two_weeks_before_the_last_day_after_it_and_every_thirty_days(string today, string? occasion) =>
        RemindDepartmentsHandler.Occasion(new(2026, 5, 31), DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(occasion);

    [Fact]
    public void Numbers_are_ordered_as_people_count() =>
        new[] { "1-10", "2-1", "1-2", "1", "1-2-1" }.Order(PlanNumbers.InOrder).ShouldBe(["1", "1-2", "1-2-1", "1-10", "2-1"]);

    private static IndicatorSeries SeriesOf(Indicator indicator, decimal?[] values, decimal? target) => new(
        With(indicator, new LocalizedText("人", "people")), null, values.Select((v, i) => new YearFigure(new(2000 + i)) { Actual = v, Stage = v is null ? null : FigureStage.Final, Target = target })
            .ToDictionary(f => f.Year.StartYear));

    private static Indicator With(Indicator indicator, LocalizedText unit)
    {
        indicator.Unit = unit;
        return indicator;
    }
}
