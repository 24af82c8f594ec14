using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>Community business: an idea that is brought without an account becomes a business with a plan, by keyboard alone.</summary>
public sealed class CommunityBusinessJourneyTests(Site site)
{
    [Fact]
    public async Task An_idea_without_account_saves_itself_is_taken_over_passes_a_gate_and_gets_a_plan()
    {
        var owner = await site.AtDeskAsync();
        await owner.GotoAsync(site.At("/community-business"));
        await owner.AxeAsync();
        await owner.GetByRole(AriaRole.Link, new() { Name = "アイデアを書く" }).PressKeyAsync();
        await owner.Locator("[name='Input.Title']").TypeOverAsync("旅程の朝市");
        await Expect(owner.Locator("[data-autosave]")).ToContainTextAsync("自動で保存しました");
        await owner.AxeAsync();
        foreach (var (field, text) in new[] { ("Problem", "店がなくなった"), ("Resource", "畑の野菜"), ("Who", "農家が、近所の人に"), ("How", "月に一度ひらく"), ("Place", "旅程地区"), ("ContactName", "旅程 朝子"), ("Phone", "083-933-6666") })
            await owner.Locator($"[name='Input.{field}']").TypeOverAsync(text);
        await owner.Locator("[name='Input.MunicipalityCode']").SelectOptionAsync("352039");
        await owner.GetByRole(AriaRole.Button, new() { Name = "窓口に送る" }).PressKeyAsync();
        await Expect(owner.GetByText("アイデアを受け付けました").First).ToBeVisibleAsync();
        await owner.AxeAsync();
        var (number, code) = (await owner.Locator(".receipt__number").InnerTextAsync(), await owner.Locator(".receipt__code").InnerTextAsync());

        await owner.GotoAsync(site.At("/community-business/ideas/return"));
        await owner.Locator("[name='Open.Number']").TypeOverAsync(number);
        await owner.Locator("[name='Open.Code']").TypeOverAsync(code);
        await owner.Keyboard.PressAsync("Enter");
        await Expect(owner.GetByText("窓口が内容を確かめて、ご連絡します").First).ToBeVisibleAsync();
        await owner.AxeAsync();

        await site.RegisterAsync(owner, "旅程 朝子", "asaichi@mihon.example.jp", "asaichi-wo-hiraku-2026");
        await owner.GotoAsync(site.At("/community-business/mine"));
        await owner.Locator("[name='Take.Number']").TypeOverAsync(number);
        await owner.Locator("[name='Take.Code']").TypeOverAsync(code);
        await owner.Keyboard.PressAsync("Enter");
        await owner.GetByRole(AriaRole.Link, new() { Name = "旅程の朝市" }).PressKeyAsync();
        await owner.AxeAsync();
        var mine = owner.Url;

        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await site.PassGateAsync(desk, "旅程の朝市", 2, "声がよく集まっている", "一度ひらいてみる", JapanDay(30));

        await owner.GotoAsync($"{mine}/plan");
        await Expect(owner.GetByText("事業計画").First).ToBeVisibleAsync();
        await owner.Locator("[name='Input.Problem']").TypeOverAsync("店がなくなった");
        await owner.GetByRole(AriaRole.Button, new() { Name = "計画を保存する" }).PressKeyAsync();
        await owner.GotoAsync($"{mine}/cash");
        await owner.GetByRole(AriaRole.Button, new() { Name = "資金繰りを始める" }).PressKeyAsync();
        await owner.GetByRole(AriaRole.Link, new() { Name = "収入", Exact = true }).PressKeyAsync();
        await owner.AxeAsync();
        await owner.Locator("[name='Input.Name']").TypeOverAsync("野菜");
        await owner.Locator("[name='Input.UnitPrice']").TypeOverAsync("300");
        await owner.Locator("[name='Input.Every']").TypeOverAsync("100");
        await owner.Keyboard.PressAsync("Enter");
        await Expect(owner.GetByText("1,080,000円").First).ToBeVisibleAsync();
        await owner.AxeAsync();
        await owner.SaveScreenshotAsync("community-business-cash-flow");
        await owner.GotoAsync($"{mine}/history");
        await Expect(owner.GetByText("審査：通過")).ToBeVisibleAsync();
        await owner.AxeAsync();
    }

