using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.PlanProgress.Departments;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.PlanProgress.Reporting;
using Kenmin.PlanProgress.Tests.Support;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Tests.Reporting;

/// <summary>Departments report, as people do it with a browser without scripts.</summary>
public sealed class ReportingTests(PlanHouse house) : IClassFixture<PlanHouse>
{
    private static readonly FiscalYear Last = new(2025);

    [Fact]
    public async Task A_department_sees_what_is_missing_and_overdue_and_reports_it()
    {
        var department = await house.DepartmentAsync();
        var indicator = await house.IndicatorAsync(i => (i.DepartmentId, i.FromYear) = (department, 2024));
        using var desk = house.Visitor(PlanHouse.Owner);
        (await desk.ReadAsync($"/staff/plan/reports/{department}/2025")).ShouldContain("未報告（期限切れ）");

        var address = $"/staff/plan/figures/{indicator.Id}/2025";
        (await desk.SubmitAsync(address, "report", ("Input.Value", "たくさん"), ("Input.Stage", "Final"), ("Input.Note", ""))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await house.FigureAsync(indicator, Last)).IsMissing.ShouldBeTrue("nothing is half saved");
        (await desk.SubmitAsync(address, "report", ("Input.Value", "０"), ("Input.Stage", "Final"), ("Input.Note", "本当に0です"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var figure = await house.FigureAsync(indicator, Last);
        (figure.Actual, figure.Stage, figure.IsMissing, figure.Note, figure.ByName).ShouldBe((0, FigureStage.Final, false, "本当に0です", PlanHouse.Owner.Name));
        (await desk.ReadAsync($"/staff/plan/reports/{department}/2025")).ShouldContain("すべて報告済みです。");

        // Taken back, it is missing again, and not zero.
        (await desk.SubmitAsync(address, "report", ("Input.Value", ""), ("Input.Stage", "Final"), ("Input.Note", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.FigureAsync(indicator, Last)).IsMissing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_share_is_reported_in_full_width_digits_over_a_target_that_is_there()
    {
        var indicator = await house.IndicatorAsync(i => (i.FromYear, i.Measured, i.Decimals, i.Unit, i.Direction, i.Baseline, i.BaselineYear) =
            (2021, Measured.Rate, 1, new("％", "%"), Direction.Less, 40, 2021));
        await house.SendAsync(new SetTarget(indicator.Id, Last, 36, PlanHouse.Owner));
        using var desk = house.Visitor(PlanHouse.Owner);
        var address = $"/staff/plan/figures/{indicator.Id}/2025";

        (await desk.SubmitAsync(address, "report", ("Input.Value", "分からない"), ("Input.Stage", "Final"), ("Input.Note", ""))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await desk.SubmitAsync(address, "report", ("Input.Value", "３５．２"), ("Input.Stage", "Final"), ("Input.Note", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await desk.ReadAsync(address + "?done=true")).ShouldContain("35.2％");
    }

    [Fact]
    public async Task Only_those_who_report_for_the_department_may_and_an_administrator_decides_who_does()
    {
        var department = await house.DepartmentAsync();
        var indicator = await house.IndicatorAsync(i => i.DepartmentId = department);
        var stranger = new Doer(Guid.CreateVersion7(), "見本 他子");
        PlanAnswer answer = await house.SendAsync(new ReportFigure(indicator.Id, Last, 1, FigureStage.Final, null, stranger, ForAll: false));
        answer.Code.ShouldBe("not-your-department");

        using var desk = house.Visitor(stranger);
        (await desk.SubmitAsync("/staff/plan/departments", $"ask-{department:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new ReportFigure(indicator.Id, Last, 1, FigureStage.Final, null, stranger, ForAll: false))).Code.ShouldBe("not-your-department", "asking is not enough");

        using var administrator = house.Visitor(PlanHouse.Administrator, Roles.Administrator);
        (await administrator.SubmitAsync("/staff/plan/departments", $"member-{department:N}-{stranger.AccountId:N}", ("Decision", "approve"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new ReportFigure(indicator.Id, Last, 1, FigureStage.Final, null, stranger, ForAll: false))).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Figures_that_cannot_be_are_refused()
    {
        var indicator = await house.IndicatorAsync(i => (i.FromYear, i.ToYear) = (2020, 2030));
        (await house.ReportAsync(indicator, new(2019), 1)).Field.ShouldBe("Year");
        (await house.ReportAsync(indicator, new(2027), 1)).Field.ShouldBe("Year");
        (await house.ReportAsync(indicator, new(2026), 1)).Field.ShouldBe("Stage", "the present year is provisional");
        (await house.ReportAsync(indicator, new(2026), 1, FigureStage.Provisional)).IsDone.ShouldBeTrue();
        (await house.ReportAsync(indicator, Last, 1.5m)).Field.ShouldBe("Value");
        (await house.SendAsync(new ReportFigure(Guid.CreateVersion7(), Last, 1, FigureStage.Final, null, PlanHouse.Owner, ForAll: true))).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task Reporters_are_reminded_once_for_each_occasion()
    {
        var department = await house.DepartmentAsync();
        var indicator = await house.IndicatorAsync(i => (i.DepartmentId, i.FromYear) = (department, 2025));
        await house.SendAsync(new AskToReport(department, new(Guid.CreateVersion7(), "見本 未承認"), Approved: false));
        var link = $"/staff/plan/reports/{department}/2025";

        // Two hosts look at the same hour, and one of them twice.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => house.SendAsync<DepartmentsReminded>(new RemindDepartments())));
        var told = (await house.NoticesAsync(link, 1)).ShouldHaveSingleItem();
        (told.AccountId, told.Subject).ShouldBe((PlanHouse.Owner.AccountId, "令和7年度の実績報告の期限が過ぎています"));

        (await house.SendAsync<DepartmentsReminded>(new RemindDepartments(department, Last))).People.ShouldBe(1, "staff may ask for it");
        await house.NoticesAsync(link, 2);
        await house.ReportAsync(indicator, Last, 3);
        (await house.SendAsync<DepartmentsReminded>(new RemindDepartments(department, Last))).People.ShouldBe(0, "nothing is missing any more");
    }

    [Fact]
    public async Task The_plan_is_edited_in_the_browser()
    {
        using var desk = house.Visitor(PlanHouse.Owner);
        (await desk.SubmitAsync("/staff/plan/elements/new?level=Goal", "element", ("Input.Number", "9"), ("Input.Name", "もう一つの目標"), ("Input.NameEn", ""), ("Input.Description", ""), ("Input.DescriptionEn", "")))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await desk.ReadAsync("/staff/plan/structure")).ShouldContain("もう一つの目標");

        var measure = (await house.Reader.ReadAsync(default)).Elements.First(e => e.Level == PlanLevel.Measure).Id;
        (string, string)[] fields =
        [
            ("Input.MeasureId", measure.ToString()), ("Input.Number", "9-9-9"), ("Input.Name", "新しい指標"), ("Input.NameEn", ""), ("Input.Definition", "定義"), ("Input.DefinitionEn", ""),
            ("Input.Unit", "人"), ("Input.UnitEn", "people"), ("Input.Source", "調べ"), ("Input.SourceEn", ""), ("Input.Measured", "DistinctPeople"), ("Input.Direction", "More"),
            ("Input.Decimals", "0"), ("Input.Baseline", ""), ("Input.BaselineYear", ""), ("Input.DepartmentId", house.Department.ToString()), ("Input.CountedBy", ""),
            ("Input.FromYear", "令和6年度"), ("Input.ToYear", ""),
        ];
        var refused = await desk.SubmitAsync("/staff/plan/indicators/new", "indicator", [.. fields, ("Input.Deadline", "来年")]);
        refused.StatusCode.ShouldBe(HttpStatusCode.OK);
        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()).ShouldContain("報告期限は月と日で入力してください");
        (await desk.SubmitAsync("/staff/plan/indicators/new", "indicator", [.. fields, ("Input.Deadline", "６月１５日")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var made = (await house.Reader.ReadAsync(default)).Indicators.Single(i => i.Indicator.Number == "9-9-9").Indicator;
        made.DeadlineOf(Last).ShouldBe(new(2026, 6, 15));

        (await desk.SubmitAsync($"/staff/plan/indicators/{made.Id}", "break", ("Broken.Year", "2025"), ("Broken.Reason", "調査が変わった"), ("Broken.ReasonEn", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await desk.SubmitAsync($"/staff/plan/figures/{made.Id}/2027", "target", ("Goal.Target", "120人"))).StatusCode.ShouldBe(HttpStatusCode.Redirect, "targets of years to come");
        using var visitor = house.Visitor();
        (await visitor.ReadAsync("/plan/indicators/9-9-9")).ShouldContain("調査が変わった");
    }
}
