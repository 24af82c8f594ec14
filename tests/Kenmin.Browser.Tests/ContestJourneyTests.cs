using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>Calls and contests: a resident judges a case without knowing whose it is, by keyboard alone, and staff see how far it has come.</summary>
public sealed class ContestJourneyTests(Site site)
{
    [Fact]
    public async Task A_resident_reads_calls_and_results_judges_a_case_and_staff_see_the_sheet()
    {
        var judge = await site.AtDeskAsync(Roles.Resident);
        await judge.GotoAsync(site.At("/community-business/calls"));
        await judge.AxeAsync();
        await judge.GetByRole(AriaRole.Link, new() { Name = "暮らしの支え 公募" }).PressKeyAsync();
        await Expect(judge.GetByText("夕暮れの惣菜づくり（見本）").First).ToBeVisibleAsync();
        await judge.AxeAsync();
        await judge.GotoAsync(site.At("/community-business/submissions"));
        await judge.GetByRole(AriaRole.Link, new() { Name = "坂の上への移動販売" }).PressKeyAsync();
        await judge.AxeAsync();

        await judge.GotoAsync(site.At("/community-business/judging"));
        await judge.AxeAsync();
        await judge.GetByRole(AriaRole.Link, new() { Name = "地域の味 コンテスト" }).PressKeyAsync();
        await judge.AxeAsync();
        await judge.GetByRole(AriaRole.Link, new() { Name = "夏みかんの菓子づくり" }).PressKeyAsync();
        await Expect(judge.GetByText("注文を聞いて届けます（見本）。")).ToHaveCountAsync(0);
        await judge.AxeAsync();
        await judge.Locator("input[name='Declare.Answer'][value=no]").PressKeyAsync("Space");
        await judge.GetByRole(AriaRole.Button, new() { Name = "答える" }).PressKeyAsync();
        await Expect(judge.GetByText("注文を聞いて届けます（見本）。")).ToBeVisibleAsync();
        await Expect(judge.GetByText("見本 萩菓")).ToHaveCountAsync(0);
        await judge.Locator("[name='Input.Lines[0].Score']").SelectOptionAsync("4");
        await judge.Locator("[name='Input.Lines[1].Score']").SelectOptionAsync("3");
        await judge.AxeAsync();
        await judge.GetByRole(AriaRole.Button, new() { Name = "採点を提出する" }).PressKeyAsync();
        await Expect(judge.GetByText("採点を提出しています")).ToBeVisibleAsync();
        await judge.AxeAsync();

        var desk = await site.AtDeskAsync(Roles.ProgramOwner);
        await desk.GotoAsync(site.At("/staff/community-business/calls"));
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "地域の味 コンテスト" }).PressKeyAsync();
        await Expect(desk.GetByText("1 人中 1 人")).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "夏みかんの菓子づくり" }).PressKeyAsync();
        await Expect(desk.GetByText("見本 萩菓").First).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.GotoAsync(site.At("/staff/community-business/calls/new"));
        await desk.AxeAsync();
    }
}
