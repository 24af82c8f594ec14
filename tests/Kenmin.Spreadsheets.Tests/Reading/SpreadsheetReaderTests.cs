using System.IO.Compression;
using System.Text;
using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets.Tests;

public sealed class SpreadsheetReaderTests
{
    private const string Roster = "氏名,電話番号\r\n渡部　智子,090-0000-5232\r\n";

    private static readonly ColumnDefinition[] Known =
    [
        new("name", new LocalizedText("氏名", "Name"), ["名前"], Required: true),
        new("phone", new LocalizedText("電話番号", "Telephone"), ["TEL", "連絡先"]),
    ];

    public static TheoryData<string> Encodings => ["UTF-8", "UTF-8 with mark", "CP932", "UTF-16"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_text_file_is_read_in_whatever_encoding_it_came(string encoding)
    {
        using var stream = encoding switch
        {
            "UTF-8" => Files.Utf8(Roster),
            "UTF-8 with mark" => Files.Utf8WithMark(Roster),
            "CP932" => Files.Cp932(Roster),
            _ => new MemoryStream([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Roster)]),
        };
        using var sheet = SpreadsheetReader.Open(stream, "roster.csv");
        sheet.Header.ShouldBe(["氏名", "電話番号"]);
        sheet.Cells().ShouldBe([["渡部　智子", "090-0000-5232"]]);
        sheet.Format.ShouldContain(encoding[..3] == "CP9" ? "CP932" : encoding[..5]);
    }

