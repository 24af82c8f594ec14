using Kenmin.Accounts.Contracts;
using Kenmin.Modularity;
using Kenmin.PlanProgress.Closing;
using Kenmin.PlanProgress.Counting;
using Kenmin.PlanProgress.Departments;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.PlanProgress.Reporting;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.PlanProgress.Demonstration;

/// <summary>
/// The promotion plan's four policies. The numbers of corporations and groups up to 2015 are as they were published; all targets, and
/// all figures of later years, are invented and say so (見本).
/// </summary>
public sealed class PlanDemonstration : IDemonstrationData
{
    private static readonly Doer Owner = new(DemonstrationPersonas.ProgramOwner.Id, DemonstrationPersonas.ProgramOwner.DisplayName);
    private static readonly Doer Administrator = new(DemonstrationPersonas.Administrator.Id, DemonstrationPersonas.Administrator.DisplayName);
    private static readonly decimal[] Corporations = [330, 354, 376, 386, 412, 417, 427, 430];
    private static readonly decimal[] Groups = [2097, 2132, 2112, 2211, 2338, 2359, 2328, 2335];

    private IServiceProvider _services = null!;
    private CancellationToken _cancellation;
    private DateTimeOffset _now;

    /// <inheritdoc />
    public async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        (_services, _cancellation, _now) = (services, cancellationToken, services.GetRequiredService<TimeProvider>().GetUtcNow());
        await using (var session = services.GetRequiredService<IPlanProgressStore>().QuerySession())
            if (await session.Query<PlanElement>().AnyAsync(cancellationToken)) return;
        var last = FiscalYear.Of(_now).Previous;

        var promotion = await DepartmentAsync("県民活動推進担当（見本）", "Citizens' activity promotion (specimen)", DemonstrationPersonas.ProgramOwner);
        var sports = await DepartmentAsync("スポーツ推進担当（見本）", "Sports promotion (specimen)", null);
        var goal = await ElementAsync(PlanLevel.Goal, null, "1", "みんなが参加する県民活動", "Everyone takes part", "だれもが自分に合った形で県民活動に参加できる県をめざします。", "A prefecture where everyone can take part in the way that suits them.");
        var understanding = await ElementAsync(PlanLevel.Policy, goal, "1", "県民活動への理解と参加の促進", "Understanding and participation", "", "");
        var organisations = await ElementAsync(PlanLevel.Policy, goal, "2", "自立した団体の活動の支援", "Organisations that stand by themselves", "", "");
        var collaboration = await ElementAsync(PlanLevel.Policy, goal, "3", "多様な主体の協働の推進", "Collaboration between all kinds of bodies", "", "");
        var needed = await ElementAsync(PlanLevel.Policy, goal, "4", "必要とされる分野での活動の促進", "More activity where the prefecture needs it", "災害、大会後のスポーツ、中山間地域、環境など。", "Disaster, sports after the festival, hilly-rural areas, environment.");
        var joining = await ElementAsync(PlanLevel.Measure, understanding, "1-1", "参加のきっかけづくり", "Ways to begin", "", "");
        var base_ = await ElementAsync(PlanLevel.Measure, organisations, "2-1", "活動の基盤づくり", "A base for organisations", "", "");
        var together = await ElementAsync(PlanLevel.Measure, collaboration, "3-1", "協働の場づくり", "Places to work together", "", "");
        var volunteers = await ElementAsync(PlanLevel.Measure, needed, "4-1", "スポーツボランティアの継続と参加", "Sports volunteers who stay and take part", "", "");

