namespace Kenmin.SharedKernel;

/// <summary>The reference data that travels inside the assembly.</summary>
internal static class EmbeddedData
{
    /// <summary>The lines of an embedded text file, without blank lines.</summary>
    internal static IEnumerable<string> Lines(string file)
    {
        using var stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line)) yield return line;
        }
    }
}
