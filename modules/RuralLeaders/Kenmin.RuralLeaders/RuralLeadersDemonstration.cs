using Kenmin.Accounts.Contracts;
using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.Participation;
using Kenmin.Programs.Contracts;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Lending;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.RuralLeaders;

/// <summary>
/// Fictional data of this module: districts and settlements of three cities with two years of figures, a course under way of last
/// spring and this one, learners with and without an account, and a registered leader.
/// </summary>
public sealed class RuralLeadersDemonstration : IDemonstrationData
{
    private static readonly Doer Office = new(DemonstrationPersonas.MunicipalStaff.Id, DemonstrationPersonas.MunicipalStaff.DisplayName);

    // Each district with its settlements: people, households and people of 65 or over.
    private static readonly (string Municipality, string Former, string District, double Latitude, double Longitude, (string Name, int People, int Households, int Over65)[] Settlements)[] Districts =
    [
        ("352039", "阿東町", "見本阿東地区", 34.36, 131.62, [("上見本", 38, 17, 25), ("中見本", 62, 26, 33), ("下見本", 4, 3, 4), ("見本谷", 21, 11, 14)]),
        ("352039", "徳地町", "見本徳地地区", 34.19, 131.67, [("東見本", 55, 23, 31), ("西見本", 47, 20, 22), ("見本奥", 9, 6, 8)]),
        ("352047", "むつみ村", "見本むつみ地区", 34.45, 131.60, [("見本台", 44, 19, 28), ("見本原", 33, 15, 17), ("見本沢", 12, 8, 11)]),
        ("352136", "秋芳町", "見本秋芳地区", 34.23, 131.30, [("見本洞", 71, 30, 36), ("見本田", 28, 13, 18)]),
    ];

    /// <inheritdoc />
    public async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IRuralLeadersStore>();
        var today = JapanTime.Today(services.GetRequiredService<TimeProvider>());
        await using var session = store.LightweightSession();
        if (await session.Query<Area>().AnyAsync(cancellationToken)) return;
        var areas = Areas(session, FiscalYear.Of(today).StartYear);
        var initiative = services.GetRequiredService<InitiativeDirectory>().Find(DemonstrationInitiatives.RuralLeaders)?.Id;
        var (course, over, coming) = Course(today, initiative);
        session.StoreObjects([course, .. over, .. coming]);
        var resident = DemonstrationPersonas.Resident;
        var leader = Paper("見本 集", 1951, areas[0].Id, "リーダー名簿（見本）");
        leader.Registration = new(course.Id, today.AddYears(-3).AddDays(20), today.AddDays(20), today.AddYears(-3).AddDays(21), 1);
        leader.Number = $"{FiscalYear.Of(leader.Registration.RegisteredOn).StartYear}-0001";
        var learner = Paper("見本 里子", 1962, areas[1].Id, "受講申込書（見本）");
        session.Store(leader, learner, new Learner { Id = resident.Id, AccountId = resident.Id, Name = resident.DisplayName, Phone = "083-933-0000", MunicipalityCode = "352039", AreaId = areas[0].Id });
        session.Store(new LeaderSerial { Id = leader.Number[..4], Last = 1 });
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var network = Networks(session, areas, today, now);
        HelpDemonstration.Add(session, areas, today, now, network, leader, learner, Office);
        await session.SaveChangesAsync(cancellationToken);

        // The engine is told directly: a demonstration has no time to wait for messages.
        var participation = services.GetRequiredService<IParticipation<IRuralLeadersStore>>();
        foreach (var held in over.Concat(coming))
            await participation.OpenOrChangeAsync(new(FactId.Of($"rural-leaders.session-places|{held.Id:N}|{held.Revision}"), held.Id, ApplySessionPlacesHandler.Terms(held, course), Actor.Platform), cancellationToken);
        foreach (var held in over)
            foreach (var person in new[] { resident.Id, learner.Id })
            {
                await participation.SignUpAsync(new(Guid.CreateVersion7(), held.Id, new ParticipantFacts(person), Actor.Staff(Office.AccountId)) { Override = new(WalkIn: true) }, cancellationToken);
                await participation.RecordAttendanceAsync(new(Guid.CreateVersion7(), held.Id, person, new AttendanceEntry.CheckIn(held.Starts), Actor.Staff(Office.AccountId)), cancellationToken);
            }

