using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Kenmin.Passport.Sharing;

/// <summary>A person shows the own record, or a part of it, to somebody by a secret address (活動手帳を見せる).</summary>
public sealed class Share
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Whose record it is.</summary>
    public Guid AccountId { get; set; }

    /// <summary>The person's name, as it was then; who looks has to know whose record it is.</summary>
    public string HolderName { get; set; } = "";

    /// <summary>To whom it is shown.</summary>
    public string Recipient { get; set; } = "";

    /// <summary>Only from this day; null for all.</summary>
    public DateOnly? FirstDay { get; set; }

    /// <summary>Only until this day; null for all.</summary>
    public DateOnly? LastDay { get; set; }

    /// <summary>Whether what the person entered is shown too.</summary>
    public bool WithPapers { get; set; }

    /// <summary>Whether certificates and licences are shown too.</summary>
    public bool WithCertificates { get; set; }

    /// <summary>Whether points are shown too.</summary>
    public bool WithPoints { get; set; }

    /// <summary>Whether milestones, of all days, are shown too.</summary>
    public bool WithMilestones { get; set; }

    /// <summary>The last day on which it is shown.</summary>
    public DateOnly Until { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; set; }

    /// <summary>When the person ended it; null as long as it is not.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>SHA-256 of the address's secret part, by which it is found.</summary>
    public string TokenHash { get; set; } = "";

    /// <summary>The secret part, sealed with the data-protection keys, so that its holder can be shown it again; null once it is over.</summary>
    public string? SealedToken { get; set; }

    internal bool IsOpenOn(DateOnly today) => EndedAt is null && today <= Until;
}

/// <summary>Makes and reads the secret parts of addresses: 256 random bits that say nothing about the person.</summary>
/// <param name="protection">The platform's data protection.</param>
public sealed class ShareTokens(IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("Kenmin.Passport.Share");

    /// <summary>A new secret part: what is kept of it.</summary>
    public (string Hash, string Sealed) New()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (HashOf(token), _seal.Protect(token));
    }

    internal static string HashOf(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The path of a share's page; null when the key that sealed it is gone.</summary>
    internal string? PathOf(Share share)
    {
        if (share.SealedToken is null) return null;
        try
        {
            return $"/passport/check/{_seal.Unprotect(share.SealedToken)}";
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
