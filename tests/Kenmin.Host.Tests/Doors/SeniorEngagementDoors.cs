using System.Net;
using System.Text.RegularExpressions;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SeniorEngagement;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.CheckIns;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Requests;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SeniorEngagement.Training.Courses;
using Kenmin.SeniorEngagement.Transport;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Host.Tests.Doors;

/// <summary>The doors of senior engagement, on a person that each scenario makes for itself. See <see cref="DoorScenarios"/>.</summary>
internal static class SeniorEngagementDoors
{
    private const string Yamaguchi = "352039";
    private static readonly Doer Office = new(Guid.CreateVersion7(), "見本 職員");

    public static IReadOnlyDictionary<string, Func<DoorHouse, Task>> All { get; } = new Dictionary<string, Func<DoorHouse, Task>>
    {
        ["senior-engagement.save-card.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveCard(Guid.CreateVersion7(), null, new("見本", "", Yamaguchi, null), null, Office, ActingAs.Staff))),
        ["senior-engagement.open-proxy.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new OpenProxy(Guid.CreateVersion7(), (await PersonAsync(house)).Id, "むすめ", ProxyRelation.Family, "手伝い", Today, new PrintedCode(12).New(), Office, ActingAs.Staff, ConsentChannel.Paper))),
        ["senior-engagement.accept-proxy.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new AcceptProxy(new PrintedCode(12).New(), Office))),
        ["senior-engagement.label-opportunity.v1"] = async house =>
        {
            StepOpportunity opportunity = new() { Id = Guid.CreateVersion7(), Title = new("募集", "x"), Starts = TimeProvider.System.GetUtcNow().AddDays(1), Ends = TimeProvider.System.GetUtcNow().AddDays(2), Href = "/" };
            await StoreAsync(house, opportunity);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new LabelOpportunity(opportunity.Id, true, null, null, null, false, Office)));
        },
        ["senior-engagement.save-credit.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveCredit(Guid.CreateVersion7(), (await PersonAsync(house)).Id, "walking", "見本講座", Today, 1, Office))),
        ["senior-engagement.give-licence.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new GiveLicence((await PersonAsync(house)).Id, "walking"))),
        ["senior-engagement.save-licence-kind.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveLicenceKind(Guid.CreateVersion7().ToString("N"), "見本の資格", "Sample licence", ["walking"], 1, 12, 1, true, 0))),
        ["senior-engagement.save-course.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveCourse(Guid.CreateVersion7(), "見本講座", "", ["walking"], 1, false, Yamaguchi, true, Office))),
        ["senior-engagement.plan-course-date.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new PlanCourseDate(Guid.CreateVersion7(), await CourseAsync(house), "", Today.AddDays(2), new(9, 0), new(10, 0), "公民館", null, 5))),
        ["PUT /api/v1/senior-engagement/me/courses/{id:guid}/sign-up"] = async house =>
        {
            using var answer = await (await house.AsAsync(Roles.Resident)).Http.PutAsync($"/api/v1/senior-engagement/me/courses/{await CourseDateAsync(house)}/sign-up", null);
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("/problems/closed");
        },
        ["GET/POST /senior-engagement/me/courses/{Id:guid}"] = async house =>
            (await (await house.AsAsync(Roles.Resident)).ReadAsync($"/senior-engagement/me/courses/{await CourseDateAsync(house)}")).ShouldNotContain("\"sign-up\""),
        ["GET/POST /senior-engagement/for/{Person:guid}/courses/{Id:guid}"] = async house =>
        {
            var resident = await house.AsAsync(Roles.Resident);
            var person = Regex.Match(await resident.ReadAsync("/senior-engagement/proxies"), "/senior-engagement/for/[0-9a-f-]{36}").Value;
            (await resident.ReadAsync($"{person}/courses/{await CourseDateAsync(house)}")).ShouldNotContain("\"sign-up\"");
        },
        ["senior-engagement.offer-ride.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new OfferRide(Guid.CreateVersion7(), Guid.CreateVersion7(), Yamaguchi, "見本地区", new(8, 0), 2, false, true, "駅", "090-0000-0001", "", true, Office))),
        ["senior-engagement.ask-for-ride.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new AskForRide(Guid.CreateVersion7(), Guid.CreateVersion7(), (await PersonAsync(house)).Id, "見本地区", "見本町1-2-3", "083-933-0009", 1, false, "", Office, ActingAs.Staff))),
        ["senior-engagement.say-ride.v1"] = async house =>
        {
            var (person, activity, starts) = (await PersonAsync(house), Guid.CreateVersion7(), TimeProvider.System.GetUtcNow().AddDays(1));
            RideOffer offer = new() { Id = Guid.CreateVersion7(), ActivityId = activity, DriverId = Guid.CreateVersion7(), Starts = starts, Ends = starts.AddHours(1), Seats = 1, Key = Guid.CreateVersion7().ToString() };
            RideRequest request = new() { Id = Guid.CreateVersion7(), ActivityId = activity, HolderId = person.Id, Starts = starts, Ends = starts.AddHours(1), People = 1, Key = Guid.CreateVersion7().ToString() };
            await StoreAsync(house, offer, request);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new SayRide(offer.Id, request.Id, true, Office, ActingAs.Staff)));
        },
        ["senior-engagement.save-leader-profile.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveLeaderProfile((await PersonAsync(house)).Id, ["walking"], [], null, null, "083-933-0009", "", Today.AddMonths(1), Office, ActingAs.Staff, ConsentChannel.Counter))),
        ["senior-engagement.ask-for-leader.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new AskForLeader(
            Guid.CreateVersion7(), RequesterKind.School, "見本小学校", "見本", "083-933-0009", ["walking"], Yamaguchi, "庭", null, [new(Today.AddDays(3), new(9, 0), new(10, 0))], 5, false, false, "", true, null, new(Office, Staff: true)))),
        ["senior-engagement.ask-leader.v1"] = async house =>
        {
            var (person, starts) = (await PersonAsync(house), TimeProvider.System.GetUtcNow().AddDays(1));
            LeaderRequest request = new() { Id = Guid.CreateVersion7(), MunicipalityCode = Yamaguchi, Interests = ["walking"], Times = [new(starts, starts.AddHours(1))], State = LeaderRequestState.Open, ShownUntil = Today.AddDays(3) };
            await StoreAsync(house, request, new LeaderProfile { Id = person.Id, Interests = ["walking"], Until = Today.AddMonths(1) });
            IsClosed(await house.InvokeAsync<CommandAnswer>(new AskLeader(request.Id, person.Id)));
        },
        ["senior-engagement.save-point-rule.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SavePointRule(Guid.CreateVersion7(), null, FiscalYear.Of(Today).StartYear, "352047", new(), Today, Today))),
        ["senior-engagement.join-points.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new JoinPoints((await RuleAsync(house)).Id, Office))),
        ["senior-engagement.request-exchange.v1"] = async house =>
        {
            var rule = await RuleAsync(house);
            await StoreAsync(house, new PointMember { Id = Guid.CreateVersion7(), RuleId = rule.Id, AccountId = Office.AccountId, Name = Office.Name, JoinedOn = Today });
            IsClosed(await house.InvokeAsync<CommandAnswer>(new RequestExchange(Guid.CreateVersion7(), rule.Id, 1000, Office)));
        },
        ["senior-engagement.save-circle.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveCircle(Guid.CreateVersion7(), $"輪 {Guid.CreateVersion7()}"[..20], ["music"], Yamaguchi, null, null, true, null, Office))),
        ["senior-engagement.join-circle.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new JoinCircle((await CircleAsync(house)).Id, (await PersonAsync(house)).Id, null, Office, ActingAs.Staff))),
        ["senior-engagement.plan-circle-meeting.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new PlanCircleMeeting(Guid.CreateVersion7(), (await CircleAsync(house)).Id, Today.AddDays(1), new(9, 0), new(10, 0), "公民館", null, null, 5, Office, ActingAs.Staff))),
        ["senior-engagement.save-companion.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveCompanion((await PersonAsync(house)).Id, "はな", true, false, Office, ActingAs.Staff))),
        ["senior-engagement.ask-introduction.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new AskIntroduction((await PersonAsync(house)).Id, (await PersonAsync(house)).Id, Office, ActingAs.Staff))),
        ["senior-engagement.propose-introduction.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new ProposeIntroduction((await PersonAsync(house)).Id, (await PersonAsync(house)).Id, Office))),
        ["senior-engagement.agree-to-check-in.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new AgreeToCheckIn((await PersonAsync(house)).Id, "083-933-0000", null, Today.AddDays(9), Office, ActingAs.Staff, ConsentChannel.Phone))),
        ["senior-engagement.look-for-unseen.v1"] = async house =>
        {
            var person = await PersonAsync(house);
            await StoreAsync(house, new CheckIn { Id = person.Id, AgreedAt = TimeProvider.System.GetUtcNow().AddDays(-90), Until = Today.AddDays(9) });
            await StoreAsync(house, [.. Enumerable.Range(0, 4).Select(i => new SeenDay { Id = Guid.CreateVersion7(), HolderId = person.Id, Day = Today.AddDays(-20 - 7 * i) })]);
            (await house.InvokeAsync<Kenmin.Persistence.Jobs.BatchDone>(new LookForUnseen())).Count.ShouldBe(0);
            await using var session = house.Services.GetRequiredService<ISeniorEngagementStore>().QuerySession();
            (await session.Query<CallTask>().AnyAsync(t => t.HolderId == person.Id)).ShouldBeFalse();
        },
        ["PUT /api/v1/senior-engagement/me/meetings/{id:guid}/sign-up"] = async house =>
        {
            using var answer = await (await house.AsAsync(Roles.Resident)).Http.PutAsync($"/api/v1/senior-engagement/me/meetings/{await MeetingAsync(house)}/sign-up", null);
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("/problems/closed");
        },
        ["GET/POST /senior-engagement/me/meetings/{Id:guid}"] = async house =>
            (await (await house.AsAsync(Roles.Resident)).ReadAsync($"/senior-engagement/me/meetings/{await MeetingAsync(house)}")).ShouldNotContain("\"sign-up\""),
        ["GET/POST /senior-engagement/for/{Person:guid}/meetings/{Id:guid}"] = async house =>
        {
            var resident = await house.AsAsync(Roles.Resident);
            var person = Regex.Match(await resident.ReadAsync("/senior-engagement/proxies"), "/senior-engagement/for/[0-9a-f-]{36}").Value;
            (await resident.ReadAsync($"{person}/meetings/{await MeetingAsync(house)}")).ShouldNotContain("\"sign-up\"");
        },
    };

    private static async Task<Circle> CircleAsync(DoorHouse house)
    {
        Circle circle = new() { Id = Guid.CreateVersion7(), Name = "見本の輪", Interests = ["music"], MunicipalityCode = Yamaguchi, Key = Guid.CreateVersion7().ToString() };
        await StoreAsync(house, circle);
        return circle;
    }

    private static async Task<Guid> MeetingAsync(DoorHouse house)
    {
        CircleMeeting meeting = new() { Id = Guid.CreateVersion7(), CircleId = (await CircleAsync(house)).Id, Day = Today.AddDays(3), Start = new(9, 0), End = new(10, 0), Place = "公民館", Capacity = 5, Revision = 1 };
        await StoreAsync(house, meeting);
        await house.Services.GetRequiredService<IParticipation<ISeniorEngagementStore>>().OpenOrChangeAsync(new(Guid.CreateVersion7(), meeting.Id, new()
        {
            Label = new("集まり", "Meeting"), Capacity = 5, Starts = JapanTime.At(meeting.Day, meeting.Start), Ends = JapanTime.At(meeting.Day, meeting.End),
        }, Actor.Platform));
        return meeting.Id;
    }

    private static async Task<Guid> CourseAsync(DoorHouse house)
    {
        LeaderCourse course = new() { Id = Guid.CreateVersion7(), Name = "見本講座", Kinds = ["walking"], Credits = 1, MunicipalityCode = Yamaguchi };
        await StoreAsync(house, course);
        return course.Id;
    }

    private static async Task<Guid> CourseDateAsync(DoorHouse house)
    {
        CourseDate date = new() { Id = Guid.CreateVersion7(), CourseId = await CourseAsync(house), Day = Today.AddDays(3), Start = new(9, 0), End = new(10, 0), Place = "公民館", Capacity = 5, Revision = 1 };
        await StoreAsync(house, date);
        await house.Services.GetRequiredService<IParticipation<ISeniorEngagementStore>>().OpenOrChangeAsync(new(Guid.CreateVersion7(), date.Id, new()
        {
            Label = new("講座", "Course"), Capacity = 5, Starts = JapanTime.At(date.Day, date.Start), Ends = JapanTime.At(date.Day, date.End),
        }, Actor.Platform));
        return date.Id;
    }

    private static DateOnly Today => JapanTime.Today(TimeProvider.System);

    private static void IsClosed(CommandAnswer answer) => answer.Code.ShouldBe("closed");

    private static async Task<CardHolder> PersonAsync(DoorHouse house)
    {
        CardHolder person = new() { Id = Guid.CreateVersion7(), Number = new PrintedCode(8).New(), Name = "見本", MunicipalityCode = Yamaguchi };
        await StoreAsync(house, person);
        return person;
    }

    private static async Task<PointRule> RuleAsync(DoorHouse house)
    {
        PointRule rule = new() { Id = Guid.CreateVersion7(), Year = FiscalYear.Of(Today).StartYear, MunicipalityCode = Yamaguchi, ExchangeFrom = Today, ExchangeUntil = Today, Key = Guid.CreateVersion7().ToString() };
        await StoreAsync(house, rule);
        return rule;
    }

    private static async Task StoreAsync(DoorHouse house, params object[] documents)
    {
        await using var session = house.Services.GetRequiredService<ISeniorEngagementStore>().LightweightSession();
        session.StoreObjects(documents);
        await session.SaveChangesAsync();
    }
}
