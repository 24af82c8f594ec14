using System.Diagnostics;
using System.Runtime.InteropServices;
using Kenmin.SharedKernel;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>
/// The account that the server's programs run under: the own one, or <c>nobody</c> for root, because PostgreSQL
/// refuses to run as root.
/// </summary>
internal sealed class ServerAccount
{
    private readonly Func<string, IEnumerable<string>, (string File, IEnumerable<string> Arguments)> wrap;
    private readonly (uint User, uint Group)? owner;

    private ServerAccount(
        Func<string, IEnumerable<string>, (string, IEnumerable<string>)> wrap,
        (uint, uint)? owner)
    {
        this.wrap = wrap;
        this.owner = owner;
    }

    /// <summary>Whether another account than that of this process is used.</summary>
    public bool IsAnother => owner is not null;

    public static async Task<ServerAccount> ForThisProcessAsync(string searchPath, CancellationToken cancellation)
    {
        // On Windows initdb and pg_ctl drop an administrator's rights themselves.
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return new ServerAccount((file, arguments) => (file, arguments), null);

        var nobody = Nobody();
        foreach (var candidate in Candidates(nobody, searchPath))
        {
            var account = new ServerAccount(candidate, nobody);
            if ((await Command.RunAsync(account.Start("sh", "-c", "exit 0"), cancellation)).Succeeded)
                return account;
        }
        throw new EmbeddedPostgresException(new LocalizedText(
            "PostgreSQL は root では動きません。別の利用者に切り替える setpriv・runuser・su・sudo のどれも使えませんでした。"
            + "一般の利用者で起動するか、ConnectionStrings__Kenmin に PostgreSQL の接続文字列を設定してください。",
            "PostgreSQL does not run as root, and none of setpriv, runuser, su and sudo could switch to the user nobody. "
            + "Start as an ordinary user, or set ConnectionStrings__Kenmin to the connection string of a PostgreSQL server."));
    }

    /// <summary>Describes a program to be started under this account.</summary>
    public ProcessStartInfo Start(string file, params IEnumerable<string> arguments)
    {
        var (program, all) = wrap(file, arguments);
        // The account may not be allowed into the folder that this process happens to stand in.
        return Command.Describe(program, all, OperatingSystem.IsWindows() ? null : "/");
    }

    /// <summary>Makes the account the owner of a file or folder (not of what is in it).</summary>
    public void Give(string path)
    {
        if (owner is var (user, group) && Chown(path, user, group) != 0)
            throw new IOException($"chown {path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    /// <summary>Whether the account can read and change what is in the folder, and enter it through its parents.</summary>
    public async Task<bool> CanWriteAsync(string folder, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            return Directory.Exists(folder);
        const string probe = """cd "$0" && : > .probe && rm .probe""";
        return (await Command.RunAsync(Start("sh", "-c", probe, folder), cancellation)).Succeeded;
    }

    /// <summary>Whether the account can enter the folder and list it.</summary>
    public async Task<bool> CanReadAsync(string folder, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            return Directory.Exists(folder);
        const string probe = """cd "$0" && ls > /dev/null""";
        return (await Command.RunAsync(Start("sh", "-c", probe, folder), cancellation)).Succeeded;
    }

    private static IEnumerable<Func<string, IEnumerable<string>, (string, IEnumerable<string>)>> Candidates(
        (uint User, uint Group) nobody, string searchPath)
    {
        // Also where services look when the search path is a bare one.
        var path = string.Join(Path.PathSeparator, searchPath, "/usr/sbin", "/usr/bin", "/sbin", "/bin");
        if (Command.Find("setpriv", path) is { } setpriv)
            yield return (file, arguments) => (setpriv,
                [$"--reuid={nobody.User}", $"--regid={nobody.Group}", "--clear-groups", "--", file, .. arguments]);
        if (Command.Find("runuser", path) is { } runuser)
            yield return (file, arguments) => (runuser, ["-u", "nobody", "--", file, .. arguments]);
        if (Command.Find("su", path) is { } su)
            yield return (file, arguments) => (su,
                ["-s", "/bin/sh", "nobody", "-c", "exec " + string.Join(' ', arguments.Prepend(file).Select(Quote))]);
        if (Command.Find("sudo", path) is { } sudo)
            yield return (file, arguments) => (sudo, ["-n", "-u", "nobody", "--", file, .. arguments]);
    }

    private static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    // The group of nobody is named nogroup on Debian and nobody elsewhere: take the number that the account has.
    private static (uint User, uint Group) Nobody()
    {
        if (File.Exists("/etc/passwd"))
        {
            foreach (var fields in File.ReadLines("/etc/passwd").Select(line => line.Split(':')))
            {
                if (fields is ["nobody", _, var user, var group, ..]
                    && uint.TryParse(user, out var userId) && uint.TryParse(group, out var groupId))
                    return (userId, groupId);
            }
        }
        return (65534, 65534);
    }

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    private static extern int Chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
}
