using CsCheck;
using Kenmin.PlanProgress.Closing;
using Kenmin.PlanProgress.Contracts;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.PlanProgress.Reporting;
using Kenmin.PlanProgress.Spreadsheet;
using Kenmin.PlanProgress.Tests.Support;
using Kenmin.SharedKernel;
using Npgsql;

namespace Kenmin.PlanProgress.Tests.Closing;

/// <summary>A closed year stays as it was closed, whoever knocks at whichever door.</summary>
public sealed class FreezingTests(PlanHouse house) : IClassFixture<PlanHouse>
{
    [Fact]
    public async Task No_door_changes_a_frozen_figure()
    {
        var year = PlanHouse.YearOfItsOwn();
        var (indicator, empty) = (await house.IndicatorAsync(), await house.IndicatorAsync());
        await house.ReportAsync(indicator, year, 42);
        (await house.SendAsync(new SetTarget(indicator.Id, year, 50, PlanHouse.Owner))).IsDone.ShouldBeTrue();
        (await house.FreezeAsync(year)).IsDone.ShouldBeTrue();

        (await house.ReportAsync(indicator, year, 43)).Code.ShouldBe("year-frozen");
        (await house.ReportAsync(indicator, year, null)).Code.ShouldBe("year-frozen");
        (await house.ReportAsync(empty, year, 1)).Code.ShouldBe("year-frozen");
        (await house.SendAsync(new SetTarget(indicator.Id, year, 40, PlanHouse.Administrator))).Code.ShouldBe("year-frozen");
        (await house.SendAsync(new ImportFigures([new(2, indicator.Id, year, 40, 43, FigureStage.Final, null)], PlanHouse.Administrator))).Code.ShouldBe("year-frozen");
        (await house.SendAsync(new MarkBreak(indicator.Id, year, new("理由", "Reason"), PlanHouse.Owner))).Code.ShouldBe("year-frozen");
        (await house.FreezeAsync(year)).Code.ShouldBe("year-frozen");
        (await house.SendAsync(new RemoveIndicator(indicator.Id))).Code.ShouldBe("has-figures");
        foreach (var sql in new[]
        {
            $"update plan_progress.plan_figures set actual = 1 where year = {year.StartYear}",
            $"delete from plan_progress.plan_figures where year = {year.StartYear}",
            $"update plan_progress.plan_figures set year = 1941 where year = {year.StartYear}",
            $"insert into plan_progress.plan_figures (indicator_id, year, actual, stage, changed_at, changed_by_name) values ('{empty.Id}', {year.StartYear}, 1, 2, now(), 'x')",
            $"update plan_progress.plan_years set frozen_at = null where year = {year.StartYear}",
            $"delete from plan_progress.plan_years where year = {year.StartYear}",
            "truncate plan_progress.plan_figures, plan_progress.plan_years",
        })
            (await Should.ThrowAsync<PostgresException>(() => house.ExecuteAsync(sql), sql)).SqlState.ShouldBe("KP001");

        var kept = await house.FigureAsync(indicator, year);
        (kept.Actual, kept.Target, kept.Frozen).ShouldBe((42, 50, true));
        var missing = await house.FigureAsync(empty, year);
        (missing.IsMissing, missing.Frozen).ShouldBe((true, true));
        (await house.Reader.ReadAsync(default)).Find(empty.Id)!.Owes(year).ShouldBeFalse("it is too late to report");
    }

