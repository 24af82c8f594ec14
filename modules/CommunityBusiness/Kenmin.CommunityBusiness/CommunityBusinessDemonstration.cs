using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Contests;
using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.Money;
using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Support.Consultations;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Support.Mentors;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness;

/// <summary>
/// Fictional ideas and businesses: the resident's own on trial with a plan whose money may run out, a draft of theirs, one from the counter
/// that is overdue, one that was stopped, one that was launched, and one of another city; organisations; calls; experts, visits that are asked for, to come and done, a consultation that the municipal staff took, and one of somebody who left; local resources and problems; grants and loans.
/// </summary>
public sealed class CommunityBusinessDemonstration : IDemonstrationData
{
    private const string Yamaguchi = "352039", Hagi = "352047";

    private static readonly Doer Office = new(DemonstrationPersonas.MunicipalStaff.Id, DemonstrationPersonas.MunicipalStaff.DisplayName);

    private static readonly Doer Program = new(DemonstrationPersonas.ProgramOwner.Id, DemonstrationPersonas.ProgramOwner.DisplayName);

    private static readonly Doer Resident = new(DemonstrationPersonas.Resident.Id, DemonstrationPersonas.Resident.DisplayName);

    private static readonly Canvas Sample = new(
        "坂の上の人が買い物に行けない（見本）", "週 2 回の移動販売（見本）", "坂の上の 40 世帯（見本）", "朝市の野菜、空いた軽トラック（見本）", "婦人会の 5 人（見本）", "回覧板と口づて（見本）", "1 回 500 円のお届け（見本）", "燃料、保険、保冷箱（見本）",
        "だれも買い物に困らない（見本）");

    /// <inheritdoc />
    public async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await using var session = services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        if (await session.Query<Venture>().AnyAsync(cancellationToken)) return;
        var (today, year, serial) = (JapanTime.DayOf(now), FiscalYear.Of(now).StartYear, 0);
        Venture Begin(string title, string municipality, Guid? owner, string name, VentureState state, int days) => new()
        {
            Id = Guid.CreateVersion7(now.AddDays(-days)), Number = string.Create(CultureInfo.InvariantCulture, $"{year}-{++serial:0000}"), Title = title, Problem = "坂の上に住む人が、買い物に行けません（見本）。", Resource = "空いた軽トラックと、朝市の野菜（見本）",
            Who = "婦人会が、坂の上の人のために（見本）", How = "週に 2 回、注文を聞いて届けます（見本）。", MunicipalityCode = municipality, Place = "見本地区", OwnerAccountId = owner, OwnerName = name, State = state, Revision = 1, BegunAt = now.AddDays(-days),
            ChangedAt = now.AddDays(-days),
        };
        void HandIn(Venture venture, int days)
        {
            venture.SetNext(VentureWork.OfficeLooks(today.AddDays(-days)));
            session.Record(venture, StepKind.Submitted, VentureStage.Idea, "", new(venture.OwnerAccountId ?? Guid.Empty, venture.OwnerName), now.AddDays(-days));
        }

        void Pass(Venture venture, int days, int due)
        {
            var rules = GateRules.First(venture.Stage + 1);
            venture.Stage = rules.To;
            venture.SetNext(new(LocalizedText.Same("試した結果をまとめる（見本）"), today.AddDays(due), NextSide.Team, Office.AccountId));
            var step = session.Record(venture, StepKind.Passed, venture.Stage - 1, "困っている人の声がよく集まっています（見本）。", Office, now.AddDays(-days),
                new(1, [.. rules.Criteria.Select(c => new JudgedCriterion(c.Text, c.Required, c.Required))], rules.NeedsPlan ? 1 : null));
            session.PassGate(venture.Id, venture.Stage, step.Id);
            if (venture.Stage != VentureStage.Launch) return;
            FollowUp.Plan(session, venture.Id, today.AddDays(-days));
            session.Store(new BusinessPlan { Id = venture.Id, Canvas = Sample, Revision = 1, Versions = 1, VersionOf = 1, ChangedAt = now.AddDays(-days), ChangedBy = Office });
            session.Insert(new PlanVersion { Id = PlanVersion.IdOf(venture.Id, 1), VentureId = venture.Id, Number = 1, Note = "審査に出した版（見本）", Canvas = Sample, At = now.AddDays(-days), By = Office });
        }

