using System.Globalization;
using System.IO.Compression;
using System.Xml;
using MiniExcelLibs;

namespace Kenmin.Spreadsheets;

/// <summary>Reads xlsx as values, row by row: of a formula its last result, of a date its day.</summary>
internal static class Workbook
{
    private const long AlwaysAllowedUnpacked = 10L << 20;
    private const int MostRowsOfASheet = 1_048_576;
    private const int MostCellsOfARow = 2_048;

    /// <summary>Looks into the archive before any of it is unpacked for real: is it a workbook, and of what size?</summary>
    /// <remarks>Sizes are counted while unpacking; those an archive declares can lie.</remarks>
    /// <exception cref="SpreadsheetException">It is something else, broken, or unpacks to too much.</exception>
    internal static void Check(Stream stream, SpreadsheetOptions options)
    {
        stream.Position = 0;
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.GetEntry("xl/workbook.xml") is null)
            {
                if (archive.GetEntry("content.xml") is not null) throw FileKinds.Refused("OpenDocument形式", "an OpenDocument file");
                if (archive.GetEntry("word/document.xml") is not null) throw FileKinds.Refused("Word文書", "a Word document");
                throw FileKinds.Refused("圧縮ファイル（ZIP）", "a ZIP archive");
            }
            var most = Math.Min(options.MaxUnpackedBytes, Math.Max(AlwaysAllowedUnpacked, stream.Length * options.MaxUnpackingRatio));
            var buffer = new byte[64 << 10];
            long unpacked = 0;
            foreach (var entry in archive.Entries)
            {
                using var content = entry.Open();
                for (int read; (read = content.Read(buffer)) > 0;)
                {
                    if ((unpacked += read) > most)
                        throw new SpreadsheetException(
                            "ファイルの中身が大きすぎます。行を減らすか、分けて保存してください。",
                            "The contents of the file are too large. Remove rows, or save it in parts.");
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw Broken(e);
        }
        finally
        {
            stream.Position = 0;
        }
    }

    /// <summary>A copy in which dates shown by era can be told from numbers; null when the workbook has none.</summary>
    internal static Stream? WithPlainDates(Stream stream)
    {
        stream.Position = 0;
        return Guarded(() => JapaneseDateFormats.Replaced(stream));
    }

    internal static IReadOnlyList<string> SheetNames(Stream stream)
    {
        stream.Position = 0;
        return Guarded(() => stream.GetSheetNames());
    }

    /// <summary>The rows of a sheet from the first, blank ones as empty lists.</summary>
    internal static IEnumerable<List<string>> Records(Stream stream, string sheet, SpreadsheetOptions limits)
    {
        stream.Position = 0;
        using var rows = Guarded(() => stream.Query(useHeaderRow: false, sheetName: sheet, excelType: ExcelType.XLSX).GetEnumerator());
        for (var line = 1; line <= MostRowsOfASheet && Guarded(rows.MoveNext); line++)
        {
            var values = ((IDictionary<string, object?>)rows.Current).Values;
            if (values.Count > MostCellsOfARow) throw DelimitedText.TooManyColumns(line, limits);
            var cells = values.Select(Text).ToList();
            while (cells.Count > 0 && cells[^1].Length == 0) cells.RemoveAt(cells.Count - 1);
            if (cells.Count > limits.MaxColumns) throw DelimitedText.TooManyColumns(line, limits);
            if (cells.Exists(cell => cell.Length > limits.MaxCellLength)) throw DelimitedText.CellTooLong(line, limits);
            yield return cells;
        }
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        // A time without a day is stored as a fraction of day zero.
        DateTime time when time.Year < 1900 => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        DateTime time when time.TimeOfDay == TimeSpan.Zero => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}"),
        double number when Math.Abs(number) < 1e15 => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or FormatException or KeyNotFoundException
            or InvalidOperationException or ArgumentException or NullReferenceException or IndexOutOfRangeException or OverflowException or NotSupportedException)
        {
            // The library tells a broken workbook by whatever it happens to trip over.
            throw Broken(e);
        }
    }

    private static SpreadsheetException Broken(Exception cause) => new(
        "ファイルが壊れているため読み込めません。Excelで開いて保存し直してください。",
        "The file is damaged and cannot be read. Open it in a spreadsheet program and save it again.",
        cause);
}
