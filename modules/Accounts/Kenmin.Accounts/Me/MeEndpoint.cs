using System.Security.Claims;
using Kenmin.Accounts.Identity;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.Me;

/// <summary>Who is signed in.</summary>
internal sealed class MeEndpoint : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api) => api
        .MapGet("/accounts/me", async (ClaimsPrincipal user, UserManager<Account> users) =>
            await users.GetUserAsync(user) is { } account ? Results.Ok(AccountView.Of(account)) : Results.Unauthorized())
        .Produces<AccountView>().ProducesProblem(StatusCodes.Status401Unauthorized)
        .WithExample(response: AccountView.Example)
        .WithSummary("自分のアカウント / My account").WithTags("accounts")
        .RequireAuthorization().AlwaysOn("people see what is held about them");
}
