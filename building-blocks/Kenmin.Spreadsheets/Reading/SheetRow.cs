namespace Kenmin.Spreadsheets;

/// <summary>A row below the header.</summary>
/// <param name="Line">Its number as spreadsheet programs show it, from 1: blank rows count, a row with line breaks inside a cell counts once.</param>
/// <param name="Cells">Its cells as text without blanks around it, one for each column of the header; empty where the row is shorter.</param>
/// <param name="Errors">What is wrong with the row before anyone looks at its meaning: unreadable characters, cells beyond the header.</param>
public sealed record SheetRow(int Line, IReadOnlyList<string> Cells, IReadOnlyList<RowError> Errors)
{
    /// <summary>The cell of a column; empty when the column is not there.</summary>
    public string this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : string.Empty;
}
