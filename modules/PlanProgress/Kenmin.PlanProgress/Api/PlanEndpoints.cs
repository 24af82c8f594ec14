using System.Security.Claims;
using System.Text.Json;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Closing;
using Kenmin.PlanProgress.Counting;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.PlanProgress.Reporting;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.PlanProgress.Api;

/// <summary>What is sent to report a figure.</summary>
internal sealed record NewFigure(decimal? Value, string? Stage, string? Note);

/// <summary>What is sent to set a target.</summary>
internal sealed record NewTarget(decimal? Target);

/// <summary>What is sent to close a year.</summary>
internal sealed record Closing(bool EvenWithGaps, string? Note);

/// <summary>What is sent to restate a frozen figure.</summary>
internal sealed record NewRestatement(Guid? Id, FiscalYear? Year, decimal? Value, string? Reason);

/// <summary>The plan for programs: what the pages do.</summary>
internal sealed class PlanEndpoints(PlanReader reader, TimeProvider clock, ModuleCatalog catalog) : IApiEndpoints
{
    private const string StaysOpen = "the plan is kept by staff also while it is not published";

    public void Map(IEndpointRouteBuilder api)
    {
        var plan = api.MapGroup("/plan-progress").WithTags("plan-progress");
        plan.MapGet("/indicators", async (CancellationToken cancellationToken) =>
                (await reader.ReadForPublicAsync(cancellationToken)).Indicators.Select(i => IndicatorView.Of(i, FiscalYear.Current(clock))).ToList())
            .WithSummary("指標と年度ごとの数値 / Indicators with their years; small counts of people are withheld")
            .WithExample(response: new[] { IndicatorView.Example })
            .AllowAnonymous().RequireFeature(Features.Publication);

        plan.MapGet("/indicators/{number}", async (string number, CancellationToken cancellationToken) =>
                (await reader.ReadForPublicAsync(cancellationToken)).Indicators.FirstOrDefault(i => i.Indicator.Number == number) is { } found
                    ? Results.Ok(IndicatorView.Of(found, FiscalYear.Current(clock))) : ApiProblems.NotFound())
            .Produces<IndicatorView>().ProducesProblem(404)
            .WithSummary("一つの指標 / One indicator")
            .WithExample(response: IndicatorView.Example)
            .AllowAnonymous().RequireFeature(Features.Publication);

        plan.MapGet("/departments/{id:guid}/reports/{year}", DepartmentAsync)
            .Produces<DepartmentReport>().ProducesProblem(400).ProducesProblem(404)
            .WithSummary("担当課の報告の状況 / What a department has reported and owes")
            .WithExample(response: new DepartmentReport(
                new("0199f000-0000-7000-8000-0000000000d1"), "県民活動推進担当", new(2025), false, [new("1-1-1", "参加したことがある人の割合", new(2026, 5, 31), false, true, true, null, null)]))
            .RequirePermission(Permissions.Read).AlwaysOn(StaysOpen);

        plan.MapPut("/indicators/{number}/figures/{year}", ReportAsync)
            .Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("実績を報告する / Report a figure; a null value takes it back")
            .WithExample(new NewFigure(61.5m, "final", "調査の速報"))
            .RequirePermission(Permissions.Report).RequireFeature(Features.Reporting);

        plan.MapPut("/indicators/{number}/targets/{year}", TargetAsync)
            .Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("目標を決める / Set a target; null removes it")
            .WithExample(new NewTarget(65))
            .RequirePermission(Permissions.Edit).AlwaysOn(StaysOpen);

        plan.MapPost("/years/{year}/freeze", FreezeAsync)
            .Produces(204).ProducesProblem(400).ProducesProblem(409)
            .WithSummary("年度を確定する / Close a year for good")
            .WithExample(new Closing(false, null))
            .RequirePermission(Permissions.Close).AlwaysOn(StaysOpen);

        plan.MapPost("/indicators/{number}/restatements", RestateAsync)
            .Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("確定後の訂正を記録する / Restate a frozen figure beside it")
            .WithExample(new NewRestatement(new("0199f000-0000-7000-8000-0000000000e1"), new FiscalYear(2024), 60.2m, "集計に重複があったため"))
            .RequirePermission(Permissions.Close).AlwaysOn(StaysOpen);

        plan.MapPost("/years/{year}/recount", async (string year, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (!FiscalYear.Parse(year).TryGet(out var asked)) return BadYear(year);
                await bus.InvokeAsync<PlanAnswer>(new AskForCounts(asked), cancellationToken);
                return Results.Accepted();
            })
            .Produces(202).ProducesProblem(400)
            .WithSummary("自動集計をやり直す / Ask the modules to count a year anew")
            .RequirePermission(Permissions.Edit).RequireFeature(Features.Counting);
    }

