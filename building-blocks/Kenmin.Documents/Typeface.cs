using System.Reflection;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace Kenmin.Documents;

/// <summary>
/// The typeface of all documents: BIZ UDPGothic, a universal-design face that public offices use. It travels in the assembly, so
/// that a document looks the same on every host; each document carries the characters that it uses.
/// </summary>
internal sealed class Typeface : IFontResolver
{
    private const string Family = "BIZ UDPGothic";
    private const string Regular = "BIZUDPGothic_400Regular.ttf";
    private const string Bold = "BIZUDPGothic_700Bold.ttf";

    private static readonly Lock Once = new();
    private static bool _registered;

    /// <summary>Whether the typeface was there when the program was built.</summary>
    public static bool IsAvailable => typeof(Typeface).Assembly.GetManifestResourceInfo(Regular) is not null;

    /// <summary>A face of the typeface.</summary>
    /// <param name="size">Size in points.</param>
    /// <param name="bold">Bold or regular.</param>
    public static XFont Of(double size, bool bold)
    {
        Register();
        return new(Family, size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular, new XPdfFontOptions(PdfFontEncoding.Unicode, PdfFontEmbedding.TryComputeSubset));
    }

    /// <inheritdoc/>
    public FontResolverInfo? ResolveTypeface(string familyName, bool bold, bool italic) =>
        familyName == Family ? new FontResolverInfo(bold ? Bold : Regular) : null;

    /// <inheritdoc/>
    public byte[]? GetFont(string faceName)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(faceName);
        if (stream is null) return null;
        var font = new byte[stream.Length];
        stream.ReadExactly(font);
        return font;
    }

    // The library knows one resolver for the whole process.
    private static void Register()
    {
        lock (Once)
        {
            if (_registered) return;
            if (!IsAvailable) throw new DocumentsUnavailableException();
            GlobalFontSettings.FontResolver ??= new Typeface();
            _registered = true;
        }
    }
}

/// <summary>The program was built without the typeface: no document can be made.</summary>
public sealed class DocumentsUnavailableException()
    : Exception("The typeface of documents was not fetched when this program was built; see building-blocks/Kenmin.Documents/README.md.");
