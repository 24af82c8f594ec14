using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.RuralLeaders.Networks;

/// <summary>A network as programs get it: nobody in it is named.</summary>
internal sealed record NetworkView(Guid Id, string Name, string Purpose, IReadOnlyList<Guid> Areas, string JoinBy, int QuorumPercent, int Members)
{
    public static NetworkView Example { get; } = new(new("0199f000-0000-7000-8000-0000000000f1"), "見本草刈りネットワーク", "草刈りを助け合います。", [new("0199f000-0000-7000-8000-0000000000d1")], "coordinator", 50, 12);

    public static NetworkView Of(NetworkLine line) => new(
        line.Network.Id, line.Network.Name, line.Network.Purpose, line.Network.AreaIds, ApiWord.Of(line.Network.Rule), line.Network.QuorumPercent,
        line.Network.Members.Count);
}

/// <summary>A wish to join.</summary>
internal sealed record JoinBody(string? Group, string? Message);

/// <summary>Something to write on the board.</summary>
/// <param name="Id">The post's id: sent again, there is one post; null for a new one.</param>
/// <param name="Text">What it says.</param>
internal sealed record PostBody(Guid? Id, string? Text);

/// <summary>Something on the board.</summary>
internal sealed record PostView(Guid Id, string Name, DateTimeOffset At, string Text)
{
    public static PostView Example { get; } = new(new("0199f000-0000-7000-8000-0000000000f2"), "見本 花子", new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9)), "次の草刈りは土曜日です。");
}

/// <summary>Networks for programs.</summary>
internal sealed class NetworkApi(NetworkReader networks) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/rural-leaders/networks").WithTags("rural-leaders").AllowAnonymous().AlwaysOn("networks that exist can always be looked up");
        all.MapGet("", async (CancellationToken cancellationToken) => Results.Ok((await networks.AllAsync(cancellationToken)).Select(NetworkView.Of).ToList()))
            .Produces<IReadOnlyList<NetworkView>>().WithExample(response: new[] { NetworkView.Example }).WithSummary("ネットワーク / Networks");
        all.MapGet("/{id:guid}", async (Guid id, CancellationToken cancellationToken) =>
                await networks.FindAsync(id, cancellationToken) is { } found ? Results.Ok(NetworkView.Of(found)) : ApiProblems.NotFound())
            .Produces<NetworkView>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: NetworkView.Example).WithSummary("ネットワークの詳細 / A network");

        var own = api.MapGroup("/rural-leaders/networks/{id:guid}").WithTags("rural-leaders").RequirePermission(Permissions.TakePart)
            .AlwaysOn("members read what is there and leave whatever is switched on; whether something new is taken is decided when it is sent")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapPost("/join-requests", async (Guid id, JoinBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new AskToJoin(id, user.AccountId()!.Value, user.DisplayName(), body.Group, body.Message), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(new JoinBody(null, "週末に手伝えます。")).WithSummary("加入を申し込む / Ask to join")
            .WithDescription("Codes of refusals: member, closed, guardian-does-not-agree.");
        own.MapDelete("/membership", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new LeaveNetwork(id, user.AccountId()!.Value), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithSummary("離れる / Leave").WithDescription("At once; the other members are not told.");
        own.MapGet("/board", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await networks.InsideAsync(id, user, cancellationToken) is { } inside
                    ? Results.Ok((await networks.BoardAsync(inside, cancellationToken)).Select(p => new PostView(p.Id, p.Name, p.At, p.Text)).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<PostView>>().WithExample(response: new[] { PostView.Example }).WithSummary("掲示板 / The board").WithDescription("404 to who is not a member.");
        own.MapPost("/board", async (Guid id, PostBody body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new WritePost(body.Id ?? Guid.CreateVersion7(clock.GetUtcNow()), id, body.Text, user.AccountId()!.Value), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(new PostBody(null, "次の草刈りは土曜日です。")).WithSummary("掲示板に書く / Write on the board");
    }
}
