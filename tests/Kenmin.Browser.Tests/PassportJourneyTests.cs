using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>From the search to the own record, and to somebody who is shown it.</summary>
public sealed class PassportJourneyTests(Site site)
{
    [Fact]
    public async Task A_resident_finds_something_on_a_phone_keeps_a_record_and_shows_it_to_an_employer()
    {
        var phone = await site.OnPhoneAsync();
        await phone.GotoAsync(site.At("/"));
        await phone.GotoAsync(site.At("/search"));
        await phone.AxeAsync();
        await phone.Locator("[name=words]").FillAsync("見本浜");
        await phone.GetByRole(AriaRole.Button, new() { Name = "探す" }).PressKeyAsync();
        var found = phone.GetByRole(AriaRole.Link, new() { NameRegex = new("見本浜の清掃") }).First;
        await Expect(found).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("passport-search-on-phone");
        await found.ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("見本浜");

        // The keyboard alone, without scripts.
        var resident = await site.WithoutScriptsAsync(Roles.Resident);
        await resident.GotoAsync(site.At("/passport"));
        await Expect(resident.GetByText("見本町の夏まつりの運営")).ToBeVisibleAsync();
        await Expect(resident.GetByRole(AriaRole.Link, new() { NameRegex = new("見本川河川敷の清掃") }).First).ToBeVisibleAsync();
        await resident.GetByRole(AriaRole.Link, new() { NameRegex = new("これまでの活動") }).PressKeyAsync();
        await resident.Locator("[name='Input.What']").FillAsync("旅程の活動");
        await resident.Locator("[name='Input.FirstDay']").FillAsync("平成31年4月30日");
        await resident.Locator("[name='Input.Hours']").FillAsync("２");
        await resident.GetByRole(AriaRole.Button, new() { Name = "手帳に加える" }).PressKeyAsync();
        await Expect(resident.GetByText("手帳に書きました。")).ToBeVisibleAsync();

        await resident.GotoAsync(site.At("/passport/shares/new"));
        await resident.Locator("[name='Input.Recipient']").FillAsync("旅程株式会社");
        await resident.Locator("[name='Input.WithPapers']").CheckAsync();
        await resident.GetByRole(AriaRole.Button, new() { Name = "アドレスを作る" }).PressKeyAsync();
        await Expect(resident.GetByRole(AriaRole.Heading, new() { Name = "旅程株式会社" })).ToBeVisibleAsync();
        var address = await resident.GetByLabel("見せる相手に渡すアドレス").First.InputValueAsync();

        var employer = await site.AtDeskAsync();
        await employer.GotoAsync(address);
        await Expect(employer.GetByText("旅程の活動")).ToBeVisibleAsync();
        await employer.AxeAsync();
        await employer.SaveScreenshotAsync("passport-shown");
        await resident.GotoAsync(site.At("/passport/shares"));
        await resident.GetByText("見せるのをやめる").First.ClickAsync();
        await resident.GetByRole(AriaRole.Button, new() { Name = "やめる", Exact = true }).First.ClickAsync();
        await employer.ReloadAsync();
        await Expect(employer.GetByRole(AriaRole.Heading, new() { Name = "この手帳は見られません" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task At_twice_the_size_and_by_keyboard_alone_one_searches_signs_up_and_finds_it_in_the_record_beside_what_another_module_recorded()
    {
        // Twice the size on a desk of 1280 pixels is a window of half the width.
        var page = await site.AtDeskAsync(Roles.Resident);
        await page.SetViewportSizeAsync(640, 512);
        await page.GotoAsync(site.At("/search?module=sports-volunteers"));
        await page.AxeAsync();
        var offered = await page.Locator("main a[href^='/sports/shifts/']").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))");
        var taken = "";
        foreach (var shift in offered)
        {
            // Some are for others' age or qualification, or lie over what one has.
            await page.GotoAsync(site.At(shift));
            var apply = page.GetByRole(AriaRole.Link, new() { Name = "申し込む", Exact = true });
            if (await apply.CountAsync() == 0) continue;
            await apply.PressKeyAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "申し込みを確定する" }).PressKeyAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("申込の確認");
            await page.WaitForLoadStateAsync(LoadState.Load);
            await page.AxeAsync();
            if (await page.GetByRole(AriaRole.Link, new() { Name = "申し込んだ活動を見る", Exact = true }).CountAsync() == 0) continue;
            taken = shift;
            break;
        }

        taken.ShouldNotBeEmpty($"one of {offered.Length} shifts can be taken");
        // What was signed up for is told within a second or two; a person looks again.
        var line = page.Locator($"main a[href='{taken}']").First;
        for (var look = 1; look < 20 && await line.CountAsync() == 0; look++)
        {
            await page.GotoAsync(site.At("/passport"));
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        }

        await Expect(line).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = new("見本川河川敷の清掃") }).First).ToBeVisibleAsync();
        await page.AxeAsync();
        await page.SaveScreenshotAsync("passport-record-at-twice-the-size");
        // Others go the same way with the same person.
        (await page.APIRequest.DeleteAsync(site.At($"/api/v1{taken}/sign-ups"))).Ok.ShouldBeTrue();
    }
}
