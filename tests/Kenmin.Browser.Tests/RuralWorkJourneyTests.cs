using Kenmin.Modularity.Access;
using Kenmin.RuralLeaders;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>Work in networks: a plan from draft to review, a mentor and a learner, the way to a corporation; outsiders find none of it.</summary>
public sealed class RuralWorkJourneyTests(Site site)
{
    [Fact]
    public async Task A_plan_goes_from_draft_to_review_on_a_phone_and_the_public_reads_what_was_chosen()
    {
        var phone = await site.OnPhoneAsync(Roles.Resident);
        await OpenNetworkAsync(phone, "計画");
        await phone.AxeAsync();
        await phone.Locator("[name='Input.Title']").FillAsync("旅程の夢プラン");
        await phone.Locator("[name='Input.Summary']").FillAsync("旅程の里が続くように");
        await phone.Locator("[name='Input.Public']").CheckAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "つくる" }).ClickAsync();
        await phone.WaitForURLAsync("**/draft");
        await phone.AxeAsync();
        await phone.Locator("[name='Input.Situation']").FillAsync("人が減る");
        await phone.Locator("[name='Input.Aims']").FillAsync("祭りを続ける");
        await phone.Locator("[name='Input.Measures']").FillAsync("草刈り");
        await phone.GetByRole(AriaRole.Button, new() { Name = "案を保存する" }).ClickAsync();
        await Expect(phone.GetByText("案を保存しました。")).ToBeVisibleAsync();
        await AdoptAsync(phone);
        var plan = new Uri(phone.Url).AbsolutePath;
        await phone.AxeAsync();

        // An action with the keyboard alone.
        await phone.Locator("[name='Action.Text']").TypeOverAsync("当番表を作る");
        await phone.Locator("[name='Action.OwnerId']").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await phone.Locator("[name='Action.DueOn']").TypeOverAsync(JapanTime.Today(TimeProvider.System).AddDays(30).ToString("yyyy-MM-dd"));
        await phone.GetByRole(AriaRole.Button, new() { Name = "加える" }).PressKeyAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "当番表を作る：取組中にする" }).PressKeyAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "当番表を作る" }).ClickAsync();
        await Expect(phone.GetByText("取組中").First).ToBeVisibleAsync();
        await phone.AxeAsync();

        // The next version, compared with the first.
        await phone.GotoAsync(site.At($"{plan}/draft"));
        await phone.Locator("[name='Input.Measures']").FillAsync("草刈り\n学生を呼ぶ");
        await phone.GetByRole(AriaRole.Button, new() { Name = "案を保存する" }).ClickAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "第 1 版と見くらべる" }).ClickAsync();
        await Expect(phone.GetByText("加わった：")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("rural-plan-compared-on-phone");
        await phone.GotoAsync(site.At($"{plan}/draft"));
        await AdoptAsync(phone);
        await phone.GetByRole(AriaRole.Link, new() { Name = "第 1 版を読む" }).ClickAsync();
        await Expect(phone.GetByText("これは前の版です。")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.GotoAsync(site.At($"{plan}/review"));
        await phone.Locator("[name='Input.Reached']").FillAsync("当番ができた");
        await phone.GetByRole(AriaRole.Button, new() { Name = "記録する" }).ClickAsync();
        await Expect(phone.GetByText("見直しを記録しました。")).ToBeVisibleAsync();
        await phone.AxeAsync();

        var anybody = await site.OnPhoneAsync();
        await anybody.GotoAsync(site.At("/rural-leaders/plans"));
        await Expect(anybody.GetByText("旅程の里が続くように")).ToBeVisibleAsync();
        await anybody.AxeAsync();
        var outsider = await site.OnPhoneAsync();
        await site.RegisterAsync(outsider, "旅程 よそ", "rural-plan-outsider@mihon.example.jp", "yama-no-keikaku-2026");
        foreach (var page in new[] { plan, $"{plan}/versions/1", $"{plan}/actions.csv" })
            Assert.Equal(404, (await outsider.APIRequest.GetAsync(site.At(page))).Status);
    }

    [Fact]
    public async Task A_leader_and_a_learner_pair_up_work_together_and_staff_look_only_when_asked()
    {
        var leader = await site.OnPhoneAsync();
        await site.RegisterAsync(leader, "旅程 先輩", "rural-mentor@mihon.example.jp", "yama-no-senpai-2026");
        await leader.GotoAsync(site.At("/rural-leaders/me"));
        await leader.Locator("[name='Input.Phone']").FillAsync("083-933-0000");
        await leader.Locator("[name='Input.Municipality']").SelectOptionAsync("352039");
        await leader.GetByRole(AriaRole.Button, new() { Name = "保存する" }).ClickAsync();
        await Expect(leader.GetByText("保存しました。")).ToBeVisibleAsync();
        await MakeLeaderAsync("旅程 先輩");
        await leader.GotoAsync(site.At("/rural-leaders/mentoring"));
        await leader.GetByRole(AriaRole.Link, new() { Name = "相談相手になる（リーダー）" }).ClickAsync();
        await leader.Locator("[name='Input.About']").FillAsync("会合の進め方");
        await leader.AxeAsync();
        await leader.GetByRole(AriaRole.Button, new() { Name = "保存する" }).ClickAsync();
        await Expect(leader.GetByText("保存しました。")).ToBeVisibleAsync();

        var learner = await site.OnPhoneAsync();
        await site.RegisterAsync(learner, "旅程 後輩", "rural-mentee@mihon.example.jp", "yama-no-kouhai-2026");
        await learner.GotoAsync(site.At("/rural-leaders/mentoring"));
        await learner.AxeAsync();
        await learner.GetByRole(AriaRole.Link, new() { Name = "旅程 先輩さんにお願いする" }).ClickAsync();
        await learner.Locator("[name='Input.Message']").FillAsync("若い人に来てほしい");
        await learner.AxeAsync();
        await learner.GetByRole(AriaRole.Button, new() { Name = "お願いする" }).ClickAsync();
        await Expect(learner.GetByText("返事を待っています")).ToBeVisibleAsync();
        var pair = new Uri(learner.Url).AbsolutePath;
        await leader.GotoAsync(site.At(pair));
        await leader.AxeAsync();
        await leader.GetByRole(AriaRole.Button, new() { Name = "引き受ける", Exact = true }).PressKeyAsync();
        await Expect(leader.GetByText("続いています")).ToBeVisibleAsync();
        await leader.Locator("[name='Goal.Text']").FillAsync("三人来る会合");
        await leader.GetByRole(AriaRole.Button, new() { Name = "目標を加える" }).ClickAsync();
        await leader.GetByRole(AriaRole.Button, new() { Name = "三人来る会合：達成" }).ClickAsync();
        await leader.Locator("[name='Report.On']").FillAsync(JapanTime.Today(TimeProvider.System).ToString("yyyy-MM-dd"));
        await leader.Locator("[name='Report.Text']").FillAsync("先に若い人に聞く");
        await leader.GetByRole(AriaRole.Button, new() { Name = "記録する" }).ClickAsync();
        await Expect(leader.GetByText("先に若い人に聞く")).ToBeVisibleAsync();
        await leader.AxeAsync();
        await leader.SaveScreenshotAsync("rural-pair-on-phone");

        await learner.GotoAsync(site.At(pair));
        await learner.Locator("[name='Concern.Text']").FillAsync("夜の電話に困っています");
        await learner.GetByRole(AriaRole.Button, new() { Name = "担当者に相談する" }).ClickAsync();
        await Expect(learner.GetByText("担当者の返事を待っています。")).ToBeVisibleAsync();
        var desk = await site.WithoutScriptsAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/rural-leaders"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "メンターの組からの相談" }).ClickAsync();
        var address = pair.Replace("/rural-leaders/mentoring/pairs/", "/staff/rural-leaders/mentoring/", StringComparison.Ordinal);
        await desk.Locator($"a[href='{address}']").ClickAsync();
        await desk.Locator("[name='Input.Answer']").FillAsync("こちらから話します");
        await desk.GetByRole(AriaRole.Button, new() { Name = "返事をして閉じる" }).ClickAsync();
        await desk.WaitForURLAsync("**/staff/rural-leaders/mentoring");
        Assert.Equal(404, (await desk.GotoAsync(site.At(address)))!.Status);
        await learner.GotoAsync(site.At(pair));
        await Expect(learner.GetByText("こちらから話します")).ToBeVisibleAsync();
        await learner.GetByRole(AriaRole.Button, new() { Name = "終わりにする" }).ClickAsync();
        await Expect(learner.GetByText("終わりました").First).ToBeVisibleAsync();
        await learner.AxeAsync();
        Assert.Equal(404, (await (await site.OnPhoneAsync(Roles.Resident)).GotoAsync(site.At(pair)))!.Status);
    }

    [Fact]
    public async Task Without_scripts_members_go_the_way_to_a_corporation_by_the_check_list()
    {
        var desk = await site.WithoutScriptsAsync(Roles.Resident);
        await OpenNetworkAsync(desk, "法人化");
        await Expect(desk.GetByText("これは法律の助言ではありません")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "見本草刈りの会" }).ClickAsync();
        await desk.SaveScreenshotAsync("rural-incorporation");
        await desk.GetByRole(AriaRole.Link, new() { NameRegex = new("認証を受ける") }).ClickAsync();
        await Expect(desk.GetByText("縦覧は")).ToBeVisibleAsync();
        await desk.Locator("[name='Input.DoneOn']").FillAsync(JapanTime.Today(TimeProvider.System).ToString("yyyy-MM-dd"));
        await desk.GetByRole(AriaRole.Button, new() { Name = "保存する" }).ClickAsync();
        await Expect(desk.GetByText("前の手順「縦覧を待つ」の日を、先に入力してください。").First).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "手順の一覧に戻る" }).ClickAsync();
        await desk.GetByRole(AriaRole.Link, new() { NameRegex = new("発起人で準備する") }).ClickAsync();
        await desk.Locator("[name='Input.Note']").FillAsync("公民館で集まった");
        await desk.GetByLabel("定款の案").CheckAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "保存する" }).ClickAsync();
        await Expect(desk.GetByText("保存しました。")).ToBeVisibleAsync();
        await Expect(desk.GetByLabel("定款の案")).ToBeCheckedAsync();

        // axe itself is a script.
        var phone = await site.OnPhoneAsync(Roles.Resident);
        var step = new Uri(desk.Url).AbsolutePath;
        foreach (var address in new[] { step, step.Split("/steps/")[0], step.Split("/steps/")[0] + "/steps/5" })
        {
            await phone.GotoAsync(site.At(address));
            await phone.AxeAsync();
        }
    }

    private async Task OpenNetworkAsync(IPage page, string tab)
    {
        await page.GotoAsync(site.At("/rural-leaders/me"));
        await page.GetByRole(AriaRole.Link, new() { Name = "見本草刈りネットワーク" }).ClickAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "会員のページ" }).GetByRole(AriaRole.Link, new() { Name = tab, Exact = true }).ClickAsync();
    }

    private static async Task AdoptAsync(IPage page)
    {
        await page.Locator("[name='Adopt.On']").FillAsync(JapanTime.Today(TimeProvider.System).ToString("yyyy-MM-dd"));
        await page.Locator("[name='Adopt.DecidedAt']").FillAsync("旅程の総会");
        await page.Locator("summary").Filter(new() { HasText = "決定を記録する" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "記録する", Exact = true }).ClickAsync();
        await Expect(page.GetByText("保存しました。")).ToBeVisibleAsync();
    }

    // The courses that make a leader are another journey.
    private async Task MakeLeaderAsync(string name)
    {
        await using var session = site.Services.GetRequiredService<IRuralLeadersStore>().LightweightSession();
        var person = await session.Query<Learner>().SingleAsync(l => l.Name == name);
        var today = JapanTime.Today(TimeProvider.System);
        (person.Registration, person.Number) = (new(Guid.CreateVersion7(), today.AddDays(-1), today.AddYears(3), today.AddDays(-1), 1), "旅程-1");
        session.Store(person);
        await session.SaveChangesAsync();
    }
}
