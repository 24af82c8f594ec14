using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Kenmin.Persistence.Audit;

/// <summary>
/// The chain over the audit log: the hash of each entry covers the hash of the one before, so that nobody changes, removes or
/// slips in an entry without changing all that follow. It is computed here, not by the database that it guards.
/// </summary>
internal static class AuditChain
{
    /// <summary>What the first entry follows.</summary>
    public static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    /// <summary>The hash of an entry at its place.</summary>
    /// <param name="former">The hash of the entry before, or <see cref="Beginning"/>.</param>
    /// <param name="position">The place in the chain, from 1 on.</param>
    /// <param name="sealedAt">When it was sealed.</param>
    /// <param name="recorded">The entry.</param>
    public static byte[] HashOf(byte[] former, long position, DateTimeOffset sealedAt, RecordedAuditEntry recorded)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(former);
        Add(hash, position);
        Add(hash, Microseconds(sealedAt));
        Add(hash, recorded.Id);
        Add(hash, Microseconds(recorded.At));
        var entry = recorded.Entry;
        Add(hash, entry.ActorId);
        Add(hash, AuditKinds.ToStored(entry.Kind));
        Add(hash, entry.Action);
        Add(hash, entry.Matter);
        Add(hash, entry.SubjectIds.Count);
        foreach (var subject in entry.SubjectIds) Add(hash, subject);
        return hash.GetHashAndReset();
    }

    // The database keeps microseconds.
    private static long Microseconds(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMicrosecond;

    private static void Add(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, Guid? value)
    {
        Span<byte> bytes = stackalloc byte[17];
        bytes.Clear();
        if (value is { } id)
        {
            bytes[0] = 1;
            id.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        }

        hash.AppendData(bytes);
    }

    // With its length before it, so that no two entries look the same.
    private static void Add(IncrementalHash hash, string? value)
    {
        var bytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
        Add(hash, value is null ? -1 : bytes.Length);
        hash.AppendData(bytes);
    }
}
