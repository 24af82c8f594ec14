using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Volunteers;
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
    public async Task A_link_from_the_counter_is_printed_and_leads_from_the_phone_to_signing_in()
    {
        var store = site.Services.GetRequiredService<ISportsVolunteersStore>();
        Guid person;
        await using (var session = store.QuerySession())
        {
            var staying = (await session.Query<Registration>().Where(r => r.State == RegistrationState.Continuing).Take(50).ToListAsync(TestContext.Current.CancellationToken)).Select(r => r.Id).ToArray();
            person = (await session.LoadManyAsync<Volunteer>(TestContext.Current.CancellationToken, staying)).First(v => v.AccountId is null && !v.Erased).Id;
        }

        var staff = await site.OnPhoneAsync(Roles.ProgramOwner);
        await staff.GotoAsync(site.At($"/staff/sports/registrations/{person}/link"));
        await staff.AxeAsync();
        await staff.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "発行して表示する" }).ClickAsync();
        var address = await staff.Locator(".link-to-copy").TextContentAsync();
        await staff.AxeAsync();
        await staff.SaveScreenshotAsync("link-sheet");
        (await staff.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        await staff.Context.CloseAsync();

        var path = new Uri(address!).AbsolutePath;
        var phone = await site.OnPhoneAsync();
        await phone.GotoAsync(site.At(path));
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("link-signed-out");
        await phone.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "サインインする", Exact = true }).ClickAsync();
        phone.Url.ShouldContain(Uri.EscapeDataString(path));
        await phone.Context.CloseAsync();

        // The resident of the demonstration has a registration already: joining the two is for staff.
        var resident = await site.OnPhoneAsync("resident");
        await resident.GotoAsync(site.At(path));
        await resident.GetByText("このアカウントには、別の登録があります").WaitForAsync();
        await resident.AxeAsync();
        await resident.Context.CloseAsync();
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
