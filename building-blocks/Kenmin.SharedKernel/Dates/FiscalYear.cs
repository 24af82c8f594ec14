using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Kenmin.SharedKernel;

/// <summary>A fiscal year (年度): from 1 April 00:00 to 31 March in Japan, named by the year it starts in.</summary>
/// <remarks>In JSON a number (2026); in routes and queries whatever <see cref="Parse(string)"/> reads.</remarks>
[JsonConverter(typeof(FiscalYearJsonConverter))]
public readonly partial record struct FiscalYear : IComparable<FiscalYear>, IComparable, IParsable<FiscalYear>
{
    /// <summary>The earliest fiscal year: the first one that starts in 大正.</summary>
    public const int EarliestYear = 1913;

    /// <summary>The latest fiscal year accepted.</summary>
    public const int LatestYear = 2199;

    /// <summary>The fiscal year that starts on 1 April of <paramref name="startYear"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside <see cref="EarliestYear"/> to <see cref="LatestYear"/>.</exception>
    public FiscalYear(int startYear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(startYear, EarliestYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startYear, LatestYear);
        StartYear = startYear;
    }

    /// <summary>The year in which it starts, and by which it is named.</summary>
    public int StartYear { get; }

    /// <summary>1 April.</summary>
    public DateOnly StartsOn => new(StartYear, 4, 1);

    /// <summary>31 March of the year after.</summary>
    public DateOnly EndsOn => new(StartYear + 1, 3, 31);

    /// <summary>The first instant: 1 April 00:00 in Japan.</summary>
    public DateTimeOffset Start => JapanTime.StartOf(StartsOn);

    /// <summary>The first instant that no longer belongs to it: 1 April 00:00 of the year after, in Japan.</summary>
    public DateTimeOffset End => JapanTime.StartOf(EndsOn.AddDays(1));

    /// <summary>The fiscal year after this one.</summary>
    public FiscalYear Next => new(StartYear + 1);

    /// <summary>The fiscal year before this one.</summary>
    public FiscalYear Previous => new(StartYear - 1);

    /// <summary>The fiscal year <paramref name="day"/> belongs to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the fiscal years from <see cref="EarliestYear"/> to <see cref="LatestYear"/>.</exception>
    public static FiscalYear Of(DateOnly day) => new(day.Month >= 4 ? day.Year : day.Year - 1);

    /// <summary>The fiscal year an instant belongs to, by the calendar in Japan.</summary>
    public static FiscalYear Of(DateTimeOffset instant) => Of(JapanTime.DayOf(instant));

    /// <summary>The present fiscal year in Japan by <paramref name="clock"/>.</summary>
    public static FiscalYear Current(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return Of(clock.GetUtcNow());
    }

    /// <summary>Whether <paramref name="day"/> belongs to it.</summary>
    public bool Contains(DateOnly day) => StartsOn <= day && day <= EndsOn;

    /// <summary>Whether <paramref name="instant"/> belongs to it, by the calendar in Japan.</summary>
    public bool Contains(DateTimeOffset instant) => Contains(JapanTime.DayOf(instant));

    /// <summary>"FY2026".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"FY{StartYear}");

    /// <summary>"令和8年度". April 2019 to March 2020 is 令和元年度, although 1 April 2019 was still 平成.</summary>
    /// <remarks>Never derived from the era on 1 April: 2019 was named anew when the era changed in May.
    /// 1989 began in 平成 (平成元年度); 1926 kept its name 大正15年度, since 昭和 came only in late December.</remarks>
    public string ToJapanese()
    {
        var era = NamingEra(StartYear);
        var year = StartYear - era.StartsOn.Year + 1;
        return $"{era.Name}{(year == 1 ? "元" : year.ToString(CultureInfo.InvariantCulture))}年度";
    }

    /// <summary>"令和8年度" and "FY2026", for pages.</summary>
    public LocalizedText Name => new(ToJapanese(), ToString());

    /// <summary>Reads "2026", "FY2026", "2026年度", "令和8年度", "令和元年度", "R8", in any width.</summary>
    public static Parsed<FiscalYear> Parse(string? input)
    {
        var text = WhiteSpace().Replace(TextWidth.Narrow(input), string.Empty);
        if (text.Length == 0) return new LocalizedText("年度を入力してください。", "Enter a fiscal year.");

        var western = Western().Match(text);
        if (western.Success) return FromNumber(int.Parse(western.Groups[1].Value, CultureInfo.InvariantCulture));

        var japanese = Japanese().Match(text);
        if (!japanese.Success || JapaneseEra.Find(japanese.Groups[1].Value) is not { } era) return NotUnderstood(input);
        var digits = japanese.Groups[2].Value;
        var year = digits == "元" ? 1 : int.Parse(digits, CultureInfo.InvariantCulture);
        if (year == 0) return NotUnderstood(input);
        var named = era.WesternYear(year);
        if (named is < EarliestYear or > LatestYear) return FromNumber(named);

        var right = new FiscalYear(named);
        // 平成31年度 was in use until the change of era and is written on many papers: same twelve months, one name.
        if (NamingEra(named) == era || (era == JapaneseEra.Heisei && year == 31)) return right;
        return new LocalizedText(
            $"「{Shown(input)}」という年度はありません。{right.ToJapanese()}と入力してください。",
            $"There is no fiscal year “{Shown(input)}”. Enter {right.ToJapanese()} ({right}).");
    }

    /// <inheritdoc/>
    public static FiscalYear Parse(string s, IFormatProvider? provider)
    {
        var parsed = Parse(s);
        return parsed.IsOk ? parsed.Value : throw new FormatException(parsed.Error.ToString());
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out FiscalYear result) =>
        Parse(s).TryGet(out result);

    /// <inheritdoc/>
    public int CompareTo(FiscalYear other) => StartYear.CompareTo(other.StartYear);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        FiscalYear other => CompareTo(other),
        _ => throw new ArgumentException("Not a fiscal year.", nameof(obj)),
    };

    /// <summary>Whether <paramref name="left"/> is earlier.</summary>
    public static bool operator <(FiscalYear left, FiscalYear right) => left.StartYear < right.StartYear;

    /// <summary>Whether <paramref name="left"/> is later.</summary>
    public static bool operator >(FiscalYear left, FiscalYear right) => left.StartYear > right.StartYear;

    /// <summary>Whether <paramref name="left"/> is earlier or the same.</summary>
    public static bool operator <=(FiscalYear left, FiscalYear right) => left.StartYear <= right.StartYear;

    /// <summary>Whether <paramref name="left"/> is later or the same.</summary>
    public static bool operator >=(FiscalYear left, FiscalYear right) => left.StartYear >= right.StartYear;

    private static JapaneseEra NamingEra(int startYear) => startYear switch
    {
        >= 2019 => JapaneseEra.Reiwa,
        >= 1989 => JapaneseEra.Heisei,
        >= 1927 => JapaneseEra.Showa,
        _ => JapaneseEra.Taisho,
    };

    private static Parsed<FiscalYear> FromNumber(int year) => year is >= EarliestYear and <= LatestYear
        ? new FiscalYear(year)
        : new LocalizedText(
            $"年度は{EarliestYear}年度から{LatestYear}年度までで入力してください。",
            $"Enter a fiscal year between {EarliestYear} and {LatestYear}.");

    private static LocalizedText NotUnderstood(string? input) => new(
        $"「{Shown(input)}」は年度として読み取れません。「令和8年度」または「2026年度」のように入力してください。",
        $"“{Shown(input)}” cannot be read as a fiscal year. Enter it like 2026 or 令和8年度.");

    private static string Shown(string? input) => Excerpt.Of(input);

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"^(?:FY)?([0-9]{4})(?:年度|年)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Western();

    [GeneratedRegex(@"^(令和|平成|昭和|大正|[RHSTrhst])\.?([0-9]{1,3}|元)(?:年度|年)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Japanese();
}

/// <summary>A fiscal year as a number in JSON, also as a property name.</summary>
internal sealed class FiscalYearJsonConverter : JsonConverter<FiscalYear>
{
    public override FiscalYear Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var year)
        && year is >= FiscalYear.EarliestYear and <= FiscalYear.LatestYear
            ? new FiscalYear(year)
            : throw new JsonException($"A fiscal year is a number between {FiscalYear.EarliestYear} and {FiscalYear.LatestYear}.");

    public override void Write(Utf8JsonWriter writer, FiscalYear value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(value.StartYear);
    }

    public override FiscalYear ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FiscalYear.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var year)
            ? year
            : throw new JsonException($"A fiscal year is a number between {FiscalYear.EarliestYear} and {FiscalYear.LatestYear}.");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, FiscalYear value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.StartYear.ToString(CultureInfo.InvariantCulture));
    }
}
