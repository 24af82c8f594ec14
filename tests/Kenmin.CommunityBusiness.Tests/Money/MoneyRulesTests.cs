using CsCheck;
using Kenmin.CommunityBusiness.Money;
using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Tests.Money;

/// <summary>Amounts are in whole yen, rounded down, and nothing is lost.</summary>
public sealed class MoneyRulesTests
{
    private static readonly DateOnly Day = new(2026, 6, 10);

    [Theory]
    [InlineData(100, 500, 50)]
    [InlineData(101, 500, 50)]
    [InlineData(100, 666, 66)]
    [InlineData(999, 333, 332)]
    [InlineData(1, 999, 0)]
    [InlineData(9_999_999_999, 1000, 9_999_999_999)]
    [InlineData(0, 1000, 0)]
    public void A_share_is_rounded_down_to_the_yen(long yen, int perMille, long share) => MoneyRules.Share(yen, perMille).ShouldBe(share);

    [Theory]
    [InlineData(300_000, 700_000, 500, 300_000)]
    [InlineData(300_000, 599_999, 500, 299_999)]
    [InlineData(300_000, 0, 500, 0)]
    public void A_final_amount_is_the_rate_of_what_is_recognised_and_no_more_than_was_granted(long granted, long recognised, int perMille, long final) => MoneyRules.Final(granted, recognised, perMille).ShouldBe(final);

    [Fact]
    public void Instalments_are_equal_in_whole_yen_and_the_rest_comes_with_the_last()
    {
        MoneyRules.Schedule(100, 3, new(2026, 1, 31)).ShouldBe([new(1, new(2026, 1, 31), 33), new(2, new(2026, 2, 28), 33), new(3, new(2026, 3, 31), 34)]);
        Should.Throw<ArgumentOutOfRangeException>(() => MoneyRules.Schedule(2, 3, Day));
        Should.Throw<ArgumentOutOfRangeException>(() => MoneyRules.Schedule(2, 0, Day));
    }

    [Fact]
    public void Whatever_is_shared_out_comes_to_the_whole_and_what_comes_back_pays_the_first_first() =>
        Gen.Select(Gen.Long[1, 1_000_000_000], Gen.Int[1, 240], Gen.Double[0, 1.2]).Sample((yen, count, part) =>
        {
            count = (int)Math.Min(count, yen);
            var schedule = MoneyRules.Schedule(yen, count, Day);
            schedule.Count.ShouldBe(count);
            schedule.Sum(i => i.Yen).ShouldBe(yen);
            schedule.ShouldAllBe(i => i.Yen > 0);
            schedule.SkipLast(1).Select(i => i.Yen).Distinct().Count().ShouldBeLessThanOrEqualTo(1);
            schedule.Zip(schedule.Skip(1)).ShouldAllBe(p => p.First.DueOn < p.Second.DueOn);
            const long before = 7;
            var returned = before + (long)(yen * part);
            var paid = MoneyRules.PaidOf(new(before, schedule), returned);
            paid.Sum(p => p.Paid).ShouldBe(Math.Min(returned - before, yen));
            paid.ShouldAllBe(p => p.Paid >= 0 && p.Paid <= p.Of.Yen);
            paid.Zip(paid.Skip(1)).ShouldAllBe(p => p.First.Paid == p.First.Of.Yen || p.Second.Paid == 0);
            MoneyRules.Overdue(new(before, schedule), returned, DateOnly.MaxValue).ShouldBe(yen - paid.Sum(p => p.Paid));
            MoneyRules.Overdue(new(before, schedule), returned, Day).ShouldBe(0);
        });

    [Fact]
    public void However_it_is_shared_between_two_no_yen_appears() =>
        Gen.Select(Gen.Long[0, 10_000_000_000], Gen.Long[0, 10_000_000_000], Gen.Int[1, 1000]).Sample((a, b, rate) =>
        {
            var both = MoneyRules.Share(a + b, rate);
            (both - MoneyRules.Share(a, rate) - MoneyRules.Share(b, rate)).ShouldBeInRange(0, 1);
            both.ShouldBeLessThanOrEqualTo(a + b);
            MoneyRules.Final(a, b, rate).ShouldBeLessThanOrEqualTo(Math.Min(a, b));
        });

