using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets;

/// <summary>A column that an import knows.</summary>
/// <param name="Key">The key by which code refers to it.</param>
/// <param name="Name">Its name for people; also looked for in the header.</param>
/// <param name="Synonyms">Other headings for it.</param>
/// <param name="Required">Whether the import cannot go without it.</param>
public sealed record ColumnDefinition(string Key, LocalizedText Name, string[] Synonyms, bool Required = false);

/// <summary>Where a known column was found.</summary>
/// <param name="Column">The column of the file, from 0.</param>
/// <param name="Confidence">From 0 to 1: 1 when the heading is exactly a known one or a person chose it.</param>
public sealed record MappedColumn(int Column, double Confidence);
