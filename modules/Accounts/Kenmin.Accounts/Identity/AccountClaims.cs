using System.Security.Claims;
using Kenmin.Modularity.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Identity;

/// <summary>What a cookie says of its holder. Whether roles of staff are among it is decided by <see cref="SecondFactorRule"/>.</summary>
internal sealed class AccountClaims(UserManager<Account> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account>(users, options)
{
    /// <summary>Marks the cookies of fictional accounts, which are refused outside Development.</summary>
    public const string Persona = "kenmin:persona";

    /// <summary>The session that a cookie belongs to.</summary>
    public const string Session = "kenmin:session";

    /// <summary>Marks staff who signed in without a second factor: their roles are not in the cookie.</summary>
    public const string SecondFactorMissing = "kenmin:second-factor-missing";

    protected override Task<ClaimsIdentity> GenerateClaimsAsync(Account account)
    {
        // Made of the account alone, without a look into the database: it is made for each request. The address is not among it.
        var types = Options.ClaimsIdentity;
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, types.UserNameClaimType, types.RoleClaimType);
        identity.AddClaims([
            new(types.UserIdClaimType, account.Id.ToString()), new(types.UserNameClaimType, account.UserName!),
            new(types.SecurityStampClaimType, account.SecurityStamp ?? ""), new(CurrentUser.DisplayNameClaim, account.DisplayName)]);
        identity.AddClaims(account.Roles.Select(role => new Claim(identity.RoleClaimType, role)));
        identity.AddClaims(account.Municipalities.Select(code => new Claim(CurrentUser.MunicipalityClaim, code)));
        if (account.IsPersona) identity.AddClaim(new(Persona, "true"));
        return Task.FromResult(identity);
    }

    /// <summary>Takes the roles of staff away, for a sign-in without the second factor that they need.</summary>
    public static void WithoutStaffRoles(ClaimsPrincipal principal)
    {
        var identity = (ClaimsIdentity)principal.Identity!;
        foreach (var claim in identity.FindAll(identity.RoleClaimType).Where(c => Roles.Staff.Contains(c.Value)).Concat(identity.FindAll(CurrentUser.MunicipalityClaim)).ToList())
            identity.RemoveClaim(claim);
        identity.AddClaim(new(SecondFactorMissing, "true"));
    }
}
