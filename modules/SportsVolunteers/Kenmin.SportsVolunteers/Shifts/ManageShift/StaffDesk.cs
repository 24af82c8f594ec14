using Wolverine.Attributes;
using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Initiatives;
using Kenmin.SportsVolunteers.Shifts.SigningUp;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.Guardians;
using Marten;

namespace Kenmin.SportsVolunteers.Shifts.ManageShift;

/// <summary>One line of a shift's roster: a sign-up and the person. The person is null once the personal data are removed.</summary>
internal sealed record RosterLine(SignUpView SignUp, Volunteer? Volunteer)
{
    public string Name => Volunteer is { Erased: false } known ? known.FullName : new LocalizedText("（削除済み）", "(removed)").ToString();
}

/// <summary>
/// What staff do with a shift and see of the people on it. Municipal staff are confined to venues in their municipalities, and
/// every look at people is in the audit log before they are shown.
/// </summary>
internal sealed class StaffDesk(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, ShiftCatalog catalog, ModuleCatalog modules, IAuditTrail audit,
    TimeProvider clock, EventInitiatives initiatives, QualificationKinds kinds)
{
    /// <summary>The shift, if there is one that this member of staff may see.</summary>
    public async Task<ShiftRow?> FindAsync(Guid shiftId, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await catalog.ShiftAsync(shiftId, cancellationToken) is { } row && MaySee(row.Shift, user) && initiatives.IsFor(user, row.Event.InitiativeId) ? row : null;

    /// <summary>Whether the shift's venue lies where this member of staff may look.</summary>
    public static bool MaySee(Shift shift, ClaimsPrincipal user) =>
        user.ConfinedToMunicipalities() is not { } confined || (shift.MunicipalityCode is { } code && confined.Contains(code));

    /// <summary>
    /// Whether a feature is on for the shift: decided for its fiscal year and its event's initiative, not for today. When the initiative is
    /// over, who came on its last days can still be recorded; who would newly sign up is refused by <see cref="WalkInAsync"/>, which says why.
    /// </summary>
    public Task<bool> TakesAsync(ShiftRow row, string feature) => initiatives.TakeAsync(
        feature, initiatives.TakesEntries(row.Event.InitiativeId, row.Shift.FiscalYear) ? row.Event.InitiativeId : null, row.Shift.FiscalYear);

    /// <summary>Whether the user holds a permission.</summary>
    public bool May(ClaimsPrincipal user, string permission) => modules.Holds(user, permission);

    /// <summary>Who signed up, confirmed first, each group in the order of arrival.</summary>
    /// <param name="row">A shift that <see cref="FindAsync"/> gave.</param>
    /// <param name="user">Who looks.</param>
    /// <param name="action">What for: a key for the audit log.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<RosterLine>> RosterAsync(ShiftRow row, ClaimsPrincipal user, string action, CancellationToken cancellationToken)
    {
        var signUps = (await participation.SignUpsOfOpeningAsync(row.Shift.Id, cancellationToken)).Where(s => s.State != SignUpState.Cancelled).ToList();
        return await NamedAsync(signUps, row, user, action, cancellationToken);
    }

    /// <summary>One person's sign-up, cancelled or not; null when the person never signed up.</summary>
    public async Task<RosterLine?> PersonAsync(ShiftRow row, Guid personId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var signUps = (await participation.SignUpsOfOpeningAsync(row.Shift.Id, cancellationToken)).Where(s => s.PersonId == personId).ToList();
        return (await NamedAsync(signUps, row, user, "sports-volunteers.sign-up.viewed", cancellationToken)).SingleOrDefault();
    }

    /// <summary>What happened to one sign-up, oldest first.</summary>
    public async Task<IReadOnlyList<ISignUpEvent>> HistoryAsync(Guid shiftId, Guid personId, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var events = await session.Events.FetchStreamAsync(SignUpStream.IdOf(shiftId, personId), token: cancellationToken);
        return [.. events.Select(e => e.Data).OfType<ISignUpEvent>()];
    }

    /// <summary>Records attendance.</summary>
    public async Task<LocalizedText?> RecordAsync(
        Guid commandId, Guid shiftId, Guid personId, AttendanceEntry entry, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        Refusal(await AttendAsync(commandId, shiftId, personId, entry, user, cancellationToken));

    /// <summary>Records attendance, and says what is recorded afterwards.</summary>
    public async Task<Result<AttendanceAnswer>> AttendAsync(
        Guid commandId, Guid shiftId, Guid personId, AttendanceEntry entry, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (entry is AttendanceEntry.CheckIn { At: var at } && await WhyNotCheckInAsync(shiftId, at, cancellationToken) is { } late)
            return new Result<AttendanceAnswer>.Refused(new(RefusalCode.Invalid, late, Field: "At"));
        return await AttendAtAnyTimeAsync(commandId, shiftId, personId, entry, user, cancellationToken);
    }

    /// <summary>Records it also after check-in closed: who stands at the desk and was taken as a walk-in is there.</summary>
    public async Task<Result<AttendanceAnswer>> AttendAtAnyTimeAsync(
        Guid commandId, Guid shiftId, Guid personId, AttendanceEntry entry, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new(user.AccountId(), $"sports-volunteers.attendance.{entry.GetType().Name.ToLowerInvariant()}", [personId], shiftId.ToString()), cancellationToken);
        return await participation.RecordAttendanceAsync(new RecordAttendance(commandId, shiftId, personId, entry, By(user)), cancellationToken);
    }

    private async Task<LocalizedText?> WhyNotCheckInAsync(Guid shiftId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Shift>(shiftId, cancellationToken) is { } shift && at > shift.Starts && await session.LoadAsync<SportsEvent>(shift.EventId, cancellationToken) is { } sportsEvent
            ? sportsEvent.CheckIn.WhyNot(shift, at) : null;
    }

    /// <summary>Enters the planned time for everybody who was there and has no time yet.</summary>
    /// <returns>How many.</returns>
    public async Task<int> EnterPlannedHoursAsync(ShiftRow row, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var open = (await participation.SignUpsOfOpeningAsync(row.Shift.Id, cancellationToken))
            .Where(s => s is { State: SignUpState.Confirmed, Attendance: { Presence: Presence.Present, Minutes: null } }).ToList();
        var entered = 0;
        foreach (var signUp in open)
        {
            var fact = signUp.Attendance! with { Minutes = (int)row.Shift.Length.TotalMinutes };
            if (await RecordAsync(Guid.CreateVersion7(), row.Shift.Id, signUp.PersonId, new AttendanceEntry.Correct(fact, "予定の時間で記録"), user, cancellationToken) is null)
                entered++;
        }

        return entered;
    }

    /// <summary>Up to ten volunteers by name or phone, for who comes without having signed up. Needs two characters of a name or four digits.</summary>
    public async Task<IReadOnlyList<Volunteer>> SearchAsync(string text, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!VolunteerSearch.IsEnough(text)) return [];
        List<string> where = ["not coalesce((d.data ->> 'erased')::boolean, false)"];
        List<object> parameters = [];
        VolunteerSearch.Add(text, (condition, values) =>
        {
            where.Add(condition);
            parameters.AddRange(values);
        });
        await using var session = store.QuerySession();
        var found = await session.QueryAsync<Volunteer>($"where {string.Join(" and ", where)} order by d.sort_key, d.id limit 10", cancellationToken, [.. parameters]);
        if (found.Count > 0)
            await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.volunteers.searched-for-walk-in", [.. found.Select(v => v.Id)]), cancellationToken);
        return found;
    }

    /// <summary>Signs somebody up who is at the door (当日参加).</summary>
    /// <param name="commandId">Sent again, it changes nothing more.</param>
    /// <param name="row">The shift.</param>
    /// <param name="volunteerId">The person.</param>
    /// <param name="overCapacityReason">Why there is one more than the capacity; null: only a free place.</param>
    /// <param name="user">The member of staff.</param>
    /// <param name="cancellationToken">Stops it before it began.</param>
    public async Task<DeskAnswer> WalkInAsync(
        Guid commandId, ShiftRow row, Guid volunteerId, string? overCapacityReason, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Volunteer>(volunteerId, cancellationToken) is not { Erased: false } volunteer)
            return new(DeskAnswer.NotFound, new("この方は名簿にありません。", "This person is not on the roster."));
        if (!initiatives.TakesEntries(row.Event.InitiativeId, row.Shift.FiscalYear)) return new(DeskAnswer.Closed, EventInitiatives.Over);
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.walk-in", [volunteerId], row.Shift.Id.ToString()), cancellationToken);
        return SignUpDesk.Answer(await participation.SignUpAsync(
            new SignUp(commandId, row.Shift.Id, Participants.FactsOf(volunteer, row.Shift.Day, await kinds.NeedingProofAsync(cancellationToken)), By(user))
            {
                OnlyIfFree = true, Override = new(WalkIn: true, string.IsNullOrWhiteSpace(overCapacityReason) ? null : overCapacityReason.Trim()),
            },
            cancellationToken));
    }

    /// <summary>Checks in whom <see cref="WalkInAsync"/> took; the id of the check-in follows from that of the sign-up.</summary>
    public async Task<LocalizedText?> CheckInWalkInAsync(
        Guid signUpCommandId, ShiftRow row, Guid volunteerId, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        Refusal(await AttendAtAnyTimeAsync(
            SignUpStream.IdOf(signUpCommandId, volunteerId), row.Shift.Id, volunteerId, new AttendanceEntry.CheckIn(clock.GetUtcNow()), user, cancellationToken));

    /// <summary>Whether another shift of the same role and venue starts then already.</summary>
    public async Task<bool> IsTakenAsync(Shift shift, DateOnly day, TimeOnly start, CancellationToken cancellationToken)
    {
        var key = Shift.KeyOf(shift.EventId, shift.VenueId, shift.Role, day, start);
        await using var session = store.QuerySession();
        return await session.Query<Shift>().AnyAsync(s => s.Key == key && s.Id != shift.Id, cancellationToken);
    }

    /// <summary>Cancels somebody's sign-up; the person is told.</summary>
    public async Task<DeskAnswer> CancelSignUpAsync(
        Guid commandId, Guid shiftId, Guid personId, string? reason, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.sign-up.cancelled", [personId], shiftId.ToString()), cancellationToken);
        return SignUpDesk.Answer(await participation.CancelAsync(new CancelSignUp(commandId, shiftId, personId, By(user), reason), cancellationToken));
    }

    /// <summary>Exchanges the places of two people on two shifts of one event (交代); both are told.</summary>
    /// <param name="commandId">Sent again, it changes nothing more.</param>
    /// <param name="row">A shift that <see cref="FindAsync"/> gave.</param>
    /// <param name="personId">Who has a place on it.</param>
    /// <param name="other">The other shift, found likewise.</param>
    /// <param name="otherId">Who has a place on that.</param>
    /// <param name="user">The member of staff.</param>
    /// <param name="cancellationToken">Stops it before it began.</param>
    public async Task<DeskAnswer> ExchangeAsync(
        Guid commandId, ShiftRow row, Guid personId, ShiftRow other, Guid otherId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, personId, otherId)).Where(v => !v.Erased).ToDictionary(v => v.Id);
        if (people.Count < 2) return new(DeskAnswer.NotFound, new("この方は名簿にありません。", "This person is not on the roster."));
        if (await session.StopsAsync(people[personId], other.Shift.Day, cancellationToken) || await session.StopsAsync(people[otherId], row.Shift.Day, cancellationToken)) return SignUpDesk.GuardianStops;
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.places-exchanged", [personId, otherId], row.Shift.Id.ToString()), cancellationToken);
        var needingProof = await kinds.NeedingProofAsync(cancellationToken);
        return SignUpDesk.Answer(await participation.ExchangeAsync(
            new(commandId, row.Shift.Id, Participants.FactsOf(people[personId], other.Shift.Day, needingProof), Participants.FactsOf(people[otherId], row.Shift.Day, needingProof), other.Shift.Id, By(user)),
            cancellationToken));
    }

    /// <summary>Changes the capacity. Below the places given it takes a reason, and nobody is thrown out.</summary>
    public async Task<Result<OpeningChanged>> ChangeCapacityAsync(
        Guid commandId, ShiftRow row, int capacity, string? reason, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await ApplyShiftTermsHandler.ChangeAsync(
            commandId, row.Shift, row.Event, row.Venue, capacity, By(user), string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), participation, cancellationToken);

    /// <summary>Cancels the shift and all its sign-ups; everybody is told.</summary>
    public Task<Result<OpeningChanged>> CancelShiftAsync(Guid commandId, Guid shiftId, string reason, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        participation.CancelOpeningAsync(new CancelOpening(commandId, shiftId, reason, By(user)), cancellationToken);

    /// <summary>The reason of a refusal in words; null when it was done.</summary>
    public static LocalizedText? Refusal<T>(Result<T> result) => result switch
    {
        Result<T>.Refused refused => refused.Reason.Text,
        Result<T>.Busy => new("ただいま混み合っています。少し待ってからもう一度お試しください。", "Too much at once. Wait a little and try again."),
        _ => null,
    };

    private static Actor By(ClaimsPrincipal user) => Actor.Staff(user.AccountId() ?? throw new InvalidOperationException("Staff are signed in."));

    private async Task<IReadOnlyList<RosterLine>> NamedAsync(
        IReadOnlyList<SignUpView> signUps, ShiftRow row, ClaimsPrincipal user, string action, CancellationToken cancellationToken)
    {
        Guid[] people = [.. signUps.Select(s => s.PersonId).Distinct()];
        if (people.Length == 0) return [];
        await audit.RecordAsync(new(user.AccountId(), action, people, row.Shift.Id.ToString()), cancellationToken);
        await using var session = store.QuerySession();
        var volunteers = (await session.LoadManyAsync<Volunteer>(cancellationToken, people)).ToDictionary(v => v.Id);
        return [.. signUps.Select(s => new RosterLine(s, volunteers.GetValueOrDefault(s.PersonId)))];
    }
}

