using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Testing;

namespace Kenmin.CommunityBusiness.Tests.Resources;

/// <summary>What people see and do with resources and problems, in a browser without scripts and by programs.</summary>
public sealed class ResourcePagesTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private const string Map = "/community-business/local", Office = "/staff/community-business/local", Contact = "見本 家主 083-933-0009";

    [Fact]
    public async Task A_house_is_proposed_published_asked_for_and_its_contact_is_seen_by_who_was_introduced_only()
    {
        var holder = BusinessHouse.Somebody("見本 持主子");
        using var mine = house.Resident(holder);
        using var wrong = await mine.SubmitAsync($"{Map}/propose", "entry", [.. Fields("旅の空き家"), ("Input.From", "きのう")]);
        (await TextAsync(wrong)).ShouldContain("日付として読み取れません");
        using var sent = await mine.SubmitAsync($"{Map}/propose", "entry", Fields("旅の空き家"));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var own = PathOf(sent);
        var id = Guid.Parse(own.Split('?')[0][^36..]);
        (await mine.ReadAsync(own)).ShouldContain("確認待ち");
        using var visitor = house.Visitor();
        (await visitor.GetAsync($"{Map}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is not published");
        (await visitor.ReadAsync(Map)).ShouldNotContain("旅の空き家");

        var account = Guid.CreateVersion7();
        using var staff = house.Staff(account: account);
        (await staff.ReadAsync(Office)).ShouldContain("旅の空き家");
        var page = $"{Office}/{id}";
        (await staff.ReadAsync(page)).ShouldContain(Contact);
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.local-entry.viewed" && e.SubjectIds.Contains(holder.AccountId));
        using var auditor = house.Visitor(Roles.Auditor);
        var looked = await auditor.ReadAsync(page);
        looked.ShouldNotContain(Contact, customMessage: "whoever does not answer for it needs no contact");
        looked.ShouldNotContain("34.1784");
        using var elsewhere = house.Staff(BusinessHouse.Hagi);
        (await elsewhere.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var nobody = await staff.SubmitAsync(page, "publish", ("Publish.AnsweringOffice", ""));
        (await TextAsync(nobody)).ShouldContain("入力してください。");
        (await staff.SubmitAsync(page, "publish", ("Publish.AnsweringOffice", "定住促進課"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        foreach (var address in new[] { Map, $"{Map}?layer=resources&kind=EmptyHouse&municipality=352039&words=たび", $"{Map}?words=旅の" })
            (await visitor.ReadAsync(address)).Contains("旅の空き家", StringComparison.Ordinal).ShouldBe(!address.Contains("たび", StringComparison.Ordinal), address);
        (await visitor.ReadAsync($"{Map}?layer=problems")).ShouldNotContain("旅の空き家");
        foreach (var address in new[] { Map, $"{Map}/{id}", "/community-business/open-data/local.csv", "/community-business/open-data/local.geojson", "/api/v1/community-business/resources", $"/api/v1/community-business/resources/{id}" })
        {
            var text = await visitor.ReadAsync(address);
            text.ShouldNotContain("083-933-0009", customMessage: address);
            text.ShouldNotContain("34.1784123", customMessage: address);
            text.ShouldNotContain("持主子", customMessage: address);
        }

        var (venture, owner) = await house.HandedInAsync();
        using var team = house.Resident(owner);
        (await team.ReadAsync($"{Map}/{id}")).ShouldContain($"/community-business/mine/{venture.Id}/local/{id}");
        var asking = $"/community-business/mine/{venture.Id}/local/{id}";
        using var empty = await team.SubmitAsync(asking, "interest", ("Input.Message", " "));
        (await TextAsync(empty)).ShouldContain("入力してください。");
        (await team.SubmitAsync(asking, "interest", ("Input.Message", "荷物の置き場に"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.ReadAsync(asking)).ShouldNotContain(Contact);
        (await visitor.ReadAsync($"{Map}/{id}")).ShouldContain("話し合い中");
        (await mine.ReadAsync(own)).ShouldContain("荷物の置き場に");
        (await house.LooksAsync(holder.AccountId)).ShouldContain(e => e.Action == "community-business.interests.listed" && e.SubjectIds.Contains(owner.AccountId));

        var waiting = await staff.ReadAsync(page);
        waiting.ShouldContain("荷物の置き場に");
        var interest = System.Text.RegularExpressions.Regex.Match(waiting, "<option value=\"([0-9a-f-]{36})\"").Groups[1].Value;
        (await staff.SubmitAsync(page, "answer", ("Answer.Id", interest), ("Answer.Words", "月曜に見に行きましょう"), ("Answer.Do", "introduce"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LooksAsync(owner.AccountId)).ShouldNotContain(e => e.Action == "community-business.local-contact.viewed");
        var seen = await team.ReadAsync(asking);
        seen.ShouldContain(Contact);
        seen.ShouldContain("月曜に見に行きましょう");
        (await house.LooksAsync(owner.AccountId)).ShouldContain(e => e.Action == "community-business.local-contact.viewed" && e.SubjectIds.Contains(holder.AccountId));
        using var stranger = house.Resident(BusinessHouse.Somebody());
        (await stranger.GetAsync(asking)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // The consent is taken back: nobody sees the contact any more.
        (await mine.SubmitAsync(own, "hand-over", ("Hand.Do", "no"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.ReadAsync(asking)).ShouldNotContain(Contact);
        (await team.SubmitAsync(asking, "end")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.ReadAsync($"{Map}/{id}")).ShouldNotContain("話し合い中");
        (await mine.SubmitAsync(own, "close")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.GetAsync($"{Map}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Staff_enter_correct_refuse_and_see_ideas_that_suit_but_not_their_own()
    {
        var account = Guid.CreateVersion7();
        using var staff = house.Staff(account: account);
        var (venture, owner) = await house.HandedInAsync();
        (await house.SendAsync(new SaveIdea(Guid.CreateVersion7(), BusinessHouse.Idea("職員の移動販売"), null, null, new(account, "見本 職員"), null, 0, true))).Problem.ShouldBeNull();
        using var entered = await staff.SubmitAsync($"{Office}/new", "entry", [.. Fields("坂の上に店がない", "Daily"), ("Input.Number", "窓-1"), ("Input.Office", "市民課")]);
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = PathOf(entered).Split('?')[0];
        (await staff.SubmitAsync(page, "publish", ("Publish.AnsweringOffice", "市民課"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.SubmitAsync($"{page}/edit", "entry", [.. Fields("坂の上に店がまだない", "Daily"), ("Input.Office", "市民課")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var seen = await staff.ReadAsync(page);
        seen.ShouldContain("合いそうなアイデア");
        seen.ShouldContain(venture.Title);
        seen.ShouldNotContain("職員の移動販売");
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.ventures.listed" && e.SubjectIds.Contains(owner.AccountId));
        using var team = house.Resident(owner);
        var suits = await team.ReadAsync($"/community-business/mine/{venture.Id}/local");
        suits.ShouldContain("坂の上に店がまだない");
        suits.ShouldContain("同じ市町です（山口市）");
        using var closed = await staff.SubmitAsync(page, "close", ("Close.Reason", "店ができました"));
        closed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.ReadAsync($"/community-business/mine/{venture.Id}/local")).ShouldNotContain("坂の上に店がまだない");
    }

    [Fact]
    public async Task Programs_get_what_is_published_page_by_page_and_do_the_rest()
    {
        for (var i = 0; i < 3; i++) await house.PublishedAsync(facts: ResourceHelp.House($"頁の空き家 {i}"));
        await house.PublishedAsync(facts: ResourceHelp.House("頁の困りごと") with { Kind = LocalKind.Care });
        await house.PublishedAsync(facts: ResourceHelp.House("頁の期限") with { Until = house.Today.AddDays(90) });
        using var visitor = house.Visitor();
        List<string> titles = [];
        for (string? after = null, next = ""; next is not null; after = next)
        {
            var answer = await visitor.Http.GetFromJsonAsync<JsonElement>($"/api/v1/community-business/resources?take=2{(after is null ? "" : $"&after={after}")}");
            answer.GetProperty("items").GetArrayLength().ShouldBeLessThanOrEqualTo(2);
            titles.AddRange(answer.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("title").GetString()!));
            next = answer.GetProperty("next").GetString();
        }

        titles.Where(t => t.StartsWith('頁')).ShouldBe(["頁の空き家 0", "頁の空き家 1", "頁の空き家 2", "頁の期限"]);
        (await visitor.ReadAsync("/api/v1/community-business/problems?kind=care")).ShouldContain("coarse");
        foreach (var bad in new[] { "municipality=999999", "kind=castle", "kind=care", "after=x" })
            (await visitor.GetAsync($"/api/v1/community-business/resources?{bad}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest, bad);

        var (venture, owner) = await house.HandedInAsync();
        var holder = BusinessHouse.Somebody();
        using var mine = house.Resident(holder);
        using var team = house.Resident(owner);
        using var staff = house.Staff();
        const string me = "/api/v1/community-business/me", office = "/api/v1/community-business/staff";
        var (entry, interest) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        (await mine.Http.PutAsJsonAsync($"{me}/local-entries/{entry}", new { kind = "emptyHouse", title = "機械の家" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await mine.Http.PutAsJsonAsync($"{me}/local-entries/{entry}", Body())).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mine.Http.GetFromJsonAsync<JsonElement>($"{me}/local-entries"))[0].GetProperty("state").GetString().ShouldBe("waiting");
        (await staff.Http.GetFromJsonAsync<JsonElement>($"{office}/local-entries/{entry}")).GetProperty("contact").GetString().ShouldBe("家主 083-933-0030");
        (await staff.ReadAsync($"{office}/local-entries")).ShouldNotContain("083-933-0030");
        (await staff.Http.PostAsJsonAsync($"{office}/local-entries/{entry}/publish", new { answeringOffice = "定住促進課", revision = 1 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await team.ReadAsync($"{me}/ventures/{venture.Id}/local-matches")).ShouldContain("points");
        (await team.Http.PutAsJsonAsync($"{me}/ventures/{venture.Id}/interests/{interest}", new { entryId = entry, message = "使いたい" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mine.Http.PutAsJsonAsync($"{me}/ventures/{venture.Id}/interests/{Guid.CreateVersion7()}", new { entryId = entry, message = "使いたい" })).StatusCode.ShouldBe(HttpStatusCode.NotFound, "not of the team");
        (await staff.Http.GetFromJsonAsync<JsonElement>($"{office}/local-entries/{entry}/interests"))[0].GetProperty("state").GetString().ShouldBe("asked");
        (await staff.GetAsync($"{office}/local-entries/{entry}/matches")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await staff.Http.PostAsJsonAsync($"{office}/interests/{interest}/answer", new { introduce = true, words = "会いましょう" })).StatusCode.ShouldBe(HttpStatusCode.Conflict, "there is no consent");
        (await mine.Http.PutAsJsonAsync($"{me}/local-entries/{entry}/hand-over", new { agree = true })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.Http.PostAsJsonAsync($"{office}/interests/{interest}/answer", new { introduce = true, words = "会いましょう" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await team.Http.GetFromJsonAsync<JsonElement>($"{me}/ventures/{venture.Id}/local/{entry}")).GetProperty("contact").GetString().ShouldBe("家主 083-933-0030");
        (await team.Http.GetFromJsonAsync<JsonElement>($"{me}/ventures/{venture.Id}/interests"))[0].GetProperty("answer").GetString().ShouldBe("会いましょう");
        (await staff.Http.PostAsync($"{office}/interests/{interest}/end", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await team.Http.GetFromJsonAsync<JsonElement>($"{me}/ventures/{venture.Id}/local/{entry}")).GetProperty("contact").ValueKind.ShouldBe(JsonValueKind.Null);
        (await mine.Http.DeleteAsync($"{me}/local-entries/{entry}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await visitor.GetAsync($"/api/v1/community-business/resources/{entry}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        static object Body() => new { kind = "emptyHouse", title = "機械の家", text = "移動販売の荷物を置けます", municipalityCode = BusinessHouse.Yamaguchi, place = "見本地区", contact = "家主 083-933-0030" };
    }

    private static (string, string)[] Fields(string title, string kind = "EmptyHouse") =>
    [
        ("Input.Kind", kind), ("Input.Title", title), ("Input.Text", "移動販売の荷物を置けます"), ("Input.MunicipalityCode", BusinessHouse.Yamaguchi), ("Input.Place", "見本地区"), ("Input.Latitude", ResourceHelp.Exact), ("Input.Longitude", ResourceHelp.East),
        ("Input.Contact", Contact), ("Input.MayHandOver", "true"),
    ];

    private static string PathOf(HttpResponseMessage answer) => answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.PathAndQuery : answer.Headers.Location.ToString();

    private static async Task<string> TextAsync(HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
}