        var rate = await IndicatorAsync(new()
        {
            MeasureId = joining, Number = "1-1-1", Name = new("県民活動に参加したことがある人の割合", "Share of people who have taken part"),
            Definition = new("県民への調査で「参加したことがある」と答えた人の割合。見本の数値です。", "Share of those who say in a survey that they have taken part. Specimen figures."),
            Unit = new("％", "%"), Source = new("県民への意識調査（見本）", "Survey of residents (specimen)"), Measured = Measured.Rate, Decimals = 1,
            Baseline = 60, BaselineYear = last.StartYear - 4, DepartmentId = promotion, FromYear = last.StartYear - 4,
        });
        var absent = await IndicatorAsync(new()
        {
            MeasureId = joining, Number = "1-1-2", Name = new("「きっかけがない」と答えた人の割合", "Share of people who find no way to begin"),
            Definition = new("参加していない人のうち、「きっかけがない」と答えた人の割合。見本の数値です。", "Of those who do not take part. Specimen figures."),
            Unit = new("％", "%"), Source = new("県民への意識調査（見本）", "Survey of residents (specimen)"), Measured = Measured.Rate, Direction = Direction.Less, Decimals = 1,
            Baseline = 40, BaselineYear = last.StartYear - 4, DepartmentId = promotion, FromYear = last.StartYear - 4,
        });
        var corporations = await IndicatorAsync(new()
        {
            MeasureId = base_, Number = "2-1-1", Name = new("NPO法人の数", "NPO corporations"), Definition = new("年度末に県内で認証を受けているNPO法人の数。", "Certified NPO corporations in the prefecture at the end of the fiscal year."),
            Unit = new("法人", "corporations"), Source = new("県の集計（平成20～27年度）。目標は見本です。", "Prefecture, fiscal 2008 to 2015. Targets are specimens."), Measured = Measured.Quantity,
            Baseline = 330, BaselineYear = 2008, DepartmentId = promotion, FromYear = 2008, ToYear = 2015,
        });
        var groups = await IndicatorAsync(new()
        {
            MeasureId = together, Number = "3-1-1", Name = new("支援センターに登録した団体の数", "Groups registered at support centres"), Definition = new("年度末に県民活動支援センターなどに登録している団体の数。", "Groups registered at the support centres at the end of the fiscal year."),
            Unit = new("団体", "groups"), Source = new("県の集計（平成20～27年度）。目標は見本です。", "Prefecture, fiscal 2008 to 2015. Targets are specimens."), Measured = Measured.Quantity,
            Baseline = 2097, BaselineYear = 2008, DepartmentId = promotion, FromYear = 2008, ToYear = 2015,
        });
        (string Number, string Ja, string En, string Unit, string UnitEn, Measured Kind, string Key, decimal Target)[] counted =
        [
            ("4-1-1", "登録を続けているスポーツボランティア", "Sports volunteers who stay registered", "人", "people", Measured.DistinctPeople, "registered", 60),
            ("4-1-2", "活動に参加した人（実人数）", "Different people who took part", "人", "people", Measured.DistinctPeople, "people", 40),
            ("4-1-3", "活動への参加（延べ人数）", "Participations", "人", "participations", Measured.Participations, "participations", 50),
            ("4-1-4", "活動への申込（確定した延べ件数）", "Confirmed sign-ups", "件", "sign-ups", Measured.Participations, "sign-ups", 200),
            ("4-1-5", "活動した時間", "Hours of activity", "時間", "hours", Measured.Hours, "hours", 300),
        ];
        foreach (var c in counted)
        {
            var id = await IndicatorAsync(new()
            {
                MeasureId = volunteers, Number = c.Number, Name = new(c.Ja, c.En), Definition = new($"スポーツボランティアの記録から自動で数えます（{Measures.ShortNameOf(c.Kind).Ja}）。目標は見本です。", $"Counted from the records of sports volunteers ({Measures.ShortNameOf(c.Kind).En}). Targets are specimens."),
                Unit = new(c.Unit, c.UnitEn), Source = new("スポーツボランティアの登録・活動の記録", "Records of sports volunteers"), Measured = c.Kind, Decimals = c.Kind == Measured.Hours ? 1 : 0,
                DepartmentId = sports, FromYear = last.StartYear, CountedBy = $"sports-volunteers.{c.Key}",
            });
            await TargetAsync(id, last, c.Target);
            await TargetAsync(id, last.Next, c.Target);
        }

