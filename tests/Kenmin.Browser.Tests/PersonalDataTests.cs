using Kenmin.Testing;
using Microsoft.Playwright;

namespace Kenmin.Browser.Tests;

/// <summary>What people do with their data, and what auditors see of those who do something with it.</summary>
public sealed class PersonalDataTests(Site site)
{
    [Fact]
    public async Task An_auditor_verifies_the_log_and_finds_whose_data_was_seen()
    {
        var page = await site.AtDeskAsync("auditor");
        await page.GotoAsync(site.At("/admin/audit"));
        await page.GetByRole(AriaRole.Link, new() { Name = "改ざんがないか確かめる" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "検証する" }).ClickAsync();
        await Assertions.Expect(page.GetByText("監査ログは書かれたままです。")).ToBeVisibleAsync();
        await page.AxeAsync();

        await page.GotoAsync(site.At("/admin/audit"));
        await page.GetByRole(AriaRole.Link, new() { Name = "漏えい時の対象者を調べる" }).ClickAsync();
        await page.Locator("input[name=actor]").FillAsync("0199f000-0000-7000-8000-000000000004");
        await page.Locator("input[name=from]").FillAsync("令和8年1月1日");
        await page.Locator("input[name=until]").FillAsync("2099-12-31");
        await page.GetByRole(AriaRole.Button, new() { Name = "調べる", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("うち対象者が未確定のもの")).ToBeVisibleAsync();
        await page.AxeAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_resident_takes_what_is_held_on_a_phone()
    {
        var page = await site.OnPhoneAsync("resident");
        await page.GotoAsync(site.At("/me/consents"));
        await page.AxeAsync();
        await page.GotoAsync(site.At("/me/data"));
        await page.GetByRole(AriaRole.Button, new() { Name = "情報を集める" }).ClickAsync();
        await Assertions.Expect(page.GetByText("情報を集めています。")).ToBeVisibleAsync();
        var link = page.GetByRole(AriaRole.Link, new() { Name = "受け取る" }).First;
        await Until(page, link);
        await page.AxeAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        download.SuggestedFilename.ShouldBe("my-data.zip");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_person_has_everything_erased_and_gets_it_in_writing()
    {
        var person = await site.OnPhoneAsync();
        await site.RegisterAsync(person, "見本 消", $"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で");
        await person.GotoAsync(site.At("/me/data"));
        await person.Locator("input[name='Input.Kind'][value=Erasure]").CheckAsync();
        await person.Locator("textarea[name='Input.Detail']").FillAsync("もう使わないため、すべて消してほしい");
        await person.GetByRole(AriaRole.Button, new() { Name = "請求する" }).ClickAsync();
        await Assertions.Expect(person.GetByText("請求を受け付けました。")).ToBeVisibleAsync();
        await person.AxeAsync();

        var desk = await site.AtDeskAsync("administrator");
        await desk.GotoAsync(site.At("/staff/requests"));
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "見本 消" }).First.ClickAsync();
        await desk.AxeAsync();
        await desk.Locator("input[name='Input.Decision'][value=Grant]").CheckAsync();
        await desk.Locator("textarea[name='Input.Reason']").FillAsync("請求のとおり消去します。");
        await desk.GetByRole(AriaRole.Button, new() { Name = "決定する" }).ClickAsync();
        var certificate = desk.GetByRole(AriaRole.Link, new() { Name = "消去の証明書" });
        await Until(desk, certificate);
        await certificate.ClickAsync();
        await Assertions.Expect(desk.GetByText("見本 消 様")).ToBeVisibleAsync();
        await desk.AxeAsync();
        await person.Context.CloseAsync();
        await desk.Context.CloseAsync();
    }

    /// <summary>Opens the page again, as a person does who waits for something.</summary>
    private static async Task Until(IPage page, ILocator shown)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await shown.CountAsync() == 0)
        {
            await poll.WaitForNextTickAsync(limit.Token);
            await page.ReloadAsync();
        }
    }
}
