using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.SportsVolunteers.Opportunities;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.ManageEvents;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Tests.Opportunities;

/// <summary>What was told, as it was delivered; one document for each delivery.</summary>
public sealed class DeliveredFact
{
    public Guid Id { get; set; }
    public Guid Subject { get; set; }
    public string Kind { get; set; } = "";
    public long Version { get; set; }
    public string Title { get; set; } = "";
    public Guid? Account { get; set; }
    public int? Minutes { get; set; }
    public int? MinimumAge { get; set; }
}

/// <summary>The module that keeps facts, as far as these tests need it.</summary>
public static class DeliveredFactHandler
{
    public static void Handle(OpportunityPublished m, IDocumentSession session) => session.Store(
        new DeliveredFact { Id = Guid.CreateVersion7(), Subject = m.Id, Kind = "published", Version = m.Version, Title = m.Title.Ja, MinimumAge = m.Suitability.MinimumAge });

    public static void Handle(OpportunityWithdrawn m, IDocumentSession session) => session.Store(
        new DeliveredFact { Id = Guid.CreateVersion7(), Subject = m.Id, Kind = "withdrawn", Version = m.Version });

    public static void Handle(ParticipationRecorded m, IDocumentSession session) => session.Store(
        new DeliveredFact { Id = Guid.CreateVersion7(), Subject = m.FactId, Kind = "recorded", Version = m.Version, Title = m.What.Ja, Account = m.AccountId, Minutes = m.Minutes });

    public static void Handle(SignUpsChanged m, IDocumentSession session) => session.Store(m.People.Select(p => new DeliveredFact
    {
        Id = Guid.CreateVersion7(), Subject = p.AccountId, Kind = "signed up", Version = p.Version, Account = p.AccountId, Title = string.Join(' ', p.SignUps.Select(s => $"{s.SubjectId:N}:{s.Standing}")),
    }).ToArray());

    public static void Handle(ParticipationWithdrawn m, IDocumentSession session) => session.Store(
        new DeliveredFact { Id = Guid.CreateVersion7(), Subject = m.FactId, Kind = "taken back", Version = m.Version });
}

