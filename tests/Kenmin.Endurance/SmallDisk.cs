using System.Diagnostics;

namespace Kenmin.Endurance;

/// <summary>A small disk (tmpfs) for the database, which can be filled up. Mounting one takes root, on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Size = "1500m";
    private readonly string _filler;

    private SmallDisk(string folder) => (Folder, _filler) = (folder, Path.Combine(folder, "filler"));

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Mounts one; null where that is not possible.</summary>
    public static SmallDisk? TryMount(string folder)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Directory.CreateDirectory(folder);
        if (Succeeds("mount", "-t", "tmpfs", "-o", $"size={Size},mode=755", "tmpfs", folder)) return new(folder);
        Directory.Delete(folder);
        return null;
    }

    /// <summary>Writes until nothing more fits.</summary>
    public void Fill()
    {
        var block = new byte[1 << 16];
        using var file = new FileStream(_filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Frees what was filled.</summary>
    public void Free() => File.Delete(_filler);

    public void Dispose()
    {
        if (Succeeds("umount", Folder)) Directory.Delete(Folder);
    }

    private static bool Succeeds(string program, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
