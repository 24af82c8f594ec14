using PdfSharp.Drawing;

namespace Kenmin.Documents;

public sealed partial class Paper
{
    private const double FormSize = 12, FormLine = 19, Box = 11;

    /// <summary>A paragraph in large type, for those who read without glasses.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="extra">Still larger, to be read on a wall.</param>
    public Paper Large(string text, bool extra = false)
    {
        var (size, height) = extra ? (22.0, 34.0) : (14.0, 23.0);
        var lines = Lines(text, size, bold: false, Width);
        if (_y + lines.Count * height > Floor && lines.Count < 10) NewPage();
        foreach (var line in lines)
        {
            if (_y + height > Floor) NewPage();
            Write(line, size, bold: false, Side, Width, height);
        }

        _y += 4;
        return this;
    }

    /// <summary>Boxes to be ticked by hand, in large type, two beside each other; the question and its answers stay on one page.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="answers">What can be ticked.</param>
    public Paper CheckBoxes(string question, IReadOnlyList<string> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        const int across = 2;
        double column = Width / across, words = column - Box - 14;
        var rows = answers.Chunk(across).Select(r => r.Select(a => Lines(a, FormSize, bold: false, words)).ToArray()).ToList();
        if (_y + FormLine + rows.Sum(r => r.Max(c => c.Count) * FormLine) > Floor) NewPage();
        Write(question, FormSize, bold: true, Side, Width, FormLine);
        foreach (var row in rows)
        {
            var top = _y;
            for (var i = 0; i < row.Length; i++)
            {
                var x = Side + i * column;
                _graphics.DrawRectangle(new XPen(Ink, 0.8), new XRect(x + 2, top + (FormLine - Box) / 2, Box, Box));
                _y = top;
                foreach (var line in row[i]) Write(line, FormSize, bold: false, x + Box + 10, words, FormLine);
            }

            _y = top + row.Max(c => c.Count) * FormLine;
        }

        _y += 2;
        return this;
    }

    /// <summary>Lines to be written on by hand, two beside each other.</summary>
    /// <param name="labels">What is to be written on each.</param>
    public Paper BlankLines(params IReadOnlyList<string> labels)
    {
        const int across = 2;
        const double height = 30;
        var column = Width / across;
        foreach (var row in labels.Chunk(across))
        {
            if (_y + height > Floor) NewPage();
            var top = _y;
            for (var i = 0; i < row.Length; i++)
            {
                var x = Side + i * column;
                _y = top;
                Write(row[i], 11, bold: false, x, column, height);
                _graphics.DrawLine(new XPen(Rule, 0.8), x + 92, top + height - 4, x + column - 12, top + height - 4);
            }

            _y = top + height;
        }

        _y += 4;
        return this;
    }
}