    [Fact]
    public async Task Half_a_year_after_the_launch_a_resident_answers_on_the_phone_and_staff_see_it()
    {
        var phone = await site.OnPhoneAsync(Roles.Resident);
        await phone.GotoAsync(site.At("/community-business/mine"));
        await phone.GetByRole(AriaRole.Link, new() { Name = "夕暮れの惣菜" }).ClickAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "半年後" }).ClickAsync();
        await phone.AxeAsync();
        (await phone.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue("it fits a phone");
        await phone.Locator("input[name='Input.GoesOn'][value=yes]").CheckAsync();
        await phone.Locator("[name='Input.Jobs']").FillAsync("２");
        await phone.Locator("[name='Input.Turnover']").SelectOptionAsync("UnderTwoMillion");
        await phone.Locator("[name='Input.Residents']").FillAsync("４０");
        await phone.GetByRole(AriaRole.Button, new() { Name = "保存する" }).ClickAsync();
        await Expect(phone.GetByText("保存しました。ありがとうございます。")).ToBeVisibleAsync();
        await phone.AxeAsync();

        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/community-business"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "立ち上げのあと" }).ClickAsync();
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "夕暮れの惣菜（見本）：半年後" }).ClickAsync();
        await Expect(desk.GetByText("続いている").First).ToBeVisibleAsync();
        await desk.AxeAsync();
    }

    [Fact]
    public async Task A_resident_looks_a_corporate_number_up_enters_a_group_and_says_that_it_runs_the_business()
    {
        var phone = await site.OnPhoneAsync(Roles.Resident);
        await phone.GotoAsync(site.At("/community-business/mine"));
        await phone.GetByRole(AriaRole.Link, new() { Name = "わたしの団体" }).ClickAsync();
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "見本きらら市民ネット" }).ClickAsync();
        await Expect(phone.GetByText("出典：gBizINFO").First).ToBeVisibleAsync();
        await phone.AxeAsync();
        (await phone.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue("it fits a phone");
        await phone.GotoAsync(site.At("/community-business/organisations/new"));
        await phone.Locator("[name='Look.Number']").FillAsync("８２５０００５９９９９０１");
        await phone.GetByRole(AriaRole.Button, new() { Name = "gBizINFO で調べる" }).ClickAsync();
        await Expect(phone.GetByText("検査用数字").First).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.Locator("[name='Look.Number']").FillAsync("３２５０００５９９９９０１");
        await phone.GetByRole(AriaRole.Button, new() { Name = "gBizINFO で調べる" }).ClickAsync();
        await Expect(phone.Locator("[name='Input.Name']")).ToHaveValueAsync("特定非営利活動法人見本きらら市民ネット");
        await phone.AxeAsync();
        await phone.Locator("input[name='Input.Kind'][value=Voluntary]").CheckAsync();
        await phone.Locator("[name='Input.Number']").FillAsync("");
        await phone.Locator("[name='Input.Name']").FillAsync("旅程の惣菜の会");
        await phone.Locator("[name='Input.Municipality']").SelectOptionAsync("352039");
        await phone.GetByRole(AriaRole.Button, new() { Name = "登録する" }).ClickAsync();
        await Expect(phone.GetByText("保存しました。")).ToBeVisibleAsync();
        await phone.GotoAsync(site.At("/community-business/mine"));
        await phone.GetByRole(AriaRole.Link, new() { Name = "夕暮れの惣菜" }).ClickAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "運営する団体を決める" }).ClickAsync();
        await phone.Locator("[name='Input.OrganisationId']").SelectOptionAsync(new SelectOptionValue { Label = "旅程の惣菜の会" });
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "決める" }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Link, new() { Name = "旅程の惣菜の会" })).ToBeVisibleAsync();

        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At("/staff/community-business"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "団体", Exact = true }).PressKeyAsync();
        await desk.AxeAsync();
        await desk.Locator("[name='Input.Words']").TypeOverAsync("惣菜の会");
        await desk.Keyboard.PressAsync("Enter");
        await desk.GetByRole(AriaRole.Link, new() { Name = "旅程の惣菜の会" }).PressKeyAsync();
        await desk.AxeAsync();
    }

    private static DateOnly JapanDay(int days) => Kenmin.SharedKernel.JapanTime.Today(TimeProvider.System).AddDays(days);
}
