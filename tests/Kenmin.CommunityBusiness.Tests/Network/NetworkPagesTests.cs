using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Tests.Network;

/// <summary>What experts, teams and staff see and do, in a browser without scripts and by programs.</summary>
public sealed class NetworkPagesTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task An_expert_registers_is_sent_to_a_team_and_reports()
    {
        var (venture, owner) = await house.HandedInAsync();
        var (who, account) = (BusinessHouse.Somebody("見本 売子"), Guid.CreateVersion7());
        using var expert = house.Resident(who);
        using var team = house.Resident(owner);
        using var staff = house.Staff(account: account);
        using var other = house.Resident(BusinessHouse.Somebody());
        (string, string)[] entry = [("Input.Name", "見本 売子"), ("Input.Fields", "Sales"), ("Input.Fields", "Food"), ("Input.Municipalities", BusinessHouse.Yamaguchi), ("Input.HoursAMonth", "６"), ("Input.Introduction", "直売所を十年"), ("Input.Phone", "083-933-0000")];
        using var wrong = await expert.SubmitAsync("/community-business/expert", "expert", [.. entry[..4], ("Input.HoursAMonth", "六"), ("Input.Phone", "083-933-0000")]);
        (await TextAsync(wrong)).ShouldContain("数字で入力してください。例：1.5");
        (await expert.SubmitAsync("/community-business/expert", "expert", entry)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await expert.SubmitAsync("/community-business/expert", "consent", ("Consent.Purpose", "Teams"), ("Consent.Until", $"{house.Today.AddDays(200):yyyy-MM-dd}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await expert.ReadAsync("/community-business/expert")).ShouldContain("窓口の確認待ち");
        var list = await staff.ReadAsync("/staff/community-business/experts?show=unconfirmed");
        var page = System.Text.RegularExpressions.Regex.Match(list, "/staff/community-business/experts/[0-9a-f-]{36}").Value;
        (await staff.SubmitAsync(page, "confirm")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.GetAsync($"{page}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "they keep it themselves");
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.expert.viewed" && e.SubjectIds.Contains(who.AccountId));
        (await staff.SubmitAsync("/staff/community-business/hours", "grant", ("Input.Year", "2026"), ("Input.Payer", BusinessHouse.Yamaguchi), ("Input.Hours", "20"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.BudgetAsync()).Granted.ShouldBe(1200);
        await house.LeaveAsync(10);

        var ask = $"/community-business/mine/{venture.Id}/dispatches";
        var seen = await team.ReadAsync(ask);
        seen.ShouldContain("直売所を十年");
        seen.ShouldNotContain("083-933-0000");
        using var empty = await team.SubmitAsync(ask, "request", ("Input.Hours", "2"));
        (await TextAsync(empty)).ShouldContain("必要な分野を 1 つ以上選んでください。");
        using var sent = await team.SubmitAsync(ask, "request", ("Input.Need", "値段の決め方"), ("Input.Fields", "Sales"), ("Input.Hours", "２"), ("Input.WishedOn", $"{house.Today.AddDays(5):yyyy-MM-dd}"));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var mine = PathOf(sent);
        var id = Guid.Parse(mine.Split('/')[^1]);
        (await other.GetAsync(mine)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync(ask)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var office = $"/staff/community-business/dispatches/{id}";
        (await staff.ReadAsync("/staff/community-business/dispatches")).ShouldContain(office);
        var proposal = await staff.ReadAsync(office);
        proposal.ShouldContain("専門：販路・宣伝");
        proposal.ShouldContain("山口市 10 時間");
        using var elsewhere = house.Staff(BusinessHouse.Hagi);
        (await elsewhere.GetAsync(office)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var auditor = house.Visitor(Roles.Auditor);
        (await auditor.ReadAsync(office)).ShouldNotContain("Approve.ExpertId");
        var entryId = page.Split('/')[^1];
        using var tooLong = await staff.SubmitAsync(office, "approve", ("Approve.ExpertId", entryId), ("Approve.VisitOn", $"{house.Today.AddDays(5):yyyy-MM-dd}"), ("Approve.Hours", "8"), ("Approve.Payer", BusinessHouse.Yamaguchi));
        (await TextAsync(tooLong)).ShouldContain("空き時間は 6 時間で、足りません");
        (await staff.SubmitAsync(office, "approve", ("Approve.ExpertId", entryId), ("Approve.VisitOn", $"{house.Today.AddDays(5):yyyy-MM-dd}"), ("Approve.Hours", "2"), ("Approve.Payer", BusinessHouse.Yamaguchi))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.BudgetAsync()).Left.ShouldBe(480);
        (await team.ReadAsync(mine)).ShouldContain("見本 売子");
        (await house.LooksAsync(owner.AccountId)).ShouldContain(e => e.Action == "community-business.dispatch.viewed" && e.SubjectIds.Contains(who.AccountId));

        var visit = $"/community-business/expert/visits/{id}";
        (await other.GetAsync(visit)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await team.GetAsync(visit)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await expert.ReadAsync("/community-business/expert")).ShouldContain(visit);
        house.GoTo(house.Today.AddDays(6));
        (await staff.ReadAsync("/staff/community-business/dispatches")).ShouldContain("報告を待っています");
        using var over = await expert.SubmitAsync(visit, "report", ("Report.Day", $"{house.Today.AddDays(-1):yyyy-MM-dd}"), ("Report.Hours", "3"), ("Report.Words", "原価を書き出した"));
        (await TextAsync(over)).ShouldContain("0.5 から 2 時間までを");
        (await expert.SubmitAsync(visit, "report", ("Report.Day", $"{house.Today.AddDays(-1):yyyy-MM-dd}"), ("Report.Hours", "1.5"), ("Report.Words", "原価を書き出した"), ("Report.Advice", "見直す"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.ReadAsync(mine)).ShouldContain("原価を書き出した");
        (await (await staff.GetAsync("/staff/community-business/dispatches.csv")).Content.ReadAsStringAsync()).ShouldContain("見本 売子");
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.dispatches.listed" && e.Kind == AuditKind.Export);
        (await (await staff.GetAsync("/staff/community-business/experts.csv")).Content.ReadAsStringAsync()).ShouldContain("販路・宣伝、食品・衛生");
        (await expert.SubmitAsync("/community-business/expert", "withdraw")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync("/staff/community-business/experts")).ShouldNotContain("見本 売子");
        (await team.ReadAsync(ask)).ShouldNotContain("直売所を十年");
    }

    [Fact]
    public async Task Staff_register_note_consent_ask_for_a_team_and_record_what_the_expert_told()
    {
        var (venture, _) = await house.HandedInAsync();
        using var staff = house.Staff();
        using var colleague = house.Staff();
        using var created = await staff.SubmitAsync("/staff/community-business/experts/new", "expert", ("Input.Name", "見本 紙子"), ("Input.Fields", "Tourism"), ("Input.Municipalities", BusinessHouse.Yamaguchi), ("Input.HoursAMonth", "4"), ("Input.Email", "kamiko@mihon.example.jp"));
        created.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = PathOf(created);
        using var unsaid = await staff.SubmitAsync(page, "consent", ("Consent.Purpose", "Matching"), ("Consent.Until", $"{house.Today.AddDays(90):yyyy-MM-dd}"));
        (await TextAsync(unsaid)).ShouldContain("入力してください。");
        (await staff.SubmitAsync(page, "consent", ("Consent.Purpose", "Matching"), ("Consent.Until", $"{house.Today.AddDays(90):yyyy-MM-dd}"), ("Consent.How", "同意書"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.SubmitAsync($"{page}/edit", "expert", ("Input.Name", "見本 紙子"), ("Input.Fields", "Tourism"), ("Input.Municipalities", BusinessHouse.Yamaguchi), ("Input.HoursAMonth", "5"), ("Input.Email", "kamiko@mihon.example.jp"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync(page)).ShouldContain("5 時間");
        await house.LeaveAsync(20, HoursBook.Prefecture);

        using var asked = await staff.SubmitAsync($"/staff/community-business/ventures/{venture.Id}/dispatches", "request", ("Input.Need", "宿の始め方"), ("Input.Fields", "Tourism"), ("Input.Hours", "1"), ("Input.WishedOn", $"{house.Today.AddDays(2):yyyy-MM-dd}"));
        var office = PathOf(asked);
        (await staff.ReadAsync(office)).ShouldContain("ほかの職員に頼んでください");
        var own = await colleague.ReadAsync(office);
        own.ShouldContain("見本 紙子");
        own.ShouldNotContain($"value=\"{HoursBook.Prefecture}\"");
        using var program = house.Visitor(Roles.ProgramOwner);
        (await program.SubmitAsync(office, "approve", ("Approve.ExpertId", page.Split('/')[^1]), ("Approve.VisitOn", $"{house.Today.AddDays(2):yyyy-MM-dd}"), ("Approve.Hours", "1"), ("Approve.Payer", HoursBook.Prefecture))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        house.GoTo(house.Today.AddDays(2));
        (await staff.SubmitAsync(office, "report", ("Report.Day", $"{house.Today:yyyy-MM-dd}"), ("Report.Hours", "1"), ("Report.Words", "宿を見た"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync(page)).ShouldContain("実施済み");
        (await staff.SubmitAsync(page, "remove")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.ReadAsync(office)).ShouldContain("登録がなくなりました");
    }

    [Fact]
    public async Task A_program_does_all_of_it_within_the_same_rights()
    {
        var (venture, owner) = await house.HandedInAsync();
        var who = BusinessHouse.Somebody("見本 機子");
        using var expert = house.Resident(who);
        using var team = house.Resident(owner);
        using var staff = house.Staff();
        using var other = house.Resident(BusinessHouse.Somebody());
        var (entry, id, day) = (Guid.CreateVersion7(), Guid.CreateVersion7(), house.Today.AddDays(4));
        const string me = "/api/v1/community-business/me", office = "/api/v1/community-business/staff";
        (await expert.GetAsync($"{me}/expert")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var bad = await expert.Http.PutAsJsonAsync($"{me}/expert/{entry}", new { name = "見本 機子", fields = Array.Empty<string>() });
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var put = await expert.Http.PutAsJsonAsync($"{me}/expert/{entry}", new { name = "見本 機子", phone = "083-933-0000", fields = new[] { "digital" }, municipalities = new[] { BusinessHouse.Yamaguchi }, hoursAMonth = 3.5 });
        put.StatusCode.ShouldBe(HttpStatusCode.NoContent, await put.Content.ReadAsStringAsync());
        (await expert.Http.PutAsJsonAsync($"{me}/expert/{entry}/consent", new { purpose = "matching", until = house.Today.AddDays(100) })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await other.Http.PutAsJsonAsync($"{me}/expert/{entry}/consent", new { purpose = "teams", until = house.Today.AddDays(100) })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.Http.PostAsync($"{office}/experts/{entry}/confirm", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.Http.GetFromJsonAsync<JsonElement>($"{office}/experts?field=digital")).EnumerateArray().Single(e => e.GetProperty("id").GetGuid() == entry).GetProperty("hoursAMonth").GetDecimal().ShouldBe(3.5m);
        (await other.GetAsync($"{office}/experts")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await house.LeaveAsync(5);

        (await other.Http.PutAsJsonAsync($"{me}/ventures/{venture.Id}/dispatches/{id}", new { fields = new[] { "digital" }, hours = 1, wishedOn = day, need = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await team.Http.PutAsJsonAsync($"{me}/ventures/{venture.Id}/dispatches/{id}", new { fields = new[] { "digital" }, hours = 1.5, wishedOn = day, need = "店のページ" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var match = (await staff.Http.GetFromJsonAsync<JsonElement>($"{office}/dispatches/{id}/matches")).EnumerateArray().Single(m => m.GetProperty("expertId").GetGuid() == entry);
        (match.GetProperty("fits").GetBoolean(), match.GetProperty("points").GetInt32()).ShouldBe((true, 104));
        using var far = await staff.Http.PostAsJsonAsync($"{office}/dispatches/{id}/approve", new { expertId = entry, hours = 4, visitOn = day, payer = BusinessHouse.Yamaguchi });
        far.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var approved = await staff.Http.PostAsJsonAsync($"{office}/dispatches/{id}/approve", new { expertId = entry, hours = 1.5, visitOn = day, payer = BusinessHouse.Yamaguchi });
        approved.StatusCode.ShouldBe(HttpStatusCode.NoContent, await approved.Content.ReadAsStringAsync());
        (await staff.Http.PostAsJsonAsync($"{office}/dispatches/{id}/refuse", new { reason = "x" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await team.Http.GetFromJsonAsync<JsonElement>($"{me}/ventures/{venture.Id}/dispatches/{id}")).GetProperty("expert").GetString().ShouldBe("見本 機子");
        (await other.GetAsync($"{me}/ventures/{venture.Id}/dispatches/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Http.PostAsJsonAsync($"{me}/expert/visits/{id}/report", new { day = house.Today, hours = 1, words = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        house.GoTo(day);
        (await expert.Http.PostAsJsonAsync($"{me}/expert/visits/{id}/report", new { day, hours = 1, words = "店のページを直した" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await expert.Http.GetFromJsonAsync<JsonElement>($"{me}/expert/visits/{id}")).GetProperty("state").GetString().ShouldBe("reported");
        (await staff.Http.GetFromJsonAsync<JsonElement>($"{office}/dispatches?state=reported")).EnumerateArray().Select(d => d.GetProperty("id").GetGuid()).ShouldContain(id);
        var budget = (await staff.Http.GetFromJsonAsync<JsonElement>($"{office}/hours/2026")).EnumerateArray().Single(b => b.GetProperty("payer").GetString() == BusinessHouse.Yamaguchi);
        budget.GetProperty("left").GetDecimal().ShouldBe(4);
        using var late = await staff.Http.PutAsJsonAsync($"{office}/hours/2026/{BusinessHouse.Yamaguchi}", new { hours = 0, revision = budget.GetProperty("revision").GetInt32() });
        late.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await expert.Http.DeleteAsync($"{me}/expert/{entry}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static string PathOf(HttpResponseMessage response) => new Uri(new Uri("http://localhost"), response.Headers.Location!).AbsolutePath;

    private static async Task<string> TextAsync(HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
}
