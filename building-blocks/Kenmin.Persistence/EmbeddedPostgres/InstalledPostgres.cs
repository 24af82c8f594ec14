using System.Globalization;
using System.Text.RegularExpressions;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>PostgreSQL as installed by the operating system's package manager, Homebrew or EDB's installer.</summary>
internal static partial class InstalledPostgres
{
    public const int OldestMajorVersion = 15;

    /// <summary>All installed servers that are new enough, the newest first.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAsync(
        EmbeddedPostgresOptions options, ServerAccount account, CancellationToken cancellation)
    {
        var folders = options.EffectiveSearchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(options.InstalledFolders ?? UsualFolders())
            .Where(folder => new[] { "postgres", "initdb", "pg_ctl" }.All(name => Command.Find(name, folder) is not null))
            .Distinct(StringComparer.Ordinal);
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders)
        {
            if (await MajorVersionAsync(folder, account, cancellation) is { } major and >= OldestMajorVersion)
                found.Add(new PostgresBinaries(folder, major));
        }
        return [.. found.OrderByDescending(binaries => binaries.MajorVersion)];
    }

    /// <summary>The major version that the programs in a folder say they are, or null when they do not run.</summary>
    public static async Task<int?> MajorVersionAsync(string folder, ServerAccount account, CancellationToken cancellation)
    {
        if (Command.Find("postgres", folder) is not { } postgres)
            return null;
        var answer = await Command.RunAsync(account.Start(postgres, "--version"), cancellation);
        var match = VersionNumber().Match(answer.Output);
        return answer.Succeeded && match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static IEnumerable<string> UsualFolders()
    {
        if (OperatingSystem.IsWindows())
            return Bins(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "bin");
        if (OperatingSystem.IsMacOS())
            return [
                .. Bins("/opt/homebrew/opt", "bin", "postgresql@*"), .. Bins("/usr/local/opt", "bin", "postgresql@*"),
                .. Bins("/Library/PostgreSQL", "bin"),
                .. Bins("/Applications/Postgres.app/Contents/Versions", "bin")];
        return [.. Bins("/usr/lib/postgresql", "bin"), .. Bins("/usr", "bin", "pgsql-*"), "/usr/libexec/postgresql"];
    }

    private static IEnumerable<string> Bins(string parent, string bin, string pattern = "*") =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern).Select(folder => Path.Combine(folder, bin))
            : [];

    [GeneratedRegex(@"\(PostgreSQL\)\s+(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex VersionNumber();
}
