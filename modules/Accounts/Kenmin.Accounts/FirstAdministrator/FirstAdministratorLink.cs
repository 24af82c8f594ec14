using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Kenmin.Accounts.FirstAdministrator;

/// <summary>The one link by which the first administrator can be made. Only the hash of its token is kept.</summary>
internal sealed class FirstAdministratorLink
{
    /// <summary>There is one link at most, so that making a new one takes the earlier one's place.</summary>
    public const int TheOnly = 1;

    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public int Id { get; private set; } = TheOnly;

    public required byte[] TokenHash { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>A token of 256 random bits, in characters that an address can carry.</summary>
    public static string NewToken() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
