using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.Playwright;

namespace Kenmin.Accounts.Tests;

/// <summary>The pages in a real browser: with and without scripts, on a phone, checked for barriers.</summary>
public sealed class PageTests(PostgresFixture postgres, BrowserFixture browser) : IClassFixture<PostgresFixture>, IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Every_page_of_the_module_can_be_read_on_a_phone_without_barriers()
    {
        await using var house = new House(await KenminHost<Program>.CreateDatabaseAsync(postgres, demonstrationData: true), "Development");
        house.UseKestrel(0);
        house.StartServer();
        var site = house.ClientOptions.BaseAddress;
        await using var phone = await browser.NewPhoneContextAsync();
        var page = await phone.NewPageAsync();
        foreach (var address in new[] { "/accounts/sign-in", "/accounts/register", "/accounts/first-administrator" })
            await CheckAsync(address);

        // What was typed can be shown where scripts run.
        await page.GotoAsync(new Uri(site, "/accounts/register").ToString());
        await page.Locator("input[type=password]").FillAsync("ひろい海の見える丘で");
        await page.GetByRole(AriaRole.Button, new() { Name = "パスワードを表示する" }).ClickAsync();
        (await page.Locator("#f-Input-Password").GetAttributeAsync("type")).ShouldBe("text");
        await page.Locator("#f-Input-Email").FillAsync("nobody");
        await page.GetByRole(AriaRole.Button, new() { Name = "登録する", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await page.AxeAsync();

        await page.GotoAsync(new Uri(site, "/accounts/sign-in").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = DemonstrationPersonas.Administrator.DisplayName }).ClickAsync();
        foreach (var address in new[]
                 {
                     "/accounts/me", "/accounts/notices", "/admin/accounts", $"/admin/accounts/{DemonstrationPersonas.MunicipalStaff.Id}", "/admin/audit",
                 })
            await CheckAsync(address);

        async Task CheckAsync(string address)
        {
            var response = await page.GotoAsync(new Uri(site, address).ToString());
            response.ShouldNotBeNull().Status.ShouldBe(200, address);
            await page.AxeAsync();
            await page.SaveScreenshotAsync(address.Trim('/').Replace('/', '-'));
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360, address);
        }
    }
}
