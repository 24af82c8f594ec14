using System.Globalization;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Marten;

namespace Kenmin.SportsVolunteers.Imports.Roster;

/// <summary>
/// Takes in a festival's roster (ボランティア名簿): each line becomes a volunteer, or is joined with the one who is near-certainly
/// the same person.
/// </summary>
internal class RosterTarget(TimeProvider clock) : IImportTarget
{
    public const string TargetKey = "roster";
    public const string Festival = "festival";
    public const string Year = "year";

    private const int LongestFestival = 100;

    public virtual string Key => TargetKey;

    public virtual LocalizedText Name { get; } = new("ボランティア名簿", "Volunteer roster");

    public virtual LocalizedText Description { get; } = new(
        "大会のボランティア名簿を取り込みます。同じ人の申し込みは1人にまとめます。",
        "Takes in a festival's roster of volunteers. Applications of the same person are joined.");

    public virtual IReadOnlyList<ColumnDefinition> Columns => RosterRow.Columns;

    public string ResultHref => "/staff/sports/volunteers";

    public virtual IReadOnlyList<ImportOption> Options { get; } =
    [
        new(Festival, new("大会名", "Festival"), new("名簿の大会の名前（例：県民スポーツ大会2026）", "The name of the roster's festival")),
        new(Year, new("大会の年度", "Fiscal year of the festival"), new("例：令和8年度、2026", "Such as 2026"),
            Default: today => FiscalYear.Of(today).StartYear.ToString(CultureInfo.InvariantCulture)),
    ];

    public virtual IReadOnlyList<KeyValuePair<string, LocalizedText>> CheckOptions(IReadOnlyDictionary<string, string> options)
    {
        List<KeyValuePair<string, LocalizedText>> problems = [];
        var (festival, label) = (options.GetValueOrDefault(Festival, "").Trim(), Options.First(o => o.Key == Festival).Label);
        if (festival.Length == 0) problems.Add(new(Festival, new($"{label.Ja}を入力してください。", $"Fill in: {label.En}.")));
        if (festival.Length > LongestFestival)
            problems.Add(new(Festival, new($"{label.Ja}は{LongestFestival}文字までにしてください。", $"Keep it to {LongestFestival} characters: {label.En}.")));
        var year = FiscalYear.Parse(options.GetValueOrDefault(Year, ""));
        if (!year.IsOk) problems.Add(new(Year, year.Error));
        return problems;
    }

    public virtual ReadRow Read(ImportRow row) => RosterRow.Read(row);

    /// <summary>By which way the rows of an import come into the register.</summary>
    protected virtual IntakeWay WayOf(ImportContext import) => IntakeWay.Festival;

    public async Task<IReadOnlyList<RowOutcome>> ApplyAsync(
        ImportContext import, IReadOnlyList<AcceptedRow> rows, IDocumentSession session, CancellationToken cancellationToken)
    {
        await PersonIndex.LockAsync(session, cancellationToken);
        var people = new PersonIndex();
        await people.LoadAsync([.. rows.Select(r => WithFingerprint((RosterRow)r.Value))], session, cancellationToken);
        var added = await NewPeople.InAsync(session, clock, cancellationToken);
        List<Volunteer> touched = [];
        List<RowOutcome> outcomes = [.. rows.Select(row => Apply(import, row.Row.Row.Line, (RosterRow)row.Value, people, added, touched, session))];
        await session.FindDuplicatesAsync(people, touched, clock.GetUtcNow(), cancellationToken);
        return outcomes;
    }

    private RowOutcome Apply(
        ImportContext import, int line, RosterRow row, PersonIndex people, NewPeople added, List<Volunteer> touched, IDocumentSession session)
    {
        if (people.OfLine(row.Fingerprint) is { } same) return RowOutcome.Unchanged(same.Id);

        var festival = import.Options[Festival].Trim();
        var year = FiscalYear.Parse(import.Options[Year]).Value;
        var way = WayOf(import);
        var source = new VolunteerSource(import.ImportId, import.FileName, line, row.ApplicationNumber)
        {
            InitiativeId = import.InitiativeId, Festival = festival, Year = year, Way = way, Answer = row.Answer, Fingerprint = row.Fingerprint,
        };
        if (people.Find(row.Person) is not { } found)
        {
            var person = row.Person;
            person.Id = Guid.CreateVersion7();
            person.Sources = [source];
            // As to reindex it again: all keys but that of the line have been there since it was read.
            person.MatchKeys = [PersonKeys.OfLine(row.Fingerprint), .. person.MatchKeys];
            added.Add(person);
            added.Record(person.Id, new CameForward(festival, year, row.Answer, way));
            Declare(person.Id);
            people.Add(person);
            touched.Add(person);
            return RowOutcome.New(person.Id);
        }

        var known = found.Person;
        var sameFestival = known.Sources.Where(s => s.Festival == festival && s.Year == year).ToList();
        var answered = sameFestival.LastOrDefault(s => s.Answer != ContinuationAnswer.Blank)?.Answer ?? ContinuationAnswer.Blank;
        row.Person.Id = Guid.CreateVersion7();
        row.Person.Sources = [source with { Reasons = found.Likeness.Reasons }];
        session.Insert(new PersonMerge
        {
            Id = Guid.CreateVersion7(), KeptId = known.Id, Before = known.Copy(), Gone = row.Person.Copy(), Reasons = found.Likeness.Reasons,
            At = clock.GetUtcNow(),
        });
        known.TakeIn(row.Person);
        known.Reindex();
        if (!added.Has(known.Id)) session.Store(known);
        if (sameFestival.Count == 0) added.Record(known.Id, new CameForward(festival, year, row.Answer, way));
        else if (row.Answer != ContinuationAnswer.Blank && row.Answer != answered) added.Record(known.Id, new AnswerRestated(row.Answer));
        Declare(known.Id);
        people.Add(known);
        touched.Add(known);
        return RowOutcome.Merged(known.Id, found.Likeness.Reasons);

        void Declare(Guid id)
        {
            if (session.KeepGuardian(id, row.Guardian, clock.GetUtcNow()) is { } declared) added.Record(id, declared);
        }
    }

    // Loaded by the keys of the person and by that of the line itself.
    private static Volunteer WithFingerprint(RosterRow row) => new()
    {
        MatchKeys = [.. row.Person.MatchKeys, PersonKeys.OfLine(row.Fingerprint)],
    };
}
