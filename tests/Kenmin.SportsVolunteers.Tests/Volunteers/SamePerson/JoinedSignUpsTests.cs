using Kenmin.Participation;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Tests.Volunteers.SamePerson;

/// <summary>Sign-ups follow the person, there and back.</summary>
public sealed class JoinedSignUpsTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    [Fact]
    public async Task Sign_ups_go_to_the_record_that_stays_and_come_back_with_those_that_staff_choose()
    {
        var made = await house.EventAsync();
        var (morning, noon, evening) = (await house.ShiftAsync(made), await house.ShiftAsync(made, start: "12:00", end: "15:00"), await house.ShiftAsync(made, start: "18:00", end: "20:00"));
        var kept = await house.VolunteerAsync();
        var gone = (await house.VolunteersAsync(1, v => v.AccountId = null))[0];
        await SignUpAsync(morning.Id, kept);
        await SignUpAsync(noon.Id, gone);

        (await InvokeAsync(new JoinPeople(kept.Id, gone.Id, ShiftsHouse.StaffAccount, "職員"))).IsDone.ShouldBeTrue();
        await Eventually.IsSoAsync(async () => await house.SignUpOfAsync(noon.Id, kept) is { State: SignUpState.Confirmed }, "the sign-up went over");
        (await house.SignUpOfAsync(noon.Id, gone)).ShouldBeNull();
        var merge = await MergeOfAsync(kept.Id);
        await Eventually.IsSoAsync(async () => (await MergeOfAsync(kept.Id)).MovedSignUps.SequenceEqual([noon.Id]), "noted");
        await SignUpAsync(evening.Id, kept);

        (await InvokeAsync(new UndoJoin(merge.Id, [noon.Id, evening.Id], ShiftsHouse.StaffAccount))).IsDone.ShouldBeTrue();
        await Eventually.IsSoAsync(async () => await house.SignUpOfAsync(evening.Id, gone) is { State: SignUpState.Confirmed }, "the sign-ups came back");
        (await house.SignUpOfAsync(noon.Id, gone))!.State.ShouldBe(SignUpState.Confirmed);
        (await house.SignUpOfAsync(morning.Id, kept))!.State.ShouldBe(SignUpState.Confirmed);
        (await house.SignUpOfAsync(evening.Id, kept)).ShouldBeNull();
        foreach (var shift in new[] { morning, noon, evening }) (await house.OccupancyAsync(shift.Id)).Confirmed.ShouldBe(1);
        (await InvokeAsync(new UndoJoin(merge.Id, [], ShiftsHouse.StaffAccount))).IsDone.ShouldBeTrue("again is no harm");
    }

    [Fact]
    public async Task Joined_by_many_at_once_two_records_become_one_once()
    {
        var (kept, gone) = (await house.VolunteerAsync(), (await house.VolunteersAsync(1, v => v.AccountId = null))[0]);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => InvokeAsync(
            i % 2 == 0 ? new JoinPeople(kept.Id, gone.Id, ShiftsHouse.StaffAccount, "職員") : new JoinPeople(gone.Id, kept.Id, ShiftsHouse.StaffAccount, "職員"))));
        outcomes.Count(o => o.IsDone).ShouldBe(1);
        await using var session = house.Store.QuerySession();
        (await session.LoadManyAsync<Volunteer>([kept.Id, gone.Id])).Count.ShouldBe(1);
        (await session.LoadManyAsync<Registration>([kept.Id, gone.Id])).Count.ShouldBe(1);
        (await session.Query<PersonMerge>().CountAsync(m => m.KeptId == kept.Id || m.KeptId == gone.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Two_records_with_accounts_of_their_own_are_not_joined()
    {
        var (one, other) = (await house.VolunteerAsync(), await house.VolunteerAsync());
        (await InvokeAsync(new JoinPeople(one.Id, other.Id, ShiftsHouse.StaffAccount, "職員"))).Refusal.ShouldNotBeNull().Ja.ShouldContain("アカウント");
        (await InvokeAsync(new JoinPeople(one.Id, one.Id, ShiftsHouse.StaffAccount, "職員"))).IsDone.ShouldBeFalse();
        (await InvokeAsync(new JoinPeople(one.Id, Guid.NewGuid(), ShiftsHouse.StaffAccount, "職員"))).IsDone.ShouldBeFalse();
    }

    private async Task SignUpAsync(Guid shift, Volunteer volunteer) =>
        (await house.Participation.SignUpAsync(new SignUp(Guid.NewGuid(), shift, new(volunteer.Id, volunteer.BirthDate, []), Actor.Staff(ShiftsHouse.StaffAccount))))
            .ShouldBeOfType<Result<SignUpAnswer>.Done>();

    private async Task<Outcome> InvokeAsync(object command)
    {
        await using var scope = house.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<Outcome>(command);
    }

    private async Task<PersonMerge> MergeOfAsync(Guid kept)
    {
        await using var session = house.Store.QuerySession();
        return await session.Query<PersonMerge>().SingleAsync(m => m.KeptId == kept);
    }
}
