using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Asking;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Browser.Tests;

/// <summary>Somebody holds the letter with their answer link in one hand and a phone in the other.</summary>
public sealed class AnswerByLetterTests(Site site)
{
    [Fact]
    public async Task Two_taps_answer_whether_one_stays_and_the_answer_can_be_changed()
    {
        var store = site.Services.GetRequiredService<ISportsVolunteersStore>();
        await using var session = store.QuerySession();
        var today = JapanTime.Today(TimeProvider.System);
        var link = (await session.Query<PersonalLink>().ToListAsync(TestContext.Current.CancellationToken)).First(l => l.Purpose == LinkPurpose.Answer && l.LastDay >= today);
        var token = site.Services.GetRequiredService<LinkTokens>().Open(link)!;
        var page = await site.OnPhoneAsync();

        await page.GotoAsync(site.At($"/sports/answer/{token}"));
        await page.AxeAsync();
        await page.SaveScreenshotAsync("answer-question");
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);

        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "登録を続ける", Exact = true }).ClickAsync();
        await page.AxeAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "はい、続けます" }).ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "ありがとうございます" }).WaitForAsync();
        await page.AxeAsync();
        await page.SaveScreenshotAsync("answer-thanks");
        (await StateAsync(store, link.VolunteerId)).ShouldBe(RegistrationState.Continuing);

        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "回答を変える" }).ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "登録を続けない", Exact = true }).ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "はい、続けません" }).ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "わかりました" }).WaitForAsync();
        (await StateAsync(store, link.VolunteerId)).ShouldBe(RegistrationState.Refused);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_resident_corrects_their_registration_on_a_phone()
    {
        var page = await site.OnPhoneAsync("resident");
        await page.GotoAsync(site.At("/sports/registration"));

        await page.GetByLabel("電話番号").FillAsync("12");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "直した内容を保存する" }).ClickAsync();
        await page.Locator(".error-summary").WaitForAsync();
        await page.AxeAsync();

        await page.GetByLabel("電話番号").FillAsync("０９０－００００－９９９９");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "直した内容を保存する" }).ClickAsync();
        await page.GetByText("保存しました。").WaitForAsync();
        await page.GetByText("登録内容を直しました：電話番号").WaitForAsync();
        await page.Context.CloseAsync();
    }

    private static async Task<RegistrationState> StateAsync(ISportsVolunteersStore store, Guid id)
    {
        await using var session = store.QuerySession();
        return (await session.LoadAsync<Registration>(id))!.State;
    }
}
