using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.CheckIns;

/// <summary>A person agrees to be called when they are not seen (見守りの電話の同意), or changes what was agreed.</summary>
/// <param name="HolderId">The person.</param>
/// <param name="Phone">The telephone for this.</param>
/// <param name="CircleId">The circle whose present leader calls; null for staff.</param>
/// <param name="Until">The last day.</param>
/// <param name="By">Who enters it.</param>
/// <param name="As">As what.</param>
/// <param name="Channel">How the person said so.</param>
[MessageIdentity("senior-engagement.agree-to-check-in.v1")]
[NewEntries(Features.CheckIns)]
public sealed record AgreeToCheckIn(Guid HolderId, string? Phone, Guid? CircleId, DateOnly? Until, Doer By, ActingAs As, ConsentChannel Channel)
{
    internal const int LongestMonths = 12;

    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        if (!PhoneNumber.Parse(Phone).IsOk) yield return new(nameof(Phone), new("電話を受ける番号を入力してください。例：083-933-0000", "Enter the number on which you would be called, such as 083-933-0000."));
        if (Until is not { } until || until < today || until > today.AddMonths(LongestMonths)) yield return new(nameof(Until), new($"今日から {LongestMonths} か月後までの日にしてください。", $"Choose a day within {LongestMonths} months from today."));
    }
}

/// <summary>Keeps it.</summary>
public static class AgreeToCheckInHandler
{
    /// <summary>The consent goes into the ledger. A leader calls only who belongs to the circle, and is agreed to by name.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AgreeToCheckIn command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        foreach (var flaw in command.Flaws(today)) return (CommandAnswer.Invalid(flaw), []);
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, today, cancellationToken);
        if (holder is null) return (answer, []);
        if (!await gates.IsOnNowAsync(Features.CheckIns)) return (CommandAnswer.Off, []);
        if (holder.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return (GuardianRule.Refusal, []);
        Guid? caller = null;
        if (command.CircleId is { } id)
        {
            if (await session.LoadAsync<Circle>(id, cancellationToken) is not { State: CircleState.Active, LeaderId: { } leader } || leader == holder.Id
                || await session.LoadAsync<CircleMember>(CircleMember.IdOf(id, holder.Id), cancellationToken) is not { State: MemberState.Member } || await session.AccountOfAsync(leader, cancellationToken) is null)
                return (CommandAnswer.Invalid(new(nameof(command.CircleId), new("電話をする人を一覧から選んでください。", "Choose who calls from the list."))), []);
            caller = leader;
        }

        var known = await session.LoadAsync<CheckIn>(holder.Id, cancellationToken);
        var runs = known?.RunsOn(today) == true;
        session.Store(new CheckIn
        {
            Id = holder.Id, Phone = PhoneNumber.Parse(command.Phone).Value.ToString()!, CircleId = command.CircleId, CallerId = caller, AgreedAt = runs ? known!.AgreedAt : now, Until = command.Until!.Value,
            EnteredBy = command.By, EnteredAs = command.As, AskedAbout = known?.AskedAbout, LookedOn = runs ? known!.LookedOn : null, PausedUntil = runs ? known!.PausedUntil : null,
        });
        session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.CheckInAgreed, now));
        return (CommandAnswer.Done, [holder.Agrees(Purposes.CheckIn, Purposes.CheckInText, command.Channel, command.By, command.As, now)]);
    }
}

/// <summary>A person wants no calls any more (見守りの電話の終了).</summary>
/// <param name="HolderId">The person.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.end-check-in.v1")]
[NoNewEntries("ends what a person agreed to")]
public sealed record EndCheckIn(Guid HolderId, Doer By, ActingAs As);

/// <summary>Ends it.</summary>
public static class EndCheckInHandler
{
    /// <summary>At once: no task is left, and nothing is noted any more.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(EndCheckIn command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, JapanTime.DayOf(now), cancellationToken);
        if (holder is null) return (answer, []);
        if (await session.LoadAsync<CheckIn>(holder.Id, cancellationToken) is not { EndedAt: null } checkIn) return (CommandAnswer.Done, []);
        session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.CheckInEnded, now));
        return (CommandAnswer.Done, [session.End(checkIn, command.As.Channel(), command.As.RecordedBy(command.By), now)]);
    }
}

/// <summary>A person does not want to be called until a day (しばらく休む), or wants it again.</summary>
/// <param name="HolderId">The person.</param>
/// <param name="Until">The last day of the pause; null ends it.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.pause-check-in.v1")]
[NoNewEntries("changes what exists")]
public sealed record PauseCheckIn(Guid HolderId, DateOnly? Until, Doer By, ActingAs As);

/// <summary>Keeps it.</summary>
public static class PauseCheckInHandler
{
    internal const int LongestMonths = 6;

    /// <summary>An open task goes: the person has said that all is well.</summary>
    public static async Task<CommandAnswer> Handle(PauseCheckIn command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        if (command.Until is { } until && Refusal(until, today) is { } flaw) return CommandAnswer.Invalid(flaw);
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, today, cancellationToken);
        if (holder is null) return answer;
        if (await session.LoadAsync<CheckIn>(holder.Id, cancellationToken) is not { } checkIn || !checkIn.RunsOn(today)) return CommandAnswer.Unknown;
        checkIn.PausedUntil = command.Until;
        session.Store(checkIn);
        if (command.Until is not null) session.DeleteWhere<CallTask>(t => t.HolderId == holder.Id && t.DoneAt == null);
        return CommandAnswer.Done;
    }

    internal static Flaw? Refusal(DateOnly until, DateOnly today) => until > today && until <= today.AddMonths(LongestMonths) ? null
        : new(nameof(PauseCheckIn.Until), new($"明日から {LongestMonths} か月後までの日にしてください。", $"Choose a day within {LongestMonths} months from tomorrow."));
}

