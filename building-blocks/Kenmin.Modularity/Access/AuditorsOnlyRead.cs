using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Modularity.Access;

/// <summary>
/// Says that what is sent to a page or endpoint changes nothing, and why it is sent at all: searches are, so that no name stands
/// in an address. Auditors may do so.
/// </summary>
/// <param name="reason">Why it is sent, although it only reads.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ReadsOnlyAttribute(string reason) : Attribute
{
    /// <summary>Why it is sent, although it only reads.</summary>
    public string Reason { get; } = reason;
}

/// <summary>
/// Auditors read and never write: what they send to a page or endpoint that asks for a permission is refused here, before
/// anything of the module runs. What asks for no permission is their own account.
/// </summary>
internal sealed class AuditorsOnlyRead(RequestDelegate next, ModuleCatalog catalog)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.User.IsInRole(Roles.Auditor) && Writes(context.Request.Method) && context.GetEndpoint() is { } endpoint
            && Refuses(endpoint.Metadata, context.User.IsInRole(Roles.Resident)))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(context);
    }

    private static bool Writes(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    // As residents, auditors take part like everybody else.
    private bool Refuses(EndpointMetadataCollection metadata, bool alsoResident) =>
        metadata.GetOrderedMetadata<RequirePermissionAttribute>() is { Count: > 0 } permissions
        && metadata.GetMetadata<ReadsOnlyAttribute>() is null
        && !(alsoResident && permissions.All(p => catalog.RolesWith(p.Permission).Contains(Roles.Resident)));
}

/// <summary>The rule that auditors only read.</summary>
public static class AuditorsOnlyReadExtensions
{
    /// <summary>Refuses what auditors send. Belongs after authorization.</summary>
    public static IApplicationBuilder UseAuditorsOnlyRead(this IApplicationBuilder app) => app.UseMiddleware<AuditorsOnlyRead>();

    /// <summary>Says that the endpoint changes nothing, whatever its method, and why it is sent at all.</summary>
    public static TBuilder ReadsOnly<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ReadsOnlyAttribute(reason));
}
