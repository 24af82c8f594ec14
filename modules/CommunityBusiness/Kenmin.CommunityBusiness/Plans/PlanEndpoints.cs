using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>A line of a cash flow for programs; basis points are hundredths of a per cent of the income.</summary>
internal sealed record CashLineView(Guid Id, string? Kind, string? Name, long UnitPrice, int BasisPoints, IReadOnlyList<long>? Months)
{
    public static CashLineView Example { get; } = new(new("0199aaaa-0000-7000-8000-0000000000e1"), "income", "弁当", 500, 0, [.. Enumerable.Repeat(120L, CashPlan.Length)]);

    public static CashLineView Of(CashLine l) => new(l.Id, ApiWord.Of(l.Kind), l.Name, l.UnitPrice, l.BasisPoints, l.Months);
}

/// <summary>A scenario for programs: its lines, and what it comes to.</summary>
internal sealed record ScenarioView(string Scenario, long MoneyAtStart, IReadOnlyList<CashLineView> Lines, DateOnly? BreakEven, DateOnly LowestMonth, long LowestCash, DateOnly? RunsOut, IReadOnlyList<long> CashByMonth)
{
    public static ScenarioView Of(CashPlan plan, Scenario scenario)
    {
        var reckoned = CashReckoning.Of(plan.Of(scenario));
        return new(ApiWord.Of(scenario), plan.Of(scenario).MoneyAtStart, [.. plan.Of(scenario).Lines.Select(CashLineView.Of)], reckoned.BreakEven is { } turn ? plan.Month(turn) : null,
            plan.Month(reckoned.Lowest.Index), reckoned.Lowest.Cash, reckoned.RunsOut is { } empty ? plan.Month(empty) : null, [.. reckoned.Months.Select(m => m.Cash)]);
    }
}

/// <summary>A plan for programs.</summary>
internal sealed record PlanView(int Revision, int Versions, Canvas Canvas, DateOnly? FirstMonth, IReadOnlyList<ScenarioView> Scenarios)
{
    public static PlanView Of(BusinessPlan p) => new(p.Revision, p.Versions, p.Canvas, p.Cash?.FirstMonth, p.Cash is { } cash ? [.. Enum.GetValues<Scenario>().Select(s => ScenarioView.Of(cash, s))] : []);
}

/// <summary>A saved version for programs.</summary>
internal sealed record PlanVersionView(int Number, string Note, DateTimeOffset At, Canvas Canvas, DateOnly? FirstMonth, IReadOnlyList<ScenarioView> Scenarios)
{
    public static PlanVersionView Of(PlanVersion v) => new(v.Number, v.Note, v.At, v.Canvas, v.Cash?.FirstMonth, v.Cash is { } cash ? [.. Enum.GetValues<Scenario>().Select(s => ScenarioView.Of(cash, s))] : []);
}

/// <summary>Actuals and what is to be expected, for programs; corrections in hundredths of a per cent.</summary>
internal sealed record ForecastBody(int KnownMonths, DateOnly? BreakEven, DateOnly LowestMonth, long LowestCash, DateOnly? RunsOut, bool Alarm, long IncomeCorrection, long VariableCorrection, long FixedCorrection, IReadOnlyList<ActualEntry> Actuals, IReadOnlyList<long> PlanCash, IReadOnlyList<long> ForecastCash)
{
    public static ForecastBody Of(ActualsView v) => new(
        v.View.Known, v.View.Forecast.BreakEven is { } turn ? v.Measure.Month(turn) : null, v.Measure.Month(v.View.Forecast.Lowest.Index), v.View.Forecast.Lowest.Cash, v.View.Forecast.RunsOut is { } empty ? v.Measure.Month(empty) : null, v.View.Alarm,
        v.View.Corrections.Income, v.View.Corrections.Variable, v.View.Corrections.Fixed, [.. v.Actuals.OrderBy(a => a.Key).Select(a => new ActualEntry(v.Measure.Month(a.Key), a.Value))], [.. v.View.Plan.Months.Select(m => m.Cash)], [.. v.View.Forecast.Months.Select(m => m.Cash)]);
}

