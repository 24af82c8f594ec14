using System.Security.Cryptography;
using System.Text;

namespace Kenmin.Accounts.Passwords;

/// <summary>
/// Passwords that became known when other services were broken into (NIST SP 800-63B, 3.1.1.2; OWASP ASVS 5.0, 6.2.12): those of the
/// million most used that are long enough to be taken here, some 110,000. The build fetches and embeds them, nobody outside is asked.
/// </summary>
internal sealed class BreachedPasswords(Func<string, string> fold)
{
    private const string Resource = "breached-passwords.txt";

    // Eight bytes each instead of the words: one in 10^14 of other passwords is taken for a listed one.
    private readonly Lazy<ulong[]> _prints = new(() => Load(fold));

    /// <summary>Whether the list was there when the program was built.</summary>
    public static bool IsAvailable => typeof(BreachedPasswords).Assembly.GetManifestResourceInfo(Resource) is not null;

    /// <summary>Whether a password, folded as the list is, is known.</summary>
    public bool Contains(string folded) => Array.BinarySearch(_prints.Value, Print(folded)) >= 0;

    private static ulong[] Load(Func<string, string> fold)
    {
        using var stream = typeof(BreachedPasswords).Assembly.GetManifestResourceStream(Resource);
        if (stream is null) return [];
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var prints = new List<ulong>(120_000);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) prints.Add(Print(fold(line)));
        ulong[] sorted = [.. prints];
        Array.Sort(sorted);
        return sorted;
    }

    private static ulong Print(string text) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
