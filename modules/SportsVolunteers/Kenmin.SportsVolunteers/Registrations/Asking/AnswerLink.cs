using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Kenmin.SportsVolunteers.Registrations.Asking;

/// <summary>A person's own link to answer whether they stay (回答用リンク). Found by the hash of its token.</summary>
public sealed class AnswerLink
{
    /// <summary>SHA-256 of the token, base64url. Who reads the database cannot answer with it.</summary>
    public string Id { get; set; } = "";

    /// <summary>The person.</summary>
    public Guid VolunteerId { get; set; }

    /// <summary>What it asks about: the festival's name; empty when it was made for one person at the counter.</summary>
    public string Festival { get; set; } = "";

    /// <summary>The last day it can be used, in Japan.</summary>
    public DateOnly AnswerBy { get; set; }

    /// <summary>
    /// The token, sealed with the platform's data-protection keys, so that letters can be printed again; null once the last
    /// day has passed.
    /// </summary>
    public string? SealedToken { get; set; }
}

/// <summary>Makes and reads the tokens of answer links: 256 random bits that say nothing about the person.</summary>
/// <param name="protection">The platform's data protection.</param>
public sealed class AnswerTokens(IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("Kenmin.SportsVolunteers.AnswerLink");

    /// <summary>A new link and its token, which is known only now and to who can open the seal.</summary>
    /// <param name="volunteerId">The person.</param>
    /// <param name="festival">What it asks about.</param>
    /// <param name="answerBy">The last day.</param>
    public (AnswerLink Link, string Token) Create(Guid volunteerId, string festival, DateOnly answerBy)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new AnswerLink
        {
            Id = HashOf(token), VolunteerId = volunteerId, Festival = festival, AnswerBy = answerBy, SealedToken = _seal.Protect(token),
        }, token);
    }

    /// <summary>The id of the link with this token.</summary>
    public static string HashOf(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The address of an answer page.</summary>
    public static string Path(string token) => $"/sports/answer/{token}";

    /// <summary>The token of a link; null when it was removed, or the key that sealed it is gone.</summary>
    public string? Open(AnswerLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        if (link.SealedToken is null) return null;
        try
        {
            return _seal.Unprotect(link.SealedToken);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
