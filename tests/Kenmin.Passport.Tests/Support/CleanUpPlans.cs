using Kenmin.CleanUp;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Sites;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Tests.Support;

/// <summary>A planned clean-up.</summary>
public sealed record CleanUpPlan(int Number, Guid Campaign, Guid SiteId, string Site, Guid Group, Guid Activity, Guid Leader, DateOnly Day);

/// <summary>Plans clean-ups, each in a campaign, at a site and by a group of its own.</summary>
public sealed class CleanUpPlans(PassportHouse house)
{
    private static readonly Doer Office = new(Guid.CreateVersion7(), "見本 市太郎");
    private static int _number;

    public async Task<CleanUpPlan> PlanAsync(int helpers, int hour = 9)
    {
        var (number, leader) = (Interlocked.Increment(ref _number), Guid.CreateVersion7());
        // Another test may have let the earlier day pass.
        DateOnly day = JapanTime.Today(house.Clock) < new DateOnly(2026, 6, 14) ? new(2026, 6, 14) : new(2026, 6, 20);
        var plan = new CleanUpPlan(number, Guid.CreateVersion7(), Guid.CreateVersion7(), $"見本の場所{number}番地", Guid.CreateVersion7(), Guid.CreateVersion7(), leader, day);
        var office = Municipality.ByCode(PassportHouse.Yamaguchi)!.Office;
        (await house.AskAsync<CommandAnswer>(new SaveCampaign(plan.Campaign, null, new($"一斉清掃{number}", ""), new("", ""), new(2026, 6, 1), new(2026, 6, 30), new(2026, 6, 25)))).Problem.ShouldBeNull();
        (await house.AskAsync<CommandAnswer>(new PublishCampaign(plan.Campaign, true))).Problem.ShouldBeNull();
        (await house.AskAsync<CommandAnswer>(new SaveSite(plan.SiteId, PassportHouse.Yamaguchi, plan.Site, SiteKind.River, office, 500, "", Closed: false))).Problem.ShouldBeNull();
        (await house.AskAsync<CommandAnswer>(new RegisterGroup(plan.Group, GroupKind.Association, $"見本会{number}", PassportHouse.Yamaguchi, "見本 代表", "083-933-0000", leader))).Problem.ShouldBeNull();
        (await house.AskAsync<CommandAnswer>(new PlanActivity(
            plan.Activity, plan.Campaign, plan.SiteId, plan.Group, day, new(hour, 0), new(hour + 2, 0), "見本駐車場", "軍手", 10, helpers, leader))).Problem.ShouldBeNull();
        return plan;
    }

    public async Task<CleanUpPlan> AcceptedAsync(int helpers, bool wait = true, int hour = 9)
    {
        var plan = await PlanAsync(helpers, hour);
        var decision = new DecideActivity(plan.Activity, true, null, Office);
        (wait ? await house.AskAndWaitAsync<CommandAnswer>(decision) : await house.AskAsync<CommandAnswer>(decision)).Problem.ShouldBeNull();
        return plan;
    }
}
