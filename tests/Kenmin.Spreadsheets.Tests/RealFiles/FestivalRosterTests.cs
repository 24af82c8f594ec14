using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets.Tests;

/// <summary>A roster as a festival office keeps it (invented people): CP932, all styles of dates, phones and readings, some rows wrong.</summary>
public sealed class FestivalRosterTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    private static readonly ColumnDefinition[] Columns =
    [
        new("number", new LocalizedText("受付番号", "Number"), ["番号", "No"], Required: true),
        new("name", new LocalizedText("氏名", "Name"), ["名前"], Required: true),
        new("kana", new LocalizedText("フリガナ", "Reading"), ["ふりがな"]),
        new("birth-date", new LocalizedText("生年月日", "Date of birth"), [], Required: true),
        new("gender", new LocalizedText("性別", "Gender"), []),
        new("postal-code", new LocalizedText("郵便番号", "Postal code"), []),
        new("address", new LocalizedText("住所", "Address"), []),
        new("phone", new LocalizedText("電話番号", "Telephone"), []),
        new("email", new LocalizedText("メールアドレス", "E-mail"), []),
    ];

    [Fact]
    public void Exactly_the_wrong_rows_are_refused_and_in_the_field_that_is_wrong()
    {
        var refused = Errors().Select(x => $"{x.Number}:{x.Error.ColumnKey}").ToArray();

        var truth = File.ReadLines(Files.Data("festival-roster.truth.csv")).Skip(1).Select(line => line.Split(','))
            .Where(fields => fields[2].StartsWith("invalid:", StringComparison.Ordinal))
            .Select(fields => $"{fields[0]}:{fields[2]["invalid:".Length..].Replace("no-name", "name", StringComparison.Ordinal)}")
            .ToArray();
        truth.Length.ShouldBe(41);
        refused.ShouldBe(truth);
    }

    [Fact]
    public void Every_refusal_has_its_line_its_value_and_a_reason_in_both_languages()
    {
        foreach (var (number, error) in Errors())
        {
            error.Line.ShouldBe(int.Parse(number) + 1);
            error.Reason.Ja.ShouldNotBeNullOrWhiteSpace();
            error.Reason.En.ShouldNotBeNullOrWhiteSpace();
            if (error.ColumnKey != "name") error.Value.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void All_addresses_name_a_municipality()
    {
        using var stream = File.OpenRead(Files.Data("festival-roster.csv"));
        using var sheet = Open(stream);
        var mapping = ColumnMapping.Guess(sheet.Header, Columns);
        sheet.Rows().Count(row => PostalAddress.Parse(mapping.Value(row, "address")).Value.Municipality is null).ShouldBe(0);
    }

    [Fact]
    public void The_columns_are_found_without_help()
    {
        using var stream = File.OpenRead(Files.Data("festival-roster.csv"));
        using var sheet = Open(stream);
        sheet.Format.ShouldBe("CSV, Shift_JIS (CP932)");
        var mapping = ColumnMapping.Guess(sheet.Header, Columns);
        mapping.Found.Count.ShouldBe(Columns.Length);
        mapping.Found.Values.ShouldAllBe(x => x.Confidence == 1);
        sheet.HeaderProblems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("utf8")]
    [InlineData("xlsx")]
    public void Saved_in_another_format_it_holds_the_same(string format)
    {
        using var stream = File.OpenRead(Files.Data("festival-roster.csv"));
        using var sheet = Open(stream);
        var copy = new MemoryStream();
        if (format == "xlsx")
        {
            using var writer = new XlsxWriter(copy, "名簿");
            writer.WriteRow(sheet.Header);
            foreach (var row in sheet.Rows()) writer.WriteRow(row.Cells);
        }
        else
        {
            using var writer = new CsvWriter(copy);
            writer.WriteRow(sheet.Header);
            foreach (var row in sheet.Rows()) writer.WriteRow(row.Cells);
        }
        copy.Position = 0;
        using var again = SpreadsheetReader.Open(copy, "copy", new() { Columns = Columns });
        again.Header.ShouldBe(sheet.Header);
        again.Rows().Select(row => $"{row.Line}:{string.Join('|', row.Cells)}")
            .SequenceEqual(sheet.Rows().Select(row => $"{row.Line}:{string.Join('|', row.Cells)}")).ShouldBeTrue();
    }

    private static Spreadsheet Open(Stream stream) => SpreadsheetReader.Open(stream, "festival-roster.csv", new() { Columns = Columns });

    private static List<(string Number, RowError Error)> Errors()
    {
        using var stream = File.OpenRead(Files.Data("festival-roster.csv"));
        using var sheet = Open(stream);
        var mapping = ColumnMapping.Guess(sheet.Header, Columns);
        return [.. sheet.Rows().SelectMany(row => row.Errors.Concat(Check(row, mapping)).Select(error => (mapping.Value(row, "number"), error)))];
    }

    private static IEnumerable<RowError> Check(SheetRow row, ColumnMapping mapping)
    {
        string Cell(string key) => mapping.Value(row, key);
        var reasons = new (string Key, bool Asked, Func<string, LocalizedText?> Refusal)[]
        {
            ("name", true, text => Reason(PersonName.Parse(text))),
            ("kana", Cell("kana").Length > 0, text => Reason(KanaName.Parse(text))),
            ("birth-date", true, text => Reason(BirthDate.Parse(text, Today))),
            ("gender", true, text => Reason(GenderText.Parse(text))),
            ("postal-code", true, text => Reason(PostalCode.Parse(text))),
            ("address", true, text => Reason(PostalAddress.Parse(text))),
            ("phone", true, text => Reason(PhoneNumber.Parse(text))),
            ("email", Cell("email").Length > 0, text => Reason(EmailAddress.Parse(text))),
        };
        foreach (var (key, asked, refusal) in reasons)
        {
            if (asked && refusal(Cell(key)) is { } reason) yield return mapping.Refuse(row, key, reason);
        }
    }

    private static LocalizedText? Reason<T>(Parsed<T> parsed) => parsed.IsOk ? null : parsed.Error;
}
