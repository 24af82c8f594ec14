using System.Globalization;
using Kenmin.Documents.Layout;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Kenmin.Documents;

/// <summary>
/// A document on A4 paper, written from top to bottom: headings, paragraphs, tables. Lines are broken as Japanese is set, pages as
/// they fill; the pages are numbered, the text can be searched and copied, the typeface is in the file.
/// </summary>
/// <example><code>
/// var paper = new Paper(new("令和7年度 報告書", "ja-JP", "山口県"));
/// paper.Heading(1, "令和7年度 報告書").Paragraph("…").Table(new("指標", [new("名称", 3), new("実績", Number: true)], rows));
/// paper.Save(stream);
/// </code></example>
public sealed partial class Paper : IDisposable
{
    // Points: 20 mm at the sides, 18 mm above and below.
    private const double Side = 57, Top = 51, Bottom = 51, CellPadding = 4;
    private static readonly XColor Ink = XColor.FromArgb(26, 26, 28), Rule = XColor.FromArgb(148, 148, 148), Shade = XColor.FromArgb(240, 240, 242);

    private readonly PaperInfo _info;
    private readonly PdfDocument _document = new();
    private readonly Dictionary<(double, bool), XFont> _fonts = [];
    private XGraphics _graphics = null!;
    private double _y;

    /// <summary>Begins a document.</summary>
    /// <exception cref="DocumentsUnavailableException">The program was built without the typeface.</exception>
    public Paper(PaperInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _info = info;
        _document.Info.Title = info.Title;
        _document.Info.Author = info.Author;
        _document.Info.Creator = "Kenmin Platform";
        _document.Language = info.Language;
        _document.ViewerPreferences.DisplayDocTitle = true;
        NewPage();
    }

    /// <summary>Whether documents can be made: the typeface was there when the program was built.</summary>
    public static bool IsAvailable => Typeface.IsAvailable;

    /// <summary>How many pages there are so far.</summary>
    public int PageCount => _document.PageCount;

    private double Width => _graphics.PageSize.Width - 2 * Side;

    private double Floor => _graphics.PageSize.Height - Bottom - 18;

