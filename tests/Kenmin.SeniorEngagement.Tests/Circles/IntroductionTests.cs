using System.Net;
using CsCheck;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.Testing;

namespace Kenmin.SeniorEngagement.Tests.Circles;

/// <summary>Nobody learns who somebody is without both saying yes, and nobody learns of a no.</summary>
public sealed class IntroductionTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    private static readonly CardAnswers Music = new(Interests: ["music", "crafts"], Slots: ["weekday-morning"], Reach: "municipality");

    [Fact]
    public async Task Two_who_wish_it_find_each_other_by_what_they_like_and_see_names_only_when_both_say_yes()
    {
        var ((one, first), (two, second)) = (await WishingAsync("あさちゃん"), await WishingAsync("ゆうさん"));
        using var at = house.Resident(first);
        using var there = house.Resident(second);
        var page = await at.ReadAsync("/senior-engagement/me/companions");
        page.ShouldContain("ゆうさん");
        page.ShouldContain("「手芸・ものづくり」、「音楽・歌・おどり」が好き");
        page.ShouldNotContain(two.Name);
        using (var asked = await at.SubmitAsync("/senior-engagement/me/companions", $"ask-{two.Id:N}")) asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await house.DeliveredAsync(second.AccountId)).Contains("仲間の紹介の申し出があります"));
        var offered = await there.ReadAsync("/senior-engagement/me/companions");
        offered.ShouldContain("あさちゃん");
        offered.ShouldNotContain(one.Name);
        (await house.LooksAsync(second.AccountId)).ShouldContain(e => e.Action == "senior-engagement.companions.listed" && e.SubjectIds.Contains(one.Id));
        using (var yes = await there.SubmitAsync("/senior-engagement/me/companions", $"yes-{Introduction.IdOf(one.Id, two.Id):N}")) yes.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await house.DeliveredAsync(first.AccountId)).Contains("おたがいに紹介を希望しました"));
        var after = await at.ReadAsync("/senior-engagement/me/companions");
        after.ShouldContain(two.Name);
        after.ShouldNotContain("083-");
        // One ends it; for the other it is simply there no more.
        var told = (await house.DeliveredAsync(second.AccountId)).Count;
        using (var ended = await at.SubmitAsync("/senior-engagement/me/companions", $"no-{Introduction.IdOf(one.Id, two.Id):N}")) ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await there.ReadAsync("/senior-engagement/me/companions")).ShouldNotContain(one.Name);
        (await house.DeliveredAsync(second.AccountId)).Count.ShouldBe(told);
    }

    [Fact]
    public async Task Whatever_two_say_in_whatever_order_names_are_seen_only_while_both_say_yes()
    {
        var say = Gen.Select(Gen.Bool, Gen.Bool);
        await say.List[1, 6].SampleAsync(async words =>
        {
            var (one, two) = (await house.OnPaperAsync(Music), await house.OnPaperAsync(Music));
            (await house.SendAsync(new ProposeIntroduction(one.Id, two.Id, SeniorHouse.Office))).IsDone.ShouldBeTrue();
            var id = Introduction.IdOf(one.Id, two.Id);
            // The model: what each said last, where a no can no longer be taken back.
            bool? first = null, second = null;
            foreach (var (isFirst, yes) in words)
            {
                var answer = await house.SendAsync(new AnswerIntroduction(id, isFirst ? one.Id : two.Id, yes, SeniorHouse.Office, ActingAs.Staff));
                var open = first != false && second != false;
                var own = isFirst ? first : second;
                // Who said yes and hears nothing may still end it; who has not answered finds it gone.
                var taken = own == yes || open || own == true;
                answer.Code.ShouldBe(taken ? null : "gone");
                if (taken) _ = isFirst ? first = yes : second = yes;
                var stored = await house.LoadAsync<Introduction>(id);
                (stored.SaysOf(one.Id), stored.SaysOf(two.Id)).ShouldBe((first, second));
                stored.IsAgreed.ShouldBe(first == true && second == true);
                foreach (var (me, other) in new[] { (one, two), (two, one) })
                    (stored.StateFor(me.Id, house.Today) == IntroductionState.Agreed).ShouldBe(first == true && second == true);
            }
        }, iter: 12, threads: 1);
    }

    [Fact]
    public async Task Both_at_once_ask_for_each_other_and_there_is_one_introduction()
    {
        var ((one, first), (two, second)) = (await WishingAsync("はる"), await WishingAsync("なつ"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).SelectMany(_ => new[] { house.SendAsync(new AskIntroduction(one.Id, two.Id, first, ActingAs.Self)), house.SendAsync(new AskIntroduction(two.Id, one.Id, second, ActingAs.Self)) }));
        answers.ShouldAllBe(a => a.IsDone);
        (await house.AllAsync<Introduction>()).Single(i => i.Concerns(one.Id)).IsAgreed.ShouldBeTrue("each asked for it");
    }

    [Fact]
    public async Task A_no_is_told_to_nobody_and_who_said_it_is_not_asked_again()
    {
        var ((one, first), (two, second)) = (await WishingAsync("あき"), await WishingAsync("ふゆ"));
        (await house.SendAsync(new AskIntroduction(one.Id, two.Id, first, ActingAs.Self))).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(new AnswerIntroduction(Introduction.IdOf(one.Id, two.Id), two.Id, false, second, ActingAs.Self))).IsDone.ShouldBeTrue();
        (await house.DeliveredAsync(first.AccountId)).ShouldNotContain("おたがいに紹介を希望しました");
        using var at = house.Resident(first);
        (await at.ReadAsync("/senior-engagement/me/companions")).ShouldContain("相手の返事を待っています");
        house.GoTo(house.Today.AddDays(Introduction.Days + 1));
        await house.HandleAsync(new ForgetIntroductions());
        var later = await at.ReadAsync("/senior-engagement/me/companions");
        later.ShouldNotContain("相手の返事を待っています");
        later.ShouldNotContain("ふゆ");
        (await house.SendAsync(new AskIntroduction(one.Id, two.Id, first, ActingAs.Self))).Code.ShouldBe(CommandAnswer.NotFound);
        // Staff do not ask anew either: it looks done.
        (await house.SendAsync(new ProposeIntroduction(one.Id, two.Id, SeniorHouse.Office))).IsDone.ShouldBeTrue();
        (await house.LoadAsync<Introduction>(Introduction.IdOf(one.Id, two.Id))).SaysOf(two.Id).ShouldBe(false);
    }

    [Fact]
    public async Task Nobody_is_found_by_others_who_does_not_wish_it_lives_elsewhere_or_likes_other_things()
    {
        var (one, first) = await WishingAsync("みなみ");
        var (silent, _) = await house.ResidentAsync(Music);
        var far = await house.OnPaperAsync(Music, SeniorHouse.Hagi);
        var other = await house.OnPaperAsync(new(Interests: ["gardening"]));
        foreach (var target in new[] { silent.Id, far.Id, other.Id, Guid.CreateVersion7(), one.Id }) (await house.SendAsync(new AskIntroduction(one.Id, target, first, ActingAs.Self))).Code.ShouldBe(CommandAnswer.NotFound);
        foreach (var target in new[] { far.Id, other.Id }) (await house.SendAsync(new ProposeIntroduction(one.Id, target, SeniorHouse.Office))).Code.ShouldBe(CommandAnswer.NotFound);
        // Staff may propose by the cards; then the person sees no name, and what both like.
        (await house.SendAndWaitAsync(new ProposeIntroduction(one.Id, silent.Id, SeniorHouse.Office))).IsDone.ShouldBeTrue();
        using var at = house.Resident(first);
        var page = await at.ReadAsync("/senior-engagement/me/companions");
        page.ShouldContain("お名前は、おたがいに希望したあとに見られます");
        page.ShouldNotContain(silent.Name);
        // Nobody answers for another.
        (await house.SendAsync(new AnswerIntroduction(Introduction.IdOf(one.Id, silent.Id), silent.Id, true, first, ActingAs.Self))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new SaveCompanion(one.Id, "", true, false, first, ActingAs.Self))).Field.ShouldBe("Nickname");
    }

    private async Task<(CardHolder Holder, Doer Self)> WishingAsync(string nickname)
    {
        var (holder, self) = await house.ResidentAsync(Music);
        (await house.SendAsync(new SaveCompanion(holder.Id, nickname, true, false, self, ActingAs.Self))).Problem.ShouldBeNull();
        return (holder, self);
    }
}