/// <summary>What is sent of a canvas.</summary>
internal sealed record CanvasBody(int? Revision, string? Problem, string? Offer, string? Users, string? Resources, string? People, string? Reach, string? Earnings, string? Costs, string? Change)
{
    public static CanvasBody Example { get; } = new(0, "買い物に行けない", "移動販売", "坂の上の 40 世帯", "軽トラックと野菜", "婦人会の 5 人", "回覧板", "1 回 500 円", "燃料と保険", "だれも困らない");

    public Canvas ToCanvas() => new(Problem ?? "", Offer ?? "", Users ?? "", Resources ?? "", People ?? "", Reach ?? "", Earnings ?? "", Costs ?? "", Change ?? "");
}

/// <summary>When the cash flow begins, and what is at hand.</summary>
internal sealed record CashStartBody(int? Revision, DateOnly? FirstMonth, long Cautious, long Expected, long Good);

/// <summary>The lines of a scenario: all of them.</summary>
internal sealed record CashLinesBody(int? Revision, IReadOnlyList<CashLineView>? Lines);

/// <summary>One scenario taken over into another.</summary>
internal sealed record CopyBody(int? Revision, Scenario? From, Scenario? To, int? Percent);

/// <summary>A version that is saved.</summary>
internal sealed record VersionBody(int? Revision, string? Note);

/// <summary>Actuals.</summary>
internal sealed record ActualsBody(IReadOnlyList<ActualEntry>? Entries);

/// <summary>What was done about an alarm.</summary>
internal sealed record SettleBody(string? Note);

