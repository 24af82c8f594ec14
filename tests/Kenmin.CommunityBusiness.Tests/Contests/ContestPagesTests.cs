using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kenmin.CommunityBusiness.Contests;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.Modularity.Access;

namespace Kenmin.CommunityBusiness.Tests.Contests;

/// <summary>A contest from the call to the published result, in a browser without scripts.</summary>
public sealed class ContestPagesTests(ContestHouse house) : IClassFixture<ContestHouse>
{
    [Fact]
    public async Task A_call_is_written_announced_judged_ranked_decided_and_published()
    {
        const string staffCalls = "/staff/community-business/calls";
        using var staff = house.Visitor(Roles.ProgramOwner);
        using var wrong = await staff.SubmitAsync($"{staffCalls}/new", "call", ("Input.TitleJa", "朝市の公募"), ("Input.PurposeJa", "一歩"), ("Input.TextJa", "内容"));
        (await TextAsync(wrong)).ShouldContain("受付を始める日を入力してください");
        using var saved = await staff.SubmitAsync($"{staffCalls}/new", "call", ("Input.TitleJa", "朝市の公募"), ("Input.PurposeJa", "一歩"), ("Input.TextJa", "内容"), ("Input.OpensOn", $"{house.Today:yyyy-MM-dd}"),
            ("Input.ClosesOn", $"{house.Today.AddDays(20):yyyy-MM-dd}"), ("Input.ScoresUntil", $"{house.Today.AddDays(40):yyyy-MM-dd}"), ("Input.JudgesPerCase", "１"), ("Input.Scale", "5"), ("Input.Criteria[0].NameJa", "効果"), ("Input.Criteria[0].Weight", "3"),
            ("Input.Criteria[1].NameJa", "続くか"), ("Input.Tie1", "c1"), ("Input.Tie2", "earlier"));
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = saved.Headers.Location!.AbsolutePath;
        var id = Guid.Parse(page[^36..]);
        using var visitor = house.Visitor();
        (await visitor.GetAsync($"/community-business/calls/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is a draft");
        (await staff.SubmitAsync(page, "act", ("Input.Answer", "announce"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.ReadAsync("/community-business/calls")).ShouldContain("朝市の公募");
        (await visitor.ReadAsync($"/community-business/calls/{id}")).ShouldContain("続くか");
        using var asked = await staff.SubmitAsync(page, "ask", ("Ask.Name", "見本 審査子"));
        var code = Regex.Match(await asked.Content.ReadAsStringAsync(), "([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})").Value;

        var (venture, owner) = await house.HandedInAsync();
        using var mine = house.Resident(owner);
        using var sent = await mine.SubmitAsync($"/community-business/calls/{id}/hand-in", "submission", ("Input.VentureId", venture.Id.ToString()), ("Input.Title", "朝市の台所"), ("Input.Problem", "課題"), ("Input.Approach", "取組み"), ("Input.Resource", "資源"),
            ("Input.Effect", "効果"), ("Input.Continuation", "見通し"));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await TextAsync(sent));
        var submission = Guid.Parse(sent.Headers.Location!.AbsolutePath[^36..]);
        (await mine.SubmitAsync($"/community-business/submissions/{submission}", "agreement", ("Agree.Show", "yes"), ("Agree.Name", "坂の上の会"), ("Agree.Summary", "惣菜をつくります"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var stranger = house.Resident(BusinessHouse.Somebody());
        (await stranger.GetAsync($"/community-business/submissions/{submission}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var judge = BusinessHouse.Somebody("見本 審査子");
        using var judging = house.Resident(judge);
        (await judging.SubmitAsync("/community-business/judging", "code", ("Code.Code", code))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        house.GoTo(house.Today.AddDays(21));
        (await staff.SubmitAsync(page, "act", ("Input.Answer", "assign"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var theCase = $"/community-business/judging/cases/{submission}";
        (await judging.ReadAsync($"/community-business/judging/{id}")).ShouldContain("朝市の台所");
        (await judging.ReadAsync(theCase)).ShouldNotContain("取組み");
        (await judging.SubmitAsync(theCase, "declare", ("Declare.Answer", "no"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var blind = await judging.ReadAsync(theCase);
        blind.ShouldContain("取組み");
        foreach (var identity in new[] { owner.Name, venture.Title, "坂の上の会" }) blind.ShouldNotContain(identity);
        using var half = await judging.SubmitAsync(theCase, "sheet", ("Input.Lines[0].Score", "4"), ("Input.Do", "hand-in"));
        (await TextAsync(half)).ShouldContain("「続くか」の点を選んでください。");
        (await judging.SubmitAsync(theCase, "sheet", ("Input.Lines[0].Score", "4"), ("Input.Lines[1].Score", "5"), ("Input.Lines[0].Comment", "よい"), ("Input.Do", "hand-in"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.GetAsync($"{page}/ranking")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "scores are not fixed");
        (await staff.SubmitAsync(page, "act", ("Input.Answer", "freeze"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync($"{page}/ranking")).ShouldContain("17.00");
        (await (await staff.GetAsync($"{page}/ranking.csv")).Content.ReadAsStringAsync()).ShouldContain("朝市の台所");
        (await visitor.ReadAsync($"/community-business/calls/{id}")).ShouldNotContain("朝市の台所");
        using var undecided = await staff.SubmitAsync($"{page}/ranking", "decide", ("Input.Lines[0].Accepted", "yes"));
        (await TextAsync(undecided)).ShouldContain("入力してください。");
        (await staff.SubmitAsync($"{page}/ranking", "decide", ("Input.Lines[0].Accepted", "yes"), ("Input.Lines[0].Reason", "効果が大きい"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.ReadAsync($"/community-business/submissions/{submission}")).ShouldContain("効果が大きい");
        (await staff.SubmitAsync($"{page}/ranking", "publish", ("Publish.TextJa", "講評です"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var published = await visitor.ReadAsync($"/community-business/calls/{id}");
        foreach (var shown in new[] { "朝市の台所", "坂の上の会", "惣菜をつくります", "講評です" }) published.ShouldContain(shown);
        published.ShouldNotContain(owner.Name);
        (await visitor.Http.GetFromJsonAsync<JsonElement>($"/api/v1/community-business/calls/{id}/results")).EnumerateArray().Single().GetProperty("title").GetString().ShouldBe("朝市の台所");
    }

    private static async Task<string> TextAsync(HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
}
