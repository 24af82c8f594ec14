using Kenmin.Accounts.ExternalSignIn;
using Kenmin.Accounts.Passwords;
using Kenmin.Accounts.SecondFactor;
using Kenmin.Accounts.Tokens;
using Kenmin.Modularity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kenmin.Accounts.Identity;

/// <summary>Sets ASP.NET Core Identity up: its tables, passwords, lock-out, cookie and keys.</summary>
internal static class IdentitySetup
{
    public const string CookieName = "kenmin-session";

    /// <summary>Rounds of hashing: the count that OWASP's password storage guide gives for PBKDF2 with SHA-512.</summary>
    public const int PasswordIterations = 210_000;

    /// <summary>Where a second factor is set up.</summary>
    public const string SecondFactorAddress = "/me/security/second-factor";

    public static void AddIdentity(this ModuleBuilder module)
    {
        var settings = module.Configuration.Get<AccountsSettings>() ?? new();
        var services = module.Services;
        services.AddDbContext<AccountsDbContext>((provider, options) => options.UseNpgsql(
            provider.GetRequiredService<NpgsqlDataSource>(),
            postgres => postgres.MigrationsHistoryTable(AccountsDbContext.MigrationsTable, AccountsDbContext.Schema))
            // What fails throws. On the first start one command fails on purpose, and an address taken meanwhile is an answer.
            .ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug))));
        services.AddHostedService<AccountsMigration>();

        // The same name and the same keys on each host: a cookie is good wherever the next request arrives.
        services.AddDataProtection().SetApplicationName("kenmin").PersistKeysToDbContext<AccountsDbContext>().ProtectKeys(module);
        services.AddHostedService<KeyCheck>();

        services.AddHttpContextAccessor();
        services.AddIdentityCore<Account>(options =>
            {
                options.Stores.SchemaVersion = AccountsDbContext.IdentityTables;
                options.User.RequireUniqueEmail = true;
                // Accounts are never locked as a whole, or anybody could lock anybody out: see AttemptGuard.
                options.Lockout.AllowedForNewUsers = false;
                options.Password = new()
                {
                    RequiredLength = IdentityTexts.ShortestPassword, RequiredUniqueChars = 1,
                    RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false,
                };
            })
            .AddUserStore<AccountStore>()
            .AddClaimsPrincipalFactory<AccountClaims>()
            .AddTokenProvider<TimeCodes>(TimeCodes.Provider)
            .AddSignInManager<AccountSignInManager>();
        services.AddScoped<IPasswordHasher<Account>, AccountPasswordHasher>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordIterations);

        // A passkey stands for two factors only when the device asked its owner; it is found on the device without a name.
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            // The domain of the site, else of the request.
            options.ServerDomain = settings.SiteAddress?.Host;
        });
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null)
            .AddIdentityCookies();
        services.AddAuthorization();
        services.AddSingleton<SecondFactorRule>();
        services.ConfigureApplicationCookie(options => Configure(options, settings));
        module.AddExternalSignIn(settings);
    }

    private static void Configure(CookieAuthenticationOptions options, AccountsSettings settings)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = settings.SessionLength;
        options.SlidingExpiration = true;
        options.LoginPath = "/accounts/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        // Who sends a token to the API is known by it alone. Signing in and out stays with the cookie.
        options.ForwardDefaultSelector = http => TokenAuthentication.Of(http.Request) is null ? null : TokenAuthentication.SchemeName;
        options.ForwardSignIn = options.ForwardSignOut = IdentityConstants.ApplicationScheme;
        options.Events.OnRedirectToLogin = context =>
        {
            if (context.Request.Path.StartsWithSegments("/api")) context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            else context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        };
        // The site words bare refusals itself: a page for people, problem details for programs.
        options.Events.OnRedirectToAccessDenied = context =>
        {
            // Staff without a second factor are led to where they set one up.
            if (context.HttpContext.User.HasClaim(c => c.Type == AccountClaims.SecondFactorMissing) && !context.Request.Path.StartsWithSegments("/api"))
                context.Response.Redirect(SecondFactorAddress);
            else context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = AccountSignInManager.ValidateAsync;
    }
}