    /// <summary>A heading; it never stands alone at the foot of a page, and becomes a bookmark.</summary>
    /// <param name="level">1 for the title, 2 and 3 below.</param>
    /// <param name="text">What it says.</param>
    public Paper Heading(int level, string text)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 3);
        var size = level switch { 1 => 18, 2 => 14, _ => 11.5 };
        var lines = Lines(text, size, bold: true, Width);
        if (_y > Top) _y += size * 0.9;
        if (_y + lines.Count * size * 1.5 + 48 > Floor) NewPage();
        Bookmark(level, text);
        foreach (var line in lines) Write(line, size, bold: true, Side, Width, size * 1.5);
        if (level < 3)
        {
            _graphics.DrawLine(new XPen(Rule, level == 1 ? 1.2 : 0.6), Side, _y + 1, Side + Width, _y + 1);
            _y += 5;
        }

        _y += 3;
        return this;
    }

    /// <summary>A paragraph.</summary>
    /// <param name="text">What it says; line ends in it are kept.</param>
    /// <param name="small">Whether it is a note, in smaller type.</param>
    public Paper Paragraph(string text, bool small = false)
    {
        var size = small ? 8.5 : 10;
        foreach (var line in Lines(text, size, bold: false, Width))
        {
            if (_y + size * 1.6 > Floor) NewPage();
            Write(line, size, bold: false, Side, Width, size * 1.6);
        }

        _y += 5;
        return this;
    }

    /// <summary>A table.</summary>
    public Paper Table(PaperTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Columns.Count == 0 || table.Rows.Any(r => r.Count != table.Columns.Count))
            throw new ArgumentException("Each row needs a text for each column.", nameof(table));
        var shares = table.Columns.Sum(c => c.Share);
        double[] widths = [.. table.Columns.Select(c => Width * c.Share / shares)];
        var head = Cells([.. table.Columns.Select(c => c.Title)], widths, bold: true);
        var first = table.Rows.Count > 0 ? HeightOf(Cells(table.Rows[0], widths, bold: false)) : 0;
        if (_y + 20 + HeightOf(head) + first > Floor) NewPage();
        if (table.Caption.Length > 0)
            foreach (var line in Lines(table.Caption, 9.5, bold: true, Width)) Write(line, 9.5, bold: true, Side, Width, 15);
        Row(head, widths, table.Columns, head: true);
        foreach (var row in table.Rows)
        {
            var cells = Cells(row, widths, bold: false);
            while (cells.Any(c => c.Count > 0))
            {
                if (_y + HeightOf(cells) > Floor)
                {
                    // A row that no page can hold is continued; every other begins on a page where it ends.
                    var room = (int)((Floor - _y - 2 * CellPadding) / LineHeight);
                    if (HeightOf(cells) > Floor - Top - HeightOf(head) && room > 0)
                    {
                        Row([.. cells.Select(c => (IReadOnlyList<string>)[.. c.Take(room)])], widths, table.Columns, head: false);
                        cells = [.. cells.Select(c => (IReadOnlyList<string>)[.. c.Skip(room)])];
                    }

                    NewPage();
                    Row(head, widths, table.Columns, head: true);
                    continue;
                }

                Row(cells, widths, table.Columns, head: false);
                break;
            }
        }

        _y += 10;
        return this;
    }

    /// <summary>Goes on at the top of a new page.</summary>
    public Paper PageBreak()
    {
        if (_y > Top) NewPage();
        return this;
    }

    /// <summary>Writes the document; nothing can be added afterwards.</summary>
    public void Save(Stream stream)
    {
        _graphics.Dispose();
        for (var page = 0; page < _document.PageCount; page++)
        {
            if (_withoutFooter.Contains(page)) continue;
            using var graphics = XGraphics.FromPdfPage(_document.Pages[page], XGraphicsPdfPageOptions.Append);
            var y = graphics.PageSize.Height - Bottom + 6;
            var font = Font(8, bold: false);
            var number = string.Create(CultureInfo.InvariantCulture, $"{page + 1} / {_document.PageCount}");
            graphics.DrawLine(new XPen(Rule, 0.5), Side, y - 12, graphics.PageSize.Width - Side, y - 12);
            graphics.DrawString(_info.Footer, font, new XSolidBrush(Ink), Side, y);
            graphics.DrawString(number, font, new XSolidBrush(Ink), graphics.PageSize.Width - Side - graphics.MeasureString(number, font).Width, y);
        }

        _document.Save(stream, closeStream: false);
    }

    /// <summary>The document as bytes; nothing can be added afterwards.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        Save(stream);
        return stream.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _graphics.Dispose();
        _document.Dispose();
    }

    private const double CellSize = 9, LineHeight = 14;

    private IReadOnlyList<string>[] Cells(IReadOnlyList<string> texts, double[] widths, bool bold) =>
        [.. texts.Select((t, i) => Lines(t, CellSize, bold, widths[i] - 2 * CellPadding))];

    private static double HeightOf(IReadOnlyList<string>[] cells) => cells.Max(c => c.Count) * LineHeight + 2 * CellPadding;

    private void Row(IReadOnlyList<string>[] cells, double[] widths, IReadOnlyList<PaperColumn> columns, bool head)
    {
        var height = HeightOf(cells);
        var x = Side;
        var top = _y;
        for (var i = 0; i < cells.Length; i++)
        {
            var frame = new XRect(x, top, widths[i], height);
            if (head) _graphics.DrawRectangle(new XSolidBrush(Shade), frame);
            _graphics.DrawRectangle(new XPen(Rule, 0.5), frame);
            _y = top + CellPadding;
            foreach (var line in cells[i])
                Write(line, CellSize, head, x + CellPadding, widths[i] - 2 * CellPadding, LineHeight, columns[i].Number && !head);
            x += widths[i];
        }

        _y = top + height;
    }

    private void Write(string line, double size, bool bold, double x, double width, double height, bool right = false)
    {
        var font = Font(size, bold);
        var at = right ? x + width - _graphics.MeasureString(line, font).Width : x;
        if (line.Length > 0) _graphics.DrawString(line, font, new XSolidBrush(Ink), at, _y + (height + size * 0.75) / 2);
        _y += height;
    }

    private IReadOnlyList<string> Lines(string text, double size, bool bold, double width)
    {
        var font = Font(size, bold);
        return LineBreaker.Break(Printable(text), width, t => _graphics.MeasureString(t, font).Width);
    }

    // Control characters have no shape and would be boxes.
    private static string Printable(string text) => string.Concat(text.Where(c => c == '\n' || !char.IsControl(c)));

    private XFont Font(double size, bool bold)
    {
        if (!_fonts.TryGetValue((size, bold), out var font)) _fonts[(size, bold)] = font = Typeface.Of(size, bold);
        return font;
    }

    private void Bookmark(int level, string text)
    {
        var outlines = _document.Outlines;
        for (var at = 1; at < level && outlines.Count > 0; at++) outlines = outlines[^1].Outlines;
        outlines.Add(text, _document.Pages[^1], opened: true);
    }

    private void NewPage()
    {
        _graphics?.Dispose();
        var page = _document.AddPage();
        page.Size = PageSize.A4;
        _graphics = XGraphics.FromPdfPage(page);
        _y = Top;
    }
}
