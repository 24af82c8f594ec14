using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>By keyboard alone, on a phone: a team applies for a grant, and it goes from the documents to the last yen that is paid back.</summary>
public sealed class MoneyJourneyTests(Site site)
{
    private static readonly FilePayload Paper = new() { Name = "旅程.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF\n"u8.ToArray() };

    [Fact]
    public async Task A_team_applies_is_recommended_granted_reports_and_pays_back_what_was_too_much()
    {
        var today = JapanTime.Today(TimeProvider.System);

        // A program owner enters an offer and its budget.
        var program = await site.OnPhoneAsync(Roles.ProgramOwner);
        await program.GotoAsync(site.At("/staff/community-business/money/offers"));
        await program.GetByRole(AriaRole.Link, new() { Name = "制度を登録する" }).PressKeyAsync();
        await program.Locator("[name='Input.NameJa']").TypeOverAsync("旅程の補助金");
        await program.Locator("[name='Input.Giver']").TypeOverAsync("見本県");
        await program.Locator("[name='Input.AboutJa']").TypeOverAsync("冷やすもの");
        await program.Locator("[name='Input.MostYen']").TypeOverAsync("500000");
        await program.Locator("[name='Input.PerMille']").TypeOverAsync("50");
        await program.Locator("input[name='Input.RecommendedFirst']").PressKeyAsync("Space");
        await program.Locator("[name='Input.Documents']").TypeOverAsync("見積書");
        await program.Locator("[name='Input.OpensOn']").TypeOverAsync(Dates.Iso(today));
        await program.Locator("[name='Input.ClosesOn']").TypeOverAsync(Dates.Iso(today.AddDays(30)));
        await program.AxeAsync();
        await program.GetByRole(AriaRole.Button, new() { Name = "保存する" }).PressKeyAsync();
        await Expect(program.GetByText("保存しました。")).ToBeVisibleAsync();
        await program.Locator("[name='Input.Yen']").TypeOverAsync("1000000");
        await program.GetByRole(AriaRole.Button, new() { Name = "決める" }).PressKeyAsync();
        await Expect(program.GetByRole(AriaRole.Cell, new() { Name = "1,000,000" }).First).ToBeVisibleAsync();
        await program.AxeAsync();

        // The team writes what it asks for, adds the document and hands it in.
        var team = await site.OnPhoneAsync(Roles.Resident);
        await team.GotoAsync(site.At("/community-business/mine"));
        await team.GetByRole(AriaRole.Link, new() { Name = "夕暮れの惣菜" }).PressKeyAsync();
        await team.GetByRole(AriaRole.Link, new() { Name = "補助金・融資" }).PressKeyAsync();
        await team.AxeAsync();
        await team.GetByRole(AriaRole.Link, new() { Name = "旅程の補助金に申請する" }).PressKeyAsync();
        await team.Locator("[name='Input.Purpose']").TypeOverAsync("旅程の保冷箱を買う");
        await team.Locator("[name='Input.Lines[0].Text']").TypeOverAsync("保冷箱");
        await team.Locator("[name='Input.Lines[0].Yen']").TypeOverAsync("100000");
        await team.Locator("[name='Input.TotalYen']").TypeOverAsync("100000");
        await team.Locator("[name='Input.Yen']").TypeOverAsync("50000");
        await team.Locator("[name='Input.OwnYen']").TypeOverAsync("50000");
        await team.AxeAsync();
        await team.GetByRole(AriaRole.Button, new() { Name = "下書きとして保存する" }).PressKeyAsync();
        await Expect(team.GetByText("下書きを保存しました。")).ToBeVisibleAsync();
        await team.Locator("[name='Document.Key']").SelectOptionAsync("見積書");
        await team.Locator("[name='Document.File']").SetInputFilesAsync(Paper);
        await team.AxeAsync();
        await team.GetByRole(AriaRole.Button, new() { Name = "付ける" }).PressKeyAsync();
        await Expect(team.GetByText("保存しました。")).ToBeVisibleAsync();
        await team.GetByRole(AriaRole.Button, new() { Name = "申請する", Exact = true }).PressKeyAsync();
        await Expect(team.GetByText("申請しました。決まったら、お知らせします。")).ToBeVisibleAsync();
        await team.AxeAsync();
        var id = new Uri(team.Url).AbsolutePath.Split('/')[^1];

        // The municipality recommends it.
        var city = await site.OnPhoneAsync(Roles.MunicipalStaff);
        await city.GotoAsync(site.At("/staff/community-business/money"));
        await city.AxeAsync();
        await city.Locator($"a[href='/staff/community-business/money/{id}']").PressKeyAsync();
        await city.Locator("[name='Recommend.Choice'][value=yes]").PressKeyAsync("Space");
        await city.Locator("[name='Recommend.Reason']").TypeOverAsync("旅程に要る");
        await city.AxeAsync();
        await city.GetByRole(AriaRole.Button, new() { Name = "推薦を記録する" }).PressKeyAsync();
        await Expect(city.GetByText("保存しました。")).ToBeVisibleAsync();

        // The office refers it, records the decision with a condition, and pays it out.
        await program.GotoAsync(site.At($"/staff/community-business/money/{id}"));
        await program.GetByRole(AriaRole.Button, new() { Name = "取り次いだことを記録する" }).PressKeyAsync();
        await program.Locator("[name='Decide.Choice'][value=yes]").PressKeyAsync("Space");
        await program.Locator("[name='Decide.Reason']").TypeOverAsync("旅程が続く");
        await program.Locator("[name='Decide.ReportBy']").TypeOverAsync(Dates.Iso(today.AddDays(60)));
        await program.Locator("[name='Decide.Lines[0].Text']").TypeOverAsync("旅程の札を立てる");
        await program.Locator("[name='Decide.Lines[0].DueOn']").TypeOverAsync(Dates.Iso(today.AddDays(30)));
        await program.AxeAsync();
        await program.GetByRole(AriaRole.Button, new() { Name = "決定を記録する" }).PressKeyAsync();
        await program.Locator("[name='Pay.Yen']").TypeOverAsync("50000");
        await program.GetByRole(AriaRole.Button, new() { Name = "支払いを記録する" }).PressKeyAsync();
        await Expect(program.Locator("#ledger")).ToContainTextAsync("50,000");
        await program.AxeAsync();

        // The team says how the condition was met, and reports with a receipt.
        await team.ReloadAsync();
        await team.Locator("[name='Answer.Condition']").SelectOptionAsync(new SelectOptionValue { Label = "旅程の札を立てる" });
        await team.Locator("[name='Answer.Evidence']").TypeOverAsync("旅程の札を立てた");
        await team.GetByRole(AriaRole.Button, new() { Name = "報告する", Exact = true }).PressKeyAsync();
        await Expect(team.GetByText("保存しました。")).ToBeVisibleAsync();
        await team.GetByRole(AriaRole.Link, new() { Name = "使ったお金の報告" }).PressKeyAsync();
        await team.Locator("[name='Input.Day']").TypeOverAsync(Dates.Iso(today));
        await team.Locator("[name='Input.Text']").TypeOverAsync("旅程の箱");
        await team.Locator("[name='Input.Yen']").TypeOverAsync("90001");
        await team.Locator("[name='Input.File']").SetInputFilesAsync(Paper);
        await team.AxeAsync();
        await team.GetByRole(AriaRole.Button, new() { Name = "加える" }).PressKeyAsync();
        await Expect(team.GetByRole(AriaRole.Rowheader, new() { Name = "旅程の箱" })).ToBeVisibleAsync();
        await team.GetByRole(AriaRole.Button, new() { Name = "実績報告を出す" }).PressKeyAsync();
        await Expect(team.GetByText("実績報告済み").First).ToBeVisibleAsync();
        await team.AxeAsync();

        // Accepted: 45,000 of 50,000 may be kept, the rest comes back.
        await program.ReloadAsync();
        await program.Locator("[name='Check.Condition']").SelectOptionAsync(new SelectOptionValue { Label = "旅程の札を立てる" });
        await program.Locator("[name='Check.Choice'][value=yes]").PressKeyAsync("Space");
        await program.Locator("[name='Check.Words']").TypeOverAsync("旅程で見た");
        await program.GetByRole(AriaRole.Button, new() { Name = "確認を記録する" }).PressKeyAsync();
        await program.Locator("[name='Judge.Choice'][value=yes]").PressKeyAsync("Space");
        await program.AxeAsync();
        await program.GetByRole(AriaRole.Button, new() { Name = "審査を記録する" }).PressKeyAsync();
        await program.Locator("[name='Plan.FirstOn']").TypeOverAsync(Dates.Iso(today.AddDays(20)));
        await program.AxeAsync();
        await program.GetByRole(AriaRole.Button, new() { Name = "納期を決める" }).PressKeyAsync();
        await Expect(program.Locator("#instalments")).ToContainTextAsync("5,000");
        await team.ReloadAsync();
        await Expect(team.GetByText("お金を返す").First).ToBeVisibleAsync();
        await team.AxeAsync();
        await program.Locator("[name='Pay.Yen']").TypeOverAsync("5000");
        await program.GetByRole(AriaRole.Button, new() { Name = "支払いを記録する" }).PressKeyAsync();
        await Expect(program.GetByText("完了", new() { Exact = true }).First).ToBeVisibleAsync();
        await program.AxeAsync();
        await team.ReloadAsync();
        await Expect(team.GetByText("完了", new() { Exact = true }).First).ToBeVisibleAsync();
        await team.SaveScreenshotAsync("community-business-money-closed");
    }
}
