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
}
