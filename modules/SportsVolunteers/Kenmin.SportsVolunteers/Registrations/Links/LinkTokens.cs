using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Kenmin.SportsVolunteers.Registrations.Links;

/// <summary>Makes and reads the tokens of personal links: 256 random bits that say nothing about the person.</summary>
/// <param name="protection">The platform's data protection.</param>
public sealed class LinkTokens(IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("Kenmin.SportsVolunteers.PersonalLink");

    /// <summary>A new link and its token, which is known only now and to who can open the seal.</summary>
    /// <param name="volunteerId">The person.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="festival">The festival whose roster it is about.</param>
    /// <param name="lastDay">The last day.</param>
    /// <param name="kept">Whether the sealed token is kept for printing a letter; else it is known only now.</param>
    public (PersonalLink Link, string Token) Create(Guid volunteerId, LinkPurpose purpose, string festival, DateOnly lastDay, bool kept = true)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new PersonalLink
        {
            Id = HashOf(token), VolunteerId = volunteerId, Purpose = purpose, Festival = festival, LastDay = lastDay,
            SealedToken = kept ? _seal.Protect(token) : null, SlipNumber = kept && purpose == LinkPurpose.Answer ? Letters.SlipNumber.New() : null,
        }, token);
    }

    /// <summary>The id of the link with this token.</summary>
    public static string HashOf(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The address of a link's page.</summary>
    public static string Path(LinkPurpose purpose, string token) => purpose == LinkPurpose.Answer ? $"/sports/answer/{token}" : $"/sports/link/{token}";

    /// <summary>The token of a link; null when it was removed, or the key that sealed it is gone.</summary>
    public string? Open(PersonalLink link)
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
