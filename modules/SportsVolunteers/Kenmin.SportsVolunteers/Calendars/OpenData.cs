using System.Globalization;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Calendars;

/// <summary>
/// Published events to come as open data, in the 32 columns of the event list that municipalities publish (推奨データセット
/// イベント一覧). The list has one place for each line, so an event has a line for each venue and day.
/// </summary>
internal sealed class OpenData : ISiteEndpoints
{
    /// <summary>The columns, in the order and the words of the data set.</summary>
    internal static readonly string[] Columns =
    [
        "都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "イベント名", "イベント名_カナ", "イベント名_英語", "開始日", "終了日", "開始時間", "終了時間",
        "開始日時特記事項", "説明", "料金(基本)", "料金(詳細)", "連絡先名称", "連絡先電話番号", "連絡先内線番号", "主催者", "場所名称", "住所", "方書", "緯度", "経度", "アクセス方法",
        "駐車場情報", "定員", "参加申込終了日", "参加申込終了時間", "参加申込方法", "URL", "備考",
    ];

    public void Map(IEndpointRouteBuilder site) => site
        .MapGet("/sports/open-data/events.csv", async (HttpContext http, ShiftCatalog catalog, CancellationToken cancellationToken) =>
        {
            var rows = await RowsAsync(catalog, http.SiteAddress(), cancellationToken);
            return Results.File(new TableFile(Columns, rows).ToCsv(), TableFile.CsvType, "events.csv");
        })
        .AllowAnonymous().AlwaysOn("each event is shown as long as sign-up is switched on for its own fiscal year").ExcludeFromDescription();

    private static async Task<IReadOnlyList<string?[]>> RowsAsync(ShiftCatalog catalog, string site, CancellationToken cancellationToken)
    {
        var rows = new List<string?[]>();
        foreach (var sportsEvent in (await catalog.PublishedAsync(cancellationToken)).Coming)
            foreach (var group in (await catalog.AllShiftsAsync(sportsEvent.Id, new(), cancellationToken)).Where(r => !r.Cancelled).GroupBy(r => (r.Venue.Id, r.Shift.Day)))
                rows.Add(RowOf(sportsEvent, [.. group], rows.Count + 1, site));
        return rows;
    }

    private static string?[] RowOf(SportsEvent sportsEvent, IReadOnlyList<ShiftRow> shifts, int number, string site)
    {
        var (venue, day) = (shifts[0].Venue, shifts[0].Shift.Day);
        var municipality = venue.Municipality;
        var closes = sportsEvent.SignUpClosesDaysBefore > 0 ? day.AddDays(-sportsEvent.SignUpClosesDaysBefore) : day;
        var (starts, ends) = (shifts.Min(s => s.Shift.Starts), shifts.Max(s => s.Shift.Ends));
        return
        [
            municipality?.Code6 ?? Prefecture.Code6, number.ToString(CultureInfo.InvariantCulture), Prefecture.Name, municipality?.Name ?? "", sportsEvent.Name, "", "",
            Dates.Iso(day), Dates.Iso(day), Clock(starts), JapanTime.DayOf(ends) > day ? "24:00" : Clock(ends), sportsEvent.CancelledBecause is null ? "" : "中止",
            $"ボランティアの募集：{string.Join("、", shifts.Select(s => s.Shift.Role).Distinct(StringComparer.Ordinal))}", "0", "無料", "", "", "", "", venue.Name, venue.Address, "",
            venue.Point?.Latitude.ToString("0.######", CultureInfo.InvariantCulture), venue.Point?.Longitude.ToString("0.######", CultureInfo.InvariantCulture), "", "",
            shifts.Sum(s => s.Occupancy?.Capacity ?? 0).ToString(CultureInfo.InvariantCulture), Dates.Iso(closes),
            sportsEvent.SignUpClosesDaysBefore > 0 ? "23:59" : Clock(starts), "申込フォーム", $"{site}/sports/events/{sportsEvent.Slug}", "",
        ];
    }

    private static string Clock(DateTimeOffset at) => JapanTime.Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The prefecture, for venues outside its municipalities.</summary>
    private static class Prefecture
    {
        public const string Code6 = "350001";
        public const string Name = "山口県";
    }
}
