using System.Security.Cryptography;

namespace Kenmin.Participation;

/// <summary>The id of the event stream of one sign-up.</summary>
public static class SignUpStream
{
    private static readonly Guid Space = new("5b0f2f62-93d7-4d0e-9a4f-2f3d3c1a7e11");

    /// <summary>The same id for the same opening and person on every host: a UUID of version 5 (RFC 9562, 5.5).</summary>
    public static Guid IdOf(Guid openingId, Guid personId)
    {
        Span<byte> name = stackalloc byte[48];
        Space.TryWriteBytes(name, bigEndian: true, out _);
        openingId.TryWriteBytes(name[16..], bigEndian: true, out _);
        personId.TryWriteBytes(name[32..], bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
