using System.Globalization;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Imports.Roster;

namespace Kenmin.SportsVolunteers.Skills;

/// <summary>Wishes as they are typed; read as leniently as a roster.</summary>
internal sealed class WishesInput
{
    private static readonly string[] Words = ["平日", "土曜日", "日曜日・祝日"];

    public string? Roles { get; set; }

    public List<string>? Municipalities { get; set; }

    public string? Venues { get; set; }

    public List<string>? Days { get; set; }

    public string? Earliest { get; set; }

    public string? Latest { get; set; }

    public string? NotOn { get; set; }

    public string? MostShifts { get; set; }

    public string? UniformSize { get; set; }

    /// <summary>The kinds of days in words.</summary>
    public static LocalizedText NameOf(DayKind day) => new(Words[(int)day], day switch { DayKind.Weekday => "Monday to Friday", DayKind.Saturday => "Saturdays", _ => "Sundays and holidays" });

    public static WishesInput Of(IEnumerable<string> roles, ServiceWishes? wishes) => new()
    {
        Roles = string.Join('、', roles),
        Municipalities = [.. wishes?.Municipalities ?? []],
        Venues = string.Join('、', wishes?.Venues ?? []),
        Days = [.. (wishes?.Days ?? []).Select(d => d.ToString())],
        Earliest = wishes?.Earliest?.ToString("H:mm", CultureInfo.InvariantCulture),
        Latest = wishes?.Latest?.ToString("H:mm", CultureInfo.InvariantCulture),
        NotOn = string.Join('、', (wishes?.NotOn ?? []).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
        MostShifts = wishes?.MostShifts?.ToString(CultureInfo.InvariantCulture),
        UniformSize = wishes?.UniformSize,
    };

    /// <summary>The wishes; null when something is wrong, which is then in <paramref name="problems"/>.</summary>
    public (IReadOnlyList<string> Roles, ServiceWishes Wishes)? Read(List<SkillProblem> problems)
    {
        T? Take<T>(string field, string? text, Func<string, Parsed<T>> parse) where T : struct
        {
            if (string.IsNullOrWhiteSpace(text)) return null;
            var parsed = parse(text);
            if (parsed.IsOk) return parsed.Value;
            problems.Add(new(field, parsed.Error));
            return null;
        }

        var earliest = Take<TimeOnly>(nameof(Earliest), Earliest, t => LenientTime.Parse(t));
        var latest = Take<TimeOnly>(nameof(Latest), Latest, t => LenientTime.Parse(t));
        if (earliest >= latest) problems.Add(new(nameof(Latest), new("終わりの時刻は始まりより後にしてください。", "This must be later than the first time.")));
        List<DateOnly> notOn = [];
        foreach (var text in (NotOn ?? "").Split(['、', ',', '，', ' ', '\u3000', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (Take<DateOnly>(nameof(NotOn), text, t => LenientDate.Parse(t)) is { } day) notOn.Add(day);
        var most = Take<int>(nameof(MostShifts), MostShifts, t =>
            int.TryParse(t.Normalize(System.Text.NormalizationForm.FormKC).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 60
                ? number : new LocalizedText("1から60までの数で入力してください。", "Enter a number from 1 to 60."));
        var roles = Activities.Split(Roles ?? "");
        var venues = Activities.Split(Venues ?? "");
        if (roles.Length > 30 || roles.Any(r => r.Length > 60)) problems.Add(new(nameof(Roles), new("活動は30件まで、それぞれ60文字までにしてください。", "Up to 30 activities of 60 characters each.")));
        if (venues.Length > 30 || venues.Any(v => v.Length > 60)) problems.Add(new(nameof(Venues), new("会場は30件まで、それぞれ60文字までにしてください。", "Up to 30 venues of 60 characters each.")));
        if (notOn.Count > 100) problems.Add(new(nameof(NotOn), new("100日までにしてください。", "100 days at most.")));
        if (problems.Count > 0) return null;
        return (roles, new()
        {
            Municipalities = [.. (Municipalities ?? []).Where(m => Municipality.ByCode(m) is not null).Distinct()],
            Venues = venues,
            Days = [.. (Days ?? []).Select(d => Enum.TryParse<DayKind>(d, out var kind) && Enum.IsDefined(kind) ? kind : (DayKind?)null).OfType<DayKind>().Distinct().Order()],
            Earliest = earliest, Latest = latest, NotOn = [.. notOn.Distinct().Order()], MostShifts = most,
            UniformSize = ServiceWishes.UniformSizes.FirstOrDefault(s => s == UniformSize),
        });
    }
}
