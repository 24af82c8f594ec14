namespace Kenmin.Documents;

/// <summary>A column of a <see cref="PaperTable"/>.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Share">Its width beside the others': a column of 2 is twice as wide as one of 1.</param>
/// <param name="Number">Whether it holds numbers, set to the right.</param>
public sealed record PaperColumn(string Title, double Share = 1, bool Number = false);

/// <summary>A table. Its heading is repeated on every page that it reaches; no row is divided between pages unless it fills one.</summary>
/// <param name="Caption">What it shows, above it; empty for none.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows; each has a text for each column.</param>
public sealed record PaperTable(string Caption, IReadOnlyList<PaperColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>What a document says of itself.</summary>
/// <param name="Title">Its title, which a reader shows instead of the file's name.</param>
/// <param name="Language">Its language, such as <c>ja-JP</c>: screen readers speak it.</param>
/// <param name="Author">Who publishes it.</param>
/// <param name="Footer">What stands at the foot of each page, beside the page's number.</param>
public sealed record PaperInfo(string Title, string Language, string Author, string Footer = "");
