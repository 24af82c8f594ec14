using System.Text.RegularExpressions;
using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Discovery;

/// <summary>What a manifest must obey so that keys cannot clash between modules.</summary>
internal static partial class ManifestRules
{
    /// <summary>Schemas that belong to the house.</summary>
    private static readonly string[] Reserved = ["platform", "wolverine", "public", "information_schema"];

    public static LocalizedText? FirstViolation(ModuleManifest manifest)
    {
        if (!KeyPattern().IsMatch(manifest.Key) || Reserved.Contains(manifest.Key))
            return Reasons.BadKey(manifest.Key);
        foreach (var key in manifest.Features.Select(f => f.Key).Concat(manifest.Permissions.Select(p => p.Key)).Concat(manifest.MailKinds.Select(k => k.Key)))
            if (!key.StartsWith(manifest.Key + ".", StringComparison.Ordinal))
                return Reasons.BadPrefix(key, manifest.Key);
        foreach (var keys in new[] { manifest.Features.Select(f => f.Key), manifest.Permissions.Select(p => p.Key), manifest.MailKinds.Select(k => k.Key) })
            if (keys.GroupBy(k => k, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
                return Reasons.KeyTaken(twice.Key, manifest.Key);
        foreach (var feature in manifest.Features)
        {
            if (NeedsItself(feature, feature.Needs, manifest.Features)) return Reasons.NeedsItself(feature.Key);
            if (feature.Values.GroupBy(v => v.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
                return Reasons.KeyTaken(twice.Key, feature.Key);
        }
        return null;
    }

    // Features of other modules need nothing of this one: modules need each other in one direction.
    private static bool NeedsItself(FeatureDeclaration feature, IEnumerable<string> needs, IReadOnlyList<FeatureDeclaration> all, int depth = 0) =>
        depth > all.Count || needs.Any(n => n == feature.Key
            || (all.FirstOrDefault(f => f.Key == n) is { } need && NeedsItself(feature, need.Needs, all, depth + 1)));

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex KeyPattern();
}
