using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Assignment.Solving;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Assignment;

/// <summary>A problem, and whose numbers are whose.</summary>
internal sealed record LoadedProblem(Problem Problem, IReadOnlyList<Guid> People, IReadOnlyList<Shift> Shifts);

/// <summary>Reads what an assignment decides on: everybody who stays registered, the shifts to come, what people have and want.</summary>
internal sealed class AssignmentLoader(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, QualificationKinds kinds, TimeProvider clock)
{
    private const int Experienced = 63, MostSkills = 63, YearsOfExperience = 10, Chunk = 5_000;

    /// <summary>Reads it.</summary>
    /// <param name="assignment">The assignment.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<LoadedProblem> LoadAsync(EventAssignment assignment, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var now = clock.GetUtcNow();
        var shifts = (await session.Query<Shift>().Where(s => s.EventId == assignment.Id).OrderBy(s => s.SortKey).ToListAsync(cancellationToken)).Where(s => s.Starts > now).ToList();
        var occupancy = await participation.OccupancyAsync([.. shifts.Select(s => s.Id)], cancellationToken);
        shifts = [.. shifts.Where(s => occupancy.GetValueOrDefault(s.Id) is { Status: not OpeningStatus.Cancelled })];
        if (shifts.Count == 0) return new(new([], [], [], [], new()), [], []);

        var people = await PeopleAsync(session, cancellationToken);
        var signUps = await SignUpsAsync(session, shifts, cancellationToken);
        var (hours, experienced) = await HistoryAsync(shifts[0].FiscalYear, cancellationToken);
        var needingProof = await kinds.NeedingProofAsync(cancellationToken);
        var rulings = await session.Query<AssignmentRuling>().Where(r => r.EventId == assignment.Id).ToListAsync(cancellationToken);
        var before = assignment.ShownRun is { } shown
            ? await session.Query<AssignmentLine>().Where(l => l.EventId == assignment.Id && l.RunId == shown && l.SentAt == null).ToListAsync(cancellationToken) : [];

