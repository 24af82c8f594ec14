using System.Text;
using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets;

/// <summary>An open table: its header, and its rows read one after another, so that memory does not grow with the file.</summary>
public sealed class Spreadsheet : IDisposable
{
    private const int RowsSearchedForHeader = 30;

    private readonly Func<IEnumerable<List<string>>> _records;
    private readonly SpreadsheetOptions _options;
    private readonly Stream? _owned;
    private readonly int[] _columns;
    private readonly HashSet<int> _errorColumns;

    private Spreadsheet(string fileName, string format, Func<IEnumerable<List<string>>> records, SpreadsheetOptions options, Stream? owned)
    {
        (FileName, Format, _records, _options, _owned) = (fileName, format, records, options, owned);
        var (line, cells, _) = FindHeader(records(), options.Columns);
        HeaderLine = line;
        // The columns that a file of refused rows adds are for people; when it comes back, they are not there.
        _errorColumns = [.. Enumerable.Range(0, cells.Count).Where(i => RefusedRowsFile.IsErrorColumn(cells[i]))];
        _columns = [.. Enumerable.Range(0, cells.Count).Where(i => !_errorColumns.Contains(i))];
        while (_columns.Length > 0 && cells[_columns[^1]].Length == 0) _columns = _columns[..^1];
        Header = [.. _columns.Select(i => Unquoted(cells[i]))];
    }

    /// <summary>The name the file was uploaded by.</summary>
    public string FileName { get; }

    /// <summary>What was found: "CSV, UTF-8", "CSV, Shift_JIS (CP932)", "xlsx, sheet 名簿"; for showing.</summary>
    public string Format { get; }

    /// <summary>The row in which the header stands.</summary>
    public int HeaderLine { get; }

    /// <summary>The names of the columns as they are written; empty for a column without one.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Whether the file was a file of refused rows: it has the columns that say what is wrong, which are left out here.</summary>
    public bool HasErrorColumns => _errorColumns.Count > 0;

    /// <summary>What is wrong with the header: names that stand in several columns.</summary>
    public IReadOnlyList<LocalizedText> HeaderProblems => [.. Header
        .Select((name, column) => (Key: FoldedText.OfName(name), name, column))
        .Where(x => x.Key.Length > 0)
        .GroupBy(x => x.Key)
        .Where(group => group.Count() > 1)
        .Select(group =>
        {
            var letters = string.Join("・", group.Select(x => ColumnLetters(x.column)));
            return new LocalizedText(
                $"見出し「{group.First().name}」が{group.Count()}つの列（{letters}）にあります。どの列を使うか選んでください。",
                $"The heading “{group.First().name}” stands in {group.Count()} columns ({letters}). Choose the one to use.");
        })];

