using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Initiatives;
using Kenmin.Participation;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts.SigningUp;
using Kenmin.SportsVolunteers.Shifts.Swaps;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Shifts.Demonstration;

/// <summary>
/// Fictional events: a published one in two to three weeks, partly full and with waiting lists, one that begins in three hours so
/// that checking in can be tried, and a past one with attendance.
/// Needs the fictional volunteers.
/// </summary>
internal static class ShiftsDemonstration
{
    private static readonly (string Place, string Kind, double Latitude, double Longitude)[] Venues =
    [
        ("山口市", "見本陸上競技場", 34.1785, 131.4737), ("山口市", "見本体育館", 34.1610, 131.4630), ("下関市", "見本球場", 33.9578, 130.9415),
        ("下関市", "見本プール", 33.9763, 130.9264), ("宇部市", "見本武道館", 33.9516, 131.2466), ("宇部市", "見本サッカー場", 33.9400, 131.2523),
        ("防府市", "見本運動公園", 34.0515, 131.5631), ("周南市", "見本総合体育館", 34.0554, 131.8061),
    ];

    private static readonly (string Role, int Age, string[] Qualifications, int Capacity, string Start, string End)[] Roles =
    [
        ("受付・案内", 15, [], 6, "8:00", "12:30"), ("会場整理", 15, [], 8, "12:30", "17:00"), ("弁当・休憩所", 12, [], 4, "9:00", "15:00"),
        ("情報支援(手話)", 18, ["手話"], 2, "9:00", "15:00"), ("環境美化", 12, [], 3, "15:30", "18:00"),
    ];

    public static async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<ISportsVolunteersStore>();
        var participation = services.GetRequiredService<IParticipation<ISportsVolunteersStore>>();
        var clock = services.GetRequiredService<TimeProvider>();
        var today = JapanTime.Today(clock);
        var soon = today.AddDays(14 + ((int)DayOfWeek.Saturday - (int)today.AddDays(14).DayOfWeek + 7) % 7);

        await using var session = store.LightweightSession();
        if (await session.Query<SportsEvent>().AnyAsync(cancellationToken)) return;
        var initiatives = services.GetRequiredService<InitiativeDirectory>();
        var festival = initiatives.Find(DemonstrationInitiatives.SportsFestival)?.Id;
        Venue[] venues = [.. Venues.Select(VenueOf)];
        session.StoreObjects(venues);
        var coming = Event(session, venues, "見本スポーツ交流フェスタ", "mihon-next", soon, days: 1, festival);
        var past = Event(session, venues[..4], "見本マラソン大会", "mihon-past", today.AddDays(-30), days: 1, festival);
        var soonest = BeginningSoon(session, venues[0], clock.GetUtcNow(), initiatives.Find(DemonstrationInitiatives.LocalSports)?.Id);
        await session.SaveChangesAsync(cancellationToken);
        // Sign-ups need the openings: what is pending is done now, not whenever its turn comes.
        while (await services.GetRequiredService<TermsCatchUp>().RunAsync(cancellationToken) > 0)
        {
        }

