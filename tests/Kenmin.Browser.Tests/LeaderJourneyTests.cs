using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>By keyboard alone: a course is signed up for and attended, credits give a licence, a school asks for a leader, and both say yes.</summary>
public sealed class LeaderJourneyTests(Site site)
{
    [Fact]
    public async Task Somebody_becomes_a_leader_and_a_school_without_an_account_asks_for_one()
    {
        const string name = "旅程 導子";
        var person = await site.AtDeskAsync();
        await site.RegisterAsync(person, name, "leader-journey@mihon.example.jp", "michibiku-hito-2026");
        await person.GotoAsync(site.At("/senior-engagement/card/1"));
        await person.Locator("[name='Input.Name']").TypeOverAsync(name);
        await person.Locator("[name='Input.Municipality']").SelectOptionAsync("352039");
        await person.GetByRole(AriaRole.Button, new() { Name = "保存して次へ" }).PressKeyAsync();
        await person.WaitForURLAsync("**/card/2");

        // A date to come; a proxy for staff, so that they enter what is done at the counter.
        await person.GotoAsync(site.At("/senior-engagement/me/courses"));
        await person.Locator("a[href*='/me/courses/']").First.PressKeyAsync();
        await person.GetByRole(AriaRole.Button, new() { Name = "講座に申し込む" }).PressKeyAsync();
        await Expect(person.GetByText("参加が確定しています").First).ToBeVisibleAsync();
        await person.AxeAsync();
        await person.GotoAsync(site.At("/senior-engagement/proxies"));
        await person.Locator("input[name='Input.Relation'][value=Staff]").PressKeyAsync("Space");
        await person.Locator("[name='Input.Purpose']").TypeOverAsync("講座の受付");
        await person.Locator("[name='Input.Until']").TypeOverAsync(Dates.Iso(JapanTime.Today(TimeProvider.System).AddDays(20)));
        await person.GetByRole(AriaRole.Button, new() { Name = "同意して決める" }).PressKeyAsync();
        await Expect(person.GetByText("講座の受付").First).ToBeVisibleAsync();

        // Staff add the person to a date that was held, record who was there, and give the licence for the credits.
        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/senior-engagement"));
        await desk.Locator("[name='Input.Words']").TypeOverAsync(name);
        await desk.GetByRole(AriaRole.Button, new() { Name = "探す", Exact = true }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = name }).First.PressKeyAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "講座の受講と資格を見る、入力する" }).PressKeyAsync();
        var training = desk.Url;
        await desk.GetByRole(AriaRole.Button, new() { NameRegex = new("申し込む：見本リーダー養成講座「第 1 回") }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Link, new() { NameRegex = new("見本リーダー養成講座「第 1 回") }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = $"来た：{name}" }).PressKeyAsync();
        await Expect(desk.GetByText("保存しました。")).ToBeVisibleAsync();
        await desk.GotoAsync(training);
        await desk.Locator("[name='Input.Kind']").SelectOptionAsync("walking");
        await desk.Locator("[name='Input.Course']").TypeOverAsync("県の講座");
        await desk.Locator("[name='Input.Day']").TypeOverAsync(Dates.Iso(JapanTime.Today(TimeProvider.System).AddDays(-2)));
        await desk.Locator("[name='Input.Credits']").TypeOverAsync("2");
        await desk.GetByRole(AriaRole.Button, new() { Name = "入力する", Exact = true }).PressKeyAsync();
        var give = desk.GetByRole(AriaRole.Button, new() { NameRegex = new("資格を交付する") });
        await UntilAsync(desk, give);
        await give.PressKeyAsync();
        await Expect(desk.GetByText("有効", new() { Exact = true })).ToBeVisibleAsync();
        await desk.AxeAsync();

        await person.GotoAsync(site.At("/senior-engagement/me/leading"));
        await person.AxeAsync();
        await person.Locator("[name='Input.Phone']").TypeOverAsync("083-933-0077");
        await person.GetByRole(AriaRole.Button, new() { Name = "同意して登録する" }).PressKeyAsync();
        await Expect(person.GetByText("受け付けました。")).ToBeVisibleAsync();

        // The school.
        var school = await site.OnPhoneAsync();
        await school.GotoAsync(site.At("/senior-engagement/leader-requests/new"));
        await school.Locator("[name='municipality']").SelectOptionAsync("352039");
        await school.GetByRole(AriaRole.Button, new() { Name = "次へ" }).PressKeyAsync();
        await school.AxeAsync();
        await school.Locator("[name='Input.Organisation']").TypeOverAsync("旅程小学校");
        await school.Locator("[name='Input.Kind']").SelectOptionAsync("School");
        await school.Locator("[name='Input.Contact']").TypeOverAsync("旅程 教子");
        await school.Locator("[name='Input.Phone']").TypeOverAsync("083-933-0088");
        await school.Locator("input[name='Input.Interests'][value=walking]").PressKeyAsync("Space");
        await school.Locator("[name='Input.Place']").TypeOverAsync("校庭");
        await school.Locator("[name='Input.Day1']").TypeOverAsync(Dates.Iso(JapanTime.Today(TimeProvider.System).AddDays(21)));
        await school.Locator("[name='Input.Start1']").TypeOverAsync("10:00");
        await school.Locator("[name='Input.End1']").TypeOverAsync("11:00");
        await school.Locator("[name='Input.People']").TypeOverAsync("30");
        await school.Locator("input[type=checkbox][name='Input.Understood']").PressKeyAsync("Space");
        await school.GetByRole(AriaRole.Button, new() { Name = "頼む", Exact = true }).PressKeyAsync();
        await Expect(school.GetByText("依頼を受け付けました").First).ToBeVisibleAsync();
        await school.AxeAsync();
        var link = (await school.Locator("a[href*='/leader-requests/mine/']").GetAttributeAsync("href"))!;

        await desk.GotoAsync(site.At("/staff/senior-engagement/leader-requests"));
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "旅程小学校" }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "確認した。リーダーをさがす" }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = $"頼む：{name}" }).PressKeyAsync();
        await Expect(desk.GetByText("リーダーの返事待ち")).ToBeVisibleAsync();
        await desk.AxeAsync();

        await person.GotoAsync(site.At("/senior-engagement/me/leading"));
        await Expect(person.GetByText("083-933-0088")).ToHaveCountAsync(0);
        await person.GetByRole(AriaRole.Button, new() { NameRegex = new("10:00～11:00 に引き受ける") }).PressKeyAsync();
        await Expect(person.GetByText("依頼した側の返事待ち")).ToBeVisibleAsync();
        await school.GotoAsync(site.At(link));
        await school.AxeAsync();
        await school.GetByRole(AriaRole.Button, new() { NameRegex = new("この人にお願いする") }).PressKeyAsync();
        await Expect(school.GetByText("083-933-0077")).ToBeVisibleAsync();
        await school.AxeAsync();
        await school.SaveScreenshotAsync("senior-leader-agreed-on-a-phone");
        await person.ReloadAsync();
        await Expect(person.GetByText("083-933-0088")).ToBeVisibleAsync();
        await person.AxeAsync();
    }

    /// <summary>Credits follow in a message: the page is looked at again until they are there.</summary>
    private static async Task UntilAsync(IPage page, ILocator there)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await there.CountAsync() == 0)
        {
            await poll.WaitForNextTickAsync(limit.Token);
            await page.ReloadAsync();
        }
    }
}
