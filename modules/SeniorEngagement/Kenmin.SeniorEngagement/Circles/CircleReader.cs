using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>A circle in a list.</summary>
/// <param name="Circle">The circle.</param>
/// <param name="Members">How many belong to it.</param>
/// <param name="Asked">How many asked to.</param>
/// <param name="Next">Its next meeting; null when none is planned.</param>
public sealed record CircleLine(Circle Circle, int Members, int Asked, CircleMeeting? Next)
{
    internal IReadOnlyList<CircleNeed> Needs => [.. CircleRules.Needs(Circle, Members, Asked)];
}

/// <summary>A meeting with its places.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Places">How full it is; null for the moment until the engine knows it.</param>
/// <param name="Mine">The person's own sign-up; null when there is none.</param>
public sealed record MeetingLine(CircleMeeting Meeting, Occupancy? Places, SignUpView? Mine);

/// <summary>Somebody of a circle, or on the list of a meeting.</summary>
/// <param name="HolderId">The person.</param>
/// <param name="Holder">The person's card; null when it was erased.</param>
/// <param name="Called">The name that the others see.</param>
/// <param name="Member">How they stand to the circle; null for a newcomer.</param>
/// <param name="SignUp">Their sign-up; null when it is about no meeting.</param>
public sealed record CirclePerson(Guid HolderId, CardHolder? Holder, string Called, CircleMember? Member, SignUpView? SignUp);

/// <summary>A circle as a person, or staff, see it.</summary>
/// <param name="Circle">The circle.</param>
/// <param name="Standing">How the person stands to it; null when not at all.</param>
/// <param name="People">Members, and for who leads or is staff those who asked; empty for others.</param>
/// <param name="Meetings">Meetings, those to come first.</param>
/// <param name="MergeInto">With which circle it is proposed to join.</param>
internal sealed record CircleRecord(Circle Circle, CircleMember? Standing, IReadOnlyList<CirclePerson> People, IReadOnlyList<MeetingLine> Meetings, Circle? MergeInto)
{
    internal bool IsMember => Standing is { State: MemberState.Member };

    internal bool Leads => Standing is { } standing && Circle.LeaderId == standing.HolderId;

    internal CirclePerson? Leader => People.FirstOrDefault(p => p.HolderId == Circle.LeaderId);
}

