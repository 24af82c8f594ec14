using Microsoft.Playwright;

namespace Kenmin.Testing.Tests;

public sealed class BrowserFixtureTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string GoodPage =
        """
        <!doctype html><html lang="ja"><head><title>募集</title><meta name="viewport" content="width=device-width"></head>
        <body><main><h1>県民活動の募集</h1><label>お名前 <input></label></main></body></html>
        """;

    [Fact]
    public async Task The_phone_is_a_phone_in_Japan()
    {
        await using var phone = await browser.NewPhoneContextAsync();
        var page = await phone.NewPageAsync();
        await page.SetContentAsync(GoodPage);

        (await page.EvaluateAsync<int>("innerWidth")).ShouldBe(360);
        (await page.EvaluateAsync<int>("innerHeight")).ShouldBe(740);
        (await page.EvaluateAsync<int>("navigator.maxTouchPoints")).ShouldBeGreaterThan(0);
        (await page.EvaluateAsync<string>("navigator.language")).ShouldBe("ja-JP");
        (await page.EvaluateAsync<string>("Intl.DateTimeFormat().resolvedOptions().timeZone")).ShouldBe("Asia/Tokyo");
    }

    [Fact]
    public async Task Japanese_is_drawn_with_glyphs_of_its_own()
    {
        await using var desktop = await browser.NewDesktopContextAsync();
        var page = await desktop.NewPageAsync();
        await page.SetContentAsync(GoodPage);

        // Without a font for them, all characters are drawn as the same box.
        var different = await page.EvaluateAsync<bool>(
            """
            () => {
              const draw = text => {
                const canvas = document.createElement('canvas');
                const pen = canvas.getContext('2d');
                pen.font = '40px sans-serif';
                pen.fillText(text, 10, 60);
                return canvas.toDataURL();
              };
              return draw('県') !== draw('民');
            }
            """);

        different.ShouldBeTrue();
        (await page.EvaluateAsync<int>("innerWidth")).ShouldBe(1280);
    }

    [Fact]
    public async Task A_page_without_violations_passes()
    {
        await using var phone = await browser.NewPhoneContextAsync();
        var page = await phone.NewPageAsync();
        await page.SetContentAsync(GoodPage);

        await page.AxeAsync();
    }

    [Fact]
    public async Task A_violation_is_named_with_its_rule_and_place()
    {
        await using var phone = await browser.NewPhoneContextAsync();
        var page = await phone.NewPageAsync();
        await page.SetContentAsync(GoodPage.Replace("<label>お名前 <input></label>", "<input id='name'><button id='go'></button>", StringComparison.Ordinal));

        var failure = await Should.ThrowAsync<AccessibilityException>(() => page.AxeAsync());

        failure.Message.ShouldContain("- label (");
        failure.Message.ShouldContain("at #name");
        failure.Message.ShouldContain("- button-name (");
        failure.Message.ShouldContain("at #go");
    }

    [Fact]
    public async Task Pictures_go_to_the_folder_that_is_not_versioned()
    {
        await using var phone = await browser.NewPhoneContextAsync();
        var page = await phone.NewPageAsync();
        await page.SetContentAsync(GoodPage);

        var path = await page.SaveScreenshotAsync("browser-fixture");

        path.ShouldBe(Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", "browser-fixture.png"));
        new FileInfo(path).Length.ShouldBeGreaterThan(1000);
        await Should.ThrowAsync<ArgumentException>(() => page.SaveScreenshotAsync("../elsewhere"));
    }
}
