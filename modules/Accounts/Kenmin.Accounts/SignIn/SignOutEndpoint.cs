using Kenmin.Accounts.Identity;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.SignIn;

/// <summary>Signs out. Bound from a form so that no other site can do it for the reader.</summary>
internal sealed class SignOutEndpoint : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site
        .MapPost("/accounts/sign-out", async ([FromForm] string? returnUrl, SignInManager<Account> signIn) =>
        {
            await signIn.SignOutAsync();
            return Results.LocalRedirect(ReturnAddress.Safe(returnUrl));
        })
        .AllowAnonymous().AlwaysOn("whoever is signed in can sign out").ExcludeFromDescription();
}