    private async Task<IResult> DepartmentAsync(Guid id, string year, CancellationToken cancellationToken)
    {
        if (!FiscalYear.Parse(year).TryGet(out var asked)) return BadYear(year);
        var plan = await reader.ReadAsync(cancellationToken);
        if (plan.Departments.FirstOrDefault(d => d.Id == id) is not { } department) return ApiProblems.NotFound();
        var today = JapanTime.Today(clock);
        return Results.Ok(new DepartmentReport(
            id, department.Name.ToString(), asked, plan.IsFrozen(asked),
            [
                .. plan.Indicators.Where(i => i.Indicator.DepartmentId == id && i.Indicator.Covers(asked.StartYear)).Select(i => new OwedFigure(
                    i.Indicator.Number, i.Indicator.Name.ToString(), i.Indicator.DeadlineOf(asked), i.Indicator.CountedBy is not null, i.In(asked).IsMissing,
                    i.Owes(asked) && today > i.Indicator.DeadlineOf(asked), i.In(asked).Actual, i.In(asked).Stage is { } stage ? ApiWord.Of(stage) : null)),
            ]));
    }

    private async Task<IResult> ReportAsync(string number, string year, NewFigure input, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (!FiscalYear.Parse(year).TryGet(out var asked)) return BadYear(year);
        if (await FindAsync(number, cancellationToken) is not { } indicator) return ApiProblems.NotFound();
        var stage = FigureWords.ParseStage(input.Stage);
        if (!stage.IsOk) return ApiProblems.Invalid(new FieldProblem("#/stage", stage.Error));
        return Answer(await bus.InvokeAsync<PlanAnswer>(
            new ReportFigure(
                indicator.Id, asked, input.Value, stage.Value ?? FigureStage.Provisional, input.Note, user.Doer(), catalog.Holds(user, Permissions.ReportForAll)),
            cancellationToken));
    }

    private async Task<IResult> TargetAsync(string number, string year, NewTarget input, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (!FiscalYear.Parse(year).TryGet(out var asked)) return BadYear(year);
        if (await FindAsync(number, cancellationToken) is not { } indicator) return ApiProblems.NotFound();
        return Answer(await bus.InvokeAsync<PlanAnswer>(new SetTarget(indicator.Id, asked, input.Target, user.Doer()), cancellationToken));
    }

    private static async Task<IResult> FreezeAsync(string year, Closing input, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
        FiscalYear.Parse(year).TryGet(out var asked)
            ? Answer(await bus.InvokeAsync<PlanAnswer>(new FreezeYear(asked, input.EvenWithGaps, input.Note, user.Doer()), cancellationToken))
            : BadYear(year);

    private async Task<IResult> RestateAsync(string number, NewRestatement input, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, cancellationToken) is not { } indicator) return ApiProblems.NotFound();
        if (input.Year is not { } year || year == default) return ApiProblems.Invalid(new FieldProblem("#/year", new("年度を入力してください。", "Enter a fiscal year.")));
        if (input.Value is not { } value) return ApiProblems.Invalid(new FieldProblem("#/value", new("正しい値を入力してください。", "Enter the right value.")));
        return Answer(await bus.InvokeAsync<PlanAnswer>(
            new RestateFigure(input.Id ?? Guid.CreateVersion7(clock.GetUtcNow()), indicator.Id, year, value, input.Reason ?? "", user.Doer()), cancellationToken));
    }

    private async Task<Indicator?> FindAsync(string number, CancellationToken cancellationToken) =>
        (await reader.ReadAsync(cancellationToken)).Indicators.FirstOrDefault(i => i.Indicator.Number == number)?.Indicator;

    private static IResult BadYear(string year) => ApiProblems.Invalid(new FieldProblem("#/year", FiscalYear.Parse(year).Error));

    private static IResult Answer(PlanAnswer answer) => answer switch
    {
        { IsDone: true } => Results.NoContent(),
        { Code: "not-found" } => ApiProblems.NotFound(),
        { Code: "invalid-input", Field: { } field } => ApiProblems.Invalid(new FieldProblem("#/" + JsonNamingPolicy.CamelCase.ConvertName(field), answer.Problem!.Value)),
        _ => ApiProblems.Refused(answer.Code!, answer.Problem!.Value),
    };
}
