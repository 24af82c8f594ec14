using System.Globalization;
using System.Text;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers;
using Kenmin.SportsVolunteers.Certificates;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>
/// A secretariat's whole festival with the keyboard alone: the roster and the plan come in, people are assigned and asked, one answers on
/// a phone, the day is held, hours are entered, certificates are issued and one is verified, and next year's event is made from it.
/// </summary>
public sealed class WholeFestivalJourneyTests(Site site)
{
    private const string Name = "見本ふれあい大会";
    private static readonly string Roster =
        "受付番号,氏名,フリガナ,生年月日,性別,郵便番号,住所,電話番号,メールアドレス,希望活動,備考,大会後の継続登録\r\n" +
        "1,見本　ふれ子,ミホン　フレコ,1962/7/7,女,753-0047,山口県山口市南1丁目1-1,083-000-7711,,受付・案内,,○\r\n" +
        "2,見本　あい,ミホン　アイ,S30.1.2,女,753-0047,山口県山口市南1丁目1-2,083-000-7712,,会場整理,,○\r\n";

    [Fact]
    public async Task From_the_roster_to_a_verified_certificate_and_next_year_s_event()
    {
        var desk = await site.AtDeskAsync(Roles.ProgramOwner);
        await UploadAsync(desk, "roster", "roster.csv", Roster, festival: "見本ふれあい大会2025");
        await Expect(desk.GetByText("取り込みました", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await UploadAsync(desk, "shift-plan", "plan.csv", Plan(), null);
        await Expect(desk.GetByText("取り込みました", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });

        // The event is published, with its rules of the day.
        await desk.GotoAsync(site.At("/staff/sports/events"));
        await desk.GetByRole(AriaRole.Link, new() { Name = Name }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "公開する" }).PressKeyAsync();
        await Expect(desk.GetByText("変更しました")).ToBeVisibleAsync();
        var sportsEvent = new Uri(desk.Url).AbsolutePath;
        await desk.GetByRole(AriaRole.Link, new() { Name = "当日の受付のきまり" }).PressKeyAsync();
        await desk.Locator("[name='Input.CutOff']").TypeOverAsync("120");
        await desk.Locator("[name='Input.NoShow']").TypeOverAsync("24");
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "保存する" }).PressKeyAsync();
        await Expect(desk.GetByText("保存しました")).ToBeVisibleAsync();

        var shift = await AssignAsync(desk, sportsEvent);
        await AnswerAsync(shift);
        await HoldAsync(desk, shift);
        await CountAsync(desk, sportsEvent);
        await CertifyAsync(desk, sportsEvent);

