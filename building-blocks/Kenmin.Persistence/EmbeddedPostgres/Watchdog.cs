using System.Diagnostics;
using System.Globalization;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>
/// Ends the server when this process ends without doing so. A shell waits for the end of a pipe that only this
/// process holds open; the operating system closes it even after kill -9. Not on Windows: there the next start ends
/// what is left.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Process? shell;

    private Watchdog(Process? shell) => this.shell = shell;

    public static Watchdog Over(int serverProcessId, ServerAccount account)
    {
        if (OperatingSystem.IsWindows())
            return new Watchdog(null);
        // INT is PostgreSQL's fast shutdown. The shell must survive Ctrl+C, which goes to the whole terminal.
        const string script = """trap '' INT TERM HUP; cat > /dev/null; kill -s INT "$0" """;
        var start = account.Start("sh", "-c", script, serverProcessId.ToString(CultureInfo.InvariantCulture));
        return new Watchdog(Process.Start(start));
    }

    /// <summary>Calls the watchdog off.</summary>
    public void Dispose()
    {
        // Ended before its pipe is closed, so that it does not take the closing for our death.
        if (shell is { HasExited: false })
            shell.Kill(entireProcessTree: true);
        shell?.Dispose();
    }
}
