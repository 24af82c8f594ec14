using System.Reflection;

namespace Kenmin.Host.Tests.Plugins;

/// <summary>
/// A temporary folder for plug-ins, filled with modules that the build made. It stays until the process ends: an assembly
/// that was loaded from it cannot be unloaded, and code generation reads its file again.
/// </summary>
internal sealed class PluginFolder
{
    public PluginFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path, recursive: true);

    public string Path { get; } = Directory.CreateTempSubdirectory("kenmin-plugins-").FullName;

    /// <summary>Drops a built module into the folder, as an administrator would copy it.</summary>
    public PluginFolder With(string project)
    {
        var output = System.IO.Path.Combine(Metadata("Plugins"), project, Metadata("PluginOutput"));
        var target = Directory.CreateDirectory(System.IO.Path.Combine(Path, project)).FullName;
        foreach (var file in Directory.EnumerateFiles(output)) File.Copy(file, System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)));
        return this;
    }

    /// <summary>Drops a file that only looks like a module.</summary>
    public PluginFolder WithBroken(string name)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, name));
        File.WriteAllText(System.IO.Path.Combine(Path, name, name + ".dll"), "this is not an assembly");
        return this;
    }

    private static string Metadata(string key) => typeof(PluginFolder).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
