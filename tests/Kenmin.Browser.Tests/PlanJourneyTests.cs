using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>The plan's year: a department reports, an administrator closes the year, everybody reads it.</summary>
public sealed class PlanJourneyTests(Site site)
{
    private static readonly FiscalYear Last = FiscalYear.Current(TimeProvider.System).Previous;

    [Fact]
    public async Task A_department_reports_and_the_year_is_frozen()
    {
        var desk = await site.AtDeskAsync(Roles.ProgramOwner);
        await desk.GotoAsync(site.At("/staff/plan"));
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("plan-desk");
        await desk.GetByRole(AriaRole.Link, new() { Name = $"県民活動推進担当（見本） {Last.ToJapanese()}" }).ClickAsync();
        await Expect(desk.GetByText("未報告（期限切れ）").First).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("plan-report-of-department");
        await desk.GetByRole(AriaRole.Link, new() { Name = "1-1-2 「きっかけがない」と答えた人の割合" }).ClickAsync();
        await desk.Locator("[name='Input.Value']").FillAsync("分からない");
        await desk.GetByLabel("確定", new() { Exact = true }).CheckAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "報告する" }).ClickAsync();
        await Expect(desk.GetByText("数として読み取れません").First).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.Locator("[name='Input.Value']").FillAsync("３５．２");
        await desk.GetByRole(AriaRole.Button, new() { Name = "報告する" }).ClickAsync();
        await Expect(desk.GetByText("記録しました。")).ToBeVisibleAsync();
        await Expect(desk.GetByText("35.2％").First).ToBeVisibleAsync();
        var figure = desk.Url.Split('?')[0];
        await desk.AxeAsync();

        var administrator = await site.AtDeskAsync(Roles.Administrator);
        // The year is closed with the keyboard alone.
        await administrator.GotoAsync(site.At($"/staff/plan/years/{Last.StartYear}"));
        await administrator.AxeAsync();
        await administrator.Locator("summary").Filter(new() { HasText = "この年度を確定する" }).PressKeyAsync();
        await administrator.GetByRole(AriaRole.Button, new() { Name = "確定（凍結）する" }).PressKeyAsync();
        // One figure is provisional: it is said, and nothing is closed.
        await Expect(administrator.GetByText("確認のチェックを入れてください").First).ToBeVisibleAsync();
        await administrator.GetByLabel("未報告・暫定のまま確定することを確認しました").PressKeyAsync("Space");
        await administrator.Locator("summary").Filter(new() { HasText = "この年度を確定する" }).PressKeyAsync();
        await administrator.GetByRole(AriaRole.Button, new() { Name = "確定（凍結）する" }).PressKeyAsync();
        await Expect(administrator.GetByText("この年度を確定しました")).ToBeVisibleAsync();
        await administrator.AxeAsync();
        await administrator.SaveScreenshotAsync("plan-year-frozen");

        // The department cannot change it any more.
        await desk.GotoAsync(figure);
        await Expect(desk.GetByText("確定した数値は変えられません")).ToBeVisibleAsync();
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "報告する" })).ToHaveCountAsync(0);

        // A correction stands beside it.
        await administrator.GotoAsync(figure);
        await administrator.Locator("[name='Restated.Value']").TypeOverAsync("34.8");
        await administrator.GetByLabel("訂正の理由").TypeOverAsync("集計もれがあったため（見本）");
        await administrator.GetByRole(AriaRole.Button, new() { Name = "訂正を記録する" }).PressKeyAsync();
        await Expect(administrator.GetByText("記録しました。")).ToBeVisibleAsync();
        await administrator.AxeAsync();

        var phone = await site.OnPhoneAsync();
        await phone.GotoAsync(site.At("/plan/indicators/1-1-2"));
        foreach (var text in new[] { "35.2％", "34.8％", "集計もれがあったため（見本）" }) await Expect(phone.Locator("#figures").GetByText(text).First).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("plan-indicator-phone");
        await phone.GotoAsync(site.At($"/plan/report/{Last.StartYear}"));
        await phone.AxeAsync();
        var download = await phone.RunAndWaitForDownloadAsync(() => phone.GetByRole(AriaRole.Link, new() { Name = "PDF で受け取る（A4）" }).ClickAsync());
        (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).ShouldStartWith("%PDF-");
        foreach (var page in new[] { desk, administrator, phone }) await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_figure_is_reported_and_the_plan_read_with_the_keyboard_alone_and_without_scripts()
    {
        var page = await site.WithoutScriptsAsync(Roles.ProgramOwner);
        await page.GotoAsync(site.At("/staff/plan"));
        await page.Locator($"a[href='/staff/plan/years/{Last.Previous.StartYear}']").PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "1-1-1 県民活動に参加したことがある人の割合" }).PressAsync("Enter");
        var value = page.Locator("[name='Input.Value']");
        await value.FocusAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("57.4");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("見直した数値（見本）");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "報告する" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("記録しました。")).ToBeVisibleAsync();
        await Expect(page.GetByText("57.4％").First).ToBeVisibleAsync();

        await page.GotoAsync(site.At("/plan"));
        await page.Locator("#year").SelectOptionAsync($"{Last.Previous.StartYear}");
        await page.GetByRole(AriaRole.Button, new() { Name = "表示する" }).PressAsync("Enter");
        await Expect(page.GetByText("57.4％").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
