namespace Kenmin.Spreadsheets;

/// <summary>A table that people take out, as a whole: for what fits in memory. Larger ones go row by row to <see cref="CsvWriter"/> or <see cref="XlsxWriter"/>.</summary>
/// <param name="Header">The headings of the columns.</param>
/// <param name="Rows">The rows.</param>
public sealed record TableFile(IReadOnlyList<string> Header, IEnumerable<IReadOnlyList<string?>> Rows)
{
    /// <summary>The media type of CSV.</summary>
    public const string CsvType = "text/csv; charset=utf-8";

    /// <summary>The media type of xlsx.</summary>
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The table as CSV in UTF-8.</summary>
    public byte[] ToCsv()
    {
        using var file = new MemoryStream();
        using (var csv = new CsvWriter(file))
        {
            csv.WriteRow(Header);
            foreach (var row in Rows) csv.WriteRow(row);
        }
        return file.ToArray();
    }

    /// <summary>The table as xlsx.</summary>
    /// <param name="sheetName">The name of its one sheet.</param>
    public byte[] ToXlsx(string sheetName)
    {
        using var file = new MemoryStream();
        using (var sheet = new XlsxWriter(file, sheetName))
        {
            sheet.WriteRow(Header);
            foreach (var row in Rows) sheet.WriteRow(row);
        }
        return file.ToArray();
    }
}