    [Fact]
    public void Japanese_that_begins_far_down_a_file_is_still_recognized()
    {
        var ascii = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},abcdef\n"));
        using var stream = Files.Cp932("no,name\n" + ascii + "x,山口\n");
        using var sheet = SpreadsheetReader.Open(stream, "a.csv");
        sheet.Rows().Last().Cells.ShouldBe(["x", "山口"]);
    }

    [Fact]
    public void A_character_of_three_bytes_that_lies_across_two_reads_is_one_character()
    {
        for (var shift = 0; shift < 4; shift++)
        {
            var filler = new string('a', (64 << 10) - 2 - shift);
            using var stream = Files.Utf8($"no\n{string.Join('\n', filler.Chunk(1000).Select(x => new string(x)))}山口\n");
            using var sheet = SpreadsheetReader.Open(stream, "a.csv");
            sheet.Format.ShouldBe("CSV, UTF-8");
            sheet.Rows().Last().Cells[0].ShouldEndWith("山口");
        }
    }

    [Fact]
    public void A_byte_that_is_no_character_is_told_with_its_row_and_column_and_the_other_rows_are_read()
    {
        byte[] bytes = [.. Files.Windows.GetBytes("氏名,備考\r\n渡部,なし\r\n大谷,"), 0x85, 0x40, .. Files.Windows.GetBytes("です\r\n森,あり\r\n")];
        using var sheet = SpreadsheetReader.Open(new MemoryStream(bytes), "a.csv");
        var rows = sheet.Rows().ToArray();
        rows.Length.ShouldBe(3);
        var error = rows.SelectMany(row => row.Errors).ShouldHaveSingleItem();
        error.Line.ShouldBe(3);
        error.Column.Ja.ShouldBe("備考");
        error.Reason.Ja.ShouldContain("文字化け");
    }

    [Fact]
    public void A_private_character_of_an_old_system_is_told_as_such()
    {
        byte[] bytes = [.. Files.Windows.GetBytes("氏名,備考\r\n"), 0xF0, 0x40, .. Files.Windows.GetBytes("田,なし\r\n")];
        using var sheet = SpreadsheetReader.Open(new MemoryStream(bytes), "a.csv");
        sheet.Rows().Single().Errors.ShouldHaveSingleItem().Reason.Ja.ShouldContain("外字");
    }

    [Theory]
    [InlineData("a\tb\n1\t2\n")]
    [InlineData("a;b\n1;2\n")]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a;b\n\"1\";2")]
    [InlineData("sep=;\na;b\n1;2\n")]
    public void The_delimiter_is_found(string text)
    {
        using var sheet = SpreadsheetReader.Open(Files.Utf8(text), "a.csv");
        sheet.Header.ShouldBe(["a", "b"]);
        sheet.Cells().ShouldBe([["1", "2"]]);
    }

    [Fact]
    public void Quotes_hold_delimiters_line_breaks_and_quotes_and_lines_are_numbered_as_spreadsheets_do()
    {
        using var sheet = SpreadsheetReader.Open(Files.Utf8("a,b\r\n\"1\r\n2\",\"x \"\"y\"\", z\"\r\n\r\n,\r\n3,4\r\n"), "a.csv");
        var rows = sheet.Rows().ToArray();
        rows[0].Cells.ShouldBe(["1\r\n2", "x \"y\", z"]);
        rows.Select(row => row.Line).ShouldBe([2, 5]);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_told_with_the_row_where_it_opens()
    {
        Should.Throw<SpreadsheetException>(() => SpreadsheetReader.Open(Files.Utf8("a,b\n1,2\n3,\"4\n5,6\n"), "a.csv"))
            .Reason.Ja.ShouldContain("3行目");
        var many = string.Concat(Enumerable.Repeat("1,2\n", 100));
        using var sheet = SpreadsheetReader.Open(Files.Utf8($"a,b\n{many}3,\"4\n{many}"), "a.csv");
        Should.Throw<SpreadsheetException>(() => sheet.Cells()).Reason.Ja.ShouldContain("102行目");
    }

    [Fact]
    public void Rows_shorter_than_the_header_are_filled_and_values_beyond_it_are_errors()
    {
        using var sheet = SpreadsheetReader.Open(Files.Utf8("a,b\n1\n1,2,\n1,2,3\n"), "a.csv");
        var rows = sheet.Rows().ToArray();
        rows[0].Cells.ShouldBe(["1", ""]);
        rows[1].Errors.ShouldBeEmpty();
        rows[2].Errors.ShouldHaveSingleItem().Column.Ja.ShouldBe("C列");
    }

    [Fact]
    public void The_header_may_stand_below_a_title()
    {
        using var sheet = SpreadsheetReader.Open(
            Files.Cp932("ボランティア名簿,令和8年度,秘\r\n\r\n名前,連絡先,備考\r\n渡部　智子,090-0000-5232,\r\n"), "a.csv", new() { Columns = Known });
        sheet.HeaderLine.ShouldBe(3);
        sheet.Header.ShouldBe(["名前", "連絡先", "備考"]);
        sheet.Rows().Single().Line.ShouldBe(4);
    }

    [Fact]
    public void A_heading_that_stands_twice_is_told_with_its_columns()
    {
        using var sheet = SpreadsheetReader.Open(Files.Utf8("氏名,備考,氏 名\n1,2,3\n"), "a.csv");
        sheet.HeaderProblems.ShouldHaveSingleItem().Ja.ShouldContain("A・C");
    }

    [Fact]
    public void The_rows_can_be_read_twice()
    {
        using var sheet = SpreadsheetReader.Open(Files.Cp932(Roster), "a.csv");
        sheet.Cells().ShouldBe(sheet.Cells());
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_is_read_too()
    {
        await using var source = new OneWay(Files.Cp932(Roster));
        using var sheet = await SpreadsheetReader.OpenAsync(source, "a.csv", cancellation: TestContext.Current.CancellationToken);
        sheet.Cells().Length.ShouldBe(1);
        using var again = SpreadsheetReader.Open(new OneWay(Files.Cp932(Roster)), "a.csv");
        again.Cells().Length.ShouldBe(1);
    }

    [Fact]
    public void Rows_are_read_as_they_are_asked_for()
    {
        const int rows = 200_000;
        using var stream = new Counting(Files.Utf8("番号,氏名\n" + string.Concat(Enumerable.Range(1, rows).Select(i => $"{i},山口 太郎\n"))));
        using var sheet = SpreadsheetReader.Open(stream, "a.csv");
        stream.BytesRead.ShouldBeLessThan(stream.Length / 10);
        stream.Forget();
        using (var reading = sheet.Rows().GetEnumerator())
        {
            for (var i = 0; i < 1_000; i++) reading.MoveNext().ShouldBeTrue();
        }
        stream.BytesRead.ShouldBeLessThan(stream.Length / 20);
        stream.Forget();
        sheet.Rows().Count().ShouldBe(rows);
        stream.BytesRead.ShouldBe(stream.Length);
    }

    [Fact]
    public void Limits_are_kept_and_told()
    {
        static string Refusal(string text, SpreadsheetOptions limits) => Should.Throw<SpreadsheetException>(() =>
        {
            using var sheet = SpreadsheetReader.Open(Files.Utf8(text), "a.csv", limits);
            sheet.Cells();
        }).Reason.Ja;

        Refusal("a,b\n1,2\n3,4\n", new() { MaxRows = 1 }).ShouldContain("1行まで");
        Refusal("a,b,c\n", new() { MaxColumns = 2 }).ShouldContain("2列まで");
        Refusal($"a,b\n{new string('x', 11)},\n", new() { MaxCellLength = 10 }).ShouldContain("10文字まで");
        Refusal(new string('x', 2 << 20), new() { MaxBytes = 1 << 20 }).ShouldContain("1MBまで");
        Should.Throw<SpreadsheetException>(() => SpreadsheetReader.Open(new OneWay(Files.Utf8(new string('x', 2 << 20))), "a.csv", new() { MaxBytes = 1 << 20 }))
            .Reason.Ja.ShouldContain("1MBまで");
    }

    [Theory]
    [InlineData("%PDF-1.7\n", "PDF")]
    [InlineData("<!DOCTYPE html><html>", "HTML")]
    [InlineData("\n  <html>", "HTML")]
    [InlineData("GIF89a", "画像")]
    [InlineData("{\\rtf1", "RTF")]
    [InlineData("abc\0def", "表ではない")]
    [InlineData("", "空です")]
    [InlineData("\n\n,,\n", "見出し")]
    public void What_is_no_table_is_told_with_what_it_is(string content, string reason) =>
        Should.Throw<SpreadsheetException>(() => SpreadsheetReader.Open(Files.Utf8(content), "a.csv")).Reason.Ja.ShouldContain(reason);

    [Fact]
    public void An_old_Excel_file_is_to_be_saved_as_xlsx_or_CSV()
    {
        var reason = Should.Throw<SpreadsheetException>(() => SpreadsheetReader.Open(Files.Bytes(0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1), "a.xls")).Reason;
        reason.Ja.ShouldContain(".xls");
        reason.En.ShouldContain("save it as xlsx or CSV");
    }

    [Theory]
    [InlineData("word/document.xml", "Word")]
    [InlineData("content.xml", "OpenDocument")]
    [InlineData("a.txt", "ZIP")]
    public void Other_archives_are_told_apart(string entry, string reason) =>
        Should.Throw<SpreadsheetException>(() => SpreadsheetReader.Open(Zip((entry, "x"u8.ToArray())), "a.xlsx")).Reason.Ja.ShouldContain(reason);

    [Fact]
    public void A_workbook_that_unpacks_to_far_more_than_it_is_is_refused() =>
        Should.Throw<SpreadsheetException>(() => SpreadsheetReader.Open(
            Zip(("xl/workbook.xml", "<x/>"u8.ToArray()), ("xl/worksheets/sheet1.xml", new byte[30 << 20])), "bomb.xlsx"))
            .Reason.Ja.ShouldContain("大きすぎます");

    [Fact]
    public void A_damaged_workbook_is_refused_without_a_stack_trace()
    {
        Should.Throw<SpreadsheetException>(() => SpreadsheetReader.Open(Files.Bytes([.. "PK\x03\x04"u8, 1, 2, 3]), "a.xlsx")).Reason.Ja.ShouldContain("壊れて");
        Should.Throw<SpreadsheetException>(() => SpreadsheetReader.Open(Zip(("xl/workbook.xml", "<not xml"u8.ToArray())), "a.xlsx")).Reason.Ja.ShouldContain("壊れて");
    }

    private static MemoryStream Zip(params (string Name, byte[] Content)[] entries)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Optimal).Open();
                entry.Write(content);
            }
        }
        stream.Position = 0;
        return stream;
    }
}