        var own = Begin("坂の上の移動販売（見本）", Yamaguchi, Resident.AccountId, Resident.Name, VentureState.Active, 120);
        own.InitiativeId = services.GetRequiredService<InitiativeDirectory>().Find(DemonstrationInitiatives.RuralLeaders)?.Id;
        own.Field = BusinessField.Shopping;
        own.Team.Add(new(Guid.CreateVersion7(now), "見本 仲間子", today.AddDays(-80)));
        HandIn(own, 120);
        Pass(own, 100, 20);
        Plan(session, own, today, now);
        OrganisationDemonstration.Seed(session, own, Resident, Office, Hagi, now);
        var draft = Begin("空き家の集い場（見本）", Yamaguchi, Resident.AccountId, Resident.Name, VentureState.Draft, 2);
        session.Store(draft);
        var brought = Begin("川の渡し舟の再開（見本）", Yamaguchi, null, "見本 窓口郎", VentureState.Active, 30);
        (brought.Contact, brought.CodeHash) = (new("見本 窓口郎", "083-933-0005", ""), Venture.HashOf(Venture.Codes.New()));
        HandIn(brought, 30);
        var stopped = Begin("棚田のカフェ（見本）", Yamaguchi, null, "見本 休子", VentureState.Active, 200);
        (stopped.Contact, stopped.CodeHash) = (new("見本 休子", "", "yasuko@mihon.example.jp"), Venture.HashOf(Venture.Codes.New()));
        HandIn(stopped, 200);
        stopped.State = VentureState.Stopped;
        stopped.SetNext(VentureWork.AskAgain(today.AddDays(-60)));
        session.Record(stopped, StepKind.Stopped, VentureStage.Idea, "担い手が休むため（見本）。", Office, now.AddDays(-60));
        var other = Begin("夏みかんの菓子（見本）", Hagi, null, "見本 萩菓", VentureState.Active, 400);
        (other.Contact, other.CodeHash) = (new("見本 萩菓", "0838-25-0001", ""), Venture.HashOf(Venture.Codes.New()));
        HandIn(other, 400);
        Pass(other, 370, -300);
        Pass(other, 200, 40);
        var launched = Begin("夕暮れの惣菜（見本）", Yamaguchi, Resident.AccountId, Resident.Name, VentureState.Active, 500);
        HandIn(launched, 500);
        Pass(launched, 480, -400);
        Pass(launched, 200, 45);
        await ContestDemonstration.SeedAsync(session, own, other, launched, services.GetRequiredService<InitiativeDirectory>().Find(DemonstrationInitiatives.RuralLeaders)?.Id, Resident, Program, now, cancellationToken);
        PublicityDemonstration.Seed(session, own, launched, stopped, other, Resident, Office, now);
        await SupportAsync(session, own, other, today, now, cancellationToken);
        ResourceDemonstration.Seed(session, own, other, launched, Resident, Office, now);
        await MoneyDemonstration.SeedAsync(session, own, launched, other, Resident, Office, Program, now, cancellationToken);
        session.Store(new VentureSerial { Id = year.ToString(CultureInfo.InvariantCulture), Last = serial });
        await session.SaveChangesAsync(cancellationToken);
    }

    // The resident is an expert too, who goes to the other city.
    private static async Task SupportAsync(IDocumentSession session, Venture own, Venture other, DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Expert Of(string name, Guid? account, string[] places, ExpertField[] fields, ListingPurpose purpose, int until) => new()
        {
            Id = Guid.CreateVersion7(now), AccountId = account, Name = name, Introduction = "地域の店を手伝ってきました（見本）。", Phone = "083-933-0006", Fields = [.. fields], Municipalities = [.. places], MinutesAMonth = 480, ConfirmedBy = Office, Revision = 2,
            Consent = new(purpose, today.AddDays(-60), today.AddDays(until), account is null ? "同意書を受け取った（見本）" : "", account is null ? Office : Resident), ChangedAt = now, ChangedBy = account is null ? Office : Resident,
        };
        var (sales, books) = (Of("見本 売子", null, [Yamaguchi, Hagi], [ExpertField.Sales, ExpertField.Products], ListingPurpose.Teams, 300), Of("見本 簿記男", null, [Yamaguchi], [ExpertField.Accounting, ExpertField.Finance], ListingPurpose.Matching, 200));
        var (mine, ended) = (Of(Resident.Name, Resident.AccountId, [Hagi], [ExpertField.Community], ListingPurpose.Teams, 365), Of("見本 期限郎", null, [Yamaguchi], [ExpertField.Digital], ListingPurpose.Matching, -5));
        session.Store(sales, books, mine, ended);
        foreach (var year in new[] { FiscalYear.Of(today.AddDays(-20)), FiscalYear.Of(today.AddDays(10)) }.Distinct())
        {
            await session.GrantAsync(year.StartYear, Yamaguchi, 60 * 60, cancellationToken);
            await session.GrantAsync(year.StartYear, Hagi, 30 * 60, cancellationToken);
            await session.GrantAsync(year.StartYear, HoursBook.Prefecture, 200 * 60, cancellationToken);
        }

        Dispatch Ask(Venture venture, ExpertField field, string need, int days) => new()
        {
            Id = Guid.CreateVersion7(now), VentureId = venture.Id, MunicipalityCode = venture.MunicipalityCode, Fields = [field], Minutes = 120, WishedOn = today.AddDays(days), Need = need, RequestedAt = now.AddDays(-40),
            RequestedBy = new(venture.OwnerAccountId ?? Guid.Empty, venture.OwnerName),
        };
        async Task ApproveAsync(Dispatch dispatch, Expert expert, ExpertLoad load)
        {
            await session.ReserveAsync(dispatch.Id, FiscalYear.Of(dispatch.WishedOn).StartYear, dispatch.MunicipalityCode, dispatch.Minutes, cancellationToken);
            (dispatch.State, dispatch.ExpertId) = (DispatchState.Approved, expert.Id);
            dispatch.Approval = new(dispatch.Minutes, dispatch.WishedOn, dispatch.MunicipalityCode, ExpertMatching.Match(expert, new(dispatch.Fields, dispatch.MunicipalityCode, dispatch.Minutes, dispatch.WishedOn, []), load).Reasons, now.AddDays(-30), Office);
        }

        var (asked, coming, done) = (Ask(own, ExpertField.Sales, "値段の決め方を教えてほしい（見本）。", 14), Ask(other, ExpertField.Community, "近所の人に仲間になってもらいたい（見本）。", 10), Ask(own, ExpertField.Accounting, "帳簿のつけ方を習いたい（見本）。", -20));
        await ApproveAsync(coming, mine, ExpertLoad.Nothing);
        await ApproveAsync(done, books, ExpertLoad.Nothing);
        await session.SettleAsync(done.Id, 90, cancellationToken);
        (done.State, done.Report) = (DispatchState.Reported, new(done.WishedOn, 90, "帳簿をいっしょにつけた（見本）。", "月に一度、見直す（見本）。", now.AddDays(-19), Office));
        session.Store(asked, coming, done);
        session.Store(new Mentorship
        {
            Id = Guid.CreateVersion7(now), VentureId = other.Id, MunicipalityCode = other.MunicipalityCode, ExpertId = mine.Id, State = MentorState.Agreed, TeamAgreedAt = now.AddDays(-9), MentorAgreedAt = now.AddDays(-8), Message = "月に一度、話を聞いてください（見本）。", At = now.AddDays(-9),
            ProposedBy = Office, Notes = [new(Guid.CreateVersion7(now), today.AddDays(-3), "試食会の準備を話した（見本）。", now.AddDays(-3), Resident)],
        });
        session.Store(new ConsultationCase
        {
            Id = Guid.CreateVersion7(now), MunicipalityCode = Yamaguchi, Field = ExpertField.Finance, Person = "見本 来子", Contact = "083-933-0007", OpenedOn = today.AddDays(-7), Readers = [new(Office.AccountId, Office.Name, ReaderReason.Opened, now.AddDays(-7), Office)],
            Entries = [new(Guid.CreateVersion7(now), today.AddDays(-7), "店を始める資金について聞かれた（見本）。", now.AddDays(-7), Office)],
            Referrals = [new(Guid.CreateVersion7(now), ReferralTarget.SupportCentre, "見本支援センター", "開業資金の相談（見本）", now.AddDays(-6), Office)],
        });
        session.Store(new ConsultationCase
        {
            Id = Guid.CreateVersion7(now), MunicipalityCode = Yamaguchi, Field = ExpertField.Permits, Person = "見本 継子", Contact = "083-933-0008", OpenedOn = today.AddDays(-90),
            Entries = [new(Guid.CreateVersion7(now), today.AddDays(-90), "加工場の許可について聞かれた（見本）。", now.AddDays(-90), new(Guid.Empty, "（削除済み）"))],
        });
    }

    // It sells less than planned, so that the forecast warns.
    private static void Plan(IDocumentSession session, Venture venture, DateOnly today, DateTimeOffset now)
    {
        var first = new DateOnly(today.Year, today.Month, 1).AddMonths(-3);
        static long[] Same(long value) => [.. Enumerable.Repeat(value, CashPlan.Length)];
        static long[] Once(int month, long value) => [.. Enumerable.Range(0, CashPlan.Length).Select(i => i == month ? value : 0)];
        CashScenario Of(long quantity) => new(150_000,
        [
            new(Guid.CreateVersion7(now), CashKind.Income, "お届け（見本）", 500, 0, Same(quantity)), new(Guid.CreateVersion7(now), CashKind.VariableCost, "仕入れ（見本）", 0, 4_000, Same(0)),
            new(Guid.CreateVersion7(now), CashKind.FixedCost, "燃料と保険（見本）", 0, 0, Same(30_000)), new(Guid.CreateVersion7(now), CashKind.Investment, "保冷箱（見本）", 0, 0, Once(0, 120_000)),
            new(Guid.CreateVersion7(now), CashKind.Grant, "はじめの補助（見本）", 0, 0, Once(2, 60_000)),
        ]);
        CashPlan cash = new(first, Of(90), Of(120), Of(150));
        BusinessPlan plan = new() { Id = venture.Id, Canvas = Sample, Cash = cash, Revision = 2, Versions = 2, VersionOf = 2, ChangedAt = now.AddDays(-5), ChangedBy = Resident };
        foreach (var (number, days, text, note) in new[] { (1, 90, Sample with { Earnings = "1 回 300 円のお届け（見本）" }, "はじめの版（見本）"), (2, 5, Sample, "値段を見直した（見本）") })
            session.Insert(new PlanVersion { Id = PlanVersion.IdOf(venture.Id, number), VentureId = venture.Id, Number = number, Note = note, Canvas = text, Cash = cash, At = now.AddDays(-days), By = Resident });
        for (var i = 0; i < 3; i++)
            session.Store(new ActualMonth
            {
                Id = ActualMonth.IdOf(venture.Id, first.AddMonths(i)), VentureId = venture.Id, Month = first.AddMonths(i), Amounts = new(35_000, 14_000, 30_000, i == 0 ? 120_000 : 0, 0, 0, i == 2 ? 60_000 : 0), At = now.AddDays(-4), By = Resident,
            });
        var view = CashForecast.Of(cash.Expected, Enumerable.Range(0, 3).ToDictionary(i => i, i => new MonthAmounts(35_000, 14_000, 30_000, i == 0 ? 120_000 : 0, 0, 0, i == 2 ? 60_000 : 0)));
        if (view.Alarm) plan.Alarm = new(now.AddDays(-4), cash.Month(view.Forecast.RunsOut!.Value), view.Forecast.BreakEven is { } turn ? cash.Month(turn) : null, null, "");
        session.Store(plan);
    }
}
