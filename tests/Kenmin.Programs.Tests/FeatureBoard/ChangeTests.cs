using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Programs.FeatureBoard.Changes;
using Kenmin.Programs.FeatureBoard.Decisions;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.Programs.Tests;

/// <summary>Deciding, proposing, approving, undoing and stopping, against a real database. Each test has a year of its own.</summary>
public sealed class ChangeTests(HouseWithPeople house) : IClassFixture<HouseWithPeople>
{
    private const string Critical = "sports-volunteers.shifts";
    private const string WalkIns = "sports-volunteers.walk-ins";
    private const string Plain = "sports-volunteers.legacy";

    private static readonly Guid First = Guid.CreateVersion7();
    private static readonly Guid Second = Guid.CreateVersion7();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FeatureGates Gates => house.Host.Services.GetRequiredService<FeatureGates>();

    [Fact]
    public async Task A_critical_feature_takes_two_administrators()
    {
        var year = new FiscalYear(2060);
        var proposed = await DecideAsync(new ChangeItem(Critical, year, null, false));
        proposed.Change!.State.ShouldBe(ChangeState.Proposed);
        (await Gates.IsOnAsync(Critical, year)).ShouldBeTrue("it is only proposed");

        (await AnswerAsync(proposed.Change.Id, ProposalAnswer.Approve, First)).Problems.ShouldHaveSingleItem().Code.ShouldBe("four-eyes");
        (await AnswerAsync(proposed.Change.Id, ProposalAnswer.Refuse, First, "no")).Problems.ShouldHaveSingleItem().Code.ShouldBe("four-eyes");
        var approved = await AnswerAsync(proposed.Change.Id, ProposalAnswer.Approve, Second, "seen");

        approved.Change!.State.ShouldBe(ChangeState.Decided);
        approved.Change.Steps.Select(s => (s.What, s.By)).ShouldBe([("proposed", First), ("approved", Second)]);
        (await Gates.IsOnAsync(Critical, year)).ShouldBeFalse();
        (await Gates.IsOnAsync(WalkIns, year)).ShouldBeFalse("they need the shifts and went with them");
        (await AnswerAsync(proposed.Change.Id, ProposalAnswer.Refuse, Second, "no")).Problems.ShouldHaveSingleItem().Code.ShouldBe("answered");
    }

    [Fact]
    public async Task A_refusal_needs_a_reason_and_stays_in_the_history()
    {
        var proposed = (await DecideAsync(new ChangeItem(Critical, new FiscalYear(2061), null, false))).Change!;
        (await AnswerAsync(proposed.Id, ProposalAnswer.Refuse, Second)).Problems.ShouldHaveSingleItem().Field.ShouldBe("reason");
        var refused = (await AnswerAsync(proposed.Id, ProposalAnswer.Refuse, Second, "The festival takes place")).Change!;
        refused.State.ShouldBe(ChangeState.Refused);
        refused.Steps[^1].Text.ShouldBe("The festival takes place");
        (await Gates.IsOnAsync(Critical, new FiscalYear(2061))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_proposal_is_taken_back_by_who_made_it_only()
    {
        var proposed = (await DecideAsync(new ChangeItem(Critical, new FiscalYear(2062), null, false))).Change!;
        (await AnswerAsync(proposed.Id, ProposalAnswer.Withdraw, Second)).Problems.ShouldHaveSingleItem().Code.ShouldBe("not-yours");
        (await AnswerAsync(proposed.Id, ProposalAnswer.Withdraw, First)).Change!.State.ShouldBe(ChangeState.Withdrawn);
        (await AnswerAsync(proposed.Id, ProposalAnswer.Approve, Second)).Problems.ShouldHaveSingleItem().Code.ShouldBe("answered");
    }

    [Fact]
    public void A_proposal_expires_by_the_clock()
    {
        var change = new FeatureChange { State = ChangeState.Proposed, ExpiresAt = DateTimeOffset.UnixEpoch };
        change.StateAt(DateTimeOffset.UnixEpoch.AddTicks(-1)).ShouldBe(ChangeState.Proposed);
        change.StateAt(DateTimeOffset.UnixEpoch).ShouldBe(ChangeState.Expired);
    }

    [Fact]
    public async Task One_proposal_answered_by_many_at_once_is_answered_once()
    {
        var proposed = (await DecideAsync(new ChangeItem(Critical, new FiscalYear(2063), null, false))).Change!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => AnswerAsync(
            proposed.Id, i % 2 == 0 ? ProposalAnswer.Approve : ProposalAnswer.Refuse, Guid.CreateVersion7(), "at once")));
        answers.Count(a => a.Change is not null).ShouldBe(1);
        answers.Where(a => a.Change is null).ShouldAllBe(a => a.Problems[0].Code == "answered");
        var on = await Gates.IsOnAsync(Critical, new FiscalYear(2063));
        on.ShouldBe(answers.Single(a => a.Change is not null).Change!.State == ChangeState.Refused);
    }

