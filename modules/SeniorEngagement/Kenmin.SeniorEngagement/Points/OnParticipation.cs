using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.CheckIns;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>What a member took part in makes points. The highest version stands, however often and in whatever order they come.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-participation-recorded")]
[NoNewEntries("points of who joined follow what other modules recorded; joining is what is new")]
public static class OnParticipationRecorded
{
    /// <summary>Of who does not collect points nothing is kept.</summary>
    public static async Task<OutgoingMessages> Handle(ParticipationRecorded message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        // A merging waits, or is done: what is told of an account that goes is not kept for it.
        await session.TakeTurnsAsync(SaveCardHandler.TurnOfAccount(message.AccountId), cancellationToken);
        var account = await session.StayingAccountAsync(message.AccountId, cancellationToken);
        await SeenDays.NoteAsync(session, message.Module, message.FactId, message.Version, account, message.Day, cancellationToken);
        return await PointActivities.ChangeAsync(session, message.Module, message.FactId, message.Version, known => new()
        {
            AccountId = account, ToldOf = known?.AccountId == account ? known.ToldOf : message.AccountId, Module = message.Module, What = message.What, Day = message.Day, Minutes = message.Minutes, Year = message.Year.StartYear, Proof = message.Proof,
        }, clock.GetUtcNow(), cancellationToken);
    }
}

/// <summary>What was none makes no points: a counter-entry takes them back.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-participation-withdrawn")]
[NoNewEntries("takes out what other modules took back")]
public static class OnParticipationWithdrawn
{
    /// <summary>Its version stays, so that what was sent before and comes late does not bring it back.</summary>
    public static async Task<OutgoingMessages> Handle(ParticipationWithdrawn message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await SeenDays.NoteAsync(session, message.Module, message.FactId, message.Version, null, null, cancellationToken);
        return await PointActivities.ChangeAsync(session, message.Module, message.FactId, message.Version, _ => new() { Module = message.Module }, clock.GetUtcNow(), cancellationToken);
    }
}

/// <summary>Keeps activities and settles whoever they are about.</summary>
internal static class PointActivities
{
    /// <returns>Has whoever it touches told of.</returns>
    public static async Task<OutgoingMessages> ChangeAsync(
        IDocumentSession session, string module, Guid fact, long version, Func<PointActivity?, PointActivity> change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = FactId.Of($"{module}|{fact:N}");
        await session.TakeTurnsAsync(TurnOf(id), cancellationToken);
        var known = await session.LoadAsync<PointActivity>(id, cancellationToken);
        if (known is not null && known.Version >= version) return [];
        var next = change(known);
        (next.Id, next.Version) = (id, version);
        var members = await MembersOfAsync(session, [known?.AccountId, next.AccountId], cancellationToken);
        // Who does not collect points: only the version is kept.
        if (next.AccountId is { } account && members.All(m => m.AccountId != account)) next = new() { Id = id, Version = version, Module = module };
        session.Store(next);
        await SettleAsync(session, members, changed: [next], now, cancellationToken);
        return [.. members.Select(m => new TellPoints(m.Id))];
    }

    internal static string TurnOf(Guid activity) => $"activity|{activity:N}";

    /// <summary>Settles members, one after the other in one order for all.</summary>
    public static async Task SettleAsync(IDocumentSession session, IReadOnlyCollection<PointMember> members, IReadOnlyCollection<PointActivity> changed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(members.Select(m => PointLedger.TurnOf(m.Id)), cancellationToken);
        foreach (var member in members.OrderBy(m => m.Id))
        {
            if (await session.LoadAsync<PointRule>(member.RuleId, cancellationToken) is not { } rule) continue;
            var stored = await session.Query<PointActivity>().Where(a => a.AccountId == member.AccountId && a.Year == rule.Year).ToListAsync(cancellationToken);
            var activities = stored.Where(a => changed.All(c => c.Id != a.Id)).Concat(changed.Where(c => c.AccountId == member.AccountId));
            await session.SettleAsync(rule, member, activities, now, cancellationToken);
        }
    }

    /// <summary>Who collects points by a rule with an account; null for nobody.</summary>
    public static async Task<PointMember?> MemberAsync(this IQuerySession session, Guid rule, Guid account, CancellationToken cancellationToken) =>
        await session.Query<PointMember>().Where(m => m.RuleId == rule && m.AccountId == account).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Whoever collects points by these accounts.</summary>
    public static async Task<IReadOnlyList<PointMember>> MembersOfAsync(IQuerySession session, IEnumerable<Guid?> accounts, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. accounts.OfType<Guid>().Distinct()];
        return ids.Length == 0 ? [] : await session.Query<PointMember>().Where(m => m.AccountId.IsOneOf(ids)).ToListAsync(cancellationToken);
    }
}
