using System.Globalization;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Shifts.Terms;

namespace Kenmin.SportsVolunteers.Shifts.ImportPlan;

/// <summary>A line of a shift plan (シフト表), read.</summary>
internal sealed record ShiftPlanRow(
    string Event, string Venue, string Address, string? MunicipalityCode, GeoPoint? Point, string Role, DateOnly Day, TimeOnly Start, TimeSpan End,
    int Capacity, string[] Qualifications, int? MinimumAge, string Remark)
{
    public string EventKey => SportsEvent.KeyOf(Event, Day);

    public string VenueKey => Shifts.Venue.KeyOf(Venue, MunicipalityCode);
}

/// <summary>The columns of a shift plan, and how a line is read: pure, so that the preview says what the import will say.</summary>
internal static class ShiftPlanColumns
{
    private const int LongestName = 100;
    private const int LongestRemark = 500;
    private const int LargestCapacity = 10_000;

    public const string Event = "event", Venue = "venue", Address = "address", Latitude = "latitude", Longitude = "longitude", Role = "role",
        Day = "day", Start = "start", End = "end", Capacity = "capacity", Qualification = "qualification", MinimumAge = "minimum-age", Remark = "remark";

    public static IReadOnlyList<ColumnDefinition> All { get; } =
    [
        new(Event, new("大会名", "Event"), ["大会", "イベント名", "行事名"], Required: true),
        new(Venue, new("会場", "Venue"), ["会場名", "場所"], Required: true),
        new(Address, new("住所", "Address"), ["会場住所", "所在地"]),
        new(Latitude, new("緯度", "Latitude"), ["lat"]),
        new(Longitude, new("経度", "Longitude"), ["lon", "lng"]),
        new(Role, new("役割", "Role"), ["業務", "活動内容", "係"], Required: true),
        new(Day, new("日付", "Day"), ["活動日", "月日", "年月日"], Required: true),
        new(Start, new("開始", "Start"), ["開始時刻", "開始時間"], Required: true),
        new(End, new("終了", "End"), ["終了時刻", "終了時間"], Required: true),
        new(Capacity, new("定員", "Capacity"), ["人数", "必要人数", "募集人数"], Required: true),
        new(Qualification, new("必要資格", "Qualification"), ["資格"]),
        new(MinimumAge, new("最少年齢", "Minimum age"), ["最低年齢", "年齢", "対象年齢"]),
        new(Remark, new("備考", "Remark"), ["注意事項", "メモ"]),
    ];

    public static (ShiftPlanRow? Row, IReadOnlyList<RowError> Errors) Read(Func<string, string> cell, Func<string, LocalizedText, RowError> refuse)
    {
        var errors = new List<RowError>();
        T? Take<T>(string column, Parsed<T> parsed)
        {
            if (parsed.TryGet(out var value)) return value;
            errors.Add(refuse(column, parsed.Error));
            return default;
        }

        var name = Take(Event, Named(cell(Event), new("大会名を入力してください。", "Enter the event's name.")));
        var venue = Take(Venue, Named(cell(Venue), new("会場を入力してください。", "Enter the venue.")));
        var role = Take(Role, Named(cell(Role), new("役割を入力してください。", "Enter the role.")));
        var day = Take(Day, LenientDate.Parse(cell(Day)));
        var start = LenientTime.Parse(cell(Start));
        var end = LenientTime.ParseEnd(cell(End));
        Take(Start, start);
        Take(End, end);
        if (start.IsOk && end.IsOk && end.Value <= start.Value.ToTimeSpan())
            errors.Add(refuse(End, new(
                $"終了が開始（{start.Value:H\\:mm}）より後になっていません。終了の時刻を確かめてください。翌日まで続く活動は、24:00 までと翌日とに分けてください。",
                $"The end is not later than the start ({start.Value:H\\:mm}). Check the time. A shift over midnight is entered as two: until 24:00, and the next day.")));
        var capacity = Take(Capacity, Number(cell(Capacity), 1, LargestCapacity, "8"));
        var age = string.IsNullOrWhiteSpace(cell(MinimumAge)) ? null : Take<int?>(MinimumAge, Number(cell(MinimumAge), 0, 120, "18").Then<int?>(a => a));
        var remark = cell(Remark).Trim();
        if (remark.Length > LongestRemark)
            errors.Add(refuse(Remark, new($"備考は{LongestRemark}文字までにしてください。", $"Keep the remark within {LongestRemark} characters.")));
        var address = cell(Address).Trim();
        var municipality = PostalAddress.Parse(address) is { IsOk: true, Value.Municipality: { } found } ? found : null;
        GeoPoint? point = string.IsNullOrWhiteSpace(cell(Latitude)) && string.IsNullOrWhiteSpace(cell(Longitude))
            ? null : Take<GeoPoint?>(Latitude, GeoPoint.Parse(cell(Latitude), cell(Longitude)).Then<GeoPoint?>(p => p));

        return errors.Count > 0 ? (null, errors) : (new(
            name!, venue!, address, municipality?.Code6, point, role!, day, start.Value, end.Value, capacity,
            Terms.Qualification.Split(cell(Qualification)), age, remark), []);
    }

    /// <summary>The row as it will be stored, for the preview.</summary>
    public static IReadOnlyDictionary<string, string> Shown(ShiftPlanRow row) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Event] = row.Event,
        [Venue] = row.Venue,
        [Address] = row.Address,
        [Latitude] = row.Point is { } p ? p.Latitude.ToString("0.00000", CultureInfo.InvariantCulture) : "",
        [Longitude] = row.Point is { } q ? q.Longitude.ToString("0.00000", CultureInfo.InvariantCulture) : "",
        [Role] = row.Role,
        [Day] = row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        [Start] = row.Start.ToString("H:mm", CultureInfo.InvariantCulture),
        [End] = row.End == TimeSpan.FromDays(1) ? "24:00" : row.End.ToString("h\\:mm", CultureInfo.InvariantCulture),
        [Capacity] = row.Capacity.ToString(CultureInfo.InvariantCulture),
        [Qualification] = Terms.Qualification.Names(row.Qualifications).ToString(),
        [MinimumAge] = row.MinimumAge?.ToString(CultureInfo.InvariantCulture) ?? "",
        [Remark] = row.Remark,
    };

    private static Parsed<string> Named(string text, LocalizedText whenEmpty)
    {
        var name = text.Trim();
        if (name.Length == 0) return whenEmpty;
        return name.Length > LongestName
            ? new LocalizedText($"{LongestName}文字までにしてください。", $"Keep it within {LongestName} characters.") : name;
    }

    /// <summary>Reads a whole number in any width; 十八 and 8.5 are refused with an example.</summary>
    internal static Parsed<int> Number(string? text, int from, int to, string example)
    {
        var narrow = FoldedText.OfName(text).TrimEnd('人', '名', '歳', '才');
        var shown = text is { Length: > 20 } ? text[..20] + "…" : text;
        if (!int.TryParse(narrow, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new LocalizedText(
                $"「{shown}」は数として読み取れません。「{example}」のように算用数字で入力してください。",
                $"“{shown}” is not a number. Enter digits, like {example}.");
        return number < from || number > to
            ? new LocalizedText(
                $"{from}から{to.ToString("#,0", CultureInfo.InvariantCulture)}までの数で入力してください（入力は{number}）。",
                $"Enter a number from {from} to {to.ToString("#,0", CultureInfo.InvariantCulture)} (it says {number}).")
            : number;
    }
}
