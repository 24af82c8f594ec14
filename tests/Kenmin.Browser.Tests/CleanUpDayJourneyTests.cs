using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>The day of a clean-up: who is insured, who decides, who is asked again; and sites that are drawn and found.</summary>
public sealed class CleanUpDayJourneyTests(Site site)
{
    [Fact]
    public async Task A_leader_hands_in_who_takes_part_and_postpones_and_staff_decide_for_several_with_the_keyboard()
    {
        // A plan of this journey's own: other journeys count on those of the demonstration.
        var phone = await site.OnPhoneAsync(Roles.Resident);
        var tomorrow = JapanTime.Today(TimeProvider.System).AddDays(1);
        await phone.GotoAsync(site.At("/clean-up/me/activities/new?municipality=352039"));
        await phone.Locator("[name='Input.GroupId']").SelectOptionAsync(new SelectOptionValue { Label = "見本自治会" });
        await phone.Locator("[name='Input.SiteId']").SelectOptionAsync(new SelectOptionValue { Label = "見本駅前広場" });
        await phone.Locator("[name='Input.Day']").FillAsync(tomorrow.ToString("yyyy-MM-dd"));
        await phone.Locator("[name='Input.RainDay']").FillAsync(tomorrow.ToString("yyyy-MM-dd"));
        await phone.Locator("[name='Input.Start']").FillAsync("13時");
        await phone.Locator("[name='Input.End']").FillAsync("15時");
        await phone.Locator("[name='Input.MeetingPlace']").FillAsync("駅の南口（雨の旅程）");
        await phone.Locator("[name='Input.People']").FillAsync("3");
        await phone.GetByLabel("刈払機（草刈機）などの動力機械を使う").CheckAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "届け出る" }).ClickAsync();
        await Expect(phone.GetByText("予備日は、活動する日より後の日にしてください。").First).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.Locator("[name='Input.RainDay']").FillAsync(tomorrow.AddDays(3).ToString("yyyy-MM-dd"));
        await phone.GetByRole(AriaRole.Button, new() { Name = "届け出る" }).ClickAsync();
        await Expect(phone.GetByText("届け出ました。")).ToBeVisibleAsync();
        var id = phone.Url.Split('?')[0].Split('/')[^1];

        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At($"/staff/clean-up/activities/{id}"));
        await desk.GetByRole(AriaRole.Button, new() { Name = "受理する" }).PressKeyAsync();
        await Expect(desk.GetByText("代表者にお知らせしました。")).ToBeVisibleAsync();

        await phone.GotoAsync(site.At($"/clean-up/me/activities/{id}"));
        await phone.GetByRole(AriaRole.Link, new() { Name = "参加する人の名簿を出す" }).ClickAsync();
        await phone.Locator("[name='Input.Members']").FillAsync("旅程 一郎、山口市見本町\n旅程 二郎、山口市見本町");
        await phone.Locator("[name='Input.Cutters']").FillAsync("旅程 草刈、山口市見本町");
        await phone.GetByLabel("これで全員です").CheckAsync();
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "保存する" }).ClickAsync();
        await Expect(phone.GetByText("そろっています")).ToBeVisibleAsync();

        // Without a reason nothing is decided; with one it moves to the rain date.
        await phone.GotoAsync(site.At($"/clean-up/me/activities/{id}"));
        await Expect(phone.GetByText("山口市の気象警報・注意報：")).ToBeVisibleAsync();
        await phone.GetByText("に延期する").ClickAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "決めて、参加する人に知らせる" }).ClickAsync();
        await Expect(phone.GetByText("入力してください。").First).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.Locator("[name='Day.Reason']").FillAsync("大雨の予報のため（旅程）");
        await phone.GetByRole(AriaRole.Button, new() { Name = "決めて、参加する人に知らせる" }).ClickAsync();
        await Expect(phone.GetByText("記録し、参加する人にお知らせしました。")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("clean-up-postponed-on-phone");

        // Staff see the day to which it moved, and call it off there with the keyboard alone.
        await desk.GotoAsync(site.At($"/staff/clean-up/day?day={tomorrow.AddDays(3):yyyy-MM-dd}"));
        await desk.AxeAsync();
        await desk.GetByLabel("見本駅前広場（見本自治会）を選ぶ").PressKeyAsync("Space");
        await desk.GetByLabel("中止する").PressKeyAsync("Space");
        await desk.Locator("[name='Input.Reason']").TypeOverAsync("暴風警報のため（旅程）");
        await desk.GetByRole(AriaRole.Button, new() { Name = "決めて知らせる" }).PressKeyAsync();
        await Expect(desk.GetByText("1 か所について記録し、お知らせしました。")).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("clean-up-day");

        var anybody = await site.OnPhoneAsync();
        await anybody.GotoAsync(site.At($"/clean-up/activities/{id}"));
        await Expect(anybody.GetByText("暴風警報のため（旅程）").First).ToBeVisibleAsync();
        await Expect(anybody.GetByText("中止", new() { Exact = true })).ToBeVisibleAsync();
        await anybody.AxeAsync();
    }

    [Fact]
    public async Task A_stretch_is_drawn_on_the_map_and_a_place_is_found_by_its_address_without_scripts()
    {
        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/clean-up/sites/new"));
        await desk.AxeAsync();
        await desk.Locator("[data-map][data-drawing=ready]").WaitForAsync();
        await desk.Locator("[name='Input.Name']").FillAsync("旅程で描いた川");
        await desk.Locator("[name='Input.Municipality']").SelectOptionAsync("352039");
        await desk.Locator("[name='Input.Kind']").SelectOptionAsync("River");
        await desk.GetByRole(AriaRole.Button, new() { Name = "線を引く" }).PressKeyAsync();
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "線を引く" })).ToHaveAttributeAsync("aria-pressed", "true");
        var map = desk.Locator("[data-map]");
        await map.ScrollIntoViewIfNeededAsync();
        var box = (await map.BoundingBoxAsync())!;
        // Somewhere in the middle of the prefecture, where the city lies; the last corner twice.
        foreach (var (x, y) in new[] { (0.50, 0.48), (0.53, 0.50), (0.55, 0.49), (0.55, 0.49) })
        {
            await desk.Mouse.MoveAsync((float)(box.X + box.Width * x) - 3, (float)(box.Y + box.Height * y));
            await desk.Mouse.MoveAsync((float)(box.X + box.Width * x), (float)(box.Y + box.Height * y));
            await desk.Mouse.DownAsync();
            await desk.Mouse.UpAsync();
        }

        await Expect(desk.Locator("[name='Input.Shape']")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("LineString"));
        await Expect(desk.GetByText("描いたものを入力欄に入れました。")).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("clean-up-site-drawn");
        await desk.GetByRole(AriaRole.Button, new() { Name = "保存する" }).ClickAsync();
        await Expect(desk.GetByText("保存しました。")).ToBeVisibleAsync();
        await Expect(desk.Locator("[name='Input.Shape']")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("LineString"));
        await Expect(desk.Locator("[name='Input.LengthMetres']")).Not.ToHaveValueAsync("");

        var plain = await site.WithoutScriptsAsync(Roles.MunicipalStaff);
        await plain.GotoAsync(site.At("/staff/clean-up/sites/new"));
        await plain.Locator("[name='Input.Name']").FillAsync("旅程で探した場所");
        await plain.Locator("[name='Input.Municipality']").SelectOptionAsync("352039");
        await plain.Locator("[name='Input.Kind']").SelectOptionAsync("River");
        await plain.Locator("[name='Input.Find']").FillAsync("山口市滝町1番");
        await plain.GetByRole(AriaRole.Button, new() { Name = "探す" }).ClickAsync();
        await plain.GetByLabel("山口県山口市滝町１番").CheckAsync();
        await plain.GetByRole(AriaRole.Button, new() { Name = "保存する" }).ClickAsync();
        await Expect(plain.GetByText("保存しました。")).ToBeVisibleAsync();
        await Expect(plain.Locator("[name='Input.Latitude']")).ToHaveValueAsync("34.18613");
    }
}