    [Fact]
    public async Task The_meaning_of_a_frozen_figure_cannot_be_changed_either()
    {
        var year = PlanHouse.YearOfItsOwn();
        var indicator = await house.IndicatorAsync(i => (i.Baseline, i.BaselineYear) = (10, 1945));
        await house.ReportAsync(indicator, year, 42);
        await house.FreezeAsync(year);

        async Task<PlanAnswer> WithAsync(Action<Indicator> change)
        {
            var wanted = (await house.Reader.ReadAsync(default)).Find(indicator.Id)!.Indicator;
            change(wanted);
            return await house.SendAsync(new SaveIndicator(wanted));
        }

        (await WithAsync(i => i.Unit = new("人", "people"))).Code.ShouldBe("meaning-frozen");
        (await WithAsync(i => i.Measured = Measured.DistinctPeople)).Code.ShouldBe("meaning-frozen");
        (await WithAsync(i => i.Direction = Direction.Less)).Code.ShouldBe("meaning-frozen");
        (await WithAsync(i => i.Baseline = 11)).Code.ShouldBe("meaning-frozen");
        (await WithAsync(i => i.FromYear = year.StartYear + 1)).Code.ShouldBe("meaning-frozen");
        (await WithAsync(i => i.Name = new("言いかえた名前", "Reworded"))).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_reported_while_the_year_is_closed_is_in_it_or_refused()
    {
        var year = PlanHouse.YearOfItsOwn();
        var indicators = new List<Indicator>();
        for (var i = 0; i < 4; i++) indicators.Add(await house.IndicatorAsync());
        var start = new TaskCompletionSource();
        var reports = Enumerable.Range(1, 60).Select(async n =>
        {
            await start.Task;
            return (Indicator: indicators[n % 4], Value: (decimal)n, Answer: await house.ReportAsync(indicators[n % 4], year, n));
        }).ToList();
        var closings = Enumerable.Range(0, 3).Select(async _ =>
        {
            await start.Task;
            await reports[5];
            return await house.FreezeAsync(year);
        }).ToList();
        start.SetResult();
        var closed = await Task.WhenAll(closings);
        var frozen = await Task.WhenAll(indicators.Select(i => house.FigureAsync(i, year)));
        var answers = await Task.WhenAll(reports);

        closed.Count(c => c.IsDone).ShouldBe(1, "a year is closed once");
        answers.ShouldAllBe(a => a.Answer.IsDone || a.Answer.Code == "year-frozen");
        (await house.ScalarAsync<long>($"select count(*) from plan_progress.plan_figure_changes where year = {year.StartYear}")).ShouldBe(answers.Count(a => a.Answer.IsDone));
        for (var i = 0; i < indicators.Count; i++)
        {
            var now = await house.FigureAsync(indicators[i], year);
            now.Actual.ShouldBe(frozen[i].Actual, "nothing got in after the closing");
            if (now.Actual is { } value) answers.ShouldContain(a => a.Indicator == indicators[i] && a.Value == value && a.Answer.IsDone);
        }
    }

    [Fact]
    public async Task A_restatement_stands_beside_the_frozen_figure_with_who_when_and_why()
    {
        var year = PlanHouse.YearOfItsOwn();
        var (indicator, late) = (await house.IndicatorAsync(), await house.IndicatorAsync());
        await house.ReportAsync(indicator, year, 42);
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new RestateFigure(id, indicator.Id, year, 40, "重複", PlanHouse.Administrator))).Code.ShouldBe("year-open");
        await house.FreezeAsync(year);
        (await house.SendAsync(new RestateFigure(id, indicator.Id, year, 40, " ", PlanHouse.Administrator))).Field.ShouldBe("Reason");

