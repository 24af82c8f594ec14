using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;

namespace Kenmin.CommunityBusiness.Tests.Ventures;

/// <summary>What people see and do with ideas and businesses, in a browser without scripts and by programs.</summary>
public sealed partial class VenturePagesTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private static (string, string)[] Idea(string title, params (string, string)[] more) =>
    [
        ("Input.Title", title), ("Input.Problem", "坂が多い"), ("Input.Resource", "軽トラック"), ("Input.Who", "婦人会"), ("Input.How", "届ける"), ("Input.MunicipalityCode", BusinessHouse.Yamaguchi), .. more,
    ];

    [Fact]
    public async Task Who_has_no_account_saves_a_draft_comes_back_hands_it_in_and_later_takes_it_over()
    {
        using var visitor = house.Visitor();
        using var wrong = await visitor.SubmitAsync("/community-business/ideas/new", "idea", Idea("渡し舟", ("Input.ContactName", "見本 舟子"), ("Input.Do", "submit")));
        (await TextAsync(wrong)).ShouldContain("電話番号かメールアドレスのどちらかを入力してください。");
        using var kept = await visitor.SubmitAsync("/community-business/ideas/new", "idea", ("Input.Title", "渡し舟"), ("Input.Do", "draft"));
        var receipt = await TextAsync(kept);
        receipt.ShouldContain("まだ送っていません");
        kept.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var (number, code) = (Number().Match(receipt).Groups[1].Value, Code().Match(receipt).Groups[1].Value);
        number.ShouldMatch(@"^2026-\d{4}$");
        var token = (await visitor.HiddenAsync("/community-business/ideas/return", "open")).First(f => f.Name == "__RequestVerificationToken");

        using var guessed = await visitor.SendAsync("/community-business/ideas/return", token, ("_handler", "open"), ("Open.Number", number), ("Open.Code", "ABCD-2345-EFGH"));
        (await TextAsync(guessed)).ShouldNotContain("渡し舟");
        using var open = await visitor.SendAsync("/community-business/ideas/return", token, ("_handler", "open"), ("Open.Number", number), ("Open.Code", code.ToLowerInvariant()));
        var page = await TextAsync(open);
        page.ShouldContain("value=\"渡し舟\"");
        var id = Regex.Match(page, "name=\"Input.Id\" value=\"([^\"]+)\"").Groups[1].Value;
        var hidden = new[] { token, ("_handler", "idea"), ("Input.Id", id), ("Input.Number", number), ("Input.Code", code), ("Input.Revision", "1") };
        using var sent = await visitor.SendAsync("/community-business/ideas/return", [.. hidden, .. Idea("渡し舟の再開", ("Input.ContactName", "見本 舟子"), ("Input.Phone", "083-933-0000"), ("Input.Do", "submit"))]);
        var answer = await TextAsync(sent);
        answer.ShouldContain("窓口が内容を確かめて、ご連絡します");
        (await house.LoadAsync<Venture>(Guid.Parse(id))).State.ShouldBe(VentureState.Active);

        var me = BusinessHouse.Somebody();
        using var resident = house.Resident(me);
        using var refused = await resident.SubmitAsync("/community-business/mine", "take", ("Take.Number", number), ("Take.Code", "ABCD-2345-EFGH"));
        (await TextAsync(refused)).ShouldContain("受付番号と合言葉が合いません");
        (await resident.SubmitAsync("/community-business/mine", "take", ("Take.Number", number), ("Take.Code", code))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await resident.ReadAsync("/community-business/mine")).ShouldContain("渡し舟の再開");
        using var closed = await visitor.SendAsync("/community-business/ideas/return", token, ("_handler", "open"), ("Open.Number", number), ("Open.Code", code));
        (await TextAsync(closed)).ShouldNotContain("渡し舟");
    }

    [Fact]
    public async Task A_draft_saves_itself_and_says_how_to_come_back()
    {
        using var visitor = house.Visitor();
        var form = await visitor.HiddenAsync("/community-business/ideas/new", "idea");
        using var first = await visitor.SendAsync(IdeaFiles.DraftAddress, [.. form, ("Input.Title", "空き家の集い場")]);
        var saved = (await first.Content.ReadFromJsonAsync<JsonElement>());
        saved.GetProperty("revision").GetInt32().ShouldBe(1);
        saved.GetProperty("text").GetString()!.ShouldContain(PrintedCode.Shown(form.First(f => f.Name == "Input.Code").Value));
        using var stale = await visitor.SendAsync(IdeaFiles.DraftAddress, [.. form, ("Input.Title", "ほかの題名")]);
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var second = await visitor.SendAsync(IdeaFiles.DraftAddress, [.. form.Where(f => f.Name != "Input.Revision"), ("Input.Revision", "1"), ("Input.Title", "ほかの題名")]);
        (await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("revision").GetInt32().ShouldBe(2);
        using var empty = await visitor.SendAsync(IdeaFiles.DraftAddress, [.. await visitor.HiddenAsync("/community-business/ideas/new", "idea")]);
        empty.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var forged = await visitor.SendAsync(IdeaFiles.DraftAddress, [.. form.Where(f => f.Name != "__RequestVerificationToken"), ("Input.Title", "題名")]);
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_team_reports_invites_and_sees_its_history_and_nobody_else_sees_it()
    {
        var (venture, owner) = await house.HandedInAsync();
        var page = $"/community-business/mine/{venture.Id}";
        using var mine = house.Resident(owner);
        (await mine.ReadAsync(page)).ShouldContain("窓口が内容を確かめて、ご連絡します");
        using var invited = await mine.SubmitAsync(page, "invite");
        var code = Regex.Match(await invited.Content.ReadAsStringAsync(), "([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})").Value;
        var friend = BusinessHouse.Somebody("見本 仲間");
        using var other = house.Resident(friend);
        (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync($"{page}/history")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync($"{page}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.SubmitAsync("/community-business/mine", "join", ("Join.Code", code))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await other.ReadAsync(page)).ShouldContain(owner.Name);
        (await house.LooksAsync(friend.AccountId)).ShouldContain(e => e.Action == "community-business.venture.viewed" && e.SubjectIds.Contains(owner.AccountId));
        using var empty = await other.SubmitAsync(page, "report");
        (await TextAsync(empty)).ShouldContain("入力してください。");
        (await other.SubmitAsync(page, "report", ("Report.Words", "十人に聞いた"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.ReadAsync($"{page}/history")).ShouldContain("十人に聞いた");
        (await mine.SubmitAsync($"{page}/edit", "idea", Idea("直した題名"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.ReadAsync(page)).ShouldContain("直した題名");
        (await mine.SubmitAsync(page, $"{page}/team/leave")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await mine.SubmitAsync(page, "stop", ("Stop.Reason", "休む"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.SubmitAsync(page, "resume", ("Resume.Reason", "戻る"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<Venture>(venture.Id)).State.ShouldBe(VentureState.Active);
    }

    [Fact]
    public async Task Staff_of_the_place_find_what_is_overdue_and_decide_at_the_gate()
    {
        var (venture, owner) = await house.HandedInAsync();
        var page = $"/staff/community-business/ventures/{venture.Id}";
        house.GoTo(house.Today.AddDays(20));
        var account = Guid.CreateVersion7();
        using var staff = house.Staff(account: account);
        (await staff.ReadAsync("/staff/community-business?show=overdue")).ShouldContain(venture.Id.ToString());
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.ventures.listed" && e.SubjectIds.Contains(owner.AccountId));
        using var elsewhere = house.Staff(BusinessHouse.Hagi);
        (await elsewhere.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.GetAsync($"{page}/gate")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.ReadAsync("/staff/community-business?show=every")).ShouldNotContain(venture.Id.ToString());
        using var auditor = house.Visitor(Roles.Auditor);
        (await auditor.ReadAsync(page)).ShouldNotContain($"{page}/gate");
        (await auditor.GetAsync($"{page}/gate")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var half = await staff.SubmitAsync($"{page}/gate", "gate", ("Input.Outcome", "Passed"), ("Input.Reason", "よい"), ("Input.NextText", "試す"), ("Input.NextDueOn", $"{house.Today.AddDays(30):yyyy-MM-dd}"));
        (await TextAsync(half)).ShouldContain("満たしていないものがあります");
        (await staff.SubmitAsync($"{page}/gate", "gate", ("Input.Met", "0"), ("Input.Met", "1"), ("Input.Outcome", "Passed"), ("Input.Reason", "よい"), ("Input.NextText", "試食会"), ("Input.NextDueOn", $"{house.Today.AddDays(30):yyyy-MM-dd}"), ("Input.NextSide", "Team")))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<Venture>(venture.Id)).Stage.ShouldBe(VentureStage.Trial);
        var history = await staff.ReadAsync($"{page}/history");
        history.ShouldContain("審査：通過");
        history.ShouldContain("まだ：使う地域資源の持ち主が了解している");
        using var mine = house.Resident(owner);
        (await mine.ReadAsync($"/community-business/mine/{venture.Id}/history")).ShouldNotContain("見本 municipal-staff");
        (await staff.SubmitAsync(page, "next", ("Next.NextText", "会う"), ("Next.NextDueOn", $"{house.Today.AddDays(5):yyyy-MM-dd}"), ("Next.NextSide", "Office"), ("Next.Words", "電話した"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync("/staff/community-business?show=office")).ShouldContain(venture.Id.ToString());
        var csv = await (await staff.GetAsync("/staff/community-business/ventures.csv?show=every")).Content.ReadAsStringAsync();
        csv.ShouldContain(venture.Number);
        (await house.LooksAsync(account)).ShouldContain(e => e.Kind == Kenmin.Persistence.Audit.AuditKind.Export);
    }

    [Fact]
    public async Task What_comes_to_the_counter_gets_a_receipt_and_is_put_right_there()
    {
        using var staff = house.Staff();
        using var outside = await staff.SubmitAsync("/staff/community-business/new", "idea", Idea("朝市", ("Input.ContactName", "見本 朝子"), ("Input.Phone", "083-933-0000"), ("Input.MunicipalityCode", BusinessHouse.Hagi)).Where(f => f != ("Input.MunicipalityCode", BusinessHouse.Yamaguchi)).ToArray());
        (await TextAsync(outside)).ShouldContain("担当の市町を選んでください。");
        using var kept = await staff.SubmitAsync("/staff/community-business/new", "idea", Idea("朝市", ("Input.ContactName", "見本 朝子"), ("Input.Phone", "083-933-0000")));
        var receipt = await TextAsync(kept);
        Code().IsMatch(receipt).ShouldBeTrue();
        var page = Regex.Match(receipt, "/staff/community-business/ventures/[0-9a-f-]{36}").Value;
        (await staff.SubmitAsync($"{page}/edit", "idea", Idea("朝市の再開", ("Input.ContactName", "見本 朝子"), ("Input.Phone", "083-933-0000")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync(page)).ShouldContain("朝市の再開");
        using var owner = house.Visitor(Roles.ProgramOwner);
        (await owner.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Criteria_are_changed_by_program_owners_and_former_decisions_keep_theirs()
    {
        var (venture, _) = await house.HandedInAsync();
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.NotYet))).Problem.ShouldBeNull();
        using var staff = house.Staff();
        (await staff.GetAsync("/staff/community-business/gates/1")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var owner = house.Visitor(Roles.ProgramOwner);
        using var half = await owner.SubmitAsync("/staff/community-business/gates/1", "gate", ("Input.Rows[0].Ja", "新しい基準"), ("Input.Rows[0].Required", "true"));
        (await TextAsync(half)).ShouldContain("英語も入力してください。");
        (await owner.SubmitAsync("/staff/community-business/gates/1", "gate", ("Input.Rows[0].Ja", "新しい基準"), ("Input.Rows[0].En", "A new criterion"), ("Input.Rows[0].Required", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var visitor = house.Visitor();
        (await visitor.ReadAsync("/community-business")).ShouldContain("新しい基準");
        (await house.StepsAsync(venture.Id))[^1].Gate!.Criteria.Count.ShouldBe(3);
        (await owner.GetAsync("/staff/community-business/gates/4")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // Put back for the other tests of this house.
        (await owner.SubmitAsync("/staff/community-business/gates/1", "gate", [.. GateRules.First(VentureStage.Trial).Criteria.SelectMany((c, i) => new[] { ($"Input.Rows[{i}].Ja", c.Text.Ja), ($"Input.Rows[{i}].En", c.Text.En), ($"Input.Rows[{i}].Required", c.Required ? "true" : "false") })]))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Programs_do_the_same()
    {
        var (me, id) = (BusinessHouse.Somebody(), Guid.CreateVersion7());
        using var mine = house.Resident(me);
        const string own = "/api/v1/community-business/me/ventures";
        (await mine.Http.PutAsJsonAsync($"{own}/{id}", new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "there is nothing in it");
        (await mine.Http.PutAsJsonAsync($"{own}/{id}", new { title = "朝市", submit = false })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var incomplete = await mine.Http.PutAsJsonAsync($"{own}/{id}", new { title = "朝市", submit = true, revision = 1 });
        incomplete.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TextAsync(incomplete)).ShouldContain("#/problem");
        (await mine.Http.PutAsJsonAsync($"{own}/{id}", new { title = "朝市", problem = "店がない", resource = "野菜", who = "農家", how = "月に一度", municipalityCode = BusinessHouse.Yamaguchi, submit = true, revision = 1 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var view = await mine.Http.GetFromJsonAsync<JsonElement>($"{own}/{id}");
        (view.GetProperty("state").GetString(), view.GetProperty("stage").GetString(), view.GetProperty("next").GetProperty("side").GetString()).ShouldBe(("active", "idea", "office"));
        using var other = house.Resident(BusinessHouse.Somebody());
        (await other.GetAsync($"{own}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Http.PostAsJsonAsync($"{own}/{id}/stop", new { reason = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var staff = house.Staff();
        const string office = "/api/v1/community-business/staff/ventures";
        var version = (await staff.Http.GetFromJsonAsync<JsonElement>("/api/v1/community-business/gates")).EnumerateArray().First().GetProperty("version").GetInt32();
        (await staff.Http.PostAsJsonAsync($"{office}/{id}/decisions", new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var decided = await staff.Http.PostAsJsonAsync($"{office}/{id}/decisions", new { from = "idea", outcome = "passed", rulesVersion = version, met = new[] { 0, 1 }, reason = "よい", nextText = "試す", nextDueOn = house.Today.AddDays(30) });
        decided.StatusCode.ShouldBe(HttpStatusCode.NoContent, await decided.Content.ReadAsStringAsync());
        (await mine.Http.GetFromJsonAsync<JsonElement>($"{own}/{id}/history")).EnumerateArray().First().GetProperty("kind").GetString().ShouldBe("passed");
        (await mine.Http.PostAsJsonAsync($"{own}/{id}/reports", new { words = "試した" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.Http.GetFromJsonAsync<JsonElement>($"{office}?show=office")).EnumerateArray().Select(v => v.GetProperty("id").GetGuid()).ShouldContain(id);

        using var visitor = house.Visitor();
        var (brought, code) = (Guid.CreateVersion7(), Venture.Codes.New());
        using var sent = await visitor.Http.PutAsJsonAsync($"/api/v1/community-business/ideas/{brought}", new { title = "舟", problem = "橋が遠い", resource = "川", who = "船頭", how = "渡す", municipalityCode = BusinessHouse.Yamaguchi, submit = true, code, contactName = "見本 舟子", phone = "083-933-0000" });
        sent.StatusCode.ShouldBe(HttpStatusCode.NoContent, await sent.Content.ReadAsStringAsync());
        var number = (await house.LoadAsync<Venture>(brought)).Number;
        using var opened = await visitor.Http.PostAsJsonAsync("/api/v1/community-business/ideas/open", new { number, code });
        opened.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.Http.PostAsJsonAsync("/api/v1/community-business/ideas/open", new { number, code = Venture.Codes.New() })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<string> TextAsync(HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());

    [GeneratedRegex("receipt__number\">([^<]+)<")]
    private static partial Regex Number();

    [GeneratedRegex("receipt__code\">([^<]+)<")]
    private static partial Regex Code();
}
