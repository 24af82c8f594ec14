using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.Passport.Contracts;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.SeniorEngagement.Tests.Points;

/// <summary>Two records of one person that both collect points become one: what was exchanged with either is exchanged.</summary>
public sealed class MergedPointsTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    private const int Cap = 900;
    private static readonly Doer Owner = new(Guid.CreateVersion7(), "見本 事子");

    [Fact]
    public async Task What_the_account_that_went_had_exchanged_is_not_given_out_again()
    {
        var (rule, kept, gone) = await TwoAsync();
        await house.HandleAsync(Activity(kept, 2, 120));
        await house.HandleAsync(Activity(gone, 3, 120));
        await house.HandleAsync(Activity(gone, 4, 120));
        await ExchangeAsync(rule, gone, 200, ExchangeState.Approved);
        var waiting = await ExchangeAsync(rule, gone, 100, null);
        AccountsMerged merged = new(Guid.CreateVersion7(), kept.AccountId, gone.AccountId, house.Clock.GetUtcNow());
        await house.HandleAsync(merged);
        await house.HandleAsync(merged);
        (await BalanceAsync(rule, kept)).ShouldBe(new(300, 100, 200), "600 were earned in all, and 300 of them are used");
        (await BalanceAsync(rule, gone)).ShouldBe(new(0, 0, 0));

        // The person takes the exchange back that the other account had asked for.
        (await house.SendAsync(new DecideExchange(waiting, ExchangeState.Withdrawn, null, kept))).Problem.ShouldBeNull();
        (await BalanceAsync(rule, kept)).ShouldBe(new(400, 0, 200));
        await house.HandleAsync(new AccountsUnmerged(merged.MergeId, kept.AccountId, gone.AccountId, house.Clock.GetUtcNow()));
        (await BalanceAsync(rule, kept)).ShouldBe(new(200, 0, 0));
        (await BalanceAsync(rule, gone)).ShouldBe(new(200, 0, 200));
        await LedgerChecks.BalancedAsync(house);
    }

    [Fact]
    public async Task An_activity_counts_from_the_day_on_which_the_record_joined_with_which_it_was_done()
    {
        var (rule, kept, gone) = await TwoAsync(joinsLater: true);
        // Both joined, the one that stays two days later; what each did counts as it counted before.
        await house.HandleAsync(Activity(gone, 1, 60));
        await house.HandleAsync(Activity(kept, 1, 60));
        await house.HandleAsync(Activity(kept, 3, 60));
        (await BalanceAsync(rule, gone)).Held.ShouldBe(100);
        (await BalanceAsync(rule, kept)).Held.ShouldBe(100);
        AccountsMerged merged = new(Guid.CreateVersion7(), kept.AccountId, gone.AccountId, house.Clock.GetUtcNow());
        await house.HandleAsync(merged);
        (await BalanceAsync(rule, kept)).Held.ShouldBe(200);
        // What is still told of the account that went is told as before, and goes back with it.
        await house.HandleAsync(Activity(gone, 2, 60));
        (await BalanceAsync(rule, kept)).Held.ShouldBe(300);
        await house.HandleAsync(new AccountsUnmerged(merged.MergeId, kept.AccountId, gone.AccountId, house.Clock.GetUtcNow()));
        (await BalanceAsync(rule, gone)).Held.ShouldBe(200);
        (await BalanceAsync(rule, kept)).Held.ShouldBe(100);
    }

    [Fact]
    public async Task Whatever_was_collected_and_exchanged_with_two_accounts_one_person_has_what_a_simple_model_says()
    {
        // Who, what, which day, how long; then the merging at some place, and perhaps its undoing later.
        var step = Gen.Select(Gen.Bool, Gen.Int[0, 4], Gen.Int[3, 8], Gen.Int[0, 300]);
        await Gen.Select(step.List[4, 10], step.List[2, 6], Gen.Bool, step.List[2, 5]).SampleAsync(async (before, after, undone, last) =>
        {
            var (rule, kept, gone) = await TwoAsync();
            Model model = new();
            foreach (var s in before) await StepAsync(rule, s.Item1 ? kept : gone, s.Item1 ? kept : gone, s, model);
            AccountsMerged merged = new(Guid.CreateVersion7(), kept.AccountId, gone.AccountId, house.Clock.GetUtcNow());
            await house.HandleAsync(merged);
            model.Merge(gone.AccountId, kept.AccountId);
            await SameAsync();
            foreach (var s in after) await StepAsync(rule, kept, s.Item1 ? kept : gone, s, model);
            await SameAsync();
            if (undone)
            {
                await house.HandleAsync(new AccountsUnmerged(merged.MergeId, kept.AccountId, gone.AccountId, house.Clock.GetUtcNow()));
                model.Unmerge();
                await SameAsync();
            }

            foreach (var s in last) await StepAsync(rule, undone && !s.Item1 ? gone : kept, s.Item1 ? kept : gone, s, model);
            await SameAsync();
            await LedgerChecks.BalancedAsync(house);

            async Task SameAsync()
            {
                (await BalanceAsync(rule, kept)).ShouldBe(model.Balance(kept.AccountId));
                (await BalanceAsync(rule, gone)).ShouldBe(model.Balance(gone.AccountId));
            }
        }, iter: 12, threads: 1);
    }

    [Fact]
    public async Task Merged_while_both_accounts_ask_and_take_part_nothing_is_lost_or_given_twice()
    {
        for (var round = 0; round < 4; round++)
        {
            var (rule, kept, gone) = await TwoAsync();
            for (var day = 3; day <= 5; day++)
            {
                await house.HandleAsync(Activity(kept, day, 60));
                await house.HandleAsync(Activity(gone, day + 4, 60));
            }

            AccountsMerged merged = new(Guid.CreateVersion7(), kept.AccountId, gone.AccountId, house.Clock.GetUtcNow());
            var asked = Enumerable.Range(0, 6).Select(i => house.SendAsync(new RequestExchange(Guid.CreateVersion7(), rule.Id, 100, i % 2 == 0 ? kept : gone))).ToList();
            await Task.WhenAll([house.HandleAsync(merged), house.HandleAsync(Activity(gone, 12, 60)), house.HandleAsync(Activity(kept, 13, 60)), .. asked]);
            var taken = (await Task.WhenAll(asked)).Count(a => a.IsDone) * 100;
            (await BalanceAsync(rule, kept)).ShouldBe(new(800 - taken, taken, 0));
            (await BalanceAsync(rule, gone)).ShouldBe(new(0, 0, 0));
            await LedgerChecks.BalancedAsync(house);
        }
    }

    private async Task StepAsync(PointRule rule, Doer who, Doer of, (bool, int, int, int) step, Model model)
    {
        var (_, kind, day, minutes) = step;
        switch (kind)
        {
            case 0 or 1:
                await house.HandleAsync(Activity(of, day, minutes));
                model.Facts.Add((of.AccountId, day, minutes));
                break;
            case 2 or 3:
                var points = (1 + minutes % 3) * 100;
                var id = Guid.CreateVersion7();
                var answer = await house.SendAsync(new RequestExchange(id, rule.Id, points, who));
                answer.IsDone.ShouldBe(points <= model.Balance(who.AccountId).Held);
                if (answer.IsDone) model.Exchanges[id] = (who.AccountId, points, false);
                break;
            default:
                var open = model.Exchanges.FirstOrDefault(e => model.Staying(e.Value.Who) == who.AccountId && !e.Value.Approved).Key;
                if (open == Guid.Empty) break;
                (await house.SendAsync(new DecideExchange(open, minutes % 2 == 0 ? ExchangeState.Approved : ExchangeState.Refused, "確認できない", Owner))).Problem.ShouldBeNull();
                if (minutes % 2 == 0) model.Exchanges[open] = model.Exchanges[open] with { Approved = true };
                else model.Exchanges.Remove(open);
                break;
        }
    }

    /// <summary>What two accounts did and asked for. Merged, it is all one person's.</summary>
    private sealed class Model
    {
        private (Guid Gone, Guid Kept)? _merged;

        public List<(Guid Who, int Day, int Minutes)> Facts { get; } = [];

        public Dictionary<Guid, (Guid Who, int Points, bool Approved)> Exchanges { get; } = [];

        public void Merge(Guid gone, Guid kept) => _merged = (gone, kept);

        public void Unmerge() => _merged = null;

        public Guid Staying(Guid who) => _merged is { } m && m.Gone == who ? m.Kept : who;

        public PointBalance Balance(Guid who)
        {
            var earned = Math.Min(Cap, Facts.Where(f => Staying(f.Who) == who).GroupBy(f => f.Day).Sum(d => Math.Min(2, d.Sum(f => f.Minutes) / 60) * 100));
            var mine = Exchanges.Values.Where(e => Staying(e.Who) == who).ToList();
            var (reserved, exchanged) = (mine.Where(e => !e.Approved).Sum(e => e.Points), mine.Where(e => e.Approved).Sum(e => e.Points));
            return new(Math.Max(0, earned - reserved - exchanged), reserved, exchanged);
        }
    }

    private async Task<(PointRule Rule, Doer Kept, Doer Gone)> TwoAsync(bool joinsLater = false)
    {
        SavePointRule command = new(Guid.CreateVersion7(), Guid.CreateVersion7(), 2026, SeniorHouse.Yamaguchi, new() { YearlyCap = Cap, ExchangeUnit = 100 }, house.Today, house.Today.AddDays(60));
        (await house.SendAsync(command)).Problem.ShouldBeNull();
        var rule = await house.LoadAsync<PointRule>(command.Id);
        var gone = await JoinAsync(rule);
        if (joinsLater) house.Clock.Advance(TimeSpan.FromDays(2));
        var kept = await JoinAsync(rule);
        if (joinsLater) _shift = -2;
        return (rule, kept, gone);
    }

    private int _shift;

    private async Task<Doer> JoinAsync(PointRule rule)
    {
        Doer self = new(Guid.CreateVersion7(), $"見本 貯{SeniorHouse.NextNumber()}");
        (await house.SendAsync(new SaveCard(Guid.CreateVersion7(), null, new(self.Name, "", rule.MunicipalityCode, 1950), null, self, ActingAs.Self))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new JoinPoints(rule.Id, self))).Problem.ShouldBeNull();
        return self;
    }

    private async Task<Guid> ExchangeAsync(PointRule rule, Doer who, int points, ExchangeState? to)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new RequestExchange(id, rule.Id, points, who))).Problem.ShouldBeNull();
        if (to is { } state) (await house.SendAsync(new DecideExchange(id, state, null, Owner))).Problem.ShouldBeNull();
        return id;
    }

    private ParticipationRecorded Activity(Doer who, int day, int minutes) => new(
        "clean-up", Guid.CreateVersion7(), 1, who.AccountId, Guid.CreateVersion7(), new("清掃", "Cleaning"), new("参加者", "Helper"), house.Today.AddDays(day + _shift), minutes, null, "見本公園", new(2026), ProofLevel.Confirmed, null);

    private async Task<PointBalance> BalanceAsync(PointRule rule, Doer who) =>
        await house.Services.GetRequiredService<NpgsqlDataSource>().BalanceAsync(rule.Id, PointMember.IdOf(rule.Id, who.AccountId), CancellationToken.None);
}

/// <summary>What is always true of the ledger.</summary>
internal static class LedgerChecks
{
    /// <summary>All balances add up to nought, none but what was issued is below, and each is what its transfers say.</summary>
    public static async Task BalancedAsync(SeniorHouse house)
    {
        (await house.ScalarAsync<long>("select count(*) from (select rule_id from senior_engagement.point_accounts group by rule_id having sum(balance) <> 0) x")).ShouldBe(0);
        (await house.ScalarAsync<long>("select count(*) from senior_engagement.point_accounts where balance < 0 and kind <> 'Issued'")).ShouldBe(0);
        (await house.ScalarAsync<long>(
            """
            select count(*) from senior_engagement.point_accounts a where a.balance <> coalesce((select sum(case when t.to_id = a.id then t.amount else -t.amount end)
              from senior_engagement.point_transfers t where a.id in (t.from_id, t.to_id)), 0)
            """)).ShouldBe(0);
    }
}
