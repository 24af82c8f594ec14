using System.Diagnostics;
using Kenmin.SharedKernel;
using Microsoft.Playwright;

namespace Kenmin.Testing;

/// <summary>Which Chromium the browser tests drive, and how one comes onto a machine that has none.</summary>
internal static class InstalledBrowser
{
    private static readonly string[] LinuxPrograms =
        ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium"];

    private static readonly string[] RootArguments =
        ["--no-sandbox"];

    private static readonly string[] Arguments =
    [
        "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Starts a browser without a window, installing one first where there is none.</summary>
    /// <exception cref="InvalidOperationException">None works; the message says what was tried and what to do.</exception>
    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        var failures = new List<string>();
        if (await TryInstalledAsync(playwright, failures) is { } installed)
            return installed;

        if (IsDebianRoot())
        {
            // The one without a window does the same with a fifth less work; not every release has it.
            foreach (var package in new[] { "chromium-headless-shell", "chromium" })
            {
                await AptInstallAsync(failures, package, "fonts-ipafont-gothic");
                if (await TryInstalledAsync(playwright, failures) is { } fromApt)
                    return fromApt;
            }
        }

        Console.Error.WriteLine(new LocalizedText(
            "ブラウザーを取得しています（約 150 MB、初回のみ）…", "Fetching a browser (about 150 MB, only once) …"));
        var exitCode = await Task.Run(() => Program.Main(["install", "chromium"]));
        if (exitCode != 0)
            failures.Add($"playwright install chromium: exit code {exitCode}");
        else if (await TryAsync(playwright, new BrowserTypeLaunchOptions(), "Playwright's Chromium", failures) is { } own)
            return own;

        throw new InvalidOperationException(new LocalizedText(
            "ブラウザーのテストに使える Chromium がありません。Chromium か Google Chrome を入れてから、もう一度実行してください。",
            "There is no Chromium for the browser tests. Install Chromium or Google Chrome and run the tests again.")
            + "\n" + string.Join('\n', failures));
    }

    private static async Task<IBrowser?> TryInstalledAsync(IPlaywright playwright, List<string> failures)
    {
        if (!OperatingSystem.IsLinux())
            return await TryAsync(playwright, new BrowserTypeLaunchOptions { Channel = "chrome" }, "Google Chrome", failures);
        foreach (var program in LinuxPrograms.Where(File.Exists))
        {
            await EnsureJapaneseFontAsync(failures);
            if (await TryAsync(playwright, new BrowserTypeLaunchOptions { ExecutablePath = program }, program, failures) is { } browser)
                return browser;
        }
        return null;
    }

    private static async Task<IBrowser?> TryAsync(
        IPlaywright playwright, BrowserTypeLaunchOptions options, string name, List<string> failures)
    {
        // Chromium's sandbox refuses to work for root.
        options.Args = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess ? [.. RootArguments, .. Arguments] : Arguments;
        try
        {
            return await playwright.Chromium.LaunchAsync(options);
        }
        catch (PlaywrightException failure)
        {
            failures.Add($"{name}: {failure.Message}");
            return null;
        }
    }

    private static bool IsDebianRoot() =>
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get");

    // Without one, Japanese is drawn as boxes: screenshots show nothing and widths are wrong.
    private static async Task EnsureJapaneseFontAsync(List<string> failures)
    {
        if (!IsDebianRoot() || !File.Exists("/usr/bin/fc-list"))
            return;
        var (_, fonts) = await RunAsync("/usr/bin/fc-list", ":lang=ja", "family");
        if (fonts.Trim().Length == 0)
            await AptInstallAsync(failures, "fonts-ipafont-gothic");
    }

    private static async Task AptInstallAsync(List<string> failures, params string[] packages)
    {
        var names = string.Join(' ', packages);
        Console.Error.WriteLine(new LocalizedText($"{names} を入れています…", $"Installing {names} …"));
        string[] install = ["install", "--yes", "--no-install-recommends", "--option=DPkg::Lock::Timeout=300", .. packages];
        var (exitCode, output) = await RunAsync("/usr/bin/apt-get", install);
        if (exitCode != 0)
        {
            // A fresh image has no list of packages yet.
            await RunAsync("/usr/bin/apt-get", "update");
            (exitCode, output) = await RunAsync("/usr/bin/apt-get", install);
        }
        if (exitCode != 0)
            failures.Add($"apt-get install {names}: {string.Join('\n', output.TrimEnd().Split('\n').TakeLast(3))}");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
