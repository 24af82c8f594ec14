using CsCheck;
using Kenmin.PlanProgress.Contracts;
using Kenmin.PlanProgress.Counting;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.PlanProgress.Tests.Support;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.PlanProgress.Tests.Counting;

/// <summary>Counts of modules, as they arrive: repeated, late, in any order.</summary>
public sealed class CountingTests(PlanHouse house) : IClassFixture<PlanHouse>
{
    private static readonly FiscalYear Present = FiscalYear.Of(PlanHouse.Noon);

    [Fact]
    public async Task The_latest_count_stands_however_often_and_in_whatever_order_they_come() =>
        await Gen.Int[0, 9].Array[1, 12].SampleAsync(async order =>
        {
            var indicator = await CountedAsync(Measured.Participations);
            // Several hosts handle at the same time.
            await Task.WhenAll(order.Select(n => house.HandleAsync(CountOf(indicator, CountKind.Participations, 100 + n, n))));

            var figure = await house.FigureAsync(indicator, Present);
            Assert.Equal(100 + order.Max(), figure.Actual);
            Assert.Equal(FigureStage.Provisional, figure.Stage);
            Assert.Equal("/records", figure.DrillDown);
        }, iter: 15, threads: 1);

    [Fact]
    public async Task A_count_that_is_delivered_by_message_arrives_once()
    {
        var indicator = await CountedAsync(Measured.DistinctPeople);
        var message = CountOf(indicator, CountKind.DistinctPeople, 12, 1);
        await house.Services.TrackActivity().ExecuteAndWaitAsync((Func<IMessageContext, Task>)(async bus =>
        {
            await bus.PublishAsync(message);
            await bus.PublishAsync(message);
        }));

        (await house.FigureAsync(indicator, Present)).Actual.ShouldBe(12);
        (await house.ScalarAsync<long>($"select count(*) from plan_progress.plan_counts where source = '{indicator.CountedBy}'")).ShouldBe(1);
    }

    [Fact]
    public async Task Participations_are_not_taken_for_people()
    {
        var indicator = await CountedAsync(Measured.DistinctPeople);
        await house.HandleAsync(CountOf(indicator, CountKind.Participations, 80, 1));

        (await house.FigureAsync(indicator, Present)).IsMissing.ShouldBeTrue();
        using var desk = house.Visitor(PlanHouse.Owner);
        (await desk.ReadAsync("/staff/plan")).ShouldContain($"{indicator.Number}：届いた集計（{indicator.CountedBy}）は種類が違うため使っていません");
    }

    [Fact]
    public async Task What_a_module_counts_is_not_entered_by_hand()
    {
        var indicator = await CountedAsync(Measured.DistinctPeople);

        (await house.ReportAsync(indicator, Present, 5, FigureStage.Provisional)).Code.ShouldBe("counted");
        (await house.FigureAsync(indicator, Present)).IsMissing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_count_that_leads_out_of_the_site_is_not_taken()
    {
        var indicator = await CountedAsync(Measured.DistinctPeople);
        await house.HandleAsync(CountOf(indicator, CountKind.DistinctPeople, 5, 1) with { DrillDown = "https://elsewhere.example.jp/" });
        await house.HandleAsync(CountOf(indicator, CountKind.DistinctPeople, 5, 1) with { DrillDown = "//elsewhere.example.jp/" });

        (await house.FigureAsync(indicator, Present)).IsMissing.ShouldBeTrue();
    }

    [Fact]
    public async Task Staff_ask_the_modules_to_count_anew()
    {
        using var desk = house.Visitor(PlanHouse.Owner);
        await CountedAsync(Measured.Hours);
        HttpResponseMessage answer = null!;
        var session = await house.Services.TrackActivity().DoNotAssertOnExceptionsDetected().ExecuteAndWaitAsync((Func<IMessageContext, Task>)(async _ =>
            answer = await desk.SubmitAsync("/staff/plan", "recount", ("Input.Year", "2026"))));

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        session.AllRecordsInOrder().Select(r => r.Message).OfType<RecountRequested>().ShouldContain(r => r.Year == Present);
    }

    private Task<Indicator> CountedAsync(Measured measured) => house.IndicatorAsync(i =>
        (i.Measured, i.Decimals, i.CountedBy) = (measured, measured == Measured.Hours ? 1 : 0, $"tests.{Guid.NewGuid():N}"));

    private static IndicatorCounted CountOf(Indicator indicator, CountKind kind, decimal value, int minute) =>
        new(indicator.CountedBy!, Present, kind, value, PlanHouse.Noon.AddMinutes(minute), "/records");
}
