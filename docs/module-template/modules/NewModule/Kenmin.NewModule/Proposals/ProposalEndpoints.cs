using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.NewModule.Proposals;

/// <summary>A proposal as programs get it.</summary>
internal sealed record ProposalView(Guid Id, string Title, DateTimeOffset At);

/// <summary>What is sent to make a proposal.</summary>
internal sealed record NewProposal(string? Title);

/// <summary>Proposals for programs: what the pages do.</summary>
internal sealed class ProposalEndpoints : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        var proposals = api.MapGroup("/new-module/proposals").WithTags("new-module").RequireFeature(NewModuleModule.ProposalsFeature);

        proposals.MapGet("", async (Guid? after, int? take, ProposalList list, CancellationToken cancellationToken) =>
            {
                var page = await list.ReadAsync(after, PageSize.Within(take), cancellationToken);
                return new Page<ProposalView>([.. page.Items.Select(p => new ProposalView(p.Id, p.Title, p.At))], page.Next);
            })
            .WithSummary("提案の一覧 / Proposals")
            .WithExample(response: new Page<ProposalView>(
                [new(new("0199f000-0000-7000-8000-0000000000b1"), "川沿いを一緒に歩きたい", new(2026, 10, 1, 9, 0, 0, TimeSpan.FromHours(9)))], null))
            .AllowAnonymous();

        proposals.MapPost("", async (NewProposal input, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                var command = new MakeProposal(user.AccountId()!.Value, input.Title ?? "");
                if (command.Problem is { } problem) return ApiProblems.Invalid(new FieldProblem("#/title", problem));
                var made = await bus.InvokeAsync<ProposalMade>(command, cancellationToken);
                return Results.Created((string?)null, made);
            })
            .WithSummary("提案する / Make a proposal")
            .Produces<ProposalMade>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(new NewProposal("川沿いを一緒に歩きたい"))
            .RequirePermission(NewModuleModule.Propose);
    }
}
