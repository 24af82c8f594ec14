using Microsoft.Playwright;

namespace Kenmin.Testing;

/// <summary>
/// A real browser for journeys through the pages; it is provided where the machine has none. One per test assembly
/// is enough: every test takes its own context, which shares nothing with the others.
/// </summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>A resident's phone: 360 × 740, touch, Japanese, Tokyo's time.</summary>
    public Task<IBrowserContext> NewPhoneContextAsync() => NewContextAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = 360, Height = 740 },
        HasTouch = true,
        IsMobile = true,
    });

    /// <summary>The desk of an office: 1280 × 900, Japanese, Tokyo's time.</summary>
    public Task<IBrowserContext> NewDesktopContextAsync() => NewContextAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
    });

    /// <summary>A context of one's own making, such as one without JavaScript or in English.</summary>
    /// <param name="options">What is to differ; language and time zone are Japan's unless given.</param>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Locale ??= "ja-JP";
        options.TimezoneId ??= "Asia/Tokyo";
        // Development's certificate is nobody's concern here.
        options.IgnoreHTTPSErrors ??= true;
        return await (await BrowserAsync()).NewContextAsync(options);
    }

    /// <summary>Closes the browser with all its contexts.</summary>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        turn.Dispose();
    }

    private async Task<IBrowser> BrowserAsync()
    {
        await turn.WaitAsync();
        try
        {
            playwright ??= await Playwright.CreateAsync();
            return browser ??= await InstalledBrowser.LaunchAsync(playwright);
        }
        finally
        {
            turn.Release();
        }
    }
}
