using System.Text;

namespace Kenmin.Spreadsheets;

/// <summary>The encoding of a CSV file.</summary>
public enum CsvEncoding
{
    /// <summary>UTF-8 with byte-order mark, by which spreadsheet programs recognize it. The default.</summary>
    Utf8WithMark,

    /// <summary>Shift_JIS of Windows (CP932), for older systems. Cannot hold every name.</summary>
    Cp932,
}

/// <summary>A cell that CP932 could not hold in full.</summary>
/// <param name="Line">The row of the written file, from 1.</param>
/// <param name="Column">The column, from 0.</param>
/// <param name="Value">What should have been written.</param>
/// <param name="Characters">The characters for which 〓 was written.</param>
public sealed record UnwritableCell(int Line, int Column, string Value, string Characters);

/// <summary>Writes CSV row by row: CRLF, quotes where needed, no cell that a spreadsheet program would run as a formula.</summary>
public sealed class CsvWriter : IDisposable, IAsyncDisposable
{
    private const char Substitute = '〓';

    private readonly StreamWriter _writer;
    private readonly CsvEncoding _encoding;
    private readonly List<UnwritableCell> _unwritable = [];
    private int _line;

    /// <summary>A writer to <paramref name="stream"/>, which stays open.</summary>
    public CsvWriter(Stream stream, CsvEncoding encoding = CsvEncoding.Utf8WithMark)
    {
        _encoding = encoding;
        var bytes = encoding == CsvEncoding.Cp932 ? Cp932.Writing : new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
        _writer = new StreamWriter(stream, bytes, bufferSize: 16 << 10, leaveOpen: true) { NewLine = "\r\n" };
    }

    /// <summary>The cells that CP932 could not hold; empty for UTF-8. To be told to the person who asked for the file.</summary>
    public IReadOnlyList<UnwritableCell> Unwritable => _unwritable;

    /// <summary>Writes a row.</summary>
    public void WriteRow(params IReadOnlyList<string?> cells)
    {
        Begin(cells);
        for (var column = 0; column < cells.Count; column++) _writer.Write(Cell(cells, column));
        _writer.WriteLine();
    }

    /// <summary>Writes a row to a stream that may only be written asynchronously.</summary>
    public async Task WriteRowAsync(IReadOnlyList<string?> cells, CancellationToken cancellation = default)
    {
        Begin(cells);
        for (var column = 0; column < cells.Count; column++) await _writer.WriteAsync(Cell(cells, column).AsMemory(), cancellation);
        await _writer.WriteLineAsync(ReadOnlyMemory<char>.Empty, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private void Begin(IReadOnlyList<string?> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        _line++;
    }

    private string Cell(IReadOnlyList<string?> cells, int column)
    {
        var value = cells[column] ?? string.Empty;
        var text = FormulaGuard.Guard(_encoding == CsvEncoding.Cp932 ? Writable(value, column) : value);
        // A row of one empty cell would be a blank line, which readers skip.
        var quote = text.AsSpan().IndexOfAny(",\"\r\n\t;") >= 0 || (cells.Count == 1 && text.Length == 0)
            || text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]));
        return (column == 0 ? "" : ",") + (quote ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
    }

    private string Writable(string value, int column)
    {
        var text = Cp932.Prepare(value);
        if (CanWrite(text)) return text;
        var written = new StringBuilder();
        var lost = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var character = rune.ToString();
            if (CanWrite(character))
            {
                written.Append(character);
                continue;
            }
            written.Append(Substitute);
            lost.Append(character);
        }
        _unwritable.Add(new UnwritableCell(_line, column, value, lost.ToString()));
        return written.ToString();
    }

    private static bool CanWrite(string text)
    {
        try
        {
            Cp932.Writing.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
