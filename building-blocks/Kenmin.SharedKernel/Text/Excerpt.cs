namespace Kenmin.SharedKernel;

/// <summary>An input as it is quoted in a message: without line breaks and not longer than a line.</summary>
internal static class Excerpt
{
    private const int Longest = 40;

    internal static string Of(string? input)
    {
        if (input is null) return string.Empty;
        var line = string.Concat(input.Trim().Select(c => char.IsControl(c) ? ' ' : c));
        if (line.Length <= Longest) return line;
        var cut = char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest;
        return $"{line[..cut]}…";
    }
}
