using Kenmin.Passport.Contracts;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Passport.Search;

/// <summary>Reads what was typed into a search, in an address that can be kept and sent on. What cannot be read is said at its field.</summary>
internal sealed class SearchInput
{
    private readonly Dictionary<string, LocalizedText> _problems = [];

    private SearchInput(Func<string, string?> of)
    {
        Words = of("words")?.Trim();
        if (Words is { Length: > SearchQuery.LongestWords })
            _problems["words"] = new($"{SearchQuery.LongestWords} 文字までにしてください。", $"Use up to {SearchQuery.LongestWords} characters.");
        var from = Day("from", of("from"));
        var until = Day("until", of("until"));
        if (from > until) _problems["until"] = new("最後の日は、最初の日より後にしてください。", "The last day must not be before the first.");
        (From, Until) = (of("from"), of("until"));
        var municipality = Known("municipality", of("municipality"))?.Code6;
        Near = of("near");
        var near = Point(Near);
        var km = Number("km", of("km"), 1, SearchQuery.MostKm) ?? SearchQuery.UsualKm;
        AgeText = of("age");
        var age = Number("age", AgeText, 0, 120);
        Query = new(
            Words, from, until, municipality, Blank(of("module")), near, km, age, IsYes(of("wheelchair")), IsYes(of("children")), Stage(of("stage")));
    }

    /// <summary>What is looked for, as far as it could be read.</summary>
    public SearchQuery Query { get; }

    /// <summary>What could not be read, by the name of its field.</summary>
    public IReadOnlyDictionary<string, LocalizedText> Problems => _problems;

    public string? Words { get; }

    public string? From { get; }

    public string? Until { get; }

    public string? Near { get; }

    public string? AgeText { get; }

    public static SearchInput Of(IQueryCollection query) => new(name =>
        // Nobody types control characters; the database takes none.
        query.TryGetValue(name, out var value) ? string.Concat(value.ToString().Where(c => !char.IsControl(c))) : null);

    /// <summary>The error of a field; null where there is none.</summary>
    public LocalizedText? ProblemOf(string field) => _problems.TryGetValue(field, out var problem) ? problem : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool IsYes(string? text) => text is "true" or "1" or "yes";

    private DateOnly? Day(string field, string? text)
    {
        if (Blank(text) is not { } typed) return null;
        var parsed = LenientDate.Parse(typed);
        if (parsed.TryGet(out var day) && day.Year is >= 1990 and <= 2199) return day;
        _problems[field] = parsed.IsOk ? new("1990年から2199年までの日にしてください。", "Choose a day from 1990 to 2199.") : parsed.Error;
        return null;
    }

    private Municipality? Known(string field, string? text)
    {
        if (Blank(text) is not { } typed) return null;
        if ((Municipality.ByCode(typed) ?? Municipality.ByName(typed)) is { } found) return found;
        _problems[field] = new("県内の市町を選んでください。", "Choose a municipality of the prefecture.");
        return null;
    }

    /// <summary>A municipality, meaning its office, or latitude and longitude.</summary>
    private GeoPoint? Point(string? text)
    {
        if (Blank(text) is not { } typed) return null;
        if (typed.Split(',', '、') is not [var latitude, var longitude]) return Known("near", typed)?.Office;
        var parsed = GeoPoint.Parse(latitude, longitude);
        if (parsed.IsOk) return parsed.Value;
        _problems["near"] = parsed.Error;
        return null;
    }

    private LifeStage? Stage(string? text)
    {
        if (Blank(text) is not { } typed) return null;
        foreach (var stage in Enum.GetValues<LifeStage>())
            if (SearchWords.KeyOf(stage) == typed) return stage;
        _problems["stage"] = new("一覧から選んでください。", "Choose from the list.");
        return null;
    }

    private int? Number(string field, string? text, int least, int most)
    {
        if (Blank(text) is not { } typed) return null;
        if (int.TryParse(FoldedText.Of(typed), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most) return number;
        _problems[field] = new($"{least} から {most} までの数で入力してください。", $"Enter a number from {least} to {most}.");
        return null;
    }
}
