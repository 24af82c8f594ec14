using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;

namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>
/// What is kept of what a provider says, for the minutes until the person is signed in or registered: in an encrypted cookie, and
/// no more than is used.
/// </summary>
/// <param name="Provider">The provider's key.</param>
/// <param name="Subject">A hash of who the provider is and whom it means: of no use elsewhere, and the same for ever.</param>
/// <param name="Name">The name to fill in.</param>
/// <param name="Email">The address to fill in.</param>
/// <param name="EmailTrusted">Whether the address need not be verified.</param>
/// <param name="TwoFactors">Whether the provider saw two factors.</param>
internal sealed record ExternalIdentity(string Provider, string Subject, string? Name, string? Email, bool EmailTrusted, bool TwoFactors)
{
    private const string Prefix = "kenmin:external-";

    /// <summary>What the claims of a checked token say; null when it does not say who it is about.</summary>
    public static ExternalIdentity? From(ExternalProvider provider, ClaimsPrincipal? claims)
    {
        var settings = provider.Settings;
        if (claims?.FindFirstValue(settings.SubjectClaim) is not { Length: > 0 } subject || claims.FindFirstValue("iss") is not { Length: > 0 } issuer) return null;
        var email = EmailAddress.Parse(claims.FindFirstValue("email")).TryGet(out var address) ? address.Address : null;
        return new(
            provider.Key, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}"))), NameOf(claims), email,
            email is not null && settings.TrustsEmail && string.Equals(claims.FindFirstValue("email_verified"), "true", StringComparison.OrdinalIgnoreCase),
            claims.FindAll("acr").Any(c => settings.SecondFactorAcr.Contains(c.Value)) || claims.FindAll("amr").Any(c => settings.SecondFactorAmr.Contains(c.Value)));
    }

    /// <summary>What was kept in the cookie.</summary>
    public static ExternalIdentity? Of(ClaimsPrincipal? kept) =>
        kept?.FindFirstValue(Prefix + nameof(Provider)) is { } provider && kept.FindFirstValue(Prefix + nameof(Subject)) is { } subject
            ? new(provider, subject, kept.FindFirstValue(Prefix + nameof(Name)), kept.FindFirstValue(Prefix + nameof(Email)),
                kept.HasClaim(Prefix + nameof(EmailTrusted), "true"), kept.HasClaim(Prefix + nameof(TwoFactors), "true"))
            : null;

    public ClaimsPrincipal ToPrincipal()
    {
        var identity = new ClaimsIdentity(IdentityConstants.ExternalScheme);
        identity.AddClaims([new(Prefix + nameof(Provider), Provider), new(Prefix + nameof(Subject), Subject)]);
        if (Name is not null) identity.AddClaim(new(Prefix + nameof(Name), Name));
        if (Email is not null) identity.AddClaim(new(Prefix + nameof(Email), Email));
        if (EmailTrusted) identity.AddClaim(new(Prefix + nameof(EmailTrusted), "true"));
        if (TwoFactors) identity.AddClaim(new(Prefix + nameof(TwoFactors), "true"));
        return new(identity);
    }

    private static string? NameOf(ClaimsPrincipal claims)
    {
        var name = claims.FindFirstValue("name") ?? $"{claims.FindFirstValue("family_name")} {claims.FindFirstValue("given_name")}";
        return Registration.DisplayName.Parse(name).TryGet(out var valid) ? valid : null;
    }
}
