using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CleanUp.Rules;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CleanUp.Campaigns;

/// <summary>A campaign as programs get it.</summary>
internal sealed record CampaignView(
    Guid Id, Guid? InitiativeId, int FiscalYear, LocalizedText Name, LocalizedText Summary, DateOnly FirstDay, DateOnly LastDay, DateOnly PlansUntil, bool Published)
{
    public static CampaignView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000c3"), null, 2026, new("令和8年度 県民一斉環境美化活動", "Clean-up campaign 2026"), new("", ""),
        new(2026, 6, 1), new(2026, 6, 30), new(2026, 6, 20), true);

    public static CampaignView Of(Campaign c) => new(c.Id, c.InitiativeId, c.Year, c.Name, c.Summary, c.FirstDay, c.LastDay, c.PlansUntil, c.Published);
}

/// <summary>The rules of a municipality as programs get and set them.</summary>
internal sealed record RulesView(
    string Municipality, IReadOnlyList<DateOnly> CollectionDays, int? BagsPerGroup, int? BagsPerPerson, int? LargeFrom, int? NoticeDays, LocalizedText Sorting,
    string? Office, string? Phone, string? Email)
{
    public static RulesView Example { get; } = new(
        "352039", [new(2026, 6, 8)], 100, 50, 15, 7, new("燃やせるごみ、燃やせないごみに分ける", "Burnable and other litter apart"), "見本市環境課", "083-933-0000", "");

    public static RulesView Of(MunicipalityRules r) => new(
        r.MunicipalityCode, r.CollectionDays, r.BagsPerGroup, r.BagsPerPerson, r.LargeFrom, r.NoticeDays, r.Sorting, r.Office, r.Phone, r.Email);
}

/// <summary>What is sent to add or change a campaign.</summary>
/// <param name="InitiativeId">The initiative, of a new one; may be left out where there is only one to choose.</param>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is.</param>
/// <param name="FirstDay">The first day.</param>
/// <param name="LastDay">The last day.</param>
/// <param name="PlansUntil">The last day for plans.</param>
internal sealed record CampaignRequest(Guid? InitiativeId, LocalizedText Name, LocalizedText Summary, DateOnly? FirstDay, DateOnly? LastDay, DateOnly? PlansUntil);

/// <summary>Shows a campaign to everybody, or hides it.</summary>
/// <param name="Published">Whether everybody sees it.</param>
internal sealed record CampaignPublication(bool Published);

/// <summary>Campaigns and rules for programs.</summary>
internal sealed class CampaignEndpoints(CampaignReader campaigns, CleanUpScope scope) : IApiEndpoints
{
    private const string Lasting = "what was published stays visible; whether something new is taken is decided for the campaign's fiscal year";

