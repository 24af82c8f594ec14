using System.Globalization;
using System.Text;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>
/// A secretariat assigns its volunteers with the keyboard alone: says whom a shift needs, runs the proposal, pins one, runs again and
/// sends offers; a volunteer accepts one and declines another, which goes to somebody else.
/// </summary>
public sealed class AssignmentJourneyTests(Site site)
{
    [Fact]
    public async Task Staff_assign_and_offer_a_volunteer_accepts_declines_and_is_replaced()
    {
        var desk = await site.AtDeskAsync(Roles.ProgramOwner);
        await TakeInPlanAsync(desk);
        await desk.GotoAsync(site.At("/staff/sports/events"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "見本駅伝" }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "公開する" }).PressKeyAsync();
        await Expect(desk.GetByText("変更しました")).ToBeVisibleAsync();
        var address = new Uri(desk.Url).AbsolutePath;

        // Whom the second shift needs.
        await desk.GotoAsync(site.At($"{address}?day={Day(1)}"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "会場整理" }).PressKeyAsync();
        var second = new Uri(desk.Url).Segments[^1];
        await desk.GetByRole(AriaRole.Link, new() { Name = "必要な構成" }).PressKeyAsync();
        await desk.GetByLabel("経験のある人").FillAsync("1");
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "構成を保存する" }).PressKeyAsync();
        await Expect(desk.GetByText("保存しました")).ToBeVisibleAsync();

        // The proposal.
        await desk.GotoAsync(site.At(address));
        await desk.GetByRole(AriaRole.Link, new() { Name = "人を割り当てる" }).PressKeyAsync();
        await desk.AxeAsync();
        var assignment = new Uri(desk.Url).AbsolutePath;
        await desk.GetByRole(AriaRole.Button, new() { Name = "割り当て案を作る" }).PressKeyAsync();
        await Expect(desk.GetByText("すべての席が埋まりました")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("assignment");

        // One is pinned to both shifts, and it runs again.
        var person = await PersonAsync();
        var first = await FirstShiftAsync(desk);
        foreach (var shift in new[] { first, second })
        {
            await desk.GotoAsync(site.At($"{assignment}?shift={shift}"));
            await desk.GetByLabel("氏名・フリガナ・電話番号").FillAsync(person.Phone!);
            await desk.GetByRole(AriaRole.Button, new() { Name = "探す" }).PressKeyAsync();
            await desk.Locator($"button[name=put][value='{person.Id}']").PressKeyAsync();
            await Expect(desk.GetByText("固定しました")).ToBeVisibleAsync();
        }

        await desk.GotoAsync(site.At(assignment));
        await desk.GetByRole(AriaRole.Button, new() { Name = "割り当て案を作る" }).PressKeyAsync();
        await Expect(desk.Locator("#people").GetByText("担当者が固定した")).ToHaveCountAsync(2, new() { Timeout = 60_000 });

        // Offers.
        var answerBy = JapanTime.Today(TimeProvider.System).AddDays(10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await desk.GetByLabel("回答の期限（その日の終わりまで）").FillAsync(answerBy);
        await desk.GetByRole(AriaRole.Button, new() { Name = "この案の案内を送る" }).PressKeyAsync();
        await Expect(desk.GetByText("回答待ち")).ToHaveCountAsync(3, new() { Timeout = 60_000 });

        var phone = await site.OnPhoneAsync(Roles.Resident);
        await phone.GotoAsync(site.At("/sports/me"));
        await phone.AxeAsync();
        await OfferOf(phone, first).GetByRole(AriaRole.Button, new() { Name = "参加する" }).PressKeyAsync();
        await Expect(phone.GetByText("参加が確定しました")).ToBeVisibleAsync();
        await OfferOf(phone, second).GetByText("参加しない", new() { Exact = true }).PressKeyAsync();
        await OfferOf(phone, second).GetByRole(AriaRole.Button, new() { Name = "参加しないと答える" }).PressKeyAsync();
        await Expect(phone.GetByText("参加しないとのお返事を受け取りました")).ToBeVisibleAsync();
        await phone.Context.CloseAsync();

        // The place goes to somebody else.
        await desk.GotoAsync(site.At(assignment));
        await Expect(desk.GetByText("断った・期限が切れた")).ToHaveCountAsync(1);
        await desk.GetByLabel("回答の期限（その日の終わりまで）").FillAsync(answerBy);
        await desk.GetByRole(AriaRole.Button, new() { Name = "もう一度埋める" }).PressKeyAsync();
        await Expect(desk.GetByText("回答待ち")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await Expect(desk.Locator("#people").GetByText("参加する", new() { Exact = true })).ToHaveCountAsync(1);
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("assignment-offers");
        await desk.Context.CloseAsync();
    }

    private static string Day(int after) => JapanTime.Today(TimeProvider.System).AddDays(80 + after).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task TakeInPlanAsync(IPage desk)
    {
        static string Line(string role, int after, int places) => $"見本駅伝,見本駅伝会場,山口県山口市,34.16,131.46,{role},{Day(after)},9:00,12:00,{places},,,\r\n";
        var plan = "大会名,会場,住所,緯度,経度,役割,日付,開始,終了,定員,必要資格,最少年齢,備考\r\n" + Line("受付・案内", 0, 1) + Line("会場整理", 1, 2);
        await desk.GotoAsync(site.At("/staff/sports/imports/new/shift-plan"));
        await desk.Locator("select[name=initiative]").SelectOptionAsync(DemonstrationInitiatives.SportsFestival.ToString());
        await desk.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "plan.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("\uFEFF" + plan) });
        await desk.GetByRole(AriaRole.Button, new() { Name = "アップロードして次へ" }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "取り込む", Exact = true }).PressKeyAsync();
        await Expect(desk.GetByText("取り込みました", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    private async Task<Volunteer> PersonAsync()
    {
        await using var session = site.Services.GetRequiredService<ISportsVolunteersStore>().QuerySession();
        return await session.Query<Volunteer>().FirstAsync(v => v.AccountId == DemonstrationPersonas.Resident.Id);
    }

    private static async Task<string> FirstShiftAsync(IPage desk)
    {
        var link = await desk.Locator("#people").GetByRole(AriaRole.Link, new() { Name = "受付・案内" }).First.GetAttributeAsync("href");
        return link!.Split('=')[1];
    }

    private static ILocator OfferOf(IPage phone, string shift) =>
        phone.Locator("section.card").Filter(new() { Has = phone.Locator($"input[name=shiftId][value='{shift}']") });
}
