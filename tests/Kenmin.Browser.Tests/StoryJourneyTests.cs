using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>By keyboard alone on a phone: an owner tells a story and shows a business, staff publish, everybody finds it, and it is gone once the owner does not agree any more.</summary>
public sealed class StoryJourneyTests(Site site)
{
    [Fact]
    public async Task An_owner_agrees_and_writes_staff_publish_everybody_finds_it_by_two_characters_and_withdrawn_it_is_gone()
    {
        var today = JapanTime.Today(TimeProvider.System);
        var owner = await site.OnPhoneAsync(Roles.Resident);
        await owner.GotoAsync(site.At("/community-business/mine"));
        await owner.GetByRole(AriaRole.Link, new() { Name = "坂の上の移動販売" }).PressKeyAsync();
        await owner.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "体験談", Exact = true }).PressKeyAsync();
        await Expect(owner.GetByRole(AriaRole.Heading, new() { Name = "体験談を書く" })).ToBeVisibleAsync();
        await FitsAsync(owner);
        foreach (var (field, text) in new[] { ("Title", "旅程の鵜飼と坂道"), ("Situation", "坂の上に店がない"), ("Done", "週に二度、届けた"), ("Why", "雨の日に注文が減った"), ("Advice", "屋根のある場所を先に") })
            await owner.Locator($"[name='Input.{field}']").TypeOverAsync(text);
        await owner.Locator("[name='Input.Field']").SelectOptionAsync("Shopping");
        await owner.Locator("input[name='Input.Outcome'][value=Partly]").PressKeyAsync("Space");
        await owner.GetByRole(AriaRole.Button, new() { Name = "窓口に送る" }).PressKeyAsync();
        await Expect(owner.GetByText("保存しました。")).ToBeVisibleAsync();
        await owner.Locator("input[name='Consent.Purpose'][value=Pages]").PressKeyAsync("Space");
        await owner.Locator("[name='Consent.Until']").TypeOverAsync(Dates.Iso(today.AddDays(200)));
        await owner.GetByRole(AriaRole.Button, new() { Name = "同意する" }).PressKeyAsync();
        await Expect(owner.GetByText("有効", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(owner.GetByText("窓口の確認待ち")).ToBeVisibleAsync();
        await FitsAsync(owner);

        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/community-business"));
        await desk.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "体験談", Exact = true }).PressKeyAsync();
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "話を聞きたい事業" })).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "旅程の鵜飼と坂道" }).PressKeyAsync();
        await Expect(desk.GetByText("雨の日に注文が減った").First).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.Locator("summary").Filter(new() { HasText = "公開する" }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "公開する", Exact = true }).PressKeyAsync();
        await Expect(desk.GetByText("公開中", new() { Exact = true })).ToBeVisibleAsync();

        var everybody = await site.OnPhoneAsync();
        await everybody.GotoAsync(site.At("/community-business"));
        await everybody.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "体験談", Exact = true }).PressKeyAsync();
        await everybody.Locator("[name=words]").TypeOverAsync("鵜飼");
        await everybody.Keyboard.PressAsync("Enter");
        await everybody.WaitForURLAsync(url => url.Contains("words=", StringComparison.Ordinal));
        await FitsAsync(everybody);
        await everybody.GetByRole(AriaRole.Link, new() { Name = "旅程の鵜飼と坂道" }).PressKeyAsync();
        await Expect(everybody.GetByText("屋根のある場所を先に")).ToBeVisibleAsync();
        await FitsAsync(everybody);
        await everybody.SaveScreenshotAsync("community-business-story");

        await owner.ReloadAsync();
        await owner.Locator("summary").Filter(new() { HasText = "同意を取り消す" }).PressKeyAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "取り消す", Exact = true }).PressKeyAsync();
        await Expect(owner.GetByText("公開への同意はありません")).ToBeVisibleAsync();
        (await everybody.ReloadAsync())!.Status.ShouldBe(404);
        await everybody.GotoAsync(site.At("/community-business/library?words=%E9%B5%9C%E9%A3%BC"));
        await Expect(everybody.GetByText("該当する体験談はありません。")).ToBeVisibleAsync();
        await FitsAsync(everybody);
    }

    [Fact]
    public async Task A_business_is_shown_on_cards_list_and_map_staff_hide_it_and_the_owner_sees_why()
    {
        var everybody = await site.OnPhoneAsync();
        await everybody.GotoAsync(site.At("/community-business/showcase"));
        await everybody.Locator("[name=words]").TypeOverAsync("夕暮");
        await everybody.Keyboard.PressAsync("Enter");
        await everybody.WaitForURLAsync(url => url.Contains("words=", StringComparison.Ordinal));
        await FitsAsync(everybody);
        await everybody.GetByRole(AriaRole.Link, new() { Name = "表", Exact = true }).PressKeyAsync();
        await everybody.WaitForURLAsync(url => url.Contains("view=list", StringComparison.Ordinal));
        await everybody.GetByRole(AriaRole.Link, new() { Name = "夕暮れの惣菜（見本）" }).First.PressKeyAsync();
        await everybody.WaitForURLAsync(url => url.Contains("/showcase/", StringComparison.Ordinal));
        await Expect(everybody.GetByText("空いた厨房（見本）")).ToBeVisibleAsync();
        await FitsAsync(everybody);
        var address = everybody.Url;

        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/community-business/showcase"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "夕暮れの惣菜（見本）" }).PressKeyAsync();
        await desk.Locator("[name='Hide.Reason']").TypeOverAsync("旅程の理由");
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "非表示にする", Exact = true }).PressKeyAsync();
        await Expect(desk.GetByText("窓口が非表示にしています")).ToBeVisibleAsync();
        (await everybody.GotoAsync(address))!.Status.ShouldBe(404);
        var owner = await site.OnPhoneAsync(Roles.Resident);
        await owner.GotoAsync(site.At($"/community-business/mine/{new Uri(address).AbsolutePath.Split('/')[^1]}/showcase"));
        await Expect(owner.GetByText("旅程の理由")).ToBeVisibleAsync();
        await FitsAsync(owner);
        await desk.GetByRole(AriaRole.Button, new() { Name = "もう一度表示する", Exact = true }).PressKeyAsync();
        await Expect(desk.GetByText("公開中", new() { Exact = true })).ToBeVisibleAsync();
        (await everybody.GotoAsync(address))!.Status.ShouldBe(200);
    }

    private static async Task FitsAsync(IPage page)
    {
        await page.AxeAsync();
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue($"{page.Url} fits a phone");
    }
}
