using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using JasperFx;
using Kenmin.Api;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.LitterReports;

/// <summary>
/// Tells senders apart for a day without keeping where they are: the network's address is hashed with letters that are drawn each day and
/// thrown away after it.
/// </summary>
internal sealed class Senders(ICleanUpStore store, TimeProvider clock)
{
    /// <summary>The key of a sender today; null where nobody knows where the request comes from.</summary>
    public async Task<string?> KeyOfAsync(IPAddress? address, CancellationToken cancellationToken)
    {
        var network = ClientNetwork.Of(address);
        return network.Length == 0 ? null : Hash($"{await SaltAsync(cancellationToken)}|{network}");
    }

    /// <summary>The hash of a reporter's secret.</summary>
    public static string HashOf(string secret) => Hash(secret);

    /// <summary>A new secret: 256 random bits.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether a text can be a secret: as long as ours, and nothing that could break an address.</summary>
    public static bool IsSecret(string? text) => text is { Length: >= 32 and <= 128 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private async Task<string> SaltAsync(CancellationToken cancellationToken)
    {
        var day = JapanTime.Today(clock).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using (var session = store.LightweightSession())
        {
            if (await session.LoadAsync<LitterSalt>(day, cancellationToken) is { } known) return known.Salt;
            var drawn = new LitterSalt { Id = day, Salt = NewSecret() };
            session.Insert(drawn);
            try
            {
                await session.SaveChangesAsync(cancellationToken);
                return drawn.Salt;
            }
            catch (DocumentAlreadyExistsException)
            {
                // Another host drew them at the same moment.
            }
        }

        await using var again = store.QuerySession();
        return (await again.LoadAsync<LitterSalt>(day, cancellationToken))!.Salt;
    }

    private static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
