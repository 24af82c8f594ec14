using System.Collections;
using PdfSharp.Drawing;
using QRCoder;

namespace Kenmin.Documents;

/// <summary>A card to be cut out of a sheet, with a QR code.</summary>
/// <param name="Above">A small line above, such as the event.</param>
/// <param name="Title">What is read from afar, such as a name.</param>
/// <param name="Reading">A small line below it, such as the reading of the name.</param>
/// <param name="Lines">Further small lines.</param>
/// <param name="Code">What the QR code says.</param>
/// <param name="CodeText">The same for people, below the code.</param>
public sealed record PaperCard(string Above, string Title, string Reading, IReadOnlyList<string> Lines, string Code, string CodeText);

public sealed partial class Paper
{
    // Sheets of ten name cards as they are sold in Japan: 91 × 55 mm, two beside each other, five below.
    private const double Millimetre = 72 / 25.4, CardWidth = 91 * Millimetre, CardHeight = 55 * Millimetre, CardsLeft = 14 * Millimetre, CardsTop = 11 * Millimetre;
    private const int CardsAcross = 2, CardsDown = 5;

    private readonly HashSet<int> _withoutFooter = [];

    /// <summary>A QR code, with a text beside it.</summary>
    /// <param name="content">What the code says, such as an address.</param>
    /// <param name="text">What stands beside it: what it is for, and the same in letters.</param>
    public Paper QrCode(string content, string text)
    {
        const double size = 28 * Millimetre;
        if (_y + size > Floor) NewPage();
        var top = _y;
        DrawCode(content, Side, top, size);
        _y = top + 6;
        foreach (var line in Lines(text, 10, bold: false, Width - size - 12)) Write(line, 10, bold: false, Side + size + 12, Width - size - 12, 16);
        _y = Math.Max(_y, top + size) + 8;
        return this;
    }

    /// <summary>Cards on sheets of ten, on pages of their own without page numbers.</summary>
    public Paper Cards(IReadOnlyList<PaperCard> cards)
    {
        ArgumentNullException.ThrowIfNull(cards);
        for (var i = 0; i < cards.Count; i++)
        {
            var place = i % (CardsAcross * CardsDown);
            if (place == 0)
            {
                if (_y > Top) NewPage();
                _withoutFooter.Add(PageCount - 1);
            }

            DrawCard(cards[i], CardsLeft + place % CardsAcross * CardWidth, CardsTop + place / CardsAcross * CardHeight);
            _y = Floor;
        }

        return this;
    }

    private void DrawCard(PaperCard card, double x, double y)
    {
        const double inside = 4 * Millimetre, code = 24 * Millimetre;
        // A hairline, for sheets that are not punched.
        _graphics.DrawRectangle(new XPen(Rule, 0.25), new XRect(x, y, CardWidth, CardHeight));
        var width = CardWidth - 2 * inside;
        _y = y + inside;
        WriteCut(card.Above, 8, bold: false, x + inside, width, 12, most: 1);
        _y += 4;
        // A long name is set smaller, so that it is whole.
        double[] sizes = [20, 16, 13, 10];
        var size = sizes.FirstOrDefault(s => Lines(card.Title, s, true, width).Count == 1, 10);
        WriteCut(card.Title, size, bold: true, x + inside, width, size * 1.35, most: 2);
        WriteCut(card.Reading, 8, bold: false, x + inside, width, 12, most: 1);
        _y = Math.Max(_y + 4, y + CardHeight - inside - code);
        foreach (var line in card.Lines) WriteCut(line, 8.5, bold: false, x + inside, width - code - 6, 12.5, most: 2);
        var at = y + CardHeight - inside - code;
        DrawCode(card.Code, x + CardWidth - inside - code, at, code);
        _y = y + CardHeight - inside - 10;
        WriteCut(card.CodeText, 9, bold: true, x + inside, width - code - 6, 10, most: 1);
    }

    private void WriteCut(string text, double size, bool bold, double x, double width, double height, int most)
    {
        foreach (var line in Lines(text, size, bold, width).Take(most)) Write(line, size, bold, x, width, height);
    }

    private void DrawCode(string content, double x, double y, double size)
    {
        using var code = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M);
        List<BitArray> rows = code.ModuleMatrix;
        var module = size / rows.Count;
        var black = new XSolidBrush(XColors.Black);
        for (var row = 0; row < rows.Count; row++)
            for (var from = 0; from < rows.Count; from++)
            {
                if (!rows[row][from]) continue;
                // Neighbours are drawn as one, so that no light shows between them.
                var until = from;
                while (until + 1 < rows.Count && rows[row][until + 1]) until++;
                _graphics.DrawRectangle(black, new XRect(x + from * module, y + row * module, (until - from + 1) * module, module + 0.05));
                from = until;
            }
    }
}
