using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Identity;

/// <summary>Refuses deactivated accounts, and fictional ones outside Development, at each way in and at each recheck.</summary>
internal sealed class AccountSignInManager(
    UserManager<Account> users, IHttpContextAccessor http, IUserClaimsPrincipalFactory<Account> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation,
    AccountsDbContext database, IHostEnvironment environment, TimeProvider clock)
    : SignInManager<Account>(users, http, claims, options, logger, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(Account user) =>
        user.DeactivatedAt is null && (!user.IsPersona || environment.IsDevelopment()) && await base.CanSignInAsync(user);

    public override async Task<bool> ValidateSecurityStampAsync(Account? user, string? securityStamp) =>
        await base.ValidateSecurityStampAsync(user, securityStamp) && await CanSignInAsync(user!);

    public override async Task SignInWithClaimsAsync(Account user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        await base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims);
        await database.Users.Where(a => a.Id == user.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastSignInAt, clock.GetUtcNow()));
    }
}
