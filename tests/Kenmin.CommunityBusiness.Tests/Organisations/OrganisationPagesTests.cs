using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Testing;

namespace Kenmin.CommunityBusiness.Tests.Organisations;

/// <summary>What people see and do with organisations, in a browser without scripts and by programs.</summary>
public sealed class OrganisationPagesTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private const string Sample = "3250005999901", New = "/community-business/organisations/new", Office = "/staff/community-business/organisations";

    [Fact]
    public async Task A_resident_looks_the_number_up_saves_and_sees_where_each_fact_comes_from()
    {
        house.Register.Answer = path => path == $"/v2/hojin/{Sample}" ? BusinessHouse.Data("sample-gbizinfo-v2-hojin.json") : null;
        var (venture, owner) = await house.HandedInAsync();
        using var mine = house.Resident(owner);
        (await mine.ReadAsync("/community-business/mine")).ShouldContain("/community-business/organisations");
        (await mine.ReadAsync("/community-business/organisations")).ShouldContain("まだ登録されていません。");
        using var wrong = await mine.SubmitAsync(New, "look", ("Look.Number", "8250005999901"));
        (await TextAsync(wrong)).ShouldContain("検査用数字");
        using var unknown = await mine.SubmitAsync(New, "look", ("Look.Number", "7000012050002"));
        (await TextAsync(unknown)).ShouldContain("gBizINFO にありませんでした");
        using var looked = await mine.SubmitAsync(New, "look", ("Look.Number", "３２５０-００５９９-９９０１"));
        var filled = await TextAsync(looked);
        filled.ShouldContain("value=\"特定非営利活動法人見本きらら市民ネット\"");
        filled.ShouldContain("value=\"747-8501\"");
        filled.ShouldContain("value=\"352063\" selected");

        using var empty = await mine.SubmitAsync(New, "organisation", ("Input.Number", Sample));
        (await TextAsync(empty)).ShouldContain("団体の種類を選んでください。");
        using var saved = await mine.SubmitAsync(New, "organisation", ("Input.Kind", "NonProfit"), ("Input.Number", Sample), ("Input.Name", "特定非営利活動法人見本きらら市民ネット"), ("Input.PostalCode", "747-8501"), ("Input.Address", "防府市別町"), ("Input.Municipality", BusinessHouse.Yamaguchi));
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = saved.Headers.Location!.AbsolutePath;
        var text = await mine.ReadAsync(page);
        text.ShouldContain("出典：gBizINFO（令和8年6月10日（水）に取得）");
        text.ShouldContain("入力（令和8年6月10日（水））");
        text.ShouldContain("747-8501");

        // The business says who runs it, also to the team, who see no more of it.
        var organisation = Guid.Parse(page[^36..]);
        (await mine.SubmitAsync($"/community-business/mine/{venture.Id}/organisation", "choose", ("Input.OrganisationId", organisation.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.ReadAsync($"/community-business/mine/{venture.Id}")).ShouldContain(page);
        (await mine.ReadAsync(page)).ShouldContain($"/community-business/mine/{venture.Id}");
        using var used = await mine.SubmitAsync(page, "remove");
        (await TextAsync(used)).ShouldContain("先に、事業のページで団体を外してください。");
        var (friend, code) = (BusinessHouse.Somebody(), Venture.Codes.New());
        (await house.SendAsync(new InviteToTeam(venture.Id, code, owner, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new JoinTeam(code, friend))).Problem.ShouldBeNull();
        using var other = house.Resident(friend);
        var theirs = await other.ReadAsync($"/community-business/mine/{venture.Id}");
        theirs.ShouldContain("特定非営利活動法人見本きらら市民ネット");
        theirs.ShouldNotContain(page);
        (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.LooksAsync(friend.AccountId)).ShouldContain(e => e.Action == "community-business.organisation.viewed" && e.SubjectIds.Contains(owner.AccountId));
        using var taken = await other.SubmitAsync(New, "organisation", ("Input.Kind", "NonProfit"), ("Input.Number", Sample), ("Input.Name", "別の名"), ("Input.Municipality", BusinessHouse.Yamaguchi));
        (await TextAsync(taken)).ShouldContain("もう登録されています");

        (await mine.SubmitAsync($"/community-business/mine/{venture.Id}/organisation", "choose", ("Input.OrganisationId", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.SubmitAsync(page, "remove")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Staff_of_the_place_enter_find_correct_and_choose_and_auditors_only_look()
    {
        var (venture, owner) = await house.HandedInAsync();
        var account = Guid.CreateVersion7();
        using var staff = house.Staff(account: account);
        using var entered = await staff.SubmitAsync($"{Office}/new", "organisation", ("Input.Kind", "SoleProprietor"), ("Input.Name", "窓口商店"), ("Input.Kana", "マドグチショウテン"), ("Input.Municipality", BusinessHouse.Yamaguchi));
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = entered.Headers.Location!.AbsolutePath;
        var id = Guid.Parse(page[^36..]);
        var mine = Guid.CreateVersion7();
        (await house.SendAsync(OrganisationTests.Group(mine, owner) with { Name = "持ち主の会" })).Problem.ShouldBeNull();

        using var found = await staff.SubmitAsync(Office, "find", ("Input.Words", "まどぐち"));
        var list = await TextAsync(found);
        list.ShouldContain(page);
        list.ShouldNotContain("持ち主の会");
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.organisations.listed" && e.SubjectIds.Contains(id));
        (await staff.ReadAsync(Office)).ShouldContain("持ち主の会");
        (await (await staff.GetAsync($"{Office}.csv")).Content.ReadAsStringAsync()).ShouldContain("窓口商店");
        (await staff.SubmitAsync($"/staff/community-business/ventures/{venture.Id}/organisation", "choose", ("Input.OrganisationId", id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync($"/staff/community-business/ventures/{venture.Id}")).ShouldContain(page);
        (await staff.ReadAsync(page)).ShouldContain(venture.Title);

        using var auditor = house.Visitor(Roles.Auditor);
        var seen = await auditor.ReadAsync(page);
        seen.ShouldContain("窓口商店");
        seen.ShouldNotContain("Input.Name");
        using var elsewhere = house.Staff(BusinessHouse.Hagi);
        (await elsewhere.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.ReadAsync(Office)).ShouldNotContain("窓口商店");
        (await elsewhere.GetAsync($"/staff/community-business/ventures/{venture.Id}/organisation")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var visitor = house.Visitor();
        (await visitor.GetAsync(page)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Programs_do_the_same()
    {
        var (venture, owner) = await house.HandedInAsync();
        var (id, number) = (Guid.CreateVersion7(), OrganisationTests.Number());
        using var mine = house.Resident(owner);
        const string own = "/api/v1/community-business/me/organisations";
        using var wrong = await mine.Http.PutAsJsonAsync($"{own}/{id}", new { kind = "nonProfit", number = "8000012050002", name = "見本", municipality = BusinessHouse.Yamaguchi });
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TextAsync(wrong)).ShouldContain("#/number");
        (await mine.Http.PutAsJsonAsync($"{own}/{id}", new { kind = "nonProfit", number, name = "見本", municipality = BusinessHouse.Yamaguchi })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mine.Http.PutAsJsonAsync($"{own}/{id}", new { kind = "nonProfit", number, name = "別の名", municipality = BusinessHouse.Yamaguchi })).StatusCode.ShouldBe(HttpStatusCode.Conflict, "it was not read");
        var view = (await mine.Http.GetFromJsonAsync<JsonElement>(own)).EnumerateArray().Single();
        (view.GetProperty("kind").GetString(), view.GetProperty("name").GetProperty("source").GetString(), view.GetProperty("revision").GetInt32()).ShouldBe(("nonProfit", "entered", 1));
        (await mine.Http.PutAsJsonAsync($"/api/v1/community-business/me/ventures/{venture.Id}/organisation", new { organisationId = id })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mine.Http.DeleteAsync($"{own}/{id}")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var other = house.Resident(BusinessHouse.Somebody());
        (await other.Http.PutAsJsonAsync($"{own}/{id}", new { kind = "voluntary", name = "x", municipality = BusinessHouse.Yamaguchi, revision = 1 })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Http.DeleteAsync($"{own}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Http.PutAsJsonAsync($"/api/v1/community-business/me/ventures/{venture.Id}/organisation", new { organisationId = (Guid?)null })).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var staff = house.Staff();
        const string office = "/api/v1/community-business/staff";
        (await staff.Http.GetFromJsonAsync<JsonElement>($"{office}/organisations")).EnumerateArray().Select(o => o.GetProperty("id").GetGuid()).ShouldContain(id);
        (await staff.Http.PutAsJsonAsync($"{office}/organisations/{id}", new { kind = "nonProfit", number, name = "直した名", municipality = BusinessHouse.Yamaguchi, revision = 1 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.Http.GetFromJsonAsync<JsonElement>($"{office}/organisations/{id}")).GetProperty("name").GetProperty("text").GetString().ShouldBe("直した名");
        (await staff.Http.PutAsJsonAsync($"{office}/ventures/{venture.Id}/organisation", new { organisationId = (Guid?)null })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.Http.DeleteAsync($"{office}/organisations/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.GetAsync($"{office}/organisations/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var bad = await mine.GetAsync("/api/v1/community-business/corporate-numbers/8000012050002");
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task When_the_register_fails_programs_are_told_why_and_people_go_on_by_hand()
    {
        await using var failing = new BusinessHouse();
        await failing.InitializeAsync();
        failing.Register.Mood = OutsideServerMood.Busy;
        using var mine = failing.Resident(BusinessHouse.Somebody());
        using var looked = await mine.SubmitAsync(New, "look", ("Look.Number", Sample));
        var text = await TextAsync(looked);
        text.ShouldContain("gBizINFO が混み合っています");
        text.ShouldContain($"value=\"{Sample}\"");
        var view = await mine.Http.GetFromJsonAsync<JsonElement>($"/api/v1/community-business/corporate-numbers/{Sample}");
        (view.GetProperty("found").GetBoolean(), view.GetProperty("silence").GetString()).ShouldBe((false, "busy"));
        (await mine.SubmitAsync(New, "organisation", ("Input.Kind", "NonProfit"), ("Input.Number", Sample), ("Input.Name", "手で入力"), ("Input.Municipality", BusinessHouse.Yamaguchi))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static async Task<string> TextAsync(HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
}
