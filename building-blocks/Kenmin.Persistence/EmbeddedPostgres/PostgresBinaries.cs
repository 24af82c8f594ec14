using Kenmin.SharedKernel;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>A folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> of one major version.</summary>
internal sealed record PostgresBinaries(string BinFolder, int MajorVersion)
{
    public string Program(string name) =>
        Path.Combine(BinFolder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>
    /// The programs to use: those that fit the data which is already there, else those of the npm package, else the
    /// newest installed ones.
    /// </summary>
    /// <param name="options">Where to look.</param>
    /// <param name="account">The account that has to be able to run them.</param>
    /// <param name="dataMajorVersion">The major version that existing data belongs to, if there is any.</param>
    /// <param name="progress">Told what takes its time.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="EmbeddedPostgresException">There are none; the message says what to install.</exception>
    public static async Task<PostgresBinaries> FindAsync(
        EmbeddedPostgresOptions options, ServerAccount account, int? dataMajorVersion,
        IProgress<LocalizedText>? progress, CancellationToken cancellation)
    {
        LocalizedText? reason = null;
        if (dataMajorVersion is null or NpmPackage.MajorVersion)
        {
            (var bin, reason) = await FromPackageAsync(options, account, progress, cancellation);
            if (bin is not null)
                return bin;
        }

        var installed = await InstalledPostgres.FindAsync(options, account, cancellation);
        if (installed.FirstOrDefault(one => dataMajorVersion is null || one.MajorVersion == dataMajorVersion) is { } fitting)
        {
            progress?.Report(new LocalizedText(
                $"インストール済みの PostgreSQL {fitting.MajorVersion} を使います（{fitting.BinFolder}）。",
                $"Using the installed PostgreSQL {fitting.MajorVersion} ({fitting.BinFolder})."));
            return fitting;
        }
        throw dataMajorVersion is { } needed ? Foreign(needed, reason) : Missing(reason);
    }

    private static async Task<(PostgresBinaries?, LocalizedText?)> FromPackageAsync(
        EmbeddedPostgresOptions options, ServerAccount account,
        IProgress<LocalizedText>? progress, CancellationToken cancellation)
    {
        LocalizedText? reason = null;
        foreach (var cache in await CacheFoldersAsync(options, account, cancellation))
        {
            try
            {
                (var bin, reason) = await NpmPackage.ProvideAsync(
                    cache, options.EffectiveSearchPath, progress, cancellation);
                if (bin is null)
                    continue;
                if (await InstalledPostgres.MajorVersionAsync(bin, account, cancellation) is { } major)
                    return (new PostgresBinaries(bin, major), null);
                reason = new LocalizedText(
                    $"取得した PostgreSQL がこのコンピューターで動きません（{bin}）。",
                    $"The fetched PostgreSQL does not run on this computer ({bin}).");
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                reason = new LocalizedText(
                    $"{cache} に保存できません：{failure.Message}", $"Nothing can be stored in {cache}: {failure.Message}");
            }
        }
        return (null, reason);
    }

    /// <summary>The cache of the user, or of the machine where the server's account cannot enter root's home.</summary>
    private static async Task<IReadOnlyList<string>> CacheFoldersAsync(
        EmbeddedPostgresOptions options, ServerAccount account, CancellationToken cancellation)
    {
        if (options.CacheFolder is { } chosen)
            return [chosen];
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var parent =
            OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(home, ".cache");
        if (!account.IsAnother)
            return [Path.Combine(parent, "kenmin-platform")];
        var own = Path.Combine(parent, "kenmin-platform");
        var enterable = Directory.Exists(own) && await account.CanReadAsync(own, cancellation);
        return [enterable ? own : "/var/cache/kenmin-platform"];
    }

    private static EmbeddedPostgresException Missing(LocalizedText? reason) => new(new LocalizedText(
        $"PostgreSQL を用意できませんでした。{reason?.Ja}\n"
        + $"次のどれかを行ってから、もう一度起動してください。(1) Node.js（npm を含む）を入れる。(2) PostgreSQL {InstalledPostgres.OldestMajorVersion} 以降を入れる。"
        + "(3) ConnectionStrings__Kenmin に、使える PostgreSQL の接続文字列を設定する。",
        $"PostgreSQL could not be provided. {reason?.En}\n"
        + $"Do one of these and start again: (1) install Node.js with npm; (2) install PostgreSQL {InstalledPostgres.OldestMajorVersion} or newer; "
        + "(3) set ConnectionStrings__Kenmin to the connection string of a PostgreSQL server."));

    private static EmbeddedPostgresException Foreign(int needed, LocalizedText? reason) => new(new LocalizedText(
        $"保存されているデータは PostgreSQL {needed} のものですが、PostgreSQL {needed} を用意できませんでした。{reason?.Ja}\n"
        + $"PostgreSQL {needed} を入れてから、もう一度起動してください。データは変更していません。"
        + "新しい版へ移す手順は docs/operations.md にあります。",
        $"The stored data belongs to PostgreSQL {needed}, and PostgreSQL {needed} could not be provided. {reason?.En}\n"
        + $"Install PostgreSQL {needed} and start again. The data was not touched. "
        + "How to move to a newer version is in docs/operations.md."));
}
