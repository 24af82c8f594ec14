using System.Net;
using Kenmin.Participation;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;
using Kenmin.Testing;

namespace Kenmin.SeniorEngagement.Tests.Circles;

/// <summary>Meetings have places that are never given twice, and others hear of them.</summary>
public sealed class MeetingTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    [Fact]
    public async Task However_many_sign_up_at_once_the_capacity_is_kept_and_the_others_wait_in_turn()
    {
        var circle = await house.CircleAsync(await house.OnPaperAsync());
        var meeting = await house.MeetingAsync(circle.Id, capacity: 3);
        List<(CardHolder Holder, Doer Self)> people = [];
        for (var i = 0; i < 8; i++) people.Add(await house.ResidentAsync());
        var answers = await Task.WhenAll(people.SelectMany(p => new[] { house.SignUpAsync(p.Self, meeting.Id), house.SignUpAsync(p.Self, meeting.Id) }));
        answers.ShouldAllBe(a => a == HttpStatusCode.NoContent);
        var signUps = await house.Participation().SignUpsOfOpeningAsync(meeting.Id);
        signUps.Count(s => s.State == SignUpState.Confirmed).ShouldBe(3);
        signUps.Count(s => s.State == SignUpState.Waiting).ShouldBe(5);
        var (holder, self) = people.First(p => signUps.Any(s => s.PersonId == p.Holder.Id && s.State == SignUpState.Confirmed));
        using var visitor = house.Resident(self);
        using (var cancelled = await visitor.SubmitAsync($"/senior-engagement/me/meetings/{meeting.Id}", "cancel")) cancelled.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var first = people.Single(p => p.Holder.Id == signUps.Single(s => s.Position == 1).PersonId);
        await Eventually.IsSoAsync(async () => (await house.DeliveredAsync(first.Self.AccountId)).Contains("空きが出て、集まりの参加が確定しました"));
        (await house.Participation().OccupancyAsync([meeting.Id]))[meeting.Id].Confirmed.ShouldBe(3);
        (await house.AllAsync<CardEntry>()).Count(e => e.HolderId == holder.Id && e.Kind == EntryKind.SignedUpMeeting).ShouldBe(1, "sent twice, it is one sign-up");
    }

    [Fact]
    public async Task A_circle_that_takes_no_newcomers_keeps_its_meetings_to_its_members_and_tells_nobody()
    {
        var (member, self) = await house.ResidentAsync();
        var (_, stranger) = await house.ResidentAsync();
        var circle = await house.CircleAsync(member);
        var meeting = await house.MeetingAsync(circle.Id);
        var opportunity = StepOpportunity.IdOf(SeniorEngagementModule.Key, meeting.Id);
        await Eventually.IsSoAsync(async () => await house.FindAsync<StepOpportunity>(opportunity) is { Withdrawn: false });
        (await house.SendAsync(new SaveCircle(circle.Id, circle.Name, ["music"], SeniorHouse.Yamaguchi, null, null, false, null, SeniorHouse.Office))).IsDone.ShouldBeTrue();
        await Eventually.IsSoAsync(async () => await house.FindAsync<StepOpportunity>(opportunity) is { Withdrawn: true });
        (await house.SignUpAsync(stranger, meeting.Id)).ShouldBe(HttpStatusCode.Conflict);
        using var outside = house.Resident(stranger);
        using (var page = await outside.GetAsync($"/senior-engagement/me/meetings/{meeting.Id}")) page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SignUpAsync(self, meeting.Id)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_published_meeting_is_suggested_to_whom_it_suits_and_its_attendance_is_a_participation()
    {
        var (leader, leads) = await house.ResidentAsync();
        var circle = await house.CircleAsync(leader, await house.OnPaperAsync());
        var meeting = await house.MeetingAsync(circle.Id, days: 5);
        var opportunity = StepOpportunity.IdOf(SeniorEngagementModule.Key, meeting.Id);
        await Eventually.IsSoAsync(async () => await house.FindAsync<StepOpportunity>(opportunity) is not null);
        (await house.LoadAsync<StepOpportunity>(opportunity)).WordInterests.ShouldContain("music");
        (await house.LoadAsync<StepOpportunity>(opportunity)).Href.ShouldBe($"/senior-engagement/circles/{circle.Id}");
        (await house.SignUpAsync(leads, meeting.Id)).ShouldBe(HttpStatusCode.NoContent);
        using var at = house.Resident(leads);
        (await at.ReadAsync("/senior-engagement/me/meetings.ics")).ShouldContain(meeting.Id.ToString());
        house.GoTo(meeting.Day.AddDays(1));
        using (var there = await at.SubmitAsync($"/senior-engagement/me/meetings/{meeting.Id}/lead", $"there-{leader.Id:N}")) there.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var fact = FactId.Of($"senior-engagement.meeting-participation|{meeting.Id:N}|{leader.Id:N}");
        var kept = FactId.Of($"{SeniorEngagementModule.Key}|{fact:N}");
        await Eventually.IsSoAsync(async () => await house.FindAsync<PointActivity>(kept) is { Version: 1 });
        using (var back = await at.SubmitAsync($"/senior-engagement/me/meetings/{meeting.Id}/lead", $"withdraw-{leader.Id:N}")) back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => await house.FindAsync<PointActivity>(kept) is { Version: 2 });
    }

    [Fact]
    public async Task Two_from_your_circle_go_is_said_only_of_those_who_agreed_and_without_their_names()
    {
        CardAnswers likes = new(Interests: ["music"], Slots: [.. CardQuestions.Slots.Select(s => s.Key)], Reach: "anywhere");
        var (person, self) = await house.ResidentAsync(likes);
        var (open, agrees) = await house.ResidentAsync();
        var (silent, keeps) = await house.ResidentAsync();
        await house.CircleAsync(person, open, silent);
        var circle = await house.CircleAsync(await house.OnPaperAsync());
        var meeting = await house.MeetingAsync(circle.Id);
        await Eventually.IsSoAsync(async () => await house.FindAsync<StepOpportunity>(StepOpportunity.IdOf(SeniorEngagementModule.Key, meeting.Id)) is not null);
        (await house.SendAsync(new SaveCompanion(open.Id, "", false, true, agrees, ActingAs.Self))).IsDone.ShouldBeTrue();
        foreach (var who in new[] { agrees, keeps }) (await house.SignUpAsync(who, meeting.Id)).ShouldBe(HttpStatusCode.NoContent);
        await house.HandleAsync(new TellSignUps([open.Id, silent.Id]));
        using var visitor = house.Resident(self);
        await Eventually.IsSoAsync(async () => (await visitor.ReadAsync("/senior-engagement/steps")).Contains("仲間の輪から 1 人が行きます", StringComparison.Ordinal));
        (await visitor.ReadAsync("/senior-engagement/steps")).ShouldNotContain(open.Name);
        (await house.ScalarAsync<long>($"select count(*) from senior_engagement.mt_doc_companionsignups t where t.data::text like '%{keeps.AccountId}%'")).ShouldBe(0, "of who did not agree nothing is kept");
        // Who changes their mind is no longer counted, and what was kept is gone.
        (await house.SendAsync(new SaveCompanion(open.Id, "", false, false, agrees, ActingAs.Self))).IsDone.ShouldBeTrue();
        (await visitor.ReadAsync("/senior-engagement/steps")).ShouldNotContain("仲間の輪から");
        (await house.ScalarAsync<long>($"select count(*) from senior_engagement.mt_doc_companionsignups t where t.data::text like '%{agrees.AccountId}%'")).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_wrong_with_a_meeting_is_said_at_its_field_and_only_who_leads_plans()
    {
        var (leader, leads) = await house.ResidentAsync();
        var (_, stranger) = await house.ResidentAsync();
        var circle = await house.CircleAsync(leader);
        PlanCircleMeeting plan = new(Guid.CreateVersion7(), circle.Id, house.Today.AddDays(3), new(13, 0), new(14, 0), "見本公民館", null, null, 5, leads, ActingAs.Self);
        (await house.SendAsync(plan with { By = stranger })).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(plan with { Day = house.Today.AddDays(-1) })).Field.ShouldBe("Day");
        (await house.SendAsync(plan with { End = new(12, 0) })).Field.ShouldBe("End");
        (await house.SendAsync(plan with { Place = " " })).Field.ShouldBe("Place");
        (await house.SendAsync(plan with { Capacity = 0 })).Field.ShouldBe("Capacity");
        (await house.SendAsync(plan with { At = "34.0,131.0" })).Field.ShouldBe("At");
        using var at = house.Resident(leads);
        using (var planned = await at.SubmitAsync($"/senior-engagement/me/circles/{circle.Id}/lead", "meeting",
            ("Input.Day", Iso(house.Today.AddDays(4))), ("Input.Start", "１３：３０"), ("Input.End", "15:00"), ("Input.Place", "見本公民館"), ("Input.Capacity", "８"))) planned.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var meeting = (await house.AllAsync<CircleMeeting>()).Single(m => m.CircleId == circle.Id);
        (meeting.Start, meeting.Capacity).ShouldBe((new TimeOnly(13, 30), 8));
        await Eventually.IsSoAsync(async () => (await house.Participation().OccupancyAsync([meeting.Id])).Count == 1);
        (await house.SignUpAsync(leads, meeting.Id)).ShouldBe(HttpStatusCode.NoContent);
        (await house.SendAsync(new CancelCircleMeeting(meeting.Id, "雨のため", stranger, ActingAs.Self))).Code.ShouldBe(CommandAnswer.NotFound);
        using (var off = await at.SubmitAsync($"/senior-engagement/me/meetings/{meeting.Id}/lead", "call-off", ("CallOff.Reason", "雨のため"))) off.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await house.DeliveredAsync(leads.AccountId)).Contains("集まりが中止になりました"));
        (await house.SignUpAsync(stranger, meeting.Id)).ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
