using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Kenmin.Spreadsheets;

/// <summary>Tells UTF-8 from CP932 and UTF-16.</summary>
internal static class TextEncoding
{
    private const int Window = 64 << 10;

    /// <summary>The encoding by byte-order mark, or by the first stretch of the file that holds more than ASCII:
    /// UTF-8 if that is strictly valid, CP932 otherwise. Reads no further than it must.</summary>
    internal static (Encoding Encoding, string Name) Detect(Stream stream)
    {
        stream.Position = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(Window + 4);
        try
        {
            var carried = 0;
            for (var first = true; ; first = false)
            {
                var read = stream.ReadAtLeast(buffer.AsSpan(carried, Window), Window, throwOnEndOfStream: false);
                var bytes = buffer.AsSpan(0, carried + read);
                if (first && ByMark(bytes) is { } marked) return marked;
                var atEnd = read < Window;
                var verdict = Judge(bytes, atEnd, out carried);
                if (verdict is { } utf8) return utf8 ? (Utf8, "UTF-8") : (Cp932.Reading, "Shift_JIS (CP932)");
                if (atEnd) return (Utf8, "UTF-8");
                bytes[^carried..].CopyTo(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            stream.Position = 0;
        }
    }

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>True for UTF-8, false for CP932, null as long as all is ASCII.</summary>
    private static bool? Judge(ReadOnlySpan<byte> bytes, bool atEnd, out int carried)
    {
        carried = 0;
        if (!bytes.ContainsAnyExceptInRange((byte)0, (byte)0x7F)) return null;
        var target = ArrayPool<char>.Shared.Rent(bytes.Length);
        try
        {
            var status = System.Text.Unicode.Utf8.ToUtf16(bytes, target, out var consumed, out _, replaceInvalidSequences: false, isFinalBlock: atEnd);
            carried = bytes.Length - consumed;
            return status is OperationStatus.Done or OperationStatus.NeedMoreData
                ? bytes[..consumed].ContainsAnyExceptInRange((byte)0, (byte)0x7F) ? true : null
                : false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(target);
        }
    }

    private static (Encoding, string)? ByMark(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) return (Utf8, "UTF-8");
        if (bytes.StartsWith(Encoding.Unicode.Preamble)) return (Encoding.Unicode, "UTF-16");
        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble)) return (Encoding.BigEndianUnicode, "UTF-16");
        return null;
    }
}
