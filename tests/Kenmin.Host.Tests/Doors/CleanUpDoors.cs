using System.Net;
using System.Net.Http.Json;
using Kenmin.CleanUp;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Collection;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Insurance;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Rules;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Supplies;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Host.Tests.Doors;

/// <summary>The doors of clean-ups, on a campaign, a group and activities that each scenario makes for itself. See <see cref="DoorScenarios"/>.</summary>
internal static class CleanUpDoors
{
    private const string Yamaguchi = "352039";
    private static readonly Doer Somebody = new(Guid.CreateVersion7(), "見本");

    public static IReadOnlyDictionary<string, Func<DoorHouse, Task>> All { get; } = new Dictionary<string, Func<DoorHouse, Task>>
    {
        ["clean-up.save-campaign.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveCampaign(Guid.CreateVersion7(), null, new("閉まった清掃", ""), new("", ""), Today, Today, Today))),
        ["clean-up.publish-campaign.v1"] = async house =>
        {
            var (campaign, _, _) = await MakeAsync(house, published: false);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new PublishCampaign(campaign.Id, true)));
        },
        ["clean-up.save-rules.v1"] = async house =>
        {
            var (campaign, _, _) = await MakeAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveRules(campaign.Id, Yamaguchi, [], null, null, null, null, new("分ける", ""), "見本課", "083-933-0000", "")));
        },
        ["clean-up.save-insurance-rules.v1"] = async house =>
        {
            var (campaign, _, _) = await MakeAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveInsuranceRules(campaign.Id, Yamaguchi, "見本プラン", "", 3, "", "")));
        },
        ["clean-up.register-group.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new RegisterGroup(Guid.CreateVersion7(), GroupKind.Company, "見本社", Yamaguchi, "見本", "083-933-0000", Somebody.AccountId))),
        ["clean-up.plan-activity.v1"] = async house =>
        {
            var (campaign, site, group) = await MakeAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new PlanActivity(
                Guid.CreateVersion7(), campaign.Id, site.Id, group.Id, Today, new(9, 0), new(10, 0), "駅", "", 3, 0, group.AccountId!.Value)));
        },
        ["POST /api/v1/clean-up/activities/{id:guid}/sign-ups"] = async house =>
        {
            var (activity, _) = await AcceptedAsync(house);
            using var answer = await (await house.AsAsync(Roles.Resident)).Http.PostAsJsonAsync($"/api/v1/clean-up/activities/{activity.Id}/sign-ups", new { commandId = Guid.CreateVersion7() });
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("/problems/closed");
        },
        // Without places of the engine the page is not there at all, which closes it as well.
        ["GET/POST /clean-up/activities/{Id:guid}/sign-up"] = async house =>
        {
            var (activity, _) = await AcceptedAsync(house);
            using var answer = await (await house.AsAsync(Roles.Resident)).GetAsync($"/clean-up/activities/{activity.Id}/sign-up");
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("name=\"Input.CommandId\"");
        },
        ["clean-up.move-supplies.v1"] = async house =>
        {
            var (activity, _) = await AcceptedAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new MoveSupplies(Guid.CreateVersion7(), SupplyMove.Allocate, Yamaguchi, activity.Id, [new(SupplyItem.Gloves, 1)], null, Somebody)));
            IsClosed(await house.InvokeAsync<CommandAnswer>(new MoveSupplies(Guid.CreateVersion7(), SupplyMove.Receive, Yamaguchi, null, [new(SupplyItem.Gloves, 1)], null, Somebody)));
        },
        ["clean-up.report-bags.v1"] = async house =>
        {
            var (activity, group) = await AcceptedAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new ReportBags(Guid.CreateVersion7(), activity.Id, "岸壁", null, 1, 0, Today, group.AccountId!.Value)));
        },
        ["clean-up.report-result.v1"] = async house =>
        {
            var (activity, group) = await AcceptedAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new ReportResult(activity.Id, Figures.None with { People = 1, PersonMinutes = 1 }, group.AccountId!.Value)));
        },
        ["clean-up.add-photo.v1"] = async house =>
        {
            var (activity, group) = await AcceptedAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new AddPhoto(Guid.CreateVersion7(), activity.Id, PhotoMoment.Before, new([], [], 1, 1), group.AccountId!.Value)));
        },
        ["clean-up.report-own-result.v1"] = async house =>
        {
            // Who has no place is turned away before anything else; with one, the same rule closes it as closes the leader's report.
            var (activity, _) = await AcceptedAsync(house);
            (await house.InvokeAsync<CommandAnswer>(new ReportOwnResult(activity.Id, Figures.None with { People = 1, PersonMinutes = 1 }, Somebody.AccountId))).IsDone.ShouldBeFalse();
        },
    };

    private static DateOnly Today => JapanTime.Today(TimeProvider.System);

    private static void IsClosed(CommandAnswer answer) => answer.Code.ShouldBe("closed");

    private static async Task<(Campaign Campaign, Site Site, Group Group)> MakeAsync(DoorHouse house, bool published = true)
    {
        var id = Guid.CreateVersion7();
        Campaign campaign = new()
        {
            Id = id, Year = FiscalYear.Of(Today).StartYear, Name = new($"見本{id}", "Sample"), FirstDay = Today, LastDay = Today, PlansUntil = Today, Published = published, Key = id.ToString(),
        };
        Site site = new() { Id = id, MunicipalityCode = Yamaguchi, Name = $"見本{id}", Key = id.ToString(), Shape = SiteShape.At(new(34.17, 131.47)) };
        Group group = new() { Id = id, Kind = GroupKind.Company, Name = "見本社", MunicipalityCode = Yamaguchi, AccountId = Guid.CreateVersion7(), LeaderName = "見本", Phone = "083-933-0000" };
        await StoreAsync(house, campaign, site, group);
        return (campaign, site, group);
    }

    private static async Task<(Activity Activity, Group Group)> AcceptedAsync(DoorHouse house)
    {
        var (campaign, site, group) = await MakeAsync(house);
        Activity activity = new()
        {
            Id = Guid.CreateVersion7(), CampaignId = campaign.Id, SiteId = site.Id, MunicipalityCode = Yamaguchi, GroupId = group.Id, Day = Today, Start = TimeOnly.MinValue, End = new(0, 1),
            MeetingPlace = "駅", People = 3, HelperPlaces = 3, State = ActivityState.Accepted,
        };
        await StoreAsync(house, activity);
        return (activity, group);
    }

    private static async Task StoreAsync(DoorHouse house, params object[] documents)
    {
        await using var session = house.Services.GetRequiredService<ICleanUpStore>().LightweightSession();
        session.StoreObjects(documents);
        await session.SaveChangesAsync();
    }
}
