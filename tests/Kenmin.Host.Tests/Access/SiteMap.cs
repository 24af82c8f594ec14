using System.Globalization;
using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Host.Tests.Access;

/// <summary>A page, endpoint or download of the running host.</summary>
internal sealed record Door(RouteEndpoint Endpoint, string Route, IReadOnlyList<string> Methods)
{
    public IReadOnlyList<string> Permissions => [.. Endpoint.Metadata.GetOrderedMetadata<RequirePermissionAttribute>().Select(p => p.Permission)];

    public bool IsPage => Endpoint.Metadata.Any(m => m.GetType().Name == "ComponentTypeMetadata");

    public bool Reads => Methods.Any(HttpMethods.IsGet);

    public IEnumerable<string> Writes => Methods.Where(m => !HttpMethods.IsGet(m) && !HttpMethods.IsHead(m));

    /// <summary>The address with its parameters filled in.</summary>
    public string Address(IReadOnlyDictionary<string, string> values)
    {
        var parts = Endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => Uri.EscapeDataString(values[parameter.Name]),
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            _ => throw new InvalidOperationException(Route),
        })));
        return "/" + string.Join('/', parts);
    }
}

/// <summary>All doors of the running host, and who may pass them.</summary>
internal static class SiteMap
{
    /// <summary>The five roles, each alone.</summary>
    public static IReadOnlyList<string> Readers { get; } = Roles.All;

    public static IReadOnlyList<Door> Of(IServiceProvider services) =>
    [
        .. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !IsOfTheFramework(e))
            .Select(e => new Door(e, "/" + e.RoutePattern.RawText!.TrimStart('/'), e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]))
            .OrderBy(d => d.Route, StringComparer.Ordinal).ThenBy(d => d.Methods[0], StringComparer.Ordinal),
    ];

    /// <summary>Whether the role alone passes the door; a visitor when null.</summary>
    public static async Task<bool> MayPassAsync(IServiceProvider services, Door door, string? role)
    {
        if (door.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) return true;
        var data = door.Endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        var policy = await AuthorizationPolicy.CombineAsync(services.GetRequiredService<IAuthorizationPolicyProvider>(), data,
            door.Endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>());
        if (policy is null) return true;
        var user = new ClaimsPrincipal(role is null ? new ClaimsIdentity() : new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ClaimTypes.Role, role)], "test"));
        await using var scope = services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IAuthorizationService>().AuthorizeAsync(user, null, policy)).Succeeded;
    }

    /// <summary>Whether an auditor may send something to the door.</summary>
    public static bool AuditorMaySend(Door door) => door.Writes.Any() && (door.Permissions.Count == 0 || door.Endpoint.Metadata.GetMetadata<ReadsOnlyAttribute>() is not null);

    /// <summary>The matrix as it stands in the file, a line for each door.</summary>
    public static async Task<IReadOnlyList<string>> MatrixAsync(IServiceProvider services, IEnumerable<string> messages)
    {
        List<string> lines = ["kind,methods,route,feature,visitor," + string.Join(',', Readers) + ",auditor-sends"];
        foreach (var door in Of(services))
        {
            List<string> cells =
            [
                door.IsPage ? "page" : door.Route.StartsWith("/api/", StringComparison.Ordinal) ? "endpoint" : "site",
                string.Join('+', door.Methods.Order(StringComparer.Ordinal)), door.Route.Replace(',', ';'),
                door.Endpoint.Metadata.GetMetadata<RequireFeatureAttribute>()?.Feature ?? "",
                Yes(await MayPassAsync(services, door, null)),
            ];
            foreach (var role in Readers) cells.Add(Yes(await MayPassAsync(services, door, role)));
            cells.Add(Yes(AuditorMaySend(door) && await MayPassAsync(services, door, Roles.Auditor)));
            lines.Add(string.Join(',', cells));
        }

        // What other modules may be told; nobody outside of the platform reaches the queues.
        lines.AddRange(messages.Order(StringComparer.Ordinal).Select(m => string.Create(CultureInfo.InvariantCulture, $"message,,{m},,,,,,,,")));
        return lines;
    }

    private static string Yes(bool may) => may ? "yes" : "";

    private static bool IsOfTheFramework(RouteEndpoint edge) =>
        edge.RoutePattern.RawText?.TrimStart('/') is { } pattern
        && (pattern.StartsWith("_framework/", StringComparison.Ordinal) || pattern.StartsWith("_blazor", StringComparison.Ordinal) || pattern == "{**path:file}");
}
