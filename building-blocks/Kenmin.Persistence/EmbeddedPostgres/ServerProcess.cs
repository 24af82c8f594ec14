using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>What <c>postmaster.pid</c> and the operating system tell about the server of a data folder.</summary>
internal static class ServerProcess
{
    public static string PidFile(string data) => Path.Combine(data, "postmaster.pid");

    /// <summary>The process id in <c>postmaster.pid</c>, or null without the file.</summary>
    public static int? Recorded(string data)
    {
        try
        {
            var first = File.ReadLines(PidFile(data)).FirstOrDefault();
            return int.TryParse(first, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether the process is alive and is the server of this data folder, and not one that got its number since.</summary>
    public static bool IsServerOf(int id, string data)
    {
        if (OperatingSystem.IsLinux())
            return InFolder(data).Contains(id);
        try
        {
            using var process = Process.GetProcessById(id);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Whether any process has this number.</summary>
    public static bool Exists(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// Every server process of the data folder, workers too, on Linux: they stand in the folder. Empty elsewhere.
    /// </summary>
    public static IReadOnlyList<int> InFolder(string data)
    {
        if (!OperatingSystem.IsLinux())
            return [];
        // The system shows folders with every link resolved.
        data = Resolved(data);
        return [
            .. from folder in Directory.EnumerateDirectories("/proc")
               let id = int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var number) ? number : 0
               where id > 0 && WorkingFolder(folder) == data && IsPostgres(folder)
               select id];
    }

    /// <summary>Ends the server of a data folder that nobody needs any more, without writing anything back.</summary>
    public static async Task KillAsync(string data, CancellationToken cancellation)
    {
        if (Recorded(data) is not { } id || !IsServerOf(id, data))
            return;
        try
        {
            using var server = Process.GetProcessById(id);
            server.Kill(entireProcessTree: true);
            // Where nothing collects the dead (a container without an init process) it would never be seen to end.
            await server.WaitForExitAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(5), cancellation);
        }
        catch (Exception failure) when (failure is ArgumentException or TimeoutException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    // A person's shell may stand in the folder too.
    private static bool IsPostgres(string processFolder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(processFolder, "comm")).StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Resolved(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        var here = Path.Combine(Resolved(parent), Path.GetFileName(path));
        return Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target ? Resolved(target.FullName) : here;
    }

    private static string? WorkingFolder(string processFolder)
    {
        try
        {
            return new FileInfo(Path.Combine(processFolder, "cwd")).LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
