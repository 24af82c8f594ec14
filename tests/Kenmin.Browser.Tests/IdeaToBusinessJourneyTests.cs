using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>From the idea to the business, by keyboard alone: two gates, and in between a contest, in which a judge who is not impartial sees nothing, and an expert's visit.</summary>
public sealed class IdeaToBusinessJourneyTests(Site site)
{
    private const string Venture = "一貫旅程の送迎", Case = "一貫旅程の応募", Call = "一貫旅程の公募", Password = "ikkan-no-tabi-2026";

    [Fact]
    public async Task An_idea_passes_two_gates_with_a_contest_and_an_expert_s_visit_in_between()
    {
        var today = JapanTime.Today(TimeProvider.System);

        // The idea, and the gate to the trial.
        var owner = await RegisteredAsync("旅程 起代子");
        await owner.GotoAsync(site.At("/community-business"));
        await owner.GetByRole(AriaRole.Link, new() { Name = "アイデアを書く" }).PressKeyAsync();
        await owner.FillAsync(("Title", Venture), ("Problem", "病院に行けない人がいる"), ("Resource", "空いている車と、運転できる人"), ("Who", "自治会が、高齢の人を"), ("How", "会費で、週に三日走る"));
        await owner.Field("Field").SelectOptionAsync("Transport");
        await owner.Field("MunicipalityCode").SelectOptionAsync("352039");
        await owner.AxeAsync();
        await owner.Button("窓口に送る").PressKeyAsync();
        await Expect(owner.GetByText("受け付けました。窓口が内容を確かめて、ご連絡します。")).ToBeVisibleAsync();
        var mine = owner.Url.Split('?')[0];
        var staff = await site.AtDeskAsync(Roles.MunicipalStaff);
        await site.PassGateAsync(staff, Venture, 2, "困っている人の声を確かめた", "車を借りて、一か月走ってみる", today.AddDays(60));

        // The contest.
        var program = await site.AtDeskAsync(Roles.ProgramOwner);
        var call = await site.OpenCallAsync(program, Call, today);
        var (judge, friend) = (await RegisteredAsync("旅程 公子"), await RegisteredAsync("旅程 縁代子"));
        var codes = (await program.AskToJudgeAsync("旅程 公子"), await program.AskToJudgeAsync("旅程 縁代子"));
        await site.AcceptToJudgeAsync(judge, codes.Item1);
        await site.AcceptToJudgeAsync(friend, codes.Item2);
        var submission = await site.HandInAsync(owner, Call, Venture, Case);
        await program.NoteConflictAsync(call, Case, "旅程 縁代子");
        await site.CloseAndAssignAsync(program, call, today.AddDays(-1));
        await site.SeesNothingAsync(friend, Call, submission);
        await site.ScoreAsync(judge, Call, Case);
        await program.DecideAsync(call, "暮らしの足になります。");
        await owner.GotoAsync(site.At($"/community-business/submissions/{submission}"));
        await Expect(owner.GetByText("暮らしの足になります。")).ToBeVisibleAsync();
        await owner.AxeAsync();

        // The expert's visit.
        var expert = await RegisteredAsync("旅程 助代子");
        await expert.GotoAsync(site.At("/community-business/expert"));
        await expert.Locator("input[name='Input.Fields'][value=Sales]").PressKeyAsync("Space");
        await expert.Locator("input[name='Input.Municipalities'][value='352039']").PressKeyAsync("Space");
        await expert.FillAsync(("HoursAMonth", "10"), ("Introduction", "送迎を十年続けた"), ("Phone", "083-933-5555"));
        await expert.Button("保存する").PressKeyAsync();
        await expert.Locator("input[name='Consent.Purpose'][value=Matching]").PressKeyAsync("Space");
        await expert.Locator("[name='Consent.Until']").TypeOverAsync(Dates.Iso(today.AddDays(200)));
        await expert.Button("同意する").PressKeyAsync();
        await Expect(expert.GetByText("窓口の確認待ち")).ToBeVisibleAsync();
        await expert.AxeAsync();
        await staff.GotoAsync(site.At("/staff/community-business/experts?show=unconfirmed"));
        await staff.Link("旅程 助代子").PressKeyAsync();
        await staff.Button("内容を確認した（派遣の候補に出す）").PressKeyAsync();
        await Expect(staff.GetByText("保存しました。")).ToBeVisibleAsync();
        var visit = await site.AskForVisitAsync(owner, Venture, "会費の決め方", "1", today.AddDays(1));
        await site.ApproveVisitAsync(staff, visit, "旅程 助代子", today);
        await expert.GotoAsync(site.At($"/community-business/expert/visits/{visit}"));
        await expert.ReportVisitAsync(today, "1", "会費の表をいっしょにつくった");
        await owner.ReloadAsync();
        await Expect(owner.GetByText("会費の表をいっしょにつくった")).ToBeVisibleAsync();

        // The plan, and the gate to the launch.
        await owner.GotoAsync($"{mine}/plan");
        await owner.FillAsync(("Problem", "病院に行けない人がいる"), ("Offer", "週に三日の送迎"));
        await owner.Button("計画を保存する").PressKeyAsync();
        await owner.Locator("[name='Version.Note']").TypeOverAsync("立ち上げの審査に出す版");
        await owner.Button("版として保存する").PressKeyAsync();
        await Expect(owner.GetByText("立ち上げの審査に出す版").First).ToBeVisibleAsync();
        await owner.AxeAsync();
        await site.PassGateAsync(staff, Venture, 3, "一か月の試行でわかったことが確かです", "六月から週に三日走る", today.AddDays(90));
        await owner.GotoAsync(mine);
        await Expect(owner.GetByRole(AriaRole.Link, new() { Name = "半年後" })).ToBeVisibleAsync();
        await Expect(owner.GetByText("六月から週に三日走る").First).ToBeVisibleAsync();
        await owner.AxeAsync();
        await owner.GotoAsync($"{mine}/history");
        await Expect(owner.GetByText("審査：通過")).ToHaveCountAsync(2);
        await owner.AxeAsync();
        await owner.SaveScreenshotAsync("community-business-from-idea-to-business");
    }

    private async Task<IPage> RegisteredAsync(string name)
    {
        var page = await site.AtDeskAsync();
        await site.RegisterAsync(page, name, $"ikkan-{Guid.NewGuid():N}@mihon.example.jp", Password);
        return page;
    }
}
