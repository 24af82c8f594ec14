using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Sessions;

/// <summary>A device in words that its owner recognises. Of what the browser says, only browser and system are kept.</summary>
internal static class DeviceWords
{
    private static readonly (string Mark, string Key, string Name)[] Browsers =
    [
        ("Edg", "edge", "Edge"), ("SamsungBrowser", "samsung", "Samsung Internet"), ("OPR", "opera", "Opera"), ("Firefox", "firefox", "Firefox"),
        ("FxiOS", "firefox", "Firefox"), ("CriOS", "chrome", "Chrome"), ("Chrome", "chrome", "Chrome"), ("Safari", "safari", "Safari"),
    ];

    private static readonly (string Mark, string Key, LocalizedText Name)[] Systems =
    [
        ("iPhone", "iphone", new("iPhone", "iPhone")), ("iPad", "ipad", new("iPad", "iPad")), ("Android", "android", new("Android の端末", "an Android device")),
        ("Windows", "windows", new("Windows のパソコン", "a Windows computer")), ("Macintosh", "mac", new("Mac", "a Mac")),
        ("CrOS", "chromebook", new("Chromebook", "a Chromebook")), ("Linux", "linux", new("Linux のパソコン", "a Linux computer")),
    ];

    /// <summary>What is kept of a browser's <c>User-Agent</c>.</summary>
    public static string Of(string? userAgent)
    {
        var text = userAgent ?? "";
        var browser = Browsers.FirstOrDefault(b => text.Contains(b.Mark, StringComparison.Ordinal)).Key ?? "";
        var system = Systems.FirstOrDefault(s => text.Contains(s.Mark, StringComparison.Ordinal)).Key ?? "";
        return $"{browser}/{system}";
    }

    /// <summary>The words for what <see cref="Of"/> kept.</summary>
    public static LocalizedText Words(string device)
    {
        var parts = device.Split('/');
        var browser = Browsers.FirstOrDefault(b => b.Key == parts[0]).Name;
        var system = parts.Length > 1 ? Systems.FirstOrDefault(s => s.Key == parts[1]) : default;
        return (browser, system.Key) switch
        {
            (null, null) => new("種類のわからない端末、またはプログラム", "A device or program of unknown kind"),
            (null, _) => system.Name,
            (_, null) => LocalizedText.Same(browser),
            _ => new($"{system.Name.Ja}（{browser}）", $"{browser} on {system.Name.En}"),
        };
    }
}
