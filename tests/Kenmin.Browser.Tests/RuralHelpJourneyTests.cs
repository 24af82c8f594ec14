using System.Globalization;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>Help in villages: somebody trains, joins a network and gets help from a stranger; staff see where nobody will be left to lead.</summary>
public sealed class RuralHelpJourneyTests(Site site)
{
    [Fact]
    public async Task Somebody_trains_joins_a_network_asks_for_help_and_gets_it_from_a_stranger()
    {
        // Trains.
        var asker = await site.OnPhoneAsync();
        await site.RegisterAsync(asker, "旅程 里美", "rural-satomi@mihon.example.jp", "yama-no-michi-2026");
        await asker.GotoAsync(site.At("/rural-leaders"));
        await asker.GetByRole(AriaRole.Link, new() { NameRegex = new("見本リーダー養成講座") }).First.ClickAsync();
        await asker.GetByRole(AriaRole.Link, new() { Name = "「先輩リーダーの話」に申し込む" }).ClickAsync();
        await asker.GetByRole(AriaRole.Button, new() { Name = "申し込みを確定する" }).ClickAsync();
        await Expect(asker.GetByText("受講確定").First).ToBeVisibleAsync();
        await DetailsAsync(asker, "083-933-4444");

        // Joins the network; its coordinator takes her in and makes her secretary.
        await asker.GotoAsync(site.At("/rural-leaders/networks"));
        await asker.GetByRole(AriaRole.Link, new() { Name = "見本草刈りネットワーク" }).First.ClickAsync();
        var network = asker.Url.Split("/networks/")[1];
        await asker.GetByRole(AriaRole.Link, new() { Name = "加入を申し込む" }).ClickAsync();
        await asker.Locator("[name='Input.Message']").FillAsync("畑の見回りを手伝えます");
        await asker.GetByRole(AriaRole.Button, new() { Name = "申し込む" }).ClickAsync();
        await Expect(asker.GetByText("世話人の返事を待っています")).ToBeVisibleAsync();
        var coordinator = await site.OnPhoneAsync(Roles.Resident);
        await coordinator.GotoAsync(site.At($"/rural-leaders/networks/{network}/members"));
        await coordinator.GetByRole(AriaRole.Button, new() { Name = "旅程 里美：承認する" }).PressKeyAsync();
        await coordinator.GetByRole(AriaRole.Button, new() { Name = "旅程 里美：書記にする" }).PressKeyAsync();
        await Expect(coordinator.GetByText("保存しました。")).ToBeVisibleAsync();

        // Asks for help, for the network.
        await asker.GotoAsync(site.At("/rural-leaders/help"));
        await asker.AxeAsync();
        await asker.GetByRole(AriaRole.Link, new() { Name = "わたしの依頼と申し出" }).ClickAsync();
        await asker.AxeAsync();
        await asker.GetByRole(AriaRole.Link, new() { Name = "応援を頼む" }).ClickAsync();
        await asker.AxeAsync();
        await asker.Locator("[name='Input.NetworkId']").SelectOptionAsync(network);
        await asker.Locator("[name='Input.Kind']").SelectOptionAsync("Fields");
        await asker.Locator("[name='Input.AreaId']").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await asker.Locator("[name='Input.From']").FillAsync(JapanTime.Today(TimeProvider.System).AddDays(9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await asker.Locator("[name='Input.Start']").FillAsync("９時");
        await asker.Locator("[name='Input.End']").FillAsync("11:30");
        await asker.Locator("[name='Input.People']").FillAsync("１");
        await asker.Locator("[name='Input.Words']").FillAsync("畑のさくを直します");
        await asker.Locator("[name='Input.Place']").FillAsync("旅程の畑の入口");
        await asker.GetByRole(AriaRole.Button, new() { Name = "頼む", Exact = true }).ClickAsync();
        await Expect(asker.GetByText("依頼を受け付けました")).ToBeVisibleAsync();
        await asker.AxeAsync();

        // A stranger offers, with the keyboard alone.
        var helper = await site.OnPhoneAsync();
        await site.RegisterAsync(helper, "旅程 手伝", "rural-tetsudai@mihon.example.jp", "yama-no-michi-2026");
        Assert.Equal(404, (await helper.GotoAsync(site.At($"/rural-leaders/networks/{network}/board")))!.Status);
        await DetailsAsync(helper, "083-933-5555");
        await helper.GotoAsync(site.At("/rural-leaders/help/offers/new"));
        await helper.AxeAsync();
        await helper.Locator("[name='Input.Jobs'][value='Fields']").CheckAsync();
        foreach (var day in Enum.GetNames<DayOfWeek>()) await helper.Locator($"[name='Input.Days'][value='{day}']").CheckAsync();
        await helper.Locator("[name='Input.AreaId']").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await helper.GetByRole(AriaRole.Button, new() { Name = "申し出る", Exact = true }).PressKeyAsync();
        await Expect(helper.GetByText("申し出を受け付けました")).ToBeVisibleAsync();
        await helper.AxeAsync();

        // Staff have the proposals made now instead of within the hour.
        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/rural-leaders/help"));
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "いま組み合わせを提案する" }).PressKeyAsync();
        await Expect(desk.GetByText("新しい提案は")).ToBeVisibleAsync();

        // Neither learns who the other is before both accept.
        await helper.GotoAsync(site.At("/rural-leaders/help/mine"));
        await helper.Locator("a[href^='/rural-leaders/help/matches/']").First.ClickAsync();
        await Expect(helper.GetByText("農作業・鳥獣対策").First).ToBeVisibleAsync();
        await Expect(helper.GetByText("今年度はまだ手伝っていないので")).ToBeVisibleAsync();
        await Expect(helper.GetByText("083-933-4444")).Not.ToBeVisibleAsync();
        await Expect(helper.GetByText("旅程の畑の入口")).Not.ToBeVisibleAsync();
        await helper.AxeAsync();
        await helper.SaveScreenshotAsync("rural-help-proposal-on-phone");
        await helper.GetByRole(AriaRole.Button, new() { Name = "受ける", Exact = true }).PressKeyAsync();
        await Expect(helper.GetByText("受けました。")).ToBeVisibleAsync();
        await asker.GotoAsync(site.At("/rural-leaders/help/mine"));
        await asker.Locator("a[href^='/rural-leaders/help/matches/']").First.ClickAsync();
        await Expect(asker.GetByText("083-933-5555")).Not.ToBeVisibleAsync();
        await asker.GetByRole(AriaRole.Button, new() { Name = "受ける", Exact = true }).PressKeyAsync();
        await Expect(asker.GetByText("約束ができました")).ToBeVisibleAsync();
        await Expect(asker.GetByText("083-933-5555")).ToBeVisibleAsync();
        await asker.AxeAsync();
        await helper.ReloadAsync();
        await Expect(helper.GetByText("083-933-4444")).ToBeVisibleAsync();
        await Expect(helper.GetByText("旅程の畑の入口")).ToBeVisibleAsync();
        await helper.SaveScreenshotAsync("rural-help-agreed-on-phone");
    }

