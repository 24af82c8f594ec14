using CsCheck;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Requests;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Tests.Requests;

/// <summary>Who is proposed for a request, in which order, and why.</summary>
public sealed class LeaderRankingTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9));
    private static readonly DateOnly Today = JapanTime.DayOf(Now);

    [Fact]
    public void Who_may_lead_more_comes_first_then_who_was_asked_less_then_who_is_nearer()
    {
        var (more, fresh, near, far) = (Leader(["walking", "music"], asked: 5, kilometres: 20), Leader(["walking"], asked: 0, kilometres: 20), Leader(["walking"], asked: 2, kilometres: 1), Leader(["walking"], asked: 2, kilometres: 9));
        var (fits, others) = LeaderRanking.Rank(Request(["walking", "music"]), [far, near, fresh, more], Now);
        others.ShouldBeEmpty();
        fits.Select(f => f.Leader).ShouldBe([more, fresh, near, far]);
        fits[0].Reasons.Select(r => r.Ja).ShouldBe(["「散歩・自然」の資格があります", "「音楽・歌・おどり」の資格があります", "希望の日時はどれも空いています", "およそ 20.0 km", "この 90 日に 5 回頼みました"]);
    }

    [Fact]
    public void A_licence_that_ends_before_the_day_a_consent_that_does_and_a_promise_stand_against_it()
    {
        var request = Request(["walking"]);
        var day = request.Times[0].Day;
        var facts = Leader(["walking"]);
        Limits(facts with { Licences = [facts.Licences[0] with { Until = day.AddDays(-1) }] }).ShouldContain("その日に有効な、この内容の資格がありません");
        Limits(facts with { Licences = [facts.Licences[0] with { Until = day }] }).ShouldBeEmpty("the last day belongs to it");
        facts.Profile.Until = day.AddDays(-1);
        Limits(facts).ShouldContain("その日まで同意していません");
        facts.Profile.Until = day;
        Limits(facts with { Busy = [(request.Times[0].Ends, request.Times[0].Ends.AddHours(1))] }).ShouldBeEmpty("one thing may follow the other at once");
        Limits(facts with { Busy = [(request.Times[0].Ends.AddMinutes(-1), request.Times[0].Ends.AddHours(1))] }).ShouldContain("ほかの約束や集まりがあります");
        facts.Profile.Slots = ["evening"];
        Limits(facts).ShouldContain("都合のよい時間の外です");
        facts.Profile.Slots = [];
        facts.Profile.Kilometres = 1;
        Limits(Leader(["walking"], kilometres: 2, most: 1)).ShouldContain("遠すぎます");
        Limits(Leader(["walking"], limits: ["indoors"])).ShouldContain("屋内を希望しています");

        IEnumerable<string> Limits(LeaderFacts leader) => LeaderRanking.Rank(request, [leader], Now).Others.SelectMany(o => o.Limits).Select(l => l.Ja);
    }

    [Fact]
    public void Nobody_is_proposed_outside_a_limit_and_nobody_within_all_is_left_out() => Gen.Select(
        Gen.Int[-5, 20], Gen.Int[-5, 20], Gen.Int[-3, 3], Gen.Int[0, 30], Gen.Int[1, 30], Gen.Bool, Gen.Bool, Gen.Bool).Sample((licence, consent, busy, distance, most, wantsIndoors, isIndoors, other) =>
    {
        var request = Request([other ? "music" : "walking"], isIndoors);
        var time = request.Times[0];
        var leader = Leader(["walking"], kilometres: distance, most: most, limits: wantsIndoors ? ["indoors"] : []);
        leader = leader with { Licences = [leader.Licences[0] with { Until = time.Day.AddDays(licence) }], Busy = [(time.Starts.AddHours(busy), time.Starts.AddHours(busy + 1))] };
        leader.Profile.Until = time.Day.AddDays(consent);
        if (Math.Abs(distance - most) < 0.2) return;
        var (fits, others) = LeaderRanking.Rank(request, [leader], Now);
        (fits.Count + others.Count).ShouldBe(1);
        fits.Count.ShouldBe(!other && licence >= 0 && consent >= 0 && (busy < 0 || busy >= 2) && !(wantsIndoors && !isIndoors) && distance < most ? 1 : 0, "an hour and a half from ten o'clock on");
    });

    private static LeaderRequest Request(IReadOnlyList<string> interests, bool indoors = false)
    {
        var day = Today.AddDays(14);
        return new()
        {
            Id = Guid.CreateVersion7(), Interests = interests, MunicipalityCode = SeniorHouse.Yamaguchi, At = new("見本橋", 34.0, 131.0), Times = [new(JapanTime.At(day, new(10, 0)), JapanTime.At(day, new(11, 30)))], Indoors = indoors,
        };
    }

    private static LeaderFacts Leader(IReadOnlyList<string> interests, int asked = 0, double kilometres = 0, int? most = null, IReadOnlyList<string>? limits = null)
    {
        CardHolder holder = new() { Id = Guid.CreateVersion7(), MunicipalityCode = SeniorHouse.Yamaguchi, Card = new() { Limits = limits ?? [] } };
        // A degree of latitude is about 111.2 km.
        LeaderProfile profile = new() { Id = holder.Id, Interests = interests, Kilometres = most, From = new("見本駅", 34.0 + kilometres / 111.195, 131.0), Until = Today.AddYears(1) };
        return new(holder, profile, [.. interests.Select(i => new LicenceToLead(holder.Id, new("資格", "Licence"), "S2026-0001", [i], Today.AddYears(-1), Today.AddYears(1)))], [], asked);
    }
}
