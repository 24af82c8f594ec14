using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Outcomes;

/// <summary>A kind of litter of the published list (ごみの分類).</summary>
/// <param name="Code">Its code, which stays.</param>
/// <param name="Name">Its name.</param>
internal sealed record LitterKind(string Code, LocalizedText Name);

/// <summary>The list of kinds of litter: data of the module, so that another kind is another line.</summary>
internal static class Litter
{
    /// <summary>All kinds, in the list's order.</summary>
    public static IReadOnlyList<LitterKind> All { get; } = [.. Lines().Skip(1).Select(l => l.Split(',')).Select(l => new LitterKind(l[0], new(l[1], l[2])))];

    /// <summary>Whether the list has a code.</summary>
    public static bool Has(string code) => All.Any(k => k.Code == code);

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(Litter).Assembly.GetManifestResourceStream("litter.csv")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) yield return line;
    }
}
