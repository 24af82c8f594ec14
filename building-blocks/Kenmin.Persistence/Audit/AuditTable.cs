using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.Persistence.Audit;

internal static class AuditTable
{
    public const string Name = "audit_log";

    public static Table Create(string schema)
    {
        var table = new Table(new PostgresqlObjectName(schema, Name, SchemaUtils.IdentifierUsage.General));
        table.AddColumn("id", "bigserial").AsPrimaryKey();
        table.AddColumn("at", "timestamptz").NotNull().DefaultValueByExpression("clock_timestamp()");
        table.AddColumn("actor_id", "uuid");
        table.AddColumn("action", "text").NotNull();
        table.AddColumn("subject_ids", "uuid[]").NotNull();
        table.AddColumn("matter", "text");
        table.Indexes.Add(new IndexDefinition("audit_log_subjects") { Columns = ["subject_ids"], Method = IndexMethod.gin });
        table.Indexes.Add(new IndexDefinition("audit_log_actor") { Columns = ["actor_id", "id"] });
        return table;
    }
}
