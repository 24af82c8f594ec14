using System.Net;
using Kenmin.Participation;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SeniorEngagement.Tests.Circles;

/// <summary>Circles and meetings for tests.</summary>
internal static class CircleHouse
{
    public static IParticipation<ISeniorEngagementStore> Participation(this SeniorHouse house) => house.Services.GetRequiredService<IParticipation<ISeniorEngagementStore>>();

    /// <summary>A circle with these members, of whom the first leads it.</summary>
    public static async Task<Circle> CircleAsync(this SeniorHouse house, params IReadOnlyList<CardHolder> members)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveCircle(id, $"見本の輪{SeniorHouse.NextNumber()}", ["music"], SeniorHouse.Yamaguchi, "見本地区", "歌います。", true, null, SeniorHouse.Office))).Problem.ShouldBeNull();
        foreach (var member in members) await house.PutAsync(id, member);
        if (members.Count > 0) (await house.SendAsync(new NameLeader(id, members[0].Id, SeniorHouse.Office))).Problem.ShouldBeNull();
        return await house.LoadAsync<Circle>(id);
    }

    /// <summary>Puts somebody in, as the leader takes those who ask, or staff those who have no account.</summary>
    public static async Task PutAsync(this SeniorHouse house, Guid circle, CardHolder member)
    {
        if (member.AccountId is { } account)
        {
            (await house.SendAsync(new JoinCircle(circle, member.Id, null, new(account, member.Name), ActingAs.Self))).Problem.ShouldBeNull();
            (await house.SendAsync(new AnswerJoin(circle, member.Id, true, SeniorHouse.Office, ActingAs.Staff))).Problem.ShouldBeNull();
        }
        else
        {
            (await house.SendAsync(new JoinCircle(circle, member.Id, null, SeniorHouse.Office, ActingAs.Staff))).Problem.ShouldBeNull();
        }
    }

    /// <summary>A meeting, with its places open.</summary>
    public static async Task<CircleMeeting> MeetingAsync(this SeniorHouse house, Guid circle, int days = 7, int capacity = 10, TimeOnly? start = null)
    {
        PlanCircleMeeting command = new(Guid.CreateVersion7(), circle, house.Today.AddDays(days), start ?? new(13, 30), (start ?? new(13, 30)).AddHours(1), "見本公民館", null, "歌の本を持ってきます。", capacity, SeniorHouse.Office, ActingAs.Staff);
        (await house.SendAndWaitAsync(command)).Problem.ShouldBeNull();
        return await house.LoadAsync<CircleMeeting>(command.Id);
    }

    /// <summary>Signs somebody up through the API, as a program does.</summary>
    public static async Task<HttpStatusCode> SignUpAsync(this SeniorHouse house, Doer who, Guid meeting)
    {
        using var visitor = house.Resident(who);
        using var answer = await visitor.Http.PutAsync($"/api/v1/senior-engagement/me/meetings/{meeting}/sign-up", null);
        return answer.StatusCode;
    }

    /// <summary>What happened at a meeting: who was there.</summary>
    public static async Task HeldAsync(this SeniorHouse house, CircleMeeting meeting, params IReadOnlyList<CardHolder> there)
    {
        foreach (var person in there)
        {
            (await house.Participation().SignUpAsync(new(Guid.CreateVersion7(), meeting.Id, new ParticipantFacts(person.Id), Actor.Staff(SeniorHouse.Office.AccountId)) { Override = new(WalkIn: true) })).ShouldBeOfType<Result<SignUpAnswer>.Done>();
            (await house.Participation().RecordAttendanceAsync(new(Guid.CreateVersion7(), meeting.Id, person.Id, new AttendanceEntry.CheckIn(meeting.Starts), Actor.Staff(SeniorHouse.Office.AccountId)))).ShouldBeOfType<Result<AttendanceAnswer>.Done>();
        }
    }

    public static async Task<IReadOnlyList<CircleMember>> MembersAsync(this SeniorHouse house, Guid circle) => [.. (await house.AllAsync<CircleMember>()).Where(m => m.CircleId == circle)];
}
