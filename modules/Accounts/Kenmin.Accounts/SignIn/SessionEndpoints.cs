using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Me;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.SignIn;

/// <summary>What a program signs in with.</summary>
/// <param name="Email">The address.</param>
/// <param name="Password">The password.</param>
internal sealed record Credentials(string? Email, string? Password);

/// <summary>Signing in and out for programs, by the same cookie as people.</summary>
internal sealed class SessionEndpoints : IApiEndpoints
{
    private const string Address = "/accounts/session";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(Address, async (Credentials credentials, PasswordSignIn signIn) =>
                await signIn.TryAsync(credentials.Email, credentials.Password) is { } account
                    ? Results.Ok(AccountView.Of(account))
                    : ApiProblems.Of(StatusCodes.Status401Unauthorized, "sign-in-refused",
                        new("サインインできませんでした。", "You could not be signed in."), PasswordSignIn.Refused))
            .Produces<AccountView>().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithExample(new Credentials("hanako@example.jp", "ながいパスワードの例"), AccountView.Example)
            .WithSummary("サインイン / Sign in").WithTags("accounts")
            .AllowAnonymous().AlwaysOn("signing in").RequireRateLimiting(AttemptLimits.SignIn).NeverReplayed();

        api.MapDelete(Address, async (SignInManager<Account> signIn) =>
            {
                await signIn.SignOutAsync();
                return Results.NoContent();
            })
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("サインアウト / Sign out").WithTags("accounts")
            .AllowAnonymous().AlwaysOn("signing out").NeverReplayed();
    }
}
