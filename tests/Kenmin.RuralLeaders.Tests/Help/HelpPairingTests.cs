using CsCheck;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.Help.Matching;
using Kenmin.RuralLeaders.Outlook;
using Kenmin.SharedKernel;
using Microsoft.Extensions.Options;

namespace Kenmin.RuralLeaders.Tests.Help;

/// <summary>Who fits where, and who comes first.</summary>
public sealed class HelpPairingTests
{
    private static readonly DateOnly Today = new(2026, 6, 10);
    private static readonly TravelTimes Travel = new(Options.Create(new TravelSettings()));

    [Fact]
    public void Who_helped_less_often_this_year_is_asked_first_and_who_got_less_often_gets_first() => Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Bool).Sample((one, other, helpers) =>
    {
        if (Math.Min(one, 5) == Math.Min(other, 5)) return;
        List<Need> needs = helpers ? [Need()] : [Need(got: one), Need(got: other)];
        List<Hand> hands = helpers ? [Hand(helped: one), Hand(helped: other)] : [Hand()];
        var chosen = Propose(needs, hands).ShouldHaveSingleItem().Pair;
        (helpers ? chosen.Hand : chosen.Need).ShouldBe(one < other ? 0 : 1);
    });

    [Fact]
    public void That_hands_are_found_counts_more_than_fairness_and_nearness()
    {
        // The first alone could do both jobs; the second, who helped often and lives far away, only the first one.
        var (near, far) = (Hand(), Hand(helped: 9, away: 0.08));
        far.Offer.Jobs = [HelpKind.Grass];
        near.Offer.Jobs = [HelpKind.Grass, HelpKind.Snow];
        var proposals = Propose([Need(HelpKind.Grass), Need(HelpKind.Snow)], [near, far]);
        proposals.Select(p => (p.Pair.Need, p.Pair.Hand)).Order().ShouldBe([(0, 1), (1, 0)]);
    }

    [Fact]
    public void Nobody_is_paired_who_cannot_come_or_was_asked_before()
    {
        var need = Need();
        Pairs(need, Hand()).ShouldHaveSingleItem();
        Pairs(need, Hand(away: 0.3)).ShouldBeEmpty("too far");
        Pairs(need, With(h => h.Offer.Jobs = [HelpKind.Snow])).ShouldBeEmpty("another job");
        Pairs(need, With(h => h.Offer.Days = [DayOfWeek.Monday])).ShouldBeEmpty("another day of the week");
        Pairs(need, With(h => h.Offer.Until = need.Request.From.AddDays(-1))).ShouldBeEmpty("the offer ends before");
        Pairs(need, With(h => h.Offer.PersonId = need.Request.PersonId)).ShouldBeEmpty("oneself");
        Pairs(need, Hand() with { Free = 0 }).ShouldBeEmpty("asked for something else");
        var hand = Hand();
        Pairs(need, hand with { Busy = [(JapanTime.At(need.Request.From, new(8, 0)), JapanTime.At(need.Request.From, new(9, 30)), 1)] }).ShouldBeEmpty("promised at that time");
        Pairs(need, hand with { Busy = [(JapanTime.At(need.Request.From, new(7, 0)), JapanTime.At(need.Request.From, new(9, 0)), 1)] }).ShouldHaveSingleItem("the promise ends as it begins");
        HelpPairing.Pairs([need], [hand], new HashSet<string> { HelpMatch.PairOf(need.Request.Id, hand.Offer.Id) }, Today, Travel).ShouldBeEmpty("brought together before");
    }

    [Fact]
    public void In_a_range_of_days_the_first_that_suits_is_taken_but_never_today()
    {
        var need = Need();
        (need.Request.From, need.Request.Until) = (Today, Today.AddDays(10));
        Pairs(need, Hand()).ShouldHaveSingleItem().Day.ShouldBe(Today.AddDays(1));
        var busy = Hand() with { Busy = [(JapanTime.StartOf(Today), JapanTime.StartOf(Today.AddDays(3)), 1)] };
        Pairs(need, busy).ShouldHaveSingleItem().Day.ShouldBe(Today.AddDays(3));
    }

    [Fact]
    public void A_skill_is_asked_of_one_and_a_thing_of_who_lends_it()
    {
        var need = Need(people: 2, skills: [HelpSkill.ChainSaw], tools: [HelpTool.Truck]);
        var (skilled, other, third) = (With(h => h.Offer.Skills = [HelpSkill.ChainSaw]), Hand(), Hand());
        var truck = With(h => (h.Offer.Kind, h.Offer.Tool, h.Offer.Jobs) = (HelpOfferKind.Tool, HelpTool.Truck, []));
        var tent = With(h => (h.Offer.Kind, h.Offer.Tool, h.Offer.Jobs) = (HelpOfferKind.Tool, HelpTool.Tent, []));
        var proposals = Propose([need], [other, third, skilled, truck, tent]);
        proposals.Single(p => p.Pair.Hand == 2).Skills.ShouldBe([HelpSkill.ChainSaw]);
        proposals.Count(p => p.Pair.Hand is 0 or 1).ShouldBe(1, "one place is left for anybody");
        proposals.ShouldContain(p => p.Pair.Hand == 3);
        proposals.ShouldNotContain(p => p.Pair.Hand == 4);
        var reasons = HelpWords.Reasons(need, skilled, proposals.Single(p => p.Pair.Hand == 2));
        reasons.Select(r => r.Ja).ShouldContain(r => r.Contains("チェーンソー"));
        reasons.Select(r => r.Ja).ShouldContain("今年度はまだ手伝っていないので、先に声をかけています。");
    }

    [Fact]
    public void A_group_is_shared_out_and_never_asked_for_more_people_than_are_free() => Gen.Select(Gen.Int[2, 8], Gen.Int[0, 8], Gen.Int[1, 5], Gen.Int[1, 5]).Sample((people, busy, first, second) =>
    {
        var group = With(h => (h.Offer.Kind, h.Offer.Group, h.Offer.People) = (HelpOfferKind.Group, "見本の会", people)) with { Free = people };
        var need = Need(people: first);
        group = group with { Busy = [(JapanTime.At(need.Request.From, new(9, 0)), JapanTime.At(need.Request.From, new(10, 0)), Math.Min(busy, people))] };
        var free = people - Math.Min(busy, people);
        var proposals = Propose([need, Need(people: second)], [group]);
        proposals.Sum(p => p.People).ShouldBe(Math.Min(free, first + second));
        proposals.ShouldAllBe(p => p.People > 0);
        proposals.Select(p => p.Pair.Need).ShouldBeUnique();
    });

    [Fact]
    public void What_a_pair_is_worth_is_always_more_than_nothing() => Gen.Select(Gen.Double[0, 500], Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 99])
        .Sample((minutes, helped, got, days) => HelpWorth.Of(minutes, helped, got, days).ShouldBeGreaterThan(0));

    private static List<HelpPair> Pairs(Need need, Hand hand) => HelpPairing.Pairs([need], [hand], new HashSet<string>(), Today, Travel);

    private static List<HelpProposal> Propose(List<Need> needs, List<Hand> hands) => HelpPairing.Best(needs, hands, HelpPairing.Pairs(needs, hands, new HashSet<string>(), Today, Travel));

    private static Need Need(HelpKind kind = HelpKind.Grass, int people = 1, int got = 0, HelpSkill[]? skills = null, HelpTool[]? tools = null) => new(
        new() { Id = Guid.CreateVersion7(), PersonId = Guid.CreateVersion7(), Kind = kind, From = new(2026, 6, 20), Until = new(2026, 6, 20), Start = new(9, 0), End = new(12, 0), People = people },
        new(new(34.2, 131.5), false), people, skills ?? [], tools ?? [], got);

    private static Hand Hand(int helped = 0, double away = 0) => new(
        new() { Id = Guid.CreateVersion7(), PersonId = Guid.CreateVersion7(), Jobs = [HelpKind.Grass], Days = [.. Enum.GetValues<DayOfWeek>()], Minutes = 30, TimesAYear = 9, Until = new(2027, 3, 31) },
        new(new(34.2 + away, 131.5), false), 1, helped, []);

    private static Hand With(Action<Hand> change)
    {
        var hand = Hand();
        change(hand);
        return hand;
    }
}
