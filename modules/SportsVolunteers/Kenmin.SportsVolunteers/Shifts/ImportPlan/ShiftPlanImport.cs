using System.Security.Cryptography;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Initiatives;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Marten;

namespace Kenmin.SportsVolunteers.Shifts.ImportPlan;

/// <summary>
/// The import of a shift plan (シフト表). A line is a shift known already when event, venue, role, day and start are the same;
/// what else changed is taken over, and lowering a capacity below the places already given is refused.
/// A start that was moved makes a new shift and leaves the old one, with its sign-ups, for staff to decide on.
/// </summary>
internal sealed class ShiftPlanImport(IParticipation<ISportsVolunteersStore> participation, EventInitiatives initiatives) : IImportTarget
{
    private const string SlugLetters = "23456789abcdefghjkmnpqrstvwxyz";

    public string Key => "shift-plan";

    public LocalizedText Name => new("シフト表", "Shift plan");

    public LocalizedText Description => new(
        "大会の活動枠（会場・役割・日時・定員）を取り込みます。大会は公開前の状態で入ります。同じ大会・会場・役割・日付・開始の行は、前に取り込んだ枠の更新になります。",
        "Takes in an event's shifts (venue, role, time, capacity). The event comes in unpublished. A row with the same event, venue, role, day and start updates the shift taken in before.");

    public IReadOnlyList<ColumnDefinition> Columns => ShiftPlanColumns.All;

    public IReadOnlyList<ImportOption> Options => [];

    public string? ResultHref => "/staff/sports/events";

    public IReadOnlyList<KeyValuePair<string, LocalizedText>> CheckOptions(IReadOnlyDictionary<string, string> options) => [];

    public ReadRow Read(ImportRow row)
    {
        var (read, errors) = ShiftPlanColumns.Read(column => row[column], row.Refuse);
        return read is null ? ReadRow.Refused(errors) : new(read, [], ShiftPlanColumns.Shown(read));
    }

    public async Task<IReadOnlyList<RowOutcome>> ApplyAsync(
        ImportContext import, IReadOnlyList<AcceptedRow> rows, IDocumentSession session, CancellationToken cancellationToken)
    {
        var plan = new Plan(session, import.ActorId, import.InitiativeId, initiatives);
        await plan.LoadAsync([.. rows.Select(r => (ShiftPlanRow)r.Value)], participation, cancellationToken);
        return [.. rows.Select(row => plan.Take((ShiftPlanRow)row.Value, row.Row.Refuse))];
    }

    /// <summary>What is known of the rows of one batch, and what they make of it.</summary>
    private sealed class Plan(IDocumentSession session, Guid? by, Guid? initiative, EventInitiatives initiatives)
    {
        private Dictionary<string, SportsEvent> _events = [];
        private Dictionary<string, Venue> _venues = [];
        private Dictionary<string, Shift> _shifts = [];
        private IReadOnlyDictionary<Guid, Occupancy> _occupancies = new Dictionary<Guid, Occupancy>();

        public async Task LoadAsync(
            IReadOnlyList<ShiftPlanRow> rows, IParticipation<ISportsVolunteersStore> participation, CancellationToken cancellationToken)
        {
            var events = rows.Select(r => r.EventKey).Distinct().ToArray();
            var venues = rows.Select(r => r.VenueKey).Distinct().ToArray();
            _events = (await session.Query<SportsEvent>().Where(e => e.Key.IsOneOf(events)).ToListAsync(cancellationToken)).ToDictionary(e => e.Key);
            _venues = (await session.Query<Venue>().Where(v => v.Key.IsOneOf(venues)).ToListAsync(cancellationToken)).ToDictionary(v => v.Key);
            var shifts = rows
                .Where(r => _events.ContainsKey(r.EventKey) && _venues.ContainsKey(r.VenueKey))
                .Select(r => Shift.KeyOf(_events[r.EventKey].Id, _venues[r.VenueKey].Id, r.Role, r.Day, r.Start)).Distinct().ToArray();
            _shifts = (await session.Query<Shift>().Where(s => s.Key.IsOneOf(shifts)).ToListAsync(cancellationToken)).ToDictionary(s => s.Key);
            _occupancies = await participation.OccupancyAsync([.. _shifts.Values.Select(s => s.Id)], cancellationToken);
        }

