namespace Kenmin.Spreadsheets;

/// <summary>Opens an uploaded file as a table: CSV and other delimited text in UTF-8, UTF-16 or CP932, or xlsx.</summary>
public static class SpreadsheetReader
{
    /// <summary>Opens a table and finds its header.</summary>
    /// <param name="stream">The file. Stays open and the caller's; one that cannot seek is copied to a temporary file first.</param>
    /// <param name="fileName">The name it was uploaded by, for messages; what the file is, its bytes tell.</param>
    /// <param name="options">Columns looked for and limits.</param>
    /// <exception cref="SpreadsheetException">It is no table, is broken, or exceeds a limit.</exception>
    public static Spreadsheet Open(Stream stream, string fileName, SpreadsheetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new SpreadsheetOptions();
        if (stream.CanSeek) return OpenSeekable(stream, fileName, options, owned: null);
        var copy = TemporaryFile();
        try
        {
            var buffer = new byte[64 << 10];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                copy.Write(buffer, 0, read);
                if (copy.Length > options.MaxBytes) throw TooLarge(options);
            }
            return OpenSeekable(copy, fileName, options, owned: copy);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>As <see cref="Open"/>, for streams that may only be read asynchronously, such as the body of a request.</summary>
    /// <inheritdoc cref="Open"/>
    public static async Task<Spreadsheet> OpenAsync(
        Stream stream, string fileName, SpreadsheetOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new SpreadsheetOptions();
        var copy = TemporaryFile();
        try
        {
            var buffer = new byte[64 << 10];
            for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
            {
                await copy.WriteAsync(buffer.AsMemory(0, read), cancellation);
                if (copy.Length > options.MaxBytes) throw TooLarge(options);
            }
            return OpenSeekable(copy, fileName, options, owned: copy);
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }

    private static Spreadsheet OpenSeekable(Stream stream, string fileName, SpreadsheetOptions options, Stream? owned)
    {
        if (stream.Length > options.MaxBytes) throw TooLarge(options);
        stream.Position = 0;
        var start = new byte[FileKinds.SampleSize];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return FileKinds.Of(start.AsSpan(0, length)) == FileKind.Xlsx
            ? Spreadsheet.OfWorkbook(stream, fileName, options, owned)
            : Spreadsheet.OfText(stream, fileName, options, owned);
    }

    internal static FileStream TemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose });

    private static SpreadsheetException TooLarge(SpreadsheetOptions options) => new(
        $"ファイルが大きすぎます（{options.MaxBytes / (1 << 20)}MBまで）。行を分けて、いくつかのファイルにしてください。",
        $"The file is too large (at most {options.MaxBytes / (1 << 20)} MB). Divide it into several files.");
}