/// <summary>Somebody called and says in fixed words what came of it (電話の結果).</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="On">Until when the pause is, or when to call again.</param>
/// <param name="By">Who called.</param>
/// <param name="As">Staff, or the leader of a circle for themselves.</param>
[MessageIdentity("senior-engagement.record-call.v1")]
[NoNewEntries("settles what exists")]
public sealed record RecordCall(Guid TaskId, CallOutcome Outcome, DateOnly? On, Doer By, ActingAs As);

/// <summary>Keeps it.</summary>
public static class RecordCallHandler
{
    internal const int AgainWithinDays = 14;

    /// <summary>Only who may call. A pause and a no are respected from this moment on.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(RecordCall command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        if (!Enum.IsDefined(command.Outcome)) return (CommandAnswer.Invalid(new(nameof(command.Outcome), new("結果を選んでください。", "Choose what came of it."))), []);
        if (command.Outcome == CallOutcome.Pause && (command.On is not { } pause || PauseCheckInHandler.Refusal(pause, today) is not null))
            return (CommandAnswer.Invalid(new(nameof(command.On), PauseCheckInHandler.Refusal(today, today)!.Value.Problem)), []);
        if (command.Outcome == CallOutcome.NotReached && (command.On is not { } again || again <= today || again > today.AddDays(AgainWithinDays)))
            return (CommandAnswer.Invalid(new(nameof(command.On), new($"明日から {AgainWithinDays} 日後までの日にしてください。", $"Choose a day within {AgainWithinDays} days from tomorrow."))), []);
        if (await session.LoadAsync<CallTask>(command.TaskId, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        await session.TakeTurnsAsync(ProxyRules.TurnOf(found.HolderId), cancellationToken);
        if (await session.LoadAsync<CallTask>(command.TaskId, cancellationToken) is not { } task || await session.LoadAsync<CheckIn>(task.HolderId, cancellationToken) is not { } checkIn || !checkIn.RunsOn(today)
            || await session.LoadAsync<CardHolder>(task.HolderId, cancellationToken) is not { } holder || !await session.MayCallAsync(checkIn, command.By, command.As, cancellationToken)) return (CommandAnswer.Unknown, []);
        if (task.DoneAt is not null) return (CommandAnswer.Done, []);
        task.Tries.Add(new(now, command.By, command.Outcome));
        if (command.Outcome == CallOutcome.NotReached) task.DueOn = command.On!.Value;
        else task.DoneAt = now;
        session.Store(task);
        if (command.Outcome == CallOutcome.Pause)
        {
            checkIn.PausedUntil = command.On;
            session.Store(checkIn);
        }

        if (command.Outcome != CallOutcome.NoCalls) return (CommandAnswer.Done, []);
        session.Store(CardEntry.Of(holder, command.By, command.As == ActingAs.Staff ? ActingAs.Staff : ActingAs.Proxy, EntryKind.CheckInEnded, now));
        return (CommandAnswer.Done, [session.End(checkIn, ConsentChannel.Phone, command.By.AccountId, now)]);
    }
}

/// <summary>What several do with agreements.</summary>
internal static class CheckIns
{
    /// <summary>Ends an agreement: open tasks and what was noted go at once. Says what the ledger is told.</summary>
    public static ConsentEnded End(this IDocumentSession session, CheckIn checkIn, ConsentChannel channel, Guid? recordedBy, DateTimeOffset now)
    {
        session.Stop(checkIn, now);
        return new(Purposes.CheckIn, checkIn.Id, channel, recordedBy, now);
    }

    /// <summary>The same where the ledger knows already.</summary>
    public static void Stop(this IDocumentSession session, CheckIn checkIn, DateTimeOffset now)
    {
        (checkIn.EndedAt, checkIn.Phone) = (now, "");
        session.Store(checkIn);
        var holder = checkIn.Id;
        session.DeleteWhere<CallTask>(t => t.HolderId == holder && t.DoneAt == null);
        session.DeleteWhere<SeenDay>(d => d.HolderId == holder);
    }

    /// <summary>Whether the leader to whom the person agreed by name still leads the circle, and the person belongs to it.</summary>
    public static async Task<bool> LeaderCallsAsync(this IQuerySession session, CheckIn checkIn, CancellationToken cancellationToken) =>
        checkIn is { CircleId: { } circle, CallerId: { } caller } && await session.LoadAsync<Circle>(circle, cancellationToken) is { State: CircleState.Active, LeaderId: { } leads } && leads == caller
        && await session.LoadAsync<CircleMember>(CircleMember.IdOf(circle, checkIn.Id), cancellationToken) is { State: MemberState.Member };

    /// <summary>Whether somebody may call: the leader who was agreed to, in person; staff where there is none.</summary>
    public static async Task<bool> MayCallAsync(this IQuerySession session, CheckIn checkIn, Doer by, ActingAs @as, CancellationToken cancellationToken)
    {
        var leader = await session.LeaderCallsAsync(checkIn, cancellationToken);
        return @as == ActingAs.Staff ? !leader : @as == ActingAs.Self && leader && await session.AccountOfAsync(checkIn.CallerId, cancellationToken) == by.AccountId;
    }
}
