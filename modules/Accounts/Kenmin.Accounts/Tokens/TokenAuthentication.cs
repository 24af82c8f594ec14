using System.Security.Claims;
using System.Text.Encodings.Web;
using Kenmin.Accounts.Identity;
using Kenmin.Api;
using Kenmin.Modularity.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Tokens;

/// <summary>
/// Takes <c>Authorization: Bearer</c> on the API. A request that carries one stands or falls by it: a cookie beside it counts for
/// nothing, so that a token that has run out is never answered for somebody else.
/// </summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessTokens tokens,
    IUserClaimsPrincipalFactory<Account> claims, SecondFactorRule rule, IHostEnvironment environment)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "kenmin-token";
    private const string Bearer = "Bearer ";

    /// <summary>The token that a request to the API carries; null when it carries none.</summary>
    public static string? Of(HttpRequest request) =>
        request.Path.StartsWithSegments(KenminApiExtensions.Prefix) && request.Headers.Authorization is [{ } header, ..]
            && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Of(Request) is not { } sent) return AuthenticateResult.NoResult();
        if (await tokens.FindAsync(sent, Context.RequestAborted) is not var (token, account, secondFactor)
            || account.IsPersona && !environment.IsDevelopment())
            return AuthenticateResult.Fail("unknown token");
        var principal = await claims.CreateAsync(account);
        // Never more than the holder has who signs in: without a second factor, staff have no roles of staff.
        if (!rule.IsMet(account, secondFactor)) AccountClaims.WithoutStaffRoles(principal);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new(TokenScopes.TokenClaim, token.Id.ToString()));
        identity.AddClaims(token.Scopes.Select(s => new Claim(TokenScopes.ScopeClaim, s)));
        return AuthenticateResult.Success(new(principal, SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        return Task.CompletedTask;
    }
}
