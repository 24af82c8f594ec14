using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Programs.StuckMessages;

/// <summary>Some messages.</summary>
internal sealed record StuckIds(IReadOnlyList<Guid>? Ids)
{
    public static StuckIds Example { get; } = new([new("0199f000-0000-7000-8000-0000000000e1")]);
}

/// <summary>What got stuck, for programs that watch over the platform.</summary>
internal sealed class StuckMessageEndpoints(StuckMessageDesk desk) : IApiEndpoints
{
    internal const string Always = "what got stuck must be seen and mended whatever is switched on";

    private static readonly StuckMessage Example = new(
        new("0199f000-0000-7000-8000-0000000000e1"), "passport.sign-ups-changed.v1", "passport-sign-ups-changed", new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9)), "InvalidOperationException", false);

    public void Map(IEndpointRouteBuilder api)
    {
        var stuck = api.MapGroup("/programs/stuck-messages").WithTags("Programs").AlwaysOn(Always);
        stuck.MapGet("", async (string? type, int? page, CancellationToken cancellationToken) => Results.Ok(await desk.PageAsync(type, page ?? 1, cancellationToken)))
            .Produces<StuckPage>().WithExample(response: new StuckPage([Example], 1)).WithSummary("処理できなかった連絡 / Messages that could not be handled").RequirePermission(ProgramsModule.ReadMessages);
        stuck.MapPost("/replays", async (StuckIds body, ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                if (body.Ids is not { Count: > 0 and <= StuckMessageDesk.PageSize }) return Wrong();
                await desk.ReplayAsync(body.Ids, user, cancellationToken);
                return Results.NoContent();
            })
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).WithExample(StuckIds.Example)
            .WithSummary("もう一度処理する / Have them handled again").RequirePermission(ProgramsModule.ManageMessages);
        stuck.MapPost("/discards", async (StuckIds body, ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                if (body.Ids is not { Count: > 0 and <= StuckMessageDesk.PageSize }) return Wrong();
                await desk.DiscardAsync(body.Ids, user, cancellationToken);
                return Results.NoContent();
            })
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).WithExample(StuckIds.Example)
            .WithSummary("破棄する / Let them go for good").RequirePermission(ProgramsModule.ManageMessages);
    }

    private static IResult Wrong() => ApiProblems.Invalid(new FieldProblem("#/ids", new(
        $"1 件から {StuckMessageDesk.PageSize} 件までの番号を指定してください。", $"Give 1 to {StuckMessageDesk.PageSize} ids.")));
}
