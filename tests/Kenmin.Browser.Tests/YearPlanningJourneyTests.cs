using System.Globalization;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>
/// An administrator plans a year to come with the keyboard only, sees what a change would do, gets it approved by a second
/// administrator, walks through the site as it will be, and undoes it. The pictures of the administrators' guide are made here.
/// </summary>
public sealed class YearPlanningJourneyTests(Site site)
{
    private static readonly FiscalYear Planned = FiscalYear.Current(TimeProvider.System).Next.Next;

    [Fact]
    public async Task An_administrator_plans_a_year_previews_gets_approval_and_undoes()
    {
        var first = await site.AtDeskAsync(Roles.Administrator);
        var second = await SecondAdministratorAsync(first);

        await first.GotoAsync(site.At("/admin/features"));
        await Expect(first.GetByRole(AriaRole.Heading, new() { Name = "年度ごとの機能" })).ToBeVisibleAsync();
        await first.AxeAsync();
        await first.SaveScreenshotAsync("guide-board");

        // A change that needs nobody else.
        await OpenAsync(first, "sports-volunteers.legacy");
        await ChooseOffAsync(first);
        await Expect(first.Locator("#effects")).ToContainTextAsync("集計の画面とファイルが使えなくなります");
        await first.AxeAsync();
        await DecideAsync(first, "この年度は大会がないため、集計しません。", "決定する");
        await Expect(first.GetByText("決定を記録しました")).ToBeVisibleAsync();

        // A critical one, with its effect and what goes with it.
        await OpenAsync(first, "sports-volunteers.shifts");
        await first.SaveScreenshotAsync("guide-feature");
        await ChooseOffAsync(first);
        await Expect(first.GetByText("いっしょに切り替わる機能があります")).ToBeVisibleAsync();
        await Expect(first.Locator("#effects")).ToContainTextAsync("件の申込が募集の一覧から隠れます");
        await first.AxeAsync();
        await first.SaveScreenshotAsync("guide-effect");
        await DecideAsync(first, "この年度は募集をしません。", "起案する");
        await Expect(first.GetByText("起案を記録しました")).ToBeVisibleAsync();
        await Expect(first.GetByText("自分の起案は承認できません")).ToBeVisibleAsync();
        await first.AxeAsync();
        var proposal = new Uri(first.Url).AbsolutePath;

        await second.GotoAsync(site.At("/admin/features"));
        await Expect(second.GetByText("確認を待っているものがあります")).ToBeVisibleAsync();
        await second.GotoAsync(site.At(proposal));
        await second.GetByLabel("承認する", new() { Exact = true }).PressKeyAsync("Space");
        await second.GetByLabel("理由・意見").FillAsync("課内で確認しました。");
        await second.SaveScreenshotAsync("guide-approval");
        await second.GetByRole(AriaRole.Button, new() { Name = "回答する" }).PressKeyAsync();
        await Expect(second.GetByText("決定を記録しました")).ToBeVisibleAsync();
        await second.AxeAsync();

        // The site as it will be in that year.
        await first.GotoAsync(site.At("/admin/features/preview"));
        await first.GetByLabel("日", new() { Exact = false }).First.FillAsync(Planned.StartsOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await first.AxeAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "確認を始める" }).PressKeyAsync();
        await Expect(first.GetByText("見え方を確認しています")).ToBeVisibleAsync();
        await first.AxeAsync();
        await first.SaveScreenshotAsync("guide-preview");
        await first.GetByRole(AriaRole.Button, new() { Name = "確認を終わる" }).PressKeyAsync();
        await Expect(first.GetByText("見え方を確認しています")).Not.ToBeVisibleAsync();

        // Undone, by the same rules.
        await first.GotoAsync(site.At(proposal));
        await first.GetByRole(AriaRole.Button, new() { Name = "元に戻す内容を確かめる" }).PressKeyAsync();
        await DecideAsync(first, "大会が開かれることになりました。", "起案する");
        var undo = new Uri(first.Url).AbsolutePath;
        await second.GotoAsync(site.At(undo));
        await second.GetByLabel("承認する", new() { Exact = true }).PressKeyAsync("Space");
        await second.GetByRole(AriaRole.Button, new() { Name = "回答する" }).PressKeyAsync();
        await Expect(second.GetByText("決定を記録しました")).ToBeVisibleAsync();
        await second.GotoAsync(site.At(proposal));
        await Expect(second.GetByText("元に戻した", new() { Exact = true }).First).ToBeVisibleAsync();

