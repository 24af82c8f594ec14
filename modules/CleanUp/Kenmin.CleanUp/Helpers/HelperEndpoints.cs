using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CleanUp.Activities;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.CleanUp.Helpers;

/// <summary>A wish to help.</summary>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
internal sealed record HelpRequest(Guid? CommandId);

/// <summary>A helper's own sign-up.</summary>
internal sealed record HelpView(Guid ActivityId, string State, int? Position)
{
    public static HelpView Example { get; } = new(ActivityView.Example.Id, "confirmed", null);
}

/// <summary>A resident's own sign-ups.</summary>
internal sealed class HelperEndpoints : IApiEndpoints
{
    private const string Kept = "what a person has signed up for can always be seen and cancelled; new sign-ups are decided for the campaign's fiscal year";

    public void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/clean-up").WithTags("clean-up").RequirePermission(Permissions.TakePart).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        group.MapPost("/activities/{id:guid}/sign-ups", async (
                Guid id, [FromBody] HelpRequest? body, HttpContext context, ClaimsPrincipal user, HelperDesk desk, TimeProvider clock, CancellationToken cancellationToken) =>
                ToResult(id, await desk.SignUpAsync(body?.CommandId ?? Guid.CreateVersion7(clock.GetUtcNow()), id, user, cancellationToken), context))
            .Produces<HelpView>().WithExample(new HelpRequest(null), HelpView.Example).WithSummary("参加を申し込む / Sign up to help")
            .WithDescription("A place, or the waiting list. Codes of refusals: full, overlap, closed, cancelled, leader, guardian-does-not-agree.").NewEntries(Features.Activities);

        group.MapDelete("/activities/{id:guid}/sign-ups", async (
                Guid id, HttpContext context, ClaimsPrincipal user, HelperDesk desk, TimeProvider clock, CancellationToken cancellationToken) =>
                ToResult(id, await desk.CancelAsync(Guid.CreateVersion7(clock.GetUtcNow()), id, user, cancellationToken), context))
            .Produces<HelpView>().WithExample(response: HelpView.Example with { State = "cancelled" }).WithSummary("参加を取り消す / Cancel");

        group.MapGet("/me/sign-ups", async (ClaimsPrincipal user, HelperDesk desk, CancellationToken cancellationToken) =>
                Results.Ok((await desk.MineAsync(user.AccountId()!.Value, cancellationToken)).Select(s => new HelpView(s.OpeningId, ApiWord.Of(s.State), s.Position)).ToList()))
            .Produces<IReadOnlyList<HelpView>>().WithExample(response: new[] { HelpView.Example }).WithSummary("参加を申し込んだ活動 / Activities I help at");
    }

    internal static IResult ToResult(Guid activity, HelperAnswer answer, HttpContext context) =>
        answer.Answer.Code == HelperDesk.Busy ? ApiProblems.Busy(context, answer.RetryAfter ?? TimeSpan.FromSeconds(1))
        : answer.Answer.ToResult(() => Results.Ok(new HelpView(activity, ApiWord.Of(answer.State!.Value), answer.Position)));
}
