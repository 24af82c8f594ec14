using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.CommunityBusiness.Contests;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Contests;

/// <summary>What staff see of calls, by pages, spreadsheets and programs, and what is kept from them.</summary>
public sealed class ContestDeskTests(ContestHouse house) : IClassFixture<ContestHouse>
{
    private const string Calls = "/staff/community-business/calls", Api = "/api/v1/community-business/staff/calls", File = "/staff/community-business/submissions.csv";

    [Fact]
    public async Task A_call_of_an_initiative_is_chosen_shown_and_kept_from_other_owners()
    {
        var (mine, owner) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var year = FiscalYear.Of(house.Today);
        var directory = house.Services.GetRequiredService<InitiativeDirectory>();
        directory.Replace([new() { Id = mine, Slug = "mihon", Name = new("見本の事業", "A sample"), State = InitiativeState.Running, Years = new HashSet<FiscalYear> { year }, Owners = new HashSet<Guid> { owner }, Municipalities = new HashSet<string>(),
            Modules = new Dictionary<FiscalYear, IReadOnlySet<string>> { [year] = new HashSet<string> { "community-business" } } }]);
        using var staff = house.Visitor(Roles.ProgramOwner, owner);
        using var other = house.Visitor(Roles.ProgramOwner);
        (await staff.ReadAsync($"{Calls}/new")).ShouldContain("見本の事業");
        (await other.ReadAsync($"{Calls}/new")).ShouldNotContain("見本の事業");
        using var refused = await other.SubmitAsync($"{Calls}/new", "call", Fields(house.Today, mine));
        refused.StatusCode.ShouldBe(HttpStatusCode.OK, "it is another's initiative");
        using var late = await staff.SubmitAsync($"{Calls}/new", "call", Fields(house.Today.AddYears(1), mine));
        (await TextAsync(late)).ShouldContain("この事業では、受付を始める日の年度に");
        using var saved = await staff.SubmitAsync($"{Calls}/new", "call", Fields(house.Today, mine));
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await TextAsync(saved));
        var page = saved.Headers.Location!.AbsolutePath;
        var id = Guid.Parse(page[^36..]);
        (await house.LoadAsync<Call>(id)).InitiativeId.ShouldBe(mine);
        (await staff.ReadAsync(page)).ShouldContain("href=\"/initiatives/mihon\"");
        (await staff.ReadAsync($"{page}/edit")).ShouldContain("事業：見本の事業");
        (await staff.ReadAsync(Calls)).ShouldContain("見本の事業");
        foreach (var address in new[] { page, $"{page}/edit" }) (await other.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        (await other.ReadAsync(Calls)).ShouldNotContain(id.ToString());
        foreach (var address in new[] { "cases", "ranking" }) (await other.GetAsync($"{Api}/{id}/{address}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        (await other.Http.PostAsync($"{Api}/{id}/assignment", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.SubmitAsync(page, "act", ("Input.Answer", "announce"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var visitor = house.Visitor();
        (await visitor.ReadAsync($"/community-business/calls/{id}")).ShouldContain("見本の事業");

        // Its end stops what is new, and nothing else.
        directory.Replace([directory.Find(mine)! with { State = InitiativeState.Closed }]);
        var (venture, who) = await house.HandedInAsync();
        (await house.SendAsync(new HandIn(Guid.CreateVersion7(), id, venture.Id, ContestHouse.Text, null, who))).Code.ShouldBe(CommandAnswer.Closed);
        (await staff.ReadAsync(page)).ShouldContain("見本の事業");
        directory.Replace([]);
    }

    [Fact]
    public async Task Staff_see_what_was_taken_back_and_nobody_judges_it()
    {
        var call = await house.CallAsync(judges: 1);
        var (submission, owner) = await house.SubmissionAsync(call, "取り下げる応募");
        var (stays, _) = await house.SubmissionAsync(call, "残る応募");
        var judge = await house.JudgeAsync(call);
        await house.CloseAsync(call);
        (await house.SendAsync(new DeclareConflict(submission.Id, true, null, judge))).Problem.ShouldBeNull();
        (await house.SendAsync(new WithdrawSubmission(submission.Id, BusinessHouse.Somebody()))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new WithdrawSubmission(submission.Id, owner))).Problem.ShouldBeNull();
        (await house.ScoreAsync(submission, judge, 5, 5)).Code.ShouldBe(CommandAnswer.NotFound);
        using var judging = house.Resident(judge);
        (await judging.ReadAsync($"/community-business/judging/{call.Id}")).ShouldNotContain("取り下げる応募");
        var account = Guid.CreateVersion7();
        using var staff = house.Visitor(Roles.ProgramOwner, account);
        var page = await staff.ReadAsync($"{Calls}/{call.Id}");
        page.ShouldContain("取り下げられた応募");
        page.ShouldContain($"/staff/community-business/submissions/{submission.Id}");
        (await staff.ReadAsync($"/staff/community-business/submissions/{submission.Id}")).ShouldContain("取り下げられました");
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.submission.viewed" && e.SubjectIds.Contains(owner.AccountId));
        (await staff.Http.GetFromJsonAsync<JsonElement>($"{Api}/{call.Id}/cases")).EnumerateArray().Select(c => (c.GetProperty("title").GetString(), c.GetProperty("state").GetString()))
            .ShouldBe([("残る応募", "submitted"), ("取り下げる応募", "withdrawn")]);
        var file = await staff.Http.GetStringAsync(File);
        file.ShouldContain("取り下げる応募");
        file.ShouldContain("残る応募");
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.submissions.exported" && e.Kind == AuditKind.Export && e.SubjectIds.Contains(owner.AccountId));
        await house.JudgeAndScoreAsync(stays, judge, 4, 4);
        (await house.SendAsync(new FreezeScores(call.Id))).Problem.ShouldBeNull();
        (await staff.ReadAsync($"{Calls}/{call.Id}/ranking")).ShouldNotContain("取り下げる応募");
        (await house.SendAsync(new DecideCall(call.Id, [new(stays.Id, true, "よい")], null, BusinessHouse.Program.By))).Problem.ShouldBeNull();
        (await house.SendAsync(new WithdrawSubmission(stays.Id, (await OwnerAsync(stays))))).Code.ShouldBe("decided");
    }

    [Fact]
    public async Task Staff_who_judge_see_no_case_and_who_is_not_impartial_neither_ranks_nor_decides()
    {
        var call = await house.CallAsync(judges: 1);
        var (submission, _) = await house.SubmissionAsync(call, "隠れる応募");
        var (other, _) = await house.SubmissionAsync(call, "見える応募");
        Doer conflicted = new(Guid.CreateVersion7(), "見本 関子"), plain = new(Guid.CreateVersion7(), "見本 担子");
        await house.JudgeAsync(call, conflicted);
        var judge = await house.JudgeAsync(call);
        using var involved = house.Visitor(Roles.ProgramOwner, conflicted.AccountId);
        using var staff = house.Visitor(Roles.ProgramOwner, plain.AccountId);
        await house.CloseAsync(call);
        (await involved.ReadAsync($"{Calls}/{call.Id}")).ShouldNotContain("える応募", Case.Sensitive, "a judge sees nothing here until scores are fixed");
        (await involved.Http.GetStringAsync(File)).ShouldNotContain("える応募");
        var seat = (await SeatsAsync(call)).Single(j => j.AccountId == conflicted.AccountId);
        (await staff.SubmitAsync($"/staff/community-business/submissions/{submission.Id}", "note", ("Input.JudgeId", seat.Id.ToString()), ("Input.Answer", "yes"), ("Input.Reason", "親族"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.SubmitAsync($"{Calls}/{call.Id}", "remove", ("Remove.JudgeId", seat.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.Http.PostAsync($"{Api}/{call.Id}/assignment", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        foreach (var one in new[] { submission, other }) await house.JudgeAndScoreAsync(one, judge, one == submission ? 3 : 5, 4);
        (await staff.GetAsync($"{Api}/{call.Id}/ranking")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "scores are not fixed");
        (await staff.Http.PostAsync($"{Api}/{call.Id}/freezing", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        // No judge any more, and not impartial still.
        var page = await involved.ReadAsync($"{Calls}/{call.Id}");
        page.ShouldContain("見える応募");
        page.ShouldNotContain("隠れる応募");
        foreach (var address in new[] { $"{Calls}/{call.Id}/ranking", $"{Calls}/{call.Id}/ranking.csv", $"{Calls}/{call.Id}/ranking.xlsx", $"{Api}/{call.Id}/ranking", $"/staff/community-business/submissions/{submission.Id}" })
            (await involved.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        foreach (var address in new[] { $"{Api}/{call.Id}/cases", File }) (await involved.Http.GetStringAsync(address)).ShouldNotContain("隠れる応募", Case.Sensitive, address);
        var ranking = await staff.Http.GetFromJsonAsync<JsonElement>($"{Api}/{call.Id}/ranking");
        ranking.EnumerateArray().Select(r => (r.GetProperty("title").GetString(), r.GetProperty("place").GetInt32(), r.GetProperty("sum").GetInt64(), r.GetProperty("judges").GetInt32())).ShouldBe([("見える応募", 1, 19, 1), ("隠れる応募", 2, 13, 1)]);
        object decision = new { cases = new[] { new { id = submission.Id, accepted = false, reason = "次の機会に" }, new { id = other.Id, accepted = true, reason = "よい" } } };
        using var not = await involved.Http.PutAsJsonAsync($"{Api}/{call.Id}/decision", decision);
        (not.StatusCode, (await not.Content.ReadAsStringAsync()).Contains("conflict", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Conflict, true));
        (await staff.Http.PutAsJsonAsync($"{Api}/{call.Id}/decision", new { cases = new[] { new { id = submission.Id } } })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await staff.Http.PutAsJsonAsync($"{Api}/{call.Id}/decision", decision)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.Http.PutAsJsonAsync($"{Api}/{call.Id}/results", new { ja = "講評", en = "Remarks" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var visitor = house.Visitor();
        var results = await visitor.Http.GetStringAsync($"/api/v1/community-business/calls/{call.Id}/results");
        results.ShouldContain("見える応募");
        results.ShouldNotContain("隠れる応募");
    }

    [Fact]
    public async Task A_judge_s_program_answers_the_request_declares_and_scores()
    {
        var call = await house.CallAsync(judges: 1);
        var (submission, _) = await house.SubmissionAsync(call);
        var judge = BusinessHouse.Somebody("見本 審査子");
        (await house.SendAsync(new AskJudge(Guid.CreateVersion7(), call.Id, judge.Name, judge.AccountId, null, BusinessHouse.Program.By))).Problem.ShouldBeNull();
        const string judging = "/api/v1/community-business/me/judging";
        using var mine = house.Resident(judge);
        var asked = (await mine.Http.GetFromJsonAsync<JsonElement>($"{judging}/calls")).EnumerateArray().Single();
        asked.GetProperty("state").GetString().ShouldBe("asked");
        using var stranger = house.Resident(BusinessHouse.Somebody());
        var id = asked.GetProperty("id").GetGuid();
        (await stranger.Http.PostAsJsonAsync($"{judging}/answers", new { id, accept = true })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await mine.Http.PostAsJsonAsync($"{judging}/answers", new { id })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await mine.Http.PostAsJsonAsync($"{judging}/answers", new { id, accept = true })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await house.CloseAsync(call);
        var one = $"{judging}/cases/{submission.Id}";
        (await mine.Http.GetFromJsonAsync<JsonElement>(one)).GetProperty("text").ValueKind.ShouldBe(JsonValueKind.Null);
        object sheet = new { scores = new Dictionary<string, object> { ["c1"] = new { score = 4, comment = "よい" }, ["c2"] = new { score = 3, comment = "" } }, handIn = true };
        (await mine.Http.PutAsJsonAsync($"{one}/sheet", sheet)).StatusCode.ShouldBe(HttpStatusCode.Conflict, "first the declaration");
        (await mine.Http.PutAsJsonAsync($"{one}/declaration", new { impartial = true })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mine.Http.GetFromJsonAsync<JsonElement>(one)).GetProperty("text").GetProperty("problem").GetString().ShouldBe(ContestHouse.Text.Problem);
        (await mine.Http.PutAsJsonAsync($"{one}/sheet", sheet)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await house.ScoresAsync(call.Id)).Select(s => s.Score).ShouldBe([4, 3]);
        foreach (var (method, address) in new[] { (HttpMethod.Get, one), (HttpMethod.Get, $"{judging}/calls/{call.Id}/cases") })
        {
            using var request = new HttpRequestMessage(method, address);
            (await stranger.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        }
    }

    private static (string, string)[] Fields(DateOnly opens, Guid initiative) =>
    [
        ("Input.Initiative", initiative.ToString()), ("Input.TitleJa", "事業の公募"), ("Input.PurposeJa", "一歩"), ("Input.TextJa", "内容"), ("Input.OpensOn", $"{opens:yyyy-MM-dd}"), ("Input.ClosesOn", $"{opens.AddDays(20):yyyy-MM-dd}"),
        ("Input.ScoresUntil", $"{opens.AddDays(40):yyyy-MM-dd}"), ("Input.JudgesPerCase", "1"), ("Input.Scale", "5"), ("Input.Criteria[0].NameJa", "効果"), ("Input.Tie1", "c1"),
    ];

    private static async Task<string> TextAsync(HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());

    private async Task<Doer> OwnerAsync(Submission submission) => await house.LoadAsync<Submission>(submission.Id) is { OwnerAccountId: { } owner } found ? new(owner, found.OwnerName) : throw new InvalidOperationException();

    private async Task<IReadOnlyList<CallJudge>> SeatsAsync(Call call)
    {
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().QuerySession();
        return await session.Query<CallJudge>().Where(j => j.CallId == call.Id).ToListAsync();
    }
}
