using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Initiatives.Copying;
using Kenmin.Programs.Initiatives.Drafting;
using Kenmin.Programs.Initiatives.Enabling;
using Kenmin.Programs.Initiatives.Steps;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.Programs.Initiatives.Api;

/// <summary>Initiatives for programs, by the same rules as the pages. What the caller does not run looks as if it were not there.</summary>
internal sealed class InitiativeEndpoints(InitiativeDesk desk, InitiativeDirectory directory) : IApiEndpoints
{
    private const string AnyYear = "staff prepare next year's initiatives and look at last year's, whatever is switched on now";
    private const string Address = "/api/v1/programs/initiatives";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/programs/public-initiatives", Public).Produces<IReadOnlyList<PublicInitiativeView>>().WithTags("Programs")
            .ProducesProblem(StatusCodes.Status400BadRequest).WithExample(response: new[] { PublicInitiativeView.Example })
            .WithSummary("公開されている事業 / Initiatives that everybody sees").WithDescription("`municipality` (6 digits) also gives those of the whole prefecture; `year` as FY2026.")
            .AllowAnonymous().RequireFeature(ProgramsModule.InitiativesFeature);

        var initiatives = api.MapGroup("/programs/initiatives").WithTags("Programs").AlwaysOn(AnyYear)
            .ProducesProblem(StatusCodes.Status404NotFound);
        initiatives.MapGet("", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
                (await desk.ListAsync(user, cancellationToken)).Select(InitiativeView.Of).ToList())
            .Produces<IReadOnlyList<InitiativeView>>().WithExample(response: new[] { InitiativeView.Example })
            .WithSummary("事業の一覧 / Initiatives that the caller may see, the latest first").RequirePermission(ProgramsModule.ReadInitiatives);
        initiatives.MapGet("/{id:guid}", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await desk.FindAsync(id, user, cancellationToken) is { } found ? Results.Ok(InitiativeView.Of(found)) : ApiProblems.NotFound())
            .Produces<InitiativeView>().WithExample(response: InitiativeView.Example).WithSummary("事業 / An initiative")
            .RequirePermission(ProgramsModule.ReadInitiatives);
        initiatives.MapGet("/{id:guid}/history", HistoryAsync).Produces<IReadOnlyList<HistoryView>>()
            .WithExample(response: new[] { HistoryView.Example }).WithSummary("事業の履歴 / What happened to an initiative, newest first")
            .RequirePermission(ProgramsModule.ReadInitiatives);

