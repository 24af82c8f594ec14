using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>Circles of companions at twice the size and by keyboard alone: a circle is joined, a meeting signed up for, a call recorded.</summary>
public sealed class CircleJourneyTests(Site site)
{
    [Fact]
    public async Task A_newcomer_joins_a_circle_the_leader_takes_them_and_they_sign_up_for_a_meeting()
    {
        // Twice the size on a desk of 1280 pixels is a window of half the width.
        var newcomer = await site.AtDeskAsync();
        await site.RegisterAsync(newcomer, "旅程 歩子", "circle-newcomer@mihon.example.jp", "sanpo-no-nakama-2026");
        await newcomer.SetViewportSizeAsync(640, 512);
        await newcomer.GotoAsync(site.At("/senior-engagement/card/1"));
        await newcomer.Locator("[name='Input.Name']").TypeOverAsync("旅程 歩子");
        await newcomer.Locator("[name='Input.Municipality']").SelectOptionAsync("352039");
        await newcomer.GetByRole(AriaRole.Button, new() { Name = "保存して次へ" }).PressKeyAsync();
        await newcomer.WaitForURLAsync("**/card/2");
        await newcomer.GotoAsync(site.At("/senior-engagement/circles"));
        await newcomer.AxeAsync();
        await newcomer.GetByRole(AriaRole.Link, new() { Name = "見本さんぽの輪" }).PressKeyAsync();
        await newcomer.AxeAsync();
        await newcomer.GetByRole(AriaRole.Link, new() { Name = "輪に入る・集まりに申し込む" }).PressKeyAsync();
        await newcomer.AxeAsync();
        await newcomer.Locator("[name='Input.Note']").TypeOverAsync("いっしょに歩きたいです");
        await newcomer.GetByRole(AriaRole.Button, new() { Name = "入りたいと伝える" }).PressKeyAsync();
        await Expect(newcomer.GetByText("世話役の返事を待っています")).ToBeVisibleAsync();
        await newcomer.AxeAsync();
        var circle = newcomer.Url.Split('?')[0];

        // The resident leads the circle.
        var leader = await site.AtDeskAsync(Roles.Resident);
        await leader.SetViewportSizeAsync(640, 512);
        await leader.GotoAsync(circle);
        await leader.GetByRole(AriaRole.Link, new() { Name = "世話役のページを開く" }).PressKeyAsync();
        await Expect(leader.GetByText("いっしょに歩きたいです")).ToBeVisibleAsync();
        await leader.AxeAsync();
        await leader.GetByRole(AriaRole.Button, new() { Name = "入ってもらう：旅程 歩子" }).PressKeyAsync();
        await Expect(leader.GetByText("受け付けました。")).ToBeVisibleAsync();

        await newcomer.GotoAsync(circle);
        await Expect(newcomer.GetByText("会員です")).ToBeVisibleAsync();
        await newcomer.AxeAsync();
        await newcomer.Locator("a[href*='/me/meetings/']").First.PressKeyAsync();
        await newcomer.AxeAsync();
        await newcomer.GetByRole(AriaRole.Button, new() { Name = "集まりに申し込む" }).PressKeyAsync();
        await Expect(newcomer.GetByText("参加が確定しています").First).ToBeVisibleAsync();
        await newcomer.AxeAsync();
        await newcomer.SaveScreenshotAsync("senior-circle-meeting-at-twice-the-size");
        await newcomer.GotoAsync(site.At("/senior-engagement/me/companions"));
        await newcomer.AxeAsync();
        await newcomer.GotoAsync(site.At("/senior-engagement/me/check-in"));
        await newcomer.AxeAsync();
        await newcomer.GotoAsync(circle);
        await newcomer.GetByRole(AriaRole.Button, new() { Name = "この輪を離れる" }).PressKeyAsync();
        await Expect(newcomer.GetByText("受け付けました。")).ToBeVisibleAsync();
        await Expect(newcomer.GetByRole(AriaRole.Heading, new() { Name = "わたしの仲間の輪" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Staff_record_a_call_in_fixed_words_by_keyboard()
    {
        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.SetViewportSizeAsync(640, 512);
        await desk.GotoAsync(site.At("/staff/senior-engagement/calls"));
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "見本 母子" }).PressKeyAsync();
        await desk.AxeAsync();
        await desk.Locator("input[name='Input.Outcome'][value=NotReached]").PressKeyAsync("Space");
        await desk.GetByRole(AriaRole.Button, new() { Name = "記録する" }).PressKeyAsync();
        // What is missing is said at its field.
        await Expect(desk.GetByText("明日から 14 日後までの日にしてください。").First).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.Locator("input[name='Input.Outcome'][value=Well]").PressKeyAsync("Space");
        await desk.GetByRole(AriaRole.Button, new() { Name = "記録する" }).PressKeyAsync();
        await Expect(desk.GetByText("記録しました。")).ToBeVisibleAsync();
    }
}
