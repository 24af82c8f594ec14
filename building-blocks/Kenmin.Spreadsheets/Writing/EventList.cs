using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets;

/// <summary>An event of the list that municipalities publish.</summary>
public sealed record ListedEvent
{
    /// <summary>The municipality; null for a place outside the prefecture's, or everywhere in it.</summary>
    public Municipality? Municipality { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>When it starts.</summary>
    public required DateTimeOffset Starts { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset Ends { get; init; }

    /// <summary>What is special about the time, such as 中止.</summary>
    public string Remark { get; init; } = "";

    /// <summary>What it is about.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who holds it.</summary>
    public string Organizer { get; init; } = "";

    /// <summary>The name of the place.</summary>
    public string Place { get; init; } = "";

    /// <summary>The place's address.</summary>
    public string Address { get; init; } = "";

    /// <summary>The place's position.</summary>
    public GeoPoint? Point { get; init; }

    /// <summary>How to get there, or where people meet.</summary>
    public string Access { get; init; } = "";

    /// <summary>How many may come; null where it is not limited.</summary>
    public int? Capacity { get; init; }

    /// <summary>Until when people may sign up; null where they need not.</summary>
    public DateTimeOffset? Closes { get; init; }

    /// <summary>Its page.</summary>
    public required string PageAddress { get; init; }
}

/// <summary>
/// Events as open data, in the 32 columns of the event list that municipalities publish (推奨データセット イベント一覧). The list has one
/// place for each line and knows no time after midnight.
/// </summary>
public static class EventList
{
    private const string PrefectureCode = "350001", PrefectureName = "山口県";

    private static readonly string[] Columns =
    [
        "都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "イベント名", "イベント名_カナ", "イベント名_英語", "開始日", "終了日", "開始時間", "終了時間",
        "開始日時特記事項", "説明", "料金(基本)", "料金(詳細)", "連絡先名称", "連絡先電話番号", "連絡先内線番号", "主催者", "場所名称", "住所", "方書", "緯度", "経度", "アクセス方法",
        "駐車場情報", "定員", "参加申込終了日", "参加申込終了時間", "参加申込方法", "URL", "備考",
    ];

    /// <summary>The list as CSV.</summary>
    public static byte[] ToCsv(IEnumerable<ListedEvent> events) => new TableFile(Columns, events.Select(Row)).ToCsv();

    private static string?[] Row(ListedEvent e, int index)
    {
        var day = JapanTime.DayOf(e.Starts);
        return
        [
            e.Municipality?.Code6 ?? PrefectureCode, Plain(index + 1), PrefectureName, e.Municipality?.Name ?? "", e.Name, "", "", Iso(day), Iso(day),
            Clock(e.Starts), JapanTime.DayOf(e.Ends) > day ? "24:00" : Clock(e.Ends), e.Remark, e.Description, "0", "無料", "", "", "", e.Organizer, e.Place, e.Address, "",
            Degrees(e.Point?.Latitude), Degrees(e.Point?.Longitude), e.Access, "", e.Capacity is { } most ? Plain(most) : "",
            e.Closes is { } until ? Iso(JapanTime.DayOf(until)) : "", e.Closes is { } hour ? Clock(hour) : "", e.Closes is null ? "" : "申込フォーム", e.PageAddress, "",
        ];
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset at) => JapanTime.Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Degrees(double? degrees) => degrees?.ToString("0.######", CultureInfo.InvariantCulture);
}
