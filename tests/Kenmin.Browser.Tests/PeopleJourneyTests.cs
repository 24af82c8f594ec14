using System.Security.Claims;
using Kenmin.Accounts.Claims;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Kenmin.Browser.Tests;

/// <summary>A clerk serves somebody without mail or smartphone; later that person has both. And a guardian agrees, and withdraws.</summary>
public sealed class PeopleJourneyTests(Site site)
{
    private const string Password = "ひろい海の見える丘で";

    [Fact]
    public async Task A_clerk_enters_a_person_who_takes_the_record_over_by_the_code_of_a_letter()
    {
        var desk = await site.WithoutScriptsAsync("municipal-staff");
        await desk.GotoAsync(site.At("/staff/people"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "新しい人を登録する" }).ClickAsync();
        await EnterAsync(desk, "見本", "旅路", "昭和18年8月8日");
        await Assertions.Expect(desk.GetByText("保存しました。")).ToBeVisibleAsync();
        await Assertions.Expect(desk.GetByText("受付 31")).ToBeVisibleAsync();
        var person = Guid.Parse(new Uri(desk.Url).Segments[^1]);

        // The same person once more is noticed before anything is saved.
        await desk.GotoAsync(site.At("/staff/people/new"));
        await EnterAsync(desk, "見本", "旅路", "1943-08-08");
        await Assertions.Expect(desk.GetByText("同じ人と思われる登録があります。").First).ToBeVisibleAsync();
        await desk.Context.CloseAsync();

        var clerk = await site.AtDeskAsync("municipal-staff");
        await clerk.GotoAsync(site.At($"/staff/people/{person}"));
        await clerk.AxeAsync();
        var letter = await clerk.RunAndWaitForDownloadAsync(() => clerk.GetByRole(AriaRole.Button, new() { Name = "引き継ぎの手紙を作る" }).ClickAsync());
        letter.SuggestedFilename.ShouldStartWith("claim-letter-");
        await clerk.Context.CloseAsync();

        var email = $"{Guid.NewGuid():N}@example.jp";
        var phone = await site.OnPhoneAsync();
        await phone.GotoAsync(site.At($"/accounts/claim?code={await CodeAsync(person)}"));
        await phone.AxeAsync();
        await phone.Locator("[name='Input.BirthDate']").FillAsync("1943-08-09");
        await phone.GetByRole(AriaRole.Button, new() { Name = "次へ進む" }).ClickAsync();
        await Assertions.Expect(phone.GetByText("コードまたは生年月日が違うか").First).ToBeVisibleAsync();
        await phone.Locator("[name='Input.BirthDate']").FillAsync("昭和18年8月8日");
        await phone.GetByRole(AriaRole.Button, new() { Name = "次へ進む" }).ClickAsync();
        await Assertions.Expect(phone.GetByText("の登録が見つかりました。")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.Locator("[name='Choice.Email']").FillAsync(email);
        await phone.Locator("[name='Choice.Password']").FillAsync(Password);
        await phone.GetByRole(AriaRole.Button, new() { Name = "確認のメールを送る" }).ClickAsync();
        await phone.WaitForURLAsync("**/accounts/check-mail");
        await OpenMailAsync(phone, email, "登録の引き継ぎの確認");
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "登録を引き継いでサインインする" }).ClickAsync();
        await phone.WaitForURLAsync("**/accounts/me");
        await Assertions.Expect(phone.GetByText("見本　旅路").First).ToBeVisibleAsync();
        await phone.GotoAsync(site.At("/me/profile"));
        await Assertions.Expect(phone.Locator("[name='Input.BirthDate']")).ToHaveValueAsync("1943-08-08");
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task A_guardian_is_asked_by_mail_agrees_and_withdraws()
    {
        var minor = await site.OnPhoneAsync();
        await site.RegisterAsync(minor, "見本 若芽", $"{Guid.NewGuid():N}@example.jp", Password);
        await minor.GotoAsync(site.At("/me/guardian"));
        await minor.GetByRole(AriaRole.Link, new() { Name = "プロフィールに生年月日を入力する" }).ClickAsync();
        await minor.Locator("[name='Input.BirthDate']").FillAsync($"{JapanTime.Today(TimeProvider.System).AddYears(-15):yyyy-MM-dd}");
        await minor.GetByRole(AriaRole.Button, new() { Name = "保存する" }).ClickAsync();
        await Assertions.Expect(minor.GetByText("保存しました。")).ToBeVisibleAsync();
        await minor.GotoAsync(site.At("/me/guardian"));
        await minor.AxeAsync();
        var email = $"{Guid.NewGuid():N}@example.jp";
        await minor.Locator("[name='Input.Name']").FillAsync("見本 親木");
        await minor.Locator("[name='Input.Relation']").FillAsync("母");
        await minor.Locator("[name='Input.Email']").FillAsync(email);
        await minor.GetByRole(AriaRole.Button, new() { Name = "確認のメールを送る" }).ClickAsync();
        await Assertions.Expect(minor.GetByText("返事を待っています")).ToBeVisibleAsync();

        var guardian = await site.OnPhoneAsync();
        await OpenMailAsync(guardian, email, "お子さまの参加について");
        await Assertions.Expect(guardian.GetByText("見本 若芽")).ToBeVisibleAsync();
        await guardian.AxeAsync();
        await guardian.GetByRole(AriaRole.Button, new() { Name = "保護者として同意する" }).ClickAsync();
        await Assertions.Expect(guardian.GetByText("お答えを記録しました。")).ToBeVisibleAsync();
        await guardian.AxeAsync();
        await minor.ReloadAsync();
        await Assertions.Expect(minor.GetByText("同意しています", new() { Exact = true })).ToBeVisibleAsync();

        // The mail that says that it is on record leads back to it.
        await OpenMailAsync(guardian, email, "同意を記録しました");
        await guardian.Locator("summary", new() { HasText = "同意を撤回する" }).ClickAsync();
        await guardian.GetByRole(AriaRole.Button, new() { Name = "同意を撤回する" }).ClickAsync();
        await Assertions.Expect(guardian.GetByText("撤回されました")).ToBeVisibleAsync();
        await minor.ReloadAsync();
        await Assertions.Expect(minor.GetByText("撤回されました")).ToBeVisibleAsync();
        await minor.AxeAsync();
        await minor.Context.CloseAsync();
        await guardian.Context.CloseAsync();
    }

