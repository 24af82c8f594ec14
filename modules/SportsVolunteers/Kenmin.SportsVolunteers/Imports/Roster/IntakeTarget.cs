using System.Globalization;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;

namespace Kenmin.SportsVolunteers.Imports.Roster;

/// <summary>
/// Takes in whom a team, a school or a club brings (チーム・学校・クラブの紹介): as a roster, but the group says that each person agreed,
/// and for those under 18 which guardian did.
/// </summary>
internal sealed class IntakeTarget(TimeProvider clock) : RosterTarget(clock)
{
    public new const string TargetKey = "intake";
    public const string Kind = "kind-of-group";
    public const string GuardianName = "guardian", GuardianRelation = "guardian-relation";

    private const int LongestName = 60;

    private static readonly IReadOnlyList<IntakeWay> Ways = [IntakeWay.Team, IntakeWay.School, IntakeWay.Club];

    public override string Key => TargetKey;

    public override LocalizedText Name { get; } = new("チーム・学校・クラブの紹介", "People from a team, school or club");

    public override LocalizedText Description { get; } = new(
        "チームや学校、クラブがまとめて紹介する人の名簿を取り込みます。登録に同意した人だけが継続になり、空欄の人には後から照会できます。18歳未満の人は、保護者の同意が要ります。",
        "Takes in a list of people whom a team, school or club brings. Those who agreed stay registered; those left blank can be asked. Who is under 18 needs a guardian's consent.");

    public override IReadOnlyList<ColumnDefinition> Columns { get; } =
    [
        .. RosterRow.Columns.Select(c => c.Key == RosterRow.Continues
            ? new ColumnDefinition(RosterRow.Continues, new("登録への同意", "Agrees to be registered"), ["同意", "本人の同意", "継続登録", "大会後の継続登録"], Required: true)
            : c),
        new(GuardianName, new("保護者の氏名", "Guardian's name"), ["保護者", "保護者名", "保護者氏名"]),
        new(GuardianRelation, new("保護者の続柄", "Guardian's relation"), ["続柄"]),
    ];

    public override IReadOnlyList<ImportOption> Options { get; } =
    [
        new(Kind, new("団体の種類", "Kind of group"), new("だれの紹介かを選びます。", "Who brings them."),
            Choices: [.. Ways.Select(w => new ImportChoice(w.ToString(), w.Name()))]),
        new(Festival, new("団体名", "Name of the group"), new("例：見本高校陸上部", "The team, school or club")),
        new(Year, new("登録する年度", "Fiscal year"), new("例：令和8年度、2026", "Such as 2026"),
            Default: today => FiscalYear.Of(today).StartYear.ToString(CultureInfo.InvariantCulture)),
    ];

    public override IReadOnlyList<KeyValuePair<string, LocalizedText>> CheckOptions(IReadOnlyDictionary<string, string> options)
    {
        var problems = base.CheckOptions(options).ToList();
        if (Parse(options) is null) problems.Insert(0, new(Kind, new("団体の種類を一覧から選んでください。", "Choose the kind of group from the list.")));
        return problems;
    }

    public override ReadRow Read(ImportRow row)
    {
        var read = base.Read(row);
        if (read.Value is not RosterRow roster) return read;
        List<RowError> errors = [];
        var name = row.Take(GuardianName, OneLine, errors) ?? "";
        var relation = row.Take(GuardianRelation, OneLine, errors) ?? "";
        // Whoever refuses is not registered: nobody has to agree for them.
        var minor = roster.Person.BirthDate is { } birth && !Age.IsAtLeast(birth, Age.Majority, row.Import.Today);
        if (minor && name.Length == 0 && roster.Answer == ContinuationAnswer.Agreed)
            errors.Add(row.Refuse(GuardianName, new(
                "18歳未満の人の登録には、保護者の同意が要ります。同意を得て、保護者の氏名を入力してください。",
                "Somebody under 18 needs a guardian's consent. Enter the name of the guardian who agreed.")));
        if (errors.Count > 0) return ReadRow.Refused(errors);
        var guardian = minor && name.Length > 0 ? new Guardian(name, relation.Length > 0 ? relation : "保護者") : null;
        return read with
        {
            Value = roster with { Guardian = guardian },
            Shown = new Dictionary<string, string>(read.Shown) { [GuardianName] = guardian?.Name ?? "", [GuardianRelation] = guardian?.Relation ?? "" },
        };
    }

    protected override IntakeWay WayOf(ImportContext import) => Parse(import.Options) ?? IntakeWay.Club;

    private static IntakeWay? Parse(IReadOnlyDictionary<string, string> options) =>
        Ways.Where(w => w.ToString() == options.GetValueOrDefault(Kind)).Select(w => (IntakeWay?)w).FirstOrDefault();

    private static Parsed<string> OneLine(string text) => text.Trim().Length <= LongestName
        ? text.Trim()
        : new LocalizedText($"長すぎます。{LongestName}文字までにしてください。", $"This is too long. Keep it to {LongestName} characters.");
}
