using System.Reflection;
using Kenmin.Architecture.Tests.House;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Kenmin.Architecture.Tests.Rules;

/// <summary>Every page and endpoint says who may reach it and which feature it belongs to.</summary>
internal static class Edges
{
    /// <summary>Pages and endpoints, without the files of the front end, which are the same for everybody.</summary>
    public static IReadOnlyList<RouteEndpoint> Of(EndpointDataSource source) =>
        [.. source.Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !IsOfTheFramework(e))];

    public static IEnumerable<Violation> WithoutRule(IEnumerable<RouteEndpoint> edges)
    {
        foreach (var edge in edges)
        {
            var open = edge.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var guarded = edge.Metadata.GetOrderedMetadata<IAuthorizeData>().Count > 0 || edge.Metadata.GetMetadata<AuthorizationPolicy>() is not null;
            if (!open && !guarded)
                yield return new(Name(edge), "does not say who may reach it. Add RequirePermission, RequireAuthorization ([Authorize]) or AllowAnonymous.");
            if (open && guarded)
                yield return new(Name(edge), "asks for a permission and lets everybody in: AllowAnonymous wins. Remove one of them.");

            var gated = edge.Metadata.GetMetadata<RequireFeatureAttribute>() is not null;
            var always = edge.Metadata.GetMetadata<AlwaysOnAttribute>() is not null;
            if (!gated && !always)
                yield return new(Name(edge), "does not say to which feature it belongs. Add RequireFeature, or AlwaysOn with the reason.");
            if (gated && always)
                yield return new(Name(edge), "belongs to a feature and to none. Remove RequireFeature or AlwaysOn.");
        }
    }

    /// <summary>Permissions and features that no manifest declares: held by nobody, and never on or off.</summary>
    public static IEnumerable<Violation> Undeclared(IEnumerable<RouteEndpoint> edges, ModuleCatalog catalog)
    {
        foreach (var edge in edges)
        {
            foreach (var asked in edge.Metadata.GetOrderedMetadata<RequirePermissionAttribute>().Where(p => !catalog.Permissions.ContainsKey(p.Permission)))
                yield return new(Name(edge), $"asks for the permission '{asked.Permission}', which no manifest declares. Declare it.");
            foreach (var gate in edge.Metadata.GetOrderedMetadata<RequireFeatureAttribute>().Where(f => !catalog.Features.ContainsKey(f.Feature)))
                yield return new(Name(edge), $"belongs to the feature '{gate.Feature}', which no manifest declares. Declare it.");
        }
    }

    /// <summary>Navigation and exports in a manifest that name what no manifest declares.</summary>
    public static IEnumerable<Violation> Undeclared(IEnumerable<ModuleManifest> manifests)
    {
        var all = manifests.ToList();
        var permissions = all.SelectMany(m => m.Permissions).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var features = all.SelectMany(m => m.Features).Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var manifest in all)
        {
            foreach (var named in manifest.Navigation.Select(n => n.Permission).Concat(manifest.Exports.Select(e => e.Permission)).OfType<string>().Where(p => !permissions.Contains(p)))
                yield return new(manifest.Key, $"names the permission '{named}', which no manifest declares. Declare it.");
            foreach (var named in manifest.Navigation.Select(n => n.Feature).OfType<string>().Where(f => !features.Contains(f)))
                yield return new(manifest.Key, $"names the feature '{named}', which no manifest declares. Declare it.");
        }
    }

    /// <summary>The method behind an endpoint, where it is known.</summary>
    public static IEnumerable<MethodInfo> Methods(IEnumerable<RouteEndpoint> edges) => edges.Select(e => e.Metadata.GetMetadata<MethodInfo>()).OfType<MethodInfo>();

    private static string Name(RouteEndpoint edge) =>
        $"{string.Join('/', edge.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])} /{edge.RoutePattern.RawText?.TrimStart('/')}".Trim();

    // What Blazor and the static files map themselves; the last serves files that were added since the build, in Development.
    private static bool IsOfTheFramework(RouteEndpoint edge) =>
        edge.RoutePattern.RawText?.TrimStart('/') is { } pattern
        && (pattern.StartsWith("_framework/", StringComparison.Ordinal) || pattern.StartsWith("_blazor", StringComparison.Ordinal) || pattern == "{**path:file}");
}
