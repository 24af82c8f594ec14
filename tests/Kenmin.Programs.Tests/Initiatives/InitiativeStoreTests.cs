using System.Collections.Concurrent;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Initiatives;
using Kenmin.Programs.Initiatives.Copying;
using Kenmin.Programs.Initiatives.Directory;
using Kenmin.Programs.Initiatives.Drafting;
using Kenmin.Programs.Initiatives.Enabling;
using Kenmin.Programs.Initiatives.Steps;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.Programs.Tests.Initiatives;

public sealed class InitiativeStoreTests(HouseWithPeople house) : IClassFixture<HouseWithPeople>
{
    private static readonly InitiativeActor Owner = new(Guid.CreateVersion7(), "見本 事子", false);
    private static readonly InitiativeActor Stranger = new(Guid.CreateVersion7(), "見本 別人", false);
    private static readonly InitiativeActor Administrator = new(Guid.CreateVersion7(), "見本 管理", true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_host_knows_within_seconds_and_knows_all_from_its_start()
    {
        var id = await DraftAsync("sync-one");
        await using var second = new KenminHost<Program>(house.Database);
        var there = second.Services.GetRequiredService<InitiativeDirectory>();
        there.IsKept.ShouldBeTrue();
        there.Find(id).ShouldNotBeNull().State.ShouldBe(InitiativeState.Draft);

        await StepAsync(id, InitiativeStep.Approve, Administrator);
        await StepAsync(id, InitiativeStep.Start, Owner);
        await SendAsync(new ChooseModules(id, Year, ["sports-volunteers"], Owner));

        await Eventually.IsSoAsync(() => there.Find(id)!.TakesEntries("sports-volunteers", Year));
        there.Find(id)!.TakesEntries("sports-volunteers", Year.Next).ShouldBeFalse();
        there.Find(id)!.TakesEntries("programs", Year).ShouldBeFalse();

        await StepAsync(id, InitiativeStep.Close, Owner);
        await Eventually.IsSoAsync(() => !there.Find(id)!.TakesEntries("sports-volunteers", Year));
    }

    [Fact]
    public async Task Who_does_not_run_it_is_told_that_it_is_not_there()
    {
        var id = await DraftAsync("not-yours");
        (await StepAsync(id, InitiativeStep.Archive, Stranger)).Code.ShouldBe(InitiativeOutcome.NotFound);
        (await SendAsync(new ChooseModules(id, Year, ["programs"], Stranger))).Code.ShouldBe(InitiativeOutcome.NotFound);
        (await SendAsync(new ChangeModuleSettings(id, "programs", null, new Dictionary<string, string?>(), Stranger))).Code.ShouldBe(InitiativeOutcome.NotFound);
        (await SendAsync(new ReviseInitiative(id, 1, Details("not-yours"), Stranger))).Code.ShouldBe(InitiativeOutcome.NotFound);
        (await SendAsync(new CopyInitiative(id, Guid.CreateVersion7(), "not-yours-2", [], false, Stranger))).Code.ShouldBe(InitiativeOutcome.NotFound);
        (await StepAsync(id, InitiativeStep.Approve, Owner)).Code.ShouldBe(InitiativeOutcome.NotYours);
    }

    [Fact]
    public async Task Of_two_drafts_with_one_address_at_the_same_moment_one_gets_it()
    {
        var outcomes = await AtOnceAsync(8, _ => new DraftInitiative(Guid.CreateVersion7(), Details("wanted-by-all"), Owner));
        outcomes.Count(o => o.IsDone).ShouldBe(1);
        outcomes.Where(o => !o.IsDone).ShouldAllBe(o => o.Problems.Single().Field == "Slug");
    }

    [Fact]
    public async Task The_same_draft_sent_twice_is_one()
    {
        var id = Guid.CreateVersion7();
        var outcomes = await AtOnceAsync(4, _ => new DraftInitiative(id, Details("sent-twice"), Owner));
        outcomes.ShouldAllBe(o => o.IsDone);
        (await LoadAsync(id)).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task Of_steps_at_the_same_moment_one_is_taken()
    {
        var id = await DraftAsync("one-step");
        var outcomes = await AtOnceAsync(8, _ => new TakeInitiativeStep(id, InitiativeStep.Approve, "", Administrator));
        outcomes.Count(o => o.IsDone).ShouldBe(1);
        (await LoadAsync(id)).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task An_address_that_was_changed_in_the_draft_is_free_again()
    {
        var id = await DraftAsync("old-address");
        (await SendAsync(new ReviseInitiative(id, 1, Details("new-address"), Owner))).IsDone.ShouldBeTrue();
        (await SendAsync(new DraftInitiative(Guid.CreateVersion7(), Details("old-address"), Owner))).IsDone.ShouldBeTrue();
        (await SendAsync(new DraftInitiative(Guid.CreateVersion7(), Details("new-address"), Owner))).Problems.Single().Field.ShouldBe("Slug");
    }

    [Fact]
    public async Task Copied_at_the_same_moment_there_is_one_copy_and_another_only_when_it_is_asked_for()
    {
        var id = await DraftAsync("to-be-copied");
        var outcomes = await AtOnceAsync(6, n => new CopyInitiative(id, Guid.CreateVersion7(), $"copied-{n}", [CopyPlan.Owners], false, Owner));
        var copy = outcomes.Single(o => o.IsDone).Id;
        outcomes.Where(o => !o.IsDone).ShouldAllBe(o => o.Code == InitiativeOutcome.CopiedAlready && o.Id == copy);

        var another = await SendAsync(new CopyInitiative(id, Guid.CreateVersion7(), "copied-again", [], true, Owner));
        another.IsDone.ShouldBeTrue();
        var made = await LoadAsync(copy);
        made.Details.Years.ShouldBe([Year.Next]);
        (made.CopiedFrom, made.State).ShouldBe((id, InitiativeState.Draft));
    }

    [Fact]
    public async Task What_is_due_is_started_by_the_platform()
    {
        var id = await DraftAsync("due-now");
        await StepAsync(id, InitiativeStep.Approve, Administrator);
        await Eventually.IsSoAsync(() => house.Host.Services.GetRequiredService<InitiativeDirectory>().Find(id)?.State == InitiativeState.Running);

        await using var session = house.Host.Services.GetRequiredService<IProgramsStore>().QuerySession();
        var started = (await session.Events.FetchStreamAsync(id, token: Cancellation)).Select(e => e.Data).OfType<InitiativeStepTaken>().Last();
        (started.Step, started.By).ShouldBe((InitiativeStep.Start, InitiativeActor.Calendar));
    }

    private static FiscalYear Year { get; } = FiscalYear.Current(TimeProvider.System);

    private static InitiativeDetails Details(string slug) => new()
    {
        Slug = slug, Name = new("見本事業", "Sample"), Summary = new("見本です。", "A sample."), Department = new("見本課", "Sample division"),
        Owners = [new(Owner.Account!.Value, Owner.Name)], Years = [Year], Policy = PlanPolicy.Collaboration,
    };

    private async Task<Guid> DraftAsync(string slug)
    {
        var outcome = await SendAsync(new DraftInitiative(Guid.CreateVersion7(), Details(slug), Owner));
        outcome.IsDone.ShouldBeTrue();
        return outcome.Id;
    }

    private Task<InitiativeOutcome> StepAsync(Guid id, InitiativeStep step, InitiativeActor by) => SendAsync(new TakeInitiativeStep(id, step, "試験のため", by));

    private async Task<InitiativeOutcome> SendAsync(object command)
    {
        await using var scope = house.Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<InitiativeOutcome>(command, Cancellation);
    }

    private async Task<IReadOnlyList<InitiativeOutcome>> AtOnceAsync(int times, Func<int, object> command)
    {
        var outcomes = new ConcurrentBag<InitiativeOutcome>();
        await Task.WhenAll(Enumerable.Range(0, times).Select(n => Task.Run(async () => outcomes.Add(await SendAsync(command(n))), Cancellation)));
        return [.. outcomes];
    }

    private async Task<Initiative> LoadAsync(Guid id)
    {
        await using var session = house.Host.Services.GetRequiredService<IProgramsStore>().QuerySession();
        return (await session.LoadAsync<Initiative>(id, Cancellation))!;
    }
}
