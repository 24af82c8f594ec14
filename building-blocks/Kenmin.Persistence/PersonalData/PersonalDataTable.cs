using Kenmin.SharedKernel;

namespace Kenmin.Persistence.PersonalData;

/// <summary>A table of a module that holds data of persons, for disclosure.</summary>
/// <param name="Table">Its name, without the schema; of another schema, with it.</param>
/// <param name="Title">What it holds, as people read it.</param>
/// <param name="Key">SQL on <c>t</c>: which rows are about the persons with the ids <c>$1</c> (uuid[]).</param>
/// <param name="Row">SQL on <c>t</c>: the row as jsonb, without what is secret; the document by default.</param>
public sealed record PersonalDataTable(string Table, LocalizedText Title, string Key, string Row = "t.data");
