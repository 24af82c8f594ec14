using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.Calendars;

/// <summary>An event for the list that municipalities publish as open data.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NameEn">Its name in English; may be empty.</param>
/// <param name="Municipality">Where it is; null outside the prefecture's municipalities.</param>
/// <param name="Starts">When it starts.</param>
/// <param name="Ends">The first instant that no longer belongs to it.</param>
/// <param name="Description">What it is.</param>
/// <param name="Place">The name of the place.</param>
/// <param name="Url">The page about it.</param>
public sealed record ListedEvent(
    string Name, string NameEn, Municipality? Municipality, DateTimeOffset Starts, DateTimeOffset Ends, string Description, string Place, string Url)
{
    /// <summary>What is special about its time, such as that it is off.</summary>
    public string TimeRemark { get; init; } = "";

    /// <summary>What it costs, in yen; null when it is not known.</summary>
    public int? Price { get; init; }

    /// <summary>The address of the place.</summary>
    public string Address { get; init; } = "";

    /// <summary>Where it is on the map; null when it is not known.</summary>
    public GeoPoint? Position { get; init; }

    /// <summary>How many people can take part; null when it is not known or without limit.</summary>
    public int? Capacity { get; init; }

    /// <summary>Until when one signs up, in the time of Japan; null when it is not known.</summary>
    public DateTime? SignUpCloses { get; init; }

    /// <summary>How one signs up.</summary>
    public string SignUp { get; init; } = "";

    /// <summary>What else is to be known, such as for whom it is.</summary>
    public string Remark { get; init; } = "";
}

/// <summary>The event list in the 32 columns of the data set that municipalities publish (推奨データセット イベント一覧).</summary>
public static class EventList
{
    private const string PrefectureCode6 = "350001", PrefectureName = "山口県";

    /// <summary>The columns, in the order and the words of the data set.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "イベント名", "イベント名_カナ", "イベント名_英語", "開始日", "終了日", "開始時間", "終了時間",
        "開始日時特記事項", "説明", "料金(基本)", "料金(詳細)", "連絡先名称", "連絡先電話番号", "連絡先内線番号", "主催者", "場所名称", "住所", "方書", "緯度", "経度", "アクセス方法",
        "駐車場情報", "定員", "参加申込終了日", "参加申込終了時間", "参加申込方法", "URL", "備考",
    ];

    /// <summary>The line of an event.</summary>
    /// <param name="listed">The event.</param>
    /// <param name="number">Its number in the list, from 1.</param>
    public static IReadOnlyList<string?> RowOf(ListedEvent listed, int number)
    {
        ArgumentNullException.ThrowIfNull(listed);
        // What ends at midnight ends on the day before.
        var (first, last) = (JapanTime.DayOf(listed.Starts), JapanTime.DayOf(listed.Ends > listed.Starts ? listed.Ends.AddTicks(-1) : listed.Ends));
        return
        [
            listed.Municipality?.Code6 ?? PrefectureCode6, number.ToString(CultureInfo.InvariantCulture), PrefectureName, listed.Municipality?.Name ?? "", listed.Name, "", listed.NameEn,
            Iso(first), Iso(last), Clock(listed.Starts), JapanTime.DayOf(listed.Ends) > last ? "24:00" : Clock(listed.Ends), listed.TimeRemark, listed.Description,
            listed.Price?.ToString(CultureInfo.InvariantCulture), listed.Price == 0 ? "無料" : "", "", "", "", "", listed.Place, listed.Address, "",
            Degrees(listed.Position?.Latitude), Degrees(listed.Position?.Longitude), "", "", listed.Capacity?.ToString(CultureInfo.InvariantCulture),
            listed.SignUpCloses is { } day ? Iso(DateOnly.FromDateTime(day)) : "", listed.SignUpCloses?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "", listed.SignUp, listed.Url, listed.Remark,
        ];
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Degrees(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset at) => JapanTime.Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);
}
