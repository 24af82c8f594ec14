using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>By keyboard alone, on a phone: a resident proposes an empty house, staff publish it, a team asks for it, staff introduce them, and the team sees the contact.</summary>
public sealed class LocalResourceJourneyTests(Site site)
{
    [Fact]
    public async Task An_empty_house_comes_from_a_resident_over_the_office_to_a_team()
    {
        // Somebody with an account of their own has a house.
        var holder = await site.OnPhoneAsync();
        await site.RegisterAsync(holder, "旅程 家主", "yanushi@mihon.example.jp", "ie-wo-tsukatte-2026");
        await holder.GotoAsync(site.At("/community-business"));
        await holder.GetByRole(AriaRole.Link, new() { Name = "地域資源と困りごとの地図" }).First.PressKeyAsync();
        await Expect(holder.Locator("#entries")).ToBeVisibleAsync();
        await ShownWellAsync(holder);
        await holder.GetByRole(AriaRole.Link, new() { Name = "地域資源・困りごとを申し出る" }).PressKeyAsync();
        await holder.Locator("[name='Input.Kind']").SelectOptionAsync("EmptyHouse");
        await holder.Locator("[name='Input.Title']").TypeOverAsync("旅程の空き家");
        await holder.Locator("[name='Input.Text']").TypeOverAsync("移動販売の荷物を置けます");
        await holder.Locator("[name='Input.MunicipalityCode']").SelectOptionAsync("352039");
        await holder.Locator("[name='Input.Place']").TypeOverAsync("旅程町 12番地");
        await holder.Locator("[name='Input.Latitude']").TypeOverAsync("34.1923456");
        await holder.Locator("[name='Input.Longitude']").TypeOverAsync("131.4823456");
        await holder.Locator("[name='Input.Contact']").TypeOverAsync("旅程 家主 083-933-0099");
        await holder.Locator("[name='Input.MayHandOver']").PressKeyAsync("Space");
        await ShownWellAsync(holder);
        await holder.GetByRole(AriaRole.Button, new() { Name = "申し出る", Exact = true }).PressKeyAsync();
        await Expect(holder.GetByText("番地は書かず、地区の名前までにしてください。").First).ToBeVisibleAsync();
        await ShownWellAsync(holder);
        await holder.Locator("[name='Input.Place']").TypeOverAsync("旅程町");
        await holder.GetByRole(AriaRole.Button, new() { Name = "申し出る", Exact = true }).PressKeyAsync();
        await Expect(holder.GetByText("確認待ち（未公開）")).ToBeVisibleAsync();
        await ShownWellAsync(holder);
        var own = holder.Url;

        // The office.
        var staff = await site.OnPhoneAsync(Roles.MunicipalStaff);
        await staff.GotoAsync(site.At("/staff/community-business/local"));
        await ShownWellAsync(staff);
        await staff.GetByRole(AriaRole.Link, new() { Name = "旅程の空き家" }).First.PressKeyAsync();
        await Expect(staff.GetByText("旅程 家主 083-933-0099")).ToBeVisibleAsync();
        await staff.Locator("[name='Publish.AnsweringOffice']").TypeOverAsync("定住促進課");
        await staff.GetByRole(AriaRole.Button, new() { Name = "公開する" }).PressKeyAsync();
        await Expect(staff.GetByText("保存しました。")).ToBeVisibleAsync();
        await ShownWellAsync(staff);
        var page = staff.Url.Split('?')[0];

        // Everybody finds it by words, on the map and in the table, without exact place and contact.
        var visitor = await site.OnPhoneAsync();
        await visitor.GotoAsync(site.At("/community-business/local"));
        await visitor.Locator("[name='words']").TypeOverAsync("旅程の空き家");
        await visitor.Keyboard.PressAsync("Enter");
        await visitor.WaitForURLAsync("**words=**");
        await Expect(visitor.Locator("[data-map]")).ToHaveAttributeAsync("data-points", new System.Text.RegularExpressions.Regex("旅程の空き家|\\\\u65C5"));
        await ShownWellAsync(visitor);
        await visitor.Locator("#entries").GetByRole(AriaRole.Link, new() { Name = "旅程の空き家" }).PressKeyAsync();
        await Expect(visitor.GetByText("おおまかな位置（約 500 m の区画）").First).ToBeVisibleAsync();
        (await visitor.ContentAsync()).ShouldNotContain("34.19234");
        (await visitor.ContentAsync()).ShouldNotContain("083-933-0099");
        await ShownWellAsync(visitor);
        await visitor.SaveScreenshotAsync("community-business-local-entry");

        // A team finds it among what suits its idea, and asks for it.
        var team = await site.OnPhoneAsync(Roles.Resident);
        await team.GotoAsync(site.At("/community-business/mine"));
        await team.GetByRole(AriaRole.Link, new() { Name = "坂の上の移動販売" }).PressKeyAsync();
        await team.GetByRole(AriaRole.Link, new() { Name = "地域資源・困りごと" }).First.PressKeyAsync();
        await Expect(team.GetByText("同じ市町です（山口市）").First).ToBeVisibleAsync();
        await ShownWellAsync(team);
        await team.GetByRole(AriaRole.Link, new() { Name = "旅程の空き家" }).PressKeyAsync();
        await team.Locator("[name='Input.Message']").TypeOverAsync("旅程の保冷箱を置きたいです");
        await ShownWellAsync(team);
        await team.GetByRole(AriaRole.Button, new() { Name = "伝える" }).PressKeyAsync();
        await Expect(team.GetByText("窓口の返事待ち")).ToBeVisibleAsync();
        (await team.ContentAsync()).ShouldNotContain("083-933-0099");
        await visitor.ReloadAsync();
        await Expect(visitor.GetByText("話し合い中")).ToBeVisibleAsync();

        // Staff introduce them, and the team sees the contact.
        await staff.GotoAsync(page);
        await Expect(staff.GetByText("旅程の保冷箱を置きたいです")).ToBeVisibleAsync();
        await staff.Locator("[name='Answer.Words']").TypeOverAsync("月曜に、いっしょに見に行きましょう");
        await ShownWellAsync(staff);
        await staff.GetByRole(AriaRole.Button, new() { Name = "紹介する" }).PressKeyAsync();
        await Expect(staff.GetByText("紹介済み").First).ToBeVisibleAsync();
        await team.ReloadAsync();
        await Expect(team.GetByText("旅程 家主 083-933-0099")).ToBeVisibleAsync();
        await Expect(team.GetByText("月曜に、いっしょに見に行きましょう")).ToBeVisibleAsync();
        await ShownWellAsync(team);
        await team.SaveScreenshotAsync("community-business-local-introduced");
        await holder.GotoAsync(own);
        await Expect(holder.GetByText("旅程の保冷箱を置きたいです")).ToBeVisibleAsync();
        await ShownWellAsync(holder);
    }

    // Nothing that axe finds, and nothing to scroll sideways at 360 pixels.
    private static async Task ShownWellAsync(IPage page)
    {
        await page.AxeAsync();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0, page.Url);
    }
}
