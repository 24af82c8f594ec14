using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Marten;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>
/// What a file can be imported as (取り込みの種類): a roster, a shift plan. A target knows columns and rules; the upload, the
/// columns' mapping, the preview, batches, progress and refused rows are the same for all. Registered as a singleton.
/// </summary>
public interface IImportTarget
{
    /// <summary>Stable key in addresses and stored imports, such as <c>roster</c>.</summary>
    string Key { get; }

    /// <summary>The name as staff see it.</summary>
    LocalizedText Name { get; }

    /// <summary>What the import does with the file, in a sentence.</summary>
    LocalizedText Description { get; }

    /// <summary>The columns that the target knows.</summary>
    IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>What is asked besides the file; empty when the file says everything.</summary>
    IReadOnlyList<ImportOption> Options { get; }

    /// <summary>
    /// Where staff go to see what the import made; null when there is no such place.
    /// </summary>
    string? ResultHref { get; }

    /// <summary>Refuses options that cannot be taken. The key of each entry is that of its option.</summary>
    /// <param name="options">The values as entered, by the option's key.</param>
    IReadOnlyList<KeyValuePair<string, LocalizedText>> CheckOptions(IReadOnlyDictionary<string, string> options);

    /// <summary>
    /// Reads one row: pure, no database. The general errors of a row (unreadable characters, shifted columns) are reported
    /// by the import itself; such rows do not come here.
    /// </summary>
    ReadRow Read(ImportRow row);

    /// <summary>
    /// Carries out a batch of rows within <paramref name="session"/>, whose transaction is open and is committed by the
    /// import together with its progress. At any time only one batch of this target runs, on whichever host. Rows that were
    /// applied before, by this or another import, must come out as <see cref="RowResult.Unchanged"/>.
    /// </summary>
    /// <returns>One outcome for each row, in the order of the rows.</returns>
    Task<IReadOnlyList<RowOutcome>> ApplyAsync(
        ImportContext import, IReadOnlyList<AcceptedRow> rows, IDocumentSession session, CancellationToken cancellationToken);
}

/// <summary>Something that is asked besides the file.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Label">The label of its field.</param>
/// <param name="Hint">What to enter.</param>
/// <param name="Required">Whether it may be left blank.</param>
/// <param name="Default">What the field holds at first, by today's date in Japan; null for blank.</param>
/// <param name="Choices">What is chosen from; null for free text.</param>
public sealed record ImportOption(
    string Key, LocalizedText Label, LocalizedText Hint, bool Required = true, Func<DateOnly, string>? Default = null, IReadOnlyList<ImportChoice>? Choices = null);

/// <summary>One of several values of an option.</summary>
/// <param name="Value">The value.</param>
/// <param name="Name">As staff see it.</param>
public sealed record ImportChoice(string Value, LocalizedText Name);

/// <summary>The import that rows belong to.</summary>
/// <param name="ImportId">The import's id.</param>
/// <param name="FileName">The file's name as uploaded.</param>
/// <param name="Options">The options as checked.</param>
/// <param name="Today">Today in Japan.</param>
/// <param name="ActorId">The account that started the import.</param>
/// <param name="InitiativeId">The initiative that it belongs to; null for none.</param>
public sealed record ImportContext(Guid ImportId, string FileName, IReadOnlyDictionary<string, string> Options, DateOnly Today, Guid? ActorId, Guid? InitiativeId = null);

/// <summary>A row with its columns found.</summary>
/// <param name="Import">The import.</param>
/// <param name="Row">The cells.</param>
/// <param name="Mapping">Which column holds what.</param>
public sealed record ImportRow(ImportContext Import, SheetRow Row, ColumnMapping Mapping)
{
    /// <summary>The text of a column; empty when the file has no such column.</summary>
    public string this[string column] => Mapping.Value(Row, column);

    /// <summary>Refuses the value of a column.</summary>
    public RowError Refuse(string column, LocalizedText reason) => Mapping.Refuse(Row, column, reason);

    /// <summary>The value of a column, or null and one more error.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="column">The column's key.</param>
    /// <param name="parse">Reads the text.</param>
    /// <param name="errors">Takes the refusal.</param>
    public T? Take<T>(string column, Func<string, Parsed<T>> parse, ICollection<RowError> errors)
    {
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentNullException.ThrowIfNull(errors);
        var parsed = parse(this[column]);
        if (parsed.IsOk) return parsed.Value;
        errors.Add(Refuse(column, parsed.Error));
        return default;
    }

    /// <summary>As <see cref="Take{T}"/>, but a blank is no error.</summary>
    /// <inheritdoc cref="Take{T}"/>
    public T? TakeUnlessBlank<T>(string column, Func<string, Parsed<T>> parse, ICollection<RowError> errors) =>
        string.IsNullOrWhiteSpace(this[column]) ? default : Take(column, parse, errors);
}

/// <summary>What a target made of a row.</summary>
/// <param name="Value">The typed value, null when the row is refused.</param>
/// <param name="Errors">Why it is refused; empty for a good row.</param>
/// <param name="Shown">The row as it will be stored, by the column's key, for the preview.</param>
public sealed record ReadRow(object? Value, IReadOnlyList<RowError> Errors, IReadOnlyDictionary<string, string> Shown)
{
    /// <summary>A refused row.</summary>
    public static ReadRow Refused(IReadOnlyList<RowError> errors) => new(null, errors, new Dictionary<string, string>());
}

/// <summary>A row that was read without an error.</summary>
/// <param name="Row">The row, for its line and for refusals that only the database can tell.</param>
/// <param name="Value">The value of <see cref="ReadRow"/>.</param>
public sealed record AcceptedRow(ImportRow Row, object Value);

/// <summary>What became of a row.</summary>
public enum RowResult
{
    /// <summary>It made something new.</summary>
    New,

    /// <summary>It was joined with something known.</summary>
    Merged,

    /// <summary>It was known already and changed nothing.</summary>
    Unchanged,

    /// <summary>It was refused.</summary>
    Refused,
}

/// <summary>What became of a row, and why.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="SubjectId">What the row belongs to now, such as the person; null when refused.</param>
/// <param name="Reasons">Why it was joined with something known; for people, without personal data.</param>
/// <param name="Errors">Why it was refused.</param>
public sealed record RowOutcome(
    RowResult Result, Guid? SubjectId, IReadOnlyList<LocalizedText> Reasons, IReadOnlyList<RowError> Errors)
{
    /// <summary>It made something new.</summary>
    public static RowOutcome New(Guid subject) => new(RowResult.New, subject, [], []);

    /// <summary>It was joined with something known.</summary>
    public static RowOutcome Merged(Guid subject, params IReadOnlyList<LocalizedText> reasons) => new(RowResult.Merged, subject, reasons, []);

    /// <summary>It was known already.</summary>
    public static RowOutcome Unchanged(Guid subject) => new(RowResult.Unchanged, subject, [], []);

    /// <summary>It was refused.</summary>
    public static RowOutcome Refused(params IReadOnlyList<RowError> errors) => new(RowResult.Refused, null, [], errors);
}