        public RowOutcome Take(ShiftPlanRow row, Func<string, LocalizedText, RowError> refuse)
        {
            if (_events.GetValueOrDefault(row.EventKey) is { CancelledBecause: not null })
                return RowOutcome.Refused(refuse(ShiftPlanColumns.Event, new(
                    "この大会は中止になっています。別の名前で取り込んでください。", "This event was cancelled. Import it under another name.")));
            if (!initiatives.IsBeingPrepared(initiative, FiscalYear.Of(row.Day)))
                return RowOutcome.Refused(refuse(ShiftPlanColumns.Day, new(
                    $"事業「{initiatives.NameOf(initiative).Ja}」は、{FiscalYear.Of(row.Day).Name.Ja}のスポーツボランティアを使いません。事業の「使う機能」を確かめてください。",
                    $"The initiative “{initiatives.NameOf(initiative).En}” does not use sports volunteers in {FiscalYear.Of(row.Day).Name.En}. See its modules.")));
            if (_events.GetValueOrDefault(row.EventKey) is { InitiativeId: { } other } && other != initiative)
                return RowOutcome.Refused(refuse(ShiftPlanColumns.Event, new(
                    "この大会は別の事業のものです。アップロードの画面でその事業を選んでください。",
                    "This event belongs to another initiative. Choose that one when you upload.")));
            var sportsEvent = EventOf(row);
            var venue = VenueOf(row);
            var key = Shift.KeyOf(sportsEvent.Id, venue.Id, row.Role, row.Day, row.Start);
            return _shifts.GetValueOrDefault(key) is { } known ? Update(known, row, refuse) : Add(key, sportsEvent, venue, row);
        }

        private RowOutcome Add(string key, SportsEvent sportsEvent, Venue venue, ShiftPlanRow row)
        {
            var shift = new Shift
            {
                Id = Guid.CreateVersion7(), EventId = sportsEvent.Id, VenueId = venue.Id, MunicipalityCode = venue.MunicipalityCode, Role = row.Role,
                Qualifications = row.Qualifications, MinimumAge = MinimumAgeOf(row), Remark = row.Remark,
            };
            shift.SetTime(row.Day, row.Start, row.End);
            shift.TellEngine(row.Capacity, moved: false, by);
            session.Store(shift);
            _shifts.Add(key, shift);
            return RowOutcome.New(shift.Id);
        }

        // The plan's own age; where it says none, the initiative's.
        private int? MinimumAgeOf(ShiftPlanRow row) => row.MinimumAge ?? initiatives.SettingsOf(initiative, FiscalYear.Of(row.Day)).MinimumAge;

