using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Npgsql;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>The kept file of an import, open for reading with its columns found.</summary>
internal sealed class ImportSheet : IDisposable
{
    private readonly FileStream _file;
    private readonly IImportTarget _target;

    private ImportSheet(FileStream file, Spreadsheet sheet, IImportTarget target, ColumnMapping mapping, ImportContext context) =>
        (_file, Sheet, _target, Mapping, Context) = (file, sheet, target, mapping, context);

    public Spreadsheet Sheet { get; }

    public ColumnMapping Mapping { get; }

    public ImportContext Context { get; }

    public static SpreadsheetOptions Limits(IImportTarget target) => new() { Columns = target.Columns, MaxBytes = ImportFiles.Largest };

    /// <exception cref="SpreadsheetException">The file was removed or cannot be read.</exception>
    public static async Task<ImportSheet> OpenAsync(
        Import import, IImportTarget target, NpgsqlDataSource database, TimeProvider clock, CancellationToken cancellationToken)
    {
        var file = await ImportFiles.OpenAsync(import.Id, database, cancellationToken)
            ?? throw new SpreadsheetException(new LocalizedText(
                "ファイルの保存期間が過ぎました。もう一度アップロードしてください。", "The file is no longer kept. Upload it again."));
        try
        {
            var sheet = SpreadsheetReader.Open(file, import.FileName, Limits(target));
            var context = new ImportContext(import.Id, import.FileName, import.Options, JapanTime.Today(clock), import.UploadedBy, import.InitiativeId);
            return new(file, sheet, target, MappingOf(import, target), context);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The mapping as it was guessed and chosen.</summary>
    public static ColumnMapping MappingOf(Import import, IImportTarget target)
    {
        var mapping = ColumnMapping.Guess(import.Header, target.Columns);
        foreach (var column in target.Columns) mapping = mapping.With(column.Key, null);
        foreach (var (key, column) in import.Columns.Where(c => target.Columns.Any(d => d.Key == c.Key)))
            mapping = mapping.With(key, column);
        return mapping;
    }

    /// <summary>The rows below <paramref name="line"/>, read by the target.</summary>
    public IEnumerable<(ImportRow Row, ReadRow Read)> RowsAfter(int line)
    {
        foreach (var row in Sheet.Rows())
        {
            if (row.Line <= line) continue;
            var found = new ImportRow(Context, row, Mapping);
            yield return (found, row.Errors.Count > 0 ? ReadRow.Refused(row.Errors) : _target.Read(found));
        }
    }

    /// <summary>Carries out rows: refused ones as they are, the others by the target.</summary>
    /// <returns>One outcome for each row, in their order.</returns>
    public async Task<List<(SheetRow Row, RowOutcome Outcome)>> ApplyAsync(
        IReadOnlyList<(ImportRow Row, ReadRow Read)> rows, Marten.IDocumentSession session, CancellationToken cancellationToken)
    {
        var accepted = rows.Where(r => r.Read.Value is not null && r.Read.Errors.Count == 0)
            .Select(r => new AcceptedRow(r.Row, r.Read.Value!)).ToList();
        var outcomes = accepted.Count == 0 ? [] : await _target.ApplyAsync(Context, accepted, session, cancellationToken);
        var byLine = accepted.Zip(outcomes).ToDictionary(x => x.First.Row.Row.Line, x => x.Second);
        return [.. rows.Select(r => (r.Row.Row, byLine.GetValueOrDefault(r.Row.Row.Line) ?? RowOutcome.Refused(r.Read.Errors)))];
    }

    public void Dispose()
    {
        Sheet.Dispose();
        _file.Dispose();
    }
}
