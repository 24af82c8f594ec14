using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets;

/// <summary>Why a row was refused.</summary>
/// <param name="Line">The row as spreadsheet programs number it.</param>
/// <param name="ColumnKey">The key of the column's definition; empty when the column has none.</param>
/// <param name="Column">The name of the column.</param>
/// <param name="Value">What stands in the cell. May be personal: for the screen and the file of refused rows, never for logs.</param>
/// <param name="Reason">What is wrong and what to enter.</param>
public sealed record RowError(int Line, string ColumnKey, LocalizedText Column, string Value, LocalizedText Reason);

/// <summary>Gathers row errors: counts all of them and keeps the first ones, so that a file of nothing but errors does not fill the memory.</summary>
/// <param name="keep">How many errors are kept for showing.</param>
public sealed class RowErrors(int keep = 1_000)
{
    private readonly List<RowError> _kept = [];
    private int _lastLine;

    /// <summary>The first errors, in the order of the file.</summary>
    public IReadOnlyList<RowError> Kept => _kept;

    /// <summary>How many errors there were.</summary>
    public int Count { get; private set; }

    /// <summary>How many rows had errors; the errors of a row are added one after another.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether there are more than were kept.</summary>
    public bool HasMore => Count > _kept.Count;

    /// <summary>Adds one error.</summary>
    public void Add(RowError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Count++;
        if (error.Line != _lastLine) Rows++;
        _lastLine = error.Line;
        if (_kept.Count < keep) _kept.Add(error);
    }

    /// <summary>Adds the errors of a row.</summary>
    public void AddRange(IEnumerable<RowError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        foreach (var error in errors) Add(error);
    }
}
