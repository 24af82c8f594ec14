using System.Text;
using Kenmin.CommunityBusiness.Money;
using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Pictures;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.CommunityBusiness.Tests.Money;

/// <summary>Offers and applications for tests.</summary>
internal static class MoneyHelp
{
    public static readonly InspectedFile Paper = new(SentFileKind.Pdf, Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF\n"));

    public static SaveMoneyOffer Grant(Guid id, BusinessHouse house, int perMille = 500, bool recommended = true, params string[] documents) => new(
        id, "はじめの一歩補助金", null, "見本県", "備品の費用", null, MoneyKind.Grant, 500_000, perMille, null, recommended, documents, [], house.Today.AddDays(-5), house.Today.AddDays(60), 0, BusinessHouse.Program);

    /// <summary>An offer with a budget of this year.</summary>
    public static async Task<MoneyOffer> OfferedAsync(this BusinessHouse house, long budget = 10_000_000, int perMille = 500, bool recommended = true, bool loan = false, params string[] documents)
    {
        var id = Guid.CreateVersion7();
        var offer = Grant(id, house, perMille, recommended, documents);
        (await house.SendAsync(loan ? offer with { Kind = MoneyKind.Loan, PerMille = null, Months = 24 } : offer)).Problem.ShouldBeNull();
        (await house.SendAsync(new SetMoneyBudget(id, FiscalYear.Of(house.Today).StartYear, budget, 0, BusinessHouse.Program))).Problem.ShouldBeNull();
        return await house.LoadAsync<MoneyOffer>(id);
    }

    public static SaveApplication Asking(Guid id, Venture venture, MoneyOffer offer, Doer owner, long yen = 200_000, long own = 200_000) => new(
        id, venture.Id, offer.Id, "保冷箱を買う", yen, own, yen + own, [new("保冷箱", yen), new("札", own)], 0, owner);

    /// <summary>An application that was handed in with its documents.</summary>
    public static async Task<MoneyApplication> AppliedAsync(this BusinessHouse house, Venture venture, MoneyOffer offer, Doer owner, long yen = 200_000, long own = 200_000)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(Asking(id, venture, offer, owner, yen, own))).Problem.ShouldBeNull();
        foreach (var document in offer.Terms.Documents) (await house.SendAsync(new AddMoneyFile(Guid.CreateVersion7(), id, MoneyFileUse.Document, document, "書類.pdf", Paper, owner))).Problem.ShouldBeNull();
        (await house.SendAsync(new SubmitApplication(id, owner))).Problem.ShouldBeNull();
        return await house.LoadAsync<MoneyApplication>(id);
    }

    /// <summary>One that was referred.</summary>
    public static async Task<MoneyApplication> ReferredAsync(this BusinessHouse house, Venture venture, MoneyOffer offer, Doer owner, long yen = 200_000)
    {
        var application = await house.AppliedAsync(venture, offer, owner, yen, yen);
        if (offer.Terms.RecommendedFirst) (await house.SendAsync(new RecommendApplication(application.Id, true, "地域に要る", BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAsync(new ReferApplication(application.Id, null, BusinessHouse.Program))).Problem.ShouldBeNull();
        return await house.LoadAsync<MoneyApplication>(application.Id);
    }

    public static DecideApplication Granting(this BusinessHouse house, MoneyApplication application, long yen, params ConditionText[] conditions) => new(application.Id, true, yen, "続く見込み", house.Today.AddDays(90), conditions, BusinessHouse.Program);

    /// <summary>One that was granted, with an own venture.</summary>
    public static async Task<(MoneyApplication Application, Venture Venture, Doer Owner)> GrantedAsync(this BusinessHouse house, MoneyOffer offer, long yen = 200_000, params ConditionText[] conditions)
    {
        var (venture, owner) = await house.HandedInAsync();
        var application = await house.ReferredAsync(venture, offer, owner, yen);
        (await house.SendAsync(house.Granting(application, yen, conditions))).Problem.ShouldBeNull();
        return (await house.LoadAsync<MoneyApplication>(application.Id), venture, owner);
    }

    public static RecordPayment Payment(this BusinessHouse house, MoneyApplication application, PaymentKind kind, long yen) => new(Guid.CreateVersion7(), application.Id, kind, yen, house.Today, BusinessHouse.Program);

    /// <summary>A report of one expense with its receipt.</summary>
    public static async Task<Guid> ReportedAsync(this BusinessHouse house, MoneyApplication application, Doer owner, long yen)
    {
        var expense = Guid.CreateVersion7();
        (await house.SendAsync(new SaveExpenses(application.Id, [new(expense, house.Today, "保冷箱", yen)], owner))).Problem.ShouldBeNull();
        (await house.SendAsync(new AddMoneyFile(Guid.CreateVersion7(), application.Id, MoneyFileUse.Receipt, expense.ToString(), "領収書.pdf", Paper, owner))).Problem.ShouldBeNull();
        (await house.SendAsync(new HandInExpenses(application.Id, owner))).Problem.ShouldBeNull();
        return expense;
    }

    public static async Task<MoneyAccount?> AccountAsync(this BusinessHouse house, Guid application) =>
        (await house.Services.GetRequiredService<NpgsqlDataSource>().MoneyAccountsAsync([application], CancellationToken.None)).GetValueOrDefault(application);

    public static async Task<MoneyBudget> BudgetAsync(this BusinessHouse house, MoneyOffer offer) => (await house.Services.GetRequiredService<NpgsqlDataSource>().MoneyBudgetsAsync([offer.Id], CancellationToken.None)).Single();

    public static async Task<IReadOnlyList<MoneyEntry>> LedgerAsync(this BusinessHouse house, Guid application) => await house.Services.GetRequiredService<NpgsqlDataSource>().MoneyEntriesAsync(application, CancellationToken.None);
}
