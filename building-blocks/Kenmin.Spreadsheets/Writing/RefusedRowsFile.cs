using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets;

/// <summary>A file of the rows that an import refused: the columns of the original in their order, and what is wrong with each row.
/// Staff correct it in place and import it again; the reader leaves the added columns out.</summary>
/// <remarks>Written synchronously: to a file or to memory, from where it is sent.</remarks>
public sealed class RefusedRowsFile : IDisposable
{
    private static readonly LocalizedText WhereHeading = new("エラー（列）", "Error (column)");
    private static readonly LocalizedText WhyHeading = new("エラー（理由）", "Error (reason)");
    private static readonly HashSet<string> ErrorHeadings =
        [.. new[] { WhereHeading, WhyHeading }.SelectMany(x => new[] { FoldedText.OfName(x.Ja), FoldedText.OfName(x.En) })];

    private readonly CsvWriter? _csv;
    private readonly XlsxWriter? _xlsx;
    private readonly int _columns;

    private RefusedRowsFile(IReadOnlyList<string> header, CsvWriter? csv, XlsxWriter? xlsx)
    {
        (_columns, _csv, _xlsx) = (header.Count, csv, xlsx);
        Write([.. header, WhereHeading.ToString(), WhyHeading.ToString()]);
    }

    /// <summary>A CSV file (UTF-8) with the headings of the original, in the language of the user.</summary>
    public static RefusedRowsFile Csv(Stream stream, IReadOnlyList<string> header) => new(header, new CsvWriter(stream), null);

    /// <summary>An xlsx file with the headings of the original, in the language of the user.</summary>
    public static RefusedRowsFile Xlsx(Stream stream, IReadOnlyList<string> header) =>
        new(header, null, new XlsxWriter(stream, new LocalizedText("取り込めなかった行", "Refused rows").ToString()));

    /// <summary>Adds a refused row with its errors: the names of the columns, and the reasons in the same order.</summary>
    public void Add(SheetRow row, IReadOnlyCollection<RowError> errors)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(errors);
        var columns = string.Join("、", errors.Select(x => x.Column.ToString()).Distinct());
        var reasons = string.Join(" / ", errors.Select(x => x.Reason.ToString()));
        Write([.. Enumerable.Range(0, _columns).Select(i => row[i]), columns, reasons]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _csv?.Dispose();
        _xlsx?.Dispose();
    }

    internal static bool IsErrorColumn(string heading) => ErrorHeadings.Contains(FoldedText.OfName(heading));

    private void Write(IReadOnlyList<string?> cells)
    {
        _csv?.WriteRow(cells);
        _xlsx?.WriteRow(cells);
    }
}
