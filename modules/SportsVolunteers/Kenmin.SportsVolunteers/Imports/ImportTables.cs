using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>Files on their way in, and what became of each of their lines.</summary>
internal static class ImportTables
{
    /// <summary>The schema of this module.</summary>
    public const string Schema = "sports_volunteers";

    public const string Chunks = $"{Schema}.import_chunk";
    public const string Lines = $"{Schema}.import_line";

    public static IEnumerable<Table> All()
    {
        var chunks = new Table(new PostgresqlObjectName(Schema, "import_chunk", SchemaUtils.IdentifierUsage.General));
        chunks.AddColumn("import_id", "uuid").AsPrimaryKey().NotNull();
        chunks.AddColumn("number", "integer").AsPrimaryKey().NotNull();
        chunks.AddColumn("bytes", "bytea").NotNull();
        yield return chunks;

        var lines = new Table(new PostgresqlObjectName(Schema, "import_line", SchemaUtils.IdentifierUsage.General));
        lines.AddColumn("import_id", "uuid").AsPrimaryKey().NotNull();
        lines.AddColumn("line", "integer").AsPrimaryKey().NotNull();
        lines.AddColumn("result", "text").NotNull();
        lines.AddColumn("subject_id", "uuid");
        // Only of refused rows, and only until they are cleared: cells as uploaded, and what is wrong with them.
        lines.AddColumn("refused", "jsonb");
        lines.Indexes.Add(new IndexDefinition("import_line_subject") { Columns = ["subject_id"] });
        yield return lines;
    }
}
