using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kenmin.SharedKernel;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>
/// The folder with the data: one sub-folder per major version of PostgreSQL, so that no server ever opens the
/// cluster of another version.
/// </summary>
internal static class DataFolder
{
    /// <summary>Chooses and makes the folder.</summary>
    /// <exception cref="EmbeddedPostgresException">The server's account cannot use it.</exception>
    public static async Task<string> ChooseAsync(
        EmbeddedPostgresOptions options, ServerAccount account, IProgress<LocalizedText>? progress, CancellationToken cancellation)
    {
        var wanted = Path.GetFullPath(options.DataFolder ?? Path.Combine(options.ContentRoot, ".kenmin", "postgres"));
        if (await IsUsableAsync(wanted, account, cancellation))
            return wanted;
        // Data that is there but cannot be used is never answered with an empty database elsewhere.
        if (options.DataFolder is not null || MajorVersion(wanted) is not null)
            throw Unusable(wanted);

        var instead = Path.Combine(PerUserFolder(account), Fingerprint(options.ContentRoot));
        progress?.Report(new LocalizedText(
            $"{wanted} は PostgreSQL の実行利用者から使えないため、データを {instead} に置きます。",
            $"The account that runs PostgreSQL cannot use {wanted}; the data is kept in {instead}."));
        return await IsUsableAsync(instead, account, cancellation) ? instead : throw Unusable(instead);
    }

    /// <summary>The major version of the newest cluster in the folder, or null when there is none.</summary>
    public static int? MajorVersion(string folder)
    {
        try
        {
            return Directory.EnumerateDirectories(folder)
                .Where(one => File.Exists(Path.Combine(one, Cluster.ReadyMarker)))
                .Select(one => int.TryParse(Path.GetFileName(one), CultureInfo.InvariantCulture, out var major) ? major : (int?)null)
                .Max();
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static async Task<bool> IsUsableAsync(string folder, ServerAccount account, CancellationToken cancellation)
    {
        var probe = Path.Combine(folder, ".probe-" + Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(folder);
            Directory.CreateDirectory(probe);
            try
            {
                account.Give(probe);
                if (!OperatingSystem.IsWindows())
                {
                    // Mounted Windows drives ignore modes, and PostgreSQL refuses data that others may read.
                    File.SetUnixFileMode(probe, Cluster.Private);
                    if (File.GetUnixFileMode(probe) != Cluster.Private)
                        return false;
                }
                if (!await account.CanWriteAsync(probe, cancellation))
                    return false;
            }
            finally
            {
                Directory.Delete(probe, recursive: true);
            }
            return MajorVersion(folder) is not { } major
                || await account.CanWriteAsync(
                    Path.Combine(folder, major.ToString(CultureInfo.InvariantCulture), Cluster.DataName), cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string PerUserFolder(ServerAccount account) =>
        account.IsAnother
            ? "/var/lib/kenmin-platform"
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
                "kenmin-platform");

    private static string Fingerprint(string contentRoot) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(contentRoot))))[..16];

    private static EmbeddedPostgresException Unusable(string folder) => new(new LocalizedText(
        $"データのフォルダー {folder} を PostgreSQL の実行利用者が読み書きできません。"
        + "データを作ったときと同じ利用者で起動するか、フォルダーの所有者と、上の階層のフォルダーに入る権限を確かめてください。データは変更していません。",
        $"The account that runs PostgreSQL cannot read and write the data folder {folder}. "
        + "Start as the user who made the data, or check who owns the folder and who may enter the folders above it. The data was not touched."));
}
