using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.CheckIns;

/// <summary>Looks, for up to a batch of people who agreed to it, whether they usually come and were not seen. Each is looked at once a day.</summary>
[MessageIdentity("senior-engagement.look-for-unseen.v1")]
[NewEntries(Features.CheckIns)]
public sealed record LookForUnseen;

/// <summary>Looks.</summary>
public static class LookForUnseenHandler
{
    /// <summary>An absence becomes a task once; who is seen again needs no call. Nobody is told: a person looks at the list.</summary>
    public static async Task<BatchDone> Handle(
        LookForUnseen command, IDocumentSession session, IParticipation<ISeniorEngagementStore> participation, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await gates.IsOnNowAsync(Features.CheckIns)) return new(0);
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var due = await session.Query<CheckIn>().Where(c => c.EndedAt == null && c.Until >= today && (c.LookedOn == null || c.LookedOn < today)).OrderBy(c => c.Id).Take(BatchService.BatchSize).ToListAsync(cancellationToken);
        foreach (var found in due)
        {
            await session.TakeTurnsAsync(ProxyRules.TurnOf(found.Id), cancellationToken);
            if (await session.LoadAsync<CheckIn>(found.Id, cancellationToken) is not { } checkIn || !checkIn.RunsOn(today)) continue;
            var open = await session.Query<CallTask>().Where(t => t.HolderId == checkIn.Id && t.DoneAt == null).FirstOrDefaultAsync(cancellationToken);
            var last = await LastSeenAsync(checkIn, session, participation, initiatives, today, cancellationToken);
            checkIn.LookedOn = today;
            if (open is not null && (last.Seen > open.LastSeenOn || checkIn.PausedUntil >= today)) session.Delete<CallTask>(open.Id);
            else if (open is null && last.Unseen is { } day && checkIn.AskedAbout != day && !(checkIn.PausedUntil >= today))
            {
                checkIn.AskedAbout = day;
                session.Store(new CallTask { Id = Guid.CreateVersion7(now), HolderId = checkIn.Id, DueOn = today, LastSeenOn = day, MadeAt = now });
            }

            session.Store(checkIn);
        }

        var oldest = today.AddDays(-CheckInRule.DaysBack);
        session.DeleteWhere<SeenDay>(d => d.Day < oldest);
        return new(due.Count);
    }

    private static async Task<(DateOnly? Seen, DateOnly? Unseen)> LastSeenAsync(
        CheckIn checkIn, IQuerySession session, IParticipation<ISeniorEngagementStore> participation, InitiativeDirectory initiatives, DateOnly today, CancellationToken cancellationToken)
    {
        var oldest = today.AddDays(-CheckInRule.DaysBack);
        var mine = (await participation.SignUpsOfPersonAsync(checkIn.Id, cancellationToken)).ToDictionary(s => s.OpeningId);
        HashSet<DateOnly> seen =
        [
            .. mine.Values.Where(s => s.Attendance is { Presence: Presence.Present }).Select(s => JapanTime.DayOf(s.Opening.Starts)),
            .. (await session.Query<SeenDay>().Where(d => d.HolderId == checkIn.Id && d.Day != null).ToListAsync(cancellationToken)).Select(d => d.Day!.Value),
        ];
        var memberships = (await session.Query<CircleMember>().Where(m => m.HolderId == checkIn.Id && m.State == MemberState.Member).ToListAsync(cancellationToken)).ToDictionary(m => m.CircleId);
        Guid[] circles = [.. memberships.Keys];
        var meetings = (await session.Query<CircleMeeting>().Where(m => m.CircleId.IsOneOf(circles) && !m.Cancelled && m.Day >= oldest && m.Day < today).ToListAsync(cancellationToken)).Where(m => m.Day >= memberships[m.CircleId].Since).ToList();
        // A meeting at which nobody was recorded says nothing of anybody.
        var held = (await participation.SignUpsOfOpeningsAsync([.. meetings.Select(m => m.Id)], cancellationToken)).Where(s => s.Attendance is { Presence: Presence.Present }).Select(s => s.OpeningId).ToHashSet();
        List<Occasion> occasions =
        [
            .. meetings.Where(m => held.Contains(m.Id)).Select(m => new Occasion(
                m.Day, mine.TryGetValue(m.Id, out var s) && s.Attendance is { Presence: Presence.Present }, mine.TryGetValue(m.Id, out var c) && c.State == SignUpState.Cancelled)),
        ];
        var initiative = (await session.LoadManyAsync<Circle>(cancellationToken, circles)).OrderBy(c => c.Id).Select(c => c.InitiativeId).FirstOrDefault(i => i is not null);
        var settings = initiatives.SettingsOf<CheckInSettings>(SeniorEngagementModule.Key, initiative, FiscalYear.Of(today));
        var agreed = JapanTime.DayOf(checkIn.AgreedAt);
        var notBefore = checkIn.PausedUntil is { } pause && pause > agreed ? pause : agreed;
        return (seen.Count == 0 ? null : seen.Max(), CheckInRule.Unseen(settings, occasions, seen, notBefore, today));
    }
}

