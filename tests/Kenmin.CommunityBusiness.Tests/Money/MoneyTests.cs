using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Money;
using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Tests.Network;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Persistence.PersonalData;
using Kenmin.Pictures;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.CommunityBusiness.Tests.Money;

/// <summary>Money is asked for, recommended, granted, reported and paid back, in this order and to the yen.</summary>
public sealed class MoneyTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private const string Soon = "補助金・融資の期限が近づいています", Overdue = "補助金・融資の期限を過ぎています";

    [Fact]
    public async Task A_grant_goes_from_the_draft_to_the_last_yen_that_is_paid_back()
    {
        var (venture, owner) = await house.HandedInAsync();
        var offer = await house.OfferedAsync(documents: ["見積書", "収支"]);
        var id = Guid.CreateVersion7();
        var asking = MoneyHelp.Asking(id, venture, offer, owner);
        (await house.SendAsync(asking with { By = BusinessHouse.Somebody() })).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(asking)).Problem.ShouldBeNull();
        (await house.SendAsync(asking)).Code.ShouldBe("changed-meanwhile", "it was written on since");
        (await house.SendAsync(asking with { Id = Guid.CreateVersion7() })).Code.ShouldBe("twice");
        (await house.SendAsync(new SubmitApplication(id, owner))).Code.ShouldBe("documents");
        (await house.SendAsync(new AddMoneyFile(Guid.CreateVersion7(), id, MoneyFileUse.Document, "ほか", "x.pdf", MoneyHelp.Paper, owner))).Field.ShouldBe("Key");
        (await house.SendAsync(new AddMoneyFile(Guid.CreateVersion7(), id, MoneyFileUse.Document, "見積書", "x.docx", new(SentFileKind.Word, [1]), owner))).Field.ShouldBe("File");
        foreach (var document in offer.Terms.Documents) (await house.SendAsync(new AddMoneyFile(Guid.CreateVersion7(), id, MoneyFileUse.Document, document, "../x.exe", MoneyHelp.Paper, owner))).Problem.ShouldBeNull();
        (await house.SendAsync(new RecommendApplication(id, true, "早い", BusinessHouse.Office))).Code.ShouldBe(CommandAnswer.NotFound, "a draft is the team's alone");
        for (var i = 0; i < 2; i++) (await house.SendAndWaitAsync(new SubmitApplication(id, owner))).Problem.ShouldBeNull("sent twice it is handed in once");

        // The municipality first, and not by who has to do with it.
        (await house.SendAsync(new ReferApplication(id, null, BusinessHouse.Program))).Code.ShouldBe("not-now", "it is not recommended yet");
        RecommendApplication recommend = new(id, true, "地域に要る", BusinessHouse.Office);
        (await house.SendAsync(recommend with { Office = BusinessHouse.Office with { Municipalities = [BusinessHouse.Hagi] } })).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(recommend with { Office = new(owner, null, true) })).Code.ShouldBe("own");
        (await house.SendAsync(recommend with { Reason = "" })).Field.ShouldBe("Reason");
        (await house.SendAndWaitAsync(recommend)).Problem.ShouldBeNull();
        (await house.DeliveredAsync(owner.AccountId)).ShouldContain("市町が申請を推薦しました");
        (await house.SendAsync(new ReferApplication(id, null, BusinessHouse.Office))).Code.ShouldBe("not-yours");
        (await house.SendAsync(house.Granting(await house.LoadAsync<MoneyApplication>(id), 200_000))).Code.ShouldBe("not-now", "it is not referred yet");
        (await house.SendAsync(new ReferApplication(id, null, BusinessHouse.Program))).Problem.ShouldBeNull();

        var application = await house.LoadAsync<MoneyApplication>(id);
        var decide = house.Granting(application, 180_000, new ConditionText("札を立てる", house.Today.AddDays(30)));
        (await house.SendAsync(decide with { Yen = 200_001 })).Field.ShouldBe("Yen", "no more than was asked for");
        (await house.SendAsync(decide with { ReportBy = null })).Field.ShouldBe("ReportBy");
        (await house.SendAsync(decide with { Conditions = [new("札", null)] })).Field.ShouldBe("Conditions");
        (await house.SendAsync(decide with { Office = new(owner, null, true) })).Code.ShouldBe("own");
        (await house.SendAndWaitAsync(decide)).Problem.ShouldBeNull();
        (await house.SendAsync(decide)).Code.ShouldBe("not-now");
        (await house.DeliveredAsync(owner.AccountId)).ShouldContain("補助金・融資が決まりました");
        (await house.BudgetAsync(offer)).Granted.ShouldBe(180_000);

        // Paid out in advance, once for each entry.
        var payment = house.Payment(application, PaymentKind.PaidOut, 150_000);
        for (var i = 0; i < 2; i++) (await house.SendAsync(payment)).Problem.ShouldBeNull("written once");
        (await house.SendAsync(payment with { Yen = 1 })).Code.ShouldBe("other-entry");
        (await house.SendAsync(house.Payment(application, PaymentKind.PaidOut, 30_001))).Code.ShouldBe("over");
        (await house.SendAsync(house.Payment(application, PaymentKind.Returned, 1))).Code.ShouldBe("not-now", "nothing is due yet");
        (await house.LedgerAsync(id)).Count.ShouldBe(1);

        // The condition, and the report.
        var condition = (await house.LoadAsync<MoneyApplication>(id)).Conditions.Single();
        (await house.SendAsync(new AnswerCondition(id, condition.Id, "立てた", owner))).Problem.ShouldBeNull();
        (await house.LoadAsync<MoneyApplication>(id)).Next!.What.ShouldBe(NextMoneyStep.Check);
        (await house.SendAsync(new CheckCondition(id, condition.Id, true, "見た", BusinessHouse.Program))).Problem.ShouldBeNull();
        (await house.SendAsync(new HandInExpenses(id, owner))).Code.ShouldBe("empty");
        var bare = Guid.CreateVersion7();
        (await house.SendAsync(new SaveExpenses(id, [new(bare, house.Today.AddDays(1), "箱", 1)], owner))).Field.ShouldBe("Day");
        (await house.SendAsync(new SaveExpenses(id, [new(bare, house.Today, "食事", 20_001)], owner))).Problem.ShouldBeNull();
        (await house.SendAsync(new HandInExpenses(id, owner))).Code.ShouldBe("receipts");
        (await house.SendAsync(new AddMoneyFile(Guid.CreateVersion7(), id, MoneyFileUse.Receipt, bare.ToString(), "領収書.pdf", MoneyHelp.Paper, owner))).Problem.ShouldBeNull();
        var box = await house.ReportedAsync(application, owner, 260_001);
        JudgeExpenses judge = new(id, true, [new(bare, 0), new(box, 260_001)], "食事は対象になりません", BusinessHouse.Program);
        (await house.SendAsync(judge with { Reason = null })).Field.ShouldBe("Reason", "not all is recognised");
        (await house.SendAsync(judge with { Recognised = [new(box, 260_001)] })).Field.ShouldBe("Recognised");
        (await house.SendAsync(judge with { Recognised = [new(bare, 20_002), new(box, 0)] })).Field.ShouldBe("Recognised");
        (await house.SendAsync(judge with { Accept = false, Reason = "領収書が読めません" })).Problem.ShouldBeNull();
        (await house.SendAsync(new HandInExpenses(id, owner))).Problem.ShouldBeNull("handed in again");
        (await house.SendAndWaitAsync(judge)).Problem.ShouldBeNull();
        application = await house.LoadAsync<MoneyApplication>(id);
        (application.State, application.FinalYen).ShouldBe((ApplicationState.Settled, 130_000), "half of 260,001, rounded down");
        (await house.AccountAsync(id))!.Due.ShouldBe(20_000);
        (await house.BudgetAsync(offer)).Granted.ShouldBe(150_000, "what is not paid out any more is free again");

        // Back in instalments.
        application.Next!.What.ShouldBe(NextMoneyStep.Plan);
        PlanRepayment plan = new(id, 3, house.Today.AddDays(10), BusinessHouse.Program);
        (await house.SendAsync(plan with { Count = 61 })).Field.ShouldBe("Count");
        (await house.SendAsync(plan with { FirstOn = house.Today.AddDays(-1) })).Field.ShouldBe("FirstOn");
        (await house.SendAsync(plan)).Problem.ShouldBeNull();
        (await house.LoadAsync<MoneyApplication>(id)).Plan!.Instalments.Select(i => i.Yen).ShouldBe([6_666, 6_666, 6_668]);
        (await house.SendAsync(house.Payment(application, PaymentKind.Returned, 6_666))).Problem.ShouldBeNull();
        (await house.LoadAsync<MoneyApplication>(id)).Next.ShouldBe(new(NextMoneyStep.Repay, house.Today.AddDays(10).AddMonths(1), NextSide.Team));
        (await house.SendAsync(house.Payment(application, PaymentKind.Returned, 13_335))).Code.ShouldBe("over");
        (await house.SendAndWaitAsync(house.Payment(application, PaymentKind.Returned, 13_334))).Problem.ShouldBeNull();
        application = await house.LoadAsync<MoneyApplication>(id);
        (application.State, application.Next).ShouldBe((ApplicationState.Closed, null));
        (await house.BudgetAsync(offer)).Granted.ShouldBe(150_000, "what came back is not granted anew");

        // An obligation breaks after that.
        (await house.SendAsync(new DemandBack(id, 130_000, "手放した", BusinessHouse.Program))).Field.ShouldBe("KeptYen");
        (await house.SendAsync(new DemandBack(id, 100_000, "手放した", BusinessHouse.Program))).Problem.ShouldBeNull();
        (await house.AccountAsync(id))!.Due.ShouldBe(30_000);
        (await house.SendAsync(house.Payment(application, PaymentKind.Returned, 30_000))).Problem.ShouldBeNull();
        (await house.LoadAsync<MoneyApplication>(id)).State.ShouldBe(ApplicationState.Closed);
        await FitsAsync();
    }

    [Fact]
    public async Task A_loan_is_paid_out_at_once_and_paid_back_to_the_yen()
    {
        var offer = await house.OfferedAsync(recommended: false, loan: true);
        var (application, _, owner) = await house.GrantedAsync(offer, 100_000);
        (await house.SendAsync(new SaveExpenses(application.Id, [new(Guid.CreateVersion7(), house.Today, "箱", 1)], owner))).Code.ShouldBe("not-now", "a loan is not reported");
        (await house.SendAsync(new DemandBack(application.Id, 0, "x", BusinessHouse.Program))).Code.ShouldBe("not-now");
        (await house.SendAsync(house.Payment(application, PaymentKind.PaidOut, 99_999))).Problem.ShouldBeNull();
        (await house.BudgetAsync(offer)).Granted.ShouldBe(99_999, "what was not taken is free again");
        (await house.SendAsync(house.Payment(application, PaymentKind.PaidOut, 1))).Code.ShouldBe("not-now");
        (await house.SendAsync(new PlanRepayment(application.Id, 25, house.Today, BusinessHouse.Program))).Field.ShouldBe("Count", "within its term");
        (await house.SendAsync(new PlanRepayment(application.Id, 7, house.Today.AddDays(5), BusinessHouse.Program))).Problem.ShouldBeNull();
        (await house.LoadAsync<MoneyApplication>(application.Id)).Plan!.Instalments.Sum(i => i.Yen).ShouldBe(99_999);
        (await house.SendAsync(house.Payment(application, PaymentKind.Returned, 9_999))).Problem.ShouldBeNull();
        (await house.SendAsync(new PlanRepayment(application.Id, 2, house.Today.AddDays(5), BusinessHouse.Program))).Problem.ShouldBeNull("planned anew, of what is due still");
        (await house.LoadAsync<MoneyApplication>(application.Id)).Plan!.Instalments.Select(i => i.Yen).ShouldBe([45_000, 45_000]);
        (await house.SendAsync(house.Payment(application, PaymentKind.Returned, 90_000))).Problem.ShouldBeNull();
        (await house.LoadAsync<MoneyApplication>(application.Id)).State.ShouldBe(ApplicationState.Closed);
        await FitsAsync();
    }

    [Fact]
    public async Task What_is_overdue_is_told_once_before_and_once_after()
    {
        var offer = await house.OfferedAsync(recommended: false, loan: true);
        var (application, _, owner) = await house.GrantedAsync(offer, 100_000);
        (await house.SendAsync(house.Payment(application, PaymentKind.PaidOut, 100_000))).Problem.ShouldBeNull();
        (await house.SendAsync(new PlanRepayment(application.Id, 2, house.Today.AddDays(30), BusinessHouse.Program))).Problem.ShouldBeNull();
        house.GoTo(house.Today.AddDays(20));
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new RemindOfMoney());
        (await house.ToldAsync(owner, Soon)).Count(t => t == Soon).ShouldBe(1);
        house.GoTo(house.Today.AddDays(11));
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new RemindOfMoney());
        (await house.ToldAsync(owner, Overdue)).Count(t => t == Overdue).ShouldBe(1);
    }

    [Fact]
    public async Task However_much_is_granted_at_once_a_budget_is_not_overdrawn()
    {
        var offer = await house.OfferedAsync(budget: 500_000, recommended: false);
        List<MoneyApplication> asked = [];
        for (var i = 0; i < 8; i++)
        {
            var (venture, owner) = await house.HandedInAsync();
            asked.Add(await house.ReferredAsync(venture, offer, owner, 120_000));
        }

        var answers = await Task.WhenAll(asked.Select(a => house.SendAsync(house.Granting(a, 120_000))));
        answers.Count(a => a.IsDone).ShouldBe(4);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "over-budget");
        (await house.BudgetAsync(offer)).Granted.ShouldBe(480_000);
        (await house.SendAsync(new SetMoneyBudget(offer.Id, 2026, 479_999, 1, BusinessHouse.Program))).Code.ShouldBe("below-taken");
        var taken = asked[answers.Index().First(a => a.Item.IsDone).Index];
        (await house.SendAsync(new WithdrawApplication(taken.Id, "ほかの方法で", taken.RequestedBy))).Problem.ShouldBeNull();
        (await house.BudgetAsync(offer)).Granted.ShouldBe(360_000, "what was taken back is free again");
        await FitsAsync();
    }

    [Fact]
    public async Task Whatever_happens_at_once_no_step_is_skipped_no_sum_is_negative_and_no_yen_is_lost()
    {
        var offer = await house.OfferedAsync(budget: 1_000_000_000, recommended: true);
        await Gen.Select(Gen.Int[0, 8], Gen.Int[0, 1], Gen.Long[1, 60_000]).List[8, 16].SampleAsync(async moves =>
        {
            List<(MoneyApplication Application, Doer Owner, Guid Expense)> all = [];
            for (var i = 0; i < 2; i++)
            {
                var (venture, owner) = await house.HandedInAsync();
                var application = await house.AppliedAsync(venture, offer, owner, 50_000, 50_000);
                all.Add((application, owner, Guid.CreateVersion7()));
            }

            foreach (var round in moves.Chunk(4))
            {
                var payment = Guid.CreateVersion7();
                await Task.WhenAll(round.Select(m => house.SendAsync<CommandAnswer>(m.Item1 switch
                {
                    0 => new RecommendApplication(all[m.Item2].Application.Id, true, "要る", BusinessHouse.Office),
                    1 => new ReferApplication(all[m.Item2].Application.Id, null, BusinessHouse.Program),
                    2 or 3 => house.Granting(all[m.Item2].Application, Math.Min(m.Item3, 50_000)),
                    4 => new RecordPayment(payment, all[m.Item2].Application.Id, PaymentKind.PaidOut, m.Item3, house.Today, BusinessHouse.Program),
                    5 => house.Payment(all[m.Item2].Application, PaymentKind.Returned, m.Item3),
                    6 => new DemandBack(all[m.Item2].Application.Id, m.Item3 / 3, "手放した", BusinessHouse.Program),
                    7 => new WithdrawApplication(all[m.Item2].Application.Id, "やめる", all[m.Item2].Owner),
                    _ => (object)new HandInExpenses(all[m.Item2].Application.Id, all[m.Item2].Owner),
                })));
                await FitsAsync();
            }
        }, iter: 6, threads: 1);
    }

    [Fact]
    public async Task The_database_lets_no_program_skip_a_step_overdraw_a_budget_or_change_the_ledger()
    {
        var offer = await house.OfferedAsync(budget: 300_000);
        var (granted, _, _) = await house.GrantedAsync(offer, 200_000);
        var (venture, owner) = await house.HandedInAsync();
        var asked = await house.AppliedAsync(venture, offer, owner);
        (await house.SendAsync(house.Payment(granted, PaymentKind.PaidOut, 150_000))).Problem.ShouldBeNull();
        async Task RefusedAsync(string sql, string state, string because) => (await Should.ThrowAsync<PostgresException>(() => house.ExecuteAsync(sql))).SqlState.ShouldBe(state, because);
        const string s = "community_business";
        await RefusedAsync($"update {s}.mt_doc_moneyapplication set data = jsonb_set(data, '{{state}}', '\"Referred\"') where id = '{asked.Id}'", MoneyTables.NoStep, "there is no such step");
        await RefusedAsync($"insert into {s}.money_steps values ('{asked.Id}', 2, 'Requested', 'Referred', true)", MoneyTables.NoStep, "the municipality comes first");
        await RefusedAsync($"insert into {s}.money_steps values ('{asked.Id}', 2, 'Requested', 'Granted', true)", MoneyTables.NoStep, "no step is skipped");
        await RefusedAsync($"insert into {s}.money_steps values ('{asked.Id}', 2, 'Requested', 'Recommended', true)", MoneyTables.NoStep, "the application does not stand there");
        await RefusedAsync($"insert into {s}.money_steps values ('{asked.Id}', 3, 'Recommended', 'Referred', true)", MoneyTables.NoStep, "the step before was not taken");
        await RefusedAsync($"insert into {s}.money_steps values (gen_random_uuid(), 1, null, 'Granted', false)", MoneyTables.NoStep, "it begins by being handed in");
        await RefusedAsync($"delete from {s}.money_steps where application_id = '{asked.Id}'", MoneyTables.NoStep, "a step stays");
        await RefusedAsync($"insert into {s}.money_accounts values ('{asked.Id}', '{offer.Id}', 2026, 100, 100, null, 0, 0)", MoneyTables.NoStep, "nothing was granted");
        await RefusedAsync($"insert into {s}.money_accounts values (gen_random_uuid(), '{offer.Id}', 2026, 100, 100, null, 0, 0)", MoneyTables.NoStep, "there is no such application");
        await RefusedAsync($"insert into {s}.money_accounts values (gen_random_uuid(), '{offer.Id}', 2026, 100001, 100001, null, 0, 0)", "23514", "the budget is not overdrawn");
        await RefusedAsync($"insert into {s}.money_accounts values (gen_random_uuid(), '{offer.Id}', 2031, 1, 1, null, 0, 0)", MoneyTables.NoFit, "there is no such budget");
        await RefusedAsync($"update {s}.money_accounts set paid_out = 0 where application_id = '{granted.Id}'", MoneyTables.NoFit, "sums follow the ledger");
        await RefusedAsync($"update {s}.money_accounts set granted = 300000 where application_id = '{granted.Id}'", MoneyTables.NoFit, "what was granted stays");
        await RefusedAsync($"update {s}.money_accounts set taken = 100000 where application_id = '{granted.Id}'", "23514", "it is paid out already");
        await RefusedAsync($"delete from {s}.money_accounts where application_id = '{granted.Id}'", MoneyTables.NoFit, "an account stays");
        await RefusedAsync($"insert into {s}.money_ledger values (gen_random_uuid(), '{granted.Id}', 'PaidOut', 50001, now(), now())", "23514", "no more than was granted");
        await RefusedAsync($"insert into {s}.money_ledger values (gen_random_uuid(), '{granted.Id}', 'Returned', 1, now(), now())", "23514", "nothing is due");
        await RefusedAsync($"insert into {s}.money_ledger values (gen_random_uuid(), '{granted.Id}', 'PaidOut', -1, now(), now())", "23514", "not backwards");
        await RefusedAsync($"insert into {s}.money_ledger values (gen_random_uuid(), '{asked.Id}', 'PaidOut', 1, now(), now())", MoneyTables.NoFit, "nothing was granted");
        await RefusedAsync($"update {s}.money_ledger set yen = 1 where application_id = '{granted.Id}'", MoneyTables.NoFit, "the ledger is only added to");
        await RefusedAsync($"delete from {s}.money_ledger where application_id = '{granted.Id}'", MoneyTables.NoFit, "the ledger is only added to");
        await RefusedAsync($"update {s}.money_budgets set total = 199999 where offer_id = '{offer.Id}'", "23514", "it was granted already");
        await RefusedAsync($"update {s}.money_budgets set granted = 0 where offer_id = '{offer.Id}'", MoneyTables.NoFit, "sums follow the accounts");
        await RefusedAsync($"delete from {s}.money_budgets where offer_id = '{offer.Id}'", MoneyTables.NoFit, "a budget stays");
        await FitsAsync();
    }

    [Fact]
    public async Task An_offer_is_for_its_days_and_its_stages_and_what_was_handed_in_keeps_its_terms()
    {
        var (venture, owner) = await house.HandedInAsync();
        var offer = await house.OfferedAsync(recommended: false);
        var save = MoneyHelp.Grant(offer.Id, house, recommended: false) with { Revision = 1 };
        (await house.SendAsync(save with { Office = BusinessHouse.Office })).Code.ShouldBe(CommandAnswer.NotFound, "a program owner enters it");
        (await house.SendAsync(save with { Kind = MoneyKind.Loan, Months = 12 })).Field.ShouldBe("Kind");
        (await house.SendAsync(save with { PerMille = 1001 })).Field.ShouldBe("PerMille");
        (await house.SendAsync(save with { Documents = ["見積書", "見積書"] })).Field.ShouldBe("Documents");
        (await house.SendAsync(save with { ClosesOn = house.Today.AddDays(-6) })).Field.ShouldBe("ClosesOn");
        var id = Guid.CreateVersion7();
        (await house.SendAsync(MoneyHelp.Asking(id, venture, offer, owner))).Problem.ShouldBeNull();
        (await house.SendAsync(save with { PerMille = 400 })).Problem.ShouldBeNull();
        (await house.SendAsync(save)).Code.ShouldBe("changed-meanwhile");
        (await house.SendAsync(new SubmitApplication(id, owner))).Code.ShouldBe("terms", "they changed since");
        (await house.SendAsync(MoneyHelp.Asking(id, venture, offer, owner) with { Revision = 1 })).Field.ShouldBe("Yen");
        (await house.SendAsync(MoneyHelp.Asking(id, venture, offer, owner, 160_000, 240_000) with { Revision = 1 })).Problem.ShouldBeNull();
        (await house.SendAsync(save with { Revision = 2, Stages = [VentureStage.Launch] })).Problem.ShouldBeNull();
        (await house.SendAsync(new SubmitApplication(id, owner))).Code.ShouldBe("stage");
        (await house.SendAsync(save with { Revision = 3, PerMille = 400, ClosesOn = house.Today.AddDays(-1) })).Problem.ShouldBeNull();
        (await house.SendAsync(new SubmitApplication(id, owner))).Code.ShouldBe("not-open");
        (await house.SendAsync(new WithdrawApplication(id, null, owner))).Problem.ShouldBeNull();
        (await house.FindAsync<MoneyApplication>(id)).ShouldBeNull("a draft goes for good");
        var (other, second) = await house.HandedInAsync();
        (await house.SendAsync(save with { Revision = 4 })).Problem.ShouldBeNull();
        var asked = await house.AppliedAsync(other, offer, second);
        (await house.SendAsync(new RecommendApplication(asked.Id, true, "要る", BusinessHouse.Office))).Code.ShouldBe("not-now", "it needs none");
        (await house.SendAsync(save with { Revision = 5, PerMille = 100 })).Problem.ShouldBeNull();
        (await house.LoadAsync<MoneyApplication>(asked.Id)).Terms.PerMille.ShouldBe(500);
    }

    [Fact]
    public async Task A_person_takes_what_they_did_and_goes_from_what_stays()
    {
        var offer = await house.OfferedAsync(documents: ["見積書"]);
        var (granted, venture, owner) = await house.GrantedAsync(offer, 100_000, new ConditionText("札", house.Today.AddDays(9)));
        (await house.SendAsync(house.Payment(granted, PaymentKind.PaidOut, 60_000))).Problem.ShouldBeNull();
        var second = await house.OfferedAsync(recommended: false);
        var asked = await house.AppliedAsync(venture, second, owner);
        var sections = await house.Services.GetRequiredService<PersonalDataReader>().ReadAsync("community_business", BusinessTables.All, owner.AccountId, [owner.AccountId], CancellationToken.None);
        sections.Select(x => x.Source).ShouldContain("mt_doc_moneyapplication");
        sections.Select(x => x.Source).ShouldContain("mt_doc_moneyfile");
        var told = sections.SelectMany(x => x.Entries).SelectMany(e => e).Select(f => f.Value).ToList();
        told.ShouldContain(v => v!.Contains("保冷箱を買う", StringComparison.Ordinal));
        told.ShouldNotContain(v => v!.Contains(BusinessHouse.Office.By.Name, StringComparison.Ordinal));

        AccountsMerged merged = new(Guid.CreateVersion7(), Guid.CreateVersion7(), owner.AccountId, house.Clock.GetUtcNow());
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(merged);
        (await house.LoadAsync<MoneyApplication>(granted.Id)).RequestedBy.AccountId.ShouldBe(merged.KeptId);
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new AccountsUnmerged(merged.MergeId, merged.KeptId, merged.GoneId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<MoneyApplication>(granted.Id)).RequestedBy.AccountId.ShouldBe(owner.AccountId);

        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), owner.AccountId, null))).Erased.ShouldNotBeEmpty();
        (await house.FindAsync<MoneyApplication>(asked.Id)).ShouldBeNull("nothing was granted");
        var after = await house.LoadAsync<MoneyApplication>(granted.Id);
        (after.State, after.RequestedBy.AccountId, after.Asked.Purpose, after.VentureTitle).ShouldBe((ApplicationState.Granted, Guid.Empty, "", ""));
        (await house.AccountAsync(granted.Id))!.Taken.ShouldBe(60_000, "what was not paid out is free again");
        await using var command = house.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            $"select (select count(*) from community_business.mt_doc_moneyapplication where data::text like '%{owner.AccountId}%') + (select count(*) from community_business.mt_doc_moneyfile where data ->> 'applicationId' in ('{granted.Id}', '{asked.Id}')) + (select count(*) from community_business.money_file_bytes b where not exists (select from community_business.mt_doc_moneyfile f where f.id = b.id))");
        ((long)(await command.ExecuteScalarAsync())!).ShouldBe(0);
        (await house.SendAsync(house.Payment(granted, PaymentKind.PaidOut, 1))).Code.ShouldBe("over");
        await FitsAsync();
    }

    // Sums are those of their entries, within their bounds; every application stands where its last step led.
    private async Task FitsAsync()
    {
        await using var command = house.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            """
            select (select count(*) from community_business.money_budgets b where b.granted > b.total or b.granted <> (select coalesce(sum(a.taken), 0) from community_business.money_accounts a where a.offer_id = b.offer_id and a.year = b.year))
              + (select count(*) from community_business.money_accounts a where a.paid_out > a.granted or a.returned > a.paid_out or a.paid_out - a.returned < coalesce(least(a.kept, a.paid_out), 0)
                 or a.paid_out <> (select coalesce(sum(l.yen), 0) from community_business.money_ledger l where l.application_id = a.application_id and l.kind = 'PaidOut')
                 or a.returned <> (select coalesce(sum(l.yen), 0) from community_business.money_ledger l where l.application_id = a.application_id and l.kind = 'Returned'))
              + (select count(*) from community_business.mt_doc_moneyapplication d where d.data ->> 'state' <> 'Draft'
                 and d.data ->> 'state' is distinct from (select s.state from community_business.money_steps s where s.application_id = d.id order by s.number desc limit 1))
              + (select count(*) from community_business.money_steps s where s.number > 1 and s.former is distinct from (select p.state from community_business.money_steps p where p.application_id = s.application_id and p.number = s.number - 1))
            """);
        ((long)(await command.ExecuteScalarAsync())!).ShouldBe(0);
    }
}
