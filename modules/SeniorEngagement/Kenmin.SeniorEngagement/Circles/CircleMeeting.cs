using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>A meeting of a circle (集まり), for which people sign up.</summary>
public sealed class CircleMeeting
{
    /// <summary>Its id (version 7), also that of its places.</summary>
    public Guid Id { get; set; }

    /// <summary>The circle.</summary>
    public Guid CircleId { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>When it starts.</summary>
    public TimeOnly Start { get; set; }

    /// <summary>When it ends.</summary>
    public TimeOnly End { get; set; }

    /// <summary>Where.</summary>
    public string Place { get; set; } = "";

    /// <summary>A known place there, so that people see how far it is; null when none was chosen.</summary>
    public BasePlace? At { get; set; }

    /// <summary>What is done, what to bring; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>Places.</summary>
    public int Capacity { get; set; }

    /// <summary>Whether it does not take place.</summary>
    public bool Cancelled { get; set; }

    /// <summary>Why it does not.</summary>
    public string CancelReason { get; set; } = "";

    /// <summary>How often it was changed: the sign-up engine takes each change once.</summary>
    public int Revision { get; set; }

    internal DateTimeOffset Starts => JapanTime.At(Day, Start);

    internal DateTimeOffset Ends => JapanTime.At(Day, End);

    internal int Minutes => (int)(End - Start).TotalMinutes;
}

/// <summary>The leader, or staff, plan a meeting or change it (集まりを決める).</summary>
/// <param name="Id">The meeting; a new one plans it.</param>
/// <param name="CircleId">The circle; stays.</param>
/// <param name="Day">The day.</param>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends.</param>
/// <param name="Place">Where.</param>
/// <param name="At">A known place there, by its position; may be empty.</param>
/// <param name="Note">What is done; may be empty.</param>
/// <param name="Capacity">Places.</param>
/// <param name="By">Who plans.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.plan-circle-meeting.v1")]
[NewEntries(Features.Circles)]
public sealed record PlanCircleMeeting(Guid Id, Guid CircleId, DateOnly? Day, TimeOnly? Start, TimeOnly? End, string? Place, string? At, string? Note, int? Capacity, Doer By, ActingAs As)
{
    internal IEnumerable<Flaw> Flaws()
    {
        if (Day is null) yield return new(nameof(Day), new("日を入力してください。例：2026-11-10", "Enter the day, such as 2026-11-10."));
        if (Start is null) yield return new(nameof(Start), new("開始の時刻を入力してください。例：13:30", "Enter when it starts, such as 13:30."));
        if (End is null) yield return new(nameof(End), new("終了の時刻を入力してください。例：15:00", "Enter when it ends, such as 15:00."));
        else if (Start >= End) yield return new(nameof(End), new("終了は開始より後にしてください。", "The end must be after the start."));
        foreach (var flaw in Flaw.OfText(Place, nameof(Place), 80)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Note, nameof(Note), 300, required: false, lines: true)) yield return flaw;
        if (Capacity is null) yield return new(nameof(Capacity), new("定員を数字で入力してください。", "Enter how many can come."));
        foreach (var flaw in Flaw.OfNumber(Capacity, nameof(Capacity), 1, 300)) yield return flaw;
    }
}

