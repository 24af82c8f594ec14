using System.Net;
using System.Net.Http.Json;
using Kenmin.Client.Sports;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.Testing;
using Refit;

namespace Kenmin.SportsVolunteers.Tests.Shifts;

public sealed class StaffApiTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private ISportsStaffApi Staff => house.Api<ISportsStaffApi>(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    [Fact]
    public async Task A_program_publishes_an_event_changes_its_rules_and_cancels_it()
    {
        var made = await house.EventAsync(e => e.Published = false);
        var shift = await house.ShiftAsync(made);
        var volunteer = await house.VolunteerAsync();
        var resident = house.Api(volunteer.AccountId);
        (await Should.ThrowAsync<ApiException>(() => resident.ShiftAsync(shift.Id))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await Staff.PublishAsync(made.Slug, new(true))).Published.ShouldBeTrue();
        (await Staff.ChangeSignUpRulesAsync(made.Slug, new(null, 2, 24))).ShouldSatisfyAllConditions(
            e => e.ClosesDaysBefore.ShouldBe(2), e => e.OfferHours.ShouldBe(24));
        await resident.SignUpAsync(shift.Id, new(Guid.NewGuid()));
        (await Staff.EventsAsync()).Single(e => e.Id == made.Id).Published.ShouldBeTrue();

        (await Staff.CancelEventAsync(made.Slug, new("台風のため"))).CancelledBecause.ShouldBe("台風のため");
        await Eventually.IsSoAsync(
            async () => (await resident.MySignUpsAsync()).Single().State == "cancelled", "the sign-up goes with the event");
        (await Should.ThrowAsync<ApiException>(() => Staff.PublishAsync(made.Slug, new(true)))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_named_by_its_field_and_nothing_changes()
    {
        var made = await house.EventAsync();
        var shift = await house.ShiftAsync(made);
        (await ProblemAsync(() => Staff.ChangeSignUpRulesAsync(made.Slug, new(null, 61, 400)))).ShouldBe((400, "#/closesDaysBefore #/offerHours"));
        (await ProblemAsync(() => Staff.CancelEventAsync(made.Slug, new("　")))).ShouldBe((400, "#/reason"));
        (await ProblemAsync(() => Staff.MoveAsync(shift.Id, new(new(2026, 11, 2), "25:00", "12:00")))).ShouldBe((400, "#/start"));
        (await ProblemAsync(() => Staff.MoveAsync(shift.Id, new(new(2026, 11, 2), "12:00", "9:00")))).ShouldBe((400, "#/end"));
        (await ProblemAsync(() => Staff.PublishAsync("nothing", new(true)))).Status.ShouldBe(404);
        var seen = await house.Api().ShiftAsync(shift.Id);
        (seen.State, seen.Day).ShouldBe(("open", new DateOnly(2026, 11, 1)));
    }

    [Fact]
    public async Task A_program_moves_and_cancels_a_shift_and_single_sign_ups()
    {
        var made = await house.EventAsync();
        var (shift, taken) = (await house.ShiftAsync(made), await house.ShiftAsync(made, start: "13:00", end: "15:00"));
        var (first, second) = (await house.VolunteerAsync(), await house.VolunteerAsync());
        foreach (var person in new[] { first, second }) await house.Api(person.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));

        (await Staff.MoveAsync(shift.Id, new(new(2026, 11, 2), "10:00", "24:00"))).Day.ShouldBe(new DateOnly(2026, 11, 2));
        (await Staff.CancelSignUpAsync(shift.Id, first.Id, new("本人から電話"))).State.ShouldBe("cancelled");
        (await house.SignUpOfAsync(shift.Id, second))!.State.ShouldBe(SignUpState.Confirmed);
        (await Staff.CancelShiftAsync(shift.Id, new("大雨のため"))).State.ShouldBe("cancelled");
        (await house.SignUpOfAsync(shift.Id, second))!.State.ShouldBe(SignUpState.Cancelled);
        (await house.Api().ShiftAsync(taken.Id)).State.ShouldBe("open");
    }

    [Fact]
    public async Task Somebody_at_the_door_is_taken_into_a_free_place_and_over_the_capacity_only_with_a_reason()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(day: new(2026, 10, 10)), capacity: 1, start: "12:30", end: "15:30");
        var (first, second) = (await house.VolunteerAsync(), await house.VolunteerAsync());
        (await Staff.WalkInAsync(shift.Id, new(first.Id))).State.ShouldBe("confirmed");
        (await house.SignUpOfAsync(shift.Id, first))!.Attendance!.Presence.ShouldBe(Presence.Present);
        (await ProblemAsync(() => Staff.WalkInAsync(shift.Id, new(second.Id)))).Status.ShouldBe(409);
        (await Staff.WalkInAsync(shift.Id, new(second.Id, "急な欠員の補充"))).State.ShouldBe("confirmed");
    }

    [Fact]
    public async Task Only_who_manages_shifts_changes_them_and_municipal_staff_look_at_their_own_alone()
    {
        var made = await house.EventAsync();
        var other = await house.ShiftAsync(made, municipality: Given.Ube);
        foreach (var role in new[] { Roles.Resident, Roles.MunicipalStaff, Roles.Auditor })
        {
            var api = house.Api<ISportsStaffApi>(ShiftsHouse.StaffAccount, role, Given.Yamaguchi);
            (await ProblemAsync(() => api.PublishAsync(made.Slug, new(false)))).Status.ShouldBe(403, role);
            (await ProblemAsync(() => api.CancelShiftAsync(other.Id, new("理由")))).Status.ShouldBe(403, role);
        }

        var clerk = house.Api<ISportsStaffApi>(ShiftsHouse.StaffAccount, Roles.MunicipalStaff, Given.Yamaguchi);
        (await ProblemAsync(() => clerk.WalkInAsync(other.Id, new(Guid.NewGuid())))).Status.ShouldBe(404);
    }

    private static async Task<(int Status, string Fields)> ProblemAsync<T>(Func<Task<T>> call)
    {
        var refused = await Should.ThrowAsync<ApiException>(call);
        var problem = refused.StatusCode == HttpStatusCode.BadRequest ? await refused.GetContentAsAsync<Problem>() : null;
        return ((int)refused.StatusCode, string.Join(' ', problem?.Errors.Select(e => e.Pointer) ?? []));
    }

    private sealed record Problem(IReadOnlyList<ProblemField> Errors);

    private sealed record ProblemField(string Pointer);
}
