using System.Text;

namespace Kenmin.Spreadsheets.Tests;

/// <summary>Files as people upload them.</summary>
internal static class Files
{
    static Files() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    internal static Encoding Windows => Encoding.GetEncoding(932);

    internal static Stream Utf8(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    internal static Stream Utf8WithMark(string text) => new MemoryStream([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]);

    internal static Stream Cp932(string text) => new MemoryStream(Windows.GetBytes(text));

    internal static Stream Bytes(params byte[] bytes) => new MemoryStream(bytes);

    internal static Stream Xlsx(string sheet, params IReadOnlyList<object?>[] rows)
    {
        var stream = new MemoryStream();
        using (var writer = new XlsxWriter(stream, sheet))
        {
            foreach (var row in rows) writer.WriteValues(row);
        }
        stream.Position = 0;
        return stream;
    }

    internal static string Data(string file) => Path.Combine(AppContext.BaseDirectory, "Data", file);

    internal static string[][] Cells(this Spreadsheet sheet) => [.. sheet.Rows().Select(row => row.Cells.ToArray())];
}