    [Fact]
    public void What_is_asked_for_is_counted_to_the_yen()
    {
        MoneyTerms terms = new(MoneyKind.Grant, 60_000, 500, 0, false, []);
        SaveApplication asked = new(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "保冷箱", 60_000, 60_001, 120_001, [new("箱", 100_000), new("札", 20_001)], 0, BusinessHouse.Somebody());
        asked.Flaws(terms).ShouldBeEmpty();
        (asked with { TotalYen = 120_000 }).Flaws(terms).Single().Field.ShouldBe("TotalYen");
        (asked with { TotalYen = null }).Flaws(terms).Single().Field.ShouldBe("TotalYen");
        (asked with { OwnYen = 60_000 }).Flaws(terms).Single().Field.ShouldBe("OwnYen");
        (asked with { Yen = 60_001, OwnYen = 60_000 }).Flaws(terms).Single().Field.ShouldBe("Yen", "beyond the maximum");
        (asked with { Yen = 50_001, OwnYen = 70_000 }).Flaws(terms with { PerMille = 416 }).Single().Problem.Ja.ShouldContain("49,920 円まで");
        (asked with { Lines = [new("箱", 0)], TotalYen = 0 }).Flaws(terms).Select(f => f.Field).ShouldContain("Lines");
        (asked with { Lines = [new(" ", 120_001)] }).Flaws(terms).Single().Field.ShouldBe("Lines");
        (asked with { Yen = null }).Flaws(terms).Select(f => f.Field).ShouldContain("Yen");
    }

    [Fact]
    public void What_comes_next_is_what_is_due_first_and_says_whose_it_is()
    {
        MoneyApplication application = new() { Terms = new(MoneyKind.Grant, 100, 500, 0, true, []), State = ApplicationState.Requested };
        MoneyRules.NextOf(application, null, Day, Day).ShouldBe(new(NextMoneyStep.Recommend, Day.AddDays(14), NextSide.Office));
        application.Terms = application.Terms with { RecommendedFirst = false };
        MoneyRules.NextOf(application, null, Day, Day)!.What.ShouldBe(NextMoneyStep.Refer);
        application.State = ApplicationState.Granted;
        application.Decision = new(true, 100, "", Day.AddDays(90), DateTimeOffset.UnixEpoch, BusinessHouse.Somebody());
        application.Conditions = [new(Guid.Empty, "札", Day.AddDays(30), "", null, null, "", null, null)];
        MoneyAccount account = new(Guid.Empty, 2026, 100, 100, null, 100, 0);
        MoneyRules.NextOf(application, account, Day, Day).ShouldBe(new(NextMoneyStep.Meet, Day.AddDays(30), NextSide.Team));
        application.Conditions = [application.Conditions[0] with { SaidAt = JapanTime.At(Day, new(9, 0)) }];
        MoneyRules.NextOf(application, account, Day, Day).ShouldBe(new(NextMoneyStep.Check, Day.AddDays(14), NextSide.Office));
        application.Conditions = [application.Conditions[0] with { Met = true }];
        MoneyRules.NextOf(application, account, Day, Day).ShouldBe(new(NextMoneyStep.Report, Day.AddDays(90), NextSide.Team));
        application.State = ApplicationState.Settled;
        account = account with { Kept = 60 };
        MoneyRules.NextOf(application, account, Day, Day)!.What.ShouldBe(NextMoneyStep.Plan);
        application.Plan = new(0, MoneyRules.Schedule(40, 4, Day.AddDays(5)));
        MoneyRules.NextOf(application, account with { Returned = 15 }, Day, Day).ShouldBe(new(NextMoneyStep.Repay, Day.AddDays(5).AddMonths(1), NextSide.Team));
        MoneyRules.IsDone(application, account with { Returned = 39 }).ShouldBeFalse();
        MoneyRules.IsDone(application, account with { Returned = 40 }).ShouldBeTrue();
        MoneyRules.NextOf(application, account with { Returned = 40 }, Day, Day).ShouldBeNull();
        application.State = ApplicationState.Closed;
        MoneyRules.NextOf(application, account, Day, Day).ShouldBeNull();
    }
}
