using System.Text.RegularExpressions;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>A provider that is set up.</summary>
internal sealed record ExternalProvider(string Key, LocalizedText Name, ProviderSettings Settings)
{
    /// <summary>The name of its authentication scheme.</summary>
    public string Scheme => $"openid-{Key}";

    /// <summary>Where it sends people back to.</summary>
    public string CallbackPath => $"/accounts/external/callback/{Key}";

    /// <summary>Whether signing in with it can stand for two factors.</summary>
    public bool CanCountAsTwoFactors => Settings.SecondFactorAcr.Count + Settings.SecondFactorAmr.Count > 0;
}

/// <summary>The providers that this installation has set up, in the order of their keys.</summary>
internal sealed partial class ExternalProviders
{
    public ExternalProviders(IReadOnlyDictionary<string, ProviderSettings> settings) =>
        All = [.. settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => Checked(s.Key.ToLowerInvariant(), s.Value))];

    public IReadOnlyList<ExternalProvider> All { get; }

    /// <summary>Keys of those that can stand for two factors.</summary>
    public IReadOnlyList<string> TwoFactorKeys => [.. All.Where(p => p.CanCountAsTwoFactors).Select(p => p.Key)];

    public ExternalProvider? Find(string? key) => All.FirstOrDefault(p => p.Key == key);

    // A mistake is said at start, rather than to the first person who wants to sign in.
    private static ExternalProvider Checked(string key, ProviderSettings settings)
    {
        void Need(bool there, string what)
        {
            if (!there) throw new InvalidOperationException($"Modules:accounts:OpenIdConnect:{key}: {what}");
        }

        Need(Keys().IsMatch(key), "the key is made of 1 to 30 small letters, digits and hyphens");
        Need(settings.Authority is { IsAbsoluteUri: true } || settings.Metadata is { IsAbsoluteUri: true }, "Authority is missing");
        Need(!string.IsNullOrWhiteSpace(settings.ClientId), "ClientId is missing");
        Need(settings.ClientAuthentication == ClientAuthentication.PrivateKeyJwt ? !string.IsNullOrWhiteSpace(settings.ClientKey) : !string.IsNullOrWhiteSpace(settings.ClientSecret),
            settings.ClientAuthentication == ClientAuthentication.PrivateKeyJwt ? "ClientKey is missing" : "ClientSecret is missing");
        Need(settings.Scopes.Split(' ').Contains("openid", StringComparer.Ordinal), "Scopes must have openid");
        var ja = string.IsNullOrWhiteSpace(settings.NameJa) ? key : settings.NameJa;
        return new(key, new(ja, string.IsNullOrWhiteSpace(settings.NameEn) ? ja : settings.NameEn), settings);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,29}$")]
    private static partial Regex Keys();
}