        Write(initiatives.MapPost("", DraftAsync).Produces<InitiativeView>(StatusCodes.Status201Created), InitiativeRequest.Example)
            .WithSummary("事業の下書き / Draft an initiative");
        Write(initiatives.MapPut("/{id:guid}", ReviseAsync).Produces<InitiativeView>(), InitiativeRequest.Example)
            .WithSummary("内容の変更 / Change the details").WithDescription("`revision` is that of the initiative as it was read; changed-meanwhile when it is no longer the latest.");
        Write(initiatives.MapPost("/{id:guid}/steps/{step}", StepAsync).Produces<InitiativeView>(), new StepRequest("年度が終わったため"))
            .WithSummary("承認・差し戻し・開始・終了・保管 / Take a step").WithDescription("`step` is approve, send-back, start, close or archive.");
        Write(initiatives.MapPut("/{id:guid}/modules/{year}", ModulesAsync).Produces<InitiativeView>(), new ModulesRequest(["programs", "sports-volunteers"]))
            .WithSummary("年度に使う機能 / Modules of a fiscal year (FY2026)");
        Write(initiatives.MapPut("/{id:guid}/settings/{module}/{year}", SettingsAsync).Produces<InitiativeView>(),
                new SettingsRequest(new Dictionary<string, string?> { ["offerHours"] = "24" }))
            .WithSummary("機能の設定 / Settings of a module, standing or in a fiscal year (FY2026)");
        Write(initiatives.MapPost("/{id:guid}/profiles", ProfilesAsync).Produces<InitiativeView>(),
                new ProfilesRequest(2026, ["sports-festival", "local-sports"], new Dictionary<string, string> { ["sports-volunteers/offerHours"] = "24" }))
            .WithSummary("ひな形を使う / Apply presets together").WithDescription("A setting in which they differ needs a decision, by `module/setting`.");
        Write(initiatives.MapPost("/{id:guid}/copies", CopyAsync).Produces<InitiativeView>(StatusCodes.Status201Created),
                new CopyRequest("mihon-sports-festival-2027", [CopyPlan.Summary, CopyPlan.Owners, "module:sports-volunteers"], false))
            .WithSummary("翌年度へのコピー / Copy to the next fiscal year").WithDescription("copied-already when there is a copy and `another` is not true.");
    }

    private static RouteHandlerBuilder Write(RouteHandlerBuilder endpoint, object request) => endpoint
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
        .WithExample(request, InitiativeView.Example).RequirePermission(ProgramsModule.RunInitiatives);

    private IResult Public(string? municipality, string? year)
    {
        FiscalYear? asked = null;
        if (!string.IsNullOrWhiteSpace(year))
        {
            var parsed = FiscalYear.Parse(year);
            if (!parsed.IsOk) return ApiProblems.Invalid(new FieldProblem("#/year", parsed.Error));
            asked = parsed.Value;
        }

        return Results.Ok(directory.All.Where(i => i.IsPublic && (asked is not { } y || i.Years.Contains(y))
                && (string.IsNullOrEmpty(municipality) || i.Municipalities.Count == 0 || i.Municipalities.Contains(municipality)))
            .OrderBy(i => i.Slug, StringComparer.Ordinal).Select(PublicInitiativeView.Of).ToList());
    }

    private async Task<IResult> HistoryAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await desk.FindAsync(id, user, cancellationToken) is null ? ApiProblems.NotFound()
        : Results.Ok((await desk.HistoryAsync(id, cancellationToken)).Select(HistoryView.Of).OfType<HistoryView>().ToList());

    private async Task<IResult> DraftAsync(InitiativeRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var (details, problems) = body.ToInput(id).ToDetails(await desk.OwnersToChooseAsync(user, [], cancellationToken));
        return problems.Count > 0 ? Invalid(problems)
            : await SendAsync(new DraftInitiative(id, details, InitiativeDesk.ActorOf(user)), user, bus, cancellationToken, made: true);
    }

    private async Task<IResult> ReviseAsync(Guid id, InitiativeRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (await desk.FindOwnAsync(id, user, cancellationToken) is not { } found) return ApiProblems.NotFound();
        var input = body.ToInput(id);
        var (details, problems) = input.ToDetails(await desk.OwnersToChooseAsync(user, found.Details.Owners, cancellationToken));
        return problems.Count > 0 ? Invalid(problems)
            : await SendAsync(new ReviseInitiative(id, input.Revision, details, InitiativeDesk.ActorOf(user)), user, bus, cancellationToken);
    }

    private Task<IResult> StepAsync(Guid id, string step, StepRequest? body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
        ApiNames.Step(step) is { } taken
            ? SendAsync(new TakeInitiativeStep(id, taken, body?.Reason, InitiativeDesk.ActorOf(user)), user, bus, cancellationToken)
            : Task.FromResult(ApiProblems.NotFound());

    private Task<IResult> ModulesAsync(
        Guid id, string year, ModulesRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
        FiscalYear.Parse(year).TryGet(out var of)
            ? SendAsync(new ChooseModules(id, of, [.. (body.Modules ?? []).OfType<string>()], InitiativeDesk.ActorOf(user)), user, bus, cancellationToken)
            : BadYear(year);

    private Task<IResult> SettingsAsync(
        Guid id, string module, string year, SettingsRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        FiscalYear of = default;
        if (year != "standing" && !FiscalYear.Parse(year).TryGet(out of)) return BadYear(year);
        return SendAsync(
            new ChangeModuleSettings(id, module, year == "standing" ? null : of, body.Values ?? new Dictionary<string, string?>(), InitiativeDesk.ActorOf(user)),
            user, bus, cancellationToken, prefix: "values.");
    }

    private Task<IResult> ProfilesAsync(Guid id, ProfilesRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
        body.Year is >= FiscalYear.EarliestYear and <= FiscalYear.LatestYear
            ? SendAsync(
                new ApplyProfiles(id, new(body.Year), [.. (body.Profiles ?? []).OfType<string>()], body.Decisions ?? new Dictionary<string, string>(), InitiativeDesk.ActorOf(user)),
                user, bus, cancellationToken)
            : BadYear("");

    private Task<IResult> CopyAsync(Guid id, CopyRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(
        new CopyInitiative(id, Guid.CreateVersion7(), body.Slug ?? "", [.. (body.Items ?? []).OfType<string>()], body.Another, InitiativeDesk.ActorOf(user)),
        user, bus, cancellationToken, made: true);

    private static Task<IResult> BadYear(string year) => Task.FromResult(ApiProblems.Invalid(new FieldProblem("#/year", FiscalYear.Parse(year).Error)));

    private async Task<IResult> SendAsync(
        object command, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken, bool made = false, string prefix = "")
    {
        var outcome = await desk.SendAsync(bus, command, cancellationToken);
        if (outcome.IsDone)
        {
            // Who left himself out of the owners may have lost sight of it, and has still changed it.
            var now = await desk.FindAsync(outcome.Id, user, cancellationToken);
            return made ? Results.Created($"{Address}/{outcome.Id}", now is null ? null : InitiativeView.Of(now))
                : now is null ? Results.NoContent() : Results.Ok(InitiativeView.Of(now));
        }

        return outcome.Code switch
        {
            InitiativeOutcome.NotFound => ApiProblems.NotFound(),
            InitiativeOutcome.Invalid => Invalid([.. outcome.Problems.Select(p => p with { Field = p.Field.Length > 0 && p.Field != "Year" ? prefix + p.Field : p.Field })]),
            InitiativeOutcome.NotYours => ApiProblems.Of(StatusCodes.Status403Forbidden, outcome.Code, new("権限がありません。", "Not allowed."), outcome.Problems[0].Reason),
            _ => ApiProblems.Refused(outcome.Code, outcome.Problems[0].Reason),
        };
    }

    private static IResult Invalid(IReadOnlyList<InitiativeProblem> problems) =>
        ApiProblems.Invalid([.. problems.Select(p => new FieldProblem(ApiNames.Pointer(p.Field), p.Reason))]);
}
