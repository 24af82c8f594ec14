using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SportsVolunteers.Shifts.SigningUp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Shifts.Api;

/// <summary>A resident's own sign-ups.</summary>
internal sealed class SignUpEndpoints : IApiEndpoints
{
    private const string Kept = "what a person has signed up for can always be seen, answered and cancelled";

    public void Map(IEndpointRouteBuilder api)
    {
        var sports = api.MapGroup("/sports").WithTags("sports").RequirePermission(Permissions.TakePart)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        sports.MapPost("/shifts/{id:guid}/sign-ups", async (
                Guid id, [FromBody] SignUpRequest? body, HttpContext context, ClaimsPrincipal user, SignUpDesk desk, CancellationToken cancellationToken) =>
                ToResult(id, await desk.SignUpAsync(body?.CommandId ?? Guid.CreateVersion7(), id, user, cancellationToken), context))
            .Produces<SignUpAnswerView>().ProducesRefusals().WithExample(new SignUpRequest(null), SignUpAnswerView.Example)
            .WithSummary("申し込む / Sign up").WithDescription(
                "A place, or the waiting list. Codes of refusals: full, overlap, too-young, birth-date-unknown, not-qualified, closed, cancelled, not-registered, guardian-does-not-agree.")
            .AlwaysOn("whether sign-up is open is decided for the shift's own fiscal year").NewEntries(Features.Shifts);

        sports.MapDelete("/shifts/{id:guid}/sign-ups", async (
                Guid id, HttpContext context, ClaimsPrincipal user, SignUpDesk desk, CancellationToken cancellationToken) =>
                ToResult(id, await desk.CancelAsync(Guid.CreateVersion7(), id, user, cancellationToken), context))
            .Produces<SignUpAnswerView>().ProducesRefusals().WithExample(response: new SignUpAnswerView(ShiftView.Example.Id, "cancelled", null))
            .WithSummary("申込を取り消す / Cancel my sign-up").AlwaysOn(Kept);

        sports.MapPost("/shifts/{id:guid}/offer/accept", async (
                Guid id, HttpContext context, ClaimsPrincipal user, SignUpDesk desk, CancellationToken cancellationToken) =>
                ToResult(id, await desk.AcceptAsync(Guid.CreateVersion7(), id, user, cancellationToken), context))
            .Produces<SignUpAnswerView>().ProducesRefusals().WithExample(response: new SignUpAnswerView(ShiftView.Example.Id, "confirmed", null))
            .WithSummary("空きの案内に「参加する」 / Take an offered place").AlwaysOn(Kept);

        sports.MapPost("/shifts/{id:guid}/offer/decline", async (
                Guid id, HttpContext context, ClaimsPrincipal user, SignUpDesk desk, CancellationToken cancellationToken) =>
                ToResult(id, await desk.DeclineAsync(Guid.CreateVersion7(), id, user, cancellationToken), context))
            .Produces<SignUpAnswerView>().ProducesRefusals().WithExample(response: new SignUpAnswerView(ShiftView.Example.Id, "cancelled", null))
            .WithSummary("空きの案内に「参加しない」 / Decline an offered place").AlwaysOn(Kept);

        sports.MapGet("/me/sign-ups", async (ClaimsPrincipal user, SignUpDesk desk, ShiftCatalog catalog, CancellationToken cancellationToken) =>
            {
                var mine = await desk.MineAsync(user, cancellationToken);
                var rows = await catalog.ShiftsAsync([.. mine.Select(s => s.OpeningId)], cancellationToken);
                return Results.Ok(mine.Where(s => rows.ContainsKey(s.OpeningId)).Select(s => MySignUpView.Of(s, rows[s.OpeningId])).ToList());
            })
            .Produces<IReadOnlyList<MySignUpView>>().WithExample(response: new[] { MySignUpView.Example })
            .WithSummary("自分の申込 / My sign-ups").WithDescription("By start, cancelled ones included.").AlwaysOn(Kept);
    }

    internal static IResult ToResult(Guid shift, DeskAnswer answer, HttpContext context) => answer.Code switch
    {
        DeskAnswer.Done => Results.Ok(new SignUpAnswerView(shift, SignUpAnswerView.NameOf(answer.Answer!.State), answer.Answer.Position)),
        DeskAnswer.Busy => ApiProblems.Busy(context, answer.RetryAfter ?? TimeSpan.FromSeconds(1)),
        DeskAnswer.NotFound => ApiProblems.NotFound(),
        _ => ApiProblems.Refused(answer.Code, answer.Text),
    };
}

/// <summary>Answers that endpoints of sign-up have in common.</summary>
internal static class SignUpProblems
{
    public static RouteHandlerBuilder ProducesRefusals(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}
