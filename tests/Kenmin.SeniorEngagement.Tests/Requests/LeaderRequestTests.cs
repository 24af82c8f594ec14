using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.Persistence.Jobs;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Requests;
using Kenmin.SeniorEngagement.Tests.Circles;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Npgsql;

namespace Kenmin.SeniorEngagement.Tests.Requests;

/// <summary>Schools, facilities and circles ask for leaders; both say yes, nobody is promised twice, and whom to call is for the two and not for long.</summary>
public sealed class LeaderRequestTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    private static readonly RequestSide Staff = new(SeniorHouse.Office, Staff: true);

    [Fact]
    public async Task A_school_without_an_account_asks_staff_confirm_and_ask_a_leader_and_both_say_yes_on_their_pages()
    {
        var (holder, leader) = await LeaderAsync();
        using var school = house.Visitor();
        using var staff = house.Staff();
        using var leading = house.Resident(leader);
        var day = house.Today.AddDays(10);
        (await school.ReadAsync("/senior-engagement/leader-requests/new")).ShouldContain("どの市町で行いますか");
        const string form = $"/senior-engagement/leader-requests/new?municipality={SeniorHouse.Yamaguchi}";
        (await school.ReadAsync(form)).ShouldContain("お名前と電話番号の扱い");
        using (var blank = await school.SubmitAsync(form, "request", [.. Typed(day).Where(f => f.Item1 is not "Input.Day1")]))
            (await ReadAsync(blank)).ShouldSatisfyAllConditions(p => p.ShouldContain("日を入力してください"), p => p.ShouldNotContain("/mine/"));
        using (var unread = await school.SubmitAsync(form, "request", [.. Typed(day).Where(f => f.Item1 is not "Input.Understood")]))
            (await ReadAsync(unread)).ShouldSatisfyAllConditions(p => p.ShouldContain("しるしを付けてください"), p => p.ShouldNotContain("/mine/"));
        string link;
        using (var sent = await school.SubmitAsync(form, "request", Typed(day))) link = Regex.Match(await ReadAsync(sent), "/senior-engagement/leader-requests/mine/[0-9A-Z]{24}").Value;
        link.ShouldNotBeEmpty();
        var request = (await house.AllAsync<LeaderRequest>()).Single(r => r is { Organisation: "見本小学校", CircleId: null });
        var page = $"/staff/senior-engagement/leader-requests/{request.Id}";
        (await house.ScalarAsync<long>($"select count(*) from senior_engagement.mt_doc_leaderrequest where data::text like '%{link[^24..]}%'")).ShouldBe(0, "the secret itself is not kept");
        (await school.ReadAsync(link)).ShouldContain("確認待ち");
        (await staff.ReadAsync("/staff/senior-engagement/leader-requests")).ShouldContain("見本小学校");
        (await staff.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("083-933-0008"), p => p.ShouldNotContain(leader.Name, customMessage: "nobody is looked for before it is confirmed"));
        (await staff.SubmitAsync(page, "confirm")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain(leader.Name), p => p.ShouldContain("「散歩・自然」の資格があります"), p => p.ShouldContain(LeaderRanking.Order.Ja));
        (await house.LooksAsync((await house.AllAsync<LeaderRequest>()).Single(r => r.Id == request.Id).ConfirmedBy!.AccountId)).ShouldContain(e => e.Action == "senior-engagement.leader-request.viewed" && e.SubjectIds.Contains(holder.Id));
        (await staff.SubmitAsync(page, $"ask-{holder.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var match = (await house.AllAsync<LeaderMatch>()).Single(m => m.RequestId == request.Id);
        (await leading.ReadAsync("/senior-engagement/me/leading")).ShouldSatisfyAllConditions(p => p.ShouldContain("見本小学校"), p => p.ShouldNotContain("083-933-0008"), p => p.ShouldNotContain("見本 教子"));
        (await leading.SubmitAsync("/senior-engagement/me/leading", $"yes-0-{match.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await school.ReadAsync(link)).ShouldSatisfyAllConditions(p => p.ShouldContain("この人にお願いする"), p => p.ShouldNotContain(leader.Name), p => p.ShouldNotContain("083-933-0077"));
        using (var yes = await school.SubmitAsync(link, $"yes-{match.Id:N}")) yes.StatusCode.ShouldBe(HttpStatusCode.Redirect, await ReadAsync(yes));
        (await school.ReadAsync(link)).ShouldSatisfyAllConditions(p => p.ShouldContain(leader.Name), p => p.ShouldContain("083-933-0077"));
        (await leading.ReadAsync("/senior-engagement/me/leading")).ShouldSatisfyAllConditions(p => p.ShouldContain("083-933-0008"), p => p.ShouldContain("見本 教子"));
        using (var stranger = house.Visitor())
            foreach (var other in new[] { $"/senior-engagement/leader-requests/mine/{RequestSide.Secrets.New()}", $"/senior-engagement/leader-requests/mine/x" }) (await stranger.GetAsync(other)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var elsewhere = house.Staff(SeniorHouse.Hagi)) (await elsewhere.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        house.GoTo(day.AddDays(1));
        using (var reported = await leading.SubmitAsync("/senior-engagement/me/leading", $"report-{match.Id:N}", ("Input.Held", "true"), ("Input.People", "２８"), ("Input.Words", "楽しく歩きました。"))) reported.StatusCode.ShouldBe(HttpStatusCode.Redirect, await ReadAsync(reported));
        (await school.ReadAsync(link)).ShouldSatisfyAllConditions(p => p.ShouldContain("楽しく歩きました。"), p => p.ShouldContain("083-933-0077", customMessage: "the day after, something may have been left behind"));
        await house.HandleAndWaitAsync(new TellLead(request.Id));
        (await house.FindAsync<ToldMeeting>(request.Id))!.Facts.Count.ShouldBe(1);
        house.GoTo(day.AddDays(2));
        (await school.ReadAsync(link)).ShouldNotContain("083-933-0077");
        (await leading.ReadAsync("/senior-engagement/me/leading")).ShouldNotContain("083-933-0008");
        (await EndedAsync(request.Id, r => r.Phone.Length == 0)).ShouldSatisfyAllConditions(r => r.Contact.ShouldBeEmpty(), r => r.State.ShouldBe(LeaderRequestState.Done));
    }

    [Fact]
    public async Task Of_overlapping_times_said_yes_to_at_once_one_is_promised()
    {
        var (holder, self) = await LeaderAsync();
        List<LeaderRequest> requests = [];
        var day = house.Today.AddDays(20);
        for (var i = 0; i < 6; i++) requests.Add(await AskedAsync(holder, day, new(10, 10 * i), new(11, 10 * i)));
        var answers = await Task.WhenAll(requests.SelectMany(r => new[] { 0, 1 }.Select(_ => house.SendAsync(new AnswerLeaderRequest(r.Id, holder.Id, 0, self, ActingAs.Self)))));
        answers.Select(a => a.Code).Distinct().ShouldBeSubsetOf([null, "promised"]);
        (await house.AllAsync<LeaderMatch>()).Count(m => m.HolderId == holder.Id && m.State == LeaderMatchState.Offered).ShouldBe(1);
        await ConsistentAsync(holder.Id);
        // One thing may follow the other at once.
        var next = await AskedAsync(holder, day, new(12, 0), new(13, 0));
        (await house.SendAsync(new AnswerLeaderRequest(next.Id, holder.Id, 0, self, ActingAs.Self))).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_promise_for_the_same_time()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        string Promise(Guid holder, string from, string to) => $"insert into senior_engagement.leader_promises (match_id, holder, starts, ends) values ('{Guid.CreateVersion7()}', '{holder}', '{from}', '{to}') returning 1";
        (await house.ScalarAsync<int>(Promise(one, "2027-01-10 10:00+09", "2027-01-10 11:00+09"))).ShouldBe(1);
        (await house.ScalarAsync<int>(Promise(other, "2027-01-10 10:00+09", "2027-01-10 11:00+09"))).ShouldBe(1);
        (await house.ScalarAsync<int>(Promise(one, "2027-01-10 11:00+09", "2027-01-10 12:00+09"))).ShouldBe(1);
        (await Should.ThrowAsync<PostgresException>(() => house.ScalarAsync<int>(Promise(one, "2027-01-10 10:59+09", "2027-01-10 11:30+09")))).SqlState.ShouldBe("23P01");
        await Should.ThrowAsync<PostgresException>(() => house.ScalarAsync<int>(Promise(one, "2027-01-11 11:00+09", "2027-01-11 11:00+09")));
    }

    [Fact]
    public async Task Whatever_the_sides_do_in_whatever_order_promises_and_agreements_fit()
    {
        await Gen.Select(Gen.Int[0, 7], Gen.Int[0, 2], Gen.Int[0, 1]).List[10, 30].SampleAsync(async steps =>
        {
            var leaders = new[] { await LeaderAsync(), await LeaderAsync() };
            var day = house.Today.AddDays(30);
            // The first two overlap; the third follows.
            LeaderRequest[] requests = [await RequestAsync(day, new(10, 0), new(11, 0)), await RequestAsync(day, new(10, 30), new(11, 30)), await RequestAsync(day, new(12, 0), new(13, 0))];
            foreach (var (what, r, l) in steps)
            {
                var (request, (holder, self)) = (requests[r], leaders[l]);
                var answer = await (what switch
                {
                    0 => house.SendAsync(new AskLeader(request.Id, holder.Id)),
                    1 or 2 => house.SendAsync(new AnswerLeaderRequest(request.Id, holder.Id, 0, self, ActingAs.Self)),
                    3 => house.SendAsync(new AnswerLeaderRequest(request.Id, holder.Id, null, self, ActingAs.Self)),
                    4 => house.SendAsync(new AcceptLeader(request.Id, holder.Id, true, Staff)),
                    5 => house.SendAsync(new CallOffLeader(request.Id, "都合", holder.Id, self, ActingAs.Self, null)),
                    6 => house.SendAsync(new CallOffLeader(request.Id, "都合", null, null, ActingAs.Self, Staff)),
                    // Seldom, so that there is something left to agree on.
                    _ => r == 2 && l == 1 ? house.SendAsync(new CancelLeaderRequest(request.Id, "中止", Staff)) : house.SendAsync(new AskLeader(request.Id, holder.Id)),
                });
                answer.Code.ShouldBeOneOf(null, "not-found", "declined", "not-open", "promised", "agreed", "not-offered");
                foreach (var (one, _) in leaders) await ConsistentAsync(one.Id);
                foreach (var known in requests)
                {
                    var now = await house.LoadAsync<LeaderRequest>(known.Id);
                    var agreed = (await house.AllAsync<LeaderMatch>()).Where(m => m.RequestId == known.Id && m.State == LeaderMatchState.Agreed).ToList();
                    agreed.Select(m => (Guid?)m.HolderId).ShouldBe(now.State == LeaderRequestState.Agreed ? [now.LeaderId] : []);
                    (now.Agreed is not null).ShouldBe(now.State == LeaderRequestState.Agreed);
                }
            }
        }, iter: 6, threads: 1);
    }

    [Fact]
    public async Task Either_side_can_call_it_off_the_request_is_open_again_and_the_other_is_told()
    {
        var ((holder, self), (second, other)) = (await LeaderAsync(), await LeaderAsync());
        var (_, asker) = await house.ResidentAsync();
        var request = await RequestAsync(house.Today.AddDays(15), new(9, 0), new(10, 0), new(asker));
        (await house.SendAndWaitAsync(new ConfirmLeaderRequest(request.Id, true, null, SeniorHouse.Office))).Problem.ShouldBeNull();
        await AgreeAsync(request, holder, self, new(asker));
        (await house.DeliveredAsync(asker.AccountId)).ShouldBe(["活動リーダーの依頼を受け付けました", "引き受けてくれるリーダーがいます"]);
        (await house.SendAsync(new CallOffLeader(request.Id, "", holder.Id, self, ActingAs.Self, null))).Field.ShouldBe("Reason");
        (await house.SendAsync(new CallOffLeader(request.Id, "かぜ", second.Id, other, ActingAs.Self, null))).Code.ShouldBe("not-found", "only the leader with whom it is agreed");
        (await house.SendAsync(new CallOffLeader(request.Id, "かぜ", null, null, ActingAs.Self, new(other)))).Code.ShouldBe("not-found", "only the side that asked");
        (await house.SendAndWaitAsync(new CallOffLeader(request.Id, "かぜ", holder.Id, self, ActingAs.Self, null))).Problem.ShouldBeNull();
        (await house.LoadAsync<LeaderRequest>(request.Id)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(LeaderRequestState.Open), r => r.LeaderId.ShouldBeNull());
        (await house.DeliveredAsync(asker.AccountId)).ShouldContain("リーダーが来られなくなりました");

        await AgreeAsync(request, second, other, new(asker));
        (await house.SendAndWaitAsync(new CallOffLeader(request.Id, "雨", null, null, ActingAs.Self, new(asker)))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(other.AccountId)).ShouldContain("お願いしていた活動が取りやめになりました");
        await AgreeAsync(request, holder, self, new(asker));
        (await house.SendAndWaitAsync(new CancelLeaderRequest(request.Id, "行事の変更", new(asker)))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(self.AccountId)).ShouldContain("活動リーダーの依頼が取りやめになりました");
        foreach (var one in new[] { holder, second }) await ConsistentAsync(one.Id);
    }

    [Fact]
    public async Task Nobody_is_asked_without_consent_and_licence_and_a_withdrawn_consent_frees_what_is_not_agreed()
    {
        var (holder, self) = await house.ResidentAsync();
        SaveLeaderProfile agree = new(holder.Id, ["walking"], [], 50, null, "083-933-0077", "", house.Today.AddMonths(3), self, ActingAs.Self, ConsentChannel.Page);
        (await house.SendAsync(agree)).Field.ShouldBe("Interests", "there is no licence yet");
        await LicenceAsync(holder);
        var request = await RequestAsync(house.Today.AddDays(12), new(10, 0), new(11, 0));
        (await house.SendAsync(new AskLeader(request.Id, holder.Id))).Code.ShouldBe("not-found", "who did not agree is not asked");
        (await house.SendAndWaitAsync(agree)).Problem.ShouldBeNull();
        (await house.DeliveredAsync(holder.Id)).ShouldContain("given");
        (await house.SendAsync(new AskLeader(request.Id, holder.Id))).Problem.ShouldBeNull();
        (await house.SendAsync(new AnswerLeaderRequest(request.Id, holder.Id, 0, self, ActingAs.Self))).Problem.ShouldBeNull();
        await house.HandleAsync(new ConsentWithdrawn(Purposes.Leading, holder.Id, ConsentChannel.Page, null, false, house.Clock.GetUtcNow()));
        (await house.LoadAsync<LeaderProfile>(holder.Id)).ShouldSatisfyAllConditions(p => p.EndedAt.ShouldNotBeNull(), p => p.Phone.ShouldBeEmpty());
        (await house.AllAsync<LeaderMatch>()).Single(m => m.RequestId == request.Id).State.ShouldBe(LeaderMatchState.Declined);
        await ConsistentAsync(holder.Id);

        // A licence that ends before the day is none for it.
        var (late, later) = await LeaderAsync();
        var licence = (await house.AllAsync<Licence>()).Single(l => l.HolderId == late.Id);
        await house.StoreAsync(new Licence { Id = licence.Id, HolderId = late.Id, Kind = "walking", Number = licence.Number, Key = licence.Key, GivenOn = licence.GivenOn, ValidUntil = house.Today.AddDays(11), CountsFrom = licence.CountsFrom, Terms = 1 });
        (await house.SendAsync(new AskLeader(request.Id, late.Id))).Code.ShouldBe("no-licence");
    }

    [Fact]
    public async Task Merged_a_leader_keeps_what_was_promised_and_erased_leaves_no_trace_and_opens_the_request_again()
    {
        var ((gone, self), (kept, stays)) = (await LeaderAsync(), await LeaderAsync());
        var request = await RequestAsync(house.Today.AddDays(16), new(10, 0), new(11, 0));
        await AgreeAsync(request, gone, self, Staff);
        AccountsMerged merged = new(Guid.CreateVersion7(), stays.AccountId, self.AccountId, house.Clock.GetUtcNow());
        await house.HandleAndWaitAsync(merged);
        (await house.LoadAsync<LeaderRequest>(request.Id)).LeaderId.ShouldBe(kept.Id);
        await ConsistentAsync(kept.Id);
        await house.HandleAndWaitAsync(new AccountsUnmerged(merged.MergeId, stays.AccountId, self.AccountId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<LeaderRequest>(request.Id)).LeaderId.ShouldBe(gone.Id);
        await ConsistentAsync(gone.Id);
        foreach (var leader in new[] { gone, kept }) (await house.LoadAsync<LeaderProfile>(leader.Id)).EndedAt.ShouldBeNull("both had agreed, and both have again");
        var told = (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), self.AccountId))).Sections.Select(s => s.Source);
        new[] { "mt_doc_leaderprofile", "mt_doc_leaderrequest", "mt_doc_leadermatch", "leader_promises" }.ShouldBeSubsetOf(told);

        await house.HandleAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), self.AccountId, null));
        (await house.LoadAsync<LeaderRequest>(request.Id)).State.ShouldBe(LeaderRequestState.Open);
        foreach (var table in new[] { "mt_doc_leaderprofile", "mt_doc_leaderrequest", "mt_doc_leadermatch", "leader_promises" })
            (await house.ScalarAsync<long>($"select count(*) from senior_engagement.{table} t where t::text like '%{gone.Id}%' or t::text like '%{self.AccountId}%'")).ShouldBe(0, table);
    }

    [Fact]
    public async Task Programs_ask_answer_accept_and_report_for_their_own_account_only()
    {
        const string api = "/api/v1/senior-engagement/me";
        var ((holder, leader), (_, asker)) = (await LeaderAsync(), await house.ResidentAsync());
        using var leading = house.Resident(leader);
        using var asking = house.Resident(asker);
        var id = Guid.CreateVersion7();
        var day = house.Today.AddDays(11);
        var body = new { kind = "school", organisation = "見本高校", contact = "見本 高子", phone = "083-933-0009", interests = new[] { "walking" }, municipality = SeniorHouse.Yamaguchi, place = "校庭", times = new[] { new { day, start = "10:00", end = "11:00" } }, people = 20, understood = true };
        using (var bad = await asking.Http.PutAsJsonAsync($"{api}/leader-requests/{id}", body with { phone = "x" })) (await bad.Content.ReadAsStringAsync()).ShouldContain("#/phone");
        for (var i = 0; i < 2; i++) await DoneAsync(asking.Http.PutAsJsonAsync($"{api}/leader-requests/{id}", body));
        (await house.SendAsync(new AskLeader(id, holder.Id))).Code.ShouldBe("not-open", "staff have not confirmed it");
        (await house.SendAsync(new ConfirmLeaderRequest(id, true, null, SeniorHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAsync(new AskLeader(id, holder.Id))).Problem.ShouldBeNull();
        (await leading.ReadAsync($"{api}/leading")).ShouldSatisfyAllConditions(a => a.ShouldContain(id.ToString()), a => a.ShouldNotContain("083-933-0009"));
        await DoneAsync(leading.Http.PutAsJsonAsync($"{api}/leading/{id}", new { time = 0 }));
        await DoneAsync(asking.Http.PutAsJsonAsync($"{api}/leader-requests/{id}/leaders/{holder.Id}", new { yes = true }));
        (await asking.ReadAsync($"{api}/leader-requests/{id}")).ShouldContain("083-933-0077");
        (await leading.ReadAsync($"{api}/leading")).ShouldContain("083-933-0009");
        (await house.LooksAsync(asker.AccountId)).ShouldContain(e => e.Action == "senior-engagement.leader.viewed" && e.SubjectIds.Contains(holder.Id));
        using var stranger = house.Resident((await LeaderAsync()).Self);
        using (var hidden = await stranger.GetAsync($"{api}/leader-requests/{id}")) hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var meddles = await stranger.Http.PostAsJsonAsync($"{api}/leader-requests/{id}/cancel", new { reason = "x" })) meddles.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var meddles = await stranger.Http.PutAsJsonAsync($"{api}/leading/{id}", new { time = 0 })) meddles.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var early = await asking.Http.PostAsJsonAsync($"{api}/leader-requests/{id}/report", new { held = true, people = 3 })) early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        house.GoTo(day.AddDays(1));
        await DoneAsync(asking.Http.PostAsJsonAsync($"{api}/leader-requests/{id}/report", new { held = true, people = 18, words = "" }));
        using (var again = await leading.Http.PostAsJsonAsync($"{api}/leading/{id}/report", new { held = false })) again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await DoneAsync(leading.Http.DeleteAsync($"{api}/leading"));
        (await leading.ReadAsync($"{api}/leading")).ShouldContain("\"agreed\":false");
    }

    [Fact]
    public async Task Staff_see_leaders_for_a_circle_that_nobody_leads_and_requests_that_nobody_took_end()
    {
        var (holder, _) = await LeaderAsync();
        Circle circle = new() { Id = Guid.CreateVersion7(), Name = $"見本の輪{SeniorHouse.NextNumber()}", Interests = ["walking"], MunicipalityCode = SeniorHouse.Yamaguchi, Key = Guid.CreateVersion7().ToString() };
        await house.StoreAsync(circle);
        using var staff = house.Staff();
        (await staff.ReadAsync($"/staff/senior-engagement/circles/{circle.Id}")).ShouldSatisfyAllConditions(p => p.ShouldContain(holder.Name), p => p.ShouldContain($"leader-requests/new?circle={circle.Id}"));
        var page = $"/staff/senior-engagement/leader-requests/new?circle={circle.Id}";
        using (var sent = await staff.SubmitAsync(page, "request", [.. Typed(house.Today.AddDays(3)).Where(f => f.Item1 is not ("Input.Kind" or "Input.Organisation")), ("Input.Organisation", circle.Name)])) sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await ReadAsync(sent));
        var request = (await house.AllAsync<LeaderRequest>()).Single(r => r.CircleId == circle.Id);
        (request.State, request.Kind).ShouldBe((LeaderRequestState.Open, RequesterKind.Circle));
        house.GoTo(house.Today.AddDays(5));
        (await EndedAsync(request.Id, r => r.State == LeaderRequestState.Cancelled)).Reason.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Who_leads_a_circle_asks_for_it_on_a_page_and_nobody_else_does_and_a_leader_erased_before_the_report_leaves_nothing_to_report()
    {
        var ((holder, self), (asker, own)) = (await LeaderAsync(), await house.ResidentAsync());
        var circle = await house.CircleAsync(asker);
        using var leads = house.Resident(own);
        (await leads.ReadAsync($"/senior-engagement/me/circles/{circle.Id}/lead")).ShouldContain($"leader-requests/new?circle={circle.Id}");
        var page = $"/senior-engagement/leader-requests/new?circle={circle.Id}";
        using (var other = house.Resident(self)) (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var day = house.Today.AddDays(9);
        using (var sent = await leads.SubmitAsync(page, "request", [.. Typed(day).Where(f => f.Item1 is not "Input.Kind")])) sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await ReadAsync(sent));
        var request = (await house.AllAsync<LeaderRequest>()).Single(r => r.CircleId == circle.Id);
        (request.State, request.AccountId, request.SecretHash).ShouldBe((LeaderRequestState.Open, (Guid?)own.AccountId, null));
        await AgreeAsync(request, holder, self, new(own));
        house.GoTo(day.AddDays(1));
        await house.HandleAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), self.AccountId, null));
        (await house.LoadAsync<LeaderRequest>(request.Id)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(LeaderRequestState.Cancelled), r => r.LeaderId.ShouldBeNull());
        (await leads.ReadAsync($"/senior-engagement/me/leader-requests/{request.Id}")).ShouldNotContain("実施の報告");
    }

    /// <summary>What is over is ended, by this or by the job that the clock woke and that is at it.</summary>
    private async Task<LeaderRequest> EndedAsync(Guid id, Func<LeaderRequest, bool> ended)
    {
        await Eventually.IsSoAsync(async () =>
        {
            await house.SendAsync<BatchDone>(new EndLeaderRequests());
            return ended(await house.LoadAsync<LeaderRequest>(id));
        });
        return await house.LoadAsync<LeaderRequest>(id);
    }

    /// <summary>Each match that promises stands in the table of promises, at its time, and nothing else does.</summary>
    private async Task ConsistentAsync(Guid holder)
    {
        var promised = (await house.AllAsync<LeaderMatch>()).Where(m => m.HolderId == holder && m.State is (LeaderMatchState.Offered or LeaderMatchState.Agreed)).Select(m => m.Id);
        (await house.ScalarAsync<string>($"select coalesce(string_agg(match_id::text, ',' order by match_id), '') from senior_engagement.leader_promises where holder = '{holder}'")).ShouldBe(string.Join(',', promised.Select(p => p.ToString()).Order(StringComparer.Ordinal)));
    }

    private async Task<(CardHolder Holder, Doer Self)> LeaderAsync()
    {
        var (holder, self) = await house.ResidentAsync();
        await LicenceAsync(holder);
        (await house.SendAndWaitAsync(new SaveLeaderProfile(holder.Id, ["walking"], [], 100, null, "083-933-0077", "", house.Today.AddMonths(6), self, ActingAs.Self, ConsentChannel.Page))).Problem.ShouldBeNull();
        return (holder, self);
    }

    private Task LicenceAsync(CardHolder holder) => house.StoreAsync(new Licence
    {
        Id = Guid.CreateVersion7(), HolderId = holder.Id, Kind = "walking", Number = $"T{SeniorHouse.NextNumber()}", Key = Licence.KeyOf(holder.Id, "walking"), GivenOn = house.Today.AddDays(-10), ValidUntil = house.Today.AddYears(2), CountsFrom = house.Today,
        Terms = 1,
    });

    private async Task<LeaderRequest> RequestAsync(DateOnly day, TimeOnly start, TimeOnly end, RequestSide? side = null)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new AskForLeader(
            id, RequesterKind.Facility, $"見本施設{SeniorHouse.NextNumber()}", "見本 担当", "083-933-0009", ["walking"], SeniorHouse.Yamaguchi, "庭", null, [new(day, start, end)], 10, false, true, "", true, null, side ?? Staff))).Problem.ShouldBeNull();
        return await house.LoadAsync<LeaderRequest>(id);
    }

    private async Task<LeaderRequest> AskedAsync(CardHolder holder, DateOnly day, TimeOnly start, TimeOnly end)
    {
        var request = await RequestAsync(day, start, end);
        (await house.SendAsync(new AskLeader(request.Id, holder.Id))).Problem.ShouldBeNull();
        return request;
    }

    private async Task AgreeAsync(LeaderRequest request, CardHolder holder, Doer self, RequestSide side)
    {
        (await house.SendAsync(new AskLeader(request.Id, holder.Id))).Problem.ShouldBeNull();
        (await house.SendAndWaitAsync(new AnswerLeaderRequest(request.Id, holder.Id, 0, self, ActingAs.Self))).Problem.ShouldBeNull();
        (await house.SendAndWaitAsync(new AcceptLeader(request.Id, holder.Id, true, side))).Problem.ShouldBeNull();
    }

    private static (string, string)[] Typed(DateOnly day) =>
    [
        ("Input.Kind", "School"), ("Input.Organisation", "見本小学校"), ("Input.Contact", "見本 教子"), ("Input.Phone", "083-933-0008"), ("Input.Interests", "walking"), ("Input.Place", "見本小学校の庭"), ("Input.Day1", $"{day:yyyy-MM-dd}"),
        ("Input.Start1", "10:00"), ("Input.End1", "11:30"), ("Input.People", "３０"), ("Input.Wheelchair", "true"), ("Input.Understood", "true"),
    ];

    private static async Task DoneAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
