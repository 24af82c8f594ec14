using System.Globalization;
using System.Text.RegularExpressions;

namespace Kenmin.SharedKernel;

/// <summary>Reads times of day in the styles found on paper and in spreadsheets.</summary>
public static partial class LenientTime
{
    /// <summary>Reads 9:00, ９：００, 9時, 9時半, 9時30分, 午後1時30分, 0900 as a time from 00:00 to 23:59.</summary>
    /// <remarks>24:00 is the end of a day and not a time to begin at: refused here, accepted by <see cref="ParseEnd"/>.</remarks>
    public static Parsed<TimeOnly> Parse(string? input) => Read(input).Then<TimeOnly>(time => time == EndOfDay
        ? new LocalizedText(
            "24:00は終了の時刻にだけ使えます。一日の始まりは0:00と入力してください。",
            "24:00 can only be the end of something. For the beginning of a day enter 0:00.")
        : TimeOnly.FromTimeSpan(time));

    /// <summary>Reads the time at which something ends: as <see cref="Parse"/>, and 24:00 for the end of the day.</summary>
    /// <returns>The time since the midnight the day began with, up to 24 hours.</returns>
    public static Parsed<TimeSpan> ParseEnd(string? input) => Read(input);

    private static readonly TimeSpan EndOfDay = TimeSpan.FromHours(24);

    private static Parsed<TimeSpan> Read(string? input)
    {
        var text = Spaces().Replace(TextWidth.Narrow(input), string.Empty);
        if (text.Length == 0) return new LocalizedText("時刻を入力してください。", "Enter a time.");
        var match = Clock().Match(text);
        if (!match.Success) match = Compact().Match(text);
        if (!match.Success) return NotUnderstood(input);

        var hour = Number(match, "h");
        var minute = match.Groups["half"].Success ? 30 : match.Groups["m"].Success ? Number(match, "m") : 0;
        if (match.Groups["half_day"].Success)
        {
            if (hour > 12) return NotUnderstood(input);
            hour = hour % 12 + (match.Groups["half_day"].Value is "午後" or "PM" or "pm" ? 12 : 0);
        }
        if (minute > 59)
            return new LocalizedText($"{minute}分という時刻はありません。0分から59分までで入力してください。", $"There is no minute {minute}. Enter 0 to 59.");
        if (hour > 24 || (hour == 24 && minute > 0))
            return new LocalizedText(
                $"「{Excerpt.Of(input)}」は24時を過ぎています。翌日の活動は日付を分けて入力してください。",
                $"“{Excerpt.Of(input)}” is after 24:00. Enter what belongs to the next day with its own date.");
        return new TimeSpan(hour, minute, 0);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static LocalizedText NotUnderstood(string? input) => new(
        $"「{Excerpt.Of(input)}」は時刻として読み取れません。「9:00」または「9時30分」のように入力してください。",
        $"“{Excerpt.Of(input)}” cannot be read as a time. Enter it like 9:00 or 13:30.");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(?<half_day>午前|午後|AM|PM|am|pm)?(?<h>[0-9]{1,2})(?::(?<m>[0-9]{2})(?::00)?|時(?:(?<half>半)|(?<m>[0-9]{1,2})分)?)$")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^(?<h>[0-9]{1,2})(?<m>[0-9]{2})$")]
    private static partial Regex Compact();
}
