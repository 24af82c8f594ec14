using Kenmin.Accounts.SignIn;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>The ways to a provider, and where people go on when they are back.</summary>
internal sealed partial class ExternalEndpoints(ILogger<ExternalEndpoints> logger) : ISiteEndpoints
{
    /// <summary>What a state remembers besides what the framework puts there.</summary>
    public const string Next = "kenmin-next";
    public const string LinkOf = "kenmin-link";

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/accounts/external/start/{key}", (string key, string? returnUrl, HttpContext http, ExternalProviders providers) =>
                GoAsync(http, providers.Find(key), new() { Items = { [Next] = ReturnAddress.Safe(returnUrl) } }))
            .AllowAnonymous().AlwaysOn("signing in").ExcludeFromDescription();

        site.MapGet("/accounts/external/link/{key}", (string key, string? ticket, HttpContext http, ExternalProviders providers, ExternalLinks links) =>
                links.Accepts(http.User, key, ticket) is { } session
                    ? GoAsync(http, providers.Find(key), new() { Items = { [LinkOf] = session } })
                    : Task.FromResult(Results.LocalRedirect(ExternalAddresses.Mine)))
            .RequireAuthorization().AlwaysOn("people decide how they sign in").ExcludeFromDescription();

        site.MapGet(ExternalAddresses.Return, (HttpContext http, ExternalReturn back) => back.GoOnAsync(http))
            .AllowAnonymous().AlwaysOn("signing in").ExcludeFromDescription();
    }

    private async Task<IResult> GoAsync(HttpContext http, ExternalProvider? provider, AuthenticationProperties properties)
    {
        if (provider is null) return Results.NotFound();
        // Whoever was at a provider before begins anew.
        await http.SignOutAsync(IdentityConstants.ExternalScheme);
        properties.RedirectUri = ExternalAddresses.Return;
        try
        {
            await http.ChallengeAsync(provider.Scheme, properties);
            return Results.Empty;
        }
        catch (Exception failed) when (failed is InvalidOperationException or HttpRequestException or IOException or OperationCanceledException && !http.RequestAborted.IsCancellationRequested)
        {
            // Its description cannot be had.
            LogOutOfReach(logger, provider.Key);
            return Results.LocalRedirect(ExternalAddresses.Failed(ExternalProblem.Provider));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The provider {Provider} is out of reach or describes itself wrongly")]
    private static partial void LogOutOfReach(ILogger logger, string provider);
}