    [Fact]
    public async Task What_is_needed_is_switched_together_or_not_at_all()
    {
        var year = new FiscalYear(2064);
        await ApprovedAsync(new ChangeItem(Critical, year, null, false));
        var alone = await DecideAsync(new ChangeItem(WalkIns, year, null, true), together: false);
        alone.Problems.ShouldHaveSingleItem().Code.ShouldBe("needs");
        var together = await DecideAsync(new ChangeItem(WalkIns, year, null, true), together: true);
        together.Change!.Items.Select(i => i.Feature).ShouldBe([WalkIns, Critical]);
        together.Change.State.ShouldBe(ChangeState.Proposed, "the shifts are critical");
    }

    [Fact]
    public async Task Opposite_decisions_at_once_never_leave_a_feature_on_without_what_it_needs()
    {
        for (var round = 0; round < 5; round++)
        {
            var year = new FiscalYear(2070 + round);
            await ApprovedAsync(new ChangeItem(Critical, year, null, false));
            var on = (await DecideAsync(new ChangeItem(Critical, year, null, true))).Change!;
            await AnswerAsync(on.Id, ProposalAnswer.Approve, Second);
            // One switches the shifts off without the walk-ins, the other switches the walk-ins on without the shifts.
            var off = (await DecideAsync(new ChangeItem(Critical, year, null, false), together: false)).Change!;
            await Task.WhenAll(AnswerAsync(off.Id, ProposalAnswer.Approve, Second), DecideAsync(new ChangeItem(WalkIns, year, null, true), together: false));
            await house.Host.Services.GetRequiredService<DecisionsSync>().ReadAsync(Cancellation);
            var (set, now) = (house.Host.Services.GetRequiredService<FeatureDecisions>().Current, TimeProvider.System.GetUtcNow());
            var features = house.Host.Services.GetRequiredService<ModuleCatalog>().Features;
            if (set.IsOn(features[WalkIns], year, null, now)) set.IsOn(features[Critical], year, null, now).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Undoing_restores_what_was_before_and_what_was_decided_since_is_not_overwritten()
    {
        var year = new FiscalYear(2065);
        var off = (await DecideAsync(new ChangeItem(Plain, year, null, false))).Change!;
        var undone = (await UndoAsync(off.Id)).Change!;
        (await Gates.IsOnAsync(Plain, year)).ShouldBeTrue();
        undone.Items.ShouldHaveSingleItem().On.ShouldBeNull("nobody had decided before");
        (await UndoAsync(off.Id)).Problems.ShouldHaveSingleItem().Code.ShouldBe("undone");

        var again = (await UndoAsync(undone.Id)).Change!;
        (await Gates.IsOnAsync(Plain, year)).ShouldBeFalse("an undoing can be undone");
        await DecideAsync(new ChangeItem(Plain, year, null, true));
        (await UndoAsync(again.Id)).Problems.ShouldHaveSingleItem().Code.ShouldBe("decided-since");
    }

    [Fact]
    public async Task Undoing_a_critical_change_takes_two_administrators_too()
    {
        var year = new FiscalYear(2066);
        var off = await ApprovedAsync(new ChangeItem(Critical, year, null, false));
        var undo = (await UndoAsync(off.Id)).Change!;
        undo.State.ShouldBe(ChangeState.Proposed);
        (await Gates.IsOnAsync(Critical, year)).ShouldBeFalse();
        (await AnswerAsync(undo.Id, ProposalAnswer.Approve, Second)).Change!.State.ShouldBe(ChangeState.Decided);
        (await Gates.IsOnAsync(Critical, year)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_planned_change_is_shown_as_planned_and_can_be_taken_out_of_the_plan()
    {
        var year = new FiscalYear(2067);
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);
        var planned = (await DecideAsync(new ChangeItem(Plain, year, null, false), tomorrow)).Change!;
        (await Gates.IsOnAsync(Plain, year)).ShouldBeTrue();
        var decisions = house.Host.Services.GetRequiredService<FeatureDecisions>();
        decisions.Current.About(Plain, year, null).ShouldHaveSingleItem().From.ShouldBe(planned.From!.Value, TimeSpan.FromMilliseconds(1));
        await UndoAsync(planned.Id);
        decisions.Current.About(Plain, year, null).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_emergency_stop_needs_nobody_else_at_once_and_somebody_else_afterwards()
    {
        var stopped = (await InvokeAsync(new SwitchOffNow(Guid.CreateVersion7(), "sports-volunteers.continuing-registration", "A fault shows names", First, "First"))).Change!;
        try
        {
            (await Gates.IsOnNowAsync("sports-volunteers.continuing-registration")).ShouldBeFalse();
            (await Gates.IsOnAsync("sports-volunteers.continuing-registration", Gates.CurrentYear.Next)).ShouldBeFalse();
            stopped.ToConfirm.ShouldBeTrue();
            (await InvokeAsync(new ConfirmEmergency(stopped.Id, First, "First"))).Problems.ShouldHaveSingleItem().Code.ShouldBe("four-eyes");
            (await InvokeAsync(new ConfirmEmergency(stopped.Id, Second, "Second"))).Change!.ToConfirm.ShouldBeFalse();
        }
        finally
        {
            var undo = (await UndoAsync(stopped.Id)).Change!;
            await AnswerAsync(undo.Id, ProposalAnswer.Approve, Second);
        }
        (await Gates.IsOnNowAsync("sports-volunteers.continuing-registration")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_act_sent_twice_happens_once()
    {
        var command = new DecideFeatures(Guid.CreateVersion7(), ChangeKind.Decision, [new(Plain, new FiscalYear(2068), null, false)], null, "twice", true, First, "First");
        var answers = await Task.WhenAll(InvokeAsync(command), InvokeAsync(command));
        answers.ShouldAllBe(a => a.Change!.Id == command.Id);
        (await InvokeAsync(command with { Id = Guid.CreateVersion7() })).Problems.ShouldHaveSingleItem().Code.ShouldBe("no-change");
    }

    [Fact]
    public async Task By_the_API_a_critical_change_is_accepted_as_a_proposal_and_listed()
    {
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        using var proposed = await administrator.Http.PutAsJsonAsync($"/api/v1/programs/features/{Critical}/FY2069", new { on = false, reason = "from a program", together = true }, Cancellation);
        proposed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var id = (await proposed.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetGuid();
        using var own = await administrator.Http.PostAsJsonAsync($"/api/v1/programs/features/changes/{id}/approve", new { reason = "mine" }, Cancellation);
        own.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await administrator.Http.GetStringAsync("/api/v1/programs/features/changes?text=from a program", Cancellation)).ShouldContain(id.ToString());
        using var withdrawn = await administrator.Http.PostAsync($"/api/v1/programs/features/changes/{id}/withdraw", null, Cancellation);
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await administrator.Http.GetStringAsync($"/api/v1/programs/features/changes/{id}", Cancellation)).ShouldContain("withdrawn");
    }

    [Fact]
    public async Task The_history_is_taken_out_as_files_in_which_nothing_becomes_a_formula()
    {
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        using var decided = await administrator.Http.PutAsJsonAsync($"/api/v1/programs/features/{Plain}/FY2080", new { on = false, reason = "=1+1 tried" }, Cancellation);
        decided.EnsureSuccessStatusCode();
        var csv = await administrator.Http.GetStringAsync("/admin/features/history.csv?year=FY2080", Cancellation);
        csv.ShouldContain("tried");
        csv.ShouldNotContain(",=1+1");
        var xlsx = await administrator.Http.GetByteArrayAsync("/api/v1/programs/features/changes.xlsx", Cancellation);
        xlsx.Take(2).ShouldBe("PK"u8.ToArray());
    }

    [Fact]
    public async Task Two_years_are_compared_and_the_chosen_differences_copied()
    {
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        using var off = await administrator.Http.PutAsJsonAsync($"/api/v1/programs/features/{Plain}/FY2081", new { on = false, reason = "not this year" }, Cancellation);
        off.EnsureSuccessStatusCode();
        (await administrator.Http.GetStringAsync("/api/v1/programs/features/compare?left=FY2081&right=FY2082", Cancellation)).ShouldContain(Plain);
        (await administrator.ReadAsync("/admin/features/compare?left=2081&right=2082")).ShouldContain("Differs");

        using var drafted = await administrator.SubmitAsync("/admin/features/compare?left=2081&right=2082", "copy", ("Input.Features", Plain));
        using var decided = await administrator.SubmitAsync(drafted.Headers.Location!.ToString(), "decide", ("Input.Reason", "as the year before"));
        decided.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Gates.IsOnAsync(Plain, new FiscalYear(2082))).ShouldBeFalse();
        (await administrator.ReadAsync("/admin/features/compare?left=2081&right=2082")).ShouldContain("nothing to copy");
    }

    [Fact]
    public async Task A_decision_that_changes_nothing_is_reported_and_can_be_taken_back()
    {
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        using var on = await administrator.Http.PutAsJsonAsync($"/api/v1/programs/features/{Plain}/FY2083", new { on = true, reason = "as it is anyway" }, Cancellation);
        on.EnsureSuccessStatusCode();
        (await administrator.Http.GetStringAsync("/api/v1/programs/features/idle", Cancellation)).ShouldContain("FY2083");
        using var drafted = await administrator.SubmitAsync("/admin/features/idle", "tidy", ("Input.Chosen", $"{Plain}/FY2083/"));
        using var decided = await administrator.SubmitAsync(drafted.Headers.Location!.ToString(), "decide", ("Input.Reason", "tidied up"));
        decided.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await administrator.Http.GetStringAsync("/api/v1/programs/features/idle", Cancellation)).ShouldNotContain("FY2083");
    }

    private async Task<FeatureChange> ApprovedAsync(ChangeItem item)
    {
        var proposed = (await DecideAsync(item)).Change!;
        return (await AnswerAsync(proposed.Id, ProposalAnswer.Approve, Second)).Change!;
    }

    private Task<BoardAnswer> DecideAsync(ChangeItem item, DateTimeOffset? from = null, bool together = true) =>
        InvokeAsync(new DecideFeatures(Guid.CreateVersion7(), ChangeKind.Decision, [item], from, "tried out", together, First, "First"));

    private Task<BoardAnswer> AnswerAsync(Guid change, ProposalAnswer answer, Guid by, string? reason = null) =>
        InvokeAsync(new AnswerProposal(change, answer, reason, by, "Somebody"));

    private Task<BoardAnswer> UndoAsync(Guid change) => InvokeAsync(new UndoChange(Guid.CreateVersion7(), change, "by mistake", First, "First"));

    private async Task<BoardAnswer> InvokeAsync(object command)
    {
        await using var scope = house.Host.Services.CreateAsyncScope();
        var answer = await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<BoardAnswer>(command, Cancellation);
        await house.Host.Services.GetRequiredService<DecisionsSync>().ReadAsync(Cancellation);
        return answer;
    }
}
