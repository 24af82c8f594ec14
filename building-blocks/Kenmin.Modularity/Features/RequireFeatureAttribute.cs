using Microsoft.AspNetCore.Builder;

namespace Kenmin.Modularity.Features;

/// <summary>
/// The feature that a page or endpoint belongs to. It is not reachable while the feature is off for the present fiscal
/// year; what concerns a matter of another year asks <see cref="FeatureGates"/> itself, with that year.
/// </summary>
/// <param name="feature">A key from a manifest.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireFeatureAttribute(string feature) : Attribute
{
    /// <summary>The feature's key.</summary>
    public string Feature { get; } = feature;
}

/// <summary>
/// Says that a page or endpoint belongs to no feature that can be switched off, and why: signing in, what people have
/// already done, the platform's own administration.
/// </summary>
/// <param name="reason">Why it cannot be switched off.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AlwaysOnAttribute(string reason) : Attribute
{
    /// <summary>Why it cannot be switched off.</summary>
    public string Reason { get; } = reason;
}

/// <summary>Feature gates on endpoints.</summary>
public static class FeatureEndpointExtensions
{
    /// <summary>Puts the endpoint behind a feature.</summary>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, string feature)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequireFeatureAttribute(feature));

    /// <summary>Says that the endpoint belongs to no feature, and why.</summary>
    public static TBuilder AlwaysOn<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AlwaysOnAttribute(reason));
}
