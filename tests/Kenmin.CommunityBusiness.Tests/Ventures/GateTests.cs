using CsCheck;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Npgsql;

namespace Kenmin.CommunityBusiness.Tests.Ventures;

/// <summary>A venture goes up one stage at a time, each time through a gate, and is never without a next step.</summary>
public sealed class GateTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task An_idea_passes_its_first_gate_by_who_may_decide_and_its_owner_is_told()
    {
        var (venture, owner) = await house.HandedInAsync();
        venture.Next!.Side.ShouldBe(NextSide.Office);
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed, new(owner, null, true)))).Code.ShouldBe("own");
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed, BusinessHouse.Office with { Municipalities = [BusinessHouse.Hagi] }))).Code.ShouldBe(CommandAnswer.NotFound);
        var decision = await house.DecisionAsync(venture, GateOutcome.Passed, BusinessHouse.Office);
        (await house.SendAsync(decision with { Met = [2] })).Code.ShouldBe("criteria");
        (await house.SendAsync(decision with { Reason = " " })).Field.ShouldBe("Reason");
        (await house.SendAsync(decision with { NextDueOn = house.Today.AddDays(-1) })).Field.ShouldBe("NextDueOn");
        (await house.SendAndWaitAsync(decision)).Problem.ShouldBeNull();
        (await house.SendAsync(decision)).Code.ShouldBe("changed-meanwhile", "the same decision is not made for the next gate");
        var after = await house.LoadAsync<Venture>(venture.Id);
        (after.Stage, after.Next!.Side).ShouldBe((VentureStage.Trial, NextSide.Team));
        var step = (await house.StepsAsync(venture.Id))[^1];
        (step.Kind, step.From, step.To, step.Gate!.RulesVersion, step.Gate.Criteria.Count).ShouldBe((StepKind.Passed, VentureStage.Idea, VentureStage.Trial, decision.RulesVersion, 3));
        (await house.DeliveredAsync(owner.AccountId)).ShouldBe(["段階の審査を通過しました"]);
    }

    [Fact]
    public async Task A_later_gate_names_the_plan_it_was_decided_on_and_the_last_is_a_program_owner_s()
    {
        var (venture, owner) = await house.HandedInAsync();
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed))).Problem.ShouldBeNull();
        venture = await house.LoadAsync<Venture>(venture.Id);
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed))).Code.ShouldBe("plan-needed");
        await house.PlanAsync(venture, owner);
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed) with { PlanVersion = null })).Code.ShouldBe("changed-meanwhile");
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed))).Problem.ShouldBeNull();
        (await house.StepsAsync(venture.Id))[^1].Gate!.PlanVersion.ShouldBe(1);
        venture = await house.LoadAsync<Venture>(venture.Id);
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed, BusinessHouse.Office))).Code.ShouldBe("not-yours");
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed))).Problem.ShouldBeNull();
        venture = await house.LoadAsync<Venture>(venture.Id);
        venture.Stage.ShouldBe(VentureStage.SelfSupporting);
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed))).Code.ShouldBe("no-gate");
    }

    [Fact]
    public async Task What_was_stopped_goes_on_from_where_it_stood_with_a_reason()
    {
        var (venture, owner) = await house.HandedInAsync();
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Stopped))).Problem.ShouldBeNull();
        (await house.LoadAsync<Venture>(venture.Id)).Next!.DueOn.ShouldBe(house.Today.AddDays(365));
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed))).Code.ShouldBe("stopped");
        (await house.SendAsync(new ResumeVenture(venture.Id, "", owner, null))).Field.ShouldBe("Reason");
        (await house.SendAsync(new ResumeVenture(venture.Id, "担い手が戻った", BusinessHouse.Somebody(), null))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new ResumeVenture(venture.Id, "担い手が戻った", owner, null))).Problem.ShouldBeNull();
        (await house.LoadAsync<Venture>(venture.Id)).State.ShouldBe(VentureState.Active);
        (await house.StepsAsync(venture.Id)).Select(s => s.Kind).ShouldBe([StepKind.Submitted, StepKind.Stopped, StepKind.Resumed]);
    }

    [Fact]
    public async Task The_database_lets_no_program_skip_a_gate_or_take_one_away()
    {
        var (venture, _) = await house.HandedInAsync();
        Task<PostgresException> RefusedAsync(string sql) => Should.ThrowAsync<PostgresException>(() => house.ExecuteAsync(sql));
        (await RefusedAsync($"update community_business.mt_doc_venture set data = jsonb_set(data, '{{stage}}', '\"Launch\"') where id = '{venture.Id}'")).SqlState.ShouldBe(GateTable.NoGate);
        (await RefusedAsync($"insert into community_business.venture_gates (venture_id, stage, former, step_id) values ('{venture.Id}', 2, 1, gen_random_uuid())")).SqlState.ShouldBe(GateTable.NoGate);
        (await RefusedAsync($"insert into community_business.venture_gates (venture_id, stage, former, step_id) values ('{venture.Id}', 3, null, gen_random_uuid())")).SqlState.ShouldBe("23514");
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed))).Problem.ShouldBeNull();
        (await RefusedAsync($"delete from community_business.venture_gates where venture_id = '{venture.Id}'")).SqlState.ShouldBe(GateTable.NoGate);
        (await RefusedAsync($"update community_business.mt_doc_venture set data = jsonb_set(data, '{{stage}}', '\"Idea\"') where id = '{venture.Id}'")).SqlState.ShouldBe(GateTable.NoGate);
    }

    [Fact]
    public async Task Whatever_is_decided_at_once_no_gate_is_skipped_and_a_next_step_is_always_there()
    {
        await Gen.Int[0, 4].List[4, 10].SampleAsync(async moves =>
        {
            var (venture, owner) = await house.HandedInAsync();
            await house.PlanAsync(venture, owner);
            foreach (var round in moves.Chunk(4))
            {
                var now = await house.LoadAsync<Venture>(venture.Id);
                List<object> commands = [];
                foreach (var move in round)
                {
                    commands.Add(move switch
                    {
                        0 => new StopVenture(venture.Id, "休む", owner, null), 1 => new ResumeVenture(venture.Id, "また", owner, null), 2 => await house.DecisionAsync(now, GateOutcome.NotYet), _ => await house.DecisionAsync(now, GateOutcome.Passed),
                    });
                }

                await Task.WhenAll(commands.Select(house.SendAsync));
            }

            var (after, steps) = (await house.LoadAsync<Venture>(venture.Id), await house.StepsAsync(venture.Id));
            steps.Select(s => s.Number).ShouldBe(Enumerable.Range(1, after.Steps));
            var passed = steps.Where(s => s.Kind == StepKind.Passed).ToList();
            passed.Select(s => (int)s.To).ShouldBe(Enumerable.Range(1, (int)after.Stage));
            passed.ShouldAllBe(s => (int)s.To == (int)s.From + 1);
            after.Next.ShouldNotBeNull();
        }, iter: 6, threads: 1);
    }

    [Fact]
    public async Task Rules_that_change_leave_former_decisions_as_they_were()
    {
        var (venture, _) = await house.HandedInAsync();
        var decision = await house.DecisionAsync(venture, GateOutcome.NotYet);
        var set = new SetGateRules(VentureStage.Trial, decision.RulesVersion, [new(new("隣近所に話した", "Neighbours were told"), true)], false, false, BusinessHouse.Program);
        (await house.SendAsync(set with { Office = BusinessHouse.Office })).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(decision)).Problem.ShouldBeNull();
        (await house.SendAsync(set)).Problem.ShouldBeNull();
        (await house.SendAsync(set)).Code.ShouldBe("changed-meanwhile");
        (await house.SendAsync(decision)).Code.ShouldBe("changed-meanwhile", "it was made by former rules");
        (await house.StepsAsync(venture.Id))[^1].Gate!.Criteria.ShouldAllBe(c => c.Text.Ja != "隣近所に話した");
        // Put back for the other tests of the class.
        var first = GateRules.First(VentureStage.Trial);
        (await house.SendAsync(new SetGateRules(VentureStage.Trial, decision.RulesVersion + 1, first.Criteria, false, false, BusinessHouse.Program))).Problem.ShouldBeNull();
    }
}
