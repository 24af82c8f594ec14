using System.Text.RegularExpressions;
using Kenmin.Modularity.Access;
using Kenmin.Programs.Contracts;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>
/// The platform's main job on real input, as people do it: a secretariat takes in a festival's roster and the next event's
/// shift plan, a volunteer signs up on a phone, staff check people in and see who stayed.
/// </summary>
public sealed partial class FestivalJourneyTests(Site site)
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Data");

    [Fact]
    public async Task A_secretariat_takes_in_the_roster_and_finds_every_line_again()
    {
        var page = await site.AtDeskAsync(Roles.ProgramOwner);
        await UploadAsync(page, "roster", "festival-roster.csv");

        // Shown as they will be read, before anything is kept.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "取り込むとこうなります" })).ToBeVisibleAsync();
        await page.AxeAsync();
        await page.SaveScreenshotAsync("import-preview");
        await page.GetByRole(AriaRole.Button, new() { Name = "取り込む", Exact = true }).ClickAsync();

        await Expect(page.GetByText("取り込みました", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Expect(Figure(page, "取り込めなかった")).ToContainTextAsync("41");
        await page.AxeAsync();
        await page.SaveScreenshotAsync("import-result");

        // Line 15 holds a birth date in the future.
        await page.GetByLabel("ファイルの行番号").FillAsync("15");
        await page.GetByRole(AriaRole.Button, new() { Name = "調べる" }).ClickAsync();
        await Expect(page.GetByText("15行目：取り込めなかった")).ToBeVisibleAsync();
        await page.GetByLabel("ファイルの行番号").FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "調べる" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "取り込んだ先を見る" }).ClickAsync();
        await Expect(page.GetByText("渡部　智子").First).ToBeVisibleAsync();
        await page.AxeAsync();

        // The same file a second time changes nothing, and says so.
        await UploadAsync(page, "roster", "festival-roster.csv");
        await Expect(page.GetByText("このファイルは取り込み済みです")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "取り込む", Exact = true }).ClickAsync();
        await Expect(page.GetByText("何も変わりませんでした")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_shift_plan_becomes_a_public_event_and_its_four_wrong_rows_are_explained()
    {
        var desk = await site.AtDeskAsync(Roles.ProgramOwner);
        await UploadAsync(desk, "shift-plan", "shift-plan.csv");
        await desk.GetByRole(AriaRole.Button, new() { Name = "取り込む", Exact = true }).ClickAsync();
        await Expect(desk.GetByText("取り込みました", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Expect(Figure(desk, "取り込めなかった")).ToContainTextAsync("4");
        foreach (var value in new[] { "2026/11/31", "十八" }) await Expect(desk.Locator("#refused").GetByText(value).First).ToBeVisibleAsync();

        await desk.GotoAsync(site.At("/staff/sports/events"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "スポーツ交流フェスタ2026" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "公開する" }).ClickAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "公開ページを見る" }).ClickAsync();

        await Expect(desk.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("スポーツ交流フェスタ2026");
        var address = desk.Url;
        var phone = await site.OnPhoneAsync();
        await phone.GotoAsync(address);
        foreach (var view in new[] { "カレンダー", "地図" })
        {
            await phone.GetByRole(AriaRole.Link, new() { NameRegex = new Regex(view) }).First.ClickAsync();
            await phone.AxeAsync();
        }

        await phone.SaveScreenshotAsync("event-map-phone");
        await phone.Context.CloseAsync();
        await desk.Context.CloseAsync();
    }

    [Fact]
    public async Task A_volunteer_signs_up_in_two_taps_is_told_checked_in_and_may_cancel()
    {
        var phone = await site.OnPhoneAsync(Roles.Resident);
        await phone.GotoAsync(site.At("/sports"));
        await phone.GetByRole(AriaRole.Link, new() { Name = "見本地域運動会" }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("見本地域運動会");
        var shift = await SignUpForOneAsync(phone);
        await phone.SaveScreenshotAsync("signed-up-phone");

        // Told by a notice of the accounts' module, which learns of it by message.
        await EventuallyAsync(phone, "/accounts/notices", phone.Locator($"a[href*='{shift}'], a[href*='/sports/me']").First);

        var desk = await site.AtDeskAsync(Roles.ProgramOwner);
        await desk.GotoAsync(site.At($"/staff/sports/shifts/{shift}"));
        var row = desk.GetByRole(AriaRole.Row).Filter(new() { Has = desk.GetByRole(AriaRole.Button, new() { Name = "来た" }) }).First;
        await row.GetByRole(AriaRole.Button, new() { Name = "来た" }).ClickAsync();
        await Expect(desk.GetByText("記録しました。")).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("check-in");
        await desk.GetByRole(AriaRole.Button, new() { Name = "記録を取り消す" }).First.ClickAsync();
        await Expect(desk.GetByText("記録しました。")).ToBeVisibleAsync();
        await desk.Context.CloseAsync();

        await phone.GotoAsync(site.At("/sports/me"));
        var card = phone.Locator("section.card").Filter(new() { Has = phone.Locator($"a[href='/sports/shifts/{shift}']") });
        await card.GetByText("取り消す", new() { Exact = true }).ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "申込を取り消す" }).ClickAsync();
        await Expect(phone.Locator($"section.card a[href='/sports/shifts/{shift}']")).ToHaveCountAsync(0);
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task Signing_up_works_with_the_keyboard_alone_and_without_scripts()
    {
        var page = await site.WithoutScriptsAsync(Roles.Resident);
        await page.GotoAsync(site.At("/sports"));
        await page.GetByRole(AriaRole.Link, new() { Name = "見本スポーツ交流フェスタ" }).PressAsync("Enter");
        await page.GetByText("日・会場・役割でしぼりこむ").PressAsync("Enter");
        await page.GetByLabel("空きのある活動だけ").PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "しぼりこむ" }).PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("free="));
        await SignUpForOneAsync(page, link => link.PressAsync("Enter"));
        await page.Context.CloseAsync();
    }

    /// <summary>Tries the shifts on offer in turn: some are for others' age or qualification, or lie over what one has.</summary>
    private static async Task<string> SignUpForOneAsync(IPage page, Func<ILocator, Task>? press = null)
    {
        press ??= link => link.ClickAsync();
        await page.WaitForLoadStateAsync(LoadState.Load);
        var offered = await page.Locator("main a[href^='/sports/shifts/']").EvaluateAllAsync<string[]>("links => links.map(a => a.href)");
        var why = new List<string>();
        foreach (var address in offered)
        {
            await page.GotoAsync(address);
            var first = page.GetByRole(AriaRole.Link, new() { Name = "申し込む", Exact = true });
            if (await first.CountAsync() == 0)
            {
                why.Add(await page.GetByRole(AriaRole.Main).InnerTextAsync());
                continue;
            }

            await press(first);
            await press(page.GetByRole(AriaRole.Button, new() { Name = "申し込みを確定する" }));
            var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
            await Expect(heading).Not.ToHaveTextAsync("申込の確認");
            await page.WaitForLoadStateAsync(LoadState.Load);
            if (await page.GetByRole(AriaRole.Link, new() { Name = "申し込んだ活動を見る", Exact = true }).CountAsync() > 0)
                return ShiftId().Match(address).Value;
            await Expect(heading).ToHaveTextAsync("申し込めませんでした");
            why.Add(await page.GetByRole(AriaRole.Main).InnerTextAsync());
        }

        throw new InvalidOperationException($"None of {offered.Length} shifts could be taken:\n{string.Join("\n---\n", why)}");
    }

    private async Task UploadAsync(IPage page, string kind, string file)
    {
        await page.GotoAsync(site.At($"/staff/sports/imports/new/{kind}"));
        foreach (var empty in await page.Locator("main input[type=text][required], main input[type=text][aria-required=true]").AllAsync())
            if (string.IsNullOrEmpty(await empty.InputValueAsync())) await empty.FillAsync("見本国体");
        await page.Locator("select[name=initiative]").SelectOptionAsync(DemonstrationInitiatives.SportsFestival.ToString());
        await page.Locator("input[type=file]").SetInputFilesAsync(Path.Combine(Data, file));
        // Thousands of rows are read and tried before the next page is there.
        await page.GetByRole(AriaRole.Button, new() { Name = "アップロードして次へ" }).ClickAsync(new() { Timeout = 90_000 });
    }

    private async Task EventuallyAsync(IPage page, string path, ILocator wanted)
    {
        for (var look = 0; look < 40; look++)
        {
            await page.GotoAsync(site.At(path));
            if (await wanted.CountAsync() > 0) return;
            await page.WaitForTimeoutAsync(250);
        }

        throw new InvalidOperationException($"{path} did not show it within ten seconds.");
    }

    private static ILocator Figure(IPage page, string label) => page.Locator(".figure").Filter(new() { HasText = label });

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex ShiftId();
}
