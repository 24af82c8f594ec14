using System.Security.Claims;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.SignIn;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.Passkeys;

/// <summary>What the script asks for before it turns to the device. Each answer is good for one try and bound to the browser.</summary>
internal sealed class PasskeyEndpoints : ISiteEndpoints
{
    public const string CreationAddress = "/accounts/passkeys/creation-options";
    public const string RequestAddress = "/accounts/passkeys/request-options";

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapPost(CreationAddress, async (HttpContext http, ClaimsPrincipal user, UserManager<Account> users, SignInManager<Account> signIn, IAntiforgery antiforgery) =>
            {
                if (!await antiforgery.IsRequestValidAsync(http)) return Results.BadRequest();
                if (await users.GetUserAsync(user) is not { } account) return Results.Unauthorized();
                return Results.Content(await signIn.MakePasskeyCreationOptionsAsync(new()
                {
                    Id = account.Id.ToString(), Name = account.Email!, DisplayName = account.DisplayName,
                }), "application/json");
            })
            .RequireAuthorization().AlwaysOn("people can always protect their account").ExcludeFromDescription();

        site.MapPost(RequestAddress, async (HttpContext http, SignInManager<Account> signIn, IAntiforgery antiforgery) =>
                // Without a name: the device shows whose passkeys it has, and nobody learns here who has one.
                await antiforgery.IsRequestValidAsync(http)
                    ? Results.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json")
                    : Results.BadRequest())
            .AllowAnonymous().AlwaysOn("signing in").RequireRateLimiting(AttemptLimits.SignIn).ExcludeFromDescription();
    }
}
