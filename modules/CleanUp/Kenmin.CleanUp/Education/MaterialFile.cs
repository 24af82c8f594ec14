using System.IO.Compression;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Education;

/// <summary>
/// What a file of material is, by looking into it: its name may say anything. Only kinds that a browser does not run; it is sent as a file
/// to keep, and never shown as a page of this site.
/// </summary>
internal static class MaterialFile
{
    /// <summary>The largest file, in bytes.</summary>
    public const int LargestFile = 20 * 1024 * 1024;

    public const string Accept = ".pdf,.docx,.pptx,.xlsx,.png,.jpg";

    private static readonly LocalizedText Unknown = new("PDF、Word、PowerPoint、Excel（docx・pptx・xlsx）、PNG、JPEG のファイルを選んでください。", "Choose a PDF, Word, PowerPoint or Excel file (docx, pptx, xlsx), PNG or JPEG.");

    /// <summary>Reads a file, no further than it may be large.</summary>
    public static async Task<Parsed<(CourseFile File, byte[] Bytes)>> ReadAsync(Stream stream, string? name, Guid id, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var buffer = new byte[81_920];
        for (int some; (some = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (read.Length + some > LargestFile) return new LocalizedText($"ファイルは {LargestFile / 1024 / 1024} MB までです。", $"A file may have up to {LargestFile / 1024 / 1024} MB.");
            read.Write(buffer, 0, some);
        }

        var bytes = read.ToArray();
        if (KindOf(bytes) is not var (ending, type)) return Unknown;
        return Parsed<(CourseFile, byte[])>.Ok((new(id, NameOf(name, ending), type, bytes.Length), bytes));
    }

    internal static (string Ending, string Type)? KindOf(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("%PDF-"u8)) return (".pdf", "application/pdf");
        if (bytes.Length > 8 && bytes[0] == 0x89 && bytes.AsSpan(1).StartsWith("PNG\r\n"u8)) return (".png", "image/png");
        if (bytes.Length > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF) return (".jpg", "image/jpeg");
        if (!bytes.AsSpan().StartsWith("PK"u8)) return null;
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            // Files with macros run programs at whoever opens them.
            if (archive.Entries.Any(e => e.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))) return null;
            foreach (var (part, ending, type) in new[]
            {
                ("word/document.xml", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                ("ppt/presentation.xml", ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
                ("xl/workbook.xml", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            })
                if (archive.GetEntry(part) is not null) return (ending, type);
        }
        catch (InvalidDataException)
        {
            // No archive at all.
        }

        return null;
    }

    /// <summary>The name without folders and control characters, with the ending of what the file is.</summary>
    internal static string NameOf(string? name, string ending)
    {
        var bare = (name ?? "").Replace('\\', '/').Split('/')[^1];
        var dot = bare.LastIndexOf('.');
        var text = new string([.. (dot > 0 ? bare[..dot] : bare).Where(c => !char.IsControl(c) && !"<>:\"|?*".Contains(c, StringComparison.Ordinal))]).Trim(' ', '.');
        return (text.Length == 0 ? "material" : text.Length > 80 ? text[..80] : text) + ending;
    }
}

/// <summary>Where the bytes of material stand.</summary>
internal static class MaterialTable
{
    private static readonly BytesTable Files = new("course_files");

    public static void AddTo(StoreOptions options) => Files.AddTo(options);

    public static void StoreMaterial(this IDocumentSession session, Guid id, byte[] bytes) => Files.Insert(session, id, bytes);

    public static void DeleteMaterial(this IDocumentSession session, Guid id) => Files.Delete(session, id);

    public static Task<byte[]?> MaterialAsync(this IQuerySession session, Guid id, CancellationToken cancellationToken) => Files.FindAsync(session, id, cancellationToken);
}
