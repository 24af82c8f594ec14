using System.Net;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Passport.Contracts;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.SeniorEngagement.Tests.Points;

/// <summary>The ledger on a real database: it balances, never goes below nought, and says what the activities are worth.</summary>
public sealed class PointTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    private static readonly Doer Owner = new(Guid.CreateVersion7(), "見本 事子");
    private static int _municipality;

    [Fact]
    public async Task Activities_make_points_corrections_take_them_back_and_versions_may_overtake_each_other()
    {
        var (rule, self) = await JoinedAsync();
        var told = Activity(self, 1, 150);
        await house.HandleAsync(told);
        await house.HandleAsync(told);
        (await BalanceAsync(rule, self)).Held.ShouldBe(200, "two stamps a day at most");
        await house.HandleAsync(told with { Version = 3, Minutes = 70 });
        await house.HandleAsync(told with { Version = 2, Minutes = 400 });
        (await BalanceAsync(rule, self)).Held.ShouldBe(100);
        await house.HandleAsync(Activity(self, 1, 55));
        (await BalanceAsync(rule, self)).Held.ShouldBe(200, "minutes of a day are added up");
        await house.HandleAsync(new ParticipationWithdrawn(told.Module, told.FactId, 4));
        await house.HandleAsync(told with { Version = 3, Minutes = 70 });
        (await BalanceAsync(rule, self)).Held.ShouldBe(0);
        // The day of joining and before count for nobody, whenever they are told of, and nothing is kept of who does not collect.
        await house.HandleAsync(Activity(self, 0, 300));
        (await BalanceAsync(rule, self)).Held.ShouldBe(0);
        Doer stranger = new(Guid.CreateVersion7(), "見本 他人");
        var other = Activity(stranger, 1, 60);
        await house.HandleAsync(other);
        (await house.ScalarAsync<long>($"select count(*) from senior_engagement.mt_doc_pointactivity t where t.data::text like '%{stranger.AccountId}%'")).ShouldBe(0);
        await BalancedAsync();
    }

    [Fact]
    public async Task The_record_of_activities_is_told_how_many_points_there_are_whenever_they_change_and_again_when_it_asks()
    {
        var (rule, self) = await JoinedAsync(new() { ExchangeUnit = 100 });
        var told = Activity(self, 1, 150);
        await house.HandleAndWaitAsync(told);
        (await house.SendAndWaitAsync(new RequestExchange(Guid.CreateVersion7(), rule.Id, 100, self))).Problem.ShouldBeNull();
        await house.HandleAndWaitAsync(new ParticipationWithdrawn(told.Module, told.FactId, 2));
        var points = (await house.DeliveredAsync(self.AccountId)).Where(d => d.StartsWith("points", StringComparison.Ordinal)).ToList();
        points[^3..].Select(p => p[(p.IndexOf(' ', 8) + 1)..]).ShouldBe(["200/200", "200/100", "100/0"]);
        var last = points[^1];

        await house.HandleAndWaitAsync(new FactsRequested(Guid.CreateVersion7()));
        (await house.DeliveredAsync(self.AccountId)).Last(d => d.StartsWith("points", StringComparison.Ordinal)).ShouldBe(last, "nothing changed, so the version is the same");
        var kept = Guid.CreateVersion7();
        await house.HandleAndWaitAsync(new AccountsMerged(Guid.CreateVersion7(), kept, self.AccountId, house.Clock.GetUtcNow()));
        (await house.DeliveredAsync(kept)).ShouldContain(d => d.EndsWith("100/0", StringComparison.Ordinal));
        await house.HandleAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), kept, null));
        (await house.FindAsync<ToldPoints>(PointMember.IdOf(rule.Id, self.AccountId))).ShouldBeNull();
    }

    [Fact]
    public async Task Whatever_happens_in_whatever_order_the_ledger_is_what_a_simple_model_says()
    {
        var step = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 7], Gen.Int[0, 400], Gen.Int[1, 6]);
        await step.List[8, 20].SampleAsync(async steps =>
        {
            var (rule, self) = await JoinedAsync(new() { YearlyCap = 900, ExchangeUnit = 100 });
            // The model: activities by fact, and what was asked for and what was approved.
            Dictionary<int, (long Version, int Day, int Minutes)> facts = [];
            List<(Guid Id, int Points)> open = [];
            var ids = Enumerable.Range(0, 8).Select(_ => Guid.CreateVersion7()).ToList();
            var (version, approved) = (0L, 0);
            long Earned() => Math.Min(900, facts.Values.GroupBy(f => f.Day).Sum(d => Math.Min(2, d.Sum(f => f.Minutes) / 60) * 100));
            long Held() => Math.Max(0, Earned() - open.Sum(o => o.Points) - approved);
            foreach (var (kind, fact, minutes, day) in steps)
            {
                version++;
                switch (kind)
                {
                    case 0 or 1:
                        await house.HandleAsync(Activity(self, day, minutes) with { FactId = ids[fact], Version = version });
                        facts[fact] = (version, day, minutes);
                        break;
                    case 2:
                        await house.HandleAsync(new ParticipationWithdrawn("clean-up", ids[fact], version));
                        facts.Remove(fact);
                        break;
                    case 3:
                        var wanted = (1 + fact % 4) * 100;
                        var id = Guid.CreateVersion7();
                        var answer = await house.SendAsync(new RequestExchange(id, rule.Id, wanted, self));
                        answer.IsDone.ShouldBe(wanted <= Held());
                        if (answer.IsDone) open.Add((id, wanted));
                        break;
                    default:
                        if (open.Count == 0) break;
                        var decided = open[fact % open.Count];
                        (await house.SendAsync(new DecideExchange(decided.Id, kind == 4 ? ExchangeState.Approved : ExchangeState.Refused, "確認できない", Owner))).Problem.ShouldBeNull();
                        open.Remove(decided);
                        if (kind == 4) approved += decided.Points;
                        break;
                }

                (await BalanceAsync(rule, self)).ShouldBe(new(Held(), open.Sum(o => o.Points), approved));
            }

            await BalancedAsync();
        }, iter: 12, threads: 1);
    }

    [Fact]
    public async Task Of_exchanges_asked_for_at_once_none_takes_points_twice()
    {
        var (rule, self) = await JoinedAsync(new() { ExchangeUnit = 100 });
        for (var day = 1; day <= 3; day++) await house.HandleAsync(Activity(self, day, 120));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => house.SendAsync(new RequestExchange(Guid.CreateVersion7(), rule.Id, 200, self))));
        answers.Count(a => a.IsDone).ShouldBe(3);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "too-few");
        (await BalanceAsync(rule, self)).ShouldBe(new(0, 600, 0));
        // Activities told of at the same moment are settled one after the other.
        await Task.WhenAll(Enumerable.Range(4, 8).Select(day => house.HandleAsync(Activity(self, day, 60))));
        (await BalanceAsync(rule, self)).Held.ShouldBe(800);
        await BalancedAsync();
    }

    [Fact]
    public async Task The_database_itself_refuses_to_go_below_nought_to_change_a_transfer_and_to_cross_rules()
    {
        var (rule, self) = await JoinedAsync();
        await house.HandleAsync(Activity(self, 1, 120));
        var (other, another) = await JoinedAsync();
        await house.HandleAsync(Activity(another, 1, 120));
        async Task RefusedAsync(string sql) => await Should.ThrowAsync<PostgresException>(() => house.ScalarAsync<object>(sql));
        var (held, theirs) = (await AccountAsync(rule), await AccountAsync(other));
        var issued = await house.ScalarAsync<Guid>($"select id from senior_engagement.point_accounts where rule_id = '{rule.Id}' and kind = 'Issued'");
        string Transfer(Guid from, Guid to, int amount) => $"insert into senior_engagement.point_transfers (id, from_id, to_id, amount, kind, at) values ('{Guid.CreateVersion7()}', '{from}', '{to}', {amount}, 'Corrected', now()) returning 1";
        await RefusedAsync(Transfer(held, issued, 201));
        await RefusedAsync(Transfer(held, theirs, 1));
        await RefusedAsync(Transfer(held, issued, -1));
        await RefusedAsync(Transfer(held, Guid.CreateVersion7(), 1));
        await RefusedAsync("update senior_engagement.point_transfers set amount = amount + 1 returning 1");
        await RefusedAsync("delete from senior_engagement.point_transfers returning 1");
        (await BalanceAsync(rule, self)).Held.ShouldBe(200);
        await BalancedAsync();

        async Task<Guid> AccountAsync(PointRule of) => await house.ScalarAsync<Guid>($"select id from senior_engagement.point_accounts where rule_id = '{of.Id}' and kind = 'Held'");
    }

    [Fact]
    public async Task Points_are_joined_exchanged_approved_and_paid_on_pages()
    {
        var (rule, _) = await RuleAsync(new() { ExchangeUnit = 100 });
        Doer self = new(Guid.CreateVersion7(), "見本 貯子");
        using var person = house.Resident(self);
        (await house.SendAsync(new JoinPoints(rule.Id, self))).Code.ShouldBe("card-missing");
        (await house.SendAsync(new SeniorEngagement.Cards.SaveCard(Guid.CreateVersion7(), null, new(self.Name, "", rule.MunicipalityCode, null), null, self, SeniorEngagement.Cards.ActingAs.Self))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new JoinPoints(rule.Id, self))).Code.ShouldBe("birth-year-missing");
        (await house.SendAsync(new SeniorEngagement.Cards.SaveCard(Guid.CreateVersion7(), null, new(self.Name, "", rule.MunicipalityCode, 1950), null, self, SeniorEngagement.Cards.ActingAs.Self))).IsDone.ShouldBeTrue();
        using (var joined = await person.SubmitAsync("/senior-engagement/points", $"join-{rule.Id:N}")) joined.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await house.HandleAsync(Activity(self, 1, 130));
        using (var odd = await person.SubmitAsync("/senior-engagement/points", $"exchange-{rule.Id:N}", ("Input.Points", "150"))) (await ReadAsync(odd)).ShouldContain("100 ポイントごとに入力してください。");
        using (var asked = await person.SubmitAsync("/senior-engagement/points", $"exchange-{rule.Id:N}", ("Input.Points", "２００"))) asked.StatusCode.ShouldBe(HttpStatusCode.Redirect, await ReadAsync(asked));
        var exchange = (await house.AllAsync<PointExchange>()).Single(e => e.AccountId == self.AccountId);

        using var owner = house.Visitor(Roles.Administrator, Owner.AccountId);
        var page = $"/staff/senior-engagement/points/{rule.Id}";
        (await owner.ReadAsync("/staff/senior-engagement/points")).ShouldContain(page);
        using (var silent = await owner.SubmitAsync(page, $"refuse-{exchange.Id:N}", ("Refusal.Reason", ""))) (await ReadAsync(silent)).ShouldContain("入力してください。");
        using (var approved = await owner.SubmitAsync(page, $"approve-{exchange.Id:N}")) approved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await ReadAsync(approved));
        using (var paid = await owner.SubmitAsync(page, "pay")) paid.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var run = (await house.LoadAsync<PointExchange>(exchange.Id)).RunId!.Value;
        (await owner.ReadAsync($"{page}/payments/{run}.csv")).ShouldContain("見本 貯子,200,200");
        (await house.LooksAsync(Owner.AccountId)).ShouldContain(e => e.Action == "senior-engagement.payments.exported" && e.SubjectIds.Contains(self.AccountId));
        using (var whatIf = await owner.SubmitAsync(page, "what-if", Typed(rule.Terms with { PointsPerStamp = 150 }))) (await ReadAsync(whatIf)).ShouldContain("ポイント 300（いまの決まりより +100）");
        // Municipal staff of another city see nothing of it, and nobody decides about their own.
        using var elsewhere = house.Staff(Municipality.All.First(m => m.Code6 != rule.MunicipalityCode).Code6);
        using (var hidden = await elsewhere.GetAsync(page)) hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await house.HandleAsync(Activity(self, 2, 130));
        var own = Guid.CreateVersion7();
        (await house.SendAsync(new RequestExchange(own, rule.Id, 100, self))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new DecideExchange(own, ExchangeState.Approved, null, self))).Code.ShouldBe("own");
        (await house.SendAsync(new DecideExchange(own, ExchangeState.Withdrawn, null, Owner))).Code.ShouldBe(CommandAnswer.NotFound);
        using (var back = await person.SubmitAsync("/senior-engagement/points", $"withdraw-{own:N}")) back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await BalanceAsync(rule, self)).ShouldBe(new(200, 0, 200));
    }

    [Fact]
    public async Task A_rule_is_there_once_and_stays_as_it_is_once_somebody_takes_part()
    {
        var (rule, _) = await RuleAsync(new());
        SavePointRule again = new(Guid.CreateVersion7(), rule.InitiativeId, rule.Year, rule.MunicipalityCode, rule.Terms, rule.ExchangeFrom, rule.ExchangeUntil);
        (await house.SendAsync(again)).Code.ShouldBe("rule-there");
        (await house.SendAsync(again with { Id = rule.Id, Terms = rule.Terms with { YearlyCap = 100 } })).IsDone.ShouldBeTrue();
        await JoinAsync(rule);
        (await house.SendAsync(again with { Id = rule.Id, Terms = rule.Terms with { YearlyCap = 200 } })).Code.ShouldBe("rule-in-use");
        (await house.SendAsync(again with { Id = rule.Id, Terms = rule.Terms with { YearlyCap = 100 }, ExchangeUntil = rule.ExchangeUntil.AddDays(1) })).IsDone.ShouldBeTrue();
        (await house.SendAsync(again with { Id = rule.Id, Terms = rule.Terms with { MinutesPerStamp = -1 } })).Field.ShouldBe("MinutesPerStamp");
    }

    [Fact]
    public async Task Two_accounts_of_one_person_share_the_most_of_the_year_and_an_undoing_puts_all_back()
    {
        var (rule, kept) = await JoinedAsync(new() { YearlyCap = 300 });
        var gone = await JoinAsync(rule);
        for (var day = 1; day <= 2; day++)
        {
            await house.HandleAsync(Activity(kept, day, 60));
            await house.HandleAsync(Activity(gone, day, 120));
        }

        AccountsMerged merged = new(Guid.CreateVersion7(), kept.AccountId, gone.AccountId, house.Clock.GetUtcNow());
        await house.HandleAsync(merged);
        (await BalanceAsync(rule, kept)).Held.ShouldBe(300);
        (await BalanceAsync(rule, gone)).Held.ShouldBe(0);
        // What is still told of the account that went is the one person's.
        await house.HandleAsync(Activity(gone, 5, 60));
        (await BalanceAsync(rule, gone)).Held.ShouldBe(0);
        await house.HandleAsync(new AccountsUnmerged(merged.MergeId, kept.AccountId, gone.AccountId, house.Clock.GetUtcNow()));
        (await BalanceAsync(rule, gone)).Held.ShouldBe(300);
        await BalancedAsync();
    }

    [Fact]
    public async Task Erased_the_ledger_balances_and_names_nobody()
    {
        var (rule, self) = await JoinedAsync(new() { ExchangeUnit = 100 });
        await house.HandleAsync(Activity(self, 1, 120));
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new RequestExchange(id, rule.Id, 100, self))).IsDone.ShouldBeTrue();
        await house.HandleAsync(new ErasureAsked(Guid.CreateVersion7(), self.AccountId, null));
        foreach (var table in new[] { "mt_doc_pointmember", "mt_doc_pointactivity", "mt_doc_pointexchange", "point_accounts", "point_transfers" })
            (await house.ScalarAsync<long>($"select count(*) from senior_engagement.{table} t where t::text like '%{self.AccountId}%' or t::text like '%{PointMember.IdOf(rule.Id, self.AccountId)}%' or t::text like '%{self.Name}%'")).ShouldBe(0, table);
        (await house.ScalarAsync<long>($"select coalesce(sum(abs(balance)), 0)::bigint from senior_engagement.point_accounts where rule_id = '{rule.Id}'")).ShouldBe(0);
        await BalancedAsync();
    }

    private async Task<(PointRule Rule, Doer Self)> JoinedAsync(PointTerms? terms = null)
    {
        var (rule, _) = await RuleAsync(terms ?? new());
        return (rule, await JoinAsync(rule));
    }

    private async Task<(PointRule Rule, SavePointRule Command)> RuleAsync(PointTerms terms)
    {
        // One rule for each year, initiative and municipality: each test has another initiative.
        SavePointRule command = new(Guid.CreateVersion7(), Guid.CreateVersion7(), 2026, Municipality.All[Interlocked.Increment(ref _municipality) % 19].Code6, terms, house.Today, house.Today.AddDays(60));
        (await house.SendAsync(command)).Problem.ShouldBeNull();
        return (await house.LoadAsync<PointRule>(command.Id), command);
    }

    private async Task<Doer> JoinAsync(PointRule rule)
    {
        Doer self = new(Guid.CreateVersion7(), $"見本 貯{SeniorHouse.NextNumber()}");
        (await house.SendAsync(new SeniorEngagement.Cards.SaveCard(Guid.CreateVersion7(), null, new(self.Name, "", rule.MunicipalityCode, 1950), null, self, SeniorEngagement.Cards.ActingAs.Self))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new JoinPoints(rule.Id, self))).Problem.ShouldBeNull();
        return self;
    }

    private ParticipationRecorded Activity(Doer who, int day, int? minutes) => new(
        "clean-up", Guid.CreateVersion7(), 1, who.AccountId, Guid.CreateVersion7(), new("清掃", "Cleaning"), new("参加者", "Helper"), house.Today.AddDays(day), minutes, null, "見本公園", new(2026), ProofLevel.Confirmed, null);

    private async Task<PointBalance> BalanceAsync(PointRule rule, Doer who) =>
        await house.Services.GetRequiredService<NpgsqlDataSource>().BalanceAsync(rule.Id, PointMember.IdOf(rule.Id, who.AccountId), CancellationToken.None);

    private Task BalancedAsync() => LedgerChecks.BalancedAsync(house);

    private static (string, string)[] Typed(PointTerms t) =>
    [
        ("Input.MinutesPerStamp", $"{t.MinutesPerStamp}"), ("Input.StampsPerDay", $"{t.StampsPerDay}"), ("Input.PointsPerStamp", $"{t.PointsPerStamp}"), ("Input.YearlyCap", $"{t.YearlyCap}"),
        ("Input.ExchangeUnit", $"{t.ExchangeUnit}"), ("Input.YenPerPoint", $"{t.YenPerPoint}"), ("Input.MinimumAge", $"{t.MinimumAge}"), ("Input.LowestProof", $"{t.LowestProof}"),
    ];

    private static async Task<string> ReadAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
