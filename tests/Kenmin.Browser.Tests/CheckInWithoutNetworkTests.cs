using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SportsVolunteers;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>Two helpers with phones at a venue without a network.</summary>
public sealed class CheckInWithoutNetworkTests(Site site)
{
    [Fact]
    public async Task Two_phones_check_people_in_without_a_network_and_agree_once_it_is_back()
    {
        var shift = await ShiftAsync();
        var first = await site.OnPhoneAsync(Roles.ProgramOwner);
        var second = await site.OnPhoneAsync(Roles.ProgramOwner);
        foreach (var phone in new[] { first, second }) await TakeRosterAsync(phone, shift);
        await first.AxeAsync();
        await first.SaveScreenshotAsync("check-in-phone");
        var people = await first.Locator("[data-person]").EvaluateAllAsync<string[]>("all => all.filter(p => p.querySelector('[data-kind=in]')).map(p => p.dataset.person)");
        people.Length.ShouldBeGreaterThanOrEqualTo(2);

        // The network goes; both have the same person before them, and one of them another.
        await first.Context.SetOfflineAsync(true);
        await second.Context.SetOfflineAsync(true);
        await TapAsync(first, people[0], "in");
        await TapAsync(first, people[1], "in");
        await TapAsync(second, people[0], "in");
        await Expect(first.Locator("#check-in")).ToHaveAttributeAsync("data-waiting", "2");

        // The phone is put away and taken up again: the worker serves the page, the vault the roster and what was not sent.
        await first.ReloadAsync();
        await Expect(first.Locator("#check-in")).ToHaveAttributeAsync("data-waiting", "2");
        await Expect(Person(first, people[1]).Locator("[data-kind=out]")).ToBeVisibleAsync();
        await Expect(first.Locator("[data-part=state]")).ToContainTextAsync("電波がありません");
        await first.AxeAsync();
        (await AttendanceAsync(shift, people[0])).ShouldBeNull("nothing was sent yet");

        await first.Context.SetOfflineAsync(false);
        await Expect(first.Locator("#check-in")).ToHaveAttributeAsync("data-waiting", "0");
        var counted = (await AttendanceAsync(shift, people[0]))!.CheckedIn;
        (await AttendanceAsync(shift, people[1]))!.Presence.ShouldBe(Presence.Present);

        await second.Context.SetOfflineAsync(false);
        await Expect(second.Locator("#check-in")).ToHaveAttributeAsync("data-waiting", "0");
        await Expect(second.Locator("[data-part=doubts]")).ToContainTextAsync("受付済みです");
        (await AttendanceAsync(shift, people[0]))!.CheckedIn.ShouldBe(counted, "the first counts");
        await Expect(Person(second, people[1]).Locator("[data-kind=out]")).ToBeVisibleAsync();
        await second.AxeAsync();
        await second.GetByRole(AriaRole.Button, new() { NameRegex = new("確認した") }).ClickAsync();
        await Expect(second.Locator("[data-part=doubts]")).ToBeHiddenAsync();

        // What is kept is sealed: neither a name nor the key can be read out of the device.
        var name = await Person(first, people[0]).Locator("strong").InnerTextAsync();
        (await first.EvaluateAsync<string>(Everything)).ShouldNotContain(name);
        (await first.EvaluateAsync<bool>(KeyCanBeRead)).ShouldBeFalse();

        // Deleted on demand, and gone after a reload.
        first.Dialog += (_, dialog) => dialog.AcceptAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "名簿をこの端末から消す" }).ClickAsync();
        await Expect(first.Locator("[data-part=state]")).ToContainTextAsync("消しました");
        await first.ReloadAsync();
        await Expect(first.Locator("[data-part=state]")).ToContainTextAsync("まだ保存していません");
        await Expect(first.Locator("[data-part=desk]")).ToBeHiddenAsync();

        foreach (var person in people[..2]) await UndoAsync(shift, person);
        await first.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    [Fact]
    public async Task A_code_is_typed_by_keyboard_and_the_roster_goes_with_the_day()
    {
        var shift = await ShiftAsync();
        var phone = await site.OnPhoneAsync(Roles.ProgramOwner);
        await TakeRosterAsync(phone, shift);
        using var roster = System.Text.Json.JsonDocument.Parse(await phone.EvaluateAsync<string>($"() => fetch('/api/v1/sports/shifts/{shift}/check-in/roster').then(a => a.text())"));
        var person = roster.RootElement.GetProperty("people").EnumerateArray().Last(p => p.GetProperty("state").GetString() == "none");
        await phone.Locator("#code").FillAsync(person.GetProperty("code").GetString()!.ToLowerInvariant());
        await phone.Locator("#code").PressAsync("Enter");
        await Expect(phone.Locator("[data-part=last]")).ToContainTextAsync("受け付けました");
        var id = person.GetProperty("id").GetString()!;
        await ArrivesAsync(async () => (await AttendanceAsync(shift, id))?.Presence == Presence.Present);
        await TapAsync(phone, id, "undo");
        await ArrivesAsync(async () => await AttendanceAsync(shift, id) is null);

        // Tomorrow the same phone holds nothing any more.
        await phone.Context.Clock.SetFixedTimeAsync(TimeProvider.System.GetUtcNow().AddDays(2).UtcDateTime);
        await phone.ReloadAsync();
        await Expect(phone.Locator("[data-part=state]")).ToContainTextAsync("日が終わった");
        await Expect(phone.Locator("[data-part=desk]")).ToBeHiddenAsync();
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_scripts_the_list_stays_the_way()
    {
        var shift = await ShiftAsync();
        var page = await site.WithoutScriptsAsync(Roles.ProgramOwner);
        await page.GotoAsync(site.At($"/staff/sports/check-in/{shift}"));
        await page.GetByRole(AriaRole.Link, new() { Name = "申込者の一覧で受け付ける" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(site.At($"/staff/sports/shifts/{shift}"));
        await page.Context.CloseAsync();
    }

    private const string Everything =
        """
        async () => {
          const db = await new Promise(resolve => { const r = indexedDB.open('kenmin-check-in'); r.onsuccess = () => resolve(r.result); });
          const all = [];
          for (const store of db.objectStoreNames) {
            const rows = await new Promise(resolve => { const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => resolve(r.result); });
            for (const row of rows) all.push(JSON.stringify(row), row.data ? new TextDecoder().decode(row.data) : '');
          }
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) all.push(await (await cache.match(request)).text());
          }
          db.close();
          return all.join('\n');
        }
        """;

    private const string KeyCanBeRead =
        """
        async () => {
          const db = await new Promise(resolve => { const r = indexedDB.open('kenmin-check-in'); r.onsuccess = () => resolve(r.result); });
          const [key] = await new Promise(resolve => { const r = db.transaction('keys').objectStore('keys').getAll(); r.onsuccess = () => resolve(r.result); });
          db.close();
          return await crypto.subtle.exportKey('raw', key).then(() => true, () => false);
        }
        """;

    private IParticipation<ISportsVolunteersStore> Participation => site.Services.GetRequiredService<IParticipation<ISportsVolunteersStore>>();

    private async Task<Guid> ShiftAsync()
    {
        await using var session = site.Services.GetRequiredService<ISportsVolunteersStore>().QuerySession();
        var made = await session.Query<SportsEvent>().Where(e => e.Slug == "mihon-today").Select(e => e.Id).SingleAsync();
        return await session.Query<Shift>().Where(s => s.EventId == made).Select(s => s.Id).SingleAsync();
    }

    private async Task TakeRosterAsync(IPage phone, Guid shift)
    {
        await phone.GotoAsync(site.At("/staff/sports/check-in"));
        await phone.Locator($"a[href='/staff/sports/check-in/{shift}']").ClickAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "名簿をこの端末に保存する" }).ClickAsync();
        await Expect(phone.Locator("[data-person]").First).ToBeVisibleAsync();
        await phone.WaitForFunctionAsync("async () => navigator.serviceWorker.controller && await caches.match(location.href) && await caches.match(new URL('/_content/Kenmin.SportsVolunteers/check-in/app.js', location))");
    }

    /// <summary>Waits until what was recorded on a phone has come to the server.</summary>
    private static async Task ArrivesAsync(Func<Task<bool>> there)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await there()) await poll.WaitForNextTickAsync(limit.Token);
    }

    private static ILocator Person(IPage phone, string id) => phone.Locator($"[data-person='{id}']");

    private static Task TapAsync(IPage phone, string id, string kind) => Person(phone, id).Locator($"[data-kind={kind}]").ClickAsync();

    private async Task<AttendanceFact?> AttendanceAsync(Guid shift, string person) =>
        (await Participation.SignUpsOfOpeningAsync(shift)).Single(s => s.PersonId == Guid.Parse(person)).Attendance;

    private Task UndoAsync(Guid shift, string person) => Participation.RecordAttendanceAsync(
        new RecordAttendance(Guid.CreateVersion7(), shift, Guid.Parse(person), new AttendanceEntry.Withdraw(), Actor.Staff(Guid.CreateVersion7())));
}