        await participation.SignUpAsync(new(Guid.CreateVersion7(), coming[0].Id, new ParticipantFacts(learner.Id), Actor.Staff(Office.AccountId)), cancellationToken);
    }

    private static List<Area> Areas(IDocumentSession session, int year)
    {
        List<Area> all = [];
        var wide = Add(AreaLevel.WideArea, "", "", "見本山間広域", null, null);
        foreach (var city in Districts.Select(d => d.Municipality).Distinct())
        {
            var living = Add(AreaLevel.LivingArea, city, "", "見本生活圏", wide.Id, null);
            foreach (var d in Districts.Where(d => d.Municipality == city))
            {
                var district = Add(AreaLevel.District, city, d.Former, d.District, living.Id, new(d.Latitude, d.Longitude));
                foreach (var ((name, people, households, over65), i) in d.Settlements.Select((s, i) => (s, i)))
                {
                    var settlement = Add(AreaLevel.Settlement, city, d.Former, name, district.Id, new(d.Latitude + 0.012 * (i - 1), d.Longitude + 0.015 * (i % 2)));
                    // The year before a few more lived there, and the old were younger.
                    Count(settlement, year, people, households, over65);
                    Count(settlement, year - 1, people + 2, households, Math.Max(0, over65 - 1));
                }
            }
        }

        session.StoreObjects(all);
        return [.. all.Where(a => a.Level == AreaLevel.Settlement)];

        Area Add(AreaLevel level, string municipality, string former, string name, Guid? parent, GeoPoint? point)
        {
            Area area = new()
            {
                Id = Guid.CreateVersion7(), Level = level, MunicipalityCode = municipality, Former = former, Name = name, ParentId = parent, Point = point,
                Key = Area.KeyOf(level, municipality, former, name),
            };
            all.Add(area);
            return area;
        }

        void Count(Area area, int of, int people, int households, int over65) => session.Store(
            new AreaFigures { Id = AreaFigures.IdOf(area.Id, of), AreaId = area.Id, Year = of, People = people, Households = households, Over65 = over65 });
    }

    // Sessions of the days before and after today, within the fiscal year of the course as far as that goes.
    private static (Course Course, List<CourseSession> Over, List<CourseSession> Coming) Course(DateOnly today, Guid? initiative)
    {
        var year = FiscalYear.Of(today);
        Course course = new()
        {
            Id = Guid.CreateVersion7(), InitiativeId = initiative, Year = year.StartYear, Name = new($"{year.ToJapanese()} 見本リーダー養成講座", $"Sample course for leaders {year}"),
            Summary = new("集落を歩き、話し合いを進め、仲間をつくることを学ぶ、見本の講座です。", "A sample course: walking the settlement, leading discussions, finding companions."),
            CreditsNeeded = 3, ValidYears = 3, RenewalCredits = 1, Published = true, Key = Curriculum.Course.KeyOf(year.StartYear, $"{year.ToJapanese()} 見本リーダー養成講座"),
        };
        CourseSession Session(string title, int days, int credits, bool compulsory) => new()
        {
            Id = Guid.CreateVersion7(), CourseId = course.Id, Title = title, Day = today.AddDays(days), Start = new(13, 30), End = new(15, 30), Place = "見本地域交流センター", MunicipalityCode = "352039",
            Capacity = 20, Credits = credits, Compulsory = compulsory, Trainers = "見本 講師", Material = "当日に配る冊子（見本）。筆記用具をお持ちください。", Revision = 1,
        };
        return (course, [Session("集落を歩いて調べる", -20, 1, true), Session("話し合いの進め方", -6, 2, false)], [Session("仲間と計画を立てる", 15, 1, false), Session("先輩リーダーの話", 29, 1, false)]);
    }

    // The resident coordinates one network, with a meeting that was and one to come, and may ask to join another.
    private static Network Networks(IDocumentSession session, List<Area> areas, DateOnly today, DateTimeOffset now)
    {
        var (me, other) = (DemonstrationPersonas.Resident, new Attendee(Guid.CreateVersion7(), "見本 仲間"));
        Network Make(string name, string purpose, JoinRule rule, params IEnumerable<(Guid Id, string Name)> members)
        {
            Network network = new() { Id = Guid.CreateVersion7(), Name = name, Key = Network.KeyOf(name), Purpose = purpose, AreaIds = [areas[0].Id, areas[1].Id], Rule = rule, FoundedAt = now.AddDays(-90) };
            foreach (var (id, who) in members) network.Join(id, who, "", now.AddDays(-90));
            return network;
        }

        var own = Make("見本草刈りネットワーク", "集落をこえて、草刈りと雪かきを助け合います（見本）。", JoinRule.Coordinator, (me.Id, me.DisplayName), (other.AccountId!.Value, other.Name));
        var voting = Make("見本山里の会", "祭りと特産品づくりを続けます（見本）。", JoinRule.Vote, (other.AccountId.Value, other.Name));
        session.Store(own, voting);
        session.Store(new Equipment { Id = Guid.CreateVersion7(), NetworkId = own.Id, Name = "刈払機（見本）", Place = "見本公民館の倉庫", Note = "混合油を入れて返します（見本）。", Shared = true });
        session.Store(new NetworkPost { Id = Guid.CreateVersion7(), NetworkId = own.Id, AccountId = other.AccountId, Name = other.Name, At = now.AddDays(-2), Text = "次の草刈りは、上の水路からはじめましょう（見本）。" });
        session.Store(new NetworkMeeting
        {
            Id = Guid.CreateVersion7(), NetworkId = own.Id, Day = today.AddDays(-14), Start = new(19, 0), Place = "見本公民館", Agenda = "夏の草刈りの分担", Minutes = "班を 2 つに分ける（見本）。",
            Attendees = [new(me.Id, me.DisplayName), other],
            Decisions = [new(Guid.CreateVersion7(), "刈払機の燃料を買う", me.Id, me.DisplayName, today.AddDays(7), null), new(Guid.CreateVersion7(), "市に重機を相談する", other.AccountId, other.Name, today.AddDays(-3), today.AddDays(-5))],
        });
        RuralWorkDemonstration.Add(session, own, voting, areas[0], today, now);
        RuralWorkDemonstration.AddPair(session, areas[0].Id, today, now);
        session.Store(new JoinRequest { Id = Guid.CreateVersion7(), NetworkId = own.Id, AccountId = Guid.CreateVersion7(), Name = "見本 新人", Message = "週末に手伝えます（見本）。", At = now.AddDays(-1), QuorumPercent = 50 });
        return own;
    }

    private static Learner Paper(string name, int birth, Guid area, string paper) => new()
    {
        Id = Guid.CreateVersion7(), Name = name, Phone = "083-933-0001", MunicipalityCode = "352039", AreaId = area, BirthYear = birth, EnteredBy = Office, Paper = paper,
    };
}
