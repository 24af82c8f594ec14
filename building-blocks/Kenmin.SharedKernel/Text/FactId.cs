using System.Security.Cryptography;
using System.Text;

namespace Kenmin.SharedKernel;

/// <summary>Ids made from what they stand for: the same fact has the same id, whoever makes it and however often.</summary>
public static class FactId
{
    /// <summary>The id of a fact (UUID version 8, RFC 9562).</summary>
    /// <param name="fact">The fact in words that never change, its kind first, such as <c>module.kind|id|time</c>.</param>
    public static Guid Of(string fact)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(fact)).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
