using System.Security.Claims;
using Kenmin.Modularity.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Identity;

/// <summary>What a cookie says of its holder.</summary>
internal sealed class AccountClaims(UserManager<Account> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account>(users, options)
{
    /// <summary>Marks the cookies of fictional accounts, which are refused outside Development.</summary>
    public const string Persona = "kenmin:persona";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account account)
    {
        var identity = await base.GenerateClaimsAsync(account);
        // Pages get the address from the account; a cookie has no need of it.
        foreach (var claim in identity.FindAll(Options.ClaimsIdentity.EmailClaimType).ToList()) identity.RemoveClaim(claim);
        identity.AddClaim(new(CurrentUser.DisplayNameClaim, account.DisplayName));
        identity.AddClaims(account.Roles.Select(role => new Claim(identity.RoleClaimType, role)));
        identity.AddClaims(account.Municipalities.Select(code => new Claim(CurrentUser.MunicipalityClaim, code)));
        if (account.IsPersona) identity.AddClaim(new(Persona, "true"));
        return identity;
    }
}
