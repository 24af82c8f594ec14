using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.Persistence.Audit;

/// <summary>The tables of the audit log: what happened, the chain over it, and what the chain does not cover yet.</summary>
internal static class AuditTable
{
    public const string Name = "audit_log";
    public const string SealName = "audit_seal";
    public const string PendingName = "audit_pending";

    public const string Log = $"{PersistenceExtensions.PlatformSchema}.{Name}";
    public const string Seal = $"{PersistenceExtensions.PlatformSchema}.{SealName}";
    public const string Pending = $"{PersistenceExtensions.PlatformSchema}.{PendingName}";

    public static IEnumerable<Table> Create(string schema) => [CreateLog(schema), CreateSeal(schema), CreatePending(schema)];

    private static Table CreateLog(string schema)
    {
        var table = New(schema, Name);
        table.AddColumn("id", "bigserial").AsPrimaryKey();
        table.AddColumn("at", "timestamptz").NotNull().DefaultValueByExpression("clock_timestamp()");
        table.AddColumn("actor_id", "uuid");
        table.AddColumn("kind", "text").NotNull().DefaultValueByExpression("'change'");
        table.AddColumn("action", "text").NotNull();
        table.AddColumn("subject_ids", "uuid[]").NotNull();
        table.AddColumn("matter", "text");
        table.Indexes.Add(new IndexDefinition("audit_log_subjects") { Columns = ["subject_ids"], Method = IndexMethod.gin });
        table.Indexes.Add(new IndexDefinition("audit_log_actor") { Columns = ["actor_id", "id"] });
        table.Indexes.Add(new IndexDefinition("audit_log_at") { Columns = ["at"] });
        return table;
    }

    private static Table CreateSeal(string schema)
    {
        var table = New(schema, SealName);
        table.AddColumn("position", "bigint").AsPrimaryKey();
        table.AddColumn("entry_id", "bigint").NotNull();
        table.AddColumn("sealed_at", "timestamptz").NotNull();
        table.AddColumn("hash", "bytea").NotNull();
        table.Indexes.Add(new IndexDefinition("audit_seal_entry") { Columns = ["entry_id"], IsUnique = true });
        return table;
    }

    private static Table CreatePending(string schema)
    {
        var table = New(schema, PendingName);
        table.AddColumn("entry_id", "bigint").AsPrimaryKey();
        return table;
    }

    private static Table New(string schema, string name) => new(new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General));
}
