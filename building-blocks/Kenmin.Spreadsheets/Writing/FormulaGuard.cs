namespace Kenmin.Spreadsheets;

/// <summary>Keeps what people typed from being run as a formula when a CSV file is opened in a spreadsheet program.</summary>
/// <remarks>An apostrophe in front makes the program take the cell for text. The reader takes it off again, so that a file
/// written here and imported again holds what it held; a cell that itself begins with apostrophes and such a sign gets one more.</remarks>
internal static class FormulaGuard
{
    private const string Dangerous = "=+-@\t\r\n＝＋－＠";

    internal static string Guard(string cell) => IsDangerous(cell) ? $"'{cell}" : cell;

    internal static string Unguard(string cell) => cell.Length > 1 && cell[0] == '\'' && IsDangerous(cell) ? cell[1..] : cell;

    /// <summary>For formats in which text is text: only what <see cref="Unguard"/> would shorten gets an apostrophe.</summary>
    internal static string Keep(string cell) => Unguard(cell) == cell ? cell : $"'{cell}";

    private static bool IsDangerous(string cell)
    {
        var rest = cell.AsSpan().TrimStart('\'');
        return rest.Length > 0 && Dangerous.Contains(rest[0], StringComparison.Ordinal);
    }
}
