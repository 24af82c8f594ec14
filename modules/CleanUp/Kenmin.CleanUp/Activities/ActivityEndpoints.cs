using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CleanUp.Activities;

/// <summary>An activity as everybody may see it.</summary>
internal sealed record ActivityView(
    Guid Id, Guid CampaignId, Guid SiteId, string Site, string MunicipalityCode, LocalizedText Group, DateOnly Day, TimeOnly Start, TimeOnly End, string MeetingPlace,
    string Note, string State, string Reason, int HelperPlaces, int? Free, DateOnly? RainDay, DateOnly? PostponedFrom, string? DayDecision, string? DayReason, int Decisions)
{
    public static ActivityView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000c4"), CampaignView.Example.Id, Sites.SiteView.Example.Id, "見本海岸1", "352039", LocalizedText.Same("見本自治会"),
        new(2026, 6, 14), new(9, 0), new(11, 0), "見本海岸駐車場", "軍手", "accepted", "", 20, 8, new(2026, 6, 21), null, null, null, 0);

    public static ActivityView Of(ActivityLine l) => new(
        l.Activity.Id, l.Activity.CampaignId, l.Site.Id, l.Site.Name, l.Site.MunicipalityCode, l.Group.PublicName, l.Activity.Day, l.Activity.Start, l.Activity.End,
        l.Activity.MeetingPlace, l.Activity.Note, ApiWord.Of(l.Activity.State), l.Activity.Reason, l.Activity.HelperPlaces,
        l.Places?.Free, l.Activity.RainDay, l.Activity.PostponedFrom, l.Activity.Decisions.LastOrDefault() is { } last ? ApiWord.Of(last.Choice) : null,
        l.Activity.Decisions.LastOrDefault()?.Reason, l.Activity.Decisions.Count);
}

/// <summary>A group as its leader sees it, and sends it.</summary>
internal sealed record GroupView(Guid Id, GroupKind Kind, string? Name, string? MunicipalityCode, string? LeaderName, string? Phone)
{
    public static GroupView Example { get; } = new(new("0199f000-0000-7000-8000-0000000000c5"), GroupKind.Neighbourhood, "見本自治会", "352039", "見本 花子", "083-933-0000");

    public static GroupView Of(Group g) => new(g.Id, g.Kind, g.Name, g.MunicipalityCode, g.LeaderName, g.Phone);
}

/// <summary>What is sent to plan an activity; of one that is changed, campaign, site and group stay.</summary>
internal sealed record PlanRequest(
    Guid CampaignId, Guid SiteId, Guid GroupId, DateOnly? Day, TimeOnly? Start, TimeOnly? End, string? MeetingPlace, string? Note, int? People, int? HelperPlaces,
    DateOnly? RainDay, bool? Cutters)
{
    public static PlanRequest Example { get; } = new(
        CampaignView.Example.Id, Sites.SiteView.Example.Id, GroupView.Example.Id, new(2026, 6, 14), new(9, 0), new(11, 0), "見本海岸駐車場", "軍手", 30, 20, new(2026, 6, 21), false);
}

/// <summary>Accepts a plan, or says why not.</summary>
internal sealed record DecisionRequest(bool Accept, string? Reason);

/// <summary>Calls an activity off.</summary>
internal sealed record CallOffRequest(string? Reason);

