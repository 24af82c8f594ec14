using System.Security.Claims;
using System.Text.Encodings.Web;
using Kenmin.Modularity.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kenmin.Testing;

/// <summary>Somebody a test acts as.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="DisplayName">The name that pages and the audit trail show.</param>
/// <param name="Municipalities">Codes (6 digits) of the municipalities that municipal staff are confined to.</param>
public sealed record SignedInPerson(Guid AccountId, string Role, string DisplayName, params IReadOnlyList<string> Municipalities)
{
    /// <summary>What the platform knows of this person while signed in.</summary>
    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, AccountId.ToString()),
            new(CurrentUser.DisplayNameClaim, DisplayName),
            new(ClaimTypes.Role, Role),
            .. Municipalities.Select(m => new Claim(CurrentUser.MunicipalityClaim, m)),
        ], SignedInByHeader.SchemeName));
}

/// <summary>How a host answers those who are not signed in.</summary>
public sealed class SignedInByHeaderOptions : AuthenticationSchemeOptions
{
    /// <summary>The page that visitors of other pages are sent to; when null, they get status 401 as calls of the API always do.</summary>
    public string? SignInPage { get; set; }
}

/// <summary>Lets a test say with each request who sends it, without an account or a password.</summary>
public static class SignedInByHeader
{
    /// <summary>The authentication scheme's name.</summary>
    public const string SchemeName = "test";

    private const string AccountHeader = "X-Test-Account";
    private const string RoleHeader = "X-Test-Role";
    private const string NameHeader = "X-Test-Name";
    private const string MunicipalityHeader = "X-Test-Municipality";

    /// <summary>Makes the scheme the one that counts, also in a host that has others.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="signInPage">See <see cref="SignedInByHeaderOptions.SignInPage"/>.</param>
    public static void AddSignedInByHeader(this IServiceCollection services, string? signInPage = null)
    {
        services.AddAuthentication().AddScheme<SignedInByHeaderOptions, Handler>(SchemeName, o => o.SignInPage = signInPage);
        services.PostConfigure<AuthenticationOptions>(o =>
            o.DefaultScheme = o.DefaultAuthenticateScheme = o.DefaultChallengeScheme = o.DefaultForbidScheme = SchemeName);
    }

    /// <summary>Sends all requests of a client as a person; the host must use <see cref="AddSignedInByHeader"/>.</summary>
    public static void SignIn(this HttpClient client, SignedInPerson person)
    {
        foreach (var (name, value) in HeadersOf(person)) client.DefaultRequestHeaders.Add(name, value);
    }

    /// <summary>The headers that say who sends a request.</summary>
    public static IEnumerable<(string Name, string Value)> HeadersOf(SignedInPerson person)
    {
        yield return (AccountHeader, person.AccountId.ToString());
        yield return (RoleHeader, person.Role);
        // A header holds ASCII only.
        yield return (NameHeader, Uri.EscapeDataString(person.DisplayName));
        foreach (var municipality in person.Municipalities) yield return (MunicipalityHeader, municipality);
    }

    private sealed class Handler(IOptionsMonitor<SignedInByHeaderOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<SignedInByHeaderOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var headers = Request.Headers;
            if (headers[AccountHeader] is not [{ } account] || headers[RoleHeader] is not [{ } role] || headers[NameHeader] is not [{ } name])
                return Task.FromResult(AuthenticateResult.NoResult());
            var person = new SignedInPerson(Guid.Parse(account), role, Uri.UnescapeDataString(name), [.. headers[MunicipalityHeader].OfType<string>()]);
            return Task.FromResult(AuthenticateResult.Success(new(person.ToPrincipal(), SchemeName)));
        }

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            if (Options.SignInPage is not { } page || Request.Path.StartsWithSegments("/api")) return base.HandleChallengeAsync(properties);
            Response.Redirect($"{page}?ReturnUrl={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
            return Task.CompletedTask;
        }
    }
}
