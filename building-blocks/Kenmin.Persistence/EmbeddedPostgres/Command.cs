using System.ComponentModel;
using System.Diagnostics;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>What a finished program left: exit code (0 is success) and what it wrote.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last lines of what it wrote, for a message.</summary>
    public string Tail => Command.LastLines(Error.Length > 0 ? Error : Output, 8);
}

/// <summary>Running other programs and finding them.</summary>
internal static class Command
{
    public static ProcessStartInfo Describe(string file, IEnumerable<string> arguments, string? workingFolder = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? "",
        };
        // Somebody's settings for their own server (PGDATA, PGPORT, PGOPTIONS …) must not bend ours.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        return start;
    }

    /// <summary>
    /// Runs to the end. A program that cannot be started gives exit code 127, as a shell would. When cancelled, the
    /// program and its children are ended.
    /// </summary>
    public static async Task<CommandResult> RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            return new CommandResult(127, "", failure.Message);
        }
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>The full path of a program in a search path, or null.</summary>
    public static string? Find(string name, string searchPath)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return (from folder in searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                from ending in endings
                let path = Path.Combine(folder.Trim('"'), name + ending)
                where File.Exists(path)
                select path).FirstOrDefault();
    }

    public static string LastLines(string text, int count) =>
        string.Join('\n', text.TrimEnd().Split('\n').TakeLast(count).Select(line => line.TrimEnd()));
}
