using System.Text;
using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Pictures;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>Fictional grants and loans: a draft, one to be recommended, one that was granted with a condition, one that is to be paid back in part, and a loan in another city.</summary>
internal static class MoneyDemonstration
{
    // The smallest that is a PDF: one blank page.
    private static readonly byte[] Blank = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    public static async Task SeedAsync(IDocumentSession session, Venture own, Venture launched, Venture elsewhere, Doer resident, Doer office, Doer program, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = JapanTime.DayOf(now);
        MoneyOffer Offer(string ja, string en, MoneyTerms terms, int opens, int closes, VentureStage[] stages) => new()
        {
            Id = Guid.CreateVersion7(now.AddDays(opens)), Name = new(ja, en), Giver = terms.Kind == MoneyKind.Grant ? "見本県" : "見本信用金庫", About = new("備品と車両の費用。家賃は対象になりません（見本）。", "Equipment and vehicles, no rent (sample)."), Terms = terms, Stages = [.. stages],
            OpensOn = today.AddDays(opens), ClosesOn = today.AddDays(closes), Revision = 1, ChangedAt = now.AddDays(opens), ChangedBy = program,
        };
        var step = Offer("はじめの一歩補助金（見本）", "First step grant (sample)", new(MoneyKind.Grant, 500_000, 500, 0, true, ["見積書", "収支の見込み"]), -60, 90, [VentureStage.Trial, VentureStage.Launch]);
        var loan = Offer("地域の事業ローン（見本）", "Local business loan (sample)", new(MoneyKind.Loan, 3_000_000, 1000, 36, false, ["本人を確認できる書類の写し"]), -60, 120, []);
        var former = Offer("設備の補助金（見本・受付終了）", "Equipment grant (sample, closed)", new(MoneyKind.Grant, 1_000_000, 666, 0, false, []), -400, -200, []);
        session.Store(step, loan, former);
        foreach (var offer in new[] { step, loan, former })
            foreach (var year in new[] { FiscalYear.Of(today.AddDays(-380)), FiscalYear.Of(today.AddDays(-200)), FiscalYear.Of(today.AddDays(-40)), FiscalYear.Of(today) }.Distinct()) await session.SetMoneyAsync(offer.Id, year.StartYear, offer == loan ? 20_000_000 : 3_000_000, cancellationToken);

        MoneyApplication Begin(MoneyOffer offer, Venture venture, Doer by, int days, string purpose, long yen, long own, params BudgetLine[] lines) => new()
        {
            Id = Guid.CreateVersion7(now.AddDays(-days)), OfferId = offer.Id, OfferName = offer.Name, Terms = offer.Terms, VentureId = venture.Id, VentureTitle = venture.Title, MunicipalityCode = venture.MunicipalityCode, InitiativeId = venture.InitiativeId, Asked = new(purpose, yen, own, lines), RequestedBy = by, Revision = 1,
        };
        void Documents(MoneyApplication application, Doer by)
        {
            foreach (var document in application.Terms.Documents) File(application, MoneyFileUse.Document, document, $"{document}（見本）", by);
        }

        void File(MoneyApplication application, MoneyFileUse use, string key, string name, Doer by) => session.StoreFile(new()
        {
            Id = Guid.CreateVersion7(now), ApplicationId = application.Id, Use = use, Key = key, Name = SentFiles.NameOf($"{name}.pdf", SentFileKind.Pdf), Kind = SentFileKind.Pdf, Size = Blank.Length, At = now, By = by,
        }, Blank);
        void HandIn(MoneyApplication application, Doer by, int days)
        {
            Documents(application, by);
            application.RequestedAt = now.AddDays(-days);
            session.Go(application, ApplicationState.Requested, MoneyEvent.HandedIn, "", application.Asked.Yen, by, now.AddDays(-days));
        }

        async Task GrantAsync(MoneyApplication application, long yen, int days, int reportBy, params Condition[] conditions)
        {
            if (application.Terms.RecommendedFirst)
            {
                application.Recommendation = new(true, "地域に要る取組みです（見本）。", now.AddDays(-days), office);
                session.Go(application, ApplicationState.Recommended, MoneyEvent.Recommended, application.Recommendation.Reason, null, office, now.AddDays(-days));
            }

            session.Go(application, ApplicationState.Referred, MoneyEvent.Referred, "", null, program, now.AddDays(-days));
            await session.OpenAccountAsync(application.Id, application.OfferId, FiscalYear.Of(today.AddDays(-days)).StartYear, yen, application.Terms.Kind == MoneyKind.Loan ? 0 : null, cancellationToken);
            (application.Decision, application.Conditions) = (new(true, yen, "続く見込みがあります（見本）。", application.Terms.Kind == MoneyKind.Grant ? today.AddDays(reportBy) : null, now.AddDays(-days), program), [.. conditions]);
            session.Go(application, ApplicationState.Granted, MoneyEvent.Granted, application.Decision.Reason, yen, program, now.AddDays(-days));
        }

        async Task PayAsync(MoneyApplication application, PaymentKind kind, long yen, int days)
        {
            await session.PostAsync(new(Guid.CreateVersion7(now), application.Id, kind, yen, today.AddDays(-days)), now.AddDays(-days), cancellationToken);
            MoneyWork.Note(application, kind == PaymentKind.PaidOut ? MoneyEvent.PaidOut : MoneyEvent.Returned, "", yen, program, now.AddDays(-days));
        }

        var draft = Begin(loan, own, resident, 3, "軽トラックを買い替えたい（見本）。", 600_000, 200_000, new("中古の軽トラック（見本）", 700_000), new("車検と登録（見本）", 100_000));
        await MoneyWork.FinishAsync(session, draft, resident, now, cancellationToken);
        draft.Next = draft.Next! with { DueOn = loan.ClosesOn };

        var asked = Begin(step, launched, resident, 12, "急速冷凍庫を買い、作り置きを増やす（見本）。", 240_000, 240_000, new("急速冷凍庫（見本）", 450_000), new("運搬（見本）", 30_000));
        HandIn(asked, resident, 10);
        await MoneyWork.FinishAsync(session, asked, resident, now.AddDays(-10), cancellationToken);

        var granted = Begin(step, own, resident, 70, "保冷箱と幟を買い、届けられる品を増やす（見本）。", 90_000, 90_000, new BudgetLine("保冷箱と幟（見本）", 180_000));
        HandIn(granted, resident, 60);
        await GrantAsync(granted, 90_000, 40, 30, new Condition(Guid.CreateVersion7(now), "買った設備に、補助を受けたことを表示する（見本）", today.AddDays(20), "", null, null, "", null, null));
        await PayAsync(granted, PaymentKind.PaidOut, 60_000, 20);
        granted.Expenses = [new(Guid.CreateVersion7(now), today.AddDays(-15), "保冷箱（見本商店）", 150_000)];
        await MoneyWork.FinishAsync(session, granted, program, now, cancellationToken);

        var back = Begin(former, launched, resident, 380, "調理場の流し台を直す（見本）。", 300_000, 200_000, new BudgetLine("流し台（見本）", 500_000));
        HandIn(back, resident, 370);
        await GrantAsync(back, 300_000, 200, -100);
        await PayAsync(back, PaymentKind.PaidOut, 300_000, 180);
        back.Expenses = [new(Guid.CreateVersion7(now), today.AddDays(-150), "流し台（見本工務店）", 360_000, 360_000), new(Guid.CreateVersion7(now), today.AddDays(-149), "打ち上げの食事（見本）", 30_000, 0)];
        foreach (var expense in back.Expenses) File(back, MoneyFileUse.Receipt, expense.Id.ToString(), "領収書（見本）", resident);
        session.Go(back, ApplicationState.Reported, MoneyEvent.Reported, "", 390_000, resident, now.AddDays(-110));
        back.FinalYen = MoneyRules.Final(300_000, back.Recognised, back.Terms.PerMille);
        await session.KeepAsync(back.Id, back.FinalYen.Value, cancellationToken);
        session.Go(back, ApplicationState.Settled, MoneyEvent.Settled, "食事代は対象になりません（見本）。", back.FinalYen, program, now.AddDays(-100));
        back.Plan = new(0, MoneyRules.Schedule(300_000 - back.FinalYen.Value, 6, today.AddDays(-70)));
        await PayAsync(back, PaymentKind.Returned, back.Plan.Instalments[0].Yen, 65);
        await MoneyWork.FinishAsync(session, back, program, now, cancellationToken);

        Doer brought = new(Guid.Empty, elsewhere.OwnerName);
        var lent = Begin(loan, elsewhere, brought, 55, "菓子の包装機を買う（見本）。", 1_000_000, 0, new BudgetLine("包装機（見本）", 1_000_000));
        HandIn(lent, brought, 50);
        await GrantAsync(lent, 1_000_000, 40, 0);
        await session.PostAsync(new(Guid.CreateVersion7(now), lent.Id, PaymentKind.PaidOut, 1_000_000, today.AddDays(-35)), now.AddDays(-35), cancellationToken);
        session.Go(lent, ApplicationState.Repaying, MoneyEvent.PaidOut, "", 1_000_000, program, now.AddDays(-35));
        lent.Plan = new(0, MoneyRules.Schedule(1_000_000, 36, today.AddDays(10)));
        await MoneyWork.FinishAsync(session, lent, program, now, cancellationToken);
    }
}
