using Kenmin.Participation;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.CheckIns;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>
/// Fictional circles of the people of <see cref="SeniorEngagementDemonstration"/>: one that the resident leads, with meetings that are over
/// and to come; one that has shrunk and is asked to go along to another; and introductions at each stage.
/// </summary>
internal static class CircleDemonstration
{
    public static IReadOnlyList<(CircleMeeting Meeting, Circle Circle)> Add(
        IDocumentSession session, CardHolder own, CardHolder mother, CardHolder caller, Doer office, Guid? initiative, DateTimeOffset now)
    {
        var today = JapanTime.DayOf(now);
        var walking = Found("見本さんぽの輪", ["walking", "clean-up"], "見本大内地区", "月に二度、川べりを歩き、お茶を飲んで帰ります。", own.Id);
        var songs = Found("見本歌の輪", ["music"], "見本白石地区", "懐かしい歌を、座って歌います。", null);
        var flowers = Found("見本花の輪", ["gardening", "walking"], "", "公民館の花壇を世話します。", null);
        var friends = Enumerable.Range(1, 2).Select(i => new CardHolder
        {
            Id = Guid.CreateVersion7(now), Number = i == 1 ? "TUVW2345" : "TUVW6345", Name = $"見本 歩{i}", MunicipalityCode = "352039", BirthYear = 1950 + i, Phone = "083-933-0002", EnteredBy = office, ChangedBy = office,
            ChangedAs = ActingAs.Staff, ChangedAt = now.AddDays(-40), Card = new() { Interests = ["walking", "sports", "gardening"], Slots = ["weekday-morning"], Reach = "near", Company = "small-group" },
        }).ToList();
        session.StoreObjects(friends);
        foreach (var person in new[] { own, friends[0], friends[1] }) Put(walking, person, MemberState.Member, "");
        Put(walking, mother, MemberState.Asked, "娘といっしょに歩いてみたいです。");
        foreach (var person in new[] { mother, friends[0], own }) Put(flowers, person, MemberState.Member, "");
        foreach (var person in new[] { caller, own }) Put(songs, person, MemberState.Member, "");
        (songs.HadEnough, songs.ShrunkOn, songs.MergeInto) = (true, today.AddDays(-8), flowers.Id);
        (walking.HadEnough, flowers.HadEnough, flowers.LeaderId, flowers.LeadOfferedTo) = (true, true, mother.Id, own.Id);
        session.Store(walking, songs, flowers);
        session.Store(new Companion { Id = own.Id, Nickname = "はなちゃん", Introduce = true, ShowsSignUps = true }, new Companion { Id = friends[0].Id, Nickname = "あゆさん", Introduce = true }, new Companion { Id = friends[1].Id, Nickname = "ほーさん", Introduce = true });
        var asked = Introduction.Between(own.Id, friends[0].Id, office, today);
        asked.Say(friends[0].Id, true);
        session.Store(asked);
        List<(CircleMeeting, Circle)> meetings = [];
        foreach (var (circle, days) in new[] { (walking, -28), (walking, -14), (walking, 9), (flowers, 16) })
            meetings.Add((new()
            {
                Id = Guid.CreateVersion7(now), CircleId = circle.Id, Day = today.AddDays(days), Start = new(10, 0), End = new(11, 30), Place = "見本橋のたもと", Note = "歩きやすい靴で。飲み物をお持ちください。", Capacity = 12, Revision = 1,
            }, circle));
        session.StoreObjects(meetings.Select(m => m.Item1));
        // One whom staff call, and one whom the leader calls.
        foreach (var (person, circle, caller1) in new[] { (mother, (Circle?)null, (Guid?)null), (friends[1], walking, own.Id) })
        {
            session.Store(new CheckIn
            {
                Id = person.Id, Phone = "083-933-0003", CircleId = circle?.Id, CallerId = caller1, AgreedAt = now.AddDays(-50), Until = today.AddMonths(5), EnteredBy = office, EnteredAs = ActingAs.Staff, AskedAbout = today.AddDays(-16),
            });
            session.Store(new CallTask { Id = Guid.CreateVersion7(now), HolderId = person.Id, DueOn = today.AddDays(-1), LastSeenOn = today.AddDays(-16), MadeAt = now.AddDays(-1) });
        }

        return meetings;

        Circle Found(string name, string[] interests, string district, string about, Guid? leader) => new()
        {
            Id = Guid.CreateVersion7(now), Name = name, Interests = interests, MunicipalityCode = "352039", District = district, About = about, LeaderId = leader, InitiativeId = initiative, FoundedBy = office, FoundedAt = now.AddDays(-60),
            Key = Circle.KeyOf("352039", name),
        };

        void Put(Circle circle, CardHolder person, MemberState state, string note) => session.Store(
            new CircleMember { Id = CircleMember.IdOf(circle.Id, person.Id), CircleId = circle.Id, HolderId = person.Id, State = state, Note = note, Since = today.AddDays(-50) });
    }

    /// <summary>The engine is told directly: a demonstration has no time to wait for messages.</summary>
    public static async Task SignUpAsync(
        IParticipation<ISeniorEngagementStore> participation, IReadOnlyList<(CircleMeeting Meeting, Circle Circle)> meetings, CardHolder own, CardHolder mother, CardHolder caller, Doer office, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var staff = Actor.Staff(office.AccountId);
        foreach (var (meeting, circle) in meetings)
        {
            await participation.OpenOrChangeAsync(new(ApplyMeetingPlacesHandler.CommandOf(meeting), meeting.Id, ApplyMeetingPlacesHandler.Terms(meeting, circle), Actor.Platform), cancellationToken);
            foreach (var person in new[] { own, caller })
                if (meeting.Starts <= now || person == own)
                    await participation.SignUpAsync(new(Guid.CreateVersion7(now), meeting.Id, new ParticipantFacts(person.Id), staff) { Override = new(WalkIn: meeting.Starts <= now) }, cancellationToken);
            if (meeting.Starts > now) continue;
            await participation.RecordAttendanceAsync(new(Guid.CreateVersion7(now), meeting.Id, own.Id, new AttendanceEntry.CheckIn(meeting.Starts), staff), cancellationToken);
        }

        await participation.SignUpAsync(new(Guid.CreateVersion7(now), meetings[2].Meeting.Id, new ParticipantFacts(mother.Id), staff), cancellationToken);
    }
}
