namespace Kenmin.Testing;

/// <summary>The folder with the solution.</summary>
public static class RepositoryRoot
{
    private const string Solution = "Kenmin.Platform.sln";

    /// <summary>The full path, found upwards from where the tests run.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests run outside of a clone.</exception>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, Solution)))
                return at.FullName;
        }
        throw new DirectoryNotFoundException($"{Solution} is in no folder above {AppContext.BaseDirectory}.");
    }
}
