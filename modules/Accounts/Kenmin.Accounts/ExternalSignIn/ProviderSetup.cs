using Kenmin.Modularity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>
/// Sets the providers up: code flow with PKCE, state and nonce in cookies of this browser, tokens checked for signature, issuer,
/// audience and time, and kept nowhere.
/// </summary>
internal static class ProviderSetup
{
    /// <summary>For how long somebody may be away at a provider, and after it until they are registered.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>How long a provider may take to answer the platform.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
    ];

    public static void AddExternalSignIn(this ModuleBuilder module, AccountsSettings settings)
    {
        var providers = new ExternalProviders(settings.OpenIdConnect);
        module.Services.AddSingleton(providers)
            .AddScoped<WaysIn>().AddScoped<FreshProof>().AddScoped<ExternalLinks>().AddScoped<ExternalReturn>().AddScoped<ExternalRegistration>();
        module.Services.Configure<CookieAuthenticationOptions>(IdentityConstants.ExternalScheme, options =>
        {
            options.Cookie.Name = "kenmin-external";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = Patience;
        });
        var authentication = module.Services.AddAuthentication();
        foreach (var provider in providers.All)
            authentication.AddOpenIdConnect(provider.Scheme, provider.Name.Ja, options => Configure(options, provider, settings, module.Environment));
    }

    private static void Configure(OpenIdConnectOptions options, ExternalProvider provider, AccountsSettings house, IHostEnvironment environment)
    {
        var settings = provider.Settings;
        options.Authority = settings.Authority?.ToString();
        if (settings.Metadata is { } metadata) options.MetadataAddress = metadata.ToString();
        options.RequireHttpsMetadata = !environment.IsDevelopment();
        options.ClientId = settings.ClientId;
        options.CallbackPath = provider.CallbackPath;
        options.SignInScheme = IdentityConstants.ExternalScheme;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // By a redirect rather than a form of the other site, so that our cookies need not be sent with requests from elsewhere.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = settings.UserInfo;
        options.ClaimActions.Remove("acr");
        options.ClaimActions.Remove("iss");
        options.ClaimActions.MapJsonKey("email_verified", "email_verified");
        options.Scope.Clear();
        foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)) options.Scope.Add(scope);
        options.TokenValidationParameters.ValidAlgorithms = Algorithms;
        options.TokenValidationParameters.RequireSignedTokens = true;
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(2);
        options.RemoteAuthenticationTimeout = Patience;
        options.ProtocolValidator.NonceLifetime = Patience;
        options.BackchannelTimeout = Timeout;
        Protect(options.CorrelationCookie, "kenmin-external-state.");
        Protect(options.NonceCookie, "kenmin-external-nonce.");

        ClientAssertions? assertions = null;
        if (settings.ClientAuthentication == ClientAuthentication.PrivateKeyJwt) assertions = new(settings, TimeProvider.System);
        else options.ClientSecret = settings.ClientSecret;
        var line = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        options.BackchannelHttpHandler = settings.ClientAuthentication == ClientAuthentication.Basic ? new SecretInHeader(line) : line;
        options.Events = new ProviderEvents(provider, house, assertions);
    }

    private static void Protect(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.IsEssential = true;
    }
}
