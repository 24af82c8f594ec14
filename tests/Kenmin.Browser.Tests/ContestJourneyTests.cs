using Kenmin.CommunityBusiness;
using Kenmin.CommunityBusiness.Contests;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>A contest by keyboard alone, from the call to its published result: one judge scores without knowing whose it is, the other is not impartial and sees nothing.</summary>
public sealed class ContestJourneyTests(Site site)
{
    private const string Name = "旅程の公募", Title = "旅程の移動販売";

    [Fact]
    public async Task A_case_is_handed_in_judged_blind_ranked_decided_and_published_and_a_judge_with_a_conflict_sees_nothing()
    {
        var today = JapanTime.Today(TimeProvider.System);
        var desk = await site.AtDeskAsync(Roles.ProgramOwner);
        await desk.GotoAsync(site.At("/staff/community-business/calls"));
        await Link(desk, "公募を書く").PressKeyAsync();
        foreach (var (field, text) in new[]
                 {
                     ("TitleJa", Name), ("PurposeJa", "はじめの一歩を応援します。"), ("TextJa", "上限 50 万円を補助します。"), ("OpensOn", $"{today:yyyy-MM-dd}"), ("ClosesOn", $"{today.AddDays(10):yyyy-MM-dd}"), ("ScoresUntil", $"{today.AddDays(30):yyyy-MM-dd}"),
                     ("JudgesPerCase", "1"), ("Criteria[0].NameJa", "地域への効果"), ("Criteria[0].Weight", "3"), ("Criteria[1].NameJa", "続く見込み"),
                 })
            await Field(desk, field).TypeOverAsync(text);
        await Button(desk, "保存する").PressKeyAsync();
        await desk.Locator("summary").Filter(new() { HasText = "公表する" }).PressKeyAsync();
        await Button(desk, "公表する").PressKeyAsync();
        await Expect(desk.GetByText("受付中").First).ToBeVisibleAsync();
        var call = desk.Url.Split('?')[0];
        var codes = (await CodeAsync(desk, "旅程 審査子"), await CodeAsync(desk, "旅程 縁子"));
        await desk.AxeAsync();

        var owner = await site.AtDeskAsync(Roles.Resident);
        await owner.GotoAsync(site.At("/community-business/calls"));
        await Link(owner, Name).PressKeyAsync();
        await Link(owner, "応募する").PressKeyAsync();
        await owner.GetByRole(AriaRole.Radio, new() { Name = "坂の上の移動販売（見本）" }).PressKeyAsync("Space");
        foreach (var (field, text) in new[] { ("Title", Title), ("Problem", "買い物に行けない人がいます。"), ("Approach", "注文を聞いて届けます。"), ("Resource", "空いた軽トラック"), ("Effect", "暮らしが楽になります。"), ("Continuation", "代金でまかないます。") })
            await Field(owner, field).TypeOverAsync(text);
        await owner.AxeAsync();
        await Button(owner, "応募する").PressKeyAsync();
        await Expect(owner.GetByText("保存しました。")).ToBeVisibleAsync();
        var submission = Guid.Parse(owner.Url.Split('?')[0][^36..]);

        var judge = await site.AtDeskAsync(Roles.MunicipalStaff);
        await AcceptAsync(judge, codes.Item1);
        var friend = await site.AtDeskAsync();
        await site.RegisterAsync(friend, "旅程 縁子", $"yukari-{Guid.NewGuid():N}@mihon.example.jp", "tabi-no-shinsa-99");
        await AcceptAsync(friend, codes.Item2);

        await desk.GotoAsync(call);
        await Link(desk, Title).PressKeyAsync();
        await desk.Locator("[name='Input.JudgeId']").SelectOptionAsync(new SelectOptionValue { Label = "旅程 縁子" });
        await desk.Locator("input[name='Input.Answer'][value=yes]").PressKeyAsync("Space");
        await Field(desk, "Reason").TypeOverAsync("親族");
        await Button(desk, "記録する").PressKeyAsync();
        await Expect(desk.GetByText("利益相反（事務局の記録）")).ToBeVisibleAsync();
        await TheLastDayPassesAsync(Guid.Parse(call[^36..]), today.AddDays(-1));
        await desk.GotoAsync(call);
        await Button(desk, "応募を審査員に割り当てる").PressKeyAsync();
        await Expect(desk.GetByText("1 人中 0 人")).ToBeVisibleAsync();

        await friend.GotoAsync(site.At("/community-business/judging"));
        await Link(friend, Name).PressKeyAsync();
        await Expect(friend.GetByText("審査する応募は、まだありません。")).ToBeVisibleAsync();
        (await friend.GotoAsync(site.At($"/community-business/judging/cases/{submission}")))!.Status.ShouldBe(404);

        await judge.GotoAsync(site.At("/community-business/judging"));
        await Link(judge, Name).PressKeyAsync();
        await Link(judge, Title).PressKeyAsync();
        await Expect(judge.GetByText("注文を聞いて届けます。")).ToHaveCountAsync(0);
        await judge.Locator("input[name='Declare.Answer'][value=no]").PressKeyAsync("Space");
        await Button(judge, "答える").PressKeyAsync();
        await Expect(judge.GetByText("注文を聞いて届けます。")).ToBeVisibleAsync();
        await judge.Locator("[name='Input.Lines[0].Score']").SelectOptionAsync("4");
        await judge.Locator("[name='Input.Lines[1].Score']").SelectOptionAsync("3");
        await judge.AxeAsync();
        await Button(judge, "採点を提出する").PressKeyAsync();
        await Expect(judge.GetByText("採点を提出しています")).ToBeVisibleAsync();

        await desk.GotoAsync(call);
        await desk.Locator("summary").Filter(new() { HasText = "採点を確定する" }).PressKeyAsync();
        await Button(desk, "確定する").PressKeyAsync();
        await Link(desk, "順位と採否").PressKeyAsync();
        await Expect(desk.GetByText("15.00")).ToBeVisibleAsync();
        await desk.Locator("input[name='Input.Lines[0].Accepted'][value=yes]").PressKeyAsync("Space");
        await Field(desk, "Lines[0].Reason").TypeOverAsync("効果がはっきりしています。");
        await desk.AxeAsync();
        await desk.Locator("summary").Filter(new() { HasText = "決定する" }).PressKeyAsync();
        await Button(desk, "決定する").PressKeyAsync();
        await desk.Locator("summary").Filter(new() { HasText = "公表する" }).PressKeyAsync();
        await Button(desk, "公表する").PressKeyAsync();
        await Expect(desk.GetByText("公表した文を直す")).ToBeVisibleAsync();

        await owner.ReloadAsync();
        await Expect(owner.GetByText("効果がはっきりしています。")).ToBeVisibleAsync();
        await friend.GotoAsync(site.At($"/community-business/calls/{call[^36..]}"));
        await Expect(friend.GetByText(Title)).ToBeVisibleAsync();
        await friend.AxeAsync();
    }