        private RowOutcome Update(Shift shift, ShiftPlanRow row, Func<string, LocalizedText, RowError> refuse)
        {
            var now = _occupancies.GetValueOrDefault(shift.Id);
            if (now?.Status == OpeningStatus.Cancelled)
                return RowOutcome.Refused(refuse(ShiftPlanColumns.Start, new(
                    "この活動枠は中止になっています。行うときは、開始の時刻を変えて新しい枠として取り込んでください。",
                    "This shift was cancelled. To hold it after all, import it with another start as a new shift.")));
            var taken = (now?.Confirmed ?? 0) + (now?.Offered ?? 0);
            var capacity = shift.Pending?.Capacity ?? now?.Capacity;
            if (row.Capacity < capacity && row.Capacity < taken)
                return RowOutcome.Refused(refuse(ShiftPlanColumns.Capacity, new(
                    $"すでに{taken}人の席が決まっているため、定員を{row.Capacity}人に減らせません。{taken}人以上にするか、活動枠の画面で理由を添えて減らしてください。",
                    $"{taken} places are already given, so the capacity cannot be lowered to {row.Capacity}. Enter {taken} or more, or lower it with a reason on the shift's page.")));

            var changes = new List<LocalizedText>();
            var end = JapanTime.StartOf(row.Day).Add(row.End).ToUniversalTime();
            var moved = shift.Ends != end;
            if (moved) changes.Add(new($"終了を{Clock(shift.Ends)}から{Clock(end)}に変更", $"end from {Clock(shift.Ends)} to {Clock(end)}"));
            if (capacity != row.Capacity) changes.Add(new($"定員を{capacity}人から{row.Capacity}人に変更", $"capacity from {capacity} to {row.Capacity}"));
            if (!shift.Qualifications.Select(Qualification.KeyOf).Order().SequenceEqual(row.Qualifications.Select(Qualification.KeyOf).Order()))
                changes.Add(new($"必要資格を「{Qualification.Names(row.Qualifications).Ja}」に変更", $"qualification to “{Qualification.Names(row.Qualifications).En}”"));
            var age = MinimumAgeOf(row);
            if (shift.MinimumAge != age)
                changes.Add(new($"最少年齢を{age?.ToString() ?? "なし"}に変更", $"minimum age to {age?.ToString() ?? "none"}"));
            var engineKnows = changes.Count == 0;
            if (shift.Remark != row.Remark) changes.Add(new("備考を変更", "remark"));
            if (changes.Count == 0) return RowOutcome.Unchanged(shift.Id);

            if (taken + (now?.Waiting ?? 0) > 0)
                changes.Add(new($"申込{taken}人・キャンセル待ち{now!.Waiting}人に関わります", $"touches {taken} sign-ups and {now.Waiting} waiting"));
            (shift.Qualifications, shift.MinimumAge, shift.Remark) = (row.Qualifications, age, row.Remark);
            shift.SetTime(row.Day, row.Start, row.End);
            if (!engineKnows) shift.TellEngine(capacity == row.Capacity ? null : row.Capacity, moved, by);
            session.Store(shift);
            return RowOutcome.Merged(shift.Id, changes);
        }

        private SportsEvent EventOf(ShiftPlanRow row)
        {
            if (_events.TryGetValue(row.EventKey, out var known))
            {
                var claimed = known.InitiativeId is null && initiative is not null;
                if (known.FirstDay <= row.Day && row.Day <= known.LastDay && !claimed) return known;
                known.InitiativeId ??= initiative;
                if (row.Day < known.FirstDay) known.FirstDay = row.Day;
                if (row.Day > known.LastDay) known.LastDay = row.Day;
                session.Store(known);
                return known;
            }

            var settings = initiatives.SettingsOf(initiative, FiscalYear.Of(row.Day));
            var made = new SportsEvent
            {
                Id = Guid.CreateVersion7(), Slug = RandomNumberGenerator.GetString(SlugLetters, 8), Name = row.Event, Key = row.EventKey,
                FirstDay = row.Day, LastDay = row.Day, InitiativeId = initiative, SignUpClosesDaysBefore = settings.SignUpClosesDaysBefore,
                OfferHours = settings.OfferHours,
                CheckIn = new(settings.CheckInMinutes, settings.NoShowHours),
            };
            _events.Add(row.EventKey, made);
            session.Store(made);
            return made;
        }

        private Venue VenueOf(ShiftPlanRow row)
        {
            if (_venues.TryGetValue(row.VenueKey, out var known))
            {
                var (address, point) = (row.Address.Length > 0 ? row.Address : known.Address, row.Point ?? known.Point);
                if (known.Address == address && known.Point == point) return known;
                (known.Address, known.Point) = (address, point);
                session.Store(known);
                return known;
            }

            var made = new Venue
            {
                Id = Guid.CreateVersion7(), Name = row.Venue, Address = row.Address, MunicipalityCode = row.MunicipalityCode, Point = row.Point, Key = row.VenueKey,
            };
            _venues.Add(row.VenueKey, made);
            session.Store(made);
            return made;
        }

        private static string Clock(DateTimeOffset at) =>
            JapanTime.Local(at).ToString("H:mm", System.Globalization.CultureInfo.InvariantCulture);
    }
}