/// <summary>Shifts and hours as other modules are told of them.</summary>
public sealed class TellShiftTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    [Fact]
    public async Task A_shift_is_offered_while_its_event_is_published_and_takes_place()
    {
        var sportsEvent = await house.EventAsync();
        var shift = await house.ShiftAsync(sportsEvent, change: s => s.MinimumAge = 15);
        var first = await HeardAsync(shift.Id, "published", 1);
        first.Title.ShouldContain(sportsEvent.Name);
        first.MinimumAge.ShouldBe(15);

        await SendAsync(new PublishEvent(sportsEvent.Id, false));
        await HeardAsync(shift.Id, "withdrawn", 2);
        await SendAsync(new PublishEvent(sportsEvent.Id, true));
        await HeardAsync(shift.Id, "published", 3);
        await SendAsync(new TellShift(shift.Id));
        await SendAsync(new CancelEvent(sportsEvent.Id, "台風のため", null));
        await HeardAsync(shift.Id, "withdrawn", 4);
        await SendAsync(new TellShift(shift.Id, Again: true));
        (await AllAsync(shift.Id)).Max(f => f.Version).ShouldBe(4, "what is told again has the version that it had");
    }

    [Fact]
    public async Task Hours_are_told_corrected_and_taken_back_by_the_account_of_who_was_there()
    {
        var shift = await house.ShiftAsync(await house.EventAsync());
        var person = await house.VolunteerAsync();
        await house.Participation.SignUpAsync(new SignUp(Guid.NewGuid(), shift.Id, new ParticipantFacts(person.Id), Actor.Staff(ShiftsHouse.StaffAccount)) { Override = new(WalkIn: true) });
        await RecordAsync(new AttendanceEntry.Correct(new(Presence.Present, null, null, 90), "名簿から"));
        var fact = await OfAccountAsync(person.AccountId!.Value, 90);
        fact.Version.ShouldBe(1);

        await RecordAsync(new AttendanceEntry.Correct(new(Presence.Present, null, null, 60), "訂正"));
        (await OfAccountAsync(person.AccountId!.Value, 60)).ShouldSatisfyAllConditions(f => f.Subject.ShouldBe(fact.Subject), f => f.Version.ShouldBe(2));
        await RecordAsync(new AttendanceEntry.Correct(new(Presence.Absent, null, null, null), "人違い"));
        await HeardAsync(fact.Subject, "taken back", 3);

        async Task RecordAsync(AttendanceEntry entry) =>
            (await house.Participation.RecordAttendanceAsync(new RecordAttendance(Guid.NewGuid(), shift.Id, person.Id, entry, Actor.Staff(ShiftsHouse.StaffAccount)))).ShouldBeOfType<Result<AttendanceAnswer>.Done>();
    }

    [Fact]
    public async Task Sign_ups_are_told_by_account_as_they_stand_and_who_has_no_account_is_told_of_later()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(), capacity: 1);
        var (person, next) = (await house.VolunteerAsync(), (await house.VolunteersAsync(1, v => v.AccountId = null))[0]);
        await SignUpAsync(person.Id);
        await SignUpAsync(next.Id);
        await StandsAsync(person.AccountId!.Value, $"{shift.Id:N}:Confirmed", 1);

        (await house.Participation.CancelAsync(new CancelSignUp(Guid.NewGuid(), shift.Id, person.Id, Actor.Person(person.Id)))).ShouldBeOfType<Result<SignUpAnswer>.Done>();
        await StandsAsync(person.AccountId.Value, "", 2);

        next.AccountId = Guid.CreateVersion7();
        await house.StoreAsync(next);
        await SendAsync(new TellSignUps([next.Id]));
        await StandsAsync(next.AccountId.Value, $"{shift.Id:N}:Confirmed", 1);
        await SendAsync(new TellSignUps([next.Id]));
        await SendAsync(new TellAllSignUps());
        (await AllAsync(next.AccountId.Value)).Select(f => f.Version).Distinct().ShouldBe([1], "what did not change has the version that it had");

        async Task SignUpAsync(Guid volunteer) =>
            (await house.Participation.SignUpAsync(new SignUp(Guid.NewGuid(), shift.Id, new ParticipantFacts(volunteer), Actor.Staff(ShiftsHouse.StaffAccount)))).ShouldBeOfType<Result<SignUpAnswer>.Done>();

        Task StandsAsync(Guid account, string told, long version) => Eventually.IsSoAsync(
            async () =>
            {
                // The engine looks once a second, by the house's clock.
                house.Clock.Advance(TimeSpan.FromSeconds(1));
                return (await AllAsync(account)).Any(f => f.Title == told && f.Version == version);
            },
            $"“{told}” in version {version}");
    }

    private async Task SendAsync(object message)
    {
        await using var scope = house.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(message);
    }

    private async Task<IReadOnlyList<DeliveredFact>> AllAsync(Guid subject)
    {
        await using var session = house.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return await session.Query<DeliveredFact>().Where(f => f.Subject == subject).ToListAsync();
    }

    private async Task<DeliveredFact> HeardAsync(Guid subject, string kind, long version)
    {
        DeliveredFact? found = null;
        await Eventually.IsSoAsync(async () => (found = (await AllAsync(subject)).FirstOrDefault(f => f.Kind == kind && f.Version == version)) is not null, $"{kind} in version {version}");
        return found!;
    }

    private async Task<DeliveredFact> OfAccountAsync(Guid account, int minutes)
    {
        DeliveredFact? found = null;
        await Eventually.IsSoAsync(
            async () =>
            {
                await using var session = house.Services.GetRequiredService<IDocumentStore>().QuerySession();
                return (found = await session.Query<DeliveredFact>().FirstOrDefaultAsync(f => f.Account == account && f.Minutes == minutes)) is not null;
            },
            $"{minutes} minutes");
        return found!;
    }
}
