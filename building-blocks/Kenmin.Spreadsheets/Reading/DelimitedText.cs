using System.Text;

namespace Kenmin.Spreadsheets;

/// <summary>Reads records of delimited text one at a time: quotes, doubled quotes, delimiters and line breaks inside quotes.</summary>
/// <remarks>Own code because a refused row must be told by the number its spreadsheet shows, a broken quote by where it began,
/// and no cell may grow beyond its limit before anyone looks.</remarks>
internal static class DelimitedText
{
    private static readonly char[] Delimiters = [',', '\t', ';'];

    /// <summary>The delimiter that divides the first lines most evenly; a comma when none does.</summary>
    internal static char DetectDelimiter(string sample)
    {
        var lines = LinesOutsideQuotes(sample).Take(20).ToArray();
        return Delimiters
            .Select(delimiter => (delimiter, counts: lines.Select(line => line.Count(c => c == delimiter)).Where(n => n > 0).ToArray()))
            .Where(x => x.counts.Length > 0)
            .Select(x => (x.delimiter, mode: x.counts.GroupBy(n => n).MaxBy(group => group.Count())!))
            .OrderByDescending(x => x.mode.Count()).ThenByDescending(x => x.mode.Key)
            .Select(x => x.delimiter)
            .FirstOrDefault(',');
    }

    /// <summary>The records, with blank ones, from the reader's position to its end.</summary>
    internal static IEnumerable<List<string>> Records(TextReader reader, char delimiter, SpreadsheetOptions limits)
    {
        var buffer = new char[16 << 10];
        var (length, at) = (0, 0);
        var record = new List<string>();
        var cell = new StringBuilder();
        var line = 1;

        int Peek()
        {
            if (at == length) (length, at) = (reader.Read(buffer, 0, buffer.Length), 0);
            return length == 0 ? -1 : buffer[at];
        }

        void EndCell()
        {
            if (record.Count >= limits.MaxColumns) throw TooManyColumns(line, limits);
            record.Add(cell.ToString());
            cell.Clear();
        }

        var (quoted, any) = (false, false);
        while (Peek() is var c and >= 0)
        {
            at++;
            if (quoted)
            {
                if (c != '"') cell.Append((char)c);
                else if (Peek() == '"') cell.Append(buffer[at++]);
                else quoted = false;
                if (cell.Length > limits.MaxCellLength) throw UnclosedQuote(line);
                continue;
            }
            any = true;
            if (c == '"' && cell.Length == 0) quoted = true;
            else if (c == delimiter) EndCell();
            else if (c is '\r' or '\n')
            {
                if (c == '\r' && Peek() == '\n') at++;
                EndCell();
                yield return record;
                (record, any) = (new List<string>(record.Count), false);
                line++;
            }
            else
            {
                cell.Append((char)c);
                if (cell.Length > limits.MaxCellLength) throw CellTooLong(line, limits);
            }
        }
        if (quoted) throw UnclosedQuote(line);
        if (!any) yield break;
        EndCell();
        yield return record;
    }

    internal static SpreadsheetException TooManyColumns(int line, SpreadsheetOptions limits) => new(
        $"{line}行目の列が多すぎます（{limits.MaxColumns}列まで）。使わない列を削除してください。",
        $"Row {line} has too many columns (at most {limits.MaxColumns}). Delete the columns that are not needed.");

    internal static SpreadsheetException CellTooLong(int line, SpreadsheetOptions limits) => new(
        $"{line}行目に長すぎるセルがあります（{limits.MaxCellLength}文字まで）。短くしてください。",
        $"Row {line} has a cell that is too long (at most {limits.MaxCellLength} characters). Shorten it.");

    private static SpreadsheetException UnclosedQuote(int line) => new(
        $"{line}行目で始まる引用符（\"）が閉じられていません。行を直すか、Excelブック（.xlsx）で保存し直してください。",
        $"A quotation mark (\") that opens in row {line} is never closed. Correct the row, or save the file as xlsx.");

    private static IEnumerable<string> LinesOutsideQuotes(string sample)
    {
        var line = new StringBuilder();
        var quoted = false;
        foreach (var c in sample)
        {
            if (c == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (c is '\r' or '\n')
            {
                if (line.Length > 0) yield return line.ToString();
                line.Clear();
            }
            else line.Append(c);
        }
        if (line.Length > 0) yield return line.ToString();
    }
}