        var people = await RegisteredAsync(session, cancellationToken);
        var persona = people.FirstOrDefault(p => p.AccountId == DemonstrationPersonas.Resident.Id);
        await FillAsync(coming, people, persona, participation, cancellationToken);
        await FillAsync([soonest], [.. people.Where(p => p != persona)], null, participation, cancellationToken);
        await LookForSomebodyAsync(coming, persona, participation, session, clock.GetUtcNow(), cancellationToken);
        await HoldAsync(past, people, participation, cancellationToken);
    }

    /// <summary>Somebody who cannot come looks for another.</summary>
    private static async Task LookForSomebodyAsync(
        IReadOnlyList<Shift> shifts, Volunteer? persona, IParticipation<ISportsVolunteersStore> participation, IDocumentSession session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = (await participation.SignUpsOfOpeningsAsync([.. shifts.Select(s => s.Id)], cancellationToken))
            .Where(s => s.State == SignUpState.Confirmed && s.PersonId != persona?.Id).OrderBy(s => s.Opening.Starts).ThenBy(s => s.PersonId).FirstOrDefault();
        if (found is null) return;
        session.Store(new SwapRequest { Id = SwapRequest.IdOf(found.OpeningId, found.PersonId), ShiftId = found.OpeningId, HolderId = found.PersonId, AskedAt = now, Day = JapanTime.DayOf(found.Opening.Starts) });
        await session.SaveChangesAsync(cancellationToken);
    }

    private static Venue VenueOf((string Place, string Kind, double Latitude, double Longitude) v)
    {
        var municipality = Municipality.ByName(v.Place)!;
        return new()
        {
            Id = Guid.CreateVersion7(), Name = v.Place + v.Kind, Address = $"山口県{v.Place}", MunicipalityCode = municipality.Code6,
            Point = new(v.Latitude, v.Longitude), Key = Venue.KeyOf(v.Place + v.Kind, municipality.Code6),
        };
    }

    private static List<Shift> Event(IDocumentSession session, IReadOnlyList<Venue> venues, string name, string slug, DateOnly day, int days, Guid? initiative)
    {
        var made = new SportsEvent
        {
            Id = Guid.CreateVersion7(), Name = name, Slug = slug, Key = SportsEvent.KeyOf(name, day), FirstDay = day, LastDay = day.AddDays(days), Published = true,
            InitiativeId = initiative,
        };
        session.Store(made);
        var shifts = new List<Shift>();
        for (var v = 0; v < venues.Count; v++)
            foreach (var role in Roles)
            {
                var shift = new Shift
                {
                    Id = Guid.CreateVersion7(), EventId = made.Id, VenueId = venues[v].Id, MunicipalityCode = venues[v].MunicipalityCode, Role = role.Role,
                    MinimumAge = role.Age, Qualifications = role.Qualifications, Remark = "見本（架空の大会です）",
                };
                shift.SetTime(day.AddDays(v % (days + 1)), LenientTime.Parse(role.Start).Value, LenientTime.ParseEnd(role.End).Value);
                shift.TellEngine(role.Capacity, moved: false, by: null);
                session.Store(shift);
                shifts.Add(shift);
            }

        return shifts;
    }

    private static Shift BeginningSoon(IDocumentSession session, Venue venue, DateTimeOffset now, Guid? initiative)
    {
        var starts = now.AddHours(3);
        var day = JapanTime.DayOf(starts);
        var hour = TimeSpan.FromHours(Math.Floor((starts - JapanTime.StartOf(day)).TotalHours));
        var made = new SportsEvent
        {
            Id = Guid.CreateVersion7(), Name = "見本地域運動会", Slug = "mihon-today", Key = SportsEvent.KeyOf("見本地域運動会", day), FirstDay = day, LastDay = day, Published = true,
            InitiativeId = initiative,
        };
        var shift = new Shift
        {
            Id = Guid.CreateVersion7(), EventId = made.Id, VenueId = venue.Id, MunicipalityCode = venue.MunicipalityCode, Role = "受付・案内",
            Remark = "見本（架空の大会です）",
        };
        shift.SetTime(day, TimeOnly.FromTimeSpan(hour), hour + TimeSpan.FromMinutes(59));
        shift.TellEngine(20, moved: false, by: null);
        session.StoreObjects([made, shift]);
        return shift;
    }

    private static async Task<IReadOnlyList<Volunteer>> RegisteredAsync(IQuerySession session, CancellationToken cancellationToken)
    {
        var ids = await session.Query<Registration>().Where(r => r.State == RegistrationState.Continuing).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellationToken);
        return [.. (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. ids])).OrderBy(v => v.Id)];
    }

    // Every third shift gets more people than places. Whoever does not meet the conditions is refused, as in life.
    private static async Task FillAsync(
        IReadOnlyList<Shift> shifts, IReadOnlyList<Volunteer> people, Volunteer? persona, IParticipation<ISportsVolunteersStore> participation,
        CancellationToken cancellationToken)
    {
        if (persona is not null) await SignUpAsync(shifts[0], persona);
        var next = 0;
        foreach (var (shift, index) in shifts.Select((s, i) => (s, i)))
            for (var i = 0; i < (index % 3 == 1 ? 11 : 2) && people.Count > 0; i++)
                if (people[next++ % people.Count] is var person && person != persona)
                    await SignUpAsync(shift, person);

        Task SignUpAsync(Shift shift, Volunteer person) => participation.SignUpAsync(
            new SignUp(Guid.CreateVersion7(), shift.Id, Participants.FactsOf(person, shift.Day, new HashSet<string>()), Actor.Person(person.AccountId)), cancellationToken);
    }

    private static async Task HoldAsync(
        IReadOnlyList<Shift> shifts, IReadOnlyList<Volunteer> people, IParticipation<ISportsVolunteersStore> participation, CancellationToken cancellationToken)
    {
        var staff = Actor.Staff(DemonstrationPersonas.ProgramOwner.Id);
        var next = 0;
        foreach (var shift in shifts)
            for (var i = 0; i < 4 && people.Count > 0; i++)
            {
                var person = people[next++ % people.Count];
                var signedUp = await participation.SignUpAsync(
                    new SignUp(Guid.CreateVersion7(), shift.Id, Participants.FactsOf(person, shift.Day, new HashSet<string>()), staff) { Override = new(WalkIn: true) }, cancellationToken);
                if (signedUp is not Result<SignUpAnswer>.Done { Value.State: SignUpState.Confirmed }) continue;
                if (next % 9 == 0)
                {
                    await RecordAsync(new AttendanceEntry.NoShow());
                    continue;
                }

                await RecordAsync(new AttendanceEntry.CheckIn(shift.Starts.AddMinutes(-10)));
                await RecordAsync(new AttendanceEntry.CheckOut(shift.Ends));

                Task RecordAsync(AttendanceEntry entry) => participation.RecordAttendanceAsync(
                    new RecordAttendance(Guid.CreateVersion7(), shift.Id, person.Id, entry, staff), cancellationToken);
            }
    }
}
