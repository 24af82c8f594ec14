using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Training.Courses;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>What other modules were told of a meeting (知らせた内容).</summary>
public sealed class ToldMeeting : IToldFacts
{
    /// <summary>The meeting.</summary>
    public Guid Id { get; set; }

    /// <summary>Each fact that was ever told, by its key, which says nothing of persons.</summary>
    public Dictionary<Guid, ToldFact> Facts { get; set; } = [];
}

/// <summary>
/// Tells other modules what changed of a meeting: a chance to take part where the circle is open to newcomers, and who was there. What
/// there is to tell is looked up then, so that it does not matter how often it is sent.
/// </summary>
/// <param name="MeetingId">The meeting.</param>
/// <param name="Again">Whether what was told is told once more.</param>
[MessageIdentity("senior-engagement.tell-meeting.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellMeeting(Guid MeetingId, bool Again = false);

/// <summary>Tells.</summary>
public static class TellMeetingHandler
{
    private static readonly Guid OpportunityKey = FactId.Of("senior-engagement.meeting-opportunity");

    /// <summary>The meeting's row is the lock: what is told last is what was changed last.</summary>
    public static async Task<OutgoingMessages> Handle(
        TellMeeting message, IDocumentSession session, IParticipation<ISeniorEngagementStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<CircleMeeting>(message.MeetingId, cancellationToken) is not { } meeting)
            return await session.LoadAsync<CourseDate>(message.MeetingId, cancellationToken) is null ? [] : [new TellCourseDate(message.MeetingId, message.Again)];
        if (await session.LoadAsync<Circle>(meeting.CircleId, cancellationToken) is not { } circle) return [];
        var next = await session.NextToTellAsync<ToldMeeting>(meeting.Id, await FactsAsync(meeting, circle, session, participation, cancellationToken), message.Again, clock.GetUtcNow(), cancellationToken);
        return [.. next.Select(t => t.ToOwnMessage(OpportunityKey, meeting.Id))];
    }

    private static async Task<Dictionary<Guid, object>> FactsAsync(
        CircleMeeting meeting, Circle circle, IQuerySession session, IParticipation<ISeniorEngagementStore> participation, CancellationToken cancellationToken)
    {
        Dictionary<Guid, object> facts = [];
        var href = $"/senior-engagement/circles/{circle.Id}";
        LocalizedText title = new($"{circle.Name}の集まり", $"Meeting of {circle.Name}");
        if (circle is { State: CircleState.Active, Open: true } && !meeting.Cancelled && (await participation.OccupancyAsync([meeting.Id], cancellationToken)).ContainsKey(meeting.Id))
        {
            var interests = CardQuestions.Interests.Where(i => circle.Interests.Contains(i.Key)).ToList();
            facts[OpportunityKey] = new OpportunityPublished(
                SeniorEngagementModule.Key, meeting.Id, 0, default, new("仲間の輪", "Circle of companions"), title,
                new($"{string.Join('、', interests.Select(i => i.Text.Ja))} {circle.District} {circle.About} {meeting.Note}", $"{string.Join(", ", interests.Select(i => i.Text.En))} {circle.District} {circle.About} {meeting.Note}"),
                meeting.Starts, meeting.Ends, circle.MunicipalityCode, meeting.Place, meeting.At?.Position, meeting.Capacity, href, circle.InitiativeId, FiscalYear.Of(meeting.Day), Suitability.NotKnown);
        }

        var there = (await participation.SignUpsOfOpeningAsync(meeting.Id, cancellationToken)).Where(s => s.Attendance is { Presence: Presence.Present }).Select(s => s.PersonId).ToList();
        foreach (var holder in await session.LoadManyAsync<CardHolder>(cancellationToken, [.. there]))
        {
            var key = FactId.Of($"senior-engagement.meeting-participation|{meeting.Id:N}|{holder.Id:N}");
            facts[key] = OwnFacts.Of(holder, account => new ParticipationRecorded(
                SeniorEngagementModule.Key, key, 0, account, meeting.Id, title, new("参加者", "Participant"), meeting.Day, meeting.Minutes, circle.MunicipalityCode, meeting.Place, FiscalYear.Of(meeting.Day),
                ProofLevel.Confirmed, circle is { State: CircleState.Active, Open: true } ? href : null));
        }

        return facts;
    }
}

/// <summary>Has the meetings to come of a circle told of: what is said of the circle changed.</summary>
/// <param name="CircleId">The circle.</param>
[MessageIdentity("senior-engagement.tell-circle.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellCircle(Guid CircleId);

/// <summary>Has them told of.</summary>
public static class TellCircleHandler
{
    /// <summary>One by one.</summary>
    public static async Task<OutgoingMessages> Handle(TellCircle message, IQuerySession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        return [.. (await session.Query<CircleMeeting>().Where(m => m.CircleId == message.CircleId && !m.Cancelled && m.Day >= today).Select(m => m.Id).ToListAsync(cancellationToken)).Select(id => new TellMeeting(id))];
    }
}

/// <summary>Tells other modules what some people have signed up for (申込を知らせる), as it stands when it is handled. Who has no account is passed over.</summary>
/// <param name="Holders">The people.</param>
/// <param name="Again">Whether what was told is told once more.</param>
[MessageIdentity("senior-engagement.tell-sign-ups.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellSignUps(IReadOnlyList<Guid> Holders, bool Again = false);

/// <summary>Tells.</summary>
public static class TellSignUpsHandler
{
    /// <summary>Of all together.</summary>
    public static async Task<SignUpsChanged?> Handle(
        TellSignUps message, IDocumentSession session, IParticipation<ISeniorEngagementStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var yesterday = JapanTime.Today(clock).AddDays(-1);
        var courses = (await session.Query<CourseDate>().Where(d => d.Day >= yesterday).Select(d => d.Id).ToListAsync(cancellationToken)).ToHashSet();
        var accountOf = (await session.LoadManyAsync<CardHolder>(cancellationToken, [.. message.Holders.Distinct()])).Where(h => h.AccountId is not null).ToDictionary(h => h.Id, h => h.AccountId!.Value);
        var people = await session.TellSignUpsAsync(
            SeniorEngagementModule.Key, accountOf.Values, message.Again, clock.GetUtcNow(),
            async () => (await participation.SignUpsOfPersonsAsync(accountOf.Keys, cancellationToken)).Select(s => (accountOf[s.PersonId], s)),
            (account, open) => new PersonSignUps(account, 0, [.. open.Select(s => FactOf(s, courses.Contains(s.OpeningId)))]), (told, version) => told with { Version = version }, cancellationToken);
        return people.Count == 0 ? null : new(SeniorEngagementModule.Key, people);
    }

    private static SignUpFact FactOf(SignUpView s, bool course) => new(
        s.OpeningId, s.State switch { SignUpState.Confirmed => SignUpStanding.Confirmed, SignUpState.Offered => SignUpStanding.Offered, _ => SignUpStanding.Waiting },
        s.Opening.Label, s.Opening.Starts, s.Opening.Ends, $"/senior-engagement/me/{(course ? "courses" : "meetings")}/{s.OpeningId}");
}

/// <summary>A person has another account, or the sign-ups of another record: what they took part in and signed up for is told of anew.</summary>
/// <param name="HolderId">The person.</param>
[MessageIdentity("senior-engagement.tell-meetings-of.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellMeetingsOf(Guid HolderId);

/// <summary>Has it told of.</summary>
public static class TellMeetingsOfHandler
{
    /// <summary>Meetings and courses one by one, then what is to come; credits are settled anew.</summary>
    public static async Task<OutgoingMessages> Handle(TellMeetingsOf message, IParticipation<ISeniorEngagementStore> participation, CancellationToken cancellationToken)
    {
        var signUps = await participation.SignUpsOfPersonAsync(message.HolderId, cancellationToken);
        return signUps.Count == 0 ? [] : [.. signUps.Select(s => new TellMeeting(s.OpeningId)), new TellSignUps([message.HolderId]), new SettleCourseCredits(message.HolderId)];
    }
}

/// <summary>Has all meetings and sign-ups told of, a batch at a time.</summary>
/// <param name="AfterMeeting">Where the batch of meetings begins.</param>
/// <param name="AfterPerson">Where the batch of people begins; read when the meetings are done.</param>
/// <param name="People">Whether people are told of now.</param>
[MessageIdentity("senior-engagement.tell-all-meetings.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellAllMeetings(Guid? AfterMeeting = null, Guid? AfterPerson = null, bool People = false);

/// <summary>Has them told of.</summary>
public static class TellAllMeetingsHandler
{
    private const int Batch = 100;

    /// <summary>Meetings first; then people with something to come.</summary>
    public static async Task<OutgoingMessages> Handle(TellAllMeetings message, IQuerySession session, IParticipation<ISeniorEngagementStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        OutgoingMessages outgoing = [];
        if (message.People)
        {
            var people = await participation.PeopleSignedUpAsync(clock.GetUtcNow(), message.AfterPerson, Batch, cancellationToken);
            if (people.Count > 0) outgoing.Add(new TellSignUps(people, Again: true));
            if (people.Count == Batch) outgoing.Add(message with { AfterPerson = people[^1] });
            return outgoing;
        }

        var ids = await session.Query<CircleMeeting>().IdsAfterAsync(t => t.Id, message.AfterMeeting, Batch, cancellationToken);
        outgoing.AddRange(ids.Select(id => new TellMeeting(id, Again: true)));
        outgoing.Add(ids.Count == Batch ? message with { AfterMeeting = ids[^1] } : message with { People = true });
        return outgoing;
    }
}
