using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.Playwright;

namespace Kenmin.Accounts.Tests.ExternalSignIn;

/// <summary>Registering and coming back by a provider, in a real browser on a phone.</summary>
public sealed class ExternalJourneyTests(PostgresFixture postgres, BrowserFixture browser) : IClassFixture<PostgresFixture>, IClassFixture<BrowserFixture>
{
    private string _site = "";

    [Fact]
    public async Task From_the_button_of_the_app_to_an_account_without_a_password()
    {
        await using var provider = await LocalProvider.StartAsync(await postgres.CreateDatabaseAsync());
        await using var house = new House(await KenminHost<Program>.CreateDatabaseAsync(postgres, demonstrationData: true), "Development", ExternalHouse.Settings(provider));
        house.UseKestrel(0);
        house.StartServer();
        _site = $"http://localhost:{house.ClientOptions.BaseAddress.Port}";
        await provider.RegisterAsync(_site);
        var email = $"{Guid.NewGuid():N}@example.jp";
        provider.Person = new($"subject-{Guid.NewGuid():N}", "見本 はるか", email);
        await using var phone = await browser.NewPhoneContextAsync();
        var page = await phone.NewPageAsync();
        page.SetDefaultTimeout(30_000);

        await page.GotoAsync($"{_site}/accounts/sign-in");
        await LookAsync(page, "external-sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "見本認証アプリでサインインする" }).ClickAsync();
        await page.GetByText("つながっているアカウントがまだありません").WaitForAsync();
        await LookAsync(page, "external-unknown");
        await page.GetByRole(AriaRole.Link, new() { Name = "アカウントを登録する" }).ClickAsync();
        (await page.Locator("#f-Input-DisplayName").InputValueAsync()).ShouldBe("見本 はるか");
        await LookAsync(page, "external-register");
        await page.GetByRole(AriaRole.Button, new() { Name = "登録する" }).ClickAsync();
        await page.GetByText("メールをお送りしました").WaitForAsync();
        await OpenMailAsync(page, email);
        await page.GetByRole(AriaRole.Button, new() { Name = "登録を終えてサインインする" }).ClickAsync();
        await page.GetByText("見本 はるか さん").WaitForAsync();

        await page.GotoAsync($"{_site}/me/security");
        await page.GetByRole(AriaRole.Link, new() { Name = "ほかのサービスでのサインイン" }).ClickAsync();
        await page.GetByText("つながっています").WaitForAsync();
        await LookAsync(page, "external-mine");
        // A second one; this account has no password, and has just signed in.
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("つなげる.*見本ビズ") }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "見本ビズへ進む" }).ClickAsync();
        await page.GetByText("つなげました").WaitForAsync();

        await page.Locator("form[action='/accounts/sign-out'] button").ClickAsync();
        await page.GotoAsync($"{_site}/accounts/sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "見本ビズでサインインする" }).ClickAsync();
        await page.GetByText("見本 はるか さん").WaitForAsync();

        provider.Mood = ProviderMood.Denies;
        await page.GotoAsync($"{_site}/accounts/sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "見本認証アプリでサインインする" }).ClickAsync();
        await page.GetByText("確認が取りやめられました").WaitForAsync();
        await LookAsync(page, "external-failed");
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await page.AxeAsync();
        await page.SaveScreenshotAsync(name);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360, name);
    }

    private async Task OpenMailAsync(IPage page, string address)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        do
        {
            await page.GotoAsync($"{_site}/dev/mail?to={address}");
            var mail = page.GetByRole(AriaRole.Link, new() { Name = "メールアドレスの確認" });
            if (await mail.CountAsync() == 0) continue;
            await mail.First.ClickAsync();
            await page.Locator(".mail-link a").First.ClickAsync();
            return;
        }
        while (await poll.WaitForNextTickAsync(limit.Token));
    }
}
