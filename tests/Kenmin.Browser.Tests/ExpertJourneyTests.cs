using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>By keyboard alone: a team asks for an expert, who takes over the entry from the office, comes within the year's hours and reports; and what is said in confidence.</summary>
public sealed class ExpertJourneyTests(Site site)
{
    [Fact]
    public async Task A_team_asks_for_an_expert_staff_approve_the_visit_and_the_expert_reports_it()
    {
        var today = JapanTime.Today(TimeProvider.System);

        // The office hands an entry over to the expert, who has an account now.
        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/community-business/experts"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "見本 売子" }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "本人が引き継ぐための合言葉をつくる" }).PressKeyAsync();
        var code = await desk.Locator(".receipt strong").InnerTextAsync();
        await desk.AxeAsync();
        var expert = await site.AtDeskAsync();
        await site.RegisterAsync(expert, "旅程 売子", "uriko@mihon.example.jp", "mise-wo-tetsudau-2026");
        await expert.GotoAsync(site.At("/community-business/expert"));
        await expert.AxeAsync();
        await expert.Locator("[name='Take.Code']").TypeOverAsync(code);
        await expert.Keyboard.PressAsync("Enter");
        await Expect(expert.GetByText("登録中", new() { Exact = true })).ToBeVisibleAsync();

        var team = await site.AtDeskAsync(Roles.Resident);
        var id = await site.AskForVisitAsync(team, "坂の上の移動販売", "旅程のちらしの作り方", "1.5", today.AddDays(1));
        await site.ApproveVisitAsync(desk, id, "見本 売子", today);
        await desk.GotoAsync(site.At("/staff/community-business/hours"));
        await Expect(desk.GetByRole(AriaRole.Row, new() { Name = "山口市" }).First).ToContainTextAsync("1.5");
        await desk.AxeAsync();

        // The visit and its report.
        await expert.ReloadAsync();
        await expert.GetByRole(AriaRole.Link, new() { Name = "坂の上の移動販売" }).PressKeyAsync();
        await Expect(expert.GetByText("旅程のちらしの作り方")).ToBeVisibleAsync();
        await expert.ReportVisitAsync(today, "1", "旅程のちらしをいっしょに書いた");
        await team.ReloadAsync();
        await Expect(team.GetByText("旅程のちらしをいっしょに書いた")).ToBeVisibleAsync();
        await team.AxeAsync();
        await team.SaveScreenshotAsync("community-business-expert-reported");
    }

    [Fact]
    public async Task A_consultation_is_refused_to_who_is_not_named_on_it_whatever_their_office()
    {
        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/community-business"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "相談の記録" }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "相談を記録する" }).PressKeyAsync();
        await desk.Locator("[name='Input.MunicipalityCode']").SelectOptionAsync("352039");
        await desk.Locator("[name='Input.Field']").SelectOptionAsync("Finance");
        await desk.Locator("[name='Input.Person']").TypeOverAsync("旅程 密子");
        await desk.Locator("[name='Input.On']").TypeOverAsync(Dates.Iso(JapanTime.Today(TimeProvider.System)));
        await desk.Locator("[name='Input.Text']").TypeOverAsync("旅程の借金の話");
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "記録する", Exact = true }).PressKeyAsync();
        await Expect(desk.GetByText("旅程の借金の話")).ToBeVisibleAsync();
        await desk.AxeAsync();
        var address = desk.Url;
        foreach (var role in new[] { Roles.ProgramOwner, Roles.Administrator, Roles.Auditor, Roles.Resident })
        {
            var other = await site.AtDeskAsync(role);
            var answer = await other.GotoAsync(address);
            answer!.Status.ShouldBe(role is Roles.ProgramOwner or Roles.Administrator ? 404 : 403, role);
            (await other.ContentAsync()).ShouldNotContain("旅程の借金の話");
            await other.AxeAsync();
            await other.Context.CloseAsync();
        }
    }
}