        await first.GotoAsync(site.At($"/admin/features/compare?left={Planned.Previous.StartYear}&right={Planned.StartYear}"));
        await Expect(first.Locator("#comparison")).ToContainTextAsync("違います");
        await first.AxeAsync();
        await first.SaveScreenshotAsync("guide-compare");
        await first.GotoAsync(site.At("/admin/features/history?text=" + Uri.EscapeDataString("募集をしません")));
        await Expect(first.Locator("#changes")).ToContainTextAsync("この年度は募集をしません。");
        await first.AxeAsync();
        await first.SaveScreenshotAsync("guide-history");
        await first.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    [Fact]
    public async Task The_board_and_a_change_fit_a_phone_and_work_without_scripts()
    {
        var page = await site.OnPhoneAsync(Roles.Administrator);
        foreach (var address in new[] { "/admin/features", $"/admin/features/sports-volunteers.shifts?year={Planned.StartYear}", "/admin/features/compare", "/admin/features/idle", "/admin/features/preview" })
        {
            await page.GotoAsync(site.At(address));
            (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0, address);
        }
        await page.Context.CloseAsync();

        var plain = await site.WithoutScriptsAsync(Roles.Administrator);
        await plain.GotoAsync(site.At($"/admin/features/sports-volunteers.imports?year={Planned.StartYear}"));
        await plain.GetByLabel("使わない", new() { Exact = true }).CheckAsync();
        await plain.GetByRole(AriaRole.Button, new() { Name = "影響を確かめる" }).ClickAsync();
        // Without scripts the page asks again by itself until the modules have answered.
        await Expect(plain.Locator("#effects")).ToContainTextAsync("取り込んだ記録は残ります", new() { Timeout = 60_000 });
        await plain.Context.CloseAsync();
    }

    private async Task OpenAsync(IPage page, string feature)
    {
        await page.GotoAsync(site.At("/admin/features?from=" + (Planned.StartYear - 1)));
        await page.Locator($"a[href='/admin/features/{feature}?year={Planned.StartYear}']").PressKeyAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "変更する" })).ToBeVisibleAsync();
    }

    private static async Task ChooseOffAsync(IPage page)
    {
        await page.GetByLabel("使わない", new() { Exact = true }).PressKeyAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "影響を確かめる" }).PressKeyAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "変更の影響を確かめる" })).ToBeVisibleAsync();
        // The answers come by message; the page is looked at again until they are there.
        for (var look = 0; look < 30 && await page.Locator("progress").CountAsync() > 0; look++)
        {
            await Expect(page.Locator("#effects")).ToBeVisibleAsync();
            await page.ReloadAsync();
        }
    }

    private static async Task DecideAsync(IPage page, string reason, string button)
    {
        await page.GetByLabel("理由").FillAsync(reason);
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).PressKeyAsync();
        await page.WaitForURLAsync("**/admin/features/history/**");
    }

    /// <summary>Registers somebody and lets the first administrator make them a second one.</summary>
    private async Task<IPage> SecondAdministratorAsync(IPage first)
    {
        const string email = "futarime@mihon.example.jp", password = "a long pass phrase of mine";
        var second = await site.AtDeskAsync();
        await site.RegisterAsync(second, "見本 二人目", email, password);
        await second.GetByRole(AriaRole.Button, new() { Name = "サインアウト" }).First.ClickAsync();

        await first.GotoAsync(site.At("/admin/accounts"));
        await first.GetByRole(AriaRole.Link, new() { Name = "見本 二人目" }).ClickAsync();
        await first.GetByLabel("管理者", new() { Exact = true }).CheckAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "役割を保存する" }).ClickAsync();
        await Expect(first.GetByText("保存しました")).ToBeVisibleAsync();

        await second.GotoAsync(site.At("/accounts/sign-in"));
        await second.GetByLabel("メールアドレス").FillAsync(email);
        await second.Locator("input[name='Input.Password']").FillAsync(password);
        await second.Locator("input[name='Input.Password']").PressAsync("Enter");
        await second.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        await site.SetUpSecondFactorAsync(second);
        return second;
    }
}
