using PdfSharp.Drawing;

namespace Kenmin.Documents;

/// <summary>The part of a letter that is cut off, filled in by hand and sent back.</summary>
/// <param name="CutHere">What stands on the line to cut along.</param>
/// <param name="Title">What it is.</param>
/// <param name="Code">What its QR code says, read when it has come back.</param>
/// <param name="CodeText">The same for people, below the code.</param>
/// <param name="Choices">What can be ticked.</param>
/// <param name="Blanks">What is written by hand, each before a line.</param>
/// <param name="Note">Small words at the end.</param>
public sealed record PaperSlip(
    string CutHere, string Title, string Code, string CodeText, IReadOnlyList<string> Choices, IReadOnlyList<string> Blanks, string Note);

public sealed partial class Paper
{
    // The window of an envelope of the size 長形3号, for a sheet that is folded twice.
    private const double WindowLeft = 22 * Millimetre, WindowTop = 16 * Millimetre, WindowWidth = 85 * Millimetre, BelowWindow = 62 * Millimetre, SlipHeight = 88 * Millimetre;

    /// <summary>Begins a letter on a page of its own, without a page number, with an address where an envelope has its window.</summary>
    /// <param name="lines">The address and the name; six lines at most are seen through the window.</param>
    public Paper Address(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (_y > Top) NewPage();
        _withoutFooter.Add(PageCount - 1);
        _y = WindowTop;
        foreach (var line in lines.SelectMany(l => Lines(l, 10.5, bold: false, WindowWidth)).Take(6)) Write(line, 10.5, bold: false, WindowLeft, WindowWidth, 17);
        _y = BelowWindow;
        return this;
    }

    /// <summary>The slip to be sent back, at the foot of the page; on the next page when there is no room left.</summary>
    public Paper Slip(PaperSlip slip)
    {
        ArgumentNullException.ThrowIfNull(slip);
        var top = _graphics.PageSize.Height - 14 * Millimetre - SlipHeight;
        if (_y > top)
        {
            NewPage();
            _withoutFooter.Add(PageCount - 1);
        }

        _y = top;
        _graphics.DrawLine(new XPen(Rule, 0.7) { DashStyle = XDashStyle.Dash }, 0, top, _graphics.PageSize.Width, top);
        Write(slip.CutHere, 8, bold: false, Side, Width, 14);
        const double code = 30 * Millimetre;
        var (beside, below) = (Width - code - 14, top + 20);
        DrawCode(slip.Code, Side + Width - code, below, code);
        _y = below + code + 2;
        Write(slip.CodeText, 10.5, bold: true, Side + Width - code, code, 14);
        _y = below;
        foreach (var line in Lines(slip.Title, 13, bold: true, beside)) Write(line, 13, bold: true, Side, beside, 21);
        _y += 6;
        foreach (var choice in slip.Choices)
        {
            _graphics.DrawRectangle(new XPen(Ink, 1), Side, _y + 4, 12, 12);
            foreach (var line in Lines(choice, 11, bold: false, beside - 22)) Write(line, 11, bold: false, Side + 22, beside - 22, 19);
            _y += 5;
        }

        _y = Math.Max(_y, below + code + 20);
        foreach (var blank in slip.Blanks)
        {
            Write(blank, 10, bold: false, Side, Width, 22);
            _graphics.DrawLine(new XPen(Rule, 0.7), Side + 110, _y - 3, Side + Width, _y - 3);
        }

        _y += 4;
        foreach (var line in Lines(slip.Note, 8.5, bold: false, Width)) Write(line, 8.5, bold: false, Side, Width, 13);
        _y = Floor;
        return this;
    }
}
