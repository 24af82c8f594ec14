using Kenmin.Accounts.Contracts;
using Kenmin.Pictures;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Board;
using Kenmin.RuralLeaders.Incorporation;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Mentoring;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Plans;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.RuralLeaders;

/// <summary>Fictional plans, pairs, visits and a way to a corporation, for the networks of <see cref="RuralLeadersDemonstration"/>.</summary>
internal static class RuralWorkDemonstration
{
    public static void Add(IDocumentSession session, Network own, Network other, Area area, DateOnly today, DateTimeOffset now)
    {
        var me = new Attendee(own.Members[0].AccountId, own.Members[0].Name);
        var friend = new Attendee(own.Members[1].AccountId, own.Members[1].Name);
        Plan(session, own, me, friend, area, today, now);
        Visits(session, own, other, me, area, today, now);
        IncorporationCase found = new()
        {
            Id = Guid.CreateVersion7(), NetworkId = own.Id, Name = "見本草刈りの会", Fields = [3, 5, 7], Members = 12, Directors = 3, Auditors = 1, BegunAt = now.AddDays(-60),
        };
        foreach (var (key, days) in new[] { (StepKey.Promoters, -50), (StepKey.GeneralMeeting, -20), (StepKey.Application, -7) }) found.Of(key).DoneOn = today.AddDays(days);
        found.Of(StepKey.Application).Papers = [.. StepRule.Of(StepKey.Application).Papers.Select(p => p.Key)];
        found.Of(StepKey.Registration).Owner = friend;
        found.SetNextReminder();
        session.Store(found);
        session.Store(new Exchange.SharedNote
        {
            Id = Guid.CreateVersion7(), NetworkId = other.Id, NetworkName = other.Name, Text = "来月の朝市に、いっしょに店を出しませんか（見本）。", At = now.AddDays(-4), By = friend,
            Targets = [new(own.Id, own.Name, Exchange.ShareState.Offered, null)],
        });
        var paper = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8.ToArray();
        session.StoreFile(new() { Id = Guid.CreateVersion7(), NetworkId = own.Id, Name = "草刈り当番表（見本）.pdf", Kind = SentFileKind.Pdf, Size = paper.Length, Note = "夏の当番（見本。白紙です）", By = friend, At = now.AddDays(-1) }, paper);
    }

    private static void Plan(IDocumentSession session, Network own, Attendee me, Attendee friend, Area area, DateOnly today, DateTimeOffset now)
    {
        PlanText first = new("住む人が減り、草刈りの人手が足りません（見本）。", "十年後も祭りを続ける集落（見本）", "草刈りの当番を決める（見本）。\n空き家を調べる（見本）。");
        VillagePlan plan = new()
        {
            Id = Guid.CreateVersion7(), NetworkId = own.Id, AreaId = area.Id, Title = "上見本の夢プラン（見本）", Summary = "十年後も祭りを続けるために、草刈りと空き家に取り組みます（見本）。", IsPublic = true, Versions = 2,
            AdoptedOn = today.AddDays(-40), Draft = new(3, first with { Measures = first.Measures + "\n学生の手伝いを受け入れる（見本）。" }, now.AddDays(-3), me),
        };
        PlanAction Action(string text, Attendee who, int days, ActionState state) =>
            new PlanAction(Guid.CreateVersion7(), text, who.AccountId, who.Name, today.AddDays(days), ActionState.Open, [new(ActionState.Open, today.AddDays(-60), "", me)], DueReminder.None).Move(state, today.AddDays(-10), "", who);
        plan.Actions = [Action("草刈りの当番表を作る", me, 20, ActionState.UnderWay), Action("空き家を数える", friend, -5, ActionState.UnderWay), Action("祭りの道具を直す", friend, -20, ActionState.Done)];
        plan.Reviews.Add(new(FiscalYear.Of(today.AddDays(-30)).StartYear, "草刈りを二班に分けました（見本）。", "空き家の調べを急ぎます（見本）。", today.AddDays(-30), me));
        plan.SetReviewDue();
        session.Store(plan);
        foreach (var (number, days, text) in new[] { (1, -400, first with { Measures = "草刈りの当番を決める（見本）。" }), (2, -40, first) })
            session.Insert(new PlanVersion
            {
                Id = PlanVersion.IdOf(plan.Id, number), PlanId = plan.Id, Number = number, Revision = number, Text = text, AdoptedOn = today.AddDays(days), DecidedAt = "見本集落の総会", AdoptedBy = me,
                Actions = number == 1 ? [] : [.. plan.Actions.Select(a => new VersionAction(a.Text, a.OwnerId, a.OwnerName, a.DueOn, ActionState.Open))],
            });
    }

    private static void Visits(IDocumentSession session, Network own, Network other, Attendee me, Area area, DateOnly today, DateTimeOffset now)
    {
        AreaVisit Visit(Network host, string title, int days, params IEnumerable<VisitParty> parties) => new()
        {
            Id = Guid.CreateVersion7(), NetworkId = host.Id, AreaId = area.Id, Title = title, Day = today.AddDays(days), Start = new(10, 0), Place = "見本公民館", Programme = "棚田を歩き、当番表の作り方を聞きます（見本）。", Capacity = 15,
            Parties = [.. parties],
        };
        var over = Visit(own, "見本棚田の視察", -25, new VisitParty(other.Id, other.Name, 4, new(other.Members[0].AccountId, other.Members[0].Name)));
        over.Reports.Add(new(own.Id, own.Name, "来てくださった人の問いから、当番の無理に気づきました（見本）。", true, me, now.AddDays(-20)));
        session.Store(over, Visit(other, "見本朝市の視察", 18));
    }

    /// <summary>A leader who is ready, and a pair with the resident; the leader entered here has an account that nobody signs in to.</summary>
    public static void AddPair(IDocumentSession session, Guid area, DateOnly today, DateTimeOffset now)
    {
        var resident = DemonstrationPersonas.Resident;
        Learner leader = new()
        {
            Id = Guid.CreateVersion7(), Name = "見本 先輩", Phone = "083-933-0002", MunicipalityCode = "352039", AreaId = area, BirthYear = 1956,
            Registration = new(Guid.CreateVersion7(), today.AddYears(-1), today.AddYears(2), today.AddYears(-1), 1), Number = $"{FiscalYear.Of(today.AddYears(-1)).StartYear}-0007",
        };
        leader.AccountId = leader.Id;
        session.Store(leader);
        session.Store(new MentorOffer { Id = leader.Id, Name = leader.Name, About = "話し合いの進め方と、補助金の申請（見本）", MunicipalityCode = "352039", Places = 3, Open = true });
        session.Store(new MentorPair
        {
            Id = Guid.CreateVersion7(), Mentor = new(leader.Id, leader.Name), Mentee = new(resident.Id, resident.DisplayName), MunicipalityCode = "352039", Message = "会合の進め方を教えてください（見本）。",
            State = PairState.Agreed, AskedAt = now.AddDays(-40), AnsweredAt = now.AddDays(-39), Goals = [new(Guid.CreateVersion7(), "若い人が話せる会合にする", GoalState.Open, today.AddDays(-30))],
            Reports = [new(Guid.CreateVersion7(), today.AddDays(-15), "次の会合では、先に若い人に聞くことにしました（見本）。", new(leader.Id, leader.Name))],
            Concerns = [new(Guid.CreateVersion7(), leader.Id, "会う日がなかなか決まりません（見本）。", now.AddDays(-2), "", null, null)],
        });
    }
}
