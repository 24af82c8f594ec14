using System.Text.RegularExpressions;
using Kenmin.Modularity.Initiatives;
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
        string[][] keysOfKinds =
        [
            [.. manifest.Features.Select(f => f.Key)], [.. manifest.Permissions.Select(p => p.Key)], [.. manifest.Purposes.Select(p => p.Key)],
            [.. manifest.MailKinds.Select(k => k.Key)],
        ];
        foreach (var key in keysOfKinds.SelectMany(k => k))
            if (!key.StartsWith(manifest.Key + ".", StringComparison.Ordinal))
                return Reasons.BadPrefix(key, manifest.Key);
        foreach (var keys in keysOfKinds)
            if (keys.GroupBy(k => k, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
                return Reasons.KeyTaken(twice.Key, manifest.Key);
        foreach (var feature in manifest.Features)
        {
            if (NeedsItself(feature, feature.Needs, manifest.Features)) return Reasons.NeedsItself(feature.Key);
            if (feature.Values.GroupBy(v => v.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
                return Reasons.KeyTaken(twice.Key, feature.Key);
        }
        return OfInitiatives(manifest.Initiatives);
    }

    /// <summary>Settings must be of a kind that forms can show, and a profile's values such as the form would take.</summary>
    private static LocalizedText? OfInitiatives(InitiativeDeclaration? declared)
    {
        if (declared is null) return null;
        try
        {
            var settings = declared.Settings is { } type ? SettingsDeclaration.Of(type) : null;
            foreach (var profile in declared.Profiles)
                if (!KeyPattern().IsMatch(profile.Key)) return Reasons.BadKey(profile.Key);
                else if (settings?.Read(profile.Settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Problems is [var problem, ..])
                    return Reasons.BadSettings($"{profile.Key}/{problem.Key}: {problem.Reason.En}");
                else if (settings is null && profile.Settings.Count > 0)
                    return Reasons.BadSettings(profile.Key);
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or MissingMethodException)
        {
            return Reasons.BadSettings(exception.Message);
        }
    }

    // Features of other modules need nothing of this one: modules need each other in one direction.
    private static bool NeedsItself(FeatureDeclaration feature, IEnumerable<string> needs, IReadOnlyList<FeatureDeclaration> all, int depth = 0) =>
        depth > all.Count || needs.Any(n => n == feature.Key
            || (all.FirstOrDefault(f => f.Key == n) is { } need && NeedsItself(feature, need.Needs, all, depth + 1)));

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex KeyPattern();
}
