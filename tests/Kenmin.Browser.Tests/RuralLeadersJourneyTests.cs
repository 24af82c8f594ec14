using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>Hilly-rural leaders: somebody trains, becomes a leader and founds a network; another asks to join; an outsider finds no board.</summary>
public sealed class RuralLeadersJourneyTests(Site site)
{
    [Fact]
    public async Task A_resident_signs_up_becomes_a_leader_founds_a_network_and_takes_a_newcomer_in()
    {
        var phone = await site.OnPhoneAsync(Roles.Resident);
        await phone.GotoAsync(site.At("/rural-leaders"));
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Link, new() { NameRegex = new("見本リーダー養成講座") }).First.ClickAsync();
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "「先輩リーダーの話」に申し込む" }).ClickAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "申し込みを確定する" }).ClickAsync();
        await Expect(phone.GetByText("受講確定").First).ToBeVisibleAsync();
        await Expect(phone.GetByText("当日に配る冊子（見本）")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.GotoAsync(site.At("/rural-leaders/me"));
        await phone.GetByRole(AriaRole.Button, new() { NameRegex = new("リーダーに登録する") }).ClickAsync();
        await Expect(phone.GetByText("登録中")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("rural-leader-registered-on-phone");

        await phone.GotoAsync(site.At("/rural-leaders/networks"));
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "ネットワークをつくる" }).ClickAsync();
        await phone.Locator("[name='Input.Name']").FillAsync("旅程の雪かきの会");
        await phone.Locator("[name='Input.Purpose']").FillAsync("雪かきを助け合います");
        await phone.Locator("[name='Input.Area1']").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "つくる" }).ClickAsync();
        await Expect(phone.GetByText("保存しました。")).ToBeVisibleAsync();
        var network = phone.Url.Split("/networks/")[1].Split('/')[0];

        // Somebody new asks to join; before that, the board is not there for them.
        var newcomer = await site.OnPhoneAsync();
        await site.RegisterAsync(newcomer, "旅程 新人", "rural-newcomer@mihon.example.jp", "yama-no-michi-2026");
        var answer = await newcomer.GotoAsync(site.At($"/rural-leaders/networks/{network}/board"));
        Assert.Equal(404, answer!.Status);
        await newcomer.GotoAsync(site.At($"/rural-leaders/networks/{network}"));
        await newcomer.GetByRole(AriaRole.Link, new() { Name = "加入を申し込む" }).ClickAsync();
        await newcomer.Locator("[name='Input.Message']").FillAsync("冬のあいだ手伝えます");
        await newcomer.AxeAsync();
        await newcomer.GetByRole(AriaRole.Button, new() { Name = "申し込む" }).ClickAsync();
        await Expect(newcomer.GetByText("世話人の返事を待っています")).ToBeVisibleAsync();

        // The coordinator decides with the keyboard alone.
        await phone.GotoAsync(site.At($"/rural-leaders/networks/{network}/members"));
        await Expect(phone.GetByText("冬のあいだ手伝えます")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "旅程 新人：承認する" }).PressKeyAsync();
        await Expect(phone.GetByRole(AriaRole.Rowheader, new() { Name = "旅程 新人" })).ToBeVisibleAsync();
        await newcomer.GotoAsync(site.At($"/rural-leaders/networks/{network}/board"));
        await newcomer.Locator("[name='Input.Text']").FillAsync("よろしくお願いします");
        await newcomer.GetByRole(AriaRole.Button, new() { Name = "書きこむ" }).ClickAsync();
        await Expect(newcomer.GetByRole(AriaRole.Article).GetByText("よろしくお願いします")).ToBeVisibleAsync();
        await newcomer.AxeAsync();
        await newcomer.SaveScreenshotAsync("rural-network-board-on-phone");
        await newcomer.GetByRole(AriaRole.Button, new() { Name = "離れる" }).ClickAsync();
        await newcomer.WaitForURLAsync("**/rural-leaders/networks");
        Assert.Equal(404, (await newcomer.GotoAsync(site.At($"/rural-leaders/networks/{network}/board")))!.Status);
    }

    [Fact]
    public async Task Without_scripts_staff_enter_somebody_from_paper_and_see_what_the_public_does_not()
    {
        var desk = await site.WithoutScriptsAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/rural-leaders"));
        await desk.GetByRole(AriaRole.Link, new() { NameRegex = new("見本リーダー養成講座") }).First.ClickAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "仲間と計画を立てる" }).ClickAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "受講者の一覧から申し込む" }).ClickAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "紙から登録する" }).ClickAsync();
        await desk.Locator("[name='Input.Name']").FillAsync("旅程 紙子");
        await desk.Locator("[name='Input.Phone']").FillAsync("０８３－９３３－２２２２");
        await desk.Locator("[name='Input.Municipality']").SelectOptionAsync("352039");
        await desk.Locator("[name='Input.Paper']").FillAsync("申込書（旅程）");
        await desk.GetByRole(AriaRole.Button, new() { Name = "登録する" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "旅程 紙子を申し込む" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Rowheader, new() { Name = "旅程 紙子" })).ToBeVisibleAsync();
        await Expect(desk.GetByText("083-933-2222（紙。電話か郵便で連絡）")).ToBeVisibleAsync();

        var anybody = await site.OnPhoneAsync();
        await anybody.GotoAsync(site.At("/rural-leaders/areas?municipality=352039&level=Settlement"));
        await anybody.AxeAsync();
        await anybody.SaveScreenshotAsync("rural-areas-on-phone");
        var small = anybody.GetByRole(AriaRole.Row).Filter(new() { HasText = "下見本" });
        await Expect(small).ToContainTextAsync("X");
        await anybody.GetByRole(AriaRole.Link, new() { Name = "上見本" }).First.ClickAsync();
        await Expect(anybody.GetByText("人口の移り変わり").First).ToBeVisibleAsync();
        await anybody.AxeAsync();
        await desk.GotoAsync(site.At("/staff/rural-leaders/areas?municipality=352039&level=Settlement"));
        await Expect(desk.GetByRole(AriaRole.Row).Filter(new() { HasText = "下見本" })).Not.ToContainTextAsync("X");
    }
}
