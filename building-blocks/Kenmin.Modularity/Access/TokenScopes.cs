using System.Security.Claims;

namespace Kenmin.Modularity.Access;

/// <summary>
/// Scopes of those who act by a personal access token rather than by signing in. A scope never gives anything: it says to which of
/// the holder's own permissions a program is let.
/// </summary>
public static class TokenScopes
{
    /// <summary>Reads what belongs to the holder: everything that asks for a sign-in and for no permission.</summary>
    public const string ReadOwn = "own.read";

    /// <summary>Changes what belongs to the holder, such as signing up for a shift.</summary>
    public const string WriteOwn = "own.write";

    /// <summary>Claim with the id of the token that a request came with.</summary>
    public const string TokenClaim = "kenmin:token";

    /// <summary>Claim with a scope of the token; one claim each.</summary>
    public const string ScopeClaim = "kenmin:scope";

    /// <summary>Whether a program acts for its holder by a token.</summary>
    public static bool IsByToken(this ClaimsPrincipal user) => user.HasClaim(c => c.Type == TokenClaim);

    /// <summary>Whether nothing stands against <paramref name="scope"/>: everything is within reach of a person who signed in.</summary>
    public static bool IsWithinScope(this ClaimsPrincipal user, string scope) => !user.IsByToken() || user.HasClaim(ScopeClaim, scope);
}
