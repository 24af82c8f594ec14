using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Networks;

/// <summary>What was decided at a meeting: who does what by when (決定事項).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">What is to be done.</param>
/// <param name="OwnerId">Who does it; null when the person was erased.</param>
/// <param name="OwnerName">The name at that time.</param>
/// <param name="DueOn">By when.</param>
/// <param name="DoneOn">When it was done; null before.</param>
public sealed record MeetingDecision(Guid Id, string Text, Guid? OwnerId, string OwnerName, DateOnly DueOn, DateOnly? DoneOn);

/// <summary>Somebody who was at a meeting.</summary>
/// <param name="AccountId">The member; null when the person was erased.</param>
/// <param name="Name">The name at that time.</param>
public sealed record Attendee(Guid? AccountId, string Name);

/// <summary>A meeting of a network (会合). Only its members see it.</summary>
public sealed class NetworkMeeting
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The network.</summary>
    public Guid NetworkId { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>When it starts.</summary>
    public TimeOnly Start { get; set; }

    /// <summary>Where.</summary>
    public string Place { get; set; } = "";

    /// <summary>The agenda (議題).</summary>
    public string Agenda { get; set; } = "";

    /// <summary>Who was there (出席者).</summary>
    public List<Attendee> Attendees { get; set; } = [];

    /// <summary>The minutes (議事録); empty before.</summary>
    public string Minutes { get; set; } = "";

    /// <summary>What was decided.</summary>
    public List<MeetingDecision> Decisions { get; set; } = [];
}

/// <summary>Plans a meeting, or changes the plan (会合を決める).</summary>
/// <param name="Id">The meeting's id; a new one plans it.</param>
/// <param name="NetworkId">The network.</param>
/// <param name="Day">The day.</param>
/// <param name="Start">When it starts.</param>
/// <param name="Place">Where.</param>
/// <param name="Agenda">The agenda.</param>
/// <param name="AccountId">Who plans: the coordinator or a secretary.</param>
[MessageIdentity("rural-leaders.plan-meeting.v1")]
[NewEntries(Features.Networks)]
public sealed record PlanMeeting(Guid Id, Guid NetworkId, DateOnly? Day, TimeOnly? Start, string? Place, string? Agenda, Guid AccountId)
{
    internal IEnumerable<Flaw> Flaws()
    {
        if (Day is null) yield return new(nameof(Day), new("日を入力してください。", "Enter the day."));
        if (Start is null) yield return new(nameof(Start), new("開始の時刻を入力してください。例：19:00", "Enter when it starts, such as 19:00."));
        foreach (var flaw in Flaw.OfText(Place, nameof(Place), 120)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Agenda, nameof(Agenda), 2000, lines: true)) yield return flaw;
    }
}

/// <summary>Keeps the plan.</summary>
public static class PlanMeetingHandler
{
    /// <summary>A new one needs the feature to be on at present.</summary>
    public static async Task<CommandAnswer> Handle(PlanMeeting command, IDocumentSession session, FeatureGates gates, CancellationToken cancellationToken)
    {
        var known = await session.LockAsync<NetworkMeeting>(command.Id, cancellationToken);
        if (await session.OfficerAsync(known?.NetworkId ?? command.NetworkId, command.AccountId, cancellationToken) is not { } network) return CommandAnswer.Unknown;
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        if (known is null && !await gates.IsOnNowAsync(Features.Networks)) return CommandAnswer.Off;
        var meeting = known ?? new NetworkMeeting { Id = command.Id, NetworkId = network.Id };
        (meeting.Day, meeting.Start, meeting.Place, meeting.Agenda) = (command.Day!.Value, command.Start!.Value, command.Place!.Trim(), command.Agenda!.Trim());
        session.Store(meeting);
        return CommandAnswer.Done;
    }
}

/// <summary>Records who was at a meeting and what was said (出席と議事録).</summary>
/// <param name="Id">The meeting.</param>
/// <param name="Present">The members who were there.</param>
/// <param name="Minutes">The minutes; may be empty.</param>
/// <param name="AccountId">Who records: the coordinator or a secretary.</param>
[MessageIdentity("rural-leaders.record-meeting.v1")]
[NoNewEntries("records what was planned")]
public sealed record RecordMeeting(Guid Id, IReadOnlyList<Guid> Present, string? Minutes, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class RecordMeetingHandler
{
    /// <summary>Once the meeting has begun. Who was there and has left the network since stays on the record.</summary>
    public static async Task<CommandAnswer> Handle(RecordMeeting command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<NetworkMeeting>(command.Id, cancellationToken) is not { } meeting
            || await session.OfficerAsync(meeting.NetworkId, command.AccountId, cancellationToken) is not { } network) return CommandAnswer.Unknown;
        foreach (var flaw in Flaw.OfText(command.Minutes, nameof(command.Minutes), 5000, required: false, lines: true)) return CommandAnswer.Invalid(flaw);
        if (JapanTime.At(meeting.Day, meeting.Start) > clock.GetUtcNow()) return CommandAnswer.Refused("not-begun", "始まる前には記録できません。", "Nothing can be recorded before it begins.");
        meeting.Attendees =
        [
            .. meeting.Attendees.Where(a => a.AccountId is not { } id || network.Find(id) is null),
            .. network.Members.Where(m => command.Present.Contains(m.AccountId)).Select(m => new Attendee(m.AccountId, m.Name)),
        ];
        meeting.Minutes = command.Minutes?.Trim() ?? "";
        session.Store(meeting);
        return CommandAnswer.Done;
    }
}

