using System.Text.RegularExpressions;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>What goes on all year: a group adopts a place from a phone, and a passer-by reports litter without an account.</summary>
public sealed class CareJourneyTests(Site site)
{
    // A picture of one pixel.
    private static readonly byte[] Photo = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task A_leader_adopts_a_place_on_a_phone_the_city_agrees_and_a_clean_up_is_recorded()
    {
        var phone = await site.OnPhoneAsync(Roles.Resident);
        await phone.GotoAsync(site.At("/clean-up"));
        await phone.GetByRole(AriaRole.Link, new() { Name = "受け持たれている場所" }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Link, new() { Name = "見本川河川敷" }).First).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("care-places-on-phone");
        await phone.GetByRole(AriaRole.Link, new() { Name = "場所の受け持ちを申し込む" }).ClickAsync();
        await phone.Locator("[name='municipality']").SelectOptionAsync(new SelectOptionValue { Value = "352012" });
        await phone.GetByRole(AriaRole.Button, new() { Name = "次へ" }).ClickAsync();
        await phone.AxeAsync();
        await phone.Locator("[name='Input.GroupId']").SelectOptionAsync(new SelectOptionValue { Label = "見本自治会" });
        await phone.Locator("[name='Input.SiteId']").SelectOptionAsync(new SelectOptionValue { Label = "見本港" });
        await phone.Locator("[name='Input.Times']").FillAsync("２");
        await phone.Locator("[name='Input.Until']").FillAsync("");
        await phone.GetByRole(AriaRole.Button, new() { Name = "申し込む" }).ClickAsync();
        await Expect(phone.GetByText("終わりの日を入力してください。").First).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.Locator("[name='Input.Until']").FillAsync(JapanTime.Today(TimeProvider.System).AddYears(2).ToString("yyyy-MM-dd"));
        await phone.GetByRole(AriaRole.Button, new() { Name = "申し込む" }).ClickAsync();
        await Expect(phone.GetByText("申し込みました。")).ToBeVisibleAsync();
        await phone.AxeAsync();
        var id = phone.Url.Split('?')[0].Split('/')[^1];

        // The prefecture's owner works with all municipalities; the keyboard alone will do.
        var desk = await site.AtDeskAsync(Roles.ProgramOwner);
        await desk.GotoAsync(site.At("/staff/clean-up/care?state=Waiting"));
        await desk.AxeAsync();
        await desk.GotoAsync(site.At($"/staff/clean-up/care/{id}"));
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "合意する" }).PressKeyAsync();
        await Expect(desk.GetByText("活動中", new() { Exact = true })).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("care-agreed");

        await phone.ReloadAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "清掃を記録する" }).ClickAsync();
        await phone.AxeAsync();
        await phone.Locator("[name='Input.People']").FillAsync("6");
        await phone.Locator("[name='Input.BurnableBags']").FillAsync("4");
        await phone.GetByRole(AriaRole.Button, new() { Name = "記録する" }).ClickAsync();
        await Expect(phone.GetByText("ここで数えます")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("care-recorded-on-phone");
    }

    [Fact]
    public async Task Without_scripts_and_without_an_account_litter_is_reported_and_staff_look_at_it()
    {
        var passer = await site.WithoutScriptsAsync();
        await passer.GotoAsync(site.At("/clean-up/litter"));
        await passer.GetByRole(AriaRole.Link, new() { Name = "ごみを通報する" }).ClickAsync();
        await passer.Locator("[name='Input.Municipality']").SelectOptionAsync(new SelectOptionValue { Value = "352039" });
        await passer.Locator("[name='Input.Place']").FillAsync("水門のそば（旅程）");
        await passer.GetByLabel("不法投棄").CheckAsync();
        await passer.Locator("[name='Input.Photo']").SetInputFilesAsync(new FilePayload { Name = "photo.png", MimeType = "image/png", Buffer = Photo });
        await passer.GetByRole(AriaRole.Button, new() { Name = "通報する" }).ClickAsync();
        await Expect(passer.GetByRole(AriaRole.Heading, new() { Name = "通報を受け付けました" })).ToBeVisibleAsync();
        var link = passer.Locator("a[href*='/clean-up/litter/mine/']").First;
        var address = await link.GetAttributeAsync("href");

        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/clean-up/litter"));
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "水門のそば（旅程）" }).First.ClickAsync();
        await desk.AxeAsync();
        await desk.Locator("[name='Check.PublicPlace']").FillAsync("見本川の水門");
        await desk.GetByRole(AriaRole.Button, new() { Name = "確認済みにして公開する" }).PressKeyAsync();
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "対応済みにする" })).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("litter-report-checked");

        await passer.GotoAsync(site.At(address!));
        await Expect(passer.GetByText("確認済み")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_pages_of_reports_fit_a_phone()
    {
        var phone = await site.OnPhoneAsync();
        await phone.GotoAsync(site.At("/clean-up/litter"));
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "浜の西の端" }).First.ClickAsync();
        await phone.AxeAsync();
        await phone.GotoAsync(site.At("/clean-up/litter/new"));
        await phone.GetByRole(AriaRole.Button, new() { Name = "通報する" }).ClickAsync();
        await Expect(phone.GetByText("どんなごみかを選んでください。").First).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.Locator("[name='Input.Municipality']").SelectOptionAsync(new SelectOptionValue { Value = "352039" });
        // The place is shown by a finger on the map; the middle of the prefecture is in the city of Yamaguchi.
        await phone.Locator("[data-map][data-drawing=ready][data-drawn=true]").WaitForAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "点を置く" }).TapAsync();
        await phone.Locator("[data-map] canvas").TapAsync();
        await Expect(phone.GetByText("描いたものを入力欄に入れました。")).ToBeVisibleAsync();
        await Expect(phone.Locator("#litter-latitude")).ToHaveValueAsync(new Regex(@"^3[34]\.\d+$"));
        await phone.AxeAsync();
        await phone.Locator("[name='Input.Place']").FillAsync("歩道橋の下（旅程）");
        await phone.GetByLabel("散乱ごみ").CheckAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "通報する" }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Heading, new() { Name = "通報を受け付けました" })).ToBeVisibleAsync();
        await phone.AxeAsync();
        (await phone.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue("the long link must not push the page aside");
        await phone.SaveScreenshotAsync("litter-reported-on-phone");
    }
}
