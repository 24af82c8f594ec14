using System.Net;
using System.Net.Http.Json;
using Kenmin.Modularity.Access;
using Kenmin.Pictures;
using Kenmin.RuralLeaders;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Board;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.Exchange;
using Kenmin.RuralLeaders.Incorporation;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Lending;
using Kenmin.RuralLeaders.Mentoring;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Plans;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Host.Tests.Doors;

/// <summary>The doors of hilly-rural leaders, on a course and people that each scenario makes for itself. See <see cref="DoorScenarios"/>.</summary>
internal static class RuralLeadersDoors
{
    private const string Yamaguchi = "352039";

    public static IReadOnlyDictionary<string, Func<DoorHouse, Task>> All { get; } = new Dictionary<string, Func<DoorHouse, Task>>
    {
        ["rural-leaders.save-course.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveCourse(Guid.CreateVersion7(), null, FiscalYear.Of(Today).StartYear, new("閉まった講座", ""), new("", ""), 1, 1, 0))),
        ["rural-leaders.publish-course.v1"] = async house =>
            IsClosed(await house.InvokeAsync<CommandAnswer>(new PublishCourse((await MakeAsync(house, published: false)).Course.Id, true))),
        ["rural-leaders.save-session.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveSession(
            Guid.CreateVersion7(), (await MakeAsync(house)).Course.Id, "回", Today, new(9, 0), new(10, 0), "館", Yamaguchi, 5, 1, false, "", ""))),
        ["rural-leaders.save-learner.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveLearner(Guid.CreateVersion7(), null, "見本", "083-933-0000", Yamaguchi, null, null, "申込書", new(Guid.CreateVersion7(), "見本")))),
        ["POST /api/v1/rural-leaders/sessions/{id:guid}/sign-ups"] = async house =>
        {
            var (_, session) = await MakeAsync(house);
            using var answer = await (await house.AsAsync(Roles.Resident)).Http.PostAsJsonAsync($"/api/v1/rural-leaders/sessions/{session.Id}/sign-ups", new { commandId = Guid.CreateVersion7() });
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("/problems/closed");
        },
        // Without places of the engine the page is not there at all, which closes it as well.
        ["GET/POST /rural-leaders/sessions/{Id:guid}/sign-up"] = async house =>
        {
            var (_, session) = await MakeAsync(house);
            using var answer = await (await house.AsAsync(Roles.Resident)).GetAsync($"/rural-leaders/sessions/{session.Id}/sign-up");
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("name=\"Input.CommandId\"");
        },
        ["rural-leaders.register-leader.v1"] = async house =>
        {
            var (course, _) = await MakeAsync(house);
            var person = await PersonAsync(house, null);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new RegisterLeader(person, course.Id)));
        },
        ["rural-leaders.renew-leader.v1"] = async house =>
        {
            var (course, _) = await MakeAsync(house);
            var person = await PersonAsync(house, new(course.Id, Today.AddYears(-1), Today.AddDays(1), Today.AddYears(-1), 1));
            IsClosed(await house.InvokeAsync<CommandAnswer>(new RenewLeader(person)));
        },
        ["rural-leaders.save-network.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveNetwork(Guid.CreateVersion7(), "閉まった網", "目的", [Guid.CreateVersion7()], JoinRule.Coordinator, 50, Guid.CreateVersion7()))),
        ["rural-leaders.ask-to-join.v1"] = async house =>
            IsClosed(await house.InvokeAsync<CommandAnswer>(new AskToJoin((await NetworkAsync(house)).Id, Guid.CreateVersion7(), "見本", "", "よろしく"))),
        ["rural-leaders.write-post.v1"] = async house =>
        {
            var network = await NetworkAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new WritePost(Guid.CreateVersion7(), network.Id, "書く", network.Members[0].AccountId)));
        },
        ["rural-leaders.save-equipment.v1"] = async house =>
        {
            var network = await NetworkAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveEquipment(Guid.CreateVersion7(), network.Id, "刈払機", "倉庫", "", false, false, network.Members[0].AccountId)));
        },
        ["rural-leaders.book-equipment.v1"] = async house =>
        {
            var network = await NetworkAsync(house);
            Equipment thing = new() { Id = Guid.CreateVersion7(), NetworkId = network.Id, Name = "刈払機", Place = "倉庫" };
            await StoreAsync(house, thing);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new BookEquipment(Guid.CreateVersion7(), thing.Id, Today, Today, network.Members[0].AccountId)));
        },
        ["rural-leaders.ask-for-help.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new AskForHelp(
            Guid.CreateVersion7(), Guid.CreateVersion7(), null, HelpKind.Grass, Guid.CreateVersion7(), Today.AddDays(9), null, new(9, 0), new(12, 0), 1, [], [], "草刈り", "館", false, null))),
        ["rural-leaders.offer-help.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new OfferHelp(
            Guid.CreateVersion7(), Guid.CreateVersion7(), HelpOfferKind.Person, null, null, [HelpKind.Grass], [], null, Guid.CreateVersion7(), [DayOfWeek.Sunday], 30, 3, Today.AddDays(90), null))),
        ["rural-leaders.volunteer-for-help.v1"] = async house =>
            IsClosed(await house.InvokeAsync<CommandAnswer>(new VolunteerForHelp(Guid.CreateVersion7(), (await HelpAsync(house)).Request, Guid.CreateVersion7(), Today.AddDays(9)))),
        ["rural-leaders.propose-help.v1"] = async house =>
        {
            var (request, _) = await HelpAsync(house);
            (await house.InvokeAsync<HelpProposed>(new ProposeHelp())).Closed.ShouldBeTrue();
            await using var session = house.Services.GetRequiredService<IRuralLeadersStore>().QuerySession();
            (await session.Query<HelpMatch>().CountAsync(m => m.RequestId == request)).ShouldBe(0);
        },
        ["rural-leaders.add-board-file.v1"] = async house =>
        {
            var network = await NetworkAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new AddBoardFile(Guid.CreateVersion7(), network.Id, "資料.pdf", "", new(SentFileKind.Pdf, [1]), network.Members[0].AccountId)));
        },
        ["rural-leaders.share-note.v1"] = async house =>
        {
            var (network, other) = (await NetworkAsync(house), await NetworkAsync(house));
            IsClosed(await house.InvokeAsync<CommandAnswer>(new ShareNote(Guid.CreateVersion7(), network.Id, "祭りに来てください", [other.Id], network.Members[0].AccountId)));
        },
        ["rural-leaders.save-plan.v1"] = async house =>
        {
            var network = await NetworkAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new SavePlan(Guid.CreateVersion7(), network.Id, null, "閉まった計画", "", false, network.Members[0].AccountId)));
        },
        ["rural-leaders.save-plan-draft.v1"] = async house =>
        {
            var (plan, officer) = await PlanAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new SavePlanDraft(plan, 0, "今", "夢", "策", officer)));
        },
        ["rural-leaders.save-plan-action.v1"] = async house =>
        {
            var (plan, officer) = await PlanAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new SavePlanAction(plan, Guid.CreateVersion7(), "する", officer, Today, officer)));
        },
        ["rural-leaders.save-mentor-offer.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveMentorOffer(Guid.CreateVersion7(), "相談", 1, true))),
        ["rural-leaders.ask-mentor.v1"] = async house =>
        {
            var leader = await PersonAsync(house, new(Guid.CreateVersion7(), Today.AddYears(-1), Today.AddYears(1), Today.AddYears(-1), 1));
            await StoreAsync(house, new MentorOffer { Id = leader, Name = "見本", About = "相談", Places = 1, Open = true });
            IsClosed(await house.InvokeAsync<CommandAnswer>(new AskMentor(Guid.CreateVersion7(), leader, "お願いします", Guid.CreateVersion7(), "見本")));
        },
        ["rural-leaders.save-visit.v1"] = async house =>
        {
            var network = await NetworkAsync(house);
            network.AreaIds = [await AreaAsync(house)];
            await StoreAsync(house, network);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveVisit(Guid.CreateVersion7(), network.Id, network.AreaIds[0], "視察", Today.AddDays(2), new(10, 0), "館", "歩く", 5, network.Members[0].AccountId)));
        },
        ["rural-leaders.join-visit.v1"] = async house =>
        {
            var (host, guest) = (await NetworkAsync(house), await NetworkAsync(house));
            AreaVisit visit = new() { Id = Guid.CreateVersion7(), NetworkId = host.Id, Title = "視察", Day = Today.AddDays(2), Start = new(10, 0), Capacity = 5 };
            await StoreAsync(house, visit);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new JoinVisit(visit.Id, guest.Id, 2, guest.Members[0].AccountId)));
        },
        ["rural-leaders.save-incorporation.v1"] = async house =>
        {
            var network = await NetworkAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveIncorporation(Guid.CreateVersion7(), network.Id, "閉まった法人", [5], 10, 3, 1, 0, network.Members[0].AccountId)));
        },
        ["rural-leaders.plan-meeting.v1"] = async house =>
        {
            var network = await NetworkAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new PlanMeeting(Guid.CreateVersion7(), network.Id, Today, new(19, 0), "館", "議題", network.Members[0].AccountId)));
        },
    };

    private static DateOnly Today => JapanTime.Today(TimeProvider.System);

    private static void IsClosed(CommandAnswer answer) => answer.Code.ShouldBe("closed");

    private static async Task<(Course Course, CourseSession Session)> MakeAsync(DoorHouse house, bool published = true)
    {
        var id = Guid.CreateVersion7();
        Course course = new()
        {
            Id = id, Year = FiscalYear.Of(Today).StartYear, Name = new($"見本{id}", "Sample"), CreditsNeeded = 1, ValidYears = 1, RenewalCredits = 0, Published = published, Key = id.ToString(),
        };
        CourseSession session = new()
        {
            Id = id, CourseId = id, Title = "回", Day = Today.AddDays(1), Start = new(9, 0), End = new(10, 0), Place = "館", MunicipalityCode = Yamaguchi, Capacity = 5, Credits = 1, Revision = 1,
        };
        await StoreAsync(house, course, session);
        return (course, session);
    }

    private static async Task<Guid> PersonAsync(DoorHouse house, LeaderRegistration? registration)
    {
        Learner person = new()
        {
            Id = Guid.CreateVersion7(), Name = "見本", Phone = "083-933-0000", MunicipalityCode = Yamaguchi, Registration = registration, Number = registration is null ? null : Guid.CreateVersion7().ToString(),
        };
        await StoreAsync(house, person);
        return person.Id;
    }

    private static async Task<Network> NetworkAsync(DoorHouse house)
    {
        Network network = new() { Id = Guid.CreateVersion7(), Name = "見本", Purpose = "目的", FoundedAt = TimeProvider.System.GetUtcNow(), Members = [new(Guid.CreateVersion7(), "見本", "", NetworkRole.Coordinator, DateTimeOffset.UnixEpoch)] };
        network.Key = network.Id.ToString();
        await StoreAsync(house, network);
        return network;
    }

    // A request and an offer that would fit.
    private static async Task<(Guid Request, Guid Offer)> HelpAsync(DoorHouse house)
    {
        HelpRequest request = new()
        {
            Id = Guid.CreateVersion7(), PersonId = Guid.CreateVersion7(), Kind = HelpKind.Grass, MunicipalityCode = Yamaguchi, From = Today.AddDays(9), Until = Today.AddDays(9), Start = new(9, 0), End = new(12, 0), People = 1, Public = true,
        };
        HelpOffer offer = new()
        {
            Id = Guid.CreateVersion7(), PersonId = Guid.CreateVersion7(), Jobs = [HelpKind.Grass], MunicipalityCode = Yamaguchi, Days = [.. Enum.GetValues<DayOfWeek>()], Minutes = 60, TimesAYear = 3, Until = Today.AddDays(90),
        };
        await StoreAsync(house, request, offer);
        return (request.Id, offer.Id);
    }

    private static async Task<(Guid Plan, Guid Officer)> PlanAsync(DoorHouse house)
    {
        var network = await NetworkAsync(house);
        VillagePlan plan = new() { Id = Guid.CreateVersion7(), NetworkId = network.Id, Title = "計画" };
        await StoreAsync(house, plan);
        return (plan.Id, network.Members[0].AccountId);
    }

    private static async Task<Guid> AreaAsync(DoorHouse house)
    {
        Area area = new() { Id = Guid.CreateVersion7(), Name = "見本", MunicipalityCode = Yamaguchi };
        area.Key = area.Id.ToString();
        await StoreAsync(house, area);
        return area.Id;
    }

    private static async Task StoreAsync(DoorHouse house, params object[] documents)
    {
        await using var session = house.Services.GetRequiredService<IRuralLeadersStore>().LightweightSession();
        session.StoreObjects(documents);
        await session.SaveChangesAsync();
    }
}
