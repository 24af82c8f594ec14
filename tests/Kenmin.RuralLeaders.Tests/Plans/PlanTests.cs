using System.Net;
using System.Net.Http.Json;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.Persistence.Jobs;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Plans;
using Kenmin.RuralLeaders.Tests.Support;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Wolverine.Tracking;

namespace Kenmin.RuralLeaders.Tests.Plans;

/// <summary>Village plans in the running module.</summary>
public sealed class PlanTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task A_plan_goes_from_draft_to_version_to_review_and_former_versions_stay_readable_and_comparable()
    {
        var network = await house.NetworkAsync();
        var ids = network.Members.Select(m => m.AccountId).ToList();
        using var coordinator = house.Resident(ids[0]);
        using var member = house.Resident(ids[1]);
        using var begun = await coordinator.SubmitAsync($"/rural-leaders/networks/{network.Id}/plans", "plan", ("Input.Title", "上見本の夢プラン"), ("Input.AreaId", network.AreaIds[0].ToString()), ("Input.Summary", ""));
        begun.StatusCode.ShouldBe(HttpStatusCode.Redirect, await begun.Content.ReadAsStringAsync());
        var plan = (await house.AllAsync<VillagePlan>()).Single(p => p.NetworkId == network.Id);
        var (page, draft) = ($"/rural-leaders/plans/{plan.Id}", $"/rural-leaders/plans/{plan.Id}/draft");
        (await member.GetAsync(draft)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "there is no draft to read, and members do not begin one");
        using var empty = await coordinator.SubmitAsync(draft, "draft", ("Input.Situation", "人が減る"), ("Input.Aims", " "), ("Input.Measures", "草刈り"));
        (await empty.Content.ReadAsStringAsync()).ShouldContain("入力してください");
        (await coordinator.SubmitAsync(draft, "draft", ("Input.Situation", "人が減る"), ("Input.Aims", "祭りを続ける"), ("Input.Measures", "草刈り\n空き家"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.ReadAsync(draft)).ShouldSatisfyAllConditions(p => p.ShouldContain("祭りを続ける"), p => p.ShouldNotContain("決定を記録する"));

        using var early = await coordinator.SubmitAsync(draft, "adopt", ("Adopt.On", house.Today.AddDays(1).Iso()), ("Adopt.DecidedAt", "総会"));
        (await early.Content.ReadAsStringAsync()).ShouldContain("今日までの日で");
        (await coordinator.SubmitAsync(draft, "adopt", ("Adopt.On", house.Today.Iso()), ("Adopt.DecidedAt", "集落の総会"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.ReadAsync($"{page}/versions/1")).ShouldSatisfyAllConditions(p => p.ShouldContain("集落の総会"), p => p.ShouldContain("空き家"));

        // The next version begins with the text of the one in force.
        (await coordinator.ReadAsync(draft)).ShouldContain("祭りを続ける");
        (await coordinator.SubmitAsync(draft, "draft", ("Input.Situation", "人が減る"), ("Input.Aims", "祭りを続ける"), ("Input.Measures", "草刈り\n学生の手伝い"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.ReadAsync($"{page}/compare?from=1")).ShouldSatisfyAllConditions(p => p.ShouldContain("加わった：</strong>学生の手伝い"), p => p.ShouldContain("なくなった：</strong>空き家"), p => p.ShouldContain("変わっていません"));
        (await coordinator.SubmitAsync(draft, "adopt", ("Adopt.On", house.Today.Iso()), ("Adopt.DecidedAt", "集落の総会"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.ReadAsync($"{page}/versions/1")).ShouldSatisfyAllConditions(p => p.ShouldContain("これは前の版です"), p => p.ShouldContain("空き家"));
        (await member.ReadAsync($"{page}/compare?from=1&to=2")).ShouldContain("学生の手伝い");
        foreach (var wrong in new[] { "compare?from=1&to=7", "compare?from=x", "versions/3", "versions/3.pdf" }) (await member.GetAsync($"{page}/{wrong}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, wrong);

        using var future = await coordinator.SubmitAsync($"{page}/review", "review", ("Input.Year", $"{FiscalYear.Of(house.Today).StartYear + 1}"), ("Input.Reached", "できた"));
        (await future.Content.ReadAsStringAsync()).ShouldContain("今年度までを選んでください");
        (await coordinator.SubmitAsync($"{page}/review", "review", ("Input.Year", $"{FiscalYear.Of(house.Today).StartYear}"), ("Input.Reached", "当番ができた"), ("Input.Changes", "学生を呼ぶ"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.ReadAsync($"{page}/review")).ShouldSatisfyAllConditions(p => p.ShouldContain("当番ができた"), p => p.ShouldContain("学生を呼ぶ"));
        if (Kenmin.Documents.Paper.IsAvailable)
        {
            using var paper = await member.GetAsync($"{page}/versions/2.pdf");
            paper.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
            (await paper.Content.ReadAsByteArrayAsync())[..4].ShouldBe("%PDF"u8.ToArray());
        }
    }

    [Fact]
    public async Task To_an_outsider_a_plan_is_no_more_there_than_one_that_never_was_but_for_what_was_made_public()
    {
        var (network, plan) = await PlanAsync();
        var action = await ActionAsync(network, plan);
        using var outsider = house.Resident(Guid.CreateVersion7());
        foreach (var page in new[] { "", "/draft", "/review", "/versions/1", "/compare?from=1", $"/actions/{action}", "/actions.csv", "/actions.xlsx", "/versions/1.pdf" })
        {
            using var real = await outsider.GetAsync($"/rural-leaders/plans/{plan}{page}");
            real.StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
        }

        (await outsider.GetAsync($"/rural-leaders/networks/{network.Id}/plans")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await outsider.GetAsync($"/api/v1/rural-leaders/plans/{plan}/actions")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var moved = await outsider.Http.PutAsJsonAsync($"/api/v1/rural-leaders/plans/{plan}/actions/{action}/state", new { state = "done" });
        moved.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var staff = house.Staff();
        (await staff.GetAsync($"/rural-leaders/plans/{plan}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "staff are not members either");
        foreach (var command in new object[]
                 {
                     new SavePlan(plan, network.Id, null, "乗っ取り", "", true, Guid.CreateVersion7()), new SavePlanDraft(plan, 0, "あ", "い", "う", network.Members[1].AccountId),
                     new AdoptPlan(plan, 1, house.Today, "会", network.Members[1].AccountId), new ReviewPlan(plan, 2026, "あ", "", network.Members[1].AccountId),
                     new SavePlanAction(plan, action, "あ", network.Members[1].AccountId, house.Today, network.Members[1].AccountId),
                 })
            (await house.SendAsync(command)).Code.ShouldBe("not-found", "outsiders and plain members do not write");

        using var anybody = house.Visitor();
        var coordinator = network.Members[0].AccountId;
        (await house.SendAsync(new SavePlan(plan, network.Id, null, "公開する計画", "", true, coordinator))).Field.ShouldBe("Summary", "what is public says something");
        (await house.SendAsync(new SavePlan(plan, network.Id, null, "公開する計画", "みんなの言葉", true, coordinator))).Problem.ShouldBeNull();
        (await anybody.ReadAsync("/rural-leaders/plans")).ShouldNotContain("みんなの言葉", customMessage: "nothing was adopted yet");
        await AdoptAsync(network, plan, "内輪の現状");
        (await anybody.ReadAsync("/rural-leaders/plans")).ShouldSatisfyAllConditions(p => p.ShouldContain("みんなの言葉"), p => p.ShouldNotContain("内輪の現状"), p => p.ShouldNotContain(network.Members[0].Name));
        (await anybody.ReadAsync("/api/v1/rural-leaders/plans")).ShouldContain(plan.ToString());
        (await house.SendAsync(new SavePlan(plan, network.Id, null, "公開する計画", "みんなの言葉", false, coordinator))).Problem.ShouldBeNull();
        (await anybody.ReadAsync("/rural-leaders/plans")).ShouldNotContain("みんなの言葉");
    }

    [Fact]
    public async Task What_somebody_else_wrote_meanwhile_is_neither_overwritten_nor_adopted_unread()
    {
        var (network, plan) = await PlanAsync();
        var officer = network.Members[0].AccountId;
        (await house.SendAsync(new SavePlanDraft(plan, 0, "一", "一", "一", officer))).Problem.ShouldBeNull();
        (await house.SendAsync(new SavePlanDraft(plan, 0, "一", "一", "一", officer))).Problem.ShouldBeNull("sent twice it is there once");
        (await house.SendAsync(new SavePlanDraft(plan, 0, "割りこみ", "一", "一", officer))).Code.ShouldBe("changed-meanwhile");
        (await house.SendAsync(new SavePlanDraft(plan, 1, "二", "二", "二", officer))).Problem.ShouldBeNull();
        (await house.SendAsync(new AdoptPlan(plan, 1, house.Today, "総会", officer))).Code.ShouldBe("changed-meanwhile");
        (await house.SendAsync(new AdoptPlan(plan, 2, house.Today, "総会", officer))).Problem.ShouldBeNull();
        (await house.SendAsync(new AdoptPlan(plan, 2, house.Today, "総会", officer))).Problem.ShouldBeNull("sent twice there is one version");
        (await house.SendAsync(new SavePlanDraft(plan, 0, "三", "三", "三", officer))).Problem.ShouldBeNull();
        (await house.SendAsync(new AdoptPlan(plan, 2, house.Today, "総会", officer))).Code.ShouldBe("changed-meanwhile", "an old page does not fit a new draft");
        (await house.SendAsync(new AdoptPlan(plan, 3, house.Today.AddDays(-1), "総会", officer))).Field.ShouldBe("On", "not before the former version");
        (await house.LoadAsync<VillagePlan>(plan)).Versions.ShouldBe(1);
    }

    [Fact]
    public async Task However_many_write_and_adopt_at_once_versions_have_no_gap_and_none_is_lost_or_changed()
    {
        var (network, plan) = await PlanAsync();
        var officer = network.Members[0].AccountId;
        var histories = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 6]).List[10, 16].Array[4].Single();
        Dictionary<int, string> seen = [];
        foreach (var history in histories)
        {
            await Task.WhenAll(history.GroupBy(h => h.Item1).Select(async person =>
            {
                foreach (var (who, what) in person)
                {
                    var now = await house.LoadAsync<VillagePlan>(plan);
                    var answer = what < 4
                        ? await house.SendAsync(new SavePlanDraft(plan, now.Draft?.Revision ?? 0, $"{who}の{Guid.CreateVersion7()}", "夢", "策", officer))
                        : await house.SendAsync(new AdoptPlan(plan, now.Draft?.Revision ?? 1, house.Today, "総会", officer));
                    if (answer.Code is not (null or "changed-meanwhile" or "no-draft")) throw new InvalidOperationException(answer.Code);
                }
            }));
            var versions = (await house.AllAsync<PlanVersion>()).Where(v => v.PlanId == plan).OrderBy(v => v.Number).ToList();
            versions.Select(v => v.Number).ShouldBe(Enumerable.Range(1, (await house.LoadAsync<VillagePlan>(plan)).Versions));
            versions.Select(v => v.Revision).ShouldBeUnique();
            foreach (var version in versions) seen.TryAdd(version.Number, version.Text.Situation);
            foreach (var version in versions) version.Text.Situation.ShouldBe(seen[version.Number], "what was adopted stays as it was");
        }

        seen.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Actions_are_moved_by_those_who_see_to_them_and_dropped_with_a_reason()
    {
        var (network, plan) = await PlanAsync();
        var ids = network.Members.Select(m => m.AccountId).ToList();
        using var coordinator = house.Resident(ids[0]);
        using var owner = house.Resident(ids[1]);
        using var past = await coordinator.SubmitAsync($"/rural-leaders/plans/{plan}", "action", ("Action.Text", "水路の見まわり"), ("Action.OwnerId", ids[1].ToString()), ("Action.DueOn", house.Today.AddDays(-1).Iso()));
        (await past.Content.ReadAsStringAsync()).ShouldContain("今日から 10 年先まで");
        (await coordinator.SubmitAsync($"/rural-leaders/plans/{plan}", "action", ("Action.Text", "水路の見まわり"), ("Action.OwnerId", ids[1].ToString()), ("Action.DueOn", house.Today.AddDays(30).Iso()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var action = (await house.LoadAsync<VillagePlan>(plan)).Actions.ShouldHaveSingleItem();
        (await house.SendAsync(new MovePlanAction(plan, action.Id, ActionState.Done, null, ids[2]))).Code.ShouldBe("not-yours");
        (await owner.SubmitAsync($"/rural-leaders/plans/{plan}", $"move-{action.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = $"/rural-leaders/plans/{plan}/actions/{action.Id}";
        using var silent = await owner.SubmitAsync(page, "move", ("Move.To", "Dropped"), ("Move.Reason", " "));
        (await silent.Content.ReadAsStringAsync()).ShouldContain("入力してください");
        (await owner.SubmitAsync(page, "move", ("Move.To", "Dropped"), ("Move.Reason", "水路を市が直した"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await owner.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("水路を市が直した"), p => p.ShouldContain("とりやめ"), p => p.ShouldContain("取組中"));
        using var again = await owner.Http.PutAsJsonAsync($"/api/v1/rural-leaders/plans/{plan}/actions/{action.Id}/state", new { state = "underWay" });
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent, "what was dropped can be taken up again");
        using var wrong = await owner.Http.PutAsJsonAsync($"/api/v1/rural-leaders/plans/{plan}/actions/{action.Id}/state", new { state = "7" });
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await house.LoadAsync<VillagePlan>(plan)).Actions[0].Steps.Select(s => s.To).ShouldBe([ActionState.Open, ActionState.UnderWay, ActionState.Dropped, ActionState.UnderWay]);
        (await owner.ReadAsync("/rural-leaders/me")).ShouldContain("水路の見まわり");

        using var file = await owner.GetAsync($"/rural-leaders/plans/{plan}/actions.csv");
        using var sheet = await SpreadsheetReader.OpenAsync(await file.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), "actions.csv", new());
        sheet.Rows().ShouldHaveSingleItem().Cells.ShouldContain("水路の見まわり");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'rural-leaders.plan.viewed' and actor_id = '{ids[1]}' and '{ids[0]}' = any(subject_ids)")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_is_due_is_told_once_before_and_once_after_to_who_sees_to_it_or_when_they_left_to_the_coordinator()
    {
        var (network, plan) = await PlanAsync();
        var ids = network.Members.Select(m => m.AccountId).ToList();
        await AdoptAsync(network, plan, "今");
        foreach (var owner in ids.Skip(1)) (await house.SendAsync(new SavePlanAction(plan, Guid.CreateVersion7(), $"{owner}の仕事", owner, house.Today.AddDays(20), ids[0]))).Problem.ShouldBeNull();
        (await house.SendAsync(new LeaveNetwork(network.Id, ids[2]))).IsDone.ShouldBeTrue();
        await RemindAsync();
        (await house.NoticesAsync(ids[1], 0)).ShouldBeEmpty("it is not near yet");
        house.GoTo(house.Today.AddDays(15));
        await RemindAsync();
        await RemindAsync();
        (await house.NoticesAsync(ids[1], 1)).ShouldHaveSingleItem().Subject.ShouldContain("近づいています");
        (await house.NoticesAsync(ids[0], 1)).ShouldHaveSingleItem().Body.ShouldContain($"{ids[2]}の仕事");
        house.GoTo(house.Today.AddDays(6));
        await RemindAsync();
        await RemindAsync();
        (await house.NoticesAsync(ids[1], 2)).Count(n => n.Subject.Contains("過ぎています")).ShouldBe(1);
        (await house.NoticesAsync(ids[2], 0)).ShouldBeEmpty("who left is left in peace");
        using var member = house.Resident(ids[1]);
        (await member.ReadAsync($"/rural-leaders/plans/{plan}")).ShouldContain("期限を過ぎています");

        // A new day is reminded of anew; a year later the review is due.
        var action = (await house.LoadAsync<VillagePlan>(plan)).Actions.First(a => a.OwnerId == ids[1]);
        (await house.SendAsync(new SavePlanAction(plan, action.Id, action.Text, ids[1], house.Today.AddDays(3), ids[0]))).Problem.ShouldBeNull();
        await RemindAsync();
        (await house.NoticesAsync(ids[1], 3)).Count.ShouldBe(3);
        house.GoTo(house.Today.AddYears(1));
        await RemindAsync();
        (await house.NoticesAsync(ids[0], 3)).Count(n => n.Subject.Contains("見直しの時期")).ShouldBe(1);
        (await member.ReadAsync($"/rural-leaders/plans/{plan}")).ShouldContain("見直しの時期です");
    }

    [Fact]
    public async Task A_merging_moves_who_does_what_and_an_erasure_leaves_the_plan_without_the_name()
    {
        var (network, plan) = await PlanAsync();
        var (officer, member) = (network.Members[0].AccountId, network.Members[1]);
        (await house.SendAsync(new SavePlanAction(plan, Guid.CreateVersion7(), "水路の見まわり", member.AccountId, house.Today.AddDays(9), officer))).Problem.ShouldBeNull();
        await AdoptAsync(network, plan, "今");
        var (kept, merge) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await house.HandleAsync(new AccountsMerged(merge, kept, member.AccountId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<VillagePlan>(plan)).Actions[0].OwnerId.ShouldBe(kept);
        (await house.LoadAsync<PlanVersion>(PlanVersion.IdOf(plan, 1))).Actions[0].OwnerId.ShouldBe(kept);
        await house.HandleAsync(new AccountsUnmerged(merge, kept, member.AccountId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<VillagePlan>(plan)).Actions[0].OwnerId.ShouldBe(member.AccountId);
        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), member.AccountId))).Sections.Select(s => s.Source)
            .ShouldBe(["mt_doc_network", "mt_doc_villageplan", "mt_doc_planversion", "mt_doc_accountmergeseen"], ignoreOrder: true);
        foreach (var account in new[] { member.AccountId, officer })
        {
            await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), account, null));
            (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), account))).Sections.ShouldBeEmpty();
        }

        var after = await house.LoadAsync<VillagePlan>(plan);
        after.Actions[0].ShouldSatisfyAllConditions(a => a.OwnerName.ShouldBe("（削除済み）"), a => a.Text.ShouldBe("水路の見まわり"));
        (await house.LoadAsync<PlanVersion>(PlanVersion.IdOf(plan, 1))).ShouldSatisfyAllConditions(v => v.AdoptedBy.Name.ShouldBe("（削除済み）"), v => v.Text.Situation.ShouldBe("今"));
    }

    private Task RemindAsync() => house.SendAsync<BatchDone>(new RemindOfPlans());

    private async Task<(Network Network, Guid Plan)> PlanAsync()
    {
        var network = await house.NetworkAsync();
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SavePlan(id, network.Id, network.AreaIds[0], "見本の計画", "", false, network.Members[0].AccountId))).Problem.ShouldBeNull();
        return (network, id);
    }

    private async Task<Guid> ActionAsync(Network network, Guid plan)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SavePlanAction(plan, id, "すること", network.Members[1].AccountId, house.Today.AddDays(9), network.Members[0].AccountId))).Problem.ShouldBeNull();
        return id;
    }

    private async Task AdoptAsync(Network network, Guid plan, string situation)
    {
        var officer = network.Members[0].AccountId;
        (await house.SendAsync(new SavePlanDraft(plan, 0, situation, "夢", "策", officer))).Problem.ShouldBeNull();
        (await house.SendAsync(new AdoptPlan(plan, (await house.LoadAsync<VillagePlan>(plan)).Draft!.Revision, house.Today, "総会", officer))).Problem.ShouldBeNull();
    }
}