/// <summary>Plans for programs.</summary>
internal sealed class PlanApi(PlanReader plans) : IApiEndpoints
{
    private const string Kept = "a plan that was begun is carried on; whether a new one may be begun is decided when it is sent";

    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/community-business/me/ventures/{id:guid}").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        var staff = api.MapGroup("/community-business/staff/ventures/{id:guid}").WithTags("community-business staff").AlwaysOn(Kept).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        MapReading(own, office: false, "わたしの");
        MapReading(staff.MapGroup("").RequirePermission(Permissions.Read), office: true, "");
        own.MapPut("/plan/canvas", (Guid id, CanvasBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new SaveCanvas(id, body.ToCanvas(), body.Revision ?? 0, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(CanvasBody.Example).WithSummary("計画のキャンバスを書く / Write the canvas").WithDescription("revision is that of the plan that was read, 0 where there was none. Codes of refusals: closed, changed-meanwhile, stopped.");
        own.MapPut("/plan/cash", (Guid id, CashStartBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                SendAsync(bus, new SaveCashStart(id, body.FirstMonth, [body.Cautious, body.Expected, body.Good], body.Revision ?? 0, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new CashStartBody(1, new(2026, 4, 1), 100_000, 150_000, 150_000)).WithSummary("資金繰りの始まりと手元資金 / When the cash flow begins");
        own.MapPut("/plan/cash/{scenario}", (Guid id, string scenario, CashLinesBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                PutLinesAsync(id, scenario, body, user, bus, cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new CashLinesBody(2, [CashLineView.Example])).WithSummary("シナリオの行を置きかえる / Put the lines of a scenario")
            .WithDescription("scenario: cautious, expected, good. Each line has 36 months: quantities of an income, else yen; of a variable cost basisPoints only. Codes of refusals: too-many, over-whole, changed-meanwhile.");
        own.MapPost("/plan/cash/copy", (Guid id, CopyBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => body is { From: { } from, To: { } to }
                ? SendAsync(bus, new CopyScenario(id, from, to, body.Percent, body.Revision ?? 0, user.Doer()), cancellationToken)
                : Task.FromResult(ApiProblems.Invalid(new FieldProblem("#/from", new("from と to にシナリオを指定してください。", "Give the scenarios from and to.")))))
            .Produces(StatusCodes.Status204NoContent).WithExample(new CopyBody(3, Scenario.Expected, Scenario.Cautious, 80)).WithSummary("シナリオを写す / Copy a scenario with other quantities");
        own.MapPost("/plan/versions", (Guid id, VersionBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new SavePlanVersion(id, body.Revision ?? 0, body.Note, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new VersionBody(4, "値段を見直した。")).WithSummary("版として保存する / Save a version");
        own.MapPut("/actuals", (Guid id, ActualsBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new SaveActuals(id, [.. (body.Entries ?? []).Where(e => e?.Amounts is not null)], user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ActualsBody([new(new(2026, 4, 1), new(50_000, 20_000, 30_000, 0, 0, 0, 0))])).WithSummary("実績を入力する / Enter actuals").WithDescription("All or none. Codes of refusals: no-plan, stopped.");
        staff.MapPost("/alarm/settle", (Guid id, SettleBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new SettleCashAlarm(id, body.Note, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new SettleBody("電話で相談した。")).WithSummary("資金の警告に対応した / An alarm was seen to").RequirePermission(Permissions.Manage);
    }

    private void MapReading(RouteGroupBuilder group, bool office, string whose)
    {
        group.MapGet("/plan", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await plans.ForAsync(id, office, user, cancellationToken) is { } look ? Results.Ok(PlanView.Of(look.Plan)) : ApiProblems.NotFound())
            .Produces<PlanView>().WithExample(response: new PlanView(4, 1, CanvasBody.Example.ToCanvas(), new(2026, 4, 1), [])).WithSummary($"{whose}事業計画 / The plan of a venture");
        group.MapGet("/plan/versions", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await plans.ForAsync(id, office, user, cancellationToken) is { } look ? Results.Ok((await plans.VersionsAsync(look, user, cancellationToken)).Select(PlanVersionView.Of).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<PlanVersionView>>().WithExample(response: new[] { new PlanVersionView(1, "はじめの版", new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9)), CanvasBody.Example.ToCanvas(), null, []) }).WithSummary($"{whose}保存した版 / Saved versions");
        group.MapGet("/actuals", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await plans.ForAsync(id, office, user, cancellationToken) is { } look && await plans.ActualsAsync(look, cancellationToken) is { } view ? Results.Ok(ForecastBody.Of(view)) : ApiProblems.NotFound())
            .Produces<ForecastBody>().WithExample(response: new ForecastBody(1, new(2027, 6, 1), new(2026, 4, 1), 35_000, null, false, 9_500, 10_000, 10_000, [], [], [])).WithSummary($"{whose}実績と見通し / Actuals and forecast");
    }

    private static Task<IResult> PutLinesAsync(Guid id, string scenario, CashLinesBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<Scenario>(scenario, ignoreCase: true, out var of) || !Enum.IsDefined(of)) return Task.FromResult(ApiProblems.NotFound());
        List<CashLine> lines = [];
        foreach (var (line, i) in (body.Lines ?? []).Select((l, i) => (l, i)))
        {
            if (!Enum.TryParse<CashKind>(line?.Kind, ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
                return Task.FromResult(ApiProblems.Invalid(new FieldProblem($"#/lines/{i}/kind", new("income、variableCost、fixedCost、investment、loanReceived、loanRepaid、grant のどれかにしてください。", "One of income, variableCost, fixedCost, investment, loanReceived, loanRepaid, grant."))));
            IReadOnlyList<long> months = kind == CashKind.VariableCost && line!.Months is null ? new long[CashPlan.Length] : line!.Months ?? [];
            if (months.Count != CashPlan.Length) return Task.FromResult(ApiProblems.Invalid(new FieldProblem($"#/lines/{i}/months", new("36 か月分の数を入れてください。", "Give 36 numbers, one for each month."))));
            lines.Add(new(line.Id, kind, line.Name ?? "", line.UnitPrice, line.BasisPoints, months));
        }

        return SendAsync(bus, new SaveCashLines(id, of, lines, true, body.Revision ?? 0, user.Doer()), cancellationToken);
    }

    private static async Task<IResult> SendAsync(IMessageBus bus, object command, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(command, cancellationToken)).ToResult();
}