    private static async Task EnterAsync(IPage desk, string family, string given, string birth)
    {
        await desk.Locator("[name='Input.FamilyName']").FillAsync(family);
        await desk.Locator("[name='Input.GivenName']").FillAsync(given);
        await desk.Locator("[name='Input.BirthDate']").FillAsync(birth);
        await desk.Locator("[name='Input.Address']").FillAsync("山口市旅町3-1");
        await desk.Locator("[name='Input.AskedBy']").FillAsync("本人");
        await desk.Locator("[name='Input.Paper'][value=Application]").CheckAsync();
        await desk.Locator("[name='Input.PaperReference']").FillAsync("受付 31");
        await desk.Locator("[name='Input.PaperDate']").FillAsync("令和8年4月1日");
        await desk.GetByRole(AriaRole.Button, new() { Name = "登録する" }).ClickAsync();
    }

    /// <summary>Finds the newest mail with a subject and presses its button.</summary>
    private async Task OpenMailAsync(IPage page, string email, string subject)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var mail = page.GetByRole(AriaRole.Link, new() { Name = subject });
        do await page.GotoAsync(site.At($"/dev/mail?to={Uri.EscapeDataString(email)}"));
        while (await mail.CountAsync() == 0 && await poll.WaitForNextTickAsync(limit.Token));
        await mail.First.ClickAsync();
        await page.Locator(".mail-link a").First.ClickAsync();
    }

    /// <summary>A code as the next letter would have it: in a document it is a drawing.</summary>
    private async Task<string> CodeAsync(Guid person)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var clerk = new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, DemonstrationPersonas.ProgramOwner.Id.ToString()), new(ClaimTypes.Role, Roles.ProgramOwner)], IdentityConstants.ApplicationScheme));
        return (await scope.ServiceProvider.GetRequiredService<ClaimCodes>().IssueAsync(person, clerk, TestContext.Current.CancellationToken))!.Value.Code;
    }
}
