using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>Senior engagement: a clerk types a card from paper, a daughter acts for her mother, both by keyboard alone.</summary>
public sealed class SeniorEngagementJourneyTests(Site site)
{
    [Fact]
    public async Task Staff_type_a_card_with_the_enter_key_and_a_daughter_takes_over_at_twice_the_size()
    {
        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/senior-engagement/cards/new"));
        await desk.AxeAsync();
        await desk.Locator("[name='Input.Number']").FocusAsync();
        // What the form asks, in its order; Enter goes on. The municipality is chosen already for staff of one.
        foreach (var text in new[] { "", "旅程 母子", "083-933-7777", null, "1939", "5 9", "1", "2", "1 2", "4", "2" })
        {
            if (text is { Length: > 0 }) await desk.Keyboard.TypeAsync(text);
            await desk.Keyboard.PressAsync("Enter");
        }

        await Expect(desk.GetByText("保存しました。次のカードを入力できます。")).ToBeVisibleAsync();
        await desk.GotoAsync(site.At("/staff/senior-engagement"));
        await desk.Locator("[name='Input.Words']").FillAsync("旅程 母子");
        await desk.GetByRole(AriaRole.Button, new() { Name = "探す" }).PressKeyAsync();
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "旅程 母子" }).PressKeyAsync();
        await Expect(desk.GetByText("音楽・歌・おどり").First).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.Locator("input[name='Input.Channel'][value=Counter]").PressKeyAsync("Space");
        await desk.Locator("input[name='Input.Relation'][value=Family]").PressKeyAsync("Space");
        await desk.Locator("[name='Input.ProxyName']").TypeOverAsync("むすめ");
        await desk.Locator("[name='Input.Purpose']").TypeOverAsync("活動を探す");
        await desk.GetByRole(AriaRole.Button, new() { Name = "登録する" }).PressKeyAsync();
        var code = await desk.Locator(".link-to-copy").InnerTextAsync();

        // Twice the size on a desk of 1280 pixels is a window of half the width.
        var daughter = await site.AtDeskAsync();
        await site.RegisterAsync(daughter, "旅程 娘", "senior-daughter@mihon.example.jp", "haha-no-kaado-2026");
        await daughter.SetViewportSizeAsync(640, 512);
        await daughter.GotoAsync(site.At("/senior-engagement/proxies"));
        await daughter.AxeAsync();
        await daughter.Locator("[name='Accept.Code']").TypeOverAsync(code);
        await daughter.Keyboard.PressAsync("Enter");
        await daughter.GetByRole(AriaRole.Link, new() { Name = "旅程 母子さん" }).PressKeyAsync();
        await Expect(daughter.GetByText("旅程 母子さんの代わりに入力しています")).ToBeVisibleAsync();
        await daughter.AxeAsync();
        await daughter.GetByRole(AriaRole.Link, new() { Name = "好きなこと" }).PressKeyAsync();
        await daughter.Locator("input[name='Input.Interests'][value=clean-up]").PressKeyAsync("Space");
        await daughter.AxeAsync();
        await daughter.GetByRole(AriaRole.Button, new() { Name = "保存して次へ" }).PressKeyAsync();
        await daughter.WaitForURLAsync("**/card/3");
        await daughter.GotoAsync(daughter.Url.Replace("/card/3", "", StringComparison.Ordinal));
        await Expect(daughter.GetByText("旅程 娘（旅程 母子さんの代理）").First).ToBeVisibleAsync();
        await daughter.SaveScreenshotAsync("senior-proxy-at-twice-the-size");
    }

    [Fact]
    public async Task On_a_phone_a_resident_answers_the_card_and_sees_why_something_suits()
    {
        var phone = await site.OnPhoneAsync(Roles.Resident);
        await phone.GotoAsync(site.At("/senior-engagement"));
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "カードに答える・見る" }).ClickAsync();
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "合う活動を見る" }).ClickAsync();
        await Expect(phone.GetByText("がお好きです").First).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("senior-next-step-on-phone");
        await phone.GotoAsync(site.At("/senior-engagement/points"));
        await Expect(phone.GetByText("いまのポイント").First).ToBeVisibleAsync();
        await phone.AxeAsync();
    }

    [Fact]
    public async Task With_readings_at_twice_the_size_and_by_keyboard_alone_one_offers_seats_and_a_neighbour_is_taken_along()
    {
        var driver = await site.AtDeskAsync();
        await site.RegisterAsync(driver, "旅程 運転手", "senior-driver@mihon.example.jp", "noriai-no-tabi-2026");
        await driver.SetViewportSizeAsync(640, 512);
        await driver.GotoAsync(site.At("/senior-engagement/furigana"));
        await driver.GetByRole(AriaRole.Button, new() { Name = "ふりがなを付ける" }).PressKeyAsync();
        await Expect(driver.Locator("ruby").First).ToBeVisibleAsync();
        await driver.AxeAsync();
        await driver.GotoAsync(site.At("/senior-engagement/calendar?municipality=352039"));
        await driver.AxeAsync();
        await driver.GotoAsync(site.At("/senior-engagement/rides?municipality=352039"));
        await driver.AxeAsync();
        await driver.SaveScreenshotAsync("senior-rides-with-readings");
        await driver.Locator("a[aria-label='席を出す：見本サロン']").PressKeyAsync();
        await driver.AxeAsync();
        foreach (var (field, text) in new[] { ("Area", "見本地区"), ("LeavesAt", "12:30"), ("Seats", "2"), ("MeetingPoint", "見本公民館の前"), ("Phone", "090-0000-0009") })
            await driver.Locator($"[name='Input.{field}']").TypeOverAsync(text);
        await driver.Locator("input[name='Input.KeepsRules'][type=checkbox]").PressKeyAsync("Space");
        await driver.Locator("main form button[type=submit]").Last.PressKeyAsync();
        await driver.WaitForURLAsync("**/rides/offers/**");
        await driver.AxeAsync();
        // The mother, for whom somebody acts, looks for a seat there.
        await driver.Locator("form.form--inline button").First.PressKeyAsync();
        await Expect(driver.Locator("main")).ToContainTextAsync("見本 母子");
        await driver.AxeAsync();

        var daughter = await site.WithoutScriptsAsync(Roles.Resident);
        await daughter.GotoAsync(site.At("/senior-engagement/proxies"));
        await daughter.GetByRole(AriaRole.Link, new() { Name = "見本 母子さん" }).PressKeyAsync();
        await daughter.Locator("main a[href$='/rides']").PressKeyAsync();
        await daughter.Locator("#requests a").First.PressKeyAsync();
        await daughter.Locator("form.form--inline button").First.PressKeyAsync();
        await Expect(daughter.GetByText("見本公民館の前")).ToBeVisibleAsync();
    }
}
