using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.OnTheDay.Badges;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.ManageShift;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.OnTheDay.Devices;

/// <summary>
/// Serves phones that check people in where there may be no network: gives them the roster of a shift for the day, and takes what
/// they recorded. Two devices may record the same person; the first to have done so counts, and the other is told.
/// </summary>
internal sealed class DeviceDesk(
    ISportsVolunteersStore store, StaffDesk desk, IParticipation<ISportsVolunteersStore> participation, BadgeRegister badges, DeviceActionLog log,
    TimeProvider clock)
{
    // Less is the way from the phone to here; more is a clock that is set wrong.
    private static readonly TimeSpan ClockOff = TimeSpan.FromMinutes(2);

    /// <summary>Shifts of today and tomorrow that this person may check people in at, by start.</summary>
    public async Task<IReadOnlyList<ShiftRow>> ShiftsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        var tomorrow = today.AddDays(1);
        await using var session = store.QuerySession();
        var ids = await session.Query<Shift>().Where(s => s.Day >= today && s.Day <= tomorrow).OrderBy(s => s.SortKey).Select(s => s.Id).ToListAsync(cancellationToken);
        var rows = new List<ShiftRow>();
        foreach (var id in ids)
            if (await FindAsync(id, user, cancellationToken) is { Cancelled: false } row) rows.Add(row);
        return rows;
    }

    /// <summary>The shift, if this person may check people in at it; null when not, and when check-in is switched off for its year.</summary>
    public async Task<ShiftRow?> FindAsync(Guid shift, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await desk.FindAsync(shift, user, cancellationToken) is { } row && desk.May(user, Permissions.CheckIn) && await desk.TakesAsync(row, Features.CheckIn)
            ? row : null;

    /// <summary>The roster for a device; the taking is in the audit log before.</summary>
    public async Task<DeviceRosterView> RosterAsync(ShiftRow row, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var lines = (await desk.RosterAsync(row, user, "sports-volunteers.device-roster.downloaded", cancellationToken))
            .Where(l => l is { SignUp.State: SignUpState.Confirmed, Volunteer.Erased: false }).ToList();
        var codes = await badges.CodesAsync([.. lines.Select(l => l.SignUp.PersonId)], cancellationToken);
        return new(
            row.Shift.Id, row.Shift.Starts - AttendanceEntry.OpensBeforeStart, DeleteAfter(row.Shift), clock.GetUtcNow(),
            [.. lines.OrderBy(l => l.Volunteer!.Kana, StringComparer.Ordinal).Select(l => PersonOf(l, codes[l.SignUp.PersonId]))]);
    }

    /// <summary>When a device deletes what it holds: with the day, and not while the last are still leaving.</summary>
    internal static DateTimeOffset DeleteAfter(Shift shift)
    {
        var endOfDay = JapanTime.StartOf(shift.Day.AddDays(1));
        var left = shift.Ends.AddHours(2);
        return left > endOfDay ? left : endOfDay;
    }

    /// <summary>Takes what a device recorded, in the order in which it was done. An action that came before is answered as before and changes nothing.</summary>
    public async Task<IReadOnlyList<DeviceOutcomeView>> TakeAsync(
        ShiftRow row, DeviceActionsRequest request, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        var known = await log.FindAsync(row.Shift.Id, account, [.. request.Actions!.Select(a => a.Id)], cancellationToken);
        var off = request.SentAt is { } sent && (clock.GetUtcNow() - sent).Duration() > ClockOff ? clock.GetUtcNow() - sent : TimeSpan.Zero;
        var answers = new List<DeviceOutcomeView>();
        foreach (var action in request.Actions!)
        {
            if (!known.TryGetValue(action.Id, out var outcome))
            {
                var at = action.At + off;
                outcome = await TakeOneAsync(row, action, at, user, cancellationToken);
                if (outcome.Code != DeviceOutcome.Busy)
                {
                    await log.KeepAsync(action, at, row.Shift.Id, account, request.DeviceId, outcome, cancellationToken);
                    known[action.Id] = outcome;
                }
            }

            answers.Add(new(action.Id, outcome.Code, outcome.Message.ToString(), outcome.PersonId));
        }

        return answers;
    }

    private async Task<DeviceOutcome> TakeOneAsync(
        ShiftRow row, DeviceActionRequest action, DateTimeOffset at, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        Volunteer? volunteer;
        if (action.PersonId is { } known)
        {
            await using var session = store.QuerySession();
            volunteer = await session.LoadAsync<Volunteer>(known, cancellationToken);
        }
        else
        {
            volunteer = BadgeCode.Read(action.Code) is { } code ? await badges.FindAsync(code, cancellationToken) : null;
            if (volunteer is null)
                return new(DeviceOutcome.UnknownCode, new("このコードの方は見つかりません。氏名で探してください。", "Nobody has this code. Search by name."));
        }

        if (volunteer is not { Erased: false } person)
            return new(DeviceOutcome.NotOnRoster, new("この方は名簿にありません。", "This person is not on the roster."));
        AttendanceEntry entry = action.Kind switch
        {
            "in" => new AttendanceEntry.CheckIn(at),
            "out" => new AttendanceEntry.CheckOut(at),
            _ => new AttendanceEntry.Withdraw(),
        };
        switch (await desk.AttendAsync(action.Id, row.Shift.Id, person.Id, entry, user, cancellationToken))
        {
            case Result<AttendanceAnswer>.Busy:
                return Busy(person.Id);
            case Result<AttendanceAnswer>.Done { Value: var answer }:
                return entry is AttendanceEntry.CheckIn && answer is { Repeated: true, Attendance: { } fact } && !IsSame(fact.CheckedIn, at)
                    ? AlreadyIn(fact, person.Id)
                    : new(DeviceOutcome.Recorded, new("記録しました。", "Recorded."), person.Id);
            case Result<AttendanceAnswer>.Refused { Reason: { Code: not RefusalCode.NotSignedUp } reason }:
                return new(DeviceOutcome.Refused, reason.Text, person.Id);
        }

        // No place on this shift: given up meanwhile, or somebody who came without signing up.
        var signUp = (await participation.SignUpsOfOpeningAsync(row.Shift.Id, cancellationToken)).FirstOrDefault(s => s.PersonId == person.Id);
        if (signUp is { State: SignUpState.Cancelled })
            return new(DeviceOutcome.Cancelled, new(
                $"申込は{Dates.DayTime(signUp.ChangedAt)}に取り消されています。参加していただくときは、当日参加として受け付けてください。",
                $"The sign-up was cancelled on {Dates.DayTime(signUp.ChangedAt)}. To take the person all the same, use the walk-in."), person.Id);
        return entry is AttendanceEntry.CheckIn checkIn
            ? await WalkInAsync(row, action.Id, person, checkIn, user, cancellationToken)
            : new(DeviceOutcome.NotOnRoster, new("この方の申込はありません。", "This person has not signed up."), person.Id);
    }

    private async Task<DeviceOutcome> WalkInAsync(
        ShiftRow row, Guid id, Volunteer person, AttendanceEntry.CheckIn checkIn, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!await desk.TakesAsync(row, Features.WalkIns))
            return new(DeviceOutcome.WalkInsClosed, new("申込のない方です。当日参加は受け付けていません。", "Not signed up, and walk-ins are not taken."), person.Id);
        var answer = await desk.WalkInAsync(id, row, person.Id, null, user, cancellationToken);
        if (answer.Code == "busy") return Busy(person.Id);
        if (!answer.IsDone)
            return answer.Code == "full"
                ? new(DeviceOutcome.Full, new("申込のない方で、満員です。受け付けるときは、担当者が理由を添えて当日参加に記録してください。", "Not signed up, and it is full. Staff can take the person as a walk-in with a reason."), person.Id)
                : new(DeviceOutcome.Refused, answer.Text, person.Id);
        // The check-in has an id of its own that follows from the action's, so that a repetition is known again.
        return await desk.AttendAtAnyTimeAsync(SignUpStream.IdOf(id, person.Id), row.Shift.Id, person.Id, checkIn, user, cancellationToken) is Result<AttendanceAnswer>.Busy
            ? Busy(person.Id)
            : new(DeviceOutcome.WalkIn, new("申込のない方を、当日参加として受け付けました。", "Not signed up: taken as a walk-in."), person.Id);
    }

    // The database keeps microseconds.
    private static bool IsSame(DateTimeOffset? recorded, DateTimeOffset at) => recorded is { } time && (time - at).Duration() < TimeSpan.FromMilliseconds(1);

    private static DeviceOutcome AlreadyIn(AttendanceFact fact, Guid person) => fact.CheckedIn is { } at
        ? new(DeviceOutcome.Already, new($"ほかの端末で{Dates.DayTime(at)}に受付済みです。", $"Another device checked this person in on {Dates.DayTime(at)}."), person)
        : new(DeviceOutcome.Already, new("すでに出席が記録されています。", "Attendance is recorded already."), person);

    private static DeviceOutcome Busy(Guid person) =>
        new(DeviceOutcome.Busy, new("ただいま混み合っています。あとでもう一度送ります。", "Too much at once; it is sent again later."), person);

    private static DevicePersonView PersonOf(RosterLine line, string code)
    {
        var (state, at) = line.SignUp.Attendance switch
        {
            null => ("none", null),
            { Presence: Presence.Absent } => ("absent", null),
            { CheckedOut: { } left } => ("out", left),
            var fact => ("in", fact.CheckedIn),
        };
        return new(line.SignUp.PersonId, line.Name, line.Volunteer!.Kana, code, state, at);
    }
}
