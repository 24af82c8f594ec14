using System.Globalization;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Rules;

/// <summary>Rules in words.</summary>
internal static class RuleWords
{
    /// <summary>The days of collection, or that they are not known.</summary>
    public static LocalizedText Days(MunicipalityRules? rules) => rules is null || rules.CollectionDays.Count == 0
        ? new("決まっていません", "Not decided")
        : new(string.Join("、", rules.CollectionDays.Select(d => d.ToString("M月d日", CultureInfo.InvariantCulture))),
            string.Join(", ", rules.CollectionDays.Select(d => d.ToString("d MMMM", CultureInfo.InvariantCulture))));

    /// <summary>How many bags there are.</summary>
    public static LocalizedText Quota(MunicipalityRules rules) => (rules.BagsPerGroup, rules.BagsPerPerson) switch
    {
        (null, null) => new("上限はありません", "No limit"),
        ({ } group, null) => new($"1 グループ {group:#,0} 袋まで", $"Up to {group:#,0} bags for a group"),
        (null, { } person) => new($"1 人 {person:#,0} 袋まで", $"Up to {person:#,0} bags for a person"),
        ({ } group, { } person) => new($"1 グループ {group:#,0} 袋まで、1 人 {person:#,0} 袋まで", $"Up to {group:#,0} bags for a group and {person:#,0} for a person"),
    };

    /// <summary>When the office wants to know of large amounts.</summary>
    public static LocalizedText Large(MunicipalityRules rules) => rules is { LargeFrom: { } from, NoticeDays: { } days }
        ? new($"{from:#,0} 袋以上になりそうなときは、収集の {days} 日前までに知らせてください。", $"Tell the office {days} days before the collection when there may be {from:#,0} bags or more.")
        : new("事前の連絡はいりません。", "The office need not know beforehand.");

    /// <summary>Days as a field shows them: one in each line.</summary>
    public static string Lines(IEnumerable<DateOnly> days) => string.Join('\n', days.Select(Dates.Iso));

    /// <summary>Reads days, one in each line or with commas between them; the first that cannot be read is the reason.</summary>
    public static Parsed<IReadOnlyList<DateOnly>> ParseDays(string? text)
    {
        List<DateOnly> days = [];
        foreach (var part in (text ?? "").Split(['\n', '\r', ',', '、', '，'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parsed = LenientDate.Parse(part);
            if (!parsed.TryGet(out var day)) return parsed.Error;
            days.Add(day);
        }

        return Parsed<IReadOnlyList<DateOnly>>.Ok(days);
    }
}
