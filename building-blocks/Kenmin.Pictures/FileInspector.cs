using System.IO.Compression;
using System.Text;
using Kenmin.SharedKernel;

namespace Kenmin.Pictures;

/// <summary>What a file is, by what is in it.</summary>
public enum SentFileKind
{
    /// <summary>PDF.</summary>
    Pdf,

    /// <summary>Word (docx).</summary>
    Word,

    /// <summary>Excel (xlsx).</summary>
    Excel,

    /// <summary>PowerPoint (pptx).</summary>
    PowerPoint,

    /// <summary>A picture, drawn anew as JPEG.</summary>
    Picture,
}

/// <summary>A file that was looked into.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">What is kept of it.</param>
public sealed record InspectedFile(SentFileKind Kind, byte[] Bytes);

/// <summary>
/// Looks into files that people hand in: what a file is, is told by what is in it, never by its name. Pictures are drawn anew. Office files
/// with macros, and PDF with scripts or programs in them, are refused where that can be seen; a PDF may hide them in packed parts, so that
/// files are only ever handed out to be saved, never shown by this site.
/// </summary>
/// <param name="pictures">Draws pictures anew.</param>
public sealed class FileInspector(PictureMaker pictures)
{
    /// <summary>The largest file, in bytes.</summary>
    public const int LargestFile = 10 * 1024 * 1024;

    private const int MostParts = 5_000;
    private const long LargestUnpacked = 300L * 1024 * 1024;

    private static readonly LocalizedText Unknown = new(
        "PDF、Word（docx）、Excel（xlsx）、PowerPoint（pptx）、写真（JPEG、PNG、WebP）だけを置けます。古い形式（doc、xls、ppt）は、保存しなおしてください。",
        "Only PDF, Word (docx), Excel (xlsx), PowerPoint (pptx) and pictures (JPEG, PNG, WebP) are taken. Save older formats (doc, xls, ppt) anew.");

    private static readonly LocalizedText Active = new(
        "マクロやプログラムを含むファイルは置けません。マクロのない形式で保存しなおしてください。", "Files with macros or programs are not taken. Save it without them.");

    private static readonly string[] ActiveNames = ["/JavaScript", "/JS", "/Launch", "/RichMedia"];

    /// <summary>What a file is and what is kept of it, or why it is not taken.</summary>
    public async Task<Parsed<InspectedFile>> ReadAsync(Stream file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (await BytesAsync(file, cancellationToken) is not { } bytes)
            return new LocalizedText($"ファイルは {LargestFile / 1024 / 1024} MB までです。", $"A file may have up to {LargestFile / 1024 / 1024} MB.");
        if (bytes.Length == 0) return new LocalizedText("ファイルが空です。", "The file is empty.");
        if (IsPicture(bytes))
        {
            using var stream = new MemoryStream(bytes, writable: false);
            var read = await pictures.ReadAsync(stream, cancellationToken);
            return read.TryGet(out var picture) ? new InspectedFile(SentFileKind.Picture, picture.Large) : read.Error;
        }

        if (bytes.AsSpan().StartsWith("%PDF-"u8)) return IsActive(bytes) ? Active : new InspectedFile(SentFileKind.Pdf, bytes);
        return bytes.AsSpan().StartsWith("PK\u0003\u0004"u8) ? Office(bytes) : Unknown;
    }

    private static bool IsPicture(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        || (bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8));

    private static bool IsActive(byte[] bytes)
    {
        var text = Plain(Encoding.Latin1.GetString(bytes));
        return ActiveNames.Any(name => Holds(text, name));
    }

    // A name in a PDF may be written with numbers for letters, such as /J#53.
    private static string Plain(string text)
    {
        if (!text.Contains('#', StringComparison.Ordinal)) return text;
        StringBuilder plain = new(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '#' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                plain.Append((char)Convert.ToInt32(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    private static bool Holds(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
            if (at + name.Length == text.Length || !char.IsAsciiLetterOrDigit(text[at + name.Length])) return true;
        return false;
    }

    private static Parsed<InspectedFile> Office(byte[] bytes)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            // The sizes that the archive states; nothing is unpacked but the list of types, and of that no more than is needed.
            if (zip.Entries.Count > MostParts || zip.Entries.Sum(e => e.Length) > LargestUnpacked) return new LocalizedText("ファイルの中身が大きすぎます。", "What is in the file is too large.");
            if (zip.GetEntry("[Content_Types].xml") is not { } types) return Unknown;
            if (zip.Entries.Any(e => e.Name.Equals("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || e.FullName.Contains("/activeX/", StringComparison.OrdinalIgnoreCase)) || Text(types).Contains("macroEnabled", StringComparison.OrdinalIgnoreCase)) return Active;
            SentFileKind? kind = zip.GetEntry("word/document.xml") is not null ? SentFileKind.Word : zip.GetEntry("xl/workbook.xml") is not null ? SentFileKind.Excel
                : zip.GetEntry("ppt/presentation.xml") is not null ? SentFileKind.PowerPoint : null;
            return kind is { } known ? new InspectedFile(known, bytes) : Unknown;
        }
        catch (InvalidDataException)
        {
            return new LocalizedText("ファイルがこわれています。保存しなおしてから置いてください。", "The file is broken. Save it anew.");
        }
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var buffer = new byte[1024 * 1024];
        return Encoding.UTF8.GetString(buffer, 0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
    }

    private static async Task<byte[]?> BytesAsync(Stream file, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var buffer = new byte[81_920];
        for (int some; (some = await file.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (read.Length + some > LargestFile) return null;
            read.Write(buffer, 0, some);
        }

        return read.ToArray();
    }
}

/// <summary>What a file is called and how it is handed out, by what is in it.</summary>
public static class SentFiles
{
    /// <summary>The type by which it is handed out.</summary>
    public static string MediaTypeOf(SentFileKind kind) => kind switch
    {
        SentFileKind.Pdf => "application/pdf",
        SentFileKind.Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        SentFileKind.Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        SentFileKind.PowerPoint => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "image/jpeg",
    };

    /// <summary>The ending of its name.</summary>
    public static string EndingOf(SentFileKind kind) => kind switch
    {
        SentFileKind.Pdf => ".pdf", SentFileKind.Word => ".docx", SentFileKind.Excel => ".xlsx", SentFileKind.PowerPoint => ".pptx", _ => ".jpg",
    };

    /// <summary>The name as it is kept: without a path and signs that disturb, and with the right ending.</summary>
    public static string NameOf(string? name, SentFileKind kind)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var stem = new string([.. Path.GetFileNameWithoutExtension(last).Where(c => !char.IsControl(c) && !"<>:\"|?*\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069".Contains(c, StringComparison.Ordinal))]).Trim(' ', '.');
        if (stem.Length > 100) stem = stem[..100].TrimEnd();
        return (stem.Length == 0 ? "file" : stem) + EndingOf(kind);
    }
}
