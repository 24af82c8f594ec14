using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Insurance;
using Kenmin.CleanUp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CleanUp.Tests.Insurance;

/// <summary>Lists for the insurance go when nobody needs them any more.</summary>
public sealed class ForgettingTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    [Fact]
    public async Task A_list_goes_some_days_after_the_day_also_of_a_postponed_activity_and_at_once_with_one_that_is_called_off()
    {
        var (campaign, leader) = (await house.CampaignAsync(), Guid.CreateVersion7());
        await InsuranceTests.InsureAsync(house, campaign);
        var (stays, moved, calledOff) = (await InsuranceTests.AcceptedAsync(house, campaign, leader), await InsuranceTests.AcceptedAsync(house, campaign, leader), await InsuranceTests.AcceptedAsync(house, campaign, leader));
        foreach (var activity in new[] { stays, moved, calledOff })
            (await house.SendAsync(new SaveInsuredList(activity.Id, [new("見本 一郎", "山口市", false)], [], true, leader))).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(new DecideDay(moved.Id, DayChoice.Postpone, "雨", 0, new(leader, "見本"), false))).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(new DecideDay(calledOff.Id, DayChoice.Cancel, "雨", 0, new(leader, "見本"), false))).IsDone.ShouldBeTrue();
        var forget = house.Services.GetRequiredService<ForgetInsured>();

        await forget.ForgetAsync(default);
        (await KeptAsync()).ShouldBe([true, true, false]);
        house.Clock.SetUtcNow(CleanUpHouse.Noon.AddDays(35));
        await forget.ForgetAsync(default);
        (await KeptAsync()).ShouldBe([false, true, false], "14 June and 30 days are over, 21 June are not");
        house.Clock.SetUtcNow(CleanUpHouse.Noon.AddDays(42));
        await forget.ForgetAsync(default);
        (await KeptAsync()).ShouldBe([false, false, false]);

        async Task<bool[]> KeptAsync() => [await house.FindAsync<InsuredList>(stays.Id) is not null, await house.FindAsync<InsuredList>(moved.Id) is not null, await house.FindAsync<InsuredList>(calledOff.Id) is not null];
    }
}