/// <summary>Records a decision: who does what by when.</summary>
/// <param name="MeetingId">The meeting.</param>
/// <param name="Id">The decision's id: sent again, there is one.</param>
/// <param name="Text">What is to be done.</param>
/// <param name="OwnerId">Who does it.</param>
/// <param name="DueOn">By when.</param>
/// <param name="AccountId">Who records: the coordinator or a secretary.</param>
[MessageIdentity("rural-leaders.record-decision.v1")]
[NoNewEntries("records what was planned")]
public sealed record RecordDecision(Guid MeetingId, Guid Id, string? Text, Guid? OwnerId, DateOnly? DueOn, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class RecordDecisionHandler
{
    /// <summary>The owner is a member; nothing is due before the meeting.</summary>
    public static async Task<CommandAnswer> Handle(RecordDecision command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<NetworkMeeting>(command.MeetingId, cancellationToken) is not { } meeting
            || await session.OfficerAsync(meeting.NetworkId, command.AccountId, cancellationToken) is not { } network) return CommandAnswer.Unknown;
        if (meeting.Decisions.Any(d => d.Id == command.Id)) return CommandAnswer.Done;
        foreach (var flaw in Flaw.OfText(command.Text, nameof(command.Text), 300)) return CommandAnswer.Invalid(flaw);
        if (command.OwnerId is not { } owner || network.Find(owner) is not { } member)
            return CommandAnswer.Invalid(new(nameof(command.OwnerId), new("担当する会員を選んでください。", "Choose the member who does it.")));
        if (command.DueOn is not { } due || due < meeting.Day)
            return CommandAnswer.Invalid(new(nameof(command.DueOn), new("期限は、会合の日より後の日にしてください。", "It cannot be due before the meeting.")));
        if (meeting.Decisions.Count >= 100) return CommandAnswer.Refused("too-many", "決定事項は 100 件までです。", "Up to 100 decisions.");
        meeting.Decisions.Add(new(command.Id, command.Text!.Trim(), owner, member.Name, due, null));
        session.Store(meeting);
        return CommandAnswer.Done;
    }
}

/// <summary>Says that something is done, or is not done after all.</summary>
/// <param name="MeetingId">The meeting.</param>
/// <param name="DecisionId">The decision.</param>
/// <param name="Done">Whether it is done.</param>
/// <param name="AccountId">Who says so: who does it, the coordinator or a secretary.</param>
[MessageIdentity("rural-leaders.finish-decision.v1")]
[NoNewEntries("changes what exists")]
public sealed record FinishDecision(Guid MeetingId, Guid DecisionId, bool Done, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class FinishDecisionHandler
{
    /// <summary>The first day on which it was said to be done stays.</summary>
    public static async Task<CommandAnswer> Handle(FinishDecision command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<NetworkMeeting>(command.MeetingId, cancellationToken) is not { } meeting || await session.LoadAsync<Network>(meeting.NetworkId, cancellationToken) is not { } network
            || network.Find(command.AccountId) is not { } member || meeting.Decisions.FirstOrDefault(d => d.Id == command.DecisionId) is not { } decision) return CommandAnswer.Unknown;
        if (decision.OwnerId != command.AccountId && member.Role == NetworkRole.Member)
            return CommandAnswer.Refused("not-yours", "担当の会員か、世話人・書記が記録します。", "Who does it, the coordinator or a secretary says so.");
        if (decision.DoneOn is not null == command.Done) return CommandAnswer.Done;
        meeting.Decisions[meeting.Decisions.IndexOf(decision)] = decision with { DoneOn = command.Done ? JapanTime.Today(clock) : null };
        session.Store(meeting);
        return CommandAnswer.Done;
    }
}

/// <summary>Who may plan and record.</summary>
internal static class Officers
{
    /// <summary>The network, if the account is its coordinator or a secretary.</summary>
    public static async Task<Network?> OfficerAsync(this IQuerySession session, Guid network, Guid account, CancellationToken cancellationToken) =>
        await session.LoadAsync<Network>(network, cancellationToken) is { } found && found.Find(account) is { Role: NetworkRole.Coordinator or NetworkRole.Secretary } ? found : null;
}