/// <summary>Moves a shift to another time; who signed up is told, and those who now overlap are shown to staff.</summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="Day">The day.</param>
/// <param name="Start">The start.</param>
/// <param name="End">The end, as time since midnight; 24:00 at most.</param>
/// <param name="By">The account.</param>
[MessageIdentity("sports-volunteers.move-shift.v1")]
[NoNewEntries("changes what exists")]
public sealed record MoveShift(Guid ShiftId, DateOnly Day, TimeOnly Start, TimeSpan End, Guid? By);

/// <summary>Handles <see cref="MoveShift"/>.</summary>
public static class MoveShiftHandler
{
    /// <summary>Stores it; the sign-up engine is told.</summary>
    public static async Task Handle(MoveShift command, IDocumentSession session, CancellationToken cancellationToken)
    {
        var shift = (await session.LoadAsync<Shift>(command.ShiftId, cancellationToken))!;
        var before = (shift.Starts, shift.Ends);
        shift.SetTime(command.Day, command.Start, command.End);
        if (before == (shift.Starts, shift.Ends)) return;
        shift.TellEngine(capacity: null, moved: true, command.By);
        session.Store(shift);
        var sportsEvent = (await session.LoadAsync<SportsEvent>(shift.EventId, cancellationToken))!;
        if (sportsEvent.FirstDay <= shift.Day && shift.Day <= sportsEvent.LastDay) return;
        if (shift.Day < sportsEvent.FirstDay) sportsEvent.FirstDay = shift.Day;
        if (shift.Day > sportsEvent.LastDay) sportsEvent.LastDay = shift.Day;
        session.Store(sportsEvent);
    }
}
