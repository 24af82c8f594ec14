using System.Net;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Passport.Contracts;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Tests.Circles;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.SeniorEngagement.Tests.Points;

/// <summary>People without an account collect points by what they attend here, exchange them at the counter, and keep all when an account comes.</summary>
public sealed class PaperPointsTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    private const int Cap = 900;
    private static readonly Doer Owner = new(Guid.CreateVersion7(), "見本 事子");

    [Fact]
    public async Task At_the_counter_somebody_joins_attends_exchanges_and_another_member_of_staff_approves()
    {
        var rule = await RuleAsync();
        var person = await house.OnPaperAsync();
        var page = $"/staff/senior-engagement/people/{person.Id}/points";
        Doer clerk = new(Guid.CreateVersion7(), "見本 市太郎");
        using var staff = house.Staff(account: clerk.AccountId);
        (await staff.SubmitAsync(page, $"join-{rule.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new JoinPoints(rule.Id, clerk, person.Id))).Problem.ShouldBeNull("sent twice, it is entered once");
        var circle = await house.CircleAsync(person);
        var meeting = await house.MeetingAsync(circle.Id, days: 3);
        house.GoTo(house.Today.AddDays(4));
        await house.HeldAsync(meeting, person);
        await Eventually.IsSoAsync(async () => (await BalanceAsync(rule, person.Id)).Held == 100);

        (await staff.ReadAsync(page)).ShouldContain("交換の申請を入力する");
        using (var asked = await staff.SubmitAsync(page, $"exchange-{rule.Id:N}", ("Input.Points", "100"))) asked.StatusCode.ShouldBe(HttpStatusCode.Redirect, await asked.Content.ReadAsStringAsync());
        var exchange = (await house.AllAsync<PointExchange>()).Single(e => e.HolderId == person.Id);
        (exchange.AccountId, exchange.EnteredBy!.AccountId).ShouldBe((null, clerk.AccountId));
        (await house.SendAsync(new DecideExchange(exchange.Id, ExchangeState.Approved, null, clerk))).Code.ShouldBe("own", "who entered it does not approve it");
        using var owner = house.Visitor(Roles.Administrator, Owner.AccountId);
        (await owner.ReadAsync($"/staff/senior-engagement/points/{rule.Id}")).ShouldContain("アカウントなし");
        (await house.LooksAsync(Owner.AccountId)).ShouldContain(e => e.Action == "senior-engagement.exchanges.listed" && e.SubjectIds.Contains(person.Id));
        (await owner.SubmitAsync($"/staff/senior-engagement/points/{rule.Id}", $"approve-{exchange.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await BalanceAsync(rule, person.Id)).ShouldBe(new(0, 0, 100));

        // Recorded by mistake: what was exchanged too much is made up for by what comes later. Then an account comes, and is told of.
        var second = await house.MeetingAsync(circle.Id, days: 2);
        house.GoTo(house.Today.AddDays(3));
        await house.HeldAsync(second, person);
        await Eventually.IsSoAsync(async () => (await BalanceAsync(rule, person.Id)).Held == 100);
        Doer self = new(Guid.CreateVersion7(), person.Name);
        (await house.SendAndWaitAsync(new JoinCard(person.Number, "083-933-0000", self))).Problem.ShouldBeNull();
        (await BalanceAsync(rule, person.Id)).ShouldBe(new(100, 0, 100), "nothing changes, whatever is told anew of the account");
        (await house.DeliveredAsync(self.AccountId)).ShouldContain(d => d.EndsWith("200/100", StringComparison.Ordinal));
        (await house.AllAsync<PointActivity>()).Where(a => a.AccountId == self.AccountId).Count().ShouldBe(2);
        using var own = house.Resident(self);
        (await own.ReadAsync("/senior-engagement/points")).ShouldContain("100 ポイントの交換");
        await LedgerChecks.BalancedAsync(house);

        await house.HandleAsync(new ErasureAsked(Guid.CreateVersion7(), self.AccountId, null));
        await LedgerChecks.BalancedAsync(house);
    }

    [Fact]
    public async Task Only_who_may_act_at_the_counter_enters_and_erased_no_trace_stays()
    {
        var rule = await RuleAsync();
        var person = await house.OnPaperAsync();
        var (resident, _) = await house.ResidentAsync();
        (await house.SendAsync(new JoinPoints(rule.Id, SeniorHouse.Office, resident.Id))).Code.ShouldBe("no-consent");
        var page = $"/staff/senior-engagement/people/{person.Id}/points";
        using (var elsewhere = house.Staff(SeniorHouse.Hagi)) (await elsewhere.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new JoinPoints(rule.Id, SeniorHouse.Office, person.Id))).Problem.ShouldBeNull();
        await house.HandleAsync(TookPart(person.Id, 1, 120));
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new RequestExchange(id, rule.Id, 100, SeniorHouse.Office, person.Id))).Problem.ShouldBeNull();
        (await house.SendAsync(new DecideExchange(id, ExchangeState.Withdrawn, null, SeniorHouse.Office, (await house.OnPaperAsync()).Id))).Code.ShouldBe(CommandAnswer.NotFound, "only for whose it is");
        await house.HandleAsync(new ErasureAsked(Guid.CreateVersion7(), null, person.Id));
        foreach (var table in new[] { "mt_doc_pointmember", "mt_doc_pointactivity", "mt_doc_pointexchange", "point_accounts" })
            (await house.ScalarAsync<long>($"select count(*) from senior_engagement.{table} t where t::text like '%{person.Id}%' or t::text like '%{PointMember.IdOf(rule.Id, person.Id)}%' or t::text like '%{person.Name}%'")).ShouldBe(0, table);
        await LedgerChecks.BalancedAsync(house);
    }

    [Fact]
    public async Task Whenever_the_card_is_joined_sums_are_what_a_simple_model_says_before_and_after()
    {
        var step = Gen.Select(Gen.Bool, Gen.Int[0, 4], Gen.Int[1, 7], Gen.Int[0, 300]);
        await Gen.Select(step.List[4, 10], Gen.Bool, step.List[2, 6]).SampleAsync(async (before, both, after) =>
        {
            var rule = await RuleAsync();
            var person = await house.OnPaperAsync();
            (await house.SendAsync(new JoinPoints(rule.Id, SeniorHouse.Office, person.Id))).Problem.ShouldBeNull();
            Doer self = new(Guid.CreateVersion7(), $"見本 貯{SeniorHouse.NextNumber()}");
            if (both)
            {
                (await house.SendAsync(new SaveCard(Guid.CreateVersion7(), null, new(self.Name, "", SeniorHouse.Yamaguchi, 1950), null, self, ActingAs.Self))).Problem.ShouldBeNull();
                (await house.SendAsync(new JoinPoints(rule.Id, self))).Problem.ShouldBeNull();
            }

            // Whose, which day, how long; and what was asked for and approved.
            List<(Guid Who, int Day, int Minutes)> facts = [];
            Dictionary<Guid, (Guid Who, int Points, bool Approved)> exchanges = [];
            var joined = false;
            foreach (var s in before) await StepAsync(s);
            await SameAsync();
            (await house.SendAndWaitAsync(new JoinCard(person.Number, "083-933-0000", self))).Problem.ShouldBeNull();
            joined = true;
            await SameAsync();
            foreach (var s in after) await StepAsync(s);
            await SameAsync();
            await LedgerChecks.BalancedAsync(house);

            Guid Of(Guid who) => joined ? self.AccountId : who;

            PointBalance Model(Guid who)
            {
                var earned = Math.Min(Cap, facts.Where(f => Of(f.Who) == who).GroupBy(f => f.Day).Sum(d => Math.Min(2, d.Sum(f => f.Minutes) / 60) * 100));
                var mine = exchanges.Values.Where(e => Of(e.Who) == who).ToList();
                var (reserved, exchanged) = (mine.Where(e => !e.Approved).Sum(e => e.Points), mine.Where(e => e.Approved).Sum(e => e.Points));
                return new(Math.Max(0, earned - reserved - exchanged), reserved, exchanged);
            }

            async Task SameAsync()
            {
                // The member of the record that was there first, or of the account where both collected.
                if (!joined) (await BalanceAsync(rule, person.Id)).ShouldBe(Model(person.Id));
                if (both || joined) (await BalanceAsync(rule, both ? self.AccountId : person.Id)).ShouldBe(Model(self.AccountId));
            }

            async Task StepAsync((bool Paper, int Kind, int Day, int Minutes) s)
            {
                var paper = !joined && (s.Paper || !both);
                var who = paper ? person.Id : self.AccountId;
                switch (s.Kind)
                {
                    case 0 or 1:
                        // What is told late of the card is the account's.
                        if (s.Paper || !both) await house.HandleAsync(TookPart(person.Id, s.Day, s.Minutes));
                        else await house.HandleAsync(new ParticipationRecorded("clean-up", Guid.CreateVersion7(), 1, self.AccountId, Guid.CreateVersion7(), new("清掃", "Cleaning"), new("参加者", "Helper"), house.Today.AddDays(s.Day), s.Minutes, null, "公園", new(2026), ProofLevel.Confirmed, null));
                        facts.Add((who, s.Day, s.Minutes));
                        break;
                    case 2 or 3:
                        var (points, id) = ((1 + s.Minutes % 3) * 100, Guid.CreateVersion7());
                        var answer = await house.SendAsync(paper ? new RequestExchange(id, rule.Id, points, SeniorHouse.Office, person.Id) : new RequestExchange(id, rule.Id, points, self));
                        answer.IsDone.ShouldBe(points <= Model(who).Held);
                        if (answer.IsDone) exchanges[id] = (who, points, false);
                        break;
                    default:
                        var open = exchanges.FirstOrDefault(e => Of(e.Value.Who) == who && !e.Value.Approved).Key;
                        if (open == Guid.Empty) break;
                        (await house.SendAsync(new DecideExchange(open, s.Minutes % 2 == 0 ? ExchangeState.Approved : ExchangeState.Refused, "確認できない", Owner))).Problem.ShouldBeNull();
                        if (s.Minutes % 2 == 0) exchanges[open] = exchanges[open] with { Approved = true };
                        else exchanges.Remove(open);
                        break;
                }
            }
        }, iter: 10, threads: 1);
    }

    private HolderTookPart TookPart(Guid holder, int day, int minutes) => new(Guid.CreateVersion7(), 1, holder, new("集まり", "Meeting"), house.Today.AddDays(day), minutes, 2026, ProofLevel.Confirmed);

    private async Task<PointRule> RuleAsync()
    {
        SavePointRule command = new(Guid.CreateVersion7(), Guid.CreateVersion7(), 2026, SeniorHouse.Yamaguchi, new() { YearlyCap = Cap, ExchangeUnit = 100 }, house.Today, house.Today.AddDays(60));
        (await house.SendAsync(command)).Problem.ShouldBeNull();
        return await house.LoadAsync<PointRule>(command.Id);
    }

    private async Task<PointBalance> BalanceAsync(PointRule rule, Guid collector) =>
        await house.Services.GetRequiredService<NpgsqlDataSource>().BalanceAsync(rule.Id, PointMember.IdOf(rule.Id, collector), CancellationToken.None);
}
