using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.SignIn;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Kenmin.Accounts.Personas;

/// <summary>One click signs in as a fictional account. Outside Development these addresses do not exist.</summary>
internal sealed class PersonaEndpoints(IHostEnvironment environment) : ISiteEndpoints
{
    public const string Address = "/accounts/personas";
    private const string Reason = "a tool of Development, which has nothing to switch off elsewhere";

    public void Map(IEndpointRouteBuilder site)
    {
        if (!environment.IsDevelopment()) return;
        site.MapGet(Address, () => Results.LocalRedirect("/accounts/sign-in#personas")).AllowAnonymous().AlwaysOn(Reason).ExcludeFromDescription();
        site.MapPost(Address, SignInAsync).AllowAnonymous().AlwaysOn(Reason).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string persona, [FromForm] string? returnUrl, SignInManager<Account> signIn, UserManager<Account> users)
    {
        if (DemonstrationPersonas.All.FirstOrDefault(p => p.Key == persona) is not { } chosen
            || await users.FindByIdAsync(chosen.Id.ToString()) is not { } account || !await signIn.CanSignInAsync(account))
            return Results.NotFound();
        await signIn.SignInAsync(account, isPersistent: false);
        return Results.LocalRedirect(ReturnAddress.Safe(returnUrl));
    }
}
