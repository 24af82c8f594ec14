using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts.Notices;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Tests.Shifts;

/// <summary>The evening before a shift.</summary>
public sealed class ShiftReminderTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    [Fact]
    public async Task From_five_in_the_afternoon_of_the_day_before_each_with_a_place_is_reminded_once()
    {
        var sportsEvent = await house.EventAsync(day: new(2026, 11, 8));
        var shift = await house.ShiftAsync(sportsEvent, capacity: 1, day: new(2026, 11, 8));
        var (comes, waits) = (await house.VolunteerAsync(), await house.VolunteerAsync());
        await house.Api(comes.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        await house.Api(waits.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        await house.NoticesAsync(comes.AccountId!.Value, 1);

        house.Clock.SetUtcNow(JapanTime.At(new(2026, 11, 7), new(16, 59)).ToUniversalTime());
        await RemindAsync();
        house.Clock.SetUtcNow(JapanTime.At(new(2026, 11, 7), new(17, 0)).ToUniversalTime());
        await Task.WhenAll(RemindAsync(), RemindAsync());
        await RemindAsync();

        var notices = await house.NoticesAsync(comes.AccountId!.Value, 2);
        notices.Count(n => n.Subject.Contains("まもなく活動です", StringComparison.Ordinal)).ShouldBe(1);
        notices.Single(n => n.Subject.Contains("まもなく", StringComparison.Ordinal)).Body.ShouldContain("受付・案内");
        (await house.NoticesAsync(waits.AccountId!.Value, 0)).ShouldNotContain(n => n.Subject.Contains("まもなく"));
    }

    private async Task RemindAsync()
    {
        await using var scope = house.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<BatchDone>(new RemindOfShifts());
    }
}