        (await house.SendAsync(new RestateFigure(id, indicator.Id, year, 40, "重複", PlanHouse.Administrator))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new RestateFigure(id, indicator.Id, year, 40, "重複", PlanHouse.Administrator))).IsDone.ShouldBeTrue("sent again, it is made once");
        (await house.SendAsync(new RestateFigure(Guid.CreateVersion7(), late.Id, year, 7, "後日の報告", PlanHouse.Administrator))).IsDone.ShouldBeTrue();

        var figure = await house.FigureAsync(indicator, year);
        (figure.Actual, figure.Current).ShouldBe((42, 40));
        figure.Restatements.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            r => r.Reason.ShouldBe("重複"), r => r.ByName.ShouldBe(PlanHouse.Administrator.Name), r => r.At.ShouldBe(PlanHouse.Noon));
        var afterwards = await house.FigureAsync(late, year);
        (afterwards.Actual, afterwards.Current, afterwards.IsMissing).ShouldBe((null, 7, false));
        foreach (var sql in new[] { $"update plan_progress.plan_restatements set value = 1 where id = '{id}'", $"delete from plan_progress.plan_restatements where id = '{id}'" })
            (await Should.ThrowAsync<PostgresException>(() => house.ExecuteAsync(sql))).SqlState.ShouldBe("KP001");
    }

    /// <summary>A plain model beside the real thing: whatever people do in whatever order.</summary>
    [Fact]
    public async Task Whatever_is_done_in_whatever_order_frozen_figures_stay_and_corrections_stand_beside_them() => await Gen.Int[-1, 30].Select(Gen.Int[0, 4], (value, step) => (step, value))
        .Array[1, 12].SampleAsync(async steps =>
        {
            var (indicator, year) = (await house.IndicatorAsync(), PlanHouse.YearOfItsOwn());
            var (actual, frozen, restated) = ((decimal?)null, false, new List<decimal>());
            foreach (var (step, value) in steps)
                switch (step)
                {
                    case 0 or 1 or 2:
                        var reported = value < 0 ? (decimal?)null : value;
                        Assert.Equal(!frozen, (await house.ReportAsync(indicator, year, reported)).IsDone);
                        if (!frozen) actual = reported;
                        break;
                    case 3:
                        Assert.Equal(!frozen, (await house.FreezeAsync(year)).IsDone);
                        frozen = true;
                        break;
                    default:
                        Assert.Equal(frozen, (await house.SendAsync(new RestateFigure(Guid.CreateVersion7(), indicator.Id, year, value, "見本", PlanHouse.Administrator))).IsDone);
                        if (frozen) restated.Add(value);
                        break;
                }

            var figure = await house.FigureAsync(indicator, year);
            Assert.Equal(actual, figure.Actual);
            Assert.Equal(restated.Count > 0 ? restated[^1] : actual, figure.Current);
            Assert.Equal(restated.Count, figure.Restatements.Count);
            Assert.Equal(actual is null && restated.Count == 0, figure.IsMissing);
        }, iter: 12, threads: 1);

    [Fact]
    public async Task A_year_with_gaps_is_closed_only_knowingly_and_the_present_one_never()
    {
        var year = PlanHouse.YearOfItsOwn();
        var indicator = await house.IndicatorAsync(i => (i.FromYear, i.ToYear) = (year.StartYear, year.StartYear));
        (await house.SendAsync(new FreezeYear(year, EvenWithGaps: false, null, PlanHouse.Administrator))).Code.ShouldBe("gaps");
        await house.ReportAsync(indicator, year, 1, FigureStage.Provisional);
        (await house.SendAsync(new FreezeYear(year, EvenWithGaps: false, null, PlanHouse.Administrator))).Code.ShouldBe("gaps");

        (await house.FreezeAsync(FiscalYear.Of(PlanHouse.Noon))).Code.ShouldBe("year-not-over");
        (await house.FigureAsync(indicator, year)).Frozen.ShouldBeFalse();
    }

    [Fact]
    public async Task Closing_takes_the_counts_over_and_later_counts_leave_them_alone()
    {
        var year = PlanHouse.YearOfItsOwn();
        var indicator = await house.IndicatorAsync(i => (i.Measured, i.Unit, i.CountedBy) = (Measured.DistinctPeople, new("人", "people"), $"tests.people-{year.StartYear}"));
        IndicatorCounted Count(decimal people, int minute) => new(indicator.CountedBy!, year, CountKind.DistinctPeople, people, PlanHouse.Noon.AddMinutes(minute), "/records");
        await house.HandleAsync(Count(10, 0));
        await house.FreezeAsync(year);

        await house.HandleAsync(Count(11, 5));

        var figure = await house.FigureAsync(indicator, year);
        (figure.Actual, figure.Stage, figure.DrillDown, figure.AsOf).ShouldBe((10, FigureStage.Final, "/records", PlanHouse.Noon));
        using var desk = house.Visitor(PlanHouse.Administrator, Kenmin.Modularity.Access.Roles.Administrator);
        (await desk.ReadAsync("/staff/plan")).ShouldContain($"{indicator.Number} {year.ToJapanese()}：確定後の記録では 11人です");
    }
}
