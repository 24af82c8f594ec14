using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Me;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.SignIn;

/// <summary>What a program signs in with.</summary>
/// <param name="Email">The address.</param>
/// <param name="Password">The password.</param>
/// <param name="Code">A code of the authenticator app, or a recovery code, where the account has a second factor.</param>
internal sealed record Credentials(string? Email, string? Password, string? Code = null);

/// <summary>Signing in and out for programs, by the same cookie as people.</summary>
internal sealed class SessionEndpoints : IApiEndpoints
{
    private const string Address = "/accounts/session";
    private static readonly LocalizedText Title = new("サインインできませんでした。", "You could not be signed in.");

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(Address, async (Credentials credentials, PasswordSignIn signIn, SignInManager<Account> manager) =>
            {
                var (step, account) = await signIn.TryAsync(credentials.Email, credentials.Password, "/accounts/me", credentials.Code);
                switch (step)
                {
                    case SignInStep.Done:
                        return Results.Ok(AccountView.Of(account!));
                    case SignInStep.SecondFactor:
                        await ((AccountSignInManager)manager).ForgetFirstFactorAsync();
                        return ApiProblems.Of(StatusCodes.Status401Unauthorized, "second-factor-needed", Title,
                            new("確認コード（code）も送ってください。", "Send the code of the second factor (code) too."));
                    default:
                        return ApiProblems.Of(StatusCodes.Status401Unauthorized, "sign-in-refused", Title, PasswordSignIn.Refused);
                }
            })
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
