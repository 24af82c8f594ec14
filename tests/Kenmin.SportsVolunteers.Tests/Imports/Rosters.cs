using System.Text;
using Kenmin.Spreadsheets;
using Kenmin.Testing;
using MiniExcelLibs;

namespace Kenmin.SportsVolunteers.Tests.Imports;

/// <summary>The invented roster in the shapes in which offices send it, and what is true of it.</summary>
internal static class Rosters
{
    public static string Path { get; } = System.IO.Path.Combine(RepositoryRoot.Path, "tests/Data/festival-roster.csv");

    /// <summary>For each line of the file: the application number, the true person, and what it is.</summary>
    public static IReadOnlyList<(string Number, string Person, string Kind)> Truth { get; } =
    [
        .. File.ReadLines(System.IO.Path.Combine(RepositoryRoot.Path, "tests/Data/festival-roster.truth.csv")).Skip(1)
            .Select(line => line.Split(',')).Select(f => (f[0], f[1], f[2])),
    ];

    public static Stream AsGiven() => File.OpenRead(Path);

    public static string Text()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return File.ReadAllText(Path, Encoding.GetEncoding(932));
    }

    public static Stream Utf8(bool mark) => new MemoryStream([.. mark ? Encoding.UTF8.GetPreamble() : [], .. Encoding.UTF8.GetBytes(Text())]);

    /// <summary>The same rows as a workbook, with the columns in another order.</summary>
    public static Stream Workbook()
    {
        var (header, rows) = Table();
        var stream = new MemoryStream();
        stream.SaveAs(rows.Select(row => Enumerable.Range(0, header.Count).Reverse().ToDictionary(i => header[i], i => (object)row[i])));
        stream.Position = 0;
        return stream;
    }

    /// <summary>Rows as CSV in UTF-8 below the roster's headings.</summary>
    public static Stream Csv(params string[] rows) =>
        new MemoryStream(Encoding.UTF8.GetBytes(
            "受付番号,氏名,フリガナ,生年月日,性別,郵便番号,住所,電話番号,メールアドレス,希望活動,備考,大会後の継続登録\r\n" + string.Join("\r\n", rows)));

    public static (IReadOnlyList<string> Header, List<IReadOnlyList<string>> Rows) Table()
    {
        using var stream = AsGiven();
        using var sheet = SpreadsheetReader.Open(stream, "roster.csv");
        return (sheet.Header, [.. sheet.Rows().Select(r => r.Cells)]);
    }
}
