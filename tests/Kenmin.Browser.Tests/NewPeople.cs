using Kenmin.Accounts.SecondFactor;
using Microsoft.Playwright;

namespace Kenmin.Browser.Tests;

/// <summary>People who register themselves, as anybody does.</summary>
internal static class NewPeople
{
    /// <summary>Registers, finds the mail, finishes by its button, and is signed in.</summary>
    public static async Task RegisterAsync(this Site site, IPage page, string name, string email, string password)
    {
        await page.GotoAsync(site.At("/accounts/register"));
        await page.Locator("[name='Input.DisplayName']").FillAsync(name);
        await page.Locator("[name='Input.Email']").FillAsync(email);
        await page.Locator("[name='Input.Password']").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "登録する" }).ClickAsync();
        await page.WaitForURLAsync("**/accounts/check-mail");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var mail = page.GetByRole(AriaRole.Link, new() { Name = "メールアドレスの確認" });
        do await page.GotoAsync(site.At($"/dev/mail?to={Uri.EscapeDataString(email)}"));
        while (await mail.CountAsync() == 0 && await poll.WaitForNextTickAsync(limit.Token));
        await mail.First.ClickAsync();
        await page.Locator(".mail-link a").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "登録を終えてサインインする" }).ClickAsync();
        await page.WaitForURLAsync("**/accounts/me**");
    }

    /// <summary>Sets up an authenticator app, as staff must, and goes on.</summary>
    public static async Task SetUpSecondFactorAsync(this Site site, IPage page)
    {
        await page.GotoAsync(site.At("/me/security/second-factor"));
        var key = (await page.Locator(".secret-key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.Locator("[name='Input.Code']").FillAsync(TimeCodes.At(key, TimeProvider.System.GetUtcNow()));
        await page.GetByRole(AriaRole.Button, new() { Name = "2 段階の確認を始める" }).ClickAsync();
        await page.GetByText("予備のコードを控えてください").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "控えました" }).ClickAsync();
    }
}
