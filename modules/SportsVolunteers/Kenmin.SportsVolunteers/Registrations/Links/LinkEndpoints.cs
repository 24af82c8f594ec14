using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Wolverine;

namespace Kenmin.SportsVolunteers.Registrations.Links;

/// <summary>Issuing and using personal links for programs, with the same rules as the pages. No answer is kept for repetition: tokens are told once.</summary>
internal sealed class LinkEndpoints(ISportsVolunteersStore store, IAuditTrail audit, IOptions<LinkSettings> settings, TimeProvider clock) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("sports/registrations/{id:guid}/account-link", async (Guid id, HttpContext http, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (!await MayReachAsync(id, http.User, cancellationToken)) return ApiProblems.NotFound();
                await audit.RecordAsync(new(http.User.AccountId(), "sports-volunteers.account-link.issued", [id]), cancellationToken);
                var lastDay = JapanTime.Today(clock).AddDays(settings.Value.Days);
                var made = await bus.InvokeAsync<AccountLinkMade>(new IssueAccountLink(id, lastDay, http.User.AccountId()!.Value), cancellationToken);
                http.Response.Headers.CacheControl = "no-store";
                return made.Token is { } token ? Results.Ok(new IssuedLink(LinkTokens.Path(LinkPurpose.Account, token), lastDay))
                    : made.Outcome.Refusal is { } refusal ? ApiProblems.Refused("link-refused", refusal) : ApiProblems.NotFound();
            })
            .Produces<IssuedLink>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Makes a link with which a person connects an account. It is told once; links made before for the person end.")
            .WithExample(response: new IssuedLink("/sports/link/kZ0w…", new(2027, 2, 21)))
            .RequirePermission(Permissions.ChangeRoster).RequireFeature(Features.ContinuingRegistration).NeverReplayed();

        api.MapPost("sports/links/{token}/connection", async (string token, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                await using (var session = store.QuerySession())
                    if (await session.FindLinkAsync(token, LinkPurpose.Account, cancellationToken) is null) return ApiProblems.NotFound();
                var outcome = await bus.InvokeAsync<Outcome>(new ConnectAccount(token, user.AccountId()!.Value), cancellationToken);
                return outcome.Refusal is { } refusal ? ApiProblems.Refused("link-refused", refusal) : Results.NoContent();
            })
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Connects the caller's account with the registration of a personal link. Repeating it changes nothing.")
            .RequirePermission(Permissions.TakePart).RequireFeature(Features.ContinuingRegistration).RequireRateLimiting(LinkLimits.Policy).NeverReplayed();
    }

    private async Task<bool> MayReachAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Volunteer>(id, cancellationToken) is { Erased: false } person
            && (user.ConfinedToMunicipalities() is not { } confined || (person.MunicipalityCode is { } code && confined.Contains(code)));
    }
}

/// <summary>A link that was made.</summary>
/// <param name="Address">Its address on this site.</param>
/// <param name="LastDay">The last day it works, in Japan.</param>
internal sealed record IssuedLink(string Address, DateOnly LastDay);