        // Next year's event.
        await desk.GotoAsync(site.At(sportsEvent));
        await desk.GetByRole(AriaRole.Link, new() { Name = "次の年の大会を作る" }).PressKeyAsync();
        await desk.Locator("[name='Input.Name']").TypeOverAsync(Name + "2");
        await desk.GetByRole(AriaRole.Button, new() { Name = "活動枠を見直す" }).PressKeyAsync();
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "この内容で大会を作る" }).PressKeyAsync();
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(Name + "2");
        await desk.Context.CloseAsync();
    }

    /// <summary>A proposal for all; the volunteer of the demonstration is pinned, and offers go out.</summary>
    private async Task<string> AssignAsync(IPage desk, string sportsEvent)
    {
        await desk.GotoAsync(site.At(sportsEvent));
        await desk.GetByRole(AriaRole.Link, new() { Name = "人を割り当てる" }).PressKeyAsync();
        var assignment = new Uri(desk.Url).AbsolutePath;
        await StartAsync();
        await Expect(desk.GetByText("すべての席が埋まりました")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var shift = (await desk.Locator("#people").GetByRole(AriaRole.Link, new() { Name = "受付・案内" }).First.GetAttributeAsync("href"))!.Split('=')[1];
        var person = await PersonAsync();
        await desk.GotoAsync(site.At($"{assignment}?shift={shift}"));
        await desk.GetByLabel("氏名・フリガナ・電話番号").TypeOverAsync(person.Phone!);
        await desk.GetByRole(AriaRole.Button, new() { Name = "探す" }).PressKeyAsync();
        await desk.Locator($"button[name=put][value='{person.Id}']").PressKeyAsync();
        await Expect(desk.GetByText("固定しました")).ToBeVisibleAsync();
        await desk.GotoAsync(site.At(assignment));
        await StartAsync();
        await Expect(desk.Locator("#people").GetByText("担当者が固定した")).ToHaveCountAsync(1, new() { Timeout = 60_000 });

        await desk.GetByLabel("回答の期限（その日の終わりまで）").FillAsync(JapanTime.Today(TimeProvider.System).AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await desk.GetByRole(AriaRole.Button, new() { Name = "この案の案内を送る" }).PressKeyAsync();
        await Expect(desk.GetByText("回答待ち")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await desk.Locator("[name='Input.Days']").TypeOverAsync("2");
        await desk.GetByRole(AriaRole.Button, new() { Name = "自動で埋める" }).PressKeyAsync();
        await Expect(desk.GetByText("席を、自動で埋めます")).ToBeVisibleAsync();
        await desk.AxeAsync();
        return shift;

        async Task StartAsync()
        {
            // Whoever has another activity today may have this one too.
            await desk.Locator("[name='Input.RestMinutes']").TypeOverAsync("0");
            await desk.GetByRole(AriaRole.Button, new() { Name = "割り当て案を作る" }).PressKeyAsync();
        }
    }

    /// <summary>The volunteer takes the place on a phone, looks for somebody else, and comes after all.</summary>
    private async Task AnswerAsync(string shift)
    {
        var phone = await site.OnPhoneAsync(Roles.Resident);
        await phone.GotoAsync(site.At("/sports/me"));
        var offer = phone.Locator("section.card").Filter(new() { Has = phone.Locator($"input[name=shiftId][value='{shift}']") });
        await offer.GetByRole(AriaRole.Button, new() { Name = "参加する" }).PressKeyAsync();
        await Expect(phone.GetByText("参加が確定しました")).ToBeVisibleAsync();
        await phone.Locator($"a[href='/sports/shifts/{shift}/swap']").PressKeyAsync();
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "募集を始める" }).PressKeyAsync();
        await Expect(phone.GetByText("募集を始めました")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("swap-phone");
        await phone.GetByRole(AriaRole.Button, new() { Name = "募集をやめる" }).PressKeyAsync();
        await Expect(phone.GetByText("交代の募集をやめました")).ToBeVisibleAsync();
        await phone.Context.CloseAsync();
    }

    /// <summary>The day: who is there is checked in, one comes who did not sign up, and what happened is written down.</summary>
    private async Task HoldAsync(IPage desk, string shift)
    {
        await desk.GotoAsync(site.At($"/staff/sports/shifts/{shift}"));
        await desk.GetByRole(AriaRole.Button, new() { Name = "来た" }).PressKeyAsync();
        await Expect(desk.GetByText("記録しました。")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "当日参加を受け付ける" }).PressKeyAsync();
        await desk.Locator("[name='Input.Text']").TypeOverAsync("ミホン　フレコ");
        await desk.GetByRole(AriaRole.Button, new() { Name = "探す" }).PressKeyAsync();
        await desk.GetByLabel("定員を超えて受け付ける理由").FillAsync("家族と一緒に来た");
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "見本　ふれ子を受け付ける" }).PressKeyAsync();
        await Expect(desk.GetByText("当日参加", new() { Exact = true })).ToBeVisibleAsync();

        await desk.GetByRole(AriaRole.Link, new() { Name = "出来事の記録" }).PressKeyAsync();
        await desk.Locator("select[name='Input.Kind']").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await desk.Locator("[name='Input.Time']").TypeOverAsync("9:05");
        await desk.Locator("[name='Input.Text']").TypeOverAsync("転んだ。手当てをした。");
        await desk.GetByRole(AriaRole.Button, new() { Name = "記録する" }).PressKeyAsync();
        await Expect(desk.GetByText("転んだ。手当てをした。")).ToBeVisibleAsync();
        await desk.AxeAsync();

        await desk.GotoAsync(site.At($"/staff/sports/shifts/{shift}"));
        await desk.GetByText("活動時間を予定どおりに記録する").PressKeyAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "記録する", Exact = true }).PressKeyAsync();
        await Expect(desk.GetByText("予定の時間を記録しました")).ToBeVisibleAsync();
        await Expect(desk.GetByText("出席（0時間30分）")).ToHaveCountAsync(2);
    }

    private async Task CountAsync(IPage desk, string sportsEvent)
    {
        await desk.GotoAsync(site.At(sportsEvent));
        await desk.GetByRole(AriaRole.Link, new() { Name = "弁当・ユニフォームの数" }).PressKeyAsync();
        await desk.Locator("[name='Input.Minutes']").TypeOverAsync("20");
        await desk.GetByRole(AriaRole.Button, new() { Name = "保存する" }).PressKeyAsync();
        await Expect(desk.GetByText("計 2")).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.GotoAsync(site.At($"{sportsEvent}/report"));
        await Expect(desk.GetByRole(AriaRole.Main)).ToContainTextAsync(Name);
        await desk.AxeAsync();
    }

    private async Task CertifyAsync(IPage desk, string sportsEvent)
    {
        await desk.GotoAsync(site.At(sportsEvent));
        await desk.GetByRole(AriaRole.Link, new() { Name = "活動証明書" }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "まだの方に発行する" }).PressKeyAsync();
        await Expect(desk.GetByText("2人分を発行しました")).ToBeVisibleAsync();
        await desk.AxeAsync();
        var paper = await desk.GetByRole(AriaRole.Link, new() { Name = "証明書（PDF）" }).GetAttributeAsync("href");
        var file = await desk.APIRequest.GetAsync(site.At(paper!));
        Encoding.ASCII.GetString(await file.BodyAsync(), 0, 5).ShouldBe("%PDF-");

        await using var session = site.Services.GetRequiredService<ISportsVolunteersStore>().QuerySession();
        var person = await PersonAsync();
        var number = await session.Query<Certificate>().Where(c => c.VolunteerId == person.Id && c.RevokedAt == null && c.EventName == Name).Select(c => c.Number)
            .FirstAsync(TestContext.Current.CancellationToken);
        var phone = await site.OnPhoneAsync();
        await phone.GotoAsync(site.At("/certificates"));
        await phone.GetByLabel("証明書の番号").TypeOverAsync(number);
        await phone.GetByLabel("証明書の番号").PressAsync("Enter");
        await Expect(phone.GetByRole(AriaRole.Heading, new() { Name = "この証明書は有効です" })).ToBeVisibleAsync();
        await Expect(phone.GetByText(Name)).ToBeVisibleAsync();
        await Expect(phone.GetByText(person.GivenName)).ToHaveCountAsync(0);
        await phone.AxeAsync();
        await phone.Context.CloseAsync();
    }

    /// <summary>One shift of half an hour that begins soon, and does not reach over midnight.</summary>
    private static string Plan()
    {
        var starts = JapanTime.Local(TimeProvider.System.GetUtcNow().AddMinutes(20));
        if (starts.AddMinutes(31).Day != starts.Day) starts = JapanTime.Local(JapanTime.StartOf(JapanTime.Today(TimeProvider.System).AddDays(1)).AddMinutes(10));
        return "大会名,会場,住所,緯度,経度,役割,日付,開始,終了,定員,必要資格,最少年齢,備考\r\n" + string.Create(
            CultureInfo.InvariantCulture, $"{Name},見本ふれあい会場,山口県山口市,34.16,131.46,受付・案内,{starts:yyyy-MM-dd},{starts:H:mm},{starts.AddMinutes(30):H:mm},1,,,\r\n");
    }

    private async Task UploadAsync(IPage desk, string kind, string file, string content, string? festival)
    {
        await desk.GotoAsync(site.At($"/staff/sports/imports/new/{kind}"));
        await desk.Locator("select[name=initiative]").SelectOptionAsync(DemonstrationInitiatives.SportsFestival.ToString());
        if (festival is not null) await desk.Locator("main input[type=text][required], main input[type=text][aria-required=true]").First.TypeOverAsync(festival);
        await desk.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = file, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("\uFEFF" + content) });
        await desk.GetByRole(AriaRole.Button, new() { Name = "アップロードして次へ" }).PressKeyAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "取り込む", Exact = true }).PressKeyAsync();
    }

    private async Task<Volunteer> PersonAsync()
    {
        await using var session = site.Services.GetRequiredService<ISportsVolunteersStore>().QuerySession();
        return await session.Query<Volunteer>().FirstAsync(v => v.AccountId == DemonstrationPersonas.Resident.Id);
    }
}
