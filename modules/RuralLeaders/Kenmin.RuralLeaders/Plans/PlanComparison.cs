namespace Kenmin.RuralLeaders.Plans;

/// <summary>What became of a line between two versions.</summary>
internal enum LineChange
{
    /// <summary>It stands in both.</summary>
    Same,

    /// <summary>It stands in the former only.</summary>
    Gone,

    /// <summary>It stands in the later only.</summary>
    New,
}

/// <summary>A line of two versions beside each other.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Text">The line.</param>
internal sealed record ComparedLine(LineChange Change, string Text);

/// <summary>Compares two texts line by line: as many lines as possible are found in both, in their order (longest common subsequence).</summary>
internal static class PlanComparison
{
    public static IReadOnlyList<ComparedLine> Of(string former, string later)
    {
        var (a, b) = (Lines(former), Lines(later));
        // What is the same at the beginning and at the end needs no table; of the rest it has some thousand cells at most.
        var head = 0;
        while (head < a.Length && head < b.Length && a[head] == b[head]) head++;
        var tail = 0;
        while (tail < a.Length - head && tail < b.Length - head && a[^(tail + 1)] == b[^(tail + 1)]) tail++;
        return
        [
            .. a[..head].Select(l => new ComparedLine(LineChange.Same, l)), .. Middle(a[head..^tail], b[head..^tail]), .. a[^tail..].Select(l => new ComparedLine(LineChange.Same, l)),
        ];
    }

    private static List<ComparedLine> Middle(string[] a, string[] b)
    {
        var longest = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
            for (var j = b.Length - 1; j >= 0; j--)
                longest[i, j] = a[i] == b[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        List<ComparedLine> lines = [];
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j])
            {
                lines.Add(new(LineChange.Same, a[i++]));
                j++;
            }
            else if (j == b.Length || (i < a.Length && longest[i + 1, j] >= longest[i, j + 1])) lines.Add(new(LineChange.Gone, a[i++]));
            else lines.Add(new(LineChange.New, b[j++]));
        }

        return lines;
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n');
}
