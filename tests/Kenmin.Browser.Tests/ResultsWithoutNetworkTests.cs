using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>A leader reports from a shore without reception: kept on the phone, sent once, counted once.</summary>
public sealed class ResultsWithoutNetworkTests(Site site)
{
    [Fact]
    public async Task A_leader_reports_without_a_network_and_it_counts_once_whatever_becomes_of_the_answers()
    {
        var phone = await site.OnPhoneAsync(Roles.Resident);
        var id = await OpenAsync(phone);
        await phone.AxeAsync();
        var before = await VersionAsync(phone, id);

        // Wrong entries are found on the phone, at their field.
        await phone.Locator("[name='Input.People']").FillAsync("たくさん");
        await phone.GetByRole(AriaRole.Button, new() { Name = "報告する" }).ClickAsync();
        await Expect(phone.Locator("[name='Input.People']")).ToBeFocusedAsync();
        await Expect(phone.GetByText("1 から 100,000 までの数字で入力してください。")).ToBeVisibleAsync();
        await phone.AxeAsync();

        await phone.Context.SetOfflineAsync(true);
        await phone.ReloadAsync();
        await FillAsync(phone, people: "３４", bags: "50");
        await phone.Locator("#photo-after").SetInputFilesAsync(new FilePayload { Name = "IMG_1.jpg", MimeType = "image/jpeg", Buffer = await PhotoAsync(phone) });
        await Expect(phone.Locator("#spot")).ToHaveAttributeAsync("data-waiting", "2");
        await Expect(phone.Locator("[data-part=photos] img")).ToBeVisibleAsync();
        await Expect(phone.Locator("[data-part=state]")).ToContainTextAsync("電波がありません");
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("clean-up-field-offline");

        // Put away and taken up again without a network: what was entered is still there.
        await phone.ReloadAsync();
        await Expect(phone.Locator("[name='Input.BurnableBags']")).ToHaveValueAsync("50");
        await Expect(phone.Locator("#spot")).ToHaveAttributeAsync("data-waiting", "2");

        // The network is back, but every answer is lost at first: the server has it, the phone cannot know.
        var lost = 0;
        await phone.Context.RouteAsync("**/api/v1/clean-up/me/activities/**", async route =>
        {
            if (route.Request.Method != "PUT" || lost >= 4)
            {
                await route.ContinueAsync();
                return;
            }

            Interlocked.Increment(ref lost);
            await route.FetchAsync();
            await route.AbortAsync("connectionreset");
        });
        await phone.Context.SetOfflineAsync(false);
        // The page sends by itself twice a minute besides, so that whoever presses may find nothing left to press.
        var later = phone.Locator("[data-part=state]", new() { HasText = "あとで自動でもう一度送ります" });
        var sent = phone.Locator("#spot[data-waiting='0']");
        while (true)
        {
            await Expect(later.Or(sent).First).ToBeVisibleAsync();
            if (await sent.CountAsync() > 0) break;
            try
            {
                await phone.GetByRole(AriaRole.Button, new() { Name = "いま送る" }).ClickAsync(new() { Timeout = 2_000 });
            }
            catch (TimeoutException)
            {
                // It was sent just then.
            }

            await Expect(phone.Locator("[data-part=state]")).Not.ToContainTextAsync("送っています");
        }

        Volatile.Read(ref lost).ShouldBe(4);
        (await VersionAsync(phone, id)).ShouldBe(before + 1, "sent five times, it counts once");
        await Expect(phone.Locator("[data-part=state]")).ToContainTextAsync("すべて送りました");
        await phone.GotoAsync(site.At($"/clean-up/activities/{id}/my-photos"));
        (await phone.GetByText("清掃後").CountAsync()).ShouldBeGreaterThan(0);
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task What_was_reported_from_another_phone_is_not_overwritten_unseen()
    {
        var first = await site.OnPhoneAsync(Roles.Resident);
        var second = await site.OnPhoneAsync(Roles.Resident);
        var id = await OpenAsync(first);
        await OpenAsync(second);
        await first.Context.SetOfflineAsync(true);
        await FillAsync(first, people: "20", bags: "11");
        await Expect(first.Locator("#spot")).ToHaveAttributeAsync("data-waiting", "1");
        await FillAsync(second, people: "25", bags: "12");
        await Expect(second.Locator("[data-part=state]")).ToContainTextAsync("報告を送りました");

        await first.Context.SetOfflineAsync(false);
        await Expect(first.Locator("[data-part=doubts]")).ToContainTextAsync("いまの報告：25 人");
        await first.AxeAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "この端末の報告を送り直す" }).ClickAsync();
        await Expect(first.Locator("[data-part=doubts]")).ToBeHiddenAsync();
        await Expect(first.Locator("#spot")).ToHaveAttributeAsync("data-waiting", "0");
        (await ReportedAsync(first, id)).GetProperty("figures").GetProperty("people").GetInt32().ShouldBe(20);
        await first.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_watches_the_counters_sees_a_report_arrive_and_can_stop_that()
    {
        var leader = await site.OnPhoneAsync(Roles.Resident);
        var id = await OpenAsync(leader);
        var anybody = await site.OnPhoneAsync();
        await anybody.GotoAsync(site.At("/clean-up"));
        await anybody.GetByRole(AriaRole.Link, new() { NameRegex = new("見本一斉清掃") }).First.ClickAsync();
        await anybody.GetByRole(AriaRole.Link, new() { Name = "清掃の結果を見る" }).ClickAsync();
        await Expect(anybody.Locator("[data-live-state]")).ToBeVisibleAsync();
        await anybody.AxeAsync();

        await ReportAsync(leader, id, people: 4_321);
        await Expect(anybody.Locator("[data-live-content]")).ToContainTextAsync("4,321");
        await anybody.AxeAsync();

        await anybody.GetByRole(AriaRole.Button, new() { Name = "自動更新を止める" }).ClickAsync();
        await Expect(anybody.GetByRole(AriaRole.Button, new() { Name = "自動更新を再開する" })).ToBeVisibleAsync();
        await ReportAsync(leader, id, people: 32);
        await anybody.GetByRole(AriaRole.Button, new() { Name = "自動更新を再開する" }).ClickAsync();
        await Expect(anybody.Locator("[data-live-content]")).Not.ToContainTextAsync("4,321");
        await leader.Context.CloseAsync();
        await anybody.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_scripts_the_plain_page_stays_the_way()
    {
        var page = await site.WithoutScriptsAsync(Roles.Resident);
        await page.GotoAsync(site.At("/clean-up/field"));
        await page.GetByRole(AriaRole.Link, new() { Name = "見本川河川敷" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "ふつうのページで報告する", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "グループの合計を報告する" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private async Task<string> OpenAsync(IPage phone)
    {
        await phone.GotoAsync(site.At("/clean-up/me"));
        await phone.GetByRole(AriaRole.Link, new() { Name = "現地で報告する" }).ClickAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "見本川河川敷" }).ClickAsync();
        await Expect(phone.Locator("#spot")).ToBeVisibleAsync();
        await phone.WaitForFunctionAsync("async () => navigator.serviceWorker.controller && await caches.match(location.href) && await caches.match(new URL('/_content/Kenmin.CleanUp/field/outbox.js', location))");
        return phone.Url.Split('/')[^1];
    }

    private static async Task ReportAsync(IPage leader, string id, int people) => (await leader.EvaluateAsync<int>(
        $$"""() => fetch('/api/v1/clean-up/me/activities/{{id}}/result', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ people: {{people}}, personMinutes: {{people * 60}}, burnableBags: 41, otherBags: 7, litter: {} }) }).then(a => a.status)""")).ShouldBe(204);

    private static async Task FillAsync(IPage phone, string people, string bags)
    {
        await phone.Locator("[name='Input.People']").FillAsync(people);
        await phone.Locator("[name='Input.Minutes']").FillAsync("90");
        await phone.Locator("[name='Input.BurnableBags']").FillAsync(bags);
        await phone.GetByRole(AriaRole.Button, new() { Name = "報告する" }).ClickAsync();
    }

    /// <summary>A picture as a phone's camera gives it: larger than what is sent.</summary>
    private static async Task<byte[]> PhotoAsync(IPage phone) => Convert.FromBase64String(await phone.EvaluateAsync<string>(
        """
        () => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 1800 });
          const pen = canvas.getContext('2d');
          pen.fillStyle = '#cda'; pen.fillRect(0, 0, 2400, 1800);
          pen.fillStyle = '#47a'; pen.fillRect(0, 0, 2400, 700);
          return canvas.toDataURL('image/jpeg').split(',')[1];
        }
        """));

    private static async Task<JsonElement> ReportedAsync(IPage phone, string id)
    {
        using var read = JsonDocument.Parse(await phone.EvaluateAsync<string>($"() => fetch('/api/v1/clean-up/me/activities/{id}/result').then(a => a.text())"));
        return read.RootElement.Clone();
    }

    private static async Task<int> VersionAsync(IPage phone, string id) => (await ReportedAsync(phone, id)).GetProperty("version").GetInt32();
}