        var venues = await session.LoadManyAsync<Venue>(cancellationToken, [.. shifts.Select(s => s.VenueId).Distinct()]);
        var maker = new ProblemMaker(shifts, venues.ToDictionary(v => v.Id, v => FoldedText.Of(v.Name)), needingProof, hours, experienced, signUps, rulings, before);
        return maker.Make(people, occupancy, assignment.Rules);
    }

    private static async Task<List<Volunteer>> PeopleAsync(IQuerySession session, CancellationToken cancellationToken)
    {
        var ids = await session.Query<Registration>().Where(r => r.State == RegistrationState.Continuing).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellationToken);
        List<Volunteer> people = [];
        foreach (var chunk in ids.Chunk(Chunk)) people.AddRange((await session.LoadManyAsync<Volunteer>(cancellationToken, chunk)).Where(v => !v.Erased));
        // The same order each time: the same problem gives the same proposal.
        return [.. people.OrderBy(v => v.Id)];
    }

    /// <summary>Sign-ups of the event, and of all others around it: nobody is at two places, and days in a row are counted over all events.</summary>
    private async Task<IReadOnlyList<SignUpView>> SignUpsAsync(IQuerySession session, IReadOnlyList<Shift> shifts, CancellationToken cancellationToken)
    {
        var (from, until) = (shifts.Min(s => s.Day).AddDays(-14), shifts.Max(s => s.Day).AddDays(14));
        var around = await session.Query<Shift>().Where(s => s.Day >= from && s.Day <= until).Select(s => s.Id).ToListAsync(cancellationToken);
        return await participation.SignUpsOfOpeningsAsync([.. around], cancellationToken);
    }

    private async Task<(IReadOnlyDictionary<Guid, int> Hours, IReadOnlySet<Guid> Experienced)> HistoryAsync(FiscalYear year, CancellationToken cancellationToken)
    {
        Dictionary<Guid, int> hours = [];
        HashSet<Guid> experienced = [];
        for (var back = 0; back <= YearsOfExperience; back++)
        {
            Guid? after = null;
            IReadOnlyList<PersonOfYear> page;
            do
            {
                page = await participation.PeopleOfYearAsync(new(year.StartYear - back), after, Chunk, cancellationToken);
                foreach (var person in page)
                {
                    experienced.Add(person.PersonId);
                    if (back == 0) hours[person.PersonId] = (int)(person.Minutes / 60);
                }

                after = page.Count == Chunk ? page[^1].PersonId : null;
            }
            while (after is not null);
        }

        return (hours, experienced);
    }

    /// <summary>Puts what was read into the solver's numbers. Pure.</summary>
    internal sealed class ProblemMaker(
        IReadOnlyList<Shift> shifts, IReadOnlyDictionary<Guid, string> venueNames, IReadOnlySet<string> needingProof, IReadOnlyDictionary<Guid, int> hours, IReadOnlySet<Guid> experienced,
        IReadOnlyList<SignUpView> signUps, IReadOnlyList<AssignmentRuling> rulings, IReadOnlyList<AssignmentLine> before)
    {
        private static readonly IReadOnlyDictionary<string, int> Towns = Municipality.All.Select((m, i) => (m.Code6, i)).ToDictionary(x => x.Code6, x => x.i, StringComparer.Ordinal);
        private static readonly int[][] Kilometres = [.. Municipality.All.Select(a => Municipality.All.Select(b => (int)(a.Office.DistanceTo(b.Office) / 1000)).ToArray())];

        private readonly Dictionary<string, int> _skills = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _roles = new(StringComparer.Ordinal);
        private readonly Dictionary<Guid, int> _venues = [];
        private readonly Dictionary<Guid, int> _numbers = shifts.Select((s, i) => (s.Id, i)).ToDictionary(x => x.Id, x => x.i);

        public LoadedProblem Make(IReadOnlyList<Volunteer> people, IReadOnlyDictionary<Guid, Occupancy> occupancy, AssignmentRules rules)
        {
            foreach (var shift in shifts)
            {
                foreach (var name in shift.Qualifications.Concat(shift.Needs.Select(n => n.Qualification))) _skills.TryAdd(Qualification.KeyOf(name), _skills.Count);
                _roles.TryAdd(FoldedText.OfName(shift.Role), _roles.Count);
                _venues.TryAdd(shift.VenueId, _venues.Count);
            }

            if (_skills.Count > MostSkills)
                throw new TooManySkillsException();
            var mine = signUps.ToLookup(s => s.PersonId);
            var (ruled, had) = (rulings.ToLookup(r => r.VolunteerId), before.ToLookup(l => l.VolunteerId));
            var known = people.ToDictionary(v => v.Id, v => v);
            var persons = people.Select(v => PersonOf(v, rules.MostShifts, mine[v.Id], ruled[v.Id], had[v.Id])).ToList();
            var numbered = people.Select((v, i) => (v.Id, i)).ToDictionary(x => x.Id, x => x.i);
            var units = people.Select((v, i) => (Key: v.Team?.TeamId ?? v.Id, Number: i)).GroupBy(x => x.Key, x => x.Number).Select(g => g.ToArray()).ToList();
            var pinned = rulings.Where(r => r.Pinned && numbered.ContainsKey(r.VolunteerId) && _numbers.ContainsKey(r.ShiftId))
                .OrderBy(r => r.At).ThenBy(r => r.Id, StringComparer.Ordinal).Select(r => (numbered[r.VolunteerId], _numbers[r.ShiftId])).ToList();
            return new(
                new([.. shifts.Select(s => ShiftOf(s, occupancy[s.Id], known))], persons, units, pinned, new()
                {
                    Rest = rules.RestMinutes, NightRest = rules.NightHours * 60, MostPerDay = rules.MostPerDay, MostDaysInARow = rules.MostDaysInARow, MostShifts = rules.MostShifts,
                }),
                [.. people.Select(v => v.Id)], shifts);
        }

        private static Taken TakenOf(DateTimeOffset starts, DateTimeOffset ends)
        {
            var day = JapanTime.DayOf(starts);
            var start = (day.DayNumber * 1440) + (int)(starts - JapanTime.StartOf(day)).TotalMinutes;
            return new(day.DayNumber, start, start + (int)(ends - starts).TotalMinutes);
        }

        private SolvingShift ShiftOf(Shift shift, Occupancy full, IReadOnlyDictionary<Guid, Volunteer> known)
        {
            var time = TakenOf(shift.Starts, shift.Ends);
            var midnight = time.Day * 1440;
            var there = signUps.Where(s => s.OpeningId == shift.Id && s.State is SignUpState.Confirmed or SignUpState.Offered).Select(s => s.PersonId).ToList();
            MixLimit LimitOf(int skill, int needed) => new(skill, Math.Max(0, full.Capacity - needed - there.Count(p => !known.TryGetValue(p, out var v) || (SkillsOf(v, shift.Day) >> skill & 1) == 0)));
            return new()
            {
                Time = time, Clock = (time.Start - midnight, time.End - midnight), Places = full.Free, DayKind = (int)Skill.KindOf(shift.Day),
                Role = _roles[FoldedText.OfName(shift.Role)], Venue = _venues[shift.VenueId],
                Municipality = shift.MunicipalityCode is { } code && Towns.TryGetValue(code, out var town) ? town : -1,
                Required = shift.Qualifications.Aggregate(0UL, (mask, name) => mask | 1UL << _skills[Qualification.KeyOf(name)]),
                BornBy = shift.MinimumAge is { } age ? BornBy(shift.Day, age) : null, AdultBornBy = BornBy(shift.Day, Age.Majority),
                Mix = [.. shift.Needs.Select(n => LimitOf(_skills[Qualification.KeyOf(n.Qualification)], n.Count)), .. shift.ExperiencedNeeded > 0 ? [LimitOf(Experienced, shift.ExperiencedNeeded)] : Array.Empty<MixLimit>()],
            };
        }

        // An age is attained at the end of the day before the birthday.
        private static int BornBy(DateOnly day, int age) => day.AddDays(1).AddYears(-age).DayNumber;

        private ulong SkillsOf(Volunteer volunteer, DateOnly day)
        {
            var mask = experienced.Contains(volunteer.Id) ? 1UL << Experienced : 0;
            foreach (var key in Skill.KeysOn(volunteer, day, needingProof))
                if (_skills.TryGetValue(key, out var skill)) mask |= 1UL << skill;
            return mask;
        }

        private SolvingPerson PersonOf(
            Volunteer volunteer, int mostShifts, IEnumerable<SignUpView> own, IEnumerable<AssignmentRuling> ruled, IEnumerable<AssignmentLine> had)
        {
            List<Taken> busy = [];
            List<int> forbidden = [.. ruled.Where(r => !r.Pinned && _numbers.ContainsKey(r.ShiftId)).Select(r => _numbers[r.ShiftId])], waits = [];
            var already = 0;
            foreach (var signUp in own)
            {
                var here = _numbers.TryGetValue(signUp.OpeningId, out var number);
                if (signUp.State is SignUpState.Confirmed or SignUpState.Offered)
                {
                    busy.Add(TakenOf(signUp.Opening.Starts, signUp.Opening.Ends));
                    if (here) already++;
                }
                else if (here && signUp.State == SignUpState.Waiting) waits.Add(number);
                // Who declined, let the offer run out or cancelled is not asked for the same shift again.
                else if (here && signUp.State == SignUpState.Cancelled) forbidden.Add(number);
            }

            var (first, last, wanted) = (shifts[0].Day, shifts[^1].Day, volunteer.Wanted);
            var changes = volunteer.Held.Any(h => h.Expires >= first && h.Expires < last);
            var home = volunteer.MunicipalityCode is { } code && Towns.TryGetValue(code, out var town) ? town : -1;
            return new()
            {
                Skills = SkillsOf(volunteer, first),
                SkillsByDay = changes ? shifts.Select(s => s.Day).Distinct().ToDictionary(d => d.DayNumber, d => SkillsOf(volunteer, d)) : null,
                Born = volunteer.BirthDate?.DayNumber, Kilometres = home < 0 ? [] : Kilometres[home],
                Roles = [.. volunteer.Wishes.Select(w => _roles.GetValueOrDefault(FoldedText.OfName(w), -1)).Where(r => r >= 0)],
                Municipalities = (wanted?.Municipalities ?? []).Aggregate(0u, (mask, m) => Towns.TryGetValue(m, out var wish) ? mask | 1u << wish : mask),
                Venues = [.. (wanted?.Venues ?? []).SelectMany(v => _venues.Where(k => venueNames[k.Key].Contains(FoldedText.Of(v), StringComparison.Ordinal)).Select(k => k.Value)).Distinct()],
                DayKinds = (wanted?.Days ?? []).Aggregate(0, (mask, d) => mask | 1 << (int)d),
                Hours = (wanted?.Earliest is { } from ? (int)from.ToTimeSpan().TotalMinutes : 0, wanted?.Latest is { } until ? (int)until.ToTimeSpan().TotalMinutes : 1440),
                NotOn = [.. (wanted?.NotOn ?? []).Select(d => d.DayNumber)],
                Most = Math.Max(0, Math.Min(wanted?.MostShifts ?? int.MaxValue, mostShifts) - already),
                HoursThisYear = hours.GetValueOrDefault(volunteer.Id), Busy = [.. busy.Distinct()], Forbidden = [.. forbidden.Distinct()], WaitsFor = [.. waits],
                Before = [.. had.Where(l => _numbers.ContainsKey(l.ShiftId)).Select(l => _numbers[l.ShiftId])],
            };
        }
    }
}

/// <summary>The shifts of the event ask for more kinds of qualifications than the solver takes.</summary>
internal sealed class TooManySkillsException : Exception;
