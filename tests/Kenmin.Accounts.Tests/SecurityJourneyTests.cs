using Kenmin.Accounts.SecondFactor;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.Playwright;

namespace Kenmin.Accounts.Tests;

/// <summary>Registering, getting back in, and protecting an account, in a real browser on a phone.</summary>
public sealed class SecurityJourneyTests(PostgresFixture postgres, BrowserFixture browser) : IClassFixture<PostgresFixture>, IClassFixture<BrowserFixture>
{
    private const string Password = "ひろい海の見える丘で";
    private string _site = "";

    [Fact]
    public async Task From_registering_to_a_forgotten_password_an_app_and_a_passkey()
    {
        await using var house = new House(await KenminHost<Program>.CreateDatabaseAsync(postgres, demonstrationData: true), "Development");
        house.UseKestrel(0);
        house.StartServer();
        // A passkey belongs to a name, not to a number.
        _site = $"http://localhost:{house.ClientOptions.BaseAddress.Port}";
        await using var phone = await browser.NewPhoneContextAsync();
        var page = await phone.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        var address = $"{Guid.NewGuid():N}@example.jp";

        // Registers, and finds the mail where a newcomer finds it.
        await GoAsync(page, "/accounts/register");
        await page.Locator("#f-Input-DisplayName").FillAsync("見本 はるか");
        await page.Locator("#f-Input-Email").FillAsync(address);
        await page.Locator("#f-Input-Password").FillAsync(Password);
        await ClickAsync(page, "登録する");
        await page.GetByText("メールをお送りしました").WaitForAsync();
        await LookAsync(page, "check-mail");
        await OpenMailAsync(page, address, "メールアドレスの確認");
        await ClickAsync(page, "登録を終えてサインインする");
        await page.GetByText("見本 はるか さん").WaitForAsync();

        // Forgets the password.
        await page.Locator("form[action='/accounts/sign-out'] button").ClickAsync();
        await GoAsync(page, "/accounts/forgot-password");
        await page.Locator("#f-Input-Email").FillAsync(address);
        await ClickAsync(page, "メールを送る");
        await page.GetByText("メールをお送りしました").WaitForAsync();
        await OpenMailAsync(page, address, "パスワードの再設定");
        await LookAsync(page, "reset-password");
        await page.Locator("#f-Input-Password").FillAsync("あたらしい合い言葉です");
        await ClickAsync(page, "このパスワードにする");
        await page.GetByText("パスワードを新しくしました").WaitForAsync();
        await SignInAsync(page, address, "あたらしい合い言葉です");
        await page.GetByText("見本 はるか さん").WaitForAsync();

        // An authenticator app.
        foreach (var path in new[] { "/me/security", "/me/security/email", "/me/security/password", "/me/security/sessions", "/me/security/tokens", "/me/mail", "/dev/mail" })
        {
            await GoAsync(page, path);
            await LookAsync(page, path.Trim('/').Replace('/', '-'));
        }

        await GoAsync(page, "/me/security/second-factor");
        await LookAsync(page, "second-factor-set-up");
        var key = (await page.Locator(".secret-key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.Locator("#f-Input-Code").FillAsync(TimeCodes.At(key, TimeProvider.System.GetUtcNow()));
        await ClickAsync(page, "2 段階の確認を始める");
        await page.GetByText("予備のコードを控えてください").WaitForAsync();
        await LookAsync(page, "recovery-codes");
        var recovery = (await page.Locator("ul.plain-list code").AllInnerTextsAsync()).ToList();
        await page.Locator("form[action='/accounts/sign-out'] button").ClickAsync();
        await GoAsync(page, "/accounts/sign-in");
        await SignInAsync(page, address, "あたらしい合い言葉です");
        await page.GetByRole(AriaRole.Heading, new() { Name = "2 段階目の確認" }).WaitForAsync();
        await LookAsync(page, "second-factor");
        await page.Locator("#f-Input-Code").FillAsync(recovery[0]);
        await ClickAsync(page, "サインインする");
        await page.GetByText("見本 はるか さん").WaitForAsync();

        // A passkey, on a device that the browser pretends to have.
        var devtools = await phone.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        await GoAsync(page, "/me/security/passkeys");
        await LookAsync(page, "passkeys-none");
        await page.Locator("#f-Input-Name").FillAsync("わたしの電話");
        await ClickAsync(page, "この端末で登録する");
        await page.GetByRole(AriaRole.Heading, new() { Name = "わたしの電話" }).WaitForAsync();
        await LookAsync(page, "passkeys");
        await page.Locator("form[action='/accounts/sign-out'] button").ClickAsync();
        await GoAsync(page, "/accounts/sign-in");
        await LookAsync(page, "sign-in-passkey");
        await ClickAsync(page, "パスキーでサインインする");
        // It stands for both steps.
        await page.GetByText("見本 はるか さん").WaitForAsync();

        // Renamed, and removed.
        await GoAsync(page, "/me/security/passkeys");
        await page.GetByLabel("新しい名前").FillAsync("古い電話");
        await ClickAsync(page, "名前を変える");
        await page.GetByRole(AriaRole.Heading, new() { Name = "古い電話" }).WaitForAsync();
        await page.GetByText("消す", new() { Exact = true }).First.ClickAsync();
        await page.Locator(".confirm__panel button").ClickAsync();
        await page.GetByText("パスキーはまだありません").WaitForAsync();
    }

    private static Task ClickAsync(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();

    private Task GoAsync(IPage page, string path) => page.GotoAsync(_site + path);

    private static async Task SignInAsync(IPage page, string address, string password)
    {
        await page.Locator("#f-Input-Email").FillAsync(address);
        await page.Locator("#f-Input-Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "サインインする", Exact = true }).ClickAsync();
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await page.AxeAsync();
        await page.SaveScreenshotAsync(name);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360, name);
    }

    private async Task OpenMailAsync(IPage page, string address, string subject)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        do
        {
            await GoAsync(page, $"/dev/mail?to={address}");
            var mail = page.GetByRole(AriaRole.Link, new() { Name = subject });
            if (await mail.CountAsync() == 0) continue;
            await mail.First.ClickAsync();
            await page.Locator(".mail-link a").First.ClickAsync();
            return;
        }
        while (await poll.WaitForNextTickAsync(limit.Token));
    }
}