        // As published, up to 2015; three of the years are closed.
        for (var i = 0; i < Corporations.Length; i++)
        {
            var year = new FiscalYear(2008 + i);
            await ReportAsync(corporations, year, Corporations[i]);
            await ReportAsync(groups, year, Groups[i]);
            if (year.StartYear < 2013) continue;
            await TargetAsync(corporations, year, 400 + 10 * (year.StartYear - 2013));
            await TargetAsync(groups, year, 2300 + 50 * (year.StartYear - 2013));
        }

        for (var year = 2008; year <= 2015; year++) await SendAsync(new FreezeYear(new(year), EvenWithGaps: true, null, Administrator));

        // Invented: a survey asked in another way from the third year on, and one figure that is overdue.
        decimal[] took = [60.0m, 60.8m, 55.2m, 57.1m];
        for (var i = 0; i < took.Length; i++)
        {
            var year = new FiscalYear(last.StartYear - 4 + i);
            await TargetAsync(rate, year, 60 + i);
            await TargetAsync(absent, year, 40 - i);
            await ReportAsync(rate, year, took[i], "見本の数値です。");
            if (i != 1) await ReportAsync(absent, year, 40 - i * 1.5m, "見本の数値です。");
        }

        await TargetAsync(rate, last, 64);
        await TargetAsync(absent, last, 36);
        await SendAsync(new MarkBreak(rate, new(last.StartYear - 2), new("調査の方法が郵送から郵送とインターネットの併用に変わりました（見本）。", "The survey changed from post to post and internet (specimen)."), Administrator));
        await ReportAsync(rate, last, 61.5m, "見本の数値です。", FigureStage.Provisional);
        for (var year = last.StartYear - 4; year < last.StartYear - 1; year++) await SendAsync(new FreezeYear(new(year), EvenWithGaps: true, "見本", Administrator));
        await SendAsync(new RestateFigure(Guid.CreateVersion7(_now), rate, new(last.StartYear - 3), 60.2m, "集計に重複があったため訂正しました（見本）。", Administrator));
        foreach (var year in new[] { last, last.Next }) await SendAsync(new AskForCounts(year));
    }

    private async Task<Guid> DepartmentAsync(string ja, string en, DemonstrationPersona? reporter)
    {
        var id = Guid.CreateVersion7(_now);
        await SendAsync(new SaveDepartment(id, new(ja, en)));
        if (reporter is not null) await SendAsync(new AskToReport(id, new(reporter.Id, reporter.DisplayName), Approved: true));
        return id;
    }

    private async Task<Guid> ElementAsync(PlanLevel level, Guid? parent, string number, string ja, string en, string descriptionJa, string descriptionEn)
    {
        var id = Guid.CreateVersion7(_now);
        await SendAsync(new SavePlanElement(id, level, parent, number, new(ja, en), new(descriptionJa, descriptionEn)));
        return id;
    }

    private async Task<Guid> IndicatorAsync(Indicator indicator)
    {
        indicator.Id = Guid.CreateVersion7(_now);
        await SendAsync(new SaveIndicator(indicator));
        return indicator.Id;
    }

    private Task TargetAsync(Guid indicator, FiscalYear year, decimal target) => SendAsync(new SetTarget(indicator, year, target, Owner));

    private Task ReportAsync(Guid indicator, FiscalYear year, decimal value, string? note = null, FigureStage stage = FigureStage.Final) =>
        SendAsync(new ReportFigure(indicator, year, value, stage, note, Owner, ForAll: true));

    private async Task SendAsync(object command)
    {
        await using var scope = _services.CreateAsyncScope();
        var answer = await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<PlanAnswer>(command, _cancellation);
        if (!answer.IsDone) throw new InvalidOperationException($"The demonstration of the plan is wrong: {answer.Problem?.En}");
    }
}
