using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Weather;

/// <summary>How grave a warning is, the least grave first.</summary>
internal enum WarningTier
{
    /// <summary>Advisory (注意報).</summary>
    Advisory,

    /// <summary>A kind that this list does not know: taken for more than an advisory.</summary>
    NotKnown,

    /// <summary>Warning (警報).</summary>
    Warning,

    /// <summary>Danger warning (危険警報).</summary>
    Danger,

    /// <summary>Emergency warning (特別警報).</summary>
    Emergency,
}

/// <summary>A kind of warning.</summary>
/// <param name="Code">The Meteorological Agency's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tier">How grave it is.</param>
/// <param name="Level">The alert level (警戒レベル) that it stands for; null when it stands for none.</param>
internal sealed record WarningKind(string Code, LocalizedText Name, WarningTier Tier, int? Level);

/// <summary>The kinds of warnings: data of the module, so that another kind is another line.</summary>
internal static class WarningKinds
{
    private static readonly Dictionary<string, WarningKind> Known = Lines().Skip(1).Select(l => l.Split(','))
        .Select(l => new WarningKind(l[0], new(l[1], l[2]), Enum.Parse<WarningTier>(l[3], ignoreCase: true), l[4].Length == 0 ? null : int.Parse(l[4], System.Globalization.CultureInfo.InvariantCulture)))
        .ToDictionary(k => k.Code, StringComparer.Ordinal);

    /// <summary>All that the list has.</summary>
    public static IReadOnlyCollection<WarningKind> All => Known.Values;

    /// <summary>The kind of a code. One that the list does not have is a kind that is not known, and is shown as such.</summary>
    public static WarningKind Of(string code) => Known.GetValueOrDefault(code) ?? new(code, new($"種類のわからない警報等（{code}）", $"Warning of an unknown kind ({code})"), WarningTier.NotKnown, null);

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(WarningKinds).Assembly.GetManifestResourceStream("warning-codes.csv")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) yield return line;
    }
}
