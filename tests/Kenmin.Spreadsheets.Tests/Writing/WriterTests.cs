using System.IO.Compression;
using System.Text;
using CsCheck;
using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets.Tests;

public sealed class CsvWriterTests
{
    [Fact]
    public void A_file_for_spreadsheets_has_a_mark_and_ends_lines_with_CRLF()
    {
        var bytes = Written(CsvEncoding.Utf8WithMark, ["氏名", "備考"], ["渡部", "a,\"b\"\nc"], [null, ""]).Bytes;
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        Encoding.UTF8.GetString(bytes[3..]).ShouldBe("氏名,備考\r\n渡部,\"a,\"\"b\"\"\nc\"\r\n,\r\n");
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+81")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("＝1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠a")]
    [InlineData("'=1")]
    public void No_cell_is_run_as_a_formula(string cell)
    {
        var bytes = Written(CsvEncoding.Utf8WithMark, [cell]).Bytes;
        Encoding.UTF8.GetString(bytes[3..]).TrimStart('"').ShouldStartWith("'" + cell);
    }

    [Theory]
    [InlineData("O'Brien")]
    [InlineData("'quoted'")]
    [InlineData("a=b")]
    public void Harmless_cells_stay_as_they_are(string cell) =>
        Encoding.UTF8.GetString(Written(CsvEncoding.Utf8WithMark, [cell]).Bytes[3..]).ShouldBe($"{cell}\r\n");

    [Fact]
    public void What_Windows_writes_otherwise_is_written_its_way()
    {
        var (bytes, lost) = Written(CsvEncoding.Cp932, ["9〜17時", "1−2", "a—b", "か\u3099", "髙﨑①"]);
        Files.Windows.GetString(bytes).ShouldBe("9～17時,1－2,a―b,が,髙﨑①\r\n");
        lost.ShouldBeEmpty();
    }

    [Fact]
    public void What_CP932_cannot_hold_is_marked_and_told_by_cell()
    {
        var (bytes, lost) = Written(CsvEncoding.Cp932, ["氏名", "店"], ["𠮷田é", "Café"]);
        Files.Windows.GetString(bytes).ShouldBe("氏名,店\r\n〓田〓,Caf〓\r\n");
        lost.ShouldBe([new UnwritableCell(2, 0, "𠮷田é", "𠮷é"), new UnwritableCell(2, 1, "Café", "é")]);
    }

    [Fact]
    public void What_is_written_is_read_back_whole() => Tables.Sample(rows =>
    {
        var stream = new MemoryStream();
        using (var writer = new CsvWriter(stream))
        {
            writer.WriteRow("見出し1", "見出し2", "見出し3");
            foreach (var row in rows) writer.WriteRow(row);
        }
        ShouldHold(stream, rows);
    });

    [Fact]
    public void A_workbook_is_read_back_whole() => Tables.Sample(rows =>
    {
        var stream = new MemoryStream();
        using (var writer = new XlsxWriter(stream, "表"))
        {
            writer.WriteRow("見出し1", "見出し2", "見出し3");
            foreach (var row in rows) writer.WriteRow(row);
        }
        ShouldHold(stream, rows);
    }, iter: 60);

    [Fact]
    public async Task Rows_can_be_written_asynchronously()
    {
        var stream = new MemoryStream();
        await using (var writer = new CsvWriter(stream)) await writer.WriteRowAsync(["=a", "b"], TestContext.Current.CancellationToken);
        Encoding.UTF8.GetString(stream.ToArray()[3..]).ShouldBe("'=a,b\r\n");
    }

    // The first cell is never blank, since blank rows are left out in reading.
    private static readonly Gen<string> Cell = Gen.String[Gen.Char["a1 ,;\"'=+-@＝＠\n\t山髙ー。"], 0, 8];
    private static readonly Gen<string[][]> Tables = Gen.Select(Cell, Cell, Cell, (a, b, c) => new[] { "x" + a, b, c }).Array[0, 8];

    private static void ShouldHold(MemoryStream stream, string[][] rows)
    {
        stream.Position = 0;
        using var sheet = SpreadsheetReader.Open(stream, "a");
        var expected = rows.Select(row => row.Select(cell => cell.Trim()).ToArray()).ToArray();
        sheet.Cells().ShouldBe(expected);
    }

    private static (byte[] Bytes, IReadOnlyList<UnwritableCell> Lost) Written(CsvEncoding encoding, params string?[][] rows)
    {
        var stream = new MemoryStream();
        using var writer = new CsvWriter(stream, encoding);
        foreach (var row in rows) writer.WriteRow(row);
        writer.Dispose();
        return (stream.ToArray(), writer.Unwritable);
    }
}

public sealed class XlsxWriterTests
{
    [Fact]
    public void Texts_are_text_and_never_formulas()
    {
        using var stream = Files.Xlsx("a", ["=1+1", "+81", "0835"]);
        var xml = Entry(stream, "xl/worksheets/sheet1.xml");
        xml.ShouldNotContain("<f>");
        xml.ShouldContain("""<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>""");
        Entry(stream, "xl/styles.xml").ShouldContain("""<xf numFmtId="49" applyNumberFormat="1" xfId="0"/>""");
    }

