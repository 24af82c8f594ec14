namespace Kenmin.Benchmarks;

/// <summary>One measure: what it compares, and a table of what it found.</summary>
internal interface IMeasure
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>What is measured, in one sentence.</summary>
    string Description { get; }

    /// <summary>Measures on an empty database.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="rounds">How often each side has its turn.</param>
    /// <returns>A table in Markdown.</returns>
    Task<string> RunAsync(string connectionString, int rounds);
}
