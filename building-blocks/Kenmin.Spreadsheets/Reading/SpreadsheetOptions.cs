namespace Kenmin.Spreadsheets;

/// <summary>What is known about a file before it is read, and how large it may be.</summary>
public sealed record SpreadsheetOptions
{
    /// <summary>The columns looked for; the row that names most of them is the header. Empty: the first row with two cells.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; init; } = [];

    /// <summary>The sheet of a workbook; null for the one whose header fits best.</summary>
    public string? SheetName { get; init; }

    /// <summary>The largest file, in bytes. Default 50 MiB.</summary>
    public long MaxBytes { get; init; } = 50L << 20;

    /// <summary>The most an xlsx file may unpack to, in bytes. Default 500 MiB.</summary>
    public long MaxUnpackedBytes { get; init; } = 500L << 20;

    /// <summary>How many times larger than the file its contents may be, beyond the first 10 MiB. Default 100.</summary>
    public int MaxUnpackingRatio { get; init; } = 100;

    /// <summary>The most rows below the header that are not blank. Default 200,000.</summary>
    public int MaxRows { get; init; } = 200_000;

    /// <summary>The most columns. Default 256.</summary>
    public int MaxColumns { get; init; } = 256;

    /// <summary>The most characters in a cell. Default 32,767, the limit of spreadsheet programs.</summary>
    public int MaxCellLength { get; init; } = 32_767;
}
