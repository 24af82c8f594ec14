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

    /// <summary>
    /// Whether it stays open for reading while the feature is off: what exists can be seen and taken out, and nothing new can be
    /// sent. Right for lists and records; wrong for a page whose only use is to enter something.
    /// </summary>
    public bool StaysReadable { get; init; }
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

/// <summary>
/// A door by which something new comes into a feature: a message that is handled, or a page or endpoint that is reachable whatever
/// is switched on. It refuses by itself while the feature is off for the fiscal year, and the initiative, of the matter.
/// </summary>
/// <param name="feature">A key from a manifest.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class NewEntriesAttribute(string feature) : Attribute
{
    /// <summary>The feature's key.</summary>
    public string Feature { get; } = feature;
}

/// <summary>Says that handling a message brings nothing new into a feature, and why: it changes, ends or finishes what exists.</summary>
/// <param name="reason">Why it is handled whatever is switched on.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NoNewEntriesAttribute(string reason) : Attribute
{
    /// <summary>Why it is handled whatever is switched on.</summary>
    public string Reason { get; } = reason;
}

/// <summary>Feature gates on endpoints.</summary>
public static class FeatureEndpointExtensions
{
    /// <summary>Puts the endpoint behind a feature.</summary>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, string feature)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequireFeatureAttribute(feature));

    /// <summary>Puts the endpoint behind a feature; what only reads stays open while the feature is off.</summary>
    public static TBuilder RequireFeatureToWrite<TBuilder>(this TBuilder builder, string feature)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequireFeatureAttribute(feature) { StaysReadable = true });

    /// <summary>Says that the endpoint, reachable always, takes new entries of a feature and asks for it itself.</summary>
    public static TBuilder NewEntries<TBuilder>(this TBuilder builder, string feature)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NewEntriesAttribute(feature));

    /// <summary>Says that the endpoint belongs to no feature, and why.</summary>
    public static TBuilder AlwaysOn<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AlwaysOnAttribute(reason));
}
