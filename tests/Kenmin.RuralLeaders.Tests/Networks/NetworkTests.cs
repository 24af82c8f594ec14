using System.Net;
using System.Net.Http.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Persistence.Jobs;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Tests.Support;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.RuralLeaders.Tests.Networks;

/// <summary>Networks in the running module.</summary>
public sealed class NetworkTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task A_registered_leader_founds_a_network_and_another_resident_does_not()
    {
        var area = await AreaAsync();
        using var stranger = house.Resident(Guid.CreateVersion7());
        (await stranger.ReadAsync("/rural-leaders/networks/new")).ShouldContain("リーダーの登録が必要です");
        (await house.SendAsync(new SaveNetwork(Guid.CreateVersion7(), "無登録", "目的", [area], JoinRule.Coordinator, 50, Guid.CreateVersion7()))).Code.ShouldBe("not-registered");

        var leader = await LeaderAsync();
        using var founder = house.Resident(leader);
        var name = $"見本の網{RuralHouse.NextNumber()}";
        using var missing = await founder.SubmitAsync("/rural-leaders/networks/new", "network", ("Input.Name", name), ("Input.Purpose", "草刈り"), ("Input.Rule", "Vote"), ("Input.QuorumPercent", "50"));
        (await missing.Content.ReadAsStringAsync()).ShouldContain("1 か所から 50 か所まで");
        (await founder.SubmitAsync("/rural-leaders/networks/new", "network", ("Input.Name", name), ("Input.Purpose", "草刈り"), ("Input.Area1", area.ToString()), ("Input.Rule", "Vote"), ("Input.QuorumPercent", "50"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var network = (await house.AllAsync<Network>()).Single(n => n.Name == name);
        network.Members.ShouldHaveSingleItem().ShouldSatisfyAllConditions(m => m.Role.ShouldBe(NetworkRole.Coordinator), m => m.AccountId.ShouldBe(leader));
        using var anybody = house.Visitor();
        (await anybody.ReadAsync($"/rural-leaders/networks/{network.Id}")).ShouldSatisfyAllConditions(p => p.ShouldContain("草刈り"), p => p.ShouldNotContain(network.Members[0].Name, customMessage: "nobody is named to the public"));
        (await anybody.ReadAsync("/api/v1/rural-leaders/networks")).ShouldContain(network.Id.ToString());
        (await house.SendAsync(new SaveNetwork(Guid.CreateVersion7(), name, "目的", [area], JoinRule.Coordinator, 50, leader))).Code.ShouldBe("name-taken");
        (await house.SendAsync(new SaveNetwork(network.Id, name, "乗っ取り", [area], JoinRule.Coordinator, 50, Guid.CreateVersion7()))).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task To_an_outsider_the_board_is_no_more_there_than_one_that_never_was()
    {
        var network = await NetworkAsync(JoinRule.Coordinator, 2);
        var member = network.Members[1].AccountId;
        using var inside = house.Resident(member);
        (await inside.SubmitAsync($"/rural-leaders/networks/{network.Id}/board", "post", ("Input.Text", "内輪の話\n二行目"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await inside.ReadAsync($"/rural-leaders/networks/{network.Id}/board")).ShouldContain("内輪の話");
        var meeting = await MeetingAsync(network);

        using var outsider = house.Resident(Guid.CreateVersion7());
        foreach (var page in new[] { "board", "members", "meetings" })
        {
            using var real = await outsider.GetAsync($"/rural-leaders/networks/{network.Id}/{page}");
            using var never = await outsider.GetAsync($"/rural-leaders/networks/{Guid.CreateVersion7()}/{page}");
            (real.StatusCode, never.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound), page);
        }

        (await outsider.GetAsync($"/rural-leaders/networks/meetings/{meeting}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await outsider.GetAsync($"/api/v1/rural-leaders/networks/{network.Id}/board")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var written = await outsider.Http.PostAsJsonAsync($"/api/v1/rural-leaders/networks/{network.Id}/board", new { text = "割りこみ" });
        written.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await outsider.Http.DeleteAsync($"/api/v1/rural-leaders/networks/{network.Id}/membership")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var staff = house.Staff();
        (await staff.GetAsync($"/rural-leaders/networks/{network.Id}/board")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "staff are not members either");
        (await outsider.ReadAsync($"/rural-leaders/networks/{network.Id}")).ShouldNotContain("内輪の話");

        var post = (await house.AllAsync<NetworkPost>()).Single(p => p.NetworkId == network.Id);
        (await house.SendAsync(new RemovePost(post.Id, Guid.CreateVersion7()))).Code.ShouldBe("not-found");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'rural-leaders.network-board.viewed' and actor_id = '{member}'")).ShouldBe(0, "the own post is no look at another");
        using var coordinator = house.Resident(network.Members[0].AccountId);
        (await coordinator.SubmitAsync($"/rural-leaders/networks/{network.Id}/board", $"remove-{post.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'rural-leaders.network-board.viewed' and '{member}' = any(subject_ids)")).ShouldBeGreaterThan(0);
        (await house.AllAsync<NetworkPost>()).ShouldNotContain(p => p.Id == post.Id);
    }

    [Fact]
    public async Task The_coordinator_takes_somebody_in_who_is_told_and_refuses_another()
    {
        var network = await NetworkAsync(JoinRule.Coordinator, 2);
        var coordinator = network.Members[0].AccountId;
        var (welcome, unwelcome) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var person in new[] { welcome, unwelcome })
        {
            using var visitor = house.Resident(person);
            using var silent = await visitor.SubmitAsync($"/rural-leaders/networks/{network.Id}/join", "join", ("Input.Message", " "));
            (await silent.Content.ReadAsStringAsync()).ShouldContain("入力してください");
            (await visitor.SubmitAsync($"/rural-leaders/networks/{network.Id}/join", "join", ("Input.Message", "よろしくお願いします"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            (await visitor.ReadAsync($"/rural-leaders/networks/{network.Id}/join")).ShouldContain("世話人の返事を待っています");
        }

        (await house.NoticesAsync(coordinator, 2)).ShouldAllBe(n => n.Subject.Contains("加入の申込"));
        var requests = (await house.AllAsync<JoinRequest>()).Where(r => r.NetworkId == network.Id).ToDictionary(r => r.AccountId, r => r.Id);
        (await house.SendAsync(new DecideJoin(requests[welcome], true, network.Members[1].AccountId))).Code.ShouldBe("not-yours");
        (await house.SendAsync(new CastVote(requests[welcome], true, coordinator))).Code.ShouldBe("may-not-vote");
        using var desk = house.Resident(coordinator);
        var page = $"/rural-leaders/networks/{network.Id}/members";
        (await desk.SubmitAsync(page, $"accept-{requests[welcome]:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await desk.SubmitAsync(page, $"refuse-{requests[unwelcome]:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.NoticesAsync(welcome, 1)).ShouldHaveSingleItem().Subject.ShouldContain("加入しました");
        (await house.NoticesAsync(unwelcome, 1)).ShouldHaveSingleItem().Subject.ShouldContain("認められません");
        var after = await house.LoadAsync<Network>(network.Id);
        (after.Find(welcome) is not null, after.Find(unwelcome) is null).ShouldBe((true, true));
        using var late = house.Resident(unwelcome);
        (await late.GetAsync($"/rural-leaders/networks/{network.Id}/board")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_twenty_who_vote_three_times_at_the_same_moment_each_vote_counts_once()
    {
        var network = await NetworkAsync(JoinRule.Vote, 20, quorum: 100);
        var person = Guid.CreateVersion7();
        (await house.SendAsync(new AskToJoin(network.Id, person, "見本 新人", "", "よろしく"))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new AskToJoin(network.Id, person, "見本 新人", "", "よろしく"))).IsDone.ShouldBeTrue();
        var request = (await house.AllAsync<JoinRequest>()).Single(r => r.NetworkId == network.Id);
        var members = network.Members.Select(m => m.AccountId).ToList();

        // Nineteen vote three times each; ten for it, nine against.
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).SelectMany(_ => members.Take(19).Select((m, i) => house.SendAsync(new CastVote(request.Id, i % 2 == 0, m)))));

        answers.ShouldAllBe(a => a.IsDone);
        (await house.AllAsync<JoinVote>()).Count(v => v.RequestId == request.Id).ShouldBe(19);
        (await house.LoadAsync<JoinRequest>(request.Id)).State.ShouldBe(JoinState.Open, "one more has to vote");
        (await house.SendAsync(new CastVote(request.Id, false, members[0]))).Code.ShouldBe("voted");
        (await house.SendAsync(new CastVote(request.Id, true, Guid.CreateVersion7()))).Code.ShouldBe("not-found");
        await Should.ThrowAsync<Exception>(InsertAgainAsync, "the database holds each vote once, whatever program writes");
        (await house.SendAsync(new CastVote(request.Id, true, members[19]))).IsDone.ShouldBeTrue();
        (await house.LoadAsync<Network>(network.Id)).Find(person).ShouldNotBeNull("eleven to nine");

        async Task InsertAgainAsync()
        {
            await using var session = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IRuralLeadersStore>(house.Services).LightweightSession();
            session.Insert(new JoinVote { Id = JoinVote.IdOf(request.Id, members[0]), RequestId = request.Id, VoterId = members[0], Yes = true });
            await session.SaveChangesAsync();
        }
    }

    [Fact]
    public async Task A_vote_without_its_quorum_ends_after_two_weeks_and_who_joined_later_has_no_vote()
    {
        var network = await NetworkAsync(JoinRule.Vote, 4, quorum: 75);
        var (person, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        (await house.SendAsync(new AskToJoin(network.Id, person, "見本 新人", "", "よろしく"))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new AskToJoin(network.Id, other, "見本 旅人", "", "やっぱりやめます"))).IsDone.ShouldBeTrue();
        var requests = (await house.AllAsync<JoinRequest>()).Where(r => r.NetworkId == network.Id).ToDictionary(r => r.AccountId, r => r.Id);
        var later = await house.LoadAsync<Network>(network.Id);
        later.Join(Guid.CreateVersion7(), "見本 後", "", house.Clock.GetUtcNow());
        await house.StoreAsync(later);
        (await house.SendAsync(new CastVote(requests[person], true, later.Members[^1].AccountId))).Code.ShouldBe("may-not-vote");
        using var leaves = house.Resident(other);
        (await leaves.SubmitAsync($"/rural-leaders/networks/{network.Id}/join", "withdraw")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new CastVote(requests[other], true, network.Members[0].AccountId))).Code.ShouldBe("not-found", "it was taken back");
        using var votes = house.Resident(network.Members[1].AccountId);
        (await votes.SubmitAsync($"/rural-leaders/networks/{network.Id}/members", $"yes-{requests[person]:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await votes.ReadAsync($"/rural-leaders/networks/{network.Id}/members")).ShouldContain("4 人のうち 1 人が投票しました（成立には 3 人）");

        house.GoTo(house.Today.AddDays(AskToJoinHandler.DaysToVote + 1));
        await house.SendAsync<BatchDone>(new CloseVotes());
        (await house.NoticesAsync(person, 1)).ShouldHaveSingleItem().Subject.ShouldContain("認められません");
        (await house.LoadAsync<JoinRequest>(requests[person])).State.ShouldBe(JoinState.Refused);
        (await house.LoadAsync<JoinRequest>(requests[other])).State.ShouldBe(JoinState.Withdrawn);
    }

    [Fact]
    public async Task Who_leaves_presses_one_button_and_nobody_is_told_but_the_successor_of_a_coordinator()
    {
        var network = await NetworkAsync(JoinRule.Coordinator, 4);
        var ids = network.Members.Select(m => m.AccountId).ToList();
        using var plain = house.Resident(ids[3]);
        (await plain.SubmitAsync($"/rural-leaders/networks/{network.Id}/board", "leave")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var first = house.Resident(ids[0]);
        var page = $"/rural-leaders/networks/{network.Id}/members";
        (await first.SubmitAsync(page, $"secretary-{ids[1]:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await first.SubmitAsync(page, $"successor-{ids[2]:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await first.ReadAsync(page)).ShouldContain("（後任）");
        (await house.SendAsync(new AssignRole(network.Id, ids[0], NetworkRole.Member, ids[0]))).Code.ShouldBe("hand-over");
        (await house.SendAsync(new NameSuccessor(network.Id, ids[0], ids[0]))).Field.ShouldBe("MemberId");
        (await house.SendAsync(new AssignRole(network.Id, ids[1], NetworkRole.Coordinator, ids[2]))).Code.ShouldBe("not-found", "only the coordinator gives roles");

        (await house.SendAndWaitAsync(new LeaveNetwork(network.Id, ids[0]))).IsDone.ShouldBeTrue();

        var after = await house.LoadAsync<Network>(network.Id);
        (after.Coordinator!.AccountId, after.Members.Count, after.SuccessorId).ShouldBe((ids[2], 2, null));
        (await house.NoticesAsync(ids[2], 1)).ShouldHaveSingleItem().Subject.ShouldContain("世話人になりました");
        foreach (var silent in new[] { ids[0], ids[1], ids[3] }) (await house.NoticesAsync(silent, 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_meeting_is_planned_recorded_and_its_decisions_are_done_by_those_who_took_them_on()
    {
        var network = await NetworkAsync(JoinRule.Coordinator, 3);
        var ids = network.Members.Select(m => m.AccountId).ToList();
        using var coordinator = house.Resident(ids[0]);
        using var member = house.Resident(ids[1]);
        (await member.ReadAsync($"/rural-leaders/networks/{network.Id}/meetings")).ShouldNotContain("会合を決める");
        (await house.SendAsync(new PlanMeeting(Guid.CreateVersion7(), network.Id, house.Today, new(19, 0), "館", "議題", ids[1]))).Code.ShouldBe("not-found");
        using var planned = await coordinator.SubmitAsync($"/rural-leaders/networks/{network.Id}/meetings", "meeting",
            ("Input.Day", house.Today.AddDays(1).ToString("yyyy-MM-dd")), ("Input.Start", "19時"), ("Input.Place", "見本公民館"), ("Input.Agenda", "雪かきの分担"));
        planned.StatusCode.ShouldBe(HttpStatusCode.Redirect, await planned.Content.ReadAsStringAsync());
        var page = new Uri(new("http://localhost"), planned.Headers.Location!).AbsolutePath;
        var id = Guid.Parse(page.Split('/')[^1]);
        (await member.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("雪かきの分担"), p => p.ShouldNotContain("出席と議事録を記録する"));
        (await house.SendAsync(new RecordMeeting(id, [ids[0]], "", ids[0]))).Code.ShouldBe("not-begun");

        house.GoTo(house.Today.AddDays(2));
        (await coordinator.SubmitAsync(page, "record", ("Record.Present", ids[0].ToString()), ("Record.Present", ids[1].ToString()), ("Record.Minutes", "二班に分ける"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var early = await coordinator.SubmitAsync(page, "decision", ("Decision.Text", "除雪機を借りる"), ("Decision.OwnerId", ids[1].ToString()), ("Decision.DueOn", house.Today.AddDays(-9).ToString("yyyy-MM-dd")));
        (await early.Content.ReadAsStringAsync()).ShouldContain("会合の日より後");
        (await coordinator.SubmitAsync(page, "decision", ("Decision.Text", "除雪機を借りる"), ("Decision.OwnerId", ids[1].ToString()), ("Decision.DueOn", house.Today.AddDays(5).ToString("yyyy-MM-dd")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var meeting = await house.LoadAsync<NetworkMeeting>(id);
        meeting.Attendees.Select(a => a.AccountId).ShouldBe([ids[0], ids[1]], ignoreOrder: true);
        var decision = meeting.Decisions.ShouldHaveSingleItem();
        (await house.SendAsync(new FinishDecision(id, decision.Id, true, ids[2]))).Code.ShouldBe("not-yours");
        (await member.SubmitAsync(page, $"finish-{decision.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.ReadAsync(page)).ShouldContain("に完了");
    }

    [Fact]
    public async Task A_merging_and_an_erasure_leave_the_network_led_and_name_nobody_who_is_gone()
    {
        var network = await NetworkAsync(JoinRule.Vote, 3);
        var ids = network.Members.Select(m => m.AccountId).ToList();
        (await house.SendAsync(new WritePost(Guid.CreateVersion7(), network.Id, "移る書きこみ", ids[0]))).IsDone.ShouldBeTrue();
        var meeting = await MeetingAsync(network);
        (await house.SendAsync(new RecordDecision(meeting, Guid.CreateVersion7(), "すること", ids[0], house.Today.AddDays(3), ids[0]))).Problem.ShouldBeNull();
        (await house.SendAsync(new AskToJoin(network.Id, Guid.CreateVersion7(), "見本 新人", "", "よろしく"))).IsDone.ShouldBeTrue();
        var request = (await house.AllAsync<JoinRequest>()).Single(r => r.NetworkId == network.Id).Id;
        (await house.SendAsync(new CastVote(request, true, ids[0]))).IsDone.ShouldBeTrue();

        var (kept, merge) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await house.HandleAndWaitAsync(new AccountsMerged(merge, kept, ids[0], house.Clock.GetUtcNow()));
        (await house.LoadAsync<Network>(network.Id)).Coordinator!.AccountId.ShouldBe(kept);
        (await house.LoadAsync<JoinRequest>(request)).Voters.ShouldContain(kept);
        (await house.SendAsync(new CastVote(request, false, kept))).Code.ShouldBe("voted", "the vote moved too, and counts once");
        (await house.LoadAsync<NetworkMeeting>(meeting)).Decisions[0].OwnerId.ShouldBe(kept);
        await house.HandleAndWaitAsync(new AccountsUnmerged(merge, kept, ids[0], house.Clock.GetUtcNow()));
        (await house.LoadAsync<Network>(network.Id)).Coordinator!.AccountId.ShouldBe(ids[0]);
        (await house.AllAsync<JoinVote>()).Single(v => v.RequestId == request).VoterId.ShouldBe(ids[0]);
        (await house.AllAsync<NetworkPost>()).Single(p => p.NetworkId == network.Id).AccountId.ShouldBe(ids[0]);

        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), ids[0]))).Sections.Select(s => s.Source)
            .ShouldBe(["mt_doc_network", "mt_doc_joinrequest", "mt_doc_joinvote", "mt_doc_networkpost", "mt_doc_networkmeeting", "mt_doc_accountmergeseen", "mt_doc_learner", "mt_doc_toldlearner"], ignoreOrder: true);
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), ids[0], null));
        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), ids[0]))).Sections.ShouldBeEmpty();
        (await house.LoadAsync<Network>(network.Id)).Coordinator!.AccountId.ShouldBe(ids[1], "somebody leads");
        (await house.NoticesAsync(ids[1], 1)).ShouldContain(n => n.Subject.Contains("世話人になりました"));
        (await house.LoadAsync<NetworkMeeting>(meeting)).Decisions[0].ShouldSatisfyAllConditions(d => d.OwnerId.ShouldBeNull(), d => d.OwnerName.ShouldBe("（削除済み）"));
        (await house.AllAsync<JoinVote>()).Count(v => v.RequestId == request).ShouldBe(1, "the vote still counts, for nobody");
    }

    private async Task<Guid> AreaAsync()
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveArea(id, AreaLevel.Settlement, RuralHouse.Yamaguchi, "", $"網の里{RuralHouse.NextNumber()}", null, null, false))).IsDone.ShouldBeTrue();
        return id;
    }

    private async Task<Guid> LeaderAsync()
    {
        var id = await house.ResidentAsync();
        var leader = await house.LoadAsync<Learner>(id);
        (leader.Registration, leader.Number) = (LeaderRegistration.Begin(Guid.CreateVersion7(), house.Today, 3, null), $"試-{RuralHouse.NextNumber()}");
        await house.StoreAsync(leader);
        return id;
    }

    /// <summary>A network founded by a leader, with further members.</summary>
    private async Task<Network> NetworkAsync(JoinRule rule, int members, int quorum = 50)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveNetwork(id, $"見本の網{RuralHouse.NextNumber()}", "草刈りを助け合う", [await AreaAsync()], rule, quorum, await LeaderAsync()))).Problem.ShouldBeNull();
        var network = await house.LoadAsync<Network>(id);
        for (var i = 1; i < members; i++) network.Join(Guid.CreateVersion7(), $"見本 会員{i}", "", house.Clock.GetUtcNow().AddMinutes(i));
        await house.StoreAsync(network);
        return network;
    }

    private async Task<Guid> MeetingAsync(Network network)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new PlanMeeting(id, network.Id, house.Today, new(9, 0), "見本公民館", "議題", network.Members[0].AccountId))).Problem.ShouldBeNull();
        return id;
    }
}
