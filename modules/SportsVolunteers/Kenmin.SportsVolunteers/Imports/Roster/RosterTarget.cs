using System.Globalization;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Imports.Roster;

/// <summary>
/// Takes in a festival's roster (ボランティア名簿): each line becomes a volunteer, or is joined with the one who is near-certainly
/// the same person.
/// </summary>
internal sealed class RosterTarget : IImportTarget
{
    public const string TargetKey = "roster";
    public const string Festival = "festival";
    public const string Year = "year";

    private const int LongestFestival = 100;

    public string Key => TargetKey;

    public LocalizedText Name { get; } = new("ボランティア名簿", "Volunteer roster");

    public LocalizedText Description { get; } = new(
        "大会のボランティア名簿を取り込みます。同じ人の申し込みは1人にまとめます。",
        "Takes in a festival's roster of volunteers. Applications of the same person are joined.");

    public IReadOnlyList<ColumnDefinition> Columns => RosterRow.Columns;

    public string ResultHref => "/staff/sports/volunteers";

    public IReadOnlyList<ImportOption> Options { get; } =
    [
        new(Festival, new("大会名", "Festival"), new("名簿の大会の名前（例：県民スポーツ大会2026）", "The name of the roster's festival")),
        new(Year, new("大会の年度", "Fiscal year of the festival"), new("例：令和8年度、2026", "Such as 2026"),
            Default: today => FiscalYear.Of(today).StartYear.ToString(CultureInfo.InvariantCulture)),
    ];

    public IReadOnlyList<KeyValuePair<string, LocalizedText>> CheckOptions(IReadOnlyDictionary<string, string> options)
    {
        List<KeyValuePair<string, LocalizedText>> problems = [];
        var festival = options.GetValueOrDefault(Festival, "").Trim();
        if (festival.Length == 0) problems.Add(new(Festival, new("大会名を入力してください。", "Enter the festival's name.")));
        if (festival.Length > LongestFestival)
            problems.Add(new(Festival, new($"大会名は{LongestFestival}文字までにしてください。", $"Keep the festival's name to {LongestFestival} characters.")));
        var year = FiscalYear.Parse(options.GetValueOrDefault(Year, ""));
        if (!year.IsOk) problems.Add(new(Year, year.Error));
        return problems;
    }

    public ReadRow Read(ImportRow row) => RosterRow.Read(row);

    public async Task<IReadOnlyList<RowOutcome>> ApplyAsync(
        ImportContext import, IReadOnlyList<AcceptedRow> rows, IDocumentSession session, CancellationToken cancellationToken)
    {
        await PersonIndex.LockAsync(session, cancellationToken);
        var people = new PersonIndex();
        await people.LoadAsync([.. rows.Select(r => WithFingerprint((RosterRow)r.Value))], session, cancellationToken);
        return [.. rows.Select(row => Apply(import, row.Row.Row.Line, (RosterRow)row.Value, people, session))];
    }

    private static RowOutcome Apply(ImportContext import, int line, RosterRow row, PersonIndex people, IDocumentSession session)
    {
        if (people.OfLine(row.Fingerprint) is { } same) return RowOutcome.Unchanged(same.Id);

        var festival = import.Options[Festival].Trim();
        var year = FiscalYear.Parse(import.Options[Year]).Value;
        var source = new VolunteerSource(import.ImportId, import.FileName, line, row.ApplicationNumber)
        {
            Festival = festival, Year = year, Answer = row.Answer, Fingerprint = row.Fingerprint,
        };
        if (people.Find(row.Person) is not { } found)
        {
            var person = row.Person;
            person.Id = Guid.CreateVersion7();
            person.Sources = [source];
            person.Reindex();
            session.Store(person);
            session.Events.StartStream(person.Id, new CameForward(festival, year, row.Answer));
            people.Add(person);
            return RowOutcome.New(person.Id);
        }

        var known = found.Person;
        var sameFestival = known.Sources.Where(s => s.Festival == festival && s.Year == year).ToList();
        var answered = sameFestival.LastOrDefault(s => s.Answer != ContinuationAnswer.Blank)?.Answer ?? ContinuationAnswer.Blank;
        Merge(known, row.Person);
        known.Sources.Add(source with { Reasons = found.Likeness.Reasons });
        known.Reindex();
        session.Store(known);
        if (sameFestival.Count == 0) session.Events.Append(known.Id, new CameForward(festival, year, row.Answer));
        else if (row.Answer != ContinuationAnswer.Blank && row.Answer != answered)
            session.Events.Append(known.Id, new AnswerRestated(row.Answer));
        people.Add(known);
        return RowOutcome.Merged(known.Id, found.Likeness.Reasons);
    }

    /// <summary>What is known stays; what was unknown is filled in, and what differs is kept beside it.</summary>
    private static void Merge(Volunteer known, Volunteer more)
    {
        if (known.GivenName.Length == 0 && more.GivenName.Length > 0) (known.FamilyName, known.GivenName) = (more.FamilyName, more.GivenName);
        // A reading divided by a space says more than the same one without.
        if (known.Kana.Length == 0 || (!known.Kana.Contains('\u3000', StringComparison.Ordinal) && more.Kana.Contains('\u3000', StringComparison.Ordinal)))
            known.Kana = more.Kana.Length > 0 ? more.Kana : known.Kana;
        known.BirthDate ??= more.BirthDate;
        if (known.Gender == Gender.NotStated) known.Gender = more.Gender;
        known.PostalCode ??= more.PostalCode;
        if (known.Address.Length == 0) (known.Address, known.MunicipalityCode) = (more.Address, more.MunicipalityCode);
        else if (more.Address.Length > 0 && !PersonKeys.Addresses(known).Contains(PersonKeys.OfAddress(more.Address)))
            known.OtherAddresses = [.. known.OtherAddresses, more.Address];
        if (known.Phone is null) known.Phone = more.Phone;
        else if (more.Phone is not null && !PersonKeys.Phones(known).Contains(more.Phone)) known.OtherPhones = [.. known.OtherPhones, more.Phone];
        if (known.Email is null) known.Email = more.Email;
        else if (more.Email is not null && !PersonKeys.Emails(known).Contains(more.Email.ToLowerInvariant())) known.OtherEmails = [.. known.OtherEmails, more.Email];
        known.Wishes = [.. known.Wishes.Union(more.Wishes)];
        if (more.Remarks.Length > 0 && !known.Remarks.Split('\n').Contains(more.Remarks))
            known.Remarks = known.Remarks.Length == 0 ? more.Remarks : $"{known.Remarks}\n{more.Remarks}";
    }

    // Loaded by the keys of the person and by that of the line itself.
    private static Volunteer WithFingerprint(RosterRow row) => new()
    {
        MatchKeys = [.. row.Person.MatchKeys, PersonKeys.OfLine(row.Fingerprint)],
    };
}
