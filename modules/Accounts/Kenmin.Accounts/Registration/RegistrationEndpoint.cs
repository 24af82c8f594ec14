using Kenmin.Accounts.SignIn;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.Registration;

/// <summary>Residents register themselves through a program. It does not sign in: a mail asks to finish.</summary>
internal sealed class RegistrationEndpoint : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api) => api
        .MapPost("/accounts", async (NewAccount input, Registrations registrations) =>
            await registrations.RegisterAsync(input, "/accounts/me") is { Count: > 0 } refusals
                ? ApiProblems.Invalid([.. refusals.Select(r => r.ToProblem())])
                : Results.Accepted())
        .Produces(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithExample(new NewAccount("見本 花子", "hanako@example.jp", "ながいパスワードの例"))
        .WithSummary("アカウントの登録 / Register").WithDescription("202 says nothing about the address; how to go on is in a mail to it.").WithTags("accounts")
        .AllowAnonymous().RequireFeature(AccountsFeatures.Registration).RequireRateLimiting(AttemptLimits.Registration).NeverReplayed();
}
