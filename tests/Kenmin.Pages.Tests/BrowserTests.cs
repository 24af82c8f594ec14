using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace Kenmin.Pages.Tests;

public sealed class BrowserTests(GallerySite site, BrowserFixture browser) : IClassFixture<GallerySite>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_component_is_accessible_and_draws_under_the_strict_policy(bool phone)
    {
        await using var context = phone ? await browser.NewPhoneContextAsync() : await browser.NewDesktopContextAsync();
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync(site.Address + "/gallery");
        await Expect(page.Locator(".chart canvas")).ToHaveCountAsync(4);
        await Expect(page.Locator(".map__pin")).ToHaveCountAsync(3);
        await Expect(page.Locator(".map__canvas[data-drawn=true]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-progress-percent]")).ToHaveTextAsync("55%");
        await page.SaveScreenshotAsync(phone ? "pages-gallery-phone" : "pages-gallery-desktop");

        complaints.ShouldBeEmpty();
        await page.AxeAsync();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
    }

    [Theory]
    [InlineData("/privacy")]
    [InlineData("/credits")]
    [InlineData("/accessibility")]
    [InlineData("/nothing-here")]
    [InlineData("/breaks")]
    public async Task The_pages_of_the_house_are_accessible_in_English_too(string path)
    {
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = "en-GB", ViewportSize = new ViewportSize { Width = 360, Height = 740 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + path);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await page.AxeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_with_mistakes_comes_back_with_what_was_typed_and_links_to_the_fields(bool scripts)
    {
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + "/gallery");
        await page.GetByLabel("参加人数").FillAsync("たくさん");
        await page.GetByLabel("英語").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "申し込む" }).ClickAsync();

        var summary = page.GetByRole(AriaRole.Alert);
        await Expect(summary.GetByRole(AriaRole.Link)).ToHaveCountAsync(4);
        if (scripts) await Expect(summary).ToBeFocusedAsync();
        await Expect(page.GetByLabel("参加人数")).ToHaveValueAsync("たくさん");
        await Expect(page.GetByLabel("英語")).ToBeCheckedAsync();
        await summary.GetByRole(AriaRole.Link, new() { Name = "たくさん" }).ClickAsync();
        if (scripts) await Expect(page.GetByLabel("参加人数")).ToBeFocusedAsync();
        else page.Url.ShouldEndWith("#f-Input-People");
        if (scripts) await page.AxeAsync();
    }

    [Fact]
    public async Task Without_scripts_the_figures_and_the_list_are_there_and_the_menu_opens()
    {
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            JavaScriptEnabled = false, ViewportSize = new ViewportSize { Width = 360, Height = 740 },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + "/gallery");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "登録者の年齢" })).ToBeVisibleAsync();
        await Expect(page.GetByText("地図は表示されていません")).ToBeVisibleAsync();
        await page.Locator(".site-nav--narrow summary").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "はじめての方へ" })).ToBeVisibleAsync();
    }
}