/// <summary>Reads circles; who sees other people's names leaves a trace before anything is shown.</summary>
internal sealed class CircleReader(ISeniorEngagementStore store, IParticipation<ISeniorEngagementStore> participation, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>How many meetings that are over a page shows.</summary>
    private const int Past = 6;

    /// <summary>Circles that take newcomers, for everybody.</summary>
    public async Task<IReadOnlyList<CircleLine>> OpenAsync(string? municipality, string? interest, CancellationToken cancellationToken) =>
        [.. (await LinesAsync(cancellationToken)).Where(l => l.Circle is { State: CircleState.Active, Open: true } && (string.IsNullOrEmpty(municipality) || l.Circle.MunicipalityCode == municipality)
            && (string.IsNullOrEmpty(interest) || l.Circle.Interests.Contains(interest)))];

    /// <summary>A circle that takes newcomers, with its meetings to come, for everybody; null when there is none.</summary>
    public async Task<(CircleLine Line, IReadOnlyList<MeetingLine> Meetings)?> OpenAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Circle>(id, cancellationToken) is not { State: CircleState.Active, Open: true } circle) return null;
        var members = await session.Query<CircleMember>().CountAsync(m => m.CircleId == id && m.State == MemberState.Member, cancellationToken);
        var meetings = (await MeetingsAsync(session, id, null, cancellationToken)).Where(m => m.Meeting.Starts > clock.GetUtcNow() && !m.Meeting.Cancelled).ToList();
        return (new(circle, members, 0, meetings.Count > 0 ? meetings[0].Meeting : null), meetings);
    }

    /// <summary>The circles of a person, and those that the person asked to join.</summary>
    public async Task<IReadOnlyList<(CircleLine Line, CircleMember Standing)>> OfAsync(CardHolder holder, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var standings = (await session.Query<CircleMember>().Where(m => m.HolderId == holder.Id).ToListAsync(cancellationToken)).ToDictionary(m => m.CircleId);
        return [.. (await LinesAsync(cancellationToken)).Where(l => standings.ContainsKey(l.Circle.Id)).Select(l => (l, standings[l.Circle.Id]))];
    }

    /// <summary>The person's sign-ups for meetings that are not over, by their start.</summary>
    public async Task<IReadOnlyList<(CircleMeeting Meeting, Circle Circle, SignUpView SignUp)>> SignUpsAsync(Guid holder, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var held = (await participation.SignUpsOfPersonAsync(holder, cancellationToken)).Where(s => s.State != SignUpState.Cancelled && s.Opening.Ends > now).ToList();
        await using var session = store.QuerySession();
        var meetings = (await session.LoadManyAsync<CircleMeeting>(cancellationToken, [.. held.Select(s => s.OpeningId)])).ToDictionary(m => m.Id);
        var circles = (await session.LoadManyAsync<Circle>(cancellationToken, [.. meetings.Values.Select(m => m.CircleId).Distinct()])).ToDictionary(c => c.Id);
        return [.. held.Where(s => meetings.ContainsKey(s.OpeningId)).Select(s => (meetings[s.OpeningId], circles[meetings[s.OpeningId].CircleId], s))];
    }

    /// <summary>A circle for a person: open ones for all, others for those who belong to them. Members see how the others are called, who leads sees their names.</summary>
    public async Task<CircleRecord?> ForAsync(Guid id, HolderRecord person, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Circle>(id, cancellationToken) is not { } circle) return null;
        var standing = await session.LoadAsync<CircleMember>(CircleMember.IdOf(id, person.Holder.Id), cancellationToken);
        if (standing is null && circle is not { State: CircleState.Active, Open: true }) return null;
        var leads = circle.LeaderId == person.Holder.Id;
        IReadOnlyList<CirclePerson> people = standing is { State: MemberState.Member } ? [.. (await PeopleAsync(session, id, cancellationToken)).Where(p => leads || p.Member!.State == MemberState.Member)] : [];
        await TraceAsync(user, "senior-engagement.circle.viewed", people.Where(p => p.HolderId != person.Holder.Id), id, cancellationToken);
        return new(circle, standing, people, await MeetingsAsync(session, id, person.Holder.Id, cancellationToken), circle.MergeInto is { } into ? await session.LoadAsync<Circle>(into, cancellationToken) : null);
    }

    /// <summary>A meeting for a person; null when it is not theirs to see.</summary>
    public async Task<(CircleRecord Record, MeetingLine Line)?> MeetingForAsync(Guid id, HolderRecord person, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<CircleMeeting>(id, cancellationToken) is not { } meeting || await session.LoadAsync<Circle>(meeting.CircleId, cancellationToken) is not { } circle) return null;
        var standing = await session.LoadAsync<CircleMember>(CircleMember.IdOf(circle.Id, person.Holder.Id), cancellationToken);
        var mine = (await participation.SignUpsOfPersonAsync(person.Holder.Id, cancellationToken)).FirstOrDefault(s => s.OpeningId == id);
        if (mine is null && standing is not { State: MemberState.Member } && circle is not { State: CircleState.Active, Open: true }) return null;
        return (new(circle, standing, [], [], null), new(meeting, (await participation.OccupancyAsync([id], cancellationToken)).GetValueOrDefault(id), mine));
    }

    /// <summary>All circles of the municipalities that the user works with; those with something to do first.</summary>
    public async Task<IReadOnlyList<CircleLine>> ListAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        [.. (await LinesAsync(cancellationToken)).Where(l => SeniorScope.Covers(user, l.Circle.MunicipalityCode)).OrderBy(l => l.Circle.State).ThenByDescending(l => l.Needs.Count > 0)];

    /// <summary>A circle for staff; null when there is none that the user may see.</summary>
    public async Task<CircleRecord?> LookAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Circle>(id, cancellationToken) is not { } circle || !SeniorScope.Covers(user, circle.MunicipalityCode)) return null;
        var people = await PeopleAsync(session, id, cancellationToken);
        await TraceAsync(user, "senior-engagement.circle.viewed", people, id, cancellationToken);
        return new(circle, null, people, await MeetingsAsync(session, id, null, cancellationToken), circle.MergeInto is { } into ? await session.LoadAsync<Circle>(into, cancellationToken) : null);
    }

    /// <summary>Those on the list of a meeting, for who leads the circle and for staff.</summary>
    public async Task<IReadOnlyList<CirclePerson>> RosterAsync(CircleMeeting meeting, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var signUps = (await participation.SignUpsOfOpeningAsync(meeting.Id, cancellationToken)).Where(s => s.State != SignUpState.Cancelled).ToList();
        var members = (await session.Query<CircleMember>().Where(m => m.CircleId == meeting.CircleId).ToListAsync(cancellationToken)).ToDictionary(m => m.HolderId);
        Guid[] ids = [.. signUps.Select(s => s.PersonId)];
        var holders = (await session.LoadManyAsync<CardHolder>(cancellationToken, ids)).ToDictionary(h => h.Id);
        var known = (await session.LoadManyAsync<Companion>(cancellationToken, ids)).ToDictionary(c => c.Id);
        List<CirclePerson> people = [.. signUps.Select(s => new CirclePerson(
            s.PersonId, holders.GetValueOrDefault(s.PersonId), Companion.CalledOf(holders.GetValueOrDefault(s.PersonId), known.GetValueOrDefault(s.PersonId)), members.GetValueOrDefault(s.PersonId), s))];
        await TraceAsync(user, "senior-engagement.meeting-people.viewed", people, meeting.Id, cancellationToken);
        return people;
    }

    /// <summary>A meeting with its circle; null when there is none.</summary>
    public async Task<(CircleMeeting Meeting, Circle Circle)?> MeetingAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<CircleMeeting>(id, cancellationToken) is { } meeting && await session.LoadAsync<Circle>(meeting.CircleId, cancellationToken) is { } circle ? (meeting, circle) : null;
    }

    /// <summary>Whom staff might ask to join a circle: those of the municipality whose card has one of its interests, the most first; not who belongs to it.</summary>
    public async Task<IReadOnlyList<(CardHolder Holder, IReadOnlyList<string> Interests)>> MightJoinAsync(CircleRecord record, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var (code, there) = (record.Circle.MunicipalityCode, record.People.Select(p => p.HolderId).ToHashSet());
        var all = await session.Query<CardHolder>().Where(h => h.MunicipalityCode == code).ToListAsync(cancellationToken);
        List<(CardHolder Holder, IReadOnlyList<string> Interests)> found =
        [
            .. all.Where(h => !there.Contains(h.Id)).Select(h => (Holder: h, Interests: (IReadOnlyList<string>)[.. h.Card.Interests.Where(record.Circle.Interests.Contains)])).Where(f => f.Interests.Count > 0)
                .OrderByDescending(f => f.Interests.Count).ThenBy(f => FoldedText.OfName(f.Holder.Name), StringComparer.Ordinal).Take(30),
        ];
        if (found.Count > 0) await audit.RecordAsync(new(user.AccountId(), "senior-engagement.cards.listed", [.. found.SelectMany(f => HolderReader.Subjects(f.Holder))], record.Circle.Id.ToString()), cancellationToken);
        return found;
    }

    private async Task<IReadOnlyList<CircleLine>> LinesAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var today = JapanTime.Today(clock);
        var circles = await session.Query<Circle>().ToListAsync(cancellationToken);
        var members = (await session.Query<CircleMember>().Select(m => new { m.CircleId, m.State }).ToListAsync(cancellationToken)).ToLookup(m => m.CircleId);
        var next = (await session.Query<CircleMeeting>().Where(m => !m.Cancelled && m.Day >= today).ToListAsync(cancellationToken)).Where(m => m.Starts > clock.GetUtcNow()).OrderBy(m => m.Starts).ToLookup(m => m.CircleId);
        return
        [
            .. circles.Select(c => new CircleLine(c, members[c.Id].Count(m => m.State == MemberState.Member), members[c.Id].Count(m => m.State == MemberState.Asked), next[c.Id].FirstOrDefault()))
                .OrderBy(l => l.Circle.MunicipalityCode, StringComparer.Ordinal).ThenBy(l => FoldedText.Of(l.Circle.Name), StringComparer.Ordinal),
        ];
    }

    private static async Task<IReadOnlyList<CirclePerson>> PeopleAsync(IQuerySession session, Guid circle, CancellationToken cancellationToken)
    {
        var members = await session.Query<CircleMember>().Where(m => m.CircleId == circle).ToListAsync(cancellationToken);
        Guid[] ids = [.. members.Select(m => m.HolderId)];
        var holders = (await session.LoadManyAsync<CardHolder>(cancellationToken, ids)).ToDictionary(h => h.Id);
        var known = (await session.LoadManyAsync<Companion>(cancellationToken, ids)).ToDictionary(c => c.Id);
        return
        [
            .. members.OrderBy(m => m.State).ThenBy(m => m.Since).ThenBy(m => m.Id)
                .Select(m => new CirclePerson(m.HolderId, holders.GetValueOrDefault(m.HolderId), Companion.CalledOf(holders.GetValueOrDefault(m.HolderId), known.GetValueOrDefault(m.HolderId)), m, null)),
        ];
    }

    private async Task<IReadOnlyList<MeetingLine>> MeetingsAsync(IQuerySession session, Guid circle, Guid? holder, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var all = (await session.Query<CircleMeeting>().Where(m => m.CircleId == circle).ToListAsync(cancellationToken)).OrderBy(m => m.Starts).ToList();
        List<CircleMeeting> shown = [.. all.Where(m => m.Ends > now), .. all.Where(m => m.Ends <= now).Reverse().Take(Past)];
        var places = await participation.OccupancyAsync([.. shown.Select(m => m.Id)], cancellationToken);
        var mine = holder is { } id ? (await participation.SignUpsOfPersonAsync(id, cancellationToken)).ToDictionary(s => s.OpeningId) : [];
        return [.. shown.Select(m => new MeetingLine(m, places.GetValueOrDefault(m.Id), mine.GetValueOrDefault(m.Id)))];
    }

    private async Task TraceAsync(ClaimsPrincipal user, string action, IEnumerable<CirclePerson> people, Guid matter, CancellationToken cancellationToken)
    {
        Guid[] subjects = [.. people.SelectMany(p => p.Holder is { } holder ? HolderReader.Subjects(holder) : [])];
        if (subjects.Length > 0) await audit.RecordAsync(new(user.AccountId(), action, subjects, matter.ToString()), cancellationToken);
    }
}
