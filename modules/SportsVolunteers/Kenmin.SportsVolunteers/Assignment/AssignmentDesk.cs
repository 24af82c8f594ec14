using System.Security.Claims;
using JasperFx;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Initiatives;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Assignment;

/// <summary>A line of a proposal as staff see it.</summary>
/// <param name="Line">The line.</param>
/// <param name="Volunteer">The person; null when the data were removed.</param>
/// <param name="SignUp">What became of the offer; null: none went out.</param>
/// <param name="Pinned">Whether staff pinned it.</param>
internal sealed record LineRow(AssignmentLine Line, Volunteer? Volunteer, SignUpView? SignUp, bool Pinned);

/// <summary>What staff do with the assignment of an event. Pages and endpoints come here.</summary>
internal sealed class AssignmentDesk(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, AssignmentBell bell, EventInitiatives initiatives, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>How long a host may be silent before its run counts as broken off.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BetweenFills = TimeSpan.FromHours(1);

    private static readonly LocalizedText FirstAProposal = new("先に割り当て案を作ってください。", "Make a proposal first.");

    private static readonly LocalizedText UnderWay = new(
        "割り当てか案内の送付が進んでいます。終わるまでお待ちください。", "An assignment or the sending of offers is under way. Wait until it is done.");

    /// <summary>The assignment of an event; null: there was none yet.</summary>
    public async Task<EventAssignment?> FindAsync(Guid eventId, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<EventAssignment>(eventId, cancellationToken);
    }

    /// <summary>Whether a host works on it, by the last sign of life.</summary>
    public bool IsUnderWay(EventAssignment? assignment) => assignment is not null && IsUnderWay(assignment, clock.GetUtcNow());

    internal static bool IsUnderWay(EventAssignment assignment, DateTimeOffset now) =>
        assignment.State is AssignmentState.Queued or AssignmentState.Running or AssignmentState.Sending && now - assignment.AliveAt <= Silence;

    /// <summary>Asks for a run: for a proposal, or, with a day, for one whose offers go out at once (fill again).</summary>
    public Task<LocalizedText?> StartAsync(
        SportsEvent sportsEvent, AssignmentRules? rules, DateTimeOffset? answerBy, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        ChangeAsync(sportsEvent.Id, async assignment =>
        {
            if (IsUnderWay(assignment)) return UnderWay;
            if (answerBy is { } until && await WhyNotSendAsync(sportsEvent, until) is { } refusal) return refusal;
            Begin(assignment, AssignmentState.Queued, answerBy, user.AccountId());
            if (rules is not null) assignment.Rules = rules;
            return null;
        }, cancellationToken);

    /// <summary>Sends the offers of the proposal that is shown.</summary>
    public Task<LocalizedText?> SendAsync(SportsEvent sportsEvent, DateTimeOffset answerBy, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        ChangeAsync(sportsEvent.Id, async assignment =>
        {
            if (IsUnderWay(assignment)) return UnderWay;
            if (assignment.ShownRun is null) return FirstAProposal;
            if (await WhyNotSendAsync(sportsEvent, answerBy) is { } refusal) return refusal;
            Begin(assignment, AssignmentState.Sending, answerBy, user.AccountId());
            return null;
        }, cancellationToken);

    /// <summary>Has declined places filled by themselves from now on, or not any more.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="answerDays">Days that people have to answer, 1 to 14; null: places wait for staff.</param>
    /// <param name="user">The member of staff.</param>
    /// <param name="cancellationToken">Stops it before it began.</param>
    public Task<LocalizedText?> FillByItselfAsync(Guid eventId, int? answerDays, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        ChangeAsync(eventId, assignment =>
        {
            if (answerDays is not null && assignment.ShownRun is null) return Task.FromResult<LocalizedText?>(FirstAProposal);
            assignment.AutoFill = answerDays is { } days ? new(days, user.AccountId()) : null;
            return Task.FromResult<LocalizedText?>(null);
        }, cancellationToken);

    /// <summary>Events whose declined places fill by themselves and where some were declined since the last run, which was an hour ago at least.</summary>
    internal async Task<IReadOnlyList<EventAssignment>> ToFillAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var now = clock.GetUtcNow();
        List<EventAssignment> due = [];
        foreach (var assignment in await session.Query<EventAssignment>().Where(a => a.AutoFill != null && a.State == AssignmentState.Proposed).ToListAsync(cancellationToken))
        {
            if (assignment.Figures is not { } figures || now - figures.At < BetweenFills) continue;
            var shifts = (await session.Query<Shift>().Where(s => s.EventId == assignment.Id).ToListAsync(cancellationToken)).Where(s => s.Starts > now).Select(s => s.Id).ToList();
            var occupancy = await participation.OccupancyAsync(shifts, cancellationToken);
            Guid[] free = [.. shifts.Where(s => occupancy.GetValueOrDefault(s) is { Free: > 0 })];
            if (free.Length > 0 && (await participation.SignUpsOfOpeningsAsync(free, cancellationToken)).Any(s => s.State == SignUpState.Cancelled && s.ChangedAt >= figures.At)) due.Add(assignment);
        }

        return due;
    }

    /// <summary>Fills the declined places of one of <see cref="ToFillAsync"/>, in the name of who said so.</summary>
    internal async Task FillAsync(EventAssignment due, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (due.AutoFill is not { } fill || await session.LoadAsync<SportsEvent>(due.Id, cancellationToken) is not { } sportsEvent) return;
        var until = JapanTime.StartOf(JapanTime.Today(clock).AddDays(fill.AnswerDays + 1));
        await ChangeAsync(due.Id, async assignment =>
        {
            if (IsUnderWay(assignment)) return UnderWay;
            if (await WhyNotSendAsync(sportsEvent, until) is { } refusal) return refusal;
            Begin(assignment, AssignmentState.Queued, until, fill.By);
            return null;
        }, cancellationToken);
    }

    /// <summary>Ends a run with the best so far.</summary>
    public async Task StopAsync(Guid eventId, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<EventAssignment>(eventId, cancellationToken) is not { State: AssignmentState.Queued or AssignmentState.Running } assignment) return;
        session.Store(new AssignmentStop { Id = assignment.RunId });
        await session.SaveChangesAsync(cancellationToken);
        bell.Ring();
    }

    /// <summary>Lines of the proposal, a page in the order of their ids; the look is recorded.</summary>
    public async Task<IReadOnlyList<LineRow>> LinesAsync(
        EventAssignment assignment, Guid? shift, Guid? after, int take, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var run = assignment.ShownRun;
        IQueryable<AssignmentLine> query = session.Query<AssignmentLine>().Where(l => l.EventId == assignment.Id && (l.RunId == run || l.SentAt != null));
        if (shift is { } only) query = query.Where(l => l.ShiftId == only);
        if (after is { } last) query = query.Where(l => l.Id > last);
        var lines = await query.OrderBy(l => l.Id).Take(take).ToListAsync(cancellationToken);
        if (lines.Count == 0) return [];
        Guid[] people = [.. lines.Select(l => l.VolunteerId).Distinct()];
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.assignment.viewed", people, assignment.Id.ToString()), cancellationToken);
        var known = (await session.LoadManyAsync<Volunteer>(cancellationToken, people)).ToDictionary(v => v.Id);
        var signUps = (await participation.SignUpsOfOpeningsAsync([.. lines.Select(l => l.ShiftId).Distinct()], cancellationToken)).ToDictionary(s => (s.OpeningId, s.PersonId));
        string[] ids = [.. lines.Select(l => AssignmentRuling.IdOf(l.EventId, l.VolunteerId, l.ShiftId))];
        var rulings = (await session.LoadManyAsync<AssignmentRuling>(cancellationToken, ids)).Where(r => r.Pinned).Select(r => (r.ShiftId, r.VolunteerId)).ToHashSet();
        return [.. lines.Select(l => new LineRow(l, known.GetValueOrDefault(l.VolunteerId), signUps.GetValueOrDefault((l.ShiftId, l.VolunteerId)), rulings.Contains((l.ShiftId, l.VolunteerId))))];
    }

    /// <summary>Pins a person to a shift, forbids it, or takes a decision back. It binds the next run; a forbidden line is gone at once.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="volunteerId">The person.</param>
    /// <param name="shiftId">The shift.</param>
    /// <param name="pinned">True pins, false forbids, null takes back.</param>
    /// <param name="user">The member of staff.</param>
    /// <param name="cancellationToken">Stops it before it began.</param>
    public async Task<LocalizedText?> RuleAsync(Guid eventId, Guid volunteerId, Guid shiftId, bool? pinned, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<Shift>(shiftId, cancellationToken) is not { } shift || shift.EventId != eventId
            || await session.LoadAsync<Volunteer>(volunteerId, cancellationToken) is not { Erased: false } volunteer || !VolunteerList.MaySee(user, volunteer))
            return new("この人か活動枠が見つかりません。", "There is no such person or shift.");
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.assignment.changed", [volunteerId], shiftId.ToString()), cancellationToken);
        var id = AssignmentRuling.IdOf(eventId, volunteerId, shiftId);
        if (pinned is not { } pin) session.Delete<AssignmentRuling>(id);
        else session.Store(new AssignmentRuling { Id = id, EventId = eventId, VolunteerId = volunteerId, ShiftId = shiftId, Pinned = pin, By = user.AccountId(), At = clock.GetUtcNow() });
        if (pinned == false) session.DeleteWhere<AssignmentLine>(l => l.EventId == eventId && l.VolunteerId == volunteerId && l.ShiftId == shiftId && l.SentAt == null);
        await session.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>Decisions of staff, newest first, with the people: recorded.</summary>
    public async Task<IReadOnlyList<(AssignmentRuling Ruling, Volunteer? Volunteer)>> RulingsAsync(Guid eventId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var rulings = await session.Query<AssignmentRuling>().Where(r => r.EventId == eventId).OrderByDescending(r => r.At).Take(200).ToListAsync(cancellationToken);
        if (rulings.Count == 0) return [];
        Guid[] people = [.. rulings.Select(r => r.VolunteerId).Distinct()];
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.assignment.viewed", people, eventId.ToString()), cancellationToken);
        var known = (await session.LoadManyAsync<Volunteer>(cancellationToken, people)).ToDictionary(v => v.Id);
        return [.. rulings.Select(r => (r, known.GetValueOrDefault(r.VolunteerId)))];
    }

    private async Task<LocalizedText?> WhyNotSendAsync(SportsEvent sportsEvent, DateTimeOffset answerBy)
    {
        if (answerBy <= clock.GetUtcNow()) return new("回答の期限は、これからの日にしてください。", "The day to answer by must be to come.");
        if (!sportsEvent.Published) return new("大会を公開してから送ってください。", "Publish the event first.");
        return await initiatives.TakeAsync(Features.Shifts, sportsEvent.InitiativeId, sportsEvent.FiscalYear) ? null
            : new("この年度の申込は、現在受け付けていません。", "Sign-up for this fiscal year is not open at present.");
    }

    private void Begin(EventAssignment assignment, AssignmentState state, DateTimeOffset? answerBy, Guid? by)
    {
        var now = clock.GetUtcNow();
        (assignment.State, assignment.AnswerBy, assignment.By, assignment.Problem, assignment.Percent) = (state, answerBy, by, null, 0);
        (assignment.AskedAt, assignment.AliveAt) = (now, now);
        if (state == AssignmentState.Queued) assignment.RunId = Guid.CreateVersion7(now);
    }

    private async Task<LocalizedText?> ChangeAsync(Guid eventId, Func<EventAssignment, Task<LocalizedText?>> change, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        var known = await session.LoadAsync<EventAssignment>(eventId, cancellationToken);
        var assignment = known ?? new EventAssignment { Id = eventId, State = AssignmentState.Proposed };
        if (await change(assignment) is { } refusal) return refusal;
        if (known is null) session.Insert(assignment);
        else session.Store(assignment);
        try
        {
            await session.SaveChangesAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is ConcurrencyException or DocumentAlreadyExistsException)
        {
            return UnderWay;
        }

        bell.Ring();
        return null;
    }
}
