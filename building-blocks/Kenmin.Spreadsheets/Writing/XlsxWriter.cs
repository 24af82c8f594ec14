using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets;

/// <summary>Writes one sheet of an xlsx file row by row.</summary>
/// <remarks>The archive is written synchronously: write to a file or to memory, then send that. Texts are stored as text in cells of the text format: nothing becomes a formula, and a telephone number that staff
/// correct in place keeps its leading 0. Written here because that format for every cell, of a sheet that is never held in memory,
/// is not to be had otherwise.</remarks>
public sealed class XlsxWriter : IDisposable
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const int LongestSheetName = 31;

    private readonly ZipArchive _archive;
    private readonly Stream _sheet;
    private readonly XmlWriter _xml;
    private int _line;

    /// <summary>A writer to <paramref name="stream"/>, which stays open; the file is whole when the writer is disposed.</summary>
    /// <param name="stream">Where the file goes; need not seek.</param>
    /// <param name="sheetName">The name of the sheet; what sheet names cannot hold is left out.</param>
    public XlsxWriter(Stream stream, string sheetName)
    {
        _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Part("[Content_Types].xml", """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>
            """);
        Part("_rels/.rels", $"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        Part("xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Relationships}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Relationships}/styles" Target="styles.xml"/></Relationships>
            """);
        Part("xl/workbook.xml", $"""
            <workbook xmlns="{Main}" xmlns:r="{Relationships}"><sheets><sheet name="{SheetName(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>
            """);
        // Formats: 0 general, 1 text (built-in 49), 2 date (built-in 14).
        Part("xl/styles.xml", $"""
            <styleSheet xmlns="{Main}"><fonts count="1"><font><sz val="11"/><name val="Yu Gothic"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf numFmtId="49" applyNumberFormat="1" xfId="0"/><xf numFmtId="14" applyNumberFormat="1" xfId="0"/></cellXfs></styleSheet>
            """);
        _sheet = _archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
        _xml = XmlWriter.Create(_sheet, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false });
        _xml.WriteStartElement("worksheet", Main);
        _xml.WriteStartElement("sheetData", Main);
    }

    /// <summary>Writes a row of texts.</summary>
    public void WriteRow(params IReadOnlyList<string?> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        WriteValues([.. cells]);
    }

    /// <summary>Writes a row of texts, numbers, days and blanks, each as what it is.</summary>
    /// <exception cref="ArgumentException">A value of another type.</exception>
    public void WriteValues(params IReadOnlyList<object?> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        _line++;
        _xml.WriteStartElement("row", Main);
        _xml.WriteAttributeString("r", _line.ToString(CultureInfo.InvariantCulture));
        for (var column = 0; column < cells.Count; column++) WriteCell($"{Spreadsheet.ColumnLetters(column)}{_line}", cells[column]);
        _xml.WriteEndElement();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        _xml.Dispose();
        _sheet.Dispose();
        _archive.Dispose();
    }

    private void WriteCell(string reference, object? value)
    {
        switch (value)
        {
            case null or "":
                return;
            case string or LocalizedText:
                Start(reference, style: 1, type: "inlineStr");
                _xml.WriteStartElement("is", Main);
                _xml.WriteStartElement("t", Main);
                _xml.WriteAttributeString("xml", "space", null, "preserve");
                _xml.WriteString(XmlText(FormulaGuard.Keep(value.ToString()!)));
                _xml.WriteEndElement();
                _xml.WriteEndElement();
                break;
            case DateOnly day:
                Start(reference, style: 2, type: "n");
                _xml.WriteElementString("v", Main, (day.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(CultureInfo.InvariantCulture));
                break;
            case int or long or decimal or double:
                Start(reference, style: 0, type: "n");
                _xml.WriteElementString("v", Main, ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"A cell holds text, a number or a day, not {value.GetType().Name}.", nameof(value));
        }
        _xml.WriteEndElement();
    }

    private void Start(string reference, int style, string type)
    {
        _xml.WriteStartElement("c", Main);
        _xml.WriteAttributeString("r", reference);
        _xml.WriteAttributeString("s", style.ToString(CultureInfo.InvariantCulture));
        _xml.WriteAttributeString("t", type);
    }

    private void Part(string name, string content)
    {
        using var writer = new StreamWriter(_archive.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
        writer.Write("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""");
        writer.Write(content);
    }

    private static string SheetName(string name)
    {
        var allowed = string.Concat(XmlText(name).Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal) && !char.IsControl(c)));
        var text = allowed.Length > LongestSheetName ? allowed[..LongestSheetName] : allowed;
        return System.Security.SecurityElement.Escape(text.Length == 0 ? "Sheet1" : text);
    }

    // Control characters and halves of surrogate pairs cannot stand in XML.
    private static string XmlText(string text) => string.Concat(text.EnumerateRunes()
        .Where(rune => rune.Value is '\t' or '\n' or '\r' or >= 0x20 and not (0xFFFE or 0xFFFF)));
}
