using Kenmin.CommunityBusiness;
using Kenmin.CommunityBusiness.Contests;
using Kenmin.Pages;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>What people do in community business, by keyboard; journeys are put together from it.</summary>
internal static class BusinessSteps
{
    public static ILocator Link(this IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name }).First;

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Field(this IPage page, string field) => page.Locator($"[name='Input.{field}']");

    /// <summary>Fills in fields, one after the other.</summary>
    public static async Task FillAsync(this IPage page, params (string Field, string Text)[] fields)
    {
        foreach (var (field, text) in fields) await page.Field(field).TypeOverAsync(text);
    }

    /// <summary>Opens what asks before it does something, and says yes.</summary>
    public static async Task ConfirmAsync(this IPage page, string question, string answer)
    {
        await page.Locator("summary").Filter(new() { HasText = question }).PressKeyAsync();
        await page.Button(answer).PressKeyAsync();
    }

    /// <summary>Staff let a venture pass the next gate.</summary>
    public static async Task PassGateAsync(this Site site, IPage desk, string venture, int criteria, string reason, string next, DateOnly due)
    {
        await desk.GotoAsync(site.At("/staff/community-business"));
        await desk.GetByRole(AriaRole.Link, new() { Name = venture }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "への審査" }).PressKeyAsync();
        for (var i = 0; i < criteria; i++) await desk.Locator($"input[name='Input.Met'][value='{i}']").PressKeyAsync("Space");
        await desk.Locator("input[name='Input.Outcome'][value=Passed]").PressKeyAsync("Space");
        await desk.FillAsync(("Reason", reason), ("NextText", next), ("NextDueOn", Dates.Iso(due)));
        await desk.AxeAsync();
        await desk.Locator("details.confirm summary").PressKeyAsync();
        await desk.Locator(".confirm__panel button").PressKeyAsync();
        await Expect(desk.GetByText(next)).ToBeVisibleAsync();
        await desk.AxeAsync();
    }

    /// <summary>A team asks for an expert's visit.</summary>
    /// <returns>The visit.</returns>
    public static async Task<string> AskForVisitAsync(this Site site, IPage team, string venture, string need, string hours, DateOnly day)
    {
        await team.GotoAsync(site.At("/community-business/mine"));
        await team.GetByRole(AriaRole.Link, new() { Name = venture }).PressKeyAsync();
        await team.GetByRole(AriaRole.Link, new() { Name = "専門家の派遣" }).PressKeyAsync();
        await team.Field("Need").TypeOverAsync(need);
        await team.Locator("input[name='Input.Fields'][value=Sales]").PressKeyAsync("Space");
        await team.FillAsync(("Hours", hours), ("WishedOn", Dates.Iso(day)));
        await team.AxeAsync();
        await team.GetByRole(AriaRole.Button, new() { Name = "申請する" }).PressKeyAsync();
        await Expect(team.GetByText("申請しました。決まったら、お知らせします。")).ToBeVisibleAsync();
        await team.AxeAsync();
        return new Uri(team.Url).AbsolutePath.Split('/')[^1];
    }

    /// <summary>Staff see who fits and why, and what is left of the year's hours, and approve a visit.</summary>
    public static async Task ApproveVisitAsync(this Site site, IPage desk, string visit, string expert, DateOnly day)
    {
        await desk.GotoAsync(site.At("/staff/community-business/dispatches"));
        await desk.AxeAsync();
        await desk.Locator($"a[href='/staff/community-business/dispatches/{visit}']").PressKeyAsync();
        await Expect(desk.GetByText("専門：販路・宣伝").First).ToBeVisibleAsync();
        await Expect(desk.GetByText("の枠の残り：")).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.Locator("[name='Approve.ExpertId']").SelectOptionAsync(new SelectOptionValue { Label = expert });
        await desk.Locator("[name='Approve.VisitOn']").TypeOverAsync(Dates.Iso(day));
        await desk.Button("承認する").PressKeyAsync();
        await Expect(desk.GetByText("保存しました。")).ToBeVisibleAsync();
    }

    /// <summary>A visit is reported on its page: by the expert, or by staff for who has no account.</summary>
    public static async Task ReportVisitAsync(this IPage page, DateOnly day, string hours, string words)
    {
        await page.Locator("[name='Report.Day']").TypeOverAsync(Dates.Iso(day));
        await page.Locator("[name='Report.Hours']").TypeOverAsync(hours);
        await page.Locator("[name='Report.Words']").TypeOverAsync(words);
        await page.AxeAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "報告する" }).PressKeyAsync();
        await Expect(page.GetByText("保存しました。")).ToBeVisibleAsync();
    }

    /// <summary>A call with two criteria is written and announced.</summary>
    /// <returns>Its page for staff.</returns>
    public static async Task<string> OpenCallAsync(this Site site, IPage desk, string name, DateOnly today)
    {
        await desk.GotoAsync(site.At("/staff/community-business/calls"));
        await desk.Link("公募を書く").PressKeyAsync();
        await desk.FillAsync(
            ("TitleJa", name), ("PurposeJa", "はじめの一歩を応援します。"), ("TextJa", "上限 50 万円を補助します。"), ("OpensOn", Dates.Iso(today)), ("ClosesOn", Dates.Iso(today.AddDays(10))), ("ScoresUntil", Dates.Iso(today.AddDays(30))),
            ("JudgesPerCase", "1"), ("Criteria[0].NameJa", "地域への効果"), ("Criteria[0].Weight", "3"), ("Criteria[1].NameJa", "続く見込み"));
        await desk.Button("保存する").PressKeyAsync();
        await desk.ConfirmAsync("公表する", "公表する");
        await Expect(desk.GetByText("受付中").First).ToBeVisibleAsync();
        return desk.Url.Split('?')[0];
    }

    /// <summary>Somebody is asked to judge; the page of the call is open.</summary>
    /// <returns>The code that they are given.</returns>
    public static async Task<string> AskToJudgeAsync(this IPage desk, string name)
    {
        await desk.Locator("[name='Ask.Name']").TypeOverAsync(name);
        await desk.Button("審査を頼む").PressKeyAsync();
        await Expect(desk.GetByRole(AriaRole.Cell, new() { Name = name }).Or(desk.GetByRole(AriaRole.Rowheader, new() { Name = name })).First).ToBeVisibleAsync();
        return await desk.Locator(".receipt strong").InnerTextAsync();
    }

    /// <summary>They accept by the code.</summary>
    public static async Task AcceptToJudgeAsync(this Site site, IPage page, string code)
    {
        await page.GotoAsync(site.At("/community-business/judging"));
        await page.Locator("[name='Code.Code']").TypeOverAsync(code);
        await page.Button("審査を引き受ける").PressKeyAsync();
        await Expect(page.GetByText("返事を受け付けました。")).ToBeVisibleAsync();
    }

    /// <summary>A team hands a venture in.</summary>
    /// <returns>The submission.</returns>
    public static async Task<Guid> HandInAsync(this Site site, IPage owner, string call, string venture, string title)
    {
        await owner.GotoAsync(site.At("/community-business/calls"));
        await owner.Link(call).PressKeyAsync();
        await owner.Link("応募する").PressKeyAsync();
        await owner.GetByRole(AriaRole.Radio, new() { Name = venture }).PressKeyAsync("Space");
        await owner.FillAsync(("Title", title), ("Problem", "買い物に行けない人がいます。"), ("Approach", "注文を聞いて届けます。"), ("Resource", "空いた軽トラック"), ("Effect", "暮らしが楽になります。"), ("Continuation", "代金でまかないます。"));
        await owner.AxeAsync();
        await owner.Button("応募する").PressKeyAsync();
        await Expect(owner.GetByText("保存しました。")).ToBeVisibleAsync();
        return Guid.Parse(owner.Url.Split('?')[0][^36..]);
    }

    /// <summary>Staff note that a judge is not impartial in a case.</summary>
    public static async Task NoteConflictAsync(this IPage desk, string call, string title, string judge)
    {
        await desk.GotoAsync(call);
        await desk.Link(title).PressKeyAsync();
        await desk.Locator("[name='Input.JudgeId']").SelectOptionAsync(new SelectOptionValue { Label = judge });
        await desk.Locator("input[name='Input.Answer'][value=yes]").PressKeyAsync("Space");
        await desk.Field("Reason").TypeOverAsync("親族");
        await desk.Button("記録する").PressKeyAsync();
        await Expect(desk.GetByText("利益相反（事務局の記録）")).ToBeVisibleAsync();
    }

    /// <summary>Ten days go by, and the cases are shared out among the judges.</summary>
    public static async Task CloseAndAssignAsync(this Site site, IPage desk, string call, DateOnly lastDay)
    {
        await using (var session = site.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession())
        {
            var known = (await session.LoadAsync<Call>(Guid.Parse(call[^36..])))!;
            (known.OpensOn, known.ClosesOn) = (lastDay, lastDay);
            session.Store(known);
            await session.SaveChangesAsync();
        }

        await desk.GotoAsync(call);
        await desk.Button("応募を審査員に割り当てる").PressKeyAsync();
        await Expect(desk.GetByText("1 人中 0 人")).ToBeVisibleAsync();
    }

    /// <summary>A judge who is not impartial sees the case by no way.</summary>
    public static async Task SeesNothingAsync(this Site site, IPage judge, string call, Guid submission)
    {
        await judge.GotoAsync(site.At("/community-business/judging"));
        await judge.Link(call).PressKeyAsync();
        await Expect(judge.GetByText("審査する応募は、まだありません。")).ToBeVisibleAsync();
        (await judge.GotoAsync(site.At($"/community-business/judging/cases/{submission}")))!.Status.ShouldBe(404);
    }

    /// <summary>A judge says to be impartial, reads the case without knowing whose it is, and scores it.</summary>
    public static async Task ScoreAsync(this Site site, IPage judge, string call, string title)
    {
        await judge.GotoAsync(site.At("/community-business/judging"));
        await judge.Link(call).PressKeyAsync();
        await judge.Link(title).PressKeyAsync();
        await Expect(judge.GetByText("注文を聞いて届けます。")).ToHaveCountAsync(0);
        await judge.Locator("input[name='Declare.Answer'][value=no]").PressKeyAsync("Space");
        await judge.Button("答える").PressKeyAsync();
        await Expect(judge.GetByText("注文を聞いて届けます。")).ToBeVisibleAsync();
        await judge.Locator("[name='Input.Lines[0].Score']").SelectOptionAsync("4");
        await judge.Locator("[name='Input.Lines[1].Score']").SelectOptionAsync("3");
        await judge.AxeAsync();
        await judge.Button("採点を提出する").PressKeyAsync();
        await Expect(judge.GetByText("採点を提出しています")).ToBeVisibleAsync();
    }

    /// <summary>Scores are fixed, the one case is accepted, and the results are published.</summary>
    public static async Task DecideAsync(this IPage desk, string call, string reason)
    {
        await desk.GotoAsync(call);
        await desk.ConfirmAsync("採点を確定する", "確定する");
        await desk.Link("順位と採否").PressKeyAsync();
        await Expect(desk.GetByText("15.00")).ToBeVisibleAsync();
        await desk.Locator("input[name='Input.Lines[0].Accepted'][value=yes]").PressKeyAsync("Space");
        await desk.Field("Lines[0].Reason").TypeOverAsync(reason);
        await desk.AxeAsync();
        await desk.ConfirmAsync("決定する", "決定する");
        await desk.ConfirmAsync("公表する", "公表する");
        await Expect(desk.GetByText("公表した文を直す")).ToBeVisibleAsync();
    }
}