    [Fact]
    public void What_XML_and_sheet_names_cannot_hold_is_left_out()
    {
        using var stream = Files.Xlsx("a/b:<c>&" + new string('長', 40), ["a\u0001b\ud800", "<&>"]);
        using var sheet = SpreadsheetReader.Open(stream, "a.xlsx");
        sheet.Header.ShouldBe(["ab\uFFFD", "<&>"]);
        sheet.Format.ShouldStartWith("xlsx, ab<c>&長");
    }

    [Fact]
    public void Only_texts_numbers_and_days_are_cells()
    {
        using var writer = new XlsxWriter(new MemoryStream(), "a");
        Should.Throw<ArgumentException>(() => writer.WriteValues([Guid.Empty]));
    }

    [Fact]
    public void A_file_can_be_written_to_a_stream_that_cannot_seek()
    {
        var target = new MemoryStream();
        using (var through = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new XlsxWriter(through, "a")) writer.WriteRow("甲", "乙");
        target.Position = 0;
        using var back = new GZipStream(target, CompressionMode.Decompress);
        using var sheet = SpreadsheetReader.Open(back, "a.xlsx");
        sheet.Header.ShouldBe(["甲", "乙"]);
    }

    private static string Entry(Stream stream, string name)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}

public sealed class RefusedRowsFileTests
{
    private static readonly RowError Refusal = new(
        2, "birth", new LocalizedText("生年月日", "Date of birth"), "不明", new LocalizedText("読み取れません。", "Unreadable."));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Refused_rows_come_back_with_reasons_and_are_imported_again_without_them(bool xlsx)
    {
        using var original = SpreadsheetReader.Open(Files.Cp932("番号,氏名,電話\r\n1,渡部,+81 83 933 3110\r\n2,大谷,\r\n"), "a.csv");
        var first = Refused(original, xlsx);
        Content(first, xlsx).ShouldContain("読み取れません。");

        first.Position = 0;
        using var again = SpreadsheetReader.Open(first, "b");
        again.Header.ShouldBe(original.Header);
        again.Cells().ShouldBe(original.Cells());
        again.Rows().ShouldAllBe(row => row.Errors.Count == 0);

        // What is refused a second time does not gather the columns of the first.
        var second = Refused(again, xlsx);
        second.Position = 0;
        using var third = SpreadsheetReader.Open(second, "c");
        third.Header.ShouldBe(original.Header);
    }

    private static MemoryStream Refused(Spreadsheet sheet, bool xlsx)
    {
        var stream = new MemoryStream();
        using var file = xlsx ? RefusedRowsFile.Xlsx(stream, sheet.Header) : RefusedRowsFile.Csv(stream, sheet.Header);
        foreach (var row in sheet.Rows()) file.Add(row, [Refusal]);
        return stream;
    }

    private static string Content(MemoryStream stream, bool xlsx)
    {
        if (!xlsx) return Encoding.UTF8.GetString(stream.ToArray());
        stream.Position = 0;
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        using var reader = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        return reader.ReadToEnd();
    }
}