/// <summary>Keeps it.</summary>
public static class PlanCircleMeetingHandler
{
    /// <summary>Members are told of a new one, and of another time or place. Its places follow in a message of the same transaction.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(PlanCircleMeeting command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), []);
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var circleId = (await session.LoadAsync<CircleMeeting>(command.Id, cancellationToken))?.CircleId ?? command.CircleId;
        if (await session.LoadAsync<Circle>(circleId, cancellationToken) is not { State: CircleState.Active } before || !await session.LeadsAsync(before, command.By, command.As, today, cancellationToken)) return (CommandAnswer.Unknown, []);
        if (await CircleRoster.HoldAsync(session, circleId, cancellationToken) is not { Circle.State: CircleState.Active } roster || roster.Circle.LeaderId != before.LeaderId) return (CommandAnswer.Unknown, []);
        var known = await session.LockAsync<CircleMeeting>(command.Id, cancellationToken);
        if (known is null && !await gates.IsOnAsync(Features.Circles, FiscalYear.Of(command.Day!.Value), roster.Circle.InitiativeId)) return (CommandAnswer.Off, []);
        if (known is { Cancelled: true }) return (CommandAnswer.Refused("cancelled", "中止した集まりは変えられません。", "It was called off and cannot be changed."), []);
        if (known is not null && known.Starts <= now) return (CommandAnswer.Refused("begun", "始まった集まりは変えられません。", "It has begun and can no longer be changed.", nameof(command.Day)), []);
        if (JapanTime.At(command.Day!.Value, command.Start!.Value) <= now) return (CommandAnswer.Invalid(new(nameof(command.Day), new("これからの日時にしてください。", "Choose a time to come."))), []);
        if (command.Day > today.AddYears(1)) return (CommandAnswer.Invalid(new(nameof(command.Day), new("1 年後までの日にしてください。", "Choose a day within a year."))), []);
        var at = string.IsNullOrEmpty(command.At) ? null : (await session.PlacesNearAsync(roster.Circle.MunicipalityCode, cancellationToken)).FirstOrDefault(p => p.Key == command.At) ?? (known?.At?.Key == command.At ? known.At : null);
        if (!string.IsNullOrEmpty(command.At) && at is null) return (CommandAnswer.Invalid(new(nameof(command.At), new("一覧から選んでください。", "Choose from the list."))), []);
        CircleMeeting meeting = new()
        {
            Id = command.Id, CircleId = circleId, Day = command.Day!.Value, Start = command.Start!.Value, End = command.End!.Value, Place = command.Place!.Trim(), At = at, Note = command.Note?.Trim() ?? "",
            Capacity = command.Capacity!.Value, Revision = (known?.Revision ?? 0) + 1,
        };
        session.Store(meeting);
        var moved = known is null || (known.Day, known.Start, known.End, known.Place) != (meeting.Day, meeting.Start, meeting.End, meeting.Place);
        OutgoingMessages outgoing = moved ? await CircleNotices.ToMembersAsync(session, roster, a => CircleNotices.Planned(roster.Circle, meeting, known is null, a, now), cancellationToken) : [];
        outgoing.Add(new ApplyMeetingPlaces(meeting.Id));
        return (CommandAnswer.Done, outgoing);
    }
}

/// <summary>The leader, or staff, call a meeting off (中止); who signed up is told.</summary>
/// <param name="Id">The meeting.</param>
/// <param name="Reason">Why; people read it.</param>
/// <param name="By">Who does it.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.cancel-circle-meeting.v1")]
[NoNewEntries("what exists can always be called off")]
public sealed record CancelCircleMeeting(Guid Id, string? Reason, Doer By, ActingAs As);

/// <summary>Calls it off.</summary>
public static class CancelCircleMeetingHandler
{
    /// <summary>Possible until it begins.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CancelCircleMeeting command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LoadAsync<CircleMeeting>(command.Id, cancellationToken) is not { } found || await session.LoadAsync<Circle>(found.CircleId, cancellationToken) is not { } circle
            || !await session.LeadsAsync(circle, command.By, command.As, JapanTime.DayOf(now), cancellationToken) || await session.LockAsync<CircleMeeting>(command.Id, cancellationToken) is not { } meeting) return (CommandAnswer.Unknown, []);
        if (meeting.Cancelled) return (CommandAnswer.Done, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 200)) return (CommandAnswer.Invalid(flaw), []);
        if (meeting.Starts <= now) return (CommandAnswer.Refused("begun", "始まった集まりは中止できません。", "It has begun and cannot be called off."), []);
        (meeting.Cancelled, meeting.CancelReason, meeting.Revision) = (true, command.Reason!.Trim(), meeting.Revision + 1);
        session.Store(meeting);
        return (CommandAnswer.Done, [new ApplyMeetingPlaces(meeting.Id)]);
    }
}
