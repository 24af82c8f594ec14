using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets;

/// <summary>Which column of a file holds which known column: guessed from the header, changed by people.</summary>
public sealed class ColumnMapping
{
    private const double WeakestGuess = 0.5;

    private readonly Dictionary<string, MappedColumn> _found;

    private ColumnMapping(IReadOnlyList<string> header, IReadOnlyList<ColumnDefinition> definitions, Dictionary<string, MappedColumn> found) =>
        (Header, Definitions, _found) = (header, definitions, found);

    /// <summary>The headings of the file.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The known columns.</summary>
    public IReadOnlyList<ColumnDefinition> Definitions { get; }

    /// <summary>What was found, by key.</summary>
    public IReadOnlyDictionary<string, MappedColumn> Found => _found;

    /// <summary>The required columns that were not found, each with its name and what to do.</summary>
    public IReadOnlyList<LocalizedText> Problems => [.. Definitions
        .Where(x => x.Required && !_found.ContainsKey(x.Key))
        .Select(x => new LocalizedText(
            $"「{x.Name.Ja}」の列が見つかりません。ファイルのどの列か選ぶか、見出しを付けてください。",
            $"The column “{x.Name.En}” was not found. Choose the column of the file, or give it this heading."))];

    /// <summary>Whether every required column is there.</summary>
    public bool IsComplete => Problems.Count == 0;

    internal double Score => _found.Values.Sum(x => x.Confidence);

    /// <summary>Guesses by comparing folded headings: the same, then contained in each other. Every column of the file is used at most once.</summary>
    public static ColumnMapping Guess(IReadOnlyList<string> header, IReadOnlyList<ColumnDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(definitions);
        var headings = header.Select(Comparable).ToArray();
        var candidates =
            from definition in definitions
            let names = definition.Synonyms.Append(definition.Name.Ja).Append(definition.Name.En).Append(definition.Key).Select(Comparable).ToArray()
            from column in Enumerable.Range(0, headings.Length)
            let likeness = names.Max(name => Likeness(headings[column], name))
            where likeness >= WeakestGuess
            orderby likeness descending, column
            select (definition.Key, column, likeness);

        var found = new Dictionary<string, MappedColumn>(StringComparer.Ordinal);
        var used = new HashSet<int>();
        foreach (var (key, column, likeness) in candidates)
        {
            if (found.ContainsKey(key) || !used.Add(column)) continue;
            found.Add(key, new MappedColumn(column, likeness));
        }
        return new ColumnMapping(header, definitions, found);
    }

    /// <summary>The same mapping with one column chosen by a person; null for none. Whatever used that column before loses it.</summary>
    /// <exception cref="ArgumentException">The key is not a known column, or the column is not in the file.</exception>
    public ColumnMapping With(string key, int? column)
    {
        if (Definitions.All(x => x.Key != key)) throw new ArgumentException($"There is no column definition {key}.", nameof(key));
        if (column is { } c && (c < 0 || c >= Header.Count)) throw new ArgumentException($"The file has no column {column}.", nameof(column));
        var found = _found.Where(x => x.Key != key && x.Value.Column != column).ToDictionary(StringComparer.Ordinal);
        if (column is { } chosen) found[key] = new MappedColumn(chosen, 1);
        return new ColumnMapping(Header, Definitions, found);
    }

    /// <summary>The cell of a known column; empty when the file has no such column.</summary>
    public string Value(SheetRow row, string key)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _found.TryGetValue(key, out var found) ? row[found.Column] : string.Empty;
    }

    /// <summary>The refusal of a cell, with line, name and value filled in.</summary>
    public RowError Refuse(SheetRow row, string key, LocalizedText reason)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new RowError(row.Line, key, Definitions.First(x => x.Key == key).Name, Value(row, key), reason);
    }

    private static double Likeness(string heading, string name)
    {
        if (heading.Length == 0 || name.Length == 0) return 0;
        if (string.Equals(heading, name, StringComparison.Ordinal)) return 1;
        var (longer, shorter) = heading.Length > name.Length ? (heading, name) : (name, heading);
        return shorter.Length >= 2 && longer.Contains(shorter, StringComparison.Ordinal)
            ? WeakestGuess + 0.4 * shorter.Length / longer.Length
            : 0;
    }

    private static string Comparable(string text) =>
        string.Concat(FoldedText.OfName(text).Where(c => char.IsLetterOrDigit(c) || c == 'ー'));
}
