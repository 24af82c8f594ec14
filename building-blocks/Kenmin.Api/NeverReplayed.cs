using Microsoft.AspNetCore.Builder;

namespace Kenmin.Api;

/// <summary>
/// Says that an endpoint takes no <c>Idempotency-Key</c>: what carries a password leaves nothing behind, not even a fingerprint,
/// and an answer without its cookie would be no answer.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeverReplayedAttribute : Attribute;

/// <summary>Marks endpoints.</summary>
public static class NeverReplayedExtensions
{
    /// <inheritdoc cref="NeverReplayedAttribute"/>
    public static TBuilder NeverReplayed<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new NeverReplayedAttribute());
}
