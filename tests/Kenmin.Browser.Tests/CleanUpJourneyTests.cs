using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>A clean-up: a leader plans on a phone, the city accepts and allocates, everybody finds the activity and the results.</summary>
public sealed class CleanUpJourneyTests(Site site)
{
    [Fact]
    public async Task A_leader_plans_an_officer_accepts_and_allocates_and_everybody_sees_it()
    {
        var phone = await site.OnPhoneAsync(Roles.Resident);
        await phone.GotoAsync(site.At("/clean-up/sites?municipality=352039"));
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "見本駅前広場", Exact = true }).First.ClickAsync();
        await phone.AxeAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "この場所での活動を計画する" }).ClickAsync();
        await Expect(phone.Locator("[name='Input.Day']")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.Locator("[name='Input.GroupId']").SelectOptionAsync(new SelectOptionValue { Label = "見本自治会" });
        await phone.Locator("[name='Input.Day']").FillAsync(JapanTime.Today(TimeProvider.System).AddDays(6).ToString("yyyy-MM-dd"));
        await phone.Locator("[name='Input.Start']").FillAsync("９時");
        await phone.Locator("[name='Input.End']").FillAsync("10時半");
        await phone.Locator("[name='Input.MeetingPlace']").FillAsync("駅の北口（旅程）");
        await phone.Locator("[name='Input.People']").FillAsync("20");
        await phone.Locator("[name='Input.HelperPlaces']").FillAsync("5");
        await phone.GetByRole(AriaRole.Button, new() { Name = "届け出る" }).ClickAsync();
        await Expect(phone.GetByText("届け出ました。")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("clean-up-planned-on-phone");
        var id = phone.Url.Split('?')[0].Split('/')[^1];

        // The city decides with the keyboard alone.
        var desk = await site.AtDeskAsync(Roles.MunicipalStaff);
        await desk.GotoAsync(site.At($"/staff/clean-up/activities/{id}"));
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "受理する" }).PressKeyAsync();
        await Expect(desk.GetByText("代表者にお知らせしました。")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "袋や用具" }).ClickAsync();
        await desk.Locator("[name='Input.BurnableBag']").FillAsync("20");
        await desk.GetByRole(AriaRole.Button, new() { Name = "記録する" }).ClickAsync();
        await Expect(desk.GetByText("記録しました。")).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.SaveScreenshotAsync("clean-up-supplies");

        var anybody = await site.OnPhoneAsync();
        await anybody.GotoAsync(site.At($"/clean-up/activities/{id}"));
        await Expect(anybody.GetByText("駅の北口（旅程）")).ToBeVisibleAsync();
        await Expect(anybody.GetByText("空き 5 人")).ToBeVisibleAsync();
        await anybody.AxeAsync();

        // The results of the demonstration, as a list and on a map.
        await anybody.GotoAsync(site.At("/clean-up"));
        await anybody.GetByRole(AriaRole.Link, new() { NameRegex = new("見本一斉清掃") }).First.ClickAsync();
        await anybody.GetByRole(AriaRole.Link, new() { Name = "清掃の結果を見る" }).ClickAsync();
        await anybody.GetByRole(AriaRole.Link, new() { Name = "山口市" }).ClickAsync();
        await Expect(anybody.GetByRole(AriaRole.Link, new() { Name = "見本川河川敷" }).First).ToBeVisibleAsync();
        await anybody.AxeAsync();
        await anybody.SaveScreenshotAsync("clean-up-results");
    }

    [Fact]
    public async Task Without_scripts_a_resident_reports_bags_and_the_crew_picks_them_up()
    {
        var leader = await site.WithoutScriptsAsync(Roles.Resident);
        await leader.GotoAsync(site.At("/clean-up/me"));
        await leader.GetByRole(AriaRole.Link, new() { Name = "見本川河川敷" }).First.ClickAsync();
        await leader.GetByRole(AriaRole.Link, new() { Name = "ごみ袋の置き場所を知らせる" }).ClickAsync();
        await leader.Locator("[name='Input.Place']").FillAsync("川の東側のベンチ");
        await leader.Locator("[name='Input.BurnableBags']").FillAsync("3");
        await leader.Locator("[name='Input.CollectionDay']").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await leader.GetByRole(AriaRole.Button, new() { Name = "知らせる" }).ClickAsync();
        await Expect(leader.GetByText("市町に知らせました。")).ToBeVisibleAsync();

        var crew = await site.WithoutScriptsAsync(Roles.MunicipalStaff);
        await crew.GotoAsync(site.At("/staff/clean-up"));
        await crew.GetByRole(AriaRole.Link, new() { NameRegex = new("見本一斉清掃") }).First.ClickAsync();
        await crew.GetByRole(AriaRole.Link, new() { Name = "山口市" }).ClickAsync();
        await crew.GetByRole(AriaRole.Link, new() { Name = "収集の順路" }).ClickAsync();
        var spot = crew.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "川の東側のベンチ" });
        await spot.GetByRole(AriaRole.Button, new() { Name = "収集した" }).ClickAsync();
        await Expect(spot.GetByText("収集済み")).ToBeVisibleAsync();
        await leader.ReloadAsync();
        await Expect(leader.GetByText("収集済み")).ToBeVisibleAsync();
    }
}
