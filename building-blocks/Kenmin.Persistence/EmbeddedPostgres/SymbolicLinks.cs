using System.Text.Json;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>
/// The library links of the binaries' package. A package archive cannot carry links, so the package lists them in
/// <c>native/pg-symlinks.json</c> and makes them in a script after installing, which many people switch off.
/// </summary>
internal static class SymbolicLinks
{
    private const string ListFile = "native/pg-symlinks.json";

    /// <summary>Makes every listed link that is missing, relative to its own folder, so that the package can be moved.</summary>
    /// <exception cref="InvalidDataException">The list names something outside of the package.</exception>
    public static void Create(string packageFolder)
    {
        var list = Path.Combine(packageFolder, ListFile);
        if (!File.Exists(list))
            return;
        var links = JsonSerializer.Deserialize<List<Link>>(File.ReadAllBytes(list), JsonSerializerOptions.Web) ?? [];
        foreach (var (source, target) in links)
        {
            var sourcePath = Inside(packageFolder, source);
            var targetPath = Inside(packageFolder, target);
            if (File.Exists(targetPath) || !File.Exists(sourcePath))
                continue;
            // A link to nowhere, left by an interrupted attempt, does not count as a file but is in the way.
            File.Delete(targetPath);
            Directory.CreateDirectory(Path.GetDirectoryName(targetPath)!);
            File.CreateSymbolicLink(targetPath, Path.GetRelativePath(Path.GetDirectoryName(targetPath)!, sourcePath));
        }
    }

    /// <summary>The full path of a name inside a folder.</summary>
    /// <exception cref="InvalidDataException">The name leads out of the folder.</exception>
    public static string Inside(string folder, string name)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root, StringComparison.Ordinal)
            ? path
            : throw new InvalidDataException($"'{name}' leads out of the package.");
    }

    private sealed record Link(string Source, string Target);
}
