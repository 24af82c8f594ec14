using System.Text.RegularExpressions;
using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>
/// An owner opens an initiative with two modules, an administrator approves it, residents find it, and the owner carries it over
/// to the next year. The pictures are those of the owner's guide.
/// </summary>
public sealed class InitiativeJourneyTests(Site site)
{
    [Fact]
    public async Task An_owner_opens_an_initiative_with_two_modules()
    {
        var desk = await site.AtDeskAsync(Roles.ProgramOwner);
        await desk.GotoAsync(site.At("/staff/initiatives"));
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("initiatives-list");
        await desk.GetByRole(AriaRole.Link, new() { Name = "事業をつくる" }).ClickAsync();

        // Nothing is kept of a form that is not complete, and each field says what it wants.
        await desk.GetByRole(AriaRole.Button, new() { Name = "下書きを保存する" }).ClickAsync();
        await Expect(desk.GetByText("事業名（日本語）を入力してください。").First).ToBeVisibleAsync();
        await desk.AxeAsync();

        await desk.GetByLabel("事業名（日本語）").FillAsync("見本川歩き事業");
        await desk.GetByLabel("事業名（英語）").FillAsync("Sample river walks");
        await desk.GetByLabel("説明（日本語）").FillAsync("川沿いを歩き、ごみを拾う見本の事業です。");
        await desk.GetByLabel("説明（英語）").FillAsync("A sample of walks along rivers.");
        await desk.GetByLabel("公開ページの名前").FillAsync("mihon-river-walks");
        await desk.GetByLabel("担当課（日本語）").FillAsync("見本課");
        await desk.GetByLabel("担当課（英語）").FillAsync("Sample division");
        await desk.GetByLabel("多様な主体との協働の推進").CheckAsync();
        await desk.GetByLabel(new Regex("年度の予算額")).Nth(1).FillAsync("１，２００，０００");
        await desk.GetByLabel("山口市", new() { Exact = true }).CheckAsync();
        await desk.SaveScreenshotAsync("initiative-new");
        await desk.GetByRole(AriaRole.Button, new() { Name = "下書きを保存する" }).ClickAsync();
        await Expect(desk.GetByText("下書きを保存しました。")).ToBeVisibleAsync();
        await Expect(desk.GetByText("1,200,000円").First).ToBeVisibleAsync();

        // Two modules, by their presets; the presets differ in when sign-up closes and how long a place is kept.
        await desk.GetByRole(AriaRole.Link, new() { Name = "使う機能を選ぶ" }).ClickAsync();
        await desk.GetByLabel("大きなスポーツ大会").CheckAsync();
        await desk.GetByLabel("地域の運動行事").CheckAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "内容を確かめる" }).ClickAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("initiative-profiles");
        await desk.GetByLabel(new Regex("^7日前")).CheckAsync();
        await desk.GetByLabel(new Regex("^12時間")).CheckAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "このひな形を使う" }).ClickAsync();
        await Expect(desk.GetByText("保存しました。")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Checkbox, new() { Name = "問い合わせ窓口" }).CheckAsync();
        await Expect(desk.GetByRole(AriaRole.Checkbox, new() { Name = "スポーツボランティア" })).ToBeCheckedAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "選んだ機能を使う" }).ClickAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("initiative-modules");

        await desk.GetByRole(AriaRole.Link, new() { Name = "設定する：「問い合わせ窓口」（各年度共通）" }).ClickAsync();
        await desk.GetByLabel("窓口の名前").FillAsync("見本川歩き係");
        await desk.GetByLabel("受付の始まり").FillAsync("２５");
        await desk.GetByRole(AriaRole.Button, new() { Name = "設定を保存する" }).ClickAsync();
        await Expect(desk.GetByText("0から23までの整数で入力してください。").First).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("initiative-settings");
        await desk.GetByLabel("受付の始まり").FillAsync("10");
        await desk.GetByRole(AriaRole.Button, new() { Name = "設定を保存する" }).ClickAsync();
        await Expect(desk.GetByText("設定を保存しました。")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "事業に戻る" }).ClickAsync();
        var initiative = desk.Url;

        // Nobody sees it before an administrator has approved it.
        var phone = await site.OnPhoneAsync();
        (await phone.GotoAsync(site.At("/initiatives/mihon-river-walks")))!.Status.ShouldBe(404);
        var administrator = await site.AtDeskAsync(Roles.Administrator);
        await administrator.GotoAsync(initiative);
        await administrator.AxeAsync();
        await administrator.GetByText("承認する", new() { Exact = true }).First.ClickAsync();
        await administrator.SaveScreenshotAsync("initiative-approve");
        await administrator.Locator("details.confirm[open] button").ClickAsync();
        await Expect(administrator.GetByText("変更しました。")).ToBeVisibleAsync();
        await administrator.Context.CloseAsync();

        // This year's begins by itself, and a resident finds it with what its modules show.
        for (var look = 0; look < 40 && await phone.GetByText("実施中").CountAsync() == 0; look++)
            await phone.GotoAsync(site.At("/initiatives?municipality=352039"));
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "見本川歩き事業" }).ClickAsync();
        await Expect(phone.GetByText("見本川歩き係")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("initiative-public-phone");
        await phone.GotoAsync(site.At("/initiatives/mihon-sports-festival"));
        await Expect(phone.GetByRole(AriaRole.Link, new() { Name = "見本スポーツ交流フェスタ" })).ToBeVisibleAsync();
        await phone.Context.CloseAsync();

        // The next year's, with what the owner chooses, by keyboard alone.
        await desk.GotoAsync(initiative);
        await desk.GetByRole(AriaRole.Link, new() { Name = "翌年度へコピーする" }).PressAsync("Enter");
        await desk.GetByLabel(new Regex("^予算額")).PressAsync("Space");
        await desk.GetByRole(AriaRole.Button, new() { Name = "選んだ内容でプレビューする" }).PressAsync("Enter");
        await Expect(desk.GetByText("未定")).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("initiative-copy");
        await desk.GetByRole(AriaRole.Button, new() { Name = "翌年度の下書きをつくる" }).PressAsync("Enter");
        await Expect(desk.GetByText("翌年度の下書きをつくりました。")).ToBeVisibleAsync();
        await desk.GotoAsync(initiative + "/copy");
        await Expect(desk.GetByText("へはすでにコピーされています。").First).ToBeVisibleAsync();

        // Closed, it takes nothing new and keeps its page.
        await desk.GotoAsync(initiative);
        await desk.GetByText("終了する", new() { Exact = true }).First.ClickAsync();
        await desk.GetByLabel("理由").First.FillAsync("見本を終えるため");
        await desk.Locator("details.confirm[open] button").ClickAsync();
        await Expect(desk.GetByText("変更しました。")).ToBeVisibleAsync();
        await Expect(desk.GetByText("見本を終えるため")).ToBeVisibleAsync();
        await desk.GotoAsync(site.At("/initiatives/mihon-river-walks"));
        await Expect(desk.GetByText("この事業は終了しました。")).ToBeVisibleAsync();
        await desk.Context.CloseAsync();
    }

    [Fact]
    public async Task An_owner_drafts_chooses_modules_and_archives_with_the_keyboard_alone_and_without_scripts()
    {
        var page = await site.WithoutScriptsAsync(Roles.ProgramOwner);
        await page.GotoAsync(site.At("/staff/initiatives"));
        await page.GetByRole(AriaRole.Link, new() { Name = "事業をつくる" }).PressKeyAsync();
        await page.GetByLabel("事業名（日本語）").First.TypeOverAsync("見本鍵盤事業");
        await page.GetByLabel("事業名（英語）").First.TypeOverAsync("By keyboard");
        await page.GetByLabel("説明（日本語）").First.TypeOverAsync("鍵盤だけでつくる見本です。");
        await page.GetByLabel("説明（英語）").First.TypeOverAsync("Made by keyboard.");
        await page.GetByLabel("公開ページの名前").First.TypeOverAsync("mihon-keyboard");
        await page.GetByLabel("担当課（日本語）").First.TypeOverAsync("見本課");
        await page.GetByLabel("担当課（英語）").First.TypeOverAsync("Sample division");
        await page.GetByLabel("多様な主体との協働の推進").PressKeyAsync("Space");
        await page.GetByLabel("山口市", new() { Exact = true }).PressKeyAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "下書きを保存する" }).PressKeyAsync();
        await Expect(page.GetByText("下書きを保存しました。")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "使う機能を選ぶ" }).PressKeyAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "問い合わせ窓口" }).PressKeyAsync("Space");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "スポーツボランティア" }).PressKeyAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "選んだ機能を使う" }).PressKeyAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "事業に戻る" }).PressKeyAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "スポーツボランティア" }).First).ToBeVisibleAsync();

        // The question before a step opens by keyboard and is answered by keyboard.
        await page.Locator("summary").Filter(new() { HasText = "保管する" }).PressKeyAsync();
        await page.GetByLabel("理由").First.TypeOverAsync("見本を終えるため");
        await page.Locator("details.confirm[open] button").PressKeyAsync();
        await Expect(page.GetByText("見本を終えるため")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
