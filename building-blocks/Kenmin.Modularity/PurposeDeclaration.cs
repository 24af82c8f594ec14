using Kenmin.SharedKernel;

namespace Kenmin.Modularity;

/// <summary>Something that personal data are used for (利用目的) only while the person agrees.</summary>
/// <param name="Key">Stable key that starts with the module's key and a dot.</param>
/// <param name="Name">The purpose in a few words.</param>
/// <param name="NeededFor">What is refused without the consent, and what ends when it is withdrawn.</param>
/// <param name="Versions">
/// The texts that were shown, oldest first; old ones stay, so that each consent can be read. Consent to an older text that
/// <see cref="PurposeText.AsksAgain"/> is younger than is asked for again.
/// </param>
/// <param name="ValidMonths">After how many months a consent ends unless it is renewed; null when it lasts until it is withdrawn.</param>
public sealed record PurposeDeclaration(
    string Key, LocalizedText Name, LocalizedText NeededFor, IReadOnlyList<PurposeText> Versions, int? ValidMonths = null)
{
    /// <summary>The text that is shown now.</summary>
    public PurposeText Current => Versions[^1];

    /// <summary>The text of a version; null for one that is not known.</summary>
    public PurposeText? Version(string version) => Versions.FirstOrDefault(v => v.Version == version);

    /// <summary>Whether a consent to <paramref name="version"/> no longer covers what the purpose says now.</summary>
    public bool MustAskAgain(string version)
    {
        var after = Versions.SkipWhile(v => v.Version != version).Skip(1).ToList();
        return (Version(version) is null && Current.AsksAgain) || after.Any(v => v.AsksAgain);
    }
}

/// <summary>The text of a purpose as it was shown.</summary>
/// <param name="Version">The version's name, such as <c>2026-11</c>.</param>
/// <param name="Text">The text.</param>
/// <param name="AsksAgain">Whether those who agreed to an earlier text are asked again: it says more than before.</param>
public sealed record PurposeText(string Version, LocalizedText Text, bool AsksAgain = false);