    private static ILocator Link(IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name }).First;

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Field(IPage page, string field) => page.Locator($"[name='Input.{field}']");

    private static async Task<string> CodeAsync(IPage desk, string name)
    {
        await desk.Locator("[name='Ask.Name']").TypeOverAsync(name);
        await Button(desk, "審査を頼む").PressKeyAsync();
        await Expect(desk.GetByRole(AriaRole.Cell, new() { Name = name }).Or(desk.GetByRole(AriaRole.Rowheader, new() { Name = name })).First).ToBeVisibleAsync();
        return await desk.Locator(".receipt strong").InnerTextAsync();
    }

    private async Task AcceptAsync(IPage page, string code)
    {
        await page.GotoAsync(site.At("/community-business/judging"));
        await page.Locator("[name='Code.Code']").TypeOverAsync(code);
        await Button(page, "審査を引き受ける").PressKeyAsync();
        await Expect(page.GetByText("返事を受け付けました。")).ToBeVisibleAsync();
    }

    // Ten days go by.
    private async Task TheLastDayPassesAsync(Guid id, DateOnly day)
    {
        await using var session = site.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        var call = (await session.LoadAsync<Call>(id))!;
        (call.OpensOn, call.ClosesOn) = (day, day);
        session.Store(call);
        await session.SaveChangesAsync();
    }
}
