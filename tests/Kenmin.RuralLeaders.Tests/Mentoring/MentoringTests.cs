using System.Net;
using Kenmin.Accounts.Contracts;
using Kenmin.RuralLeaders.Mentoring;
using Kenmin.RuralLeaders.Tests.Support;
using Wolverine.Tracking;

namespace Kenmin.RuralLeaders.Tests.Mentoring;

/// <summary>Mentors and those who learn from them.</summary>
public sealed class MentoringTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task A_leader_is_ready_somebody_asks_both_agree_work_together_and_one_ends_it_silently()
    {
        var (mentor, mentee) = (await house.LeaderAsync(), await house.ResidentAsync());
        using var leader = house.Resident(mentor);
        using var learner = house.Resident(mentee);
        (await learner.ReadAsync("/rural-leaders/mentoring/offer")).ShouldContain("リーダーの登録が必要です");
        (await house.SendAsync(new SaveMentorOffer(mentee, "何でも", 1, true))).Code.ShouldBe("not-registered");
        using var none = await leader.SubmitAsync("/rural-leaders/mentoring/offer", "offer", ("Input.About", "会合の進め方"), ("Input.Places", "0"), ("Input.Open", "true"));
        (await none.Content.ReadAsStringAsync()).ShouldContain("1 から 10 まで");
        (await leader.SubmitAsync("/rural-leaders/mentoring/offer", "offer", ("Input.About", "会合の進め方"), ("Input.Places", "1"), ("Input.Open", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await learner.ReadAsync("/rural-leaders/mentoring")).ShouldContain($"/rural-leaders/mentoring/mentors/{mentor}");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'rural-leaders.mentors.viewed' and actor_id = '{mentee}' and '{mentor}' = any(subject_ids)")).ShouldBeGreaterThan(0);
        using var asked = await learner.SubmitAsync($"/rural-leaders/mentoring/mentors/{mentor}", "ask", ("Input.Message", "若い人に来てほしい"));
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect, await asked.Content.ReadAsStringAsync());
        var id = (await house.AllAsync<MentorPair>()).Single(p => p.Mentee.AccountId == mentee).Id;
        (await house.SendAsync(new AskMentor(Guid.CreateVersion7(), mentor, "もう一度", mentee, "見本"))).Code.ShouldBe("asked");
        (await house.NoticesAsync(mentor, 1)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(n => n.Subject.ShouldContain("お願いが届きました"), n => n.Body.ShouldNotContain("若い人"));

        var page = $"/rural-leaders/mentoring/pairs/{id}";
        (await house.SendAsync(new SavePairGoal(id, Guid.CreateVersion7(), "早すぎる", GoalState.Open, mentee))).Code.ShouldBe("not-agreed");
        (await house.SendAsync(new AnswerMentee(id, true, mentee))).Code.ShouldBe("not-found", "who asks does not answer");
        (await leader.SubmitAsync(page, "agree")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.NoticesAsync(mentee, 1)).ShouldHaveSingleItem().Subject.ShouldContain("相談相手が決まりました");
        (await learner.SubmitAsync(page, "goal", ("Goal.Text", "会合に若い人が三人来る"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var goal = (await house.LoadAsync<MentorPair>(id)).Goals.ShouldHaveSingleItem().Id;
        (await leader.SubmitAsync(page, $"goal-reached-{goal:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var future = await leader.SubmitAsync(page, "report", ("Report.On", house.Today.AddDays(1).Iso()), ("Report.Text", "話した"));
        (await future.Content.ReadAsStringAsync()).ShouldContain("今日までの日で");
        (await leader.SubmitAsync(page, "report", ("Report.On", house.Today.Iso()), ("Report.Text", "先に若い人に聞く"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await learner.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("達成"), p => p.ShouldContain("先に若い人に聞く"));
        using var outsider = house.Resident(Guid.CreateVersion7());
        (await outsider.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new WritePairReport(id, Guid.CreateVersion7(), house.Today, "割りこみ", Guid.CreateVersion7()))).Code.ShouldBe("not-found");

        (await learner.SubmitAsync(page, "end")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.NoticesAsync(mentor, 1)).Count.ShouldBe(1, "nobody is told");
        (await leader.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("先に若い人に聞く"), p => p.ShouldNotContain("目標を加える"));
        (await house.SendAsync(new WritePairReport(id, Guid.CreateVersion7(), house.Today, "あとから", mentor))).Code.ShouldBe("not-agreed");
    }

    [Fact]
    public async Task However_many_wishes_a_leader_accepts_at_once_there_are_no_more_pairs_than_places()
    {
        var mentor = await house.LeaderAsync();
        (await house.SendAsync(new SaveMentorOffer(mentor, "何でも", 2, true))).Problem.ShouldBeNull();
        List<Guid> pairs = [];
        for (var i = 0; i < 8; i++)
        {
            pairs.Add(Guid.CreateVersion7());
            (await house.SendAsync(new AskMentor(pairs[^1], mentor, "お願いします", Guid.CreateVersion7(), $"見本 {i}"))).Problem.ShouldBeNull();
        }

        var answers = await Task.WhenAll(pairs.Select(p => house.SendAsync(new AnswerMentee(p, true, mentor))));
        (answers.Count(a => a.IsDone), answers.Count(a => a.Code == "full")).ShouldBe((2, 6));
        (await house.AllAsync<MentorPair>()).Count(p => p.Mentor.AccountId == mentor && p.State == PairState.Agreed).ShouldBe(2);
        using var somebody = house.Resident(await house.ResidentAsync());
        (await somebody.ReadAsync("/rural-leaders/mentoring")).ShouldNotContain($"mentors/{mentor}\"", customMessage: "there is no place left");
    }

    [Fact]
    public async Task A_person_has_few_wishes_open_and_a_leader_whose_registration_is_over_is_not_asked()
    {
        var me = await house.ResidentAsync();
        for (var i = 0; i < AskMentorHandler.MostOpen + 1; i++)
        {
            var mentor = await house.LeaderAsync();
            (await house.SendAsync(new SaveMentorOffer(mentor, "何でも", 1, true))).Problem.ShouldBeNull();
            (await house.SendAsync(new AskMentor(Guid.CreateVersion7(), mentor, "お願いします", me, "見本"))).Code.ShouldBe(i < AskMentorHandler.MostOpen ? null : "too-many");
        }

        var hidden = await house.LeaderAsync();
        (await house.SendAsync(new SaveMentorOffer(hidden, "何でも", 1, false))).Problem.ShouldBeNull();
        (await house.SendAsync(new AskMentor(Guid.CreateVersion7(), hidden, "お願いします", Guid.CreateVersion7(), "見本"))).Code.ShouldBe("not-found");
        (await house.SendAsync(new AskMentor(Guid.CreateVersion7(), me, "自分に", me, "見本"))).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task Staff_look_only_while_one_of_the_two_asks_and_the_other_does_not_see_it()
    {
        var (id, mentor, mentee) = await PairAsync();
        using var desk = house.Staff();
        using var elsewhere = house.Staff(RuralHouse.Hagi);
        var page = $"/staff/rural-leaders/mentoring/{id}";
        (await desk.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "nobody has asked");
        (await desk.ReadAsync("/staff/rural-leaders/mentoring")).ShouldNotContain(id.ToString());
        using var learner = house.Resident(mentee);
        (await learner.SubmitAsync($"/rural-leaders/mentoring/pairs/{id}", "concern", ("Concern.Text", "夜中に電話が来ます"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var leader = house.Resident(mentor);
        (await leader.ReadAsync($"/rural-leaders/mentoring/pairs/{id}")).ShouldNotContain("夜中に電話");
        (await elsewhere.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "of another municipality");
        (await desk.ReadAsync("/staff/rural-leaders/mentoring")).ShouldContain(page);
        (await desk.ReadAsync(page)).ShouldContain("夜中に電話が来ます");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'rural-leaders.mentoring.viewed' and matter = '{id}' and '{mentor}' = any(subject_ids) and '{mentee}' = any(subject_ids)")).ShouldBeGreaterThan(0);
        var concern = (await house.LoadAsync<MentorPair>(id)).Concerns.ShouldHaveSingleItem().Id;
        (await desk.SubmitAsync(page, $"answer-{concern:N}", ("Input.Answer", "こちらから話します"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await desk.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "what is closed is the two's own again");
        (await house.NoticesAsync(mentee, 2)).ShouldContain(n => n.Subject.Contains("担当者から返事") && !n.Body.Contains("話します"));
        (await learner.ReadAsync($"/rural-leaders/mentoring/pairs/{id}")).ShouldContain("こちらから話します");
        (await leader.ReadAsync($"/rural-leaders/mentoring/pairs/{id}")).ShouldNotContain("こちらから話します");
        using var auditor = house.Visitor(Kenmin.Modularity.Access.Roles.Auditor);
        (await auditor.GetAsync("/staff/rural-leaders/mentoring")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_merging_moves_pair_and_offer_and_an_erasure_ends_it_and_takes_what_the_person_wrote()
    {
        var (id, mentor, mentee) = await PairAsync();
        (await house.SendAsync(new WritePairReport(id, Guid.CreateVersion7(), house.Today, "先輩の記録", mentor))).Problem.ShouldBeNull();
        (await house.SendAsync(new WritePairReport(id, Guid.CreateVersion7(), house.Today, "後輩の記録", mentee))).Problem.ShouldBeNull();
        var (kept, merge) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await house.HandleAsync(new AccountsMerged(merge, kept, mentor, house.Clock.GetUtcNow()));
        (await house.LoadAsync<MentorPair>(id)).Mentor.AccountId.ShouldBe(kept);
        ((await house.FindAsync<MentorOffer>(kept))?.Places, await house.FindAsync<MentorOffer>(mentor) is null).ShouldBe((3, true));
        await house.HandleAsync(new AccountsUnmerged(merge, kept, mentor, house.Clock.GetUtcNow()));
        (await house.LoadAsync<MentorPair>(id)).Mentor.AccountId.ShouldBe(mentor);
        ((await house.FindAsync<MentorOffer>(mentor))?.Places, await house.FindAsync<MentorOffer>(kept) is null).ShouldBe((3, true));

        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), mentee))).Sections.Select(s => s.Source).ShouldContain("mt_doc_mentorpair");
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), mentee, null));
        (await house.LoadAsync<MentorPair>(id)).ShouldSatisfyAllConditions(
            p => p.State.ShouldBe(PairState.Ended), p => p.Mentee.Name.ShouldBe("（削除済み）"), p => p.Message.ShouldBeEmpty(), p => p.Reports.ShouldHaveSingleItem().Text.ShouldBe("先輩の記録"));
        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), mentee))).Sections.ShouldBeEmpty();
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), mentor, null));
        (await house.FindAsync<MentorOffer>(mentor)).ShouldBeNull();
        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), mentor))).Sections.ShouldBeEmpty();
    }

    private async Task<(Guid Id, Guid Mentor, Guid Mentee)> PairAsync()
    {
        var (id, mentor, mentee) = (Guid.CreateVersion7(), await house.LeaderAsync(), await house.ResidentAsync());
        (await house.SendAsync(new SaveMentorOffer(mentor, "何でも", 3, true))).Problem.ShouldBeNull();
        (await house.SendAsync(new AskMentor(id, mentor, "お願いします", mentee, "見本 後輩"))).Problem.ShouldBeNull();
        (await house.SendAsync(new AnswerMentee(id, true, mentor))).Problem.ShouldBeNull();
        return (id, mentor, mentee);
    }
}
