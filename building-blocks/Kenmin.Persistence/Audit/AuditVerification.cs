using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.Persistence.Audit;

/// <summary>What a verification of the audit log found.</summary>
/// <param name="Entries">How many entries the chain covers.</param>
/// <param name="Unsealed">How many were written in the last seconds and are not in the chain yet.</param>
/// <param name="Head">The end of the chain; null while it is empty.</param>
/// <param name="Findings">What is wrong; empty when nothing is. At most <see cref="MostFindings"/>.</param>
public sealed record AuditVerification(long Entries, long Unsealed, AuditHead? Head, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>How many findings are listed at most.</summary>
    public const int MostFindings = 200;

    /// <summary>Whether the log is as it was written.</summary>
    public bool Intact => Findings.Count == 0;
}

/// <summary>The end of the chain. Kept outside of the database, it shows later whether the end was cut off.</summary>
/// <param name="Position">The number of entries in the chain.</param>
/// <param name="Hash">The last hash, in hexadecimal digits.</param>
public sealed record AuditHead(long Position, string Hash)
{
    /// <summary>Reads <c>position:hash</c>; null when it is something else.</summary>
    public static AuditHead? Parse(string? text) =>
        text?.Trim().Split(':') is [var position, { Length: 64 } hash] && hash.All(char.IsAsciiHexDigit)
        && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number, hash.ToLowerInvariant())
            : null;

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position}:{Hash}");
}

/// <summary>Something that is not as it was written.</summary>
/// <param name="Kind">What happened to it.</param>
/// <param name="EntryId">The number of the entry; null where it cannot be known any more.</param>
/// <param name="Position">The place in the chain; null outside of it.</param>
/// <param name="Text">The same in words.</param>
public sealed record AuditFinding(AuditFindingKind Kind, long? EntryId, long? Position, LocalizedText Text);

/// <summary>What can have happened to the audit log.</summary>
public enum AuditFindingKind
{
    /// <summary>An entry was changed after it was sealed.</summary>
    Changed,

    /// <summary>An entry is missing.</summary>
    Removed,

    /// <summary>An entry was slipped in past the guards of the database.</summary>
    Inserted,

    /// <summary>A guard of the database is missing or switched off.</summary>
    Unguarded,

    /// <summary>The chain does not reach, or not in this form, the head that was kept elsewhere.</summary>
    HeadDiffers,
}
