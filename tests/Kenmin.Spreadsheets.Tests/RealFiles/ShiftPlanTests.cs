using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets.Tests;

/// <summary>The shift plan of an event as an office keeps it (invented): CP932, three styles of dates, four rows wrong.</summary>
public sealed class ShiftPlanTests
{
    private static readonly ColumnDefinition[] Columns =
    [
        new("event", new LocalizedText("大会名", "Event"), [], Required: true),
        new("venue", new LocalizedText("会場", "Venue"), [], Required: true),
        new("address", new LocalizedText("住所", "Address"), []),
        new("latitude", new LocalizedText("緯度", "Latitude"), []),
        new("longitude", new LocalizedText("経度", "Longitude"), []),
        new("role", new LocalizedText("役割", "Role"), [], Required: true),
        new("date", new LocalizedText("日付", "Date"), [], Required: true),
        new("start", new LocalizedText("開始", "Start"), ["開始時刻"], Required: true),
        new("end", new LocalizedText("終了", "End"), ["終了時刻"], Required: true),
        new("capacity", new LocalizedText("定員", "Capacity"), [], Required: true),
        new("minimum-age", new LocalizedText("最少年齢", "Minimum age"), ["最低年齢"]),
    ];

    [Fact]
    public void Exactly_four_rows_are_wrong_and_each_for_its_own_reason()
    {
        using var stream = File.OpenRead(Files.Data("shift-plan.csv"));
        using var sheet = SpreadsheetReader.Open(stream, "shift-plan.csv", new() { Columns = Columns });
        var mapping = ColumnMapping.Guess(sheet.Header, Columns);
        mapping.IsComplete.ShouldBeTrue();

        var rows = sheet.Rows().ToArray();
        rows.Length.ShouldBe(825);
        rows.SelectMany(row => Wrong(row, mapping).Select(key => $"{row.Line}:{key}={mapping.Value(row, key)}"))
            .ShouldBe(["7:capacity=0", "11:date=2026/11/31", "16:end=6:00", "22:minimum-age=十八"]);
    }

    [Fact]
    public void All_right_rows_lie_within_the_fiscal_year_and_the_prefecture()
    {
        using var stream = File.OpenRead(Files.Data("shift-plan.csv"));
        using var sheet = SpreadsheetReader.Open(stream, "shift-plan.csv", new() { Columns = Columns });
        var mapping = ColumnMapping.Guess(sheet.Header, Columns);
        foreach (var row in sheet.Rows().Where(row => !Wrong(row, mapping).Any()))
        {
            FiscalYear.Of(LenientDate.Parse(mapping.Value(row, "date")).Value).ToJapanese().ShouldBe("令和8年度");
            var place = GeoPoint.Parse(mapping.Value(row, "latitude"), mapping.Value(row, "longitude")).Value;
            PostalAddress.Parse(mapping.Value(row, "address")).Value.Municipality!.Office.DistanceTo(place).ShouldBeLessThan(20_000);
        }
    }

    private static IEnumerable<string> Wrong(SheetRow row, ColumnMapping mapping)
    {
        string Cell(string key) => mapping.Value(row, key);
        if (!LenientDate.Parse(Cell("date")).IsOk) yield return "date";
        var start = LenientTime.Parse(Cell("start"));
        var end = LenientTime.ParseEnd(Cell("end"));
        if (!start.IsOk) yield return "start";
        if (!end.IsOk || (start.IsOk && end.Value <= start.Value.ToTimeSpan())) yield return "end";
        if (!int.TryParse(Cell("capacity"), CultureInfo.InvariantCulture, out var capacity) || capacity < 1) yield return "capacity";
        if (Cell("minimum-age").Length > 0 && !int.TryParse(Cell("minimum-age"), CultureInfo.InvariantCulture, out _)) yield return "minimum-age";
    }
}
