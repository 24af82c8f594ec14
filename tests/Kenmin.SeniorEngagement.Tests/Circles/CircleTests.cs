using System.Net;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;
using Kenmin.Testing;

namespace Kenmin.SeniorEngagement.Tests.Circles;

/// <summary>People find companions, and leave them as quietly as they like.</summary>
public sealed class CircleTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    [Fact]
    public async Task A_newcomer_asks_on_the_page_the_leader_takes_them_and_nobody_sees_a_telephone()
    {
        var (leader, leads) = await house.ResidentAsync();
        var paper = await house.OnPaperAsync(phone: "083-933-4321");
        var circle = await house.CircleAsync(leader, paper);
        var (newcomer, self) = await house.ResidentAsync();
        using var visitor = house.Visitor();
        (await visitor.ReadAsync($"/senior-engagement/circles/{circle.Id}")).ShouldContain(circle.Name);
        (await visitor.ReadAsync("/senior-engagement/circles?interest=music")).ShouldContain(circle.Name);
        (await visitor.ReadAsync("/senior-engagement/circles?interest=crafts")).ShouldNotContain(circle.Name);
        using var person = house.Resident(self);
        using (var asked = await person.SubmitAsync($"/senior-engagement/me/circles/{circle.Id}", "join", ("Input.Note", "歌が好きです"))) asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.ReadAsync($"/senior-engagement/me/circles/{circle.Id}")).ShouldNotContain(paper.Name);
        await Eventually.IsSoAsync(async () => (await house.DeliveredAsync(leads.AccountId)).Contains("仲間の輪に申込みがありました"));

        using var at = house.Resident(leads);
        var page = await at.ReadAsync($"/senior-engagement/me/circles/{circle.Id}/lead");
        page.ShouldContain("歌が好きです");
        page.ShouldContain(newcomer.Name);
        page.ShouldNotContain("4321");
        (await house.LooksAsync(leads.AccountId)).ShouldContain(e => e.Action == "senior-engagement.circle.viewed" && e.SubjectIds.Contains(paper.Id));
        using (var taken = await at.SubmitAsync($"/senior-engagement/me/circles/{circle.Id}/lead", $"take-{newcomer.Id:N}")) taken.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await house.DeliveredAsync(self.AccountId)).Contains("仲間の輪に入りました"));
        var inside = await person.ReadAsync($"/senior-engagement/me/circles/{circle.Id}");
        inside.ShouldContain(Companion.CalledOf(paper, null));
        inside.ShouldNotContain(paper.Name);
        inside.ShouldNotContain("4321");
        // Who does not lead has no page of the leader.
        using var other = await person.GetAsync($"/senior-engagement/me/circles/{circle.Id}/lead");
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new AnswerJoin(circle.Id, paper.Id, false, self, ActingAs.Self))).Code.ShouldBe(CommandAnswer.NotFound);
    }

    [Fact]
    public async Task Who_leaves_is_gone_at_once_gives_places_back_and_nobody_is_told()
    {
        var (leader, leads) = await house.ResidentAsync();
        var (member, self) = await house.ResidentAsync();
        var (waiting, waits) = await house.ResidentAsync();
        var circle = await house.CircleAsync(leader, member, waiting);
        var meeting = await house.MeetingAsync(circle.Id, capacity: 1);
        (await house.SignUpAsync(self, meeting.Id)).ShouldBe(HttpStatusCode.NoContent);
        (await house.SignUpAsync(waits, meeting.Id)).ShouldBe(HttpStatusCode.NoContent);
        var before = (await house.DeliveredAsync(leads.AccountId)).Count;
        (await house.SendAndWaitAsync(new LeaveCircle(circle.Id, member.Id, self, ActingAs.Self))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new LeaveCircle(circle.Id, member.Id, self, ActingAs.Self))).IsDone.ShouldBeTrue("as often as it is asked");
        (await house.MembersAsync(circle.Id)).ShouldNotContain(m => m.HolderId == member.Id);
        (await house.DeliveredAsync(leads.AccountId)).Count.ShouldBe(before);
        (await house.DeliveredAsync(waits.AccountId)).ShouldContain("空きが出て、集まりの参加が確定しました");
        using var at = house.Resident(leads);
        (await at.ReadAsync($"/senior-engagement/me/circles/{circle.Id}/lead")).ShouldNotContain(member.Name);
        // The person's own record says it, and that is where it ends.
        (await house.AllAsync<CardEntry>()).ShouldContain(e => e.HolderId == member.Id && e.Kind == EntryKind.LeftCircle);
        // Nobody takes another out.
        (await house.SendAsync(new LeaveCircle(circle.Id, waiting.Id, self, ActingAs.Self))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new LeaveCircle(circle.Id, waiting.Id, leads, ActingAs.Proxy))).Code.ShouldBe(CommandAnswer.NotFound);
    }

    [Fact]
    public async Task Whoever_comes_and_goes_at_once_nobody_is_a_member_twice_and_the_circle_knows_how_many_it_has()
    {
        var step = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3]);
        await step.List[6, 18].SampleAsync(async steps =>
        {
            var people = new List<CardHolder>();
            for (var i = 0; i < 5; i++) people.Add(await house.OnPaperAsync());
            var circle = await house.CircleAsync();
            await Task.WhenAll(steps.Select(s => s.Item2 switch
            {
                0 => house.SendAsync(new LeaveCircle(circle.Id, people[s.Item1].Id, SeniorHouse.Office, ActingAs.Staff)),
                1 => house.SendAsync(new NameLeader(circle.Id, people[s.Item1].Id, SeniorHouse.Office)),
                _ => house.SendAsync(new JoinCircle(circle.Id, people[s.Item1].Id, null, SeniorHouse.Office, ActingAs.Staff)),
            }));
            var (after, members) = (await house.LoadAsync<Circle>(circle.Id), await house.MembersAsync(circle.Id));
            members.Select(m => m.HolderId).ShouldBeUnique();
            (after.ShrunkOn is not null).ShouldBe(after.HadEnough && members.Count < CircleRules.FewestMembers);
            if (members.Count >= CircleRules.FewestMembers) after.HadEnough.ShouldBeTrue();
            if (after.LeaderId is { } leader) members.ShouldContain(m => m.HolderId == leader);
        }, iter: 8, threads: 1);
    }

    [Fact]
    public async Task Two_circles_of_a_municipality_never_have_the_same_name()
    {
        var name = $"同名の輪{SeniorHouse.NextNumber()}";
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => house.SendAsync(new SaveCircle(Guid.CreateVersion7(), i % 2 == 0 ? name : $" {name}", ["music"], SeniorHouse.Yamaguchi, null, null, true, null, SeniorHouse.Office))));
        answers.Count(a => a.IsDone).ShouldBe(1);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "name-taken");
        (await house.SendAsync(new SaveCircle(Guid.CreateVersion7(), "", ["music"], SeniorHouse.Yamaguchi, null, null, true, null, SeniorHouse.Office))).Field.ShouldBe("Name");
        (await house.SendAsync(new SaveCircle(Guid.CreateVersion7(), "輪", [], SeniorHouse.Yamaguchi, null, null, true, null, SeniorHouse.Office))).Field.ShouldBe("Interests");
    }

    [Fact]
    public async Task A_leader_hands_over_only_to_who_agrees_and_until_then_goes_on()
    {
        var (leader, leads) = await house.ResidentAsync();
        var (next, self) = await house.ResidentAsync();
        var (other, stranger) = await house.ResidentAsync();
        var circle = await house.CircleAsync(leader, next, other);
        (await house.SendAsync(new OfferLead(circle.Id, next.Id, self, ActingAs.Self))).Code.ShouldBe(CommandAnswer.NotFound, "nobody takes it");
        (await house.SendAsync(new OfferLead(circle.Id, Guid.CreateVersion7(), leads, ActingAs.Self))).Code.ShouldBe("no-member");
        (await house.SendAndWaitAsync(new OfferLead(circle.Id, next.Id, leads, ActingAs.Self))).IsDone.ShouldBeTrue();
        (await house.LoadAsync<Circle>(circle.Id)).LeaderId.ShouldBe(leader.Id);
        (await house.DeliveredAsync(self.AccountId)).ShouldContain("仲間の輪の世話役をお願いされています");
        (await house.SendAsync(new AnswerLead(circle.Id, other.Id, true, stranger, ActingAs.Self))).Code.ShouldBe("not-offered");
        // Taken back and taken on at one moment: one of them is true.
        var answers = await Task.WhenAll(house.SendAsync(new OfferLead(circle.Id, null, leads, ActingAs.Self)), house.SendAsync(new AnswerLead(circle.Id, next.Id, true, self, ActingAs.Self)));
        (await house.LoadAsync<Circle>(circle.Id)).LeaderId.ShouldBe(answers[1].IsDone ? next.Id : leader.Id);
        // Who leads may leave like anybody; staff find the circle on their list.
        var now = (await house.LoadAsync<Circle>(circle.Id)).LeaderId == next.Id ? (next, self) : (leader, leads);
        (await house.SendAsync(new LeaveCircle(circle.Id, now.Item1.Id, now.Item2, ActingAs.Self))).IsDone.ShouldBeTrue();
        (await house.LoadAsync<Circle>(circle.Id)).LeaderId.ShouldBeNull();
        using var staff = house.Staff();
        (await staff.ReadAsync($"/staff/senior-engagement/circles/{circle.Id}")).ShouldContain("世話役がいません");
    }

    [Fact]
    public async Task A_circle_that_shrinks_is_a_task_for_staff_and_only_those_who_agree_go_along_to_another()
    {
        var (one, self) = await house.ResidentAsync();
        var (two, paper) = (await house.OnPaperAsync(), await house.OnPaperAsync());
        var small = await house.CircleAsync(one, two, paper);
        var big = await house.CircleAsync(await house.OnPaperAsync(), await house.OnPaperAsync(), await house.OnPaperAsync(), two);
        using var staff = house.Staff();
        (await staff.ReadAsync($"/staff/senior-engagement/circles/{small.Id}")).ShouldNotContain("人より少ない");
        (await house.SendAsync(new LeaveCircle(small.Id, paper.Id, SeniorHouse.Office, ActingAs.Staff))).IsDone.ShouldBeTrue();
        (await house.LoadAsync<Circle>(small.Id)).ShrunkOn.ShouldBe(house.Today);
        (await staff.ReadAsync("/staff/senior-engagement/circles")).ShouldContain("から 3 人より少ない");
        using (var proposed = await staff.SubmitAsync($"/staff/senior-engagement/circles/{small.Id}", "merge", ("Merge.Into", big.Id.ToString()))) proposed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await house.DeliveredAsync(self.AccountId)).Contains("仲間の輪の合流の提案"));
        (await house.MembersAsync(big.Id)).ShouldNotContain(m => m.HolderId == one.Id, "a proposal moves nobody");
        (await house.SendAsync(new AnswerMerge(small.Id, one.Id, false, self, ActingAs.Self))).IsDone.ShouldBeTrue();
        // Who belongs to both already goes without being there twice.
        (await house.SendAsync(new AnswerMerge(small.Id, two.Id, true, SeniorHouse.Office, ActingAs.Staff))).IsDone.ShouldBeTrue();
        (await house.MembersAsync(small.Id)).Select(m => m.HolderId).ShouldBe([one.Id]);
        (await house.MembersAsync(big.Id)).Count(m => m.HolderId == two.Id).ShouldBe(1);
        (await house.LoadAsync<Circle>(small.Id)).State.ShouldBe(CircleState.Active);
        // The last one changes their mind: the circle is over.
        (await house.SendAndWaitAsync(new AnswerMerge(small.Id, one.Id, true, self, ActingAs.Self))).IsDone.ShouldBeTrue();
        (await house.LoadAsync<Circle>(small.Id)).State.ShouldBe(CircleState.Closed);
        (await house.MembersAsync(big.Id)).ShouldContain(m => m.HolderId == one.Id);
        (await house.SendAsync(new JoinCircle(small.Id, paper.Id, null, SeniorHouse.Office, ActingAs.Staff))).Code.ShouldBe("circle-closed");
    }

    [Fact]
    public async Task A_closed_circle_tells_its_members_and_calls_its_meetings_off()
    {
        var (one, self) = await house.ResidentAsync();
        var circle = await house.CircleAsync(one, await house.OnPaperAsync());
        var meeting = await house.MeetingAsync(circle.Id);
        (await house.SignUpAsync(self, meeting.Id)).ShouldBe(HttpStatusCode.NoContent);
        (await house.SendAsync(new CloseCircle(circle.Id, " "))).Field.ShouldBe("Reason");
        (await house.SendAndWaitAsync(new CloseCircle(circle.Id, "続ける人がいないため"))).IsDone.ShouldBeTrue();
        (await house.DeliveredAsync(self.AccountId)).ShouldContain("仲間の輪が終わりました");
        (await house.DeliveredAsync(self.AccountId)).ShouldContain("集まりが中止になりました");
        (await house.LoadAsync<CircleMeeting>(meeting.Id)).Cancelled.ShouldBeTrue();
        (await house.MembersAsync(circle.Id)).ShouldBeEmpty();
        using var visitor = house.Visitor();
        using var gone = await visitor.GetAsync($"/senior-engagement/circles/{circle.Id}");
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_daughter_does_for_her_mother_what_the_mother_could_do_and_it_says_who_did_it()
    {
        var mother = await house.OnPaperAsync();
        var (proxy, daughter) = await house.ProxyAsync(mother, SeniorHouse.Office, ActingAs.Staff);
        var circle = await house.CircleAsync(await house.OnPaperAsync());
        var meeting = await house.MeetingAsync(circle.Id);
        using var acting = house.Resident(daughter);
        var @base = $"/senior-engagement/for/{mother.Id}";
        using (var asked = await acting.SubmitAsync($"{@base}/circles/{circle.Id}", "join")) asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new AnswerJoin(circle.Id, mother.Id, true, SeniorHouse.Office, ActingAs.Staff))).IsDone.ShouldBeTrue();
        using (var signed = await acting.SubmitAsync($"{@base}/meetings/{meeting.Id}", "sign-up")) signed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await acting.ReadAsync($"{@base}/circles")).ShouldContain(circle.Name);
        (await acting.ReadAsync(@base)).ShouldContain($"{daughter.Name}（{mother.Name}さんの代理）");
        (await house.AllAsync<CardEntry>()).ShouldContain(e => e.HolderId == mother.Id && e.Kind == EntryKind.SignedUpMeeting && e.As == ActingAs.Proxy && e.By.AccountId == daughter.AccountId);
        (await house.SendAsync(new Kenmin.SeniorEngagement.Proxies.EndProxy(proxy.Id, SeniorHouse.Office, ActingAs.Staff))).IsDone.ShouldBeTrue();
        using var late = await acting.GetAsync($"{@base}/circles");
        late.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new LeaveCircle(circle.Id, mother.Id, daughter, ActingAs.Proxy))).Code.ShouldBe(CommandAnswer.NotFound);
    }

    [Fact]
    public async Task Staff_work_with_circles_of_their_municipalities_and_for_account_holders_only_with_consent()
    {
        var (resident, _) = await house.ResidentAsync();
        var circle = await house.CircleAsync(await house.OnPaperAsync());
        using var elsewhere = house.Staff(SeniorHouse.Hagi);
        using (var hidden = await elsewhere.GetAsync($"/staff/senior-engagement/circles/{circle.Id}")) hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.ReadAsync("/staff/senior-engagement/circles")).ShouldNotContain(circle.Name);
        (await house.SendAsync(new JoinCircle(circle.Id, resident.Id, null, SeniorHouse.Office, ActingAs.Staff))).Code.ShouldBe("no-consent");
        using var auditor = house.Visitor(Roles.Auditor);
        var page = await auditor.ReadAsync($"/staff/senior-engagement/circles/{circle.Id}");
        page.ShouldNotContain("この輪を終える");
        page.ShouldNotContain("集まりを決める");
        var likely = await house.OnPaperAsync(new(Interests: ["music"]));
        using var staff = house.Staff();
        (await staff.ReadAsync($"/staff/senior-engagement/circles/{circle.Id}")).ShouldContain(likely.Name);
        using (var put = await staff.SubmitAsync($"/staff/senior-engagement/people/{likely.Id}/companions", "join", ("Input.Circle", circle.Id.ToString()))) put.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.MembersAsync(circle.Id)).ShouldContain(m => m.HolderId == likely.Id && m.State == MemberState.Member);
    }

    [Fact]
    public async Task Accounts_that_are_joined_are_one_member_with_the_places_of_both_and_taken_apart_each_has_its_own()
    {
        var (kept, keptSelf) = await house.ResidentAsync();
        var (gone, goneSelf) = await house.ResidentAsync();
        var both = await house.CircleAsync(gone, kept, await house.OnPaperAsync());
        var only = await house.CircleAsync(gone);
        var meeting = await house.MeetingAsync(only.Id);
        (await house.SignUpAsync(goneSelf, meeting.Id)).ShouldBe(HttpStatusCode.NoContent);
        AccountsMerged merged = new(Guid.CreateVersion7(), keptSelf.AccountId, goneSelf.AccountId, house.Clock.GetUtcNow());
        await house.HandleAsync(merged);
        (await house.MembersAsync(both.Id)).Count.ShouldBe(2);
        (await house.LoadAsync<Circle>(both.Id)).LeaderId.ShouldBe(kept.Id);
        (await house.MembersAsync(only.Id)).Select(m => m.HolderId).ShouldBe([kept.Id]);
        await Eventually.IsSoAsync(async () => (await house.Participation().SignUpsOfPersonAsync(kept.Id)).Any(s => s.OpeningId == meeting.Id && s.State == Kenmin.Participation.SignUpState.Confirmed));
        await house.HandleAsync(new AccountsUnmerged(merged.MergeId, keptSelf.AccountId, goneSelf.AccountId, house.Clock.GetUtcNow()));
        (await house.MembersAsync(only.Id)).Select(m => m.HolderId).ShouldBe([gone.Id]);
        (await house.LoadAsync<Circle>(only.Id)).LeaderId.ShouldBe(gone.Id);
        await Eventually.IsSoAsync(async () => (await house.Participation().SignUpsOfPersonAsync(gone.Id)).Any(s => s.OpeningId == meeting.Id && s.State == Kenmin.Participation.SignUpState.Confirmed));
    }

    [Fact]
    public async Task Erased_the_person_is_in_no_circle_no_introduction_and_on_no_list()
    {
        var (own, self) = await house.ResidentAsync(new(Interests: ["music"]));
        var friend = await house.OnPaperAsync(new(Interests: ["music"]));
        var circle = await house.CircleAsync(own, friend, await house.OnPaperAsync());
        var meeting = await house.MeetingAsync(circle.Id);
        (await house.SignUpAsync(self, meeting.Id)).ShouldBe(HttpStatusCode.NoContent);
        (await house.SendAsync(new SaveCompanion(own.Id, "はな", true, true, self, ActingAs.Self))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new ProposeIntroduction(own.Id, friend.Id, self))).IsDone.ShouldBeTrue();
        var told = await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), self.AccountId));
        told.Sections.Select(s => s.Source).ShouldBe(["mt_doc_circlemember", "mt_doc_circle", "mt_doc_companion", "mt_doc_introduction", "participation_sign_ups", "mt_doc_cardholder", "mt_doc_cardentry"], ignoreOrder: true);
        await house.HandleAsync(new ErasureAsked(Guid.CreateVersion7(), self.AccountId, null));
        foreach (var table in new[] { "mt_doc_circle", "mt_doc_circlemember", "mt_doc_companion", "mt_doc_introduction", "mt_doc_companionsignups", "mt_events", "mt_doc_cardentry" })
            (await house.ScalarAsync<long>($"select count(*) from senior_engagement.{table} t where t.data::text like '%{self.AccountId}%' or t.data::text like '%{own.Id}%'")).ShouldBe(0, table);
        (await house.ScalarAsync<long>($"select count(*) from senior_engagement.participation_sign_ups where person_id = '{own.Id}'")).ShouldBe(0);
        (await house.LoadAsync<Circle>(circle.Id)).LeaderId.ShouldBeNull();
        (await house.LoadAsync<Circle>(circle.Id)).ShrunkOn.ShouldBe(house.Today);
    }
}
