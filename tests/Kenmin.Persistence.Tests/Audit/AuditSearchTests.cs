using Kenmin.Persistence.Audit;

namespace Kenmin.Persistence.Tests.Audit;

/// <summary>The audit log is found by person, actor, time and kind, and says whose data somebody saw.</summary>
public sealed class AuditSearchTests
{
    private static readonly Guid Actor = Guid.CreateVersion7();
    private static readonly Guid Other = Guid.CreateVersion7();
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("x.roster.viewed", AuditKind.View)]
    [InlineData("x.people.listed", AuditKind.View)]
    [InlineData("x.import.columns-viewed", AuditKind.View)]
    [InlineData("x.import.refused-rows-fetched", AuditKind.Export)]
    [InlineData("x.roster.exported", AuditKind.Export)]
    [InlineData("x.request.refused", AuditKind.Refusal)]
    [InlineData("x.roster.changed", AuditKind.Change)]
    public void The_key_of_an_action_says_its_kind(string action, AuditKind kind) => new AuditEntry(null, action, []).Kind.ShouldBe(kind);

    [Fact]
    public async Task Entries_are_found_by_person_actor_kind_action_and_time()
    {
        await using var log = await AuditLog.StartAsync();
        var person = Guid.CreateVersion7();
        await log.Trail.RecordAsync(new(Actor, "a.roster.viewed", [person]), Cancellation);
        await log.Trail.RecordAsync(new(Actor, "a.roster.changed", [person]), Cancellation);
        await log.Trail.RecordAsync(new(Other, "b.roster.exported", [Guid.CreateVersion7()]), Cancellation);
        var all = await log.Trail.FindAsync(new(), Cancellation);

        (await Ids(new(SubjectId: person))).ShouldBe([2, 1]);
        (await Ids(new(ActorId: Other))).ShouldBe([3]);
        (await Ids(new() { Kind = AuditKind.Change })).ShouldBe([2]);
        (await Ids(new() { Action = "a." })).ShouldBe([2, 1]);
        (await Ids(new() { From = all[1].At })).ShouldBe([3, 2]);
        (await Ids(new() { Until = all[1].At })).ShouldBe([1]);
        (await Ids(new(Before: 3, Take: 1))).ShouldBe([2]);

        async Task<long[]> Ids(AuditQuery query) => [.. (await log.Trail.FindAsync(query, Cancellation)).Select(e => e.Id)];
    }

    [Fact]
    public async Task Whose_data_an_account_saw_is_listed_once_for_each_person_and_counts_no_changes()
    {
        await using var log = await AuditLog.StartAsync();
        Guid[] people = [.. Enumerable.Range(0, 150).Select(_ => Guid.CreateVersion7()).Order()];
        await log.Trail.RecordAsync(new(Actor, "a.roster.listed", people[..100]), Cancellation);
        await log.Trail.RecordAsync(new(Actor, "a.roster.exported", people[50..]), Cancellation);
        await log.Trail.RecordAsync(new(Actor, "a.roster.changed", [Guid.CreateVersion7()]), Cancellation);
        await log.Trail.RecordAsync(new(Actor, "a.import.previewed", []), Cancellation);
        await log.Trail.RecordAsync(new(Other, "a.roster.viewed", [Guid.CreateVersion7()]), Cancellation);
        var all = await log.Trail.FindAsync(new(), Cancellation);
        var (from, until) = (all[^1].At, all[0].At.AddSeconds(1));

        (await log.Trail.CountSeenAsync(Actor, from, until, Cancellation)).ShouldBe(new(150, 3, 1));
        List<SeenPerson> seen = [];
        while (await log.Trail.SeenAsync(new(Actor, from, until, seen.Count > 0 ? seen[^1].PersonId : null, 60), Cancellation) is { Count: > 0 } page) seen.AddRange(page);
        seen.Select(s => s.PersonId).Order().ShouldBe(people);
        seen.Select(s => s.PersonId).ShouldBeUnique();
        seen.Count(s => s.Looks == 2).ShouldBe(50);
        // The first look only.
        (await log.Trail.CountSeenAsync(Actor, from, all[^2].At, Cancellation)).People.ShouldBe(100);
    }
}
