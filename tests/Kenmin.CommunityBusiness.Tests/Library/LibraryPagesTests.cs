using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;

namespace Kenmin.CommunityBusiness.Tests.Library;

/// <summary>What the team, staff and everybody see and do about stories, in a browser without scripts and by programs.</summary>
public sealed class LibraryPagesTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task An_owner_writes_and_agrees_staff_publish_everybody_finds_it_and_it_is_gone_once_withdrawn()
    {
        var (venture, owner) = await house.HandedInAsync();
        var account = Guid.CreateVersion7();
        using var team = house.Resident(owner);
        using var staff = house.Staff(account: account);
        using var everybody = house.Visitor();
        var page = $"/community-business/mine/{venture.Id}/story";
        (await team.ReadAsync($"/community-business/mine/{venture.Id}")).ShouldContain(page);
        (string, string)[] story =
        [
            ("Input.Title", "惣菜屋の一年"), ("Input.Field", "Food"), ("Input.Situation", "夕方に店がない"), ("Input.Done", "空き店舗で売った"), ("Input.Outcome", "Worked"), ("Input.Why", "注文を前の日に聞いた"), ("Input.Names", "named"), ("Input.ShownName", "見本の会"), ("Input.Do", "submit"),
        ];
        using var missing = await team.SubmitAsync(page, "story", [.. story.Where(f => f.Item1 != "Input.Outcome")]);
        WebUtility.HtmlDecode(await missing.Content.ReadAsStringAsync()).ShouldContain("結果を選んでください。");
        (await team.SubmitAsync(page, "story", story)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var noDay = await team.SubmitAsync(page, "consent", ("Consent.Purpose", "Pages"));
        WebUtility.HtmlDecode(await noDay.Content.ReadAsStringAsync()).ShouldContain("3 年後までの日にしてください。");
        (await team.SubmitAsync(page, "consent", ("Consent.Purpose", "PagesAndOpenData"), ("Consent.Until", $"{house.Today.AddDays(90):yyyy-MM-dd}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.ReadAsync(page)).ShouldContain("窓口の確認待ち");
        (await everybody.ReadAsync("/community-business/library?words=惣菜")).ShouldNotContain("惣菜屋の一年");

        var desk = await staff.ReadAsync("/staff/community-business/library");
        desk.ShouldContain("惣菜屋の一年");
        var office = $"/staff/community-business/ventures/{venture.Id}/story";
        (await staff.ReadAsync(office)).ShouldContain("注文を前の日に聞いた");
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.stories.listed" && e.SubjectIds.Contains(owner.AccountId));
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.story.viewed" && e.SubjectIds.Contains(owner.AccountId));
        (await staff.SubmitAsync(office, "publish")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var found = await everybody.ReadAsync("/community-business/library?words=惣菜&field=Food&outcome=Worked");
        found.ShouldContain("惣菜屋の一年");
        var id = (await house.StoryAsync(venture.Id))!.Id;
        var told = $"/community-business/library/{id}";
        found.ShouldContain(told);
        var text = await everybody.ReadAsync(told);
        text.ShouldContain("注文を前の日に聞いた");
        text.ShouldContain("見本の会");
        text.ShouldNotContain(venture.Id.ToString(), customMessage: "it says nothing of the venture's address");
        using (var program = await everybody.GetAsync("/api/v1/community-business/library?words=惣菜")) (await program.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await everybody.ReadAsync("/community-business/open-data/library.csv")).ShouldContain("惣菜屋の一年");
        (await everybody.ReadAsync("/community-business/open-data/library.json")).ShouldContain("惣菜屋の一年");

        (await team.SubmitAsync(page, "withdraw")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await everybody.GetAsync(told)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var door in new[] { "/community-business/library?words=惣菜", "/api/v1/community-business/library", "/community-business/open-data/library.csv", "/community-business/open-data/library.json" })
            (await everybody.SaysAsync(door)).ShouldNotContain("惣菜屋の一年", customMessage: door);
    }

    [Fact]
    public async Task Others_see_and_change_nothing_and_an_auditor_only_reads()
    {
        var (venture, owner) = await house.HandedInAsync();
        var story = await house.WrittenAsync(venture, owner, LibraryHelp.Text("ほかには見えない話"));
        var (page, office) = ($"/community-business/mine/{venture.Id}/story", $"/staff/community-business/ventures/{venture.Id}/story");
        using var other = house.Resident(BusinessHouse.Somebody());
        (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync(office)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var elsewhere = house.Staff(BusinessHouse.Hagi);
        (await elsewhere.GetAsync(office)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.ReadAsync("/staff/community-business/library")).ShouldNotContain("ほかには見えない話");
        using var auditor = house.Visitor(Roles.Auditor);
        var read = await auditor.ReadAsync(office);
        read.ShouldContain("ほかには見えない話");
        read.ShouldNotContain("Input.Title");
        read.ShouldNotContain("Back.Reason");
        using var everybody = house.Visitor();
        (await everybody.GetAsync($"/community-business/library/{story.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_agreed_to_for_pages_only_is_no_open_data()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.ToldAsync(venture, owner, LibraryHelp.Text("ページだけの話"), PublicPurpose.Pages);
        using var everybody = house.Visitor();
        (await everybody.ReadAsync("/community-business/library?words=ページだけ")).ShouldContain("ページだけの話");
        foreach (var door in new[] { "/api/v1/community-business/library", "/community-business/open-data/library.csv", "/community-business/open-data/library.json" }) (await everybody.SaysAsync(door)).ShouldNotContain("ページだけの話", customMessage: door);
    }
}
