using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kenmin.Spreadsheets;

/// <summary>Makes dates that a workbook shows by era (S25.6.29, 昭和25年6月29日) readable as dates.</summary>
/// <remarks>A workbook stores a date as a number and says only in the cell's format that it is one. The reading library knows
/// the formats of the West; era formats, common in Japanese offices, would come out as bare numbers. The file itself stays as it is.</remarks>
internal static partial class JapaneseDateFormats
{
    private const string Styles = "xl/styles.xml";
    private const string WesternDate = "14";
    private const string ClockTime = "20";

    /// <summary>A temporary copy with plain date formats in place of Japanese ones; null when there is nothing to replace.</summary>
    internal static Stream? Replaced(Stream workbook)
    {
        using var source = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
        if (source.GetEntry(Styles) is not { } entry) return null;
        XDocument styles;
        using (var content = entry.Open()) styles = XDocument.Load(content);
        if (!Replace(styles)) return null;

        var copy = SpreadsheetReader.TemporaryFile();
        using (var target = new ZipArchive(copy, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var part in source.Entries)
            {
                using var to = target.CreateEntry(part.FullName, CompressionLevel.Fastest).Open();
                if (part.FullName == Styles)
                {
                    styles.Save(to);
                    continue;
                }
                using var from = part.Open();
                from.CopyTo(to);
            }
        }
        copy.Position = 0;
        return copy;
    }

    private static bool Replace(XDocument styles)
    {
        var ns = styles.Root!.Name.Namespace;
        var codes = styles.Descendants(ns + "numFmt")
            .GroupBy(x => (string?)x.Attribute("numFmtId") ?? string.Empty)
            .ToDictionary(group => group.Key, group => (string?)group.First().Attribute("formatCode") ?? string.Empty);
        var replaced = false;
        foreach (var cell in styles.Descendants(ns + "cellXfs").Elements(ns + "xf"))
        {
            var id = (string?)cell.Attribute("numFmtId") ?? "0";
            if (Plain(id, codes.GetValueOrDefault(id)) is not { } plain) continue;
            cell.SetAttributeValue("numFmtId", plain);
            cell.SetAttributeValue("applyNumberFormat", "1");
            replaced = true;
        }
        return replaced;
    }

    private static string? Plain(string id, string? code)
    {
        // Built-in formats of Japanese spreadsheet programs: 27 to 31, 36, 50 to 54, 57, 58 are dates, 32 to 35, 55, 56 times or months.
        if (code is null)
            return int.TryParse(id, CultureInfo.InvariantCulture, out var number) && number is >= 27 and <= 36 or >= 50 and <= 58
                ? number is >= 32 and <= 35 ? ClockTime : WesternDate
                : null;
        var signs = Literal().Replace(code, string.Empty).ToLowerInvariant().Replace("general", string.Empty, StringComparison.Ordinal);
        if (Elapsed().IsMatch(code)) return ClockTime;
        // The year of an era is e; in 0.00E+00 it is an exponent, and General is no format at all.
        return Era().IsMatch(signs) ? WesternDate : null;
    }

    [GeneratedRegex("ge|e.*m")]
    private static partial Regex Era();

    [GeneratedRegex("\"[^\"]*\"|\\\\.|\\[[^\\]]*\\]")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\[h+\]", RegexOptions.IgnoreCase)]
    private static partial Regex Elapsed();
}