    public void Map(IEndpointRouteBuilder api)
    {
        var open = api.MapGroup("/clean-up/campaigns").WithTags("clean-up").AllowAnonymous().AlwaysOn(Lasting).ProducesProblem(StatusCodes.Status404NotFound);
        open.MapGet("", async (CancellationToken cancellationToken) =>
                Results.Ok((await campaigns.PublishedAsync(cancellationToken)).Select(CampaignView.Of).ToList()))
            .Produces<IReadOnlyList<CampaignView>>().WithExample(response: new[] { CampaignView.Example }).WithSummary("一斉清掃 / Campaigns");
        open.MapGet("/{id:guid}", async (Guid id, CancellationToken cancellationToken) =>
                await campaigns.PublicAsync(id, cancellationToken) is { } found ? Results.Ok(CampaignView.Of(found)) : ApiProblems.NotFound())
            .Produces<CampaignView>().WithExample(response: CampaignView.Example).WithSummary("一斉清掃の詳細 / A campaign");
        open.MapGet("/{id:guid}/rules", async (Guid id, CancellationToken cancellationToken) =>
                await campaigns.PublicAsync(id, cancellationToken) is null ? ApiProblems.NotFound()
                    : Results.Ok((await campaigns.RulesAsync(id, cancellationToken)).Select(RulesView.Of).ToList()))
            .Produces<IReadOnlyList<RulesView>>().WithExample(response: new[] { RulesView.Example }).WithSummary("市町のルール / Rules of the municipalities");

        var staff = api.MapGroup("/clean-up/staff/campaigns").WithTags("clean-up staff").AlwaysOn(Lasting)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
                Results.Ok((await campaigns.ForStaffAsync(user, cancellationToken)).Select(CampaignView.Of).ToList()))
            .Produces<IReadOnlyList<CampaignView>>().WithExample(response: new[] { CampaignView.Example }).WithSummary("すべての一斉清掃 / All campaigns")
            .RequirePermission(Permissions.Read);
        staff.MapPost("", AddAsync).Produces<CampaignView>(StatusCodes.Status201Created)
            .WithExample(Request, CampaignView.Example with { Published = false })
            .WithSummary("一斉清掃を作る / Add a campaign").RequirePermission(Permissions.ManageCampaigns);
        staff.MapPut("/{id:guid}", ChangeAsync).Produces<CampaignView>().WithExample(Request, CampaignView.Example)
            .WithSummary("一斉清掃を変える / Change a campaign").RequirePermission(Permissions.ManageCampaigns);
        staff.MapPut("/{id:guid}/publication", PublishAsync).Produces<CampaignView>().WithExample(new CampaignPublication(true), CampaignView.Example)
            .WithSummary("公開・非公開 / Publish, or hide").RequirePermission(Permissions.ManageCampaigns);
        staff.MapPut("/{id:guid}/rules/{municipality}", SetRulesAsync).Produces<RulesView>().WithExample(RulesView.Example, RulesView.Example)
            .WithSummary("市町のルールを決める / Set the rules of a municipality").RequirePermission(Permissions.Manage);
    }

    private static CampaignRequest Request { get; } = new(
        null, CampaignView.Example.Name, new("", ""), CampaignView.Example.FirstDay, CampaignView.Example.LastDay, CampaignView.Example.PlansUntil);

    private async Task<IResult> AddAsync(CampaignRequest body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken)
    {
        var chosen = scope.Choose(body.InitiativeId?.ToString(), user);
        if (!chosen.TryGet(out var initiative)) return ApiProblems.Invalid(new FieldProblem("#/initiativeId", chosen.Error));
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var answer = await bus.InvokeAsync<CommandAnswer>(Command(id, initiative, body), cancellationToken);
        if (!answer.IsDone) return answer.ToResult();
        return Results.Created($"/api/v1/clean-up/campaigns/{id}", CampaignView.Of((await campaigns.FindAsync(id, cancellationToken))!));
    }

    private async Task<IResult> ChangeAsync(Guid id, CampaignRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (await campaigns.FindAsync(id, cancellationToken) is not { } found || !scope.MayManage(user, found)) return ApiProblems.NotFound();
        return await DoneAsync(await bus.InvokeAsync<CommandAnswer>(Command(id, found.InitiativeId, body), cancellationToken), id, cancellationToken);
    }

    private async Task<IResult> PublishAsync(Guid id, CampaignPublication body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (await campaigns.FindAsync(id, cancellationToken) is not { } found || !scope.MayManage(user, found)) return ApiProblems.NotFound();
        return await DoneAsync(await bus.InvokeAsync<CommandAnswer>(new PublishCampaign(id, body.Published), cancellationToken), id, cancellationToken);
    }

    private async Task<IResult> SetRulesAsync(Guid id, string municipality, RulesView body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (Municipality.ByCode(municipality) is not { } where || await campaigns.FindAsync(id, cancellationToken) is not { } found
            || !scope.MaySee(user, found) || !scope.MayManage(user, found, where.Code6)) return ApiProblems.NotFound();
        var answer = await bus.InvokeAsync<CommandAnswer>(
            new SaveRules(id, where.Code6, body.CollectionDays ?? [], body.BagsPerGroup, body.BagsPerPerson, body.LargeFrom, body.NoticeDays, body.Sorting,
                body.Office ?? "", body.Phone ?? "", body.Email ?? ""), cancellationToken);
        if (!answer.IsDone) return answer.ToResult();
        return Results.Ok(RulesView.Of((await campaigns.RulesAsync(id, where.Code6, cancellationToken))!));
    }

    private async Task<IResult> DoneAsync(CommandAnswer answer, Guid id, CancellationToken cancellationToken) =>
        answer.IsDone ? Results.Ok(CampaignView.Of((await campaigns.FindAsync(id, cancellationToken))!)) : answer.ToResult();

    private static SaveCampaign Command(Guid id, Guid? initiative, CampaignRequest body) => new(
        id, initiative, body.Name, body.Summary, body.FirstDay, body.LastDay, body.PlansUntil);
}