    /// <summary>The rows below the header, without blank ones, read lazily. Can be read again from the start, one reading at a time.</summary>
    /// <exception cref="SpreadsheetException">While reading: a limit is exceeded, a quotation mark is never closed, the workbook is broken.</exception>
    public IEnumerable<SheetRow> Rows()
    {
        var (line, rows) = (0, 0);
        foreach (var record in _records())
        {
            if (++line <= HeaderLine || record.TrueForAll(string.IsNullOrWhiteSpace)) continue;
            if (++rows > _options.MaxRows)
                throw new SpreadsheetException(
                    $"行が多すぎます（{_options.MaxRows:N0}行まで）。いくつかのファイルに分けてください。",
                    $"There are too many rows (at most {_options.MaxRows:N0}). Divide the file into several.");
            yield return Row(line, record);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _owned?.Dispose();

    /// <summary>The letters by which spreadsheet programs call a column: A, B, … Z, AA.</summary>
    /// <param name="column">The column, from 0.</param>
    public static string ColumnLetters(int column)
    {
        var letters = string.Empty;
        for (var n = column + 1; n > 0; n = (n - 1) / 26) letters = (char)('A' + (n - 1) % 26) + letters;
        return letters;
    }

    internal static Spreadsheet OfText(Stream stream, string fileName, SpreadsheetOptions options, Stream? owned)
    {
        var (encoding, name) = TextEncoding.Detect(stream);
        using var sampler = Reader();
        var sample = new char[32 << 10];
        var text = new string(sample, 0, sampler.ReadBlock(sample, 0, sample.Length));
        var declared = text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4 ? text[4] : (char?)null;
        var delimiter = declared ?? DelimitedText.DetectDelimiter(text);
        var format = $"{(delimiter == '\t' ? "TSV" : "CSV")}, {name}";
        return new Spreadsheet(fileName, format, Records, options, owned);

        StreamReader Reader()
        {
            stream.Position = 0;
            return new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 16 << 10, leaveOpen: true);
        }

        IEnumerable<List<string>> Records()
        {
            using var reader = Reader();
            foreach (var record in DelimitedText.Records(reader, delimiter, options)) yield return record;
        }
    }

    internal static Spreadsheet OfWorkbook(Stream stream, string fileName, SpreadsheetOptions options, Stream? owned)
    {
        Workbook.Check(stream, options);
        if (Workbook.WithPlainDates(stream) is not { } plain) return OfCheckedWorkbook(stream, fileName, options, owned);
        owned?.Dispose();
        try
        {
            return OfCheckedWorkbook(plain, fileName, options, plain);
        }
        catch
        {
            plain.Dispose();
            throw;
        }
    }

    private static Spreadsheet OfCheckedWorkbook(Stream stream, string fileName, SpreadsheetOptions options, Stream? owned)
    {
        var sheets = Workbook.SheetNames(stream);
        if (options.SheetName is { } wanted && !sheets.Contains(wanted))
            throw new SpreadsheetException($"シート「{wanted}」がありません。", $"There is no sheet “{wanted}”.");
        // The first sheet is often a note on how to fill in the second.
        var sheet = options.SheetName ?? sheets.MaxBy(x => FindHeader(Workbook.Records(stream, x, options), options.Columns, required: false).Score)
            ?? throw new SpreadsheetException("シートがありません。", "The workbook has no sheet.");
        return new Spreadsheet(fileName, $"xlsx, {sheet}", () => Workbook.Records(stream, sheet, options), options, owned);
    }

    private static (int Line, List<string> Cells, double Score) FindHeader(
        IEnumerable<List<string>> records, IReadOnlyList<ColumnDefinition> columns, bool required = true)
    {
        (int Line, List<string> Cells, double Score) best = (0, [], 0);
        var line = 0;
        foreach (var cells in records.Take(RowsSearchedForHeader))
        {
            line++;
            var filled = cells.Count(cell => !string.IsNullOrWhiteSpace(cell));
            if (filled == 0) continue;
            // Columns found decide; without any, the first row with two cells is a better guess than a title.
            var score = 0.01 * Math.Min(filled, 2) + (columns.Count == 0 ? 0 : ColumnMapping.Guess(cells, columns).Score);
            if (score > best.Score) best = (line, cells, score);
        }
        if (best.Line == 0 && required)
            throw new SpreadsheetException("ファイルに見出しの行がありません。", "The file has no row of headings.");
        return best;
    }

    private SheetRow Row(int line, List<string> record)
    {
        var cells = new string[_columns.Length];
        List<RowError>? errors = null;
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = _columns[i] < record.Count ? Unquoted(record[_columns[i]]) : string.Empty;
            if (UnreadableReason(cells[i]) is { } reason) (errors ??= []).Add(Error(line, i, cells[i], reason));
        }
        for (var i = _columns.Length == 0 ? 0 : _columns[^1] + 1; i < record.Count; i++)
        {
            if (_errorColumns.Contains(i) || string.IsNullOrWhiteSpace(record[i])) continue;
            (errors ??= []).Add(new RowError(
                line, string.Empty, new LocalizedText($"{ColumnLetters(i)}列", $"column {ColumnLetters(i)}"), record[i],
                new LocalizedText(
                    "見出しのない列に値があります。カンマや引用符で列がずれていないか確かめてください。",
                    "There is a value in a column without a heading. Check whether a comma or quotation mark has shifted the columns.")));
        }
        return new SheetRow(line, cells, errors ?? []);
    }

    private RowError Error(int line, int column, string value, LocalizedText reason)
    {
        var name = Header[column].Length > 0 ? LocalizedText.Same(Header[column]) : new($"{ColumnLetters(column)}列", $"column {ColumnLetters(column)}");
        return new RowError(line, string.Empty, name, value, reason);
    }

    private static string Unquoted(string cell) => FormulaGuard.Unguard(cell).Trim('\uFEFF').Trim();

    private static LocalizedText? UnreadableReason(string cell)
    {
        foreach (var c in cell)
        {
            switch (c)
            {
                case '\uFFFD' or (>= '\u0080' and <= '\u009F') or (>= '\uF8F0' and <= '\uF8F3'):
                    return new(
                        "読み取れない文字（文字化け）があります。元の文字を入力し直してください。",
                        "There is a character that cannot be read. Enter the original character again.");
                case >= '\uE000' and <= '\uF8FF':
                    return new(
                        "外字が使われています。ほかのコンピューターでは読めないため、標準の漢字かカナに直してください。",
                        "There is a character of private use that other computers cannot read. Replace it with a standard character.");
            }
        }
        return null;
    }
}