    [Fact]
    public async Task Staff_see_the_weak_spot_and_what_one_more_leader_would_change()
    {
        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/rural-leaders"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "次に抜ける人と、担い手のいない区域" }).PressKeyAsync();
        await Expect(desk.GetByRole(AriaRole.Rowheader, new() { Name = "見本 集" })).ToBeVisibleAsync();
        await Expect(desk.GetByText("に切れます").First).ToBeVisibleAsync();
        await Expect(desk.GetByText("直線の距離に 1.4 をかけ").First).ToBeVisibleAsync();
        await desk.AxeAsync();
        var most = desk.Locator("a[href*='outlook?minutes=20&with=']").First;
        await most.PressKeyAsync();
        await Expect(desk.GetByText("の集落に届くようになります")).ToBeVisibleAsync();
        await Expect(desk.GetByRole(AriaRole.Cell, new() { Name = "届く", Exact = true }).First).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("rural-outlook-scenario");
    }

    private async Task DetailsAsync(IPage page, string phone)
    {
        await page.GotoAsync(site.At("/rural-leaders/me"));
        await page.Locator("[name='Input.Phone']").FillAsync(phone);
        await page.Locator("[name='Input.Municipality']").SelectOptionAsync("352039");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存する" }).ClickAsync();
        await Expect(page.GetByText("保存しました。")).ToBeVisibleAsync();
    }
}
