using System.Security.Claims;
using Kenmin.Accounts.Sessions;
using Kenmin.Accounts.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Identity;

/// <summary>
/// Refuses deactivated accounts, and fictional ones outside Development, at each way in and at each request; keeps a session for
/// each sign-in.
/// </summary>
internal sealed class AccountSignInManager(
    UserManager<Account> users, IHttpContextAccessor http, IUserClaimsPrincipalFactory<Account> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger, ILogger<AccountSignInManager> log, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation,
    AccountsDbContext database, AccountSessions sessions, SecondFactorRule rule, IHostEnvironment environment, TimeProvider clock)
    : SignInManager<Account>(users, http, claims, options, logger, schemes, confirmation)
{
    /// <summary>How Identity marks a sign-in with two factors.</summary>
    private const string Method = "amr";
    private const string TwoFactors = "mfa";

    private bool _refreshing;
    private bool _lowering;

    public override async Task<bool> CanSignInAsync(Account user) =>
        user.DeactivatedAt is null && user.Standing == AccountStanding.Held && (!user.IsPersona || environment.IsDevelopment()) && await base.CanSignInAsync(user);

    // By the account alone: whatever is wrong with its key or the providers, the password never becomes enough.
    public override Task<bool> IsTwoFactorEnabledAsync(Account user) => Task.FromResult(user.TwoFactorEnabled);

    /// <summary>Goes on after the right password: signs in, or asks for the second factor where there is one.</summary>
    public Task<SignInResult> EnterAsync(Account account) => SignInOrTwoFactorAsync(account, isPersistent: false);

    /// <summary>Signs in somebody who showed two factors at once, as with a passkey.</summary>
    public Task EnterWithTwoFactorsAsync(Account account) => SignInWithClaimsAsync(account, isPersistent: false, [new(Method, TwoFactors)]);

    public override async Task RefreshSignInAsync(Account user)
    {
        _refreshing = true;
        try
        {
            await base.RefreshSignInAsync(user);
        }
        finally
        {
            _refreshing = false;
        }
    }

    public override async Task SignInWithClaimsAsync(Account user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var methods = additionalClaims.Where(c => (c.Type is Method or ClaimTypes.AuthenticationMethod) && !(_lowering && c.Value == TwoFactors)).ToList();
        var before = SessionOf(Context.User);
        var secondFactor = methods.Any(c => c.Value == TwoFactors);
        Guid session;
        if (_refreshing && before is { } same)
        {
            session = same;
            secondFactor |= await database.Sessions.AnyAsync(s => s.Id == same && s.SecondFactor);
        }
        else
        {
            // A new sign-in is a new session, whoever was signed in here before.
            if (before is { } old) await database.Sessions.Where(s => s.Id == old).ExecuteDeleteAsync();
            session = await sessions.StartAsync(user.Id, Context.Request.Headers.UserAgent, secondFactor);
            await database.Users.Where(a => a.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.LastSignInAt, clock.GetUtcNow()));
            SignInLog.SignedIn(log, session, secondFactor);
        }

        var principal = await PrincipalAsync(user, session, secondFactor);
        ((ClaimsIdentity)principal.Identity!).AddClaims(methods);
        await Context.SignInAsync(AuthenticationScheme, principal, authenticationProperties ?? new());
        Context.User = principal;
    }

    public override async Task SignOutAsync()
    {
        if (SessionOf(Context.User) is { } session) await database.Sessions.Where(s => s.Id == session).ExecuteDeleteAsync();
        await base.SignOutAsync();
    }

    /// <summary>Notes on the present session that a second factor was shown, as when it has just been set up.</summary>
    public async Task RaiseAsync(Account account)
    {
        if (SessionOf(Context.User) is { } session)
            await database.Sessions.Where(s => s.Id == session).ExecuteUpdateAsync(set => set.SetProperty(s => s.SecondFactor, true));
        await RefreshSignInAsync(account);
    }

    /// <summary>Notes on the present session that its second factor is gone.</summary>
    public async Task LowerAsync(Account account)
    {
        if (SessionOf(Context.User) is { } session)
            await database.Sessions.Where(s => s.Id == session).ExecuteUpdateAsync(set => set.SetProperty(s => s.SecondFactor, false));
        _lowering = true;
        await RefreshSignInAsync(account);
    }

    /// <summary>Forgets who showed the first factor, once the second was shown.</summary>
    public Task ForgetFirstFactorAsync() => Context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);

    /// <summary>The session of a cookie.</summary>
    public static Guid? SessionOf(ClaimsPrincipal? user) => Guid.TryParse(user?.FindFirstValue(AccountClaims.Session), out var id) ? id : null;

    /// <summary>
    /// Looks at each request whether the session goes on, and takes over what has changed since. One look by key in the database
    /// is what it costs that an ended session is over at once on all hosts.
    /// </summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var manager = (AccountSignInManager)services.GetRequiredService<SignInManager<Account>>();
        if (SessionOf(context.Principal) is not { } id
            || await services.GetRequiredService<AccountSessions>().FindAsync(id) is not var (session, account)
            || !await manager.CanSignInAsync(account)
            || account.SecurityStamp != context.Principal!.FindFirstValue(manager.Options.ClaimsIdentity.SecurityStampClaimType))
        {
            context.RejectPrincipal();
            return;
        }

        var now = await manager.PrincipalAsync(account, session.Id, session.SecondFactor);
        if (Says(now).SetEquals(Says(context.Principal!))) return;
        ((ClaimsIdentity)now.Identity!).AddClaims(context.Principal!.Claims.Where(c => c.Type is Method or ClaimTypes.AuthenticationMethod));
        context.ReplacePrincipal(now);
        context.ShouldRenew = true;
    }

    private async Task<ClaimsPrincipal> PrincipalAsync(Account account, Guid session, bool secondFactor)
    {
        var principal = await CreateUserPrincipalAsync(account);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new(AccountClaims.Session, session.ToString()));
        if (!rule.IsMet(account, secondFactor)) AccountClaims.WithoutStaffRoles(principal);
        return principal;
    }

    private static HashSet<(string, string)> Says(ClaimsPrincipal principal) =>
        [.. principal.Claims.Where(c => c.Type is not (Method or ClaimTypes.AuthenticationMethod)).Select(c => (c.Type, c.Value))];
}
