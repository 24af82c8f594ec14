using Kenmin.Client.Sports;
using Kenmin.Participation;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.Retention;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

/// <summary>Each test has a house of its own, because it moves the clock.</summary>
public sealed class VolunteerAndShiftsTests : IAsyncLifetime
{
    private readonly ShiftsHouse _house = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _house.InitializeAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task Who_came_by_the_roster_signs_up_for_a_shift_once_the_account_is_connected()
    {
        var shift = await _house.ShiftAsync(await _house.EventAsync());
        var person = new Volunteer { Id = Guid.CreateVersion7(), FamilyName = "見本", GivenName = "継続", BirthDate = new(1955, 1, 1), MunicipalityCode = Given.Yamaguchi };
        await using (var session = _house.Store.LightweightSession())
        {
            session.Store(person);
            session.Events.StartStream(person.Id, new CameForward("見本大会", new FiscalYear(2026), ContinuationAnswer.Agreed));
            await session.SaveChangesAsync(Stop);
        }

        var account = Guid.CreateVersion7();
        await Should.ThrowAsync<Refit.ApiException>(() => _house.Api(account).SignUpAsync(shift.Id, new SignUpCommand(Guid.CreateVersion7())));
        var made = await InvokeAsync<AccountLinkMade>(new IssueAccountLink(person.Id, new(2026, 12, 31), ShiftsHouse.StaffAccount));
        (await InvokeAsync<Outcome>(new ConnectAccount(made.Token.ShouldNotBeNull(), account))).IsDone.ShouldBeTrue();

        await _house.Api(account).SignUpAsync(shift.Id, new SignUpCommand(Guid.CreateVersion7()));

        (await _house.SignUpOfAsync(shift.Id, person)).ShouldNotBeNull().State.ShouldBe(SignUpState.Confirmed);
    }

    [Fact]
    public async Task Whose_personal_data_are_erased_is_forgotten_by_the_shifts_and_the_counts_stay()
    {
        var past = await _house.ShiftAsync(await _house.EventAsync());
        var future = await _house.ShiftAsync(await _house.EventAsync(day: new DateOnly(2028, 5, 1)));
        var people = await _house.VolunteersAsync(2);
        var (goes, stays) = (people[0], people[1]);
        foreach (var person in people)
            foreach (var shift in new[] { past, future })
                await _house.Api(person.AccountId).SignUpAsync(shift.Id, new SignUpCommand(Guid.CreateVersion7()));
        (await InvokeAsync<Outcome>(new StopRegistration(goes.AccountId!.Value, EndReason.Moved))).IsDone.ShouldBeTrue();

        _house.Clock.SetUtcNow(JapanTime.StartOf(new(2028, 4, 1)).ToUniversalTime());
        await InvokeAsync<BatchDone>(new EraseExpired(1));

        await Eventually.IsSoAsync(async () => (await _house.Participation.SignUpsOfPersonAsync(goes.Id, Stop)).Count == 0, "the sign-ups are forgotten");
        (await _house.OccupancyAsync(past.Id)).Confirmed.ShouldBe(2, "who took part is still counted");
        (await _house.OccupancyAsync(future.Id)).Confirmed.ShouldBe(1, "the place is free again");
        (await _house.Participation.SignUpsOfPersonAsync(stays.Id, Stop)).Count.ShouldBe(2);
        (await _house.ScalarAsync<long>(
            $"select count(*) from sports_volunteers.mt_events where stream_id <> '{goes.Id}' and data::text like '%{goes.Id}%'")).ShouldBe(0);

        // A second delivery changes nothing.
        await InvokeAsync(new ForgetSignUps(goes.Id));
        (await _house.OccupancyAsync(past.Id)).Confirmed.ShouldBe(2);
        (await _house.OccupancyAsync(future.Id)).Confirmed.ShouldBe(1);
    }

    private async Task<T> InvokeAsync<T>(object command)
    {
        await using var scope = _house.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<T>(command);
    }

    private async Task InvokeAsync(object command)
    {
        await using var scope = _house.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(command);
    }
}
