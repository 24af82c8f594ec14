using Kenmin.Accounts.Me;
using Kenmin.Accounts.SignIn;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.Registration;

/// <summary>Residents register themselves through a program. It does not sign in.</summary>
internal sealed class RegistrationEndpoint : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api) => api
        .MapPost("/accounts", async (NewAccount input, AccountRegistrar registrar) =>
            await registrar.CreateAsync(input, Roles.Resident) switch
            {
                ({ } account, _) => Results.Created("/api/v1/accounts/me", AccountView.Of(account)),
                (_, var refusals) => ApiProblems.Invalid([.. refusals.Select(r => r.ToProblem())]),
            })
        .Produces<AccountView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithExample(new NewAccount("見本 花子", "hanako@example.jp", "ながいパスワードの例"), AccountView.Example)
        .WithSummary("アカウントの登録 / Register").WithTags("accounts")
        .AllowAnonymous().RequireFeature(AccountsFeatures.Registration).RequireRateLimiting(AttemptLimits.Registration).NeverReplayed();
}
