using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Kenmin.SharedKernel;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>The files of one cluster: data, password, port and log, in a folder named by the major version.</summary>
internal sealed class Cluster
{
    public const string DataName = "data";
    public const string ReadyMarker = "data/PG_VERSION";

    /// <summary>The role that owns the database.</summary>
    public const string Role = "kenmin";

    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const long LogLimitBytes = 2_000_000;
    private const string SettingsName = "kenmin.conf";
    private const long LeastBuffers = 128, MostBuffers = 2_048;

    private readonly string folder;

    private Cluster(string folder, string password)
    {
        this.folder = folder;
        Password = password;
    }

    public string Data => Path.Combine(folder, DataName);

    public string Log => Path.Combine(folder, "server.log");

    public string Password { get; }

    /// <summary>Opens the cluster of the binaries' version; makes it first when there is none.</summary>
    public static async Task<Cluster> OpenAsync(
        string dataFolder, PostgresBinaries binaries, ServerAccount account, EmbeddedPostgresOptions options,
        IProgress<LocalizedText>? progress, CancellationToken cancellation)
    {
        var folder = Path.Combine(dataFolder, binaries.MajorVersion.ToString(CultureInfo.InvariantCulture));
        var passwordFile = Path.Combine(folder, "password");
        if (!File.Exists(Path.Combine(folder, ReadyMarker)))
        {
            Directory.CreateDirectory(folder);
            MakePrivate(folder, Private, account);
            await File.WriteAllTextAsync(passwordFile, "", cancellation);
            MakePrivate(passwordFile, PrivateFile, account);
            await File.WriteAllTextAsync(
                passwordFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), cancellation);

            var line = new LocalizedText("データベースを作っています（初回のみ）…", "Creating the database (only once) …");
            progress?.Report(line);
            await Slow.WatchAsync(
                InitializeAsync(folder, passwordFile, binaries, account, options.Durable, cancellation), line, progress);
        }
        return new Cluster(folder, (await File.ReadAllTextAsync(passwordFile, cancellation)).Trim());
    }

    /// <summary>The port of the last time when it is free, so that bookmarked tools go on working; else a free one.</summary>
    public int ChoosePort()
    {
        var file = Path.Combine(folder, "port");
        if (File.Exists(file)
            && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var last) && IsFree(last))
            return last;
        using var any = new TcpListener(IPAddress.Loopback, 0);
        any.Start();
        var port = ((IPEndPoint)any.LocalEndpoint).Port;
        File.WriteAllText(file, port.ToString(CultureInfo.InvariantCulture));
        return port;
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (Exception failure) when (failure is SocketException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    /// <summary>Writes the settings of this start; the rest of PostgreSQL's configuration is its default.</summary>
    public void WriteSettings(int port, EmbeddedPostgresOptions options)
    {
        var durable = options.Durable ? "on" : "off";
        File.WriteAllText(Path.Combine(Data, SettingsName), string.Create(CultureInfo.InvariantCulture, $"""
            # Written at every start.
            listen_addresses = '127.0.0.1'
            port = {port}
            unix_socket_directories = ''
            max_connections = {options.MaxConnections}
            shared_buffers = '{SharedBuffers(options)}MB'
            # What is read stands in memory, or on a disk that reaches any place alike.
            random_page_cost = 1.1
            # One question does not take all processors: others are waiting, and helpers that start for it have nothing at hand.
            max_parallel_workers_per_gather = 0
            fsync = {durable}
            synchronous_commit = {durable}
            full_page_writes = {durable}
            timezone = 'UTC'
            # Statements and the details of errors would carry personal data into the log.
            log_min_error_statement = panic
            log_error_verbosity = terse

            """));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                Path.Combine(Data, SettingsName), PrivateFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    // An eighth of what this program may use, in megabytes: host and server share the machine. Pages that the server has at hand itself are read
    // many times as fast as those that the operating system has. Servers of tests are small and many.
    private static long SharedBuffers(EmbeddedPostgresOptions options) =>
        options.Durable ? Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8 / 1048576, LeastBuffers, MostBuffers) : LeastBuffers;

    /// <summary>Keeps the log of earlier starts from growing without end: one old file is kept.</summary>
    public void RotateLog()
    {
        if (new FileInfo(Log) is { Exists: true, Length: > LogLimitBytes })
            File.Move(Log, Log + ".old", overwrite: true);
    }

    /// <summary>The last lines that the server wrote since a position of its log.</summary>
    public string LogTail(long since)
    {
        try
        {
            using var log = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            log.Position = Math.Min(since, log.Length);
            return Command.LastLines(new StreamReader(log).ReadToEnd(), 12);
        }
        catch (IOException)
        {
            return "";
        }
    }

    public long LogLength => new FileInfo(Log) is { Exists: true } log ? log.Length : 0;

    // A cluster that has the final name is whole: one that was interrupted keeps the temporary name and is redone.
    private static async Task<bool> InitializeAsync(
        string folder, string passwordFile, PostgresBinaries binaries, ServerAccount account, bool durable,
        CancellationToken cancellation)
    {
        var unfinished = Path.Combine(folder, DataName + ".new");
        var result = new CommandResult(1, "", "");
        foreach (var locale in Locales())
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
            string[] arguments =
            [
                "--pgdata", unfinished, "--encoding=UTF8", .. locale, $"--username={Role}",
                "--auth=scram-sha-256", $"--pwfile={passwordFile}", .. durable ? [] : new[] { "--no-sync" },
            ];
            result = await Command.RunAsync(account.Start(binaries.Program("initdb"), arguments), cancellation);
            if (!result.Succeeded)
                continue;
            await File.AppendAllTextAsync(
                Path.Combine(unfinished, "postgresql.conf"), $"\ninclude_if_exists = '{SettingsName}'\n", cancellation);
            Directory.Move(unfinished, Path.Combine(folder, DataName));
            return true;
        }
        throw new EmbeddedPostgresException(new LocalizedText(
            $"データベースを {folder} に作れませんでした。空き容量と権限を確かめてください。\n{result.Tail}",
            $"The database could not be created in {folder}. Check the free space and the permissions.\n{result.Tail}"));
    }

    // Words are told apart by Unicode and sorted by code point alike on every machine; Windows and old versions of
    // macOS do not know the locale of that name.
    private static IEnumerable<string[]> Locales()
    {
        if (!OperatingSystem.IsWindows())
            yield return ["--locale=C.UTF-8"];
        if (OperatingSystem.IsMacOS())
            yield return ["--locale=C", "--lc-ctype=UTF-8"];
        else
            yield return ["--locale=C"];
    }

    private static void MakePrivate(string path, UnixFileMode mode, ServerAccount account)
    {
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(path, mode);
        account.Give(path);
    }
}
