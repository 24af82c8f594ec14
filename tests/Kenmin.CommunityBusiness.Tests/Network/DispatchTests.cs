using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Persistence.PersonalData;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.CommunityBusiness.Tests.Network;

/// <summary>Visits are asked for, approved by somebody else, reported, and never take more hours than there are.</summary>
public sealed class DispatchTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task Hours_are_reserved_at_approval_settled_by_the_report_and_free_again_when_called_off()
    {
        var (venture, owner) = await house.HandedInAsync();
        var who = BusinessHouse.Somebody("見本 師子");
        var expert = await house.ListedAsync(who);
        await house.LeaveAsync(4);
        var before = await house.BudgetAsync();
        var first = await house.RequestedAsync(venture, owner);
        (await house.SendAndWaitAsync(NetworkHelp.Approval(first, expert))).Problem.ShouldBeNull();
        var reserved = await house.BudgetAsync();
        (reserved.Reserved - before.Reserved, reserved.Left).ShouldBe((120, 120));
        (await house.DeliveredAsync(owner.AccountId)).ShouldContain("専門家の派遣が決まりました");
        (await house.DeliveredAsync(who.AccountId)).ShouldBe(["派遣をお願いします"]);
        var second = await house.RequestedAsync(venture, owner, 2.5m);
        (await house.SendAsync(NetworkHelp.Approval(second, expert))).Code.ShouldBe("over-budget");

        (await house.SendAsync(Report(first.Id, 2, who) with { Day = house.Today.AddDays(1) })).Field.ShouldBe("Day", "it has not been yet");
        house.GoTo(first.WishedOn);
        (await house.SendAsync(Report(first.Id, 2.5m, who))).Field.ShouldBe("Hours", "no more than was approved");
        (await house.SendAsync(Report(first.Id, 1.3m, who))).Field.ShouldBe("Hours", "by half hours");
        (await house.SendAsync(Report(first.Id, 1.5m, BusinessHouse.Somebody()))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(Report(first.Id, 1.5m, owner))).Code.ShouldBe(CommandAnswer.NotFound, "the team does not report for the expert");
        (await house.SendAndWaitAsync(Report(first.Id, 1.5m, who))).Problem.ShouldBeNull();
        (await house.SendAsync(Report(first.Id, 1.5m, who))).Code.ShouldBe("changed-meanwhile");
        var settled = await house.BudgetAsync();
        (settled.Reserved, settled.Used - before.Used, settled.Left).ShouldBe((before.Reserved, 90, 150));
        (await house.DeliveredAsync(owner.AccountId)).ShouldContain("専門家の報告があります");
        (await house.SendAsync(new CallOffDispatch(first.Id, "遅い", owner, null))).Code.ShouldBe("changed-meanwhile", "what was reported stays");

        (await house.SendAsync(NetworkHelp.Approval(second, expert) with { VisitOn = house.Today.AddDays(1) })).Problem.ShouldBeNull();
        (await house.BudgetAsync()).Left.ShouldBe(0);
        (await house.SendAsync(new CallOffDispatch(second.Id, "自分たちでできた", BusinessHouse.Somebody(), null))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAndWaitAsync(new CallOffDispatch(second.Id, "自分たちでできた", owner, null))).Problem.ShouldBeNull();
        (await house.BudgetAsync()).Left.ShouldBe(150);
        (await house.DeliveredAsync(who.AccountId)).ShouldContain("派遣が取りやめになりました");
    }

    [Fact]
    public async Task Nobody_approves_what_they_asked_for_what_is_their_own_or_themselves_nor_beyond_their_place()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.LeaveAsync(10);
        await house.LeaveAsync(10, HoursBook.Prefecture);
        var expert = await house.ListedAsync(BusinessHouse.Office.By);
        var plain = await house.ListedAsync();
        var asked = await house.RequestedAsync(venture, owner);
        var approval = NetworkHelp.Approval(asked, plain);
        (await house.SendAsync(approval with { Office = new(owner, null, true) })).Code.ShouldBe("own", "it is their business");
        (await house.SendAsync(NetworkHelp.Approval(asked, expert) with { Office = BusinessHouse.Office })).Code.ShouldBe("own", "they would send themselves");
        (await house.SendAsync(approval with { Office = BusinessHouse.Office with { Municipalities = [BusinessHouse.Hagi] } })).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(approval with { Payer = HoursBook.Prefecture, Office = BusinessHouse.Office })).Code.ShouldBe("not-yours");
        (await house.SendAsync(approval with { Payer = BusinessHouse.Hagi })).Field.ShouldBe("Payer");
        (await house.SendAsync(approval with { ExpertId = Guid.CreateVersion7() })).Field.ShouldBe("ExpertId");
        (await house.SendAsync(approval with { VisitOn = new(2027, 4, 2) })).Code.ShouldBe("no-budget", "the year of the visit pays");
        (await house.SendAsync(approval with { Payer = HoursBook.Prefecture })).Problem.ShouldBeNull();

        var byOffice = Guid.CreateVersion7();
        (await house.SendAsync(new RequestDispatch(byOffice, venture.Id, [ExpertField.Sales], 1, house.Today.AddDays(3), "相談", null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAsync(new RequestDispatch(byOffice, venture.Id, [ExpertField.Sales], 1, house.Today.AddDays(3), "相談", null, BusinessHouse.Office))).Problem.ShouldBeNull("sent twice it is one");
        (await house.SendAsync(new ApproveDispatch(byOffice, plain.Id, 1, house.Today.AddDays(3), BusinessHouse.Yamaguchi, BusinessHouse.Office))).Code.ShouldBe("own", "they asked for it");
        (await house.SendAsync(new RefuseDispatch(byOffice, "", BusinessHouse.Program))).Field.ShouldBe("Reason");
        (await house.SendAsync(new RefuseDispatch(byOffice, "窓口で答えられる", BusinessHouse.Program))).Problem.ShouldBeNull();
        (await house.SendAsync(new ApproveDispatch(byOffice, plain.Id, 1, house.Today.AddDays(3), BusinessHouse.Yamaguchi, BusinessHouse.Program))).Code.ShouldBe("changed-meanwhile");
        (await house.SendAsync(new RequestDispatch(Guid.CreateVersion7(), venture.Id, [ExpertField.Sales], 1, house.Today.AddDays(3), "相談", BusinessHouse.Somebody(), null))).Code.ShouldBe(CommandAnswer.NotFound);
    }

    [Fact]
    public async Task However_many_are_approved_at_once_a_budget_is_not_overdrawn()
    {
        await house.LeaveAsync(10);
        var expert = await house.ListedAsync();
        var asked = await ManyAsync(8);
        var answers = await Task.WhenAll(asked.Select(d => house.SendAsync(NetworkHelp.Approval(d, expert))));
        answers.Count(a => a.IsDone).ShouldBe(5);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "over-budget");
        (await house.BudgetAsync()).Left.ShouldBe(0);
    }

    [Fact]
    public async Task However_many_are_approved_at_once_an_expert_gives_no_more_than_was_offered()
    {
        await house.LeaveAsync(100);
        var expert = await house.ListedAsync(hours: 5);
        var asked = await ManyAsync(5);
        var answers = await Task.WhenAll(asked.Select(d => house.SendAsync(NetworkHelp.Approval(d, expert))));
        answers.Count(a => a.IsDone).ShouldBe(2);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "limit");
    }

    [Fact]
    public async Task Whatever_happens_at_once_the_sums_are_those_of_the_lines_and_within_what_was_granted()
    {
        var who = BusinessHouse.Somebody();
        var expert = await house.ListedAsync(who);
        await Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[1, 6]).List[6, 12].SampleAsync(async moves =>
        {
            await house.LeaveAsync(6);
            var asked = await ManyAsync(4);
            foreach (var round in moves.Chunk(6))
            {
                var budget = await house.BudgetAsync();
                await Task.WhenAll(round.Select(m => house.SendAsync<CommandAnswer>(m.Item1 switch
                {
                    0 => new CallOffDispatch(asked[m.Item2].Id, "やめる", null, BusinessHouse.Office),
                    1 => new ReportDispatch(asked[m.Item2].Id, house.Today, m.Item3 / 2m, "話した", null, who, null),
                    2 => new GrantHours(budget.Year, budget.Payer, m.Item3, budget.Revision, BusinessHouse.Program),
                    _ => (object)(NetworkHelp.Approval(asked[m.Item2], expert, hours: m.Item3 / 2m) with { VisitOn = house.Today }),
                })));
            }

            await FitsAsync();
        }, iter: 6, threads: 1);
    }

    [Fact]
    public async Task The_database_lets_no_program_overdraw_a_budget_or_approve_without_hours()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.LeaveAsync(3);
        var expert = await house.ListedAsync();
        var asked = await house.RequestedAsync(venture, owner);
        var year = FiscalYear.Of(asked.WishedOn).StartYear;
        Task<PostgresException> RefusedAsync(string sql) => Should.ThrowAsync<PostgresException>(() => house.ExecuteAsync(sql));
        (await RefusedAsync($"update community_business.mt_doc_dispatch set data = jsonb_set(data, '{{state}}', '\"Approved\"') where id = '{asked.Id}'")).SqlState.ShouldBe(HoursTable.NoFit);
        (await RefusedAsync($"insert into community_business.expert_hour_lines values (gen_random_uuid(), {year}, '{BusinessHouse.Yamaguchi}', 200, 0, 'Reserved')")).SqlState.ShouldBe("23514");
        (await RefusedAsync($"insert into community_business.expert_hour_lines values (gen_random_uuid(), {year}, 'nobody', 10, 0, 'Reserved')")).SqlState.ShouldBe(HoursTable.NoFit);
        (await RefusedAsync($"update community_business.expert_hours set used = used - 1 where year = {year}")).SqlState.ShouldBe(HoursTable.NoFit);
        (await house.SendAsync(NetworkHelp.Approval(asked, expert))).Problem.ShouldBeNull();
        (await RefusedAsync($"update community_business.expert_hours set granted = reserved + used - 1 where year = {year} and payer = '{BusinessHouse.Yamaguchi}'")).SqlState.ShouldBe("23514");
        (await RefusedAsync($"delete from community_business.expert_hour_lines where dispatch_id = '{asked.Id}'")).SqlState.ShouldBe(HoursTable.NoFit);
        (await RefusedAsync($"update community_business.expert_hour_lines set minutes = 1 where dispatch_id = '{asked.Id}'")).SqlState.ShouldBe(HoursTable.NoFit);
        (await RefusedAsync($"update community_business.expert_hour_lines set state = 'Released' where dispatch_id = '{asked.Id}'")).SqlState.ShouldBe(HoursTable.NoFit, "the dispatch still stands as approved");
        (await RefusedAsync($"update community_business.expert_hour_lines set state = 'Released' where dispatch_id = '{asked.Id}'; update community_business.expert_hour_lines set state = 'Used' where dispatch_id = '{asked.Id}'")).SqlState.ShouldBe(HoursTable.NoFit);
        (await house.SendAsync(new GrantHours(year, BusinessHouse.Yamaguchi, 0, (await house.BudgetAsync()).Revision, BusinessHouse.Program))).Code.ShouldBe("below-taken");
        (await house.SendAsync(new GrantHours(year, HoursBook.Prefecture, 1, 0, BusinessHouse.Office))).Code.ShouldBe(CommandAnswer.NotFound, "the prefecture's is not theirs");
        await FitsAsync();
    }

    [Fact]
    public async Task Who_is_erased_goes_from_the_list_and_a_visit_to_come_sets_its_hours_free()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.LeaveAsync(4);
        var who = BusinessHouse.Somebody("見本 消子");
        var expert = await house.ListedAsync(who);
        var asked = await house.RequestedAsync(venture, owner);
        (await house.SendAsync(NetworkHelp.Approval(asked, expert))).Problem.ShouldBeNull();
        (await house.SendAsync(new RemoveExpert(expert.Id, who, null))).Code.ShouldBe("visits");
        var sections = await house.Services.GetRequiredService<PersonalDataReader>().ReadAsync("community_business", BusinessTables.All, who.AccountId, [who.AccountId], CancellationToken.None);
        sections.Select(s => s.Source).ShouldBe(["mt_doc_expert"]);
        sections.SelectMany(s => s.Entries).SelectMany(e => e).Select(f => f.Value).ShouldContain("直売所を営む");
        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), who.AccountId, null))).Erased.ShouldNotBeEmpty();
        (await house.FindAsync<Expert>(expert.Id)).ShouldBeNull();
        var after = await house.LoadAsync<Dispatch>(asked.Id);
        (after.State, after.ExpertId).ShouldBe((DispatchState.CalledOff, null));
        (await house.BudgetAsync()).Left.ShouldBe(240);

        var kept = await house.ListedAsync();
        var again = await house.RequestedAsync(venture, owner);
        (await house.SendAsync(NetworkHelp.Approval(again, kept))).Problem.ShouldBeNull();
        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), owner.AccountId, null))).Erased.ShouldNotBeEmpty();
        (await house.FindAsync<Dispatch>(again.Id)).ShouldBeNull("it went with its venture");
        (await house.BudgetAsync()).Left.ShouldBe(240);
        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), null, kept.Id))).Erased.ShouldNotBeEmpty("who has no account is known by the entry");
        await FitsAsync();
    }

    [Fact]
    public async Task Merged_accounts_keep_one_entry_and_get_it_back()
    {
        var (gone, kept) = (BusinessHouse.Somebody(), BusinessHouse.Somebody());
        var expert = await house.ListedAsync(gone);
        AccountsMerged merged = new(Guid.CreateVersion7(), kept.AccountId, gone.AccountId, house.Clock.GetUtcNow());
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(merged);
        (await house.LoadAsync<Expert>(expert.Id)).AccountId.ShouldBe(kept.AccountId);
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new AccountsUnmerged(merged.MergeId, merged.KeptId, merged.GoneId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<Expert>(expert.Id)).AccountId.ShouldBe(gone.AccountId);
    }

    private ReportDispatch Report(Guid id, decimal hours, Doer by) => new(id, house.Today, hours, "原価を書き出した", "月に一度、見直す", by, null);

    private async Task<IReadOnlyList<Dispatch>> ManyAsync(int count)
    {
        List<Dispatch> asked = [];
        while (asked.Count < count)
        {
            var (venture, owner) = await house.HandedInAsync();
            for (var i = 0; i < RequestDispatchHandler.MostOpen && asked.Count < count; i++) asked.Add(await house.RequestedAsync(venture, owner));
        }

        return asked;
    }

    private async Task FitsAsync()
    {
        await using var command = house.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            """
            select (select count(*) from community_business.expert_hours b where b.reserved + b.used > b.granted
              or b.reserved <> (select coalesce(sum(l.minutes), 0) from community_business.expert_hour_lines l where l.year = b.year and l.payer = b.payer and l.state = 'Reserved')
              or b.used <> (select coalesce(sum(l.used), 0) from community_business.expert_hour_lines l where l.year = b.year and l.payer = b.payer))
              + (select count(*) from community_business.mt_doc_dispatch d join community_business.expert_hour_lines l on l.dispatch_id = d.id
                 where (d.data ->> 'state', l.state) not in (('Approved', 'Reserved'), ('Reported', 'Used'), ('CalledOff', 'Released')))
            """);
        ((long)(await command.ExecuteScalarAsync())!).ShouldBe(0);
    }
}
