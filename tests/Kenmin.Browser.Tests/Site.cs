using Kenmin.Modularity;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Kenmin.Browser.Tests.Site))]

namespace Kenmin.Browser.Tests;

/// <summary>The real site with its demonstration data, as a browser finds it; shared by all journeys.</summary>
public sealed class Site : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly BrowserFixture _browser = new();
    private KenminHost<Program>? _host;

    /// <summary>The services outside, as this site finds them: an address search, a register of corporations, and warnings that fail.</summary>
    public OutsideServer Outside { get; } = new(path => path.StartsWith("/address-search/", StringComparison.Ordinal) ? Sample("sample-gsi-address-search.json")
        : path.StartsWith("/hojin/", StringComparison.Ordinal) ? Sample("sample-gbizinfo-v2-hojin.json") : null);

    public Uri Address { get; private set; } = null!;

    public ModuleCatalog Modules => Services.GetRequiredService<ModuleCatalog>();

    public IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync()
    {
        // All tests of the solution run at once: a page may take its time.
        Assertions.SetDefaultExpectTimeout(60_000);
        _host = new KenminHost<Program>(await _postgres.CreateDatabaseAsync(), new()
        {
            DemonstrationData = true,
            Settings = new Dictionary<string, string>
            {
                ["Outside:Allowed"] = "true", ["Modules:clean-up:Weather:Address"] = Outside.Address, ["Modules:clean-up:Addresses:Address"] = Outside.Address,
                ["Modules:clean-up:Addresses:PositionAddress"] = Outside.Address,
                ["Modules:community-business:GBizInfo:Address"] = Outside.Address, ["Modules:community-business:GBizInfo:Token"] = "mihon",
            },
        });
        Address = _host.Listen();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        if (_host is not null) await _host.DisposeAsync();
        await _postgres.DisposeAsync();
        await Outside.DisposeAsync();
    }

    private static string Sample(string file) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "Data", file));

    /// <summary>A visitor's phone, 360 pixels wide.</summary>
    public async Task<IPage> OnPhoneAsync(string? persona = null) => await SignInAsync(await ClosesWindowsAttribute.Note(await _browser.NewPhoneContextAsync()).NewPageAsync(), persona);

    /// <summary>A desk in an office.</summary>
    public async Task<IPage> AtDeskAsync(string? persona = null) => await SignInAsync(await ClosesWindowsAttribute.Note(await _browser.NewDesktopContextAsync()).NewPageAsync(), persona);

    /// <summary>A desk whose browser runs no scripts.</summary>
    public async Task<IPage> WithoutScriptsAsync(string? persona = null) => await SignInAsync(
        await ClosesWindowsAttribute.Note(await _browser.NewContextAsync(new() { JavaScriptEnabled = false, Locale = "ja-JP", TimezoneId = "Asia/Tokyo" })).NewPageAsync(), persona);

    /// <summary>An address of the site.</summary>
    public string At(string path) => new Uri(Address, path).ToString();

    private async Task<IPage> SignInAsync(IPage page, string? persona)
    {
        page.SetDefaultTimeout(60_000);
        if (persona is null) return page;
        await page.GotoAsync(At("/accounts/sign-in"));
        await page.Locator($"button[name=persona][value={persona}]").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/accounts/", StringComparison.Ordinal));
        return page;
    }
}
