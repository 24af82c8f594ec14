using System.Text;

namespace Kenmin.Spreadsheets;

/// <summary>What a file is, told by its first bytes; a name can say anything.</summary>
internal enum FileKind
{
    Text,
    Xlsx,
}

/// <summary>Tells tables from everything else that people upload by mistake.</summary>
internal static class FileKinds
{
    internal const int SampleSize = 4096;

    /// <exception cref="SpreadsheetException">The file is no table; the reason says what it is and how to save it.</exception>
    internal static FileKind Of(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) throw new SpreadsheetException("ファイルが空です。中身のあるファイルを選んでください。", "The file is empty. Choose a file with contents.");
        if (start.StartsWith("PK\x03\x04"u8)) return FileKind.Xlsx;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw Refused("古い形式（.xls）またはパスワード付きのExcelファイル", "an old Excel file (.xls) or one protected by a password");
        if (start.StartsWith("%PDF"u8)) throw Refused("PDF", "a PDF");
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
            || start.StartsWith("GIF8"u8) || start.StartsWith("BM"u8) && start.IndexOf((byte)0) >= 0 || start.StartsWith("RIFF"u8))
            throw Refused("画像", "an image");
        var text = start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? start[3..] : start;
        var head = Encoding.ASCII.GetString(text[..Math.Min(text.Length, 256)]).TrimStart();
        if (head.StartsWith('<')) throw Refused("Webページ（HTML）またはXML", "a web page (HTML) or XML");
        if (head.StartsWith(@"{\rtf", StringComparison.Ordinal)) throw Refused("文書（RTF）", "a document (RTF)");
        var utf16 = start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        if (!utf16 && start.IndexOf((byte)0) >= 0) throw Refused("表ではないデータ", "not a table");
        return FileKind.Text;
    }

    internal static SpreadsheetException Refused(string ja, string en, Exception? cause = null) => new(
        $"このファイルは読み込めません（{ja}です）。Excelなどで開き、「Excelブック（.xlsx）」または「CSV」で保存し直してください。",
        $"This file cannot be read: it is {en}. Open it in a spreadsheet program and save it as xlsx or CSV.",
        cause);
}
