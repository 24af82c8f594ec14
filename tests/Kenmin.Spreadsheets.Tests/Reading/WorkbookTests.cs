using System.IO.Compression;
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

    [Theory]
    [InlineData(176, "[$-411]ge.m.d;@")]
    [InlineData(176, "[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@")]
    [InlineData(176, "[$-ja-JP-x-gannen]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;")]
    [InlineData(176, "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@")]
    [InlineData(57, "")]
    [InlineData(31, "")]
    public void A_date_shown_by_era_is_a_date(int id, string format)
    {
        using var sheet = SpreadsheetReader.Open(Formatted(id, format, "18443"), "a.xlsx");
        sheet.Cells().ShouldBe([["渡部", "1950-06-29"]]);
    }

    [Theory]
    [InlineData("#,##0_);[Red](#,##0)")]
    [InlineData("0&quot;グループ eg. m&quot;")]
    [InlineData("General")]
    [InlineData("General&quot;人&quot;")]
    [InlineData("[Green]0")]
    [InlineData("0.00E+00")]
    public void A_number_stays_a_number(string format)
    {
        using var sheet = SpreadsheetReader.Open(Formatted(176, format, "18443"), "a.xlsx");
        sheet.Cells().ShouldBe([["渡部", "18443"]]);
    }

    [Theory]
    [InlineData("[h]:mm")]
    [InlineData("h:mm;@")]
    public void A_time_is_a_time(string format)
    {
        using var sheet = SpreadsheetReader.Open(Formatted(176, format, "0.375"), "a.xlsx");
        sheet.Cells().ShouldBe([["渡部", "09:00"]]);
    }

    /// <summary>A workbook as Japanese programs save it: with readings beside the names, a formula, and a format of its own.</summary>
    private static MemoryStream Formatted(int id, string format, string value)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Part(string name, string xml)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(xml);
            }
            var own = format.Length == 0 ? "" : $"""<numFmts count="1"><numFmt numFmtId="{id}" formatCode="{format}"/></numFmts>""";
            Part("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            Part("xl/workbook.xml", $"""<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="名簿" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            Part("xl/styles.xml", $"""<styleSheet xmlns="{main}">{own}<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="{id}"/></cellXfs></styleSheet>""");
            Part("xl/sharedStrings.xml", $"""<sst xmlns="{main}"><si><t>氏名</t><rPh sb="0" eb="2"><t>シメイ</t></rPh></si><si><t>値</t></si><si><t>渡部</t><rPh sb="0" eb="2"><t>ワタナベ</t></rPh></si></sst>""");
            Part("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><f>B9</f><v>{value}</v></c></row></sheetData></worksheet>""");
        }
        stream.Position = 0;
        return stream;
    }
}
