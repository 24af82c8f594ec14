using Kenmin.SharedKernel;
using MiniExcelLibs;

namespace Kenmin.Spreadsheets.Tests;

public sealed class WorkbookTests
{
    [Fact]
    public void A_workbook_is_read_as_values()
    {
        using var stream = Files.Xlsx("名簿", ["氏名", "生年月日", "定員", "緯度"], ["渡部　智子", new DateOnly(1950, 6, 29), 8, 34.186]);
        using var sheet = SpreadsheetReader.Open(stream, "a.xlsx");
        sheet.Format.ShouldBe("xlsx, 名簿");
        sheet.Cells().ShouldBe([["渡部　智子", "1950-06-29", "8", "34.186"]]);
    }

    [Fact]
    public void Days_and_times_of_spreadsheet_programs_can_be_read_as_such()
    {
        var stream = new MemoryStream();
        stream.SaveAs(new[] { new { day = new DateTime(2026, 11, 1), both = new DateTime(2026, 11, 1, 9, 30, 0), start = new TimeSpan(9, 30, 0), big = 9_012_345_678_901L } });
        stream.Position = 0;
        using var sheet = SpreadsheetReader.Open(stream, "a.xlsx");
        var row = sheet.Rows().Single();
        LenientDate.Parse(row[0]).Value.ShouldBe(new DateOnly(2026, 11, 1));
        row[1].ShouldBe("2026-11-01 09:30:00");
        LenientTime.Parse(row[2]).Value.ShouldBe(new TimeOnly(9, 30));
        row[3].ShouldBe("9012345678901");
    }

    [Fact]
    public void Blank_rows_are_left_out_but_counted()
    {
        using var stream = Files.Xlsx("名簿", [], ["表題"], [], ["氏名", "電話"], ["甲", "1"], [], [], ["乙", "2"]);
        using var sheet = SpreadsheetReader.Open(stream, "a.xlsx", new() { Columns = [new("name", new LocalizedText("氏名", "Name"), [])] });
        sheet.HeaderLine.ShouldBe(4);
        sheet.Rows().Select(row => row.Line).ShouldBe([5, 8]);
    }

    [Fact]
    public void The_sheet_whose_header_fits_is_taken_and_another_can_be_chosen()
    {
        var stream = new MemoryStream();
        stream.SaveAs(new Dictionary<string, object>
        {
            ["記入例"] = new[] { new { 説明 = "二枚目に", 注意 = "記入" } },
            ["名簿"] = new[] { new { 氏名 = "渡部", 電話番号 = "1" } },
        });
        stream.Position = 0;
        ColumnDefinition[] known = [new("name", new LocalizedText("氏名", "Name"), [])];
        using (var sheet = SpreadsheetReader.Open(stream, "a.xlsx", new() { Columns = known })) sheet.Format.ShouldBe("xlsx, 名簿");
        using (var sheet = SpreadsheetReader.Open(stream, "a.xlsx", new() { Columns = known, SheetName = "記入例" })) sheet.Header.ShouldBe(["説明", "注意"]);
        Should.Throw<SpreadsheetException>(() => SpreadsheetReader.Open(stream, "a.xlsx", new() { SheetName = "ない" })).Reason.Ja.ShouldContain("ない");
    }

    [Fact]
    public void Limits_hold_for_workbooks_as_well()
    {
        using var stream = Files.Xlsx("名簿", ["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]);
        Should.Throw<SpreadsheetException>(() => SpreadsheetReader.Open(stream, "a.xlsx", new() { MaxColumns = 2 })).Reason.Ja.ShouldContain("2列まで");
        using var sheet = SpreadsheetReader.Open(stream, "a.xlsx", new() { MaxRows = 1 });
        Should.Throw<SpreadsheetException>(() => sheet.Cells()).Reason.Ja.ShouldContain("1行まで");
    }
}