/// <summary>Looks hourly; each person once a day. Runs on every host; they take turns.</summary>
[NewEntries(Features.CheckIns)]
internal sealed class UnseenClock(IServiceProvider services, TimeProvider clock, ILogger<UnseenClock> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new LookForUnseen();
}

/// <summary>Ends up to a batch of agreements whose last day is over, and removes what is over for longer than the rule keeps it.</summary>
[MessageIdentity("senior-engagement.forget-check-ins.v1")]
[NoNewEntries("ends what is over")]
public sealed record ForgetCheckIns;

/// <summary>Ends and removes.</summary>
public static class ForgetCheckInsHandler
{
    /// <summary>Of calls that are done nothing stays longer either.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(ForgetCheckIns command, IDocumentSession session, IOptions<CheckInOptions> options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (today, kept) = (JapanTime.DayOf(now), now.ToUniversalTime().AddDays(-options.Value.DaysKept));
        OutgoingMessages outgoing = [];
        var over = await session.Query<CheckIn>().Where(c => c.EndedAt == null && c.Until < today).OrderBy(c => c.Id).Take(BatchService.BatchSize).ToListAsync(cancellationToken);
        foreach (var found in over)
        {
            await session.TakeTurnsAsync(ProxyRules.TurnOf(found.Id), cancellationToken);
            if (await session.LoadAsync<CheckIn>(found.Id, cancellationToken) is not { EndedAt: null } checkIn || checkIn.Until >= today) continue;
            outgoing.Add(session.End(checkIn, ConsentChannel.Page, null, now));
        }

        session.DeleteWhere<CheckIn>(c => c.EndedAt != null && c.EndedAt < kept);
        session.DeleteWhere<CallTask>(t => t.DoneAt != null && t.DoneAt < kept);
        return (new(over.Count), outgoing);
    }
}

/// <summary>Looks hourly. Runs on every host; they take turns.</summary>
[NoNewEntries("ends what is over")]
internal sealed class CheckInClock(IServiceProvider services, TimeProvider clock, ILogger<CheckInClock> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new ForgetCheckIns();
}

/// <summary>Notes where somebody was who agreed to check-ins, and nothing of anybody else.</summary>
internal static class SeenDays
{
    /// <summary>The highest version stands. The module's own meetings are known from their attendance.</summary>
    public static async Task NoteAsync(IDocumentSession session, string module, Guid fact, long version, Guid? account, DateOnly? day, CancellationToken cancellationToken)
    {
        if (module == SeniorEngagementModule.Key) return;
        var id = FactId.Of($"senior-engagement.seen|{module}|{fact:N}");
        var known = await session.LoadAsync<SeenDay>(id, cancellationToken);
        if (known is not null && known.Version >= version) return;
        var holder = account is { } of ? (await session.OfAccountAsync(of, cancellationToken))?.Id : known?.HolderId;
        if (holder is not { } person) return;
        await session.TakeTurnsAsync(ProxyRules.TurnOf(person), cancellationToken);
        if (await session.LoadAsync<CheckIn>(person, cancellationToken) is not { EndedAt: null }) return;
        session.Store(new SeenDay { Id = id, HolderId = person, Version = version, Day = day });
    }
}
