using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;

namespace Kenmin.SportsVolunteers.Tests.Skills;

/// <summary>A training grants a qualification to those who were there.</summary>
public sealed class TrainingTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    [Fact]
    public async Task Who_attends_holds_the_qualification_and_a_correction_takes_it_back()
    {
        var name = $"見本研修{Guid.NewGuid():N}"[..12];
        await house.StoreAsync(new QualificationKind { Id = Kenmin.SportsVolunteers.Shifts.Terms.Qualification.KeyOf(name), Name = name, ProofNeeded = true });
        var sportsEvent = await house.EventAsync(day: new(2026, 10, 10));
        var shift = await house.ShiftAsync(sportsEvent, day: new(2026, 10, 10), start: "8:00", end: "10:00", capacity: 5);
        var settings = $"/staff/sports/shifts/{shift.Id}/settings";
        var owner = house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);
        (await (await owner.SubmitAsync(settings, "training", ("Training.Grants", "ない資格"), ("Training.Months", "0"))).Content.ReadAsStringAsync()).ShouldContain("training-grants-error", Case.Insensitive);
        (await owner.SubmitAsync(settings, "training", ("Training.Grants", name), ("Training.Months", "36"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var (whole, half) = (await house.VolunteerAsync(), await house.VolunteerAsync());
        foreach (var (volunteer, minutes) in new[] { (whole, 100), (half, 60) })
        {
            var facts = new ParticipantFacts(volunteer.Id, volunteer.BirthDate, []);
            (await house.Participation.SignUpAsync(new(Guid.NewGuid(), shift.Id, facts, Actor.Staff(ShiftsHouse.StaffAccount)) { Override = new(WalkIn: true) })).ShouldBeOfType<Result<SignUpAnswer>.Done>();
            await RecordAsync(shift.Id, volunteer, minutes);
        }

        await Eventually.IsSoAsync(async () => (await HeldAsync(whole, name)) is not null, "the qualification");
        (await HeldAsync(whole, name))!.ShouldSatisfyAllConditions(
            h => h.Expires.ShouldBe(new DateOnly(2029, 10, 10)), h => h.ConfirmedAt.ShouldNotBeNull(), h => h.Number.ShouldContain("2026-10-10"));
        (await HeldAsync(half, name)).ShouldBeNull("half of it is not enough");

        await RecordAsync(shift.Id, whole, 30);
        await Eventually.IsSoAsync(async () => (await HeldAsync(whole, name)) is null, "the qualification is taken back");
        await RecordAsync(shift.Id, half, 120);
        await Eventually.IsSoAsync(async () => (await HeldAsync(half, name)) is not null, "the corrected hours count");
    }

    private async Task RecordAsync(Guid shift, Volunteer volunteer, int minutes) =>
        (await house.Participation.RecordAttendanceAsync(new(
            Guid.NewGuid(), shift, volunteer.Id, new AttendanceEntry.Correct(new(Presence.Present, null, null, minutes), "見本"), Actor.Staff(ShiftsHouse.StaffAccount))))
        .ShouldBeOfType<Result<AttendanceAnswer>.Done>();

    private async Task<HeldQualification?> HeldAsync(Volunteer volunteer, string name)
    {
        await using var session = house.Store.QuerySession();
        return (await session.LoadAsync<Volunteer>(volunteer.Id))!.Held.Find(h => h.Name == name);
    }
}
