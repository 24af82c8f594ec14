using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.CommunityBusiness.Tests.Network;

/// <summary>Experts, budgets and requests for tests.</summary>
internal static class NetworkHelp
{
    public static ExpertFacts Facts(decimal hours = 100, string municipality = BusinessHouse.Yamaguchi) => new("見本 師子", "直売所を営む", "０８３ー９３３ー００００", "", [ExpertField.Sales], [municipality], hours);

    /// <summary>An expert who keeps the entry themselves, or without account, listed and confirmed.</summary>
    public static async Task<Expert> ListedAsync(this BusinessHouse house, Doer? who = null, decimal hours = 100, ListingPurpose purpose = ListingPurpose.Matching)
    {
        var id = Guid.CreateVersion7();
        var office = who is null ? BusinessHouse.Office : null;
        (await house.SendAsync(new SaveExpert(id, Facts(hours), 0, who, office))).Problem.ShouldBeNull();
        (await house.SendAsync(new GiveListingConsent(id, purpose, house.Today.AddYears(2), office is null ? null : "同意書", who, office))).Problem.ShouldBeNull();
        (await house.SendAsync(new ConfirmExpert(id, BusinessHouse.Program))).Problem.ShouldBeNull();
        return await house.LoadAsync<Expert>(id);
    }

    public static async Task<Dispatch> RequestedAsync(this BusinessHouse house, Venture venture, Doer owner, decimal hours = 2)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new RequestDispatch(id, venture.Id, [ExpertField.Sales], hours, house.Today.AddDays(3), "値段の決め方", owner, null))).Problem.ShouldBeNull();
        return await house.LoadAsync<Dispatch>(id);
    }

    public static ApproveDispatch Approval(Dispatch dispatch, Expert expert, string? payer = null, decimal? hours = null) => new(dispatch.Id, expert.Id, hours ?? SupportHours(dispatch), dispatch.WishedOn, payer ?? dispatch.MunicipalityCode, BusinessHouse.Program);

    public static async Task<HoursBudget> BudgetAsync(this BusinessHouse house, string payer = BusinessHouse.Yamaguchi) =>
        (await house.Services.GetRequiredService<NpgsqlDataSource>().BudgetsAsync(FiscalYear.Of(house.Today.AddDays(3)).StartYear, CancellationToken.None)).Single(b => b.Payer == payer);

    /// <summary>Grants so much that exactly these hours are left.</summary>
    public static async Task LeaveAsync(this BusinessHouse house, decimal hours, string payer = BusinessHouse.Yamaguchi)
    {
        var year = FiscalYear.Of(house.Today.AddDays(3)).StartYear;
        var known = (await house.Services.GetRequiredService<NpgsqlDataSource>().BudgetsAsync(year, CancellationToken.None)).SingleOrDefault(b => b.Payer == payer);
        (await house.SendAsync(new GrantHours(year, payer, hours + ((known?.Reserved + known?.Used ?? 0) / 60m), known?.Revision ?? 0, BusinessHouse.Program))).Problem.ShouldBeNull();
    }

    /// <summary>What an account was told, once this has come so often: the job of the hour may be at it at that moment, and other notices may come first.</summary>
    public static Task<IReadOnlyList<string>> ToldAsync(this BusinessHouse house, Doer who, string what, int times = 1) =>
        Eventually.ReadAsync(() => house.DeliveredAsync(who.AccountId), told => told.Count(t => t == what) >= times);

    private static decimal SupportHours(Dispatch dispatch) => dispatch.Minutes / 60m;
}
