using CsCheck;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Tests.Support;

namespace Kenmin.CommunityBusiness.Tests.Network;

/// <summary>Who can be sent, in which order, and why; limits are limits.</summary>
public sealed class ExpertMatchingTests
{
    private static readonly DateOnly Today = new(2026, 6, 10);
    private static readonly Doer Office = new(Guid.CreateVersion7(), "見本 市太郎");
    private static readonly ExpertNeed Need = new([ExpertField.Sales, ExpertField.Food], BusinessHouse.Yamaguchi, 120, Today.AddDays(10), []);

    [Fact]
    public void Reasons_say_in_words_what_the_points_say()
    {
        var match = ExpertMatching.Match(Somebody([ExpertField.Sales, ExpertField.Tourism]), Need, new(60, 2));
        match.Reasons.Select(r => r.Ja).ShouldBe(["専門：販路・宣伝", "専門でない分野：食品・衛生", "山口市に行けます", "派遣のあと、6 月の空き時間が 5 時間残ります", "この 6 か月に 2 回派遣"]);
        match.Points.ShouldBe(100 + (2 * 5) - (2 * 20));
    }

    [Fact]
    public void Each_limit_is_named()
    {
        var account = Guid.CreateVersion7();
        Says(Somebody(), Need).ShouldBeEmpty();
        Says(Somebody(e => e.Consent = null), Need).ShouldBe(["載せる同意がありません"]);
        Says(Somebody(e => e.Consent = e.Consent! with { Until = Need.Day.AddDays(-1) }), Need).ShouldBe(["派遣の日までに、同意の期限が切れます"]);
        Says(Somebody(e => e.Consent = e.Consent! with { Until = Need.Day }), Need).ShouldBeEmpty("the last day still counts");
        Says(Somebody(e => e.ConfirmedBy = null), Need).ShouldBe(["窓口がまだ確認していません"]);
        Says(Somebody(e => e.Municipalities = [BusinessHouse.Hagi]), Need).ShouldBe(["この市町には行きません"]);
        Says(Somebody([ExpertField.Tourism]), Need).ShouldBe(["必要な分野が専門ではありません"]);
        Says(Somebody(e => e.AccountId = account), Need with { Team = [account] }).ShouldBe(["この事業の仲間です"]);
        Says(Somebody(), Need, new(390, 0)).ShouldBe(["6 月の空き時間は 1.5 時間で、足りません"]);
        Says(Somebody(), Need, new(480 - 120, 0)).ShouldBeEmpty("exactly enough is enough");
        Says(Somebody(e => (e.Consent, e.ConfirmedBy) = (null, null)), Need).Count.ShouldBe(2);
    }

    [Fact]
    public void Who_knows_more_of_it_comes_first_and_of_the_same_who_was_sent_less_often()
    {
        var (both, one, tired) = (Somebody([ExpertField.Sales, ExpertField.Food]), Somebody(), Somebody());
        var order = ExpertMatching.Rank([tired, one, both], Need, new Dictionary<Guid, ExpertLoad> { [tired.Id] = new(0, 3) }, Today).Select(m => m.Expert.Id);
        order.ShouldBe([both.Id, one.Id, tired.Id]);
    }

    [Fact]
    public void Whoever_there_is_nobody_beyond_a_limit_is_proposed_and_the_order_does_not_depend_on_how_they_are_listed()
    {
        var experts = Gen.Select(Gen.Int[0, 14].List[1, 4], Gen.Bool, Gen.Bool, Gen.Int[1, 16], Gen.Int[-5, 40], Gen.Int[0, 900], Gen.Int[0, 7]).Select(g => (Expert: Somebody(e =>
        {
            e.Fields = [.. g.Item1.Distinct().Select(f => (ExpertField)f)];
            e.Municipalities = g.Item2 ? [BusinessHouse.Yamaguchi] : [BusinessHouse.Hagi];
            if (!g.Item3) e.ConfirmedBy = null;
            e.MinutesAMonth = g.Item4 * 30;
            e.Consent = e.Consent! with { Until = Today.AddDays(g.Item5) };
        }), Load: new ExpertLoad(g.Item6, g.Item7))).List[0, 12];
        experts.Sample(all =>
        {
            var loads = all.ToDictionary(e => e.Expert.Id, e => e.Load);
            var fit = ExpertMatching.Rank(all.Select(e => e.Expert), Need, loads, Today);
            var misfits = ExpertMatching.Misfits(all.Select(e => e.Expert), Need, loads, Today);
            (fit.Count + misfits.Count).ShouldBe(all.Count, "everybody is either proposed or told why not");
            fit.ShouldAllBe(m => m.Expert.ConfirmedBy != null && m.Expert.Municipalities.Contains(Need.Municipality) && m.Expert.Fields.Any(Need.Fields.Contains)
                && m.Expert.Consent!.Until >= Need.Day && m.Expert.MinutesAMonth - loads[m.Expert.Id].Taken >= Need.Minutes);
            misfits.ShouldAllBe(m => m.Limits.Count > 0);
            ExpertMatching.Rank(all.Select(e => e.Expert).Reverse(), Need, loads, Today).Select(m => m.Expert.Id).ShouldBe(fit.Select(m => m.Expert.Id));
            fit.Zip(fit.Skip(1)).ShouldAllBe(p => p.First.Points >= p.Second.Points);
        });
    }

    private static IReadOnlyList<string> Says(Expert expert, ExpertNeed need, ExpertLoad? load = null) => [.. ExpertMatching.Limits(expert, need, load ?? ExpertLoad.Nothing, Today).Select(l => l.Ja)];

    private static Expert Somebody(params ExpertField[] fields) => Somebody(e => e.Fields = fields.Length > 0 ? [.. fields] : [ExpertField.Sales]);

    private static Expert Somebody(Action<Expert> change)
    {
        Expert expert = new()
        {
            Id = Guid.CreateVersion7(), Name = "見本 師子", Fields = [ExpertField.Sales], Municipalities = [BusinessHouse.Yamaguchi], MinutesAMonth = 480, ConfirmedBy = Office, Consent = new(ListingPurpose.Matching, Today.AddDays(-1), Today.AddDays(90), "紙", Office),
        };
        change(expert);
        return expert;
    }
}
