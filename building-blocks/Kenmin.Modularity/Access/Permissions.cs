using Kenmin.Modularity.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Kenmin.Modularity.Access;

/// <summary>Asks for a permission that a manifest declares.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequirePermissionAttribute : AuthorizeAttribute
{
    internal const string Prefix = "permission:";

    /// <summary>Asks for <paramref name="permission"/>, a key from a manifest.</summary>
    public RequirePermissionAttribute(string permission) : base(Prefix + permission) => Permission = permission;

    /// <summary>The permission's key.</summary>
    public string Permission { get; }
}

/// <summary>Permissions on endpoints.</summary>
public static class PermissionEndpointExtensions
{
    /// <summary>Asks for a permission that a manifest declares.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new RequirePermissionAttribute(permission));

    /// <summary>Whether <paramref name="user"/> holds <paramref name="permission"/>.</summary>
    public static bool Holds(this ModuleCatalog catalog, System.Security.Claims.ClaimsPrincipal user, string permission) =>
        user.IsWithinScope(permission) && catalog.RolesWith(permission).Any(user.IsInRole) && PreviewAllows(catalog.RolesWith(permission), user);

    /// <summary>
    /// An administrator who previews a role sees no more of others than before: the real roles must hold the permission too. What
    /// residents hold is about the own things only.
    /// </summary>
    internal static bool PreviewAllows(IReadOnlyList<string> roles, System.Security.Claims.ClaimsPrincipal user) =>
        !user.HasClaim(c => c.Type == SitePreview.RealRoleClaim) || roles.Contains(Roles.Resident) || roles.Any(r => user.HasClaim(SitePreview.RealRoleClaim, r));
}

/// <summary>Turns permissions into authorization policies. A permission that no manifest declares is held by nobody.</summary>
internal sealed class PermissionPolicyProvider(IOptions<AuthorizationOptions> options, ModuleCatalog catalog)
    : DefaultAuthorizationPolicyProvider(options)
{
    /// <summary>What asks for a sign-in only is one's own: a program needs the scope for it.</summary>
    internal static readonly AuthorizationPolicy Own = new AuthorizationPolicyBuilder().RequireAuthenticatedUser()
        .RequireAssertion(context => context.User.IsWithinScope(
            context.Resource is HttpContext http && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) ? TokenScopes.ReadOwn : TokenScopes.WriteOwn))
        .Build();

    public override async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName)
    {
        if (!policyName.StartsWith(RequirePermissionAttribute.Prefix, StringComparison.Ordinal))
            return await base.GetPolicyAsync(policyName);

        var roles = catalog.RolesWith(policyName[RequirePermissionAttribute.Prefix.Length..]);
        var policy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser();
        return roles.Count > 0
            ? policy.RequireRole(roles).RequireAssertion(context => context.User.IsWithinScope(policyName[RequirePermissionAttribute.Prefix.Length..]) && PermissionEndpointExtensions.PreviewAllows(roles, context.User)).Build()
            : policy.RequireAssertion(_ => false).Build();
    }
}