/// <summary>Groups and activities for programs.</summary>
internal sealed class ActivityEndpoints(ActivityReader activities, GroupReader groups, CampaignReader campaigns) : IApiEndpoints
{
    private const string Kept = "what exists can always be seen and called off; new plans are decided for the campaign's fiscal year";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/clean-up/campaigns/{id:guid}/activities", async (Guid id, string? municipality, CancellationToken cancellationToken) =>
            {
                if (await campaigns.PublicAsync(id, cancellationToken) is null) return ApiProblems.NotFound();
                IReadOnlyList<string>? only = municipality is null ? null : Municipality.ByCode(municipality) is { } m ? [m.Code6] : [];
                return Results.Ok((await activities.OfCampaignAsync(id, only, ActivityState.Accepted, cancellationToken)).Select(ActivityView.Of).ToList());
            })
            .WithTags("clean-up").Produces<IReadOnlyList<ActivityView>>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: new[] { ActivityView.Example }).WithSummary("受理された活動 / Accepted activities").AllowAnonymous().AlwaysOn(Kept);

        var own = api.MapGroup("/clean-up/me").WithTags("clean-up").RequirePermission(Permissions.TakePart).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("/groups", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
                Results.Ok((await groups.OfAsync(user.AccountId()!.Value, cancellationToken)).Select(GroupView.Of).ToList()))
            .Produces<IReadOnlyList<GroupView>>().WithExample(response: new[] { GroupView.Example }).WithSummary("自分のグループ / My groups");
        own.MapPost("/groups", (GroupView body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
                SaveGroupAsync(Guid.CreateVersion7(clock.GetUtcNow()), body, user, bus, cancellationToken))
            .Produces<GroupView>().WithExample(GroupView.Example, GroupView.Example).WithSummary("グループを登録する / Register a group");
        own.MapPut("/groups/{id:guid}", async (Guid id, GroupView body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                await groups.OwnAsync(id, user.AccountId()!.Value, cancellationToken) is null ? ApiProblems.NotFound() : await SaveGroupAsync(id, body, user, bus, cancellationToken))
            .Produces<GroupView>().WithExample(GroupView.Example, GroupView.Example).WithSummary("グループを直す / Change a group");
        own.MapGet("/activities", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                var mine = await groups.OfAsync(user.AccountId()!.Value, cancellationToken);
                return Results.Ok((await activities.OfGroupsAsync([.. mine.Select(g => g.Id)], cancellationToken)).Select(ActivityView.Of).ToList());
            })
            .Produces<IReadOnlyList<ActivityView>>().WithExample(response: new[] { ActivityView.Example }).WithSummary("自分のグループの活動 / Activities of my groups");
        own.MapPost("/activities", (PlanRequest body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
                PlanAsync(Guid.CreateVersion7(clock.GetUtcNow()), body, user, bus, cancellationToken))
            .Produces<ActivityView>().WithExample(PlanRequest.Example, ActivityView.Example with { State = "handedIn" }).WithSummary("活動を届け出る / Hand in a plan");
        own.MapPut("/activities/{id:guid}", async (Guid id, PlanRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                await OwnAsync(id, user, cancellationToken) is null ? ApiProblems.NotFound() : await PlanAsync(id, body, user, bus, cancellationToken))
            .Produces<ActivityView>().WithExample(PlanRequest.Example, ActivityView.Example with { State = "handedIn" }).WithSummary("計画を直す / Change a plan");
        own.MapPost("/activities/{id:guid}/cancellation", async (Guid id, CallOffRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                await ShownAsync(await bus.InvokeAsync<CommandAnswer>(new CancelActivity(id, body.Reason, user.AccountId()!.Value), cancellationToken), id, cancellationToken))
            .Produces<ActivityView>().WithExample(new CallOffRequest("大雨のため"), ActivityView.Example with { State = "cancelled", Reason = "大雨のため" })
            .WithSummary("活動を取りやめる / Call an activity off");

        var staff = api.MapGroup("/clean-up/staff").WithTags("clean-up staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("/campaigns/{id:guid}/activities", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await campaigns.ForStaffAsync(id, user, cancellationToken) is null ? ApiProblems.NotFound()
                    : Results.Ok((await activities.OfCampaignAsync(id, [.. CleanUpScope.Of(user).Select(m => m.Code6)], null, cancellationToken)).Select(ActivityView.Of).ToList()))
            .Produces<IReadOnlyList<ActivityView>>().WithExample(response: new[] { ActivityView.Example }).WithSummary("届け出 / What was handed in")
            .RequirePermission(Permissions.Read);
        staff.MapPost("/activities/{id:guid}/decision", async (Guid id, DecisionRequest body, ClaimsPrincipal user, ActivityDesk desk, IMessageBus bus, CancellationToken cancellationToken) =>
                await desk.FindAsync(id, user, cancellationToken) is not { MayDecide: true } ? ApiProblems.NotFound()
                    : await ShownAsync(await bus.InvokeAsync<CommandAnswer>(new DecideActivity(id, body.Accept, body.Reason, user.Doer()), cancellationToken), id, cancellationToken))
            .Produces<ActivityView>().WithExample(new DecisionRequest(true, null), ActivityView.Example).WithSummary("受理・差戻し / Accept a plan, or send it back")
            .RequirePermission(Permissions.Manage);
    }

    private async Task<IResult> SaveGroupAsync(Guid id, GroupView body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        var answer = await bus.InvokeAsync<CommandAnswer>(
            new RegisterGroup(id, body.Kind, body.Name ?? "", body.MunicipalityCode ?? "", body.LeaderName ?? user.DisplayName(), body.Phone ?? "", account), cancellationToken);
        return answer.IsDone ? Results.Ok(GroupView.Of((await groups.OwnAsync(id, account, cancellationToken))!)) : answer.ToResult();
    }

    private async Task<IResult> PlanAsync(Guid id, PlanRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
        await ShownAsync(await bus.InvokeAsync<CommandAnswer>(new PlanActivity(
            id, body.CampaignId, body.SiteId, body.GroupId, body.Day, body.Start, body.End, body.MeetingPlace ?? "", body.Note ?? "", body.People, body.HelperPlaces,
            user.AccountId()!.Value, body.RainDay, body.Cutters == true), cancellationToken), id, cancellationToken);

    private async Task<ActivityLine?> OwnAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await activities.FindAsync(id, cancellationToken) is { } found && found.Group.AccountId == user.AccountId() ? found : null;

    private async Task<IResult> ShownAsync(CommandAnswer answer, Guid id, CancellationToken cancellationToken) =>
        answer.IsDone ? Results.Ok(ActivityView.Of((await activities.FindAsync(id, cancellationToken))!)) : answer.ToResult();
}
