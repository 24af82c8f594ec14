using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.Persistence;

/// <summary>Answers that were given to writes which carried an <c>Idempotency-Key</c>, kept for a day.</summary>
internal static class IdempotencyTable
{
    public const string Name = "idempotency";

    public static Table Create(string schema)
    {
        var table = new Table(new PostgresqlObjectName(schema, Name, SchemaUtils.IdentifierUsage.General));
        table.AddColumn("owner", "text").AsPrimaryKey().NotNull();
        table.AddColumn("key", "text").AsPrimaryKey().NotNull();
        table.AddColumn("fingerprint", "bytea").NotNull();
        table.AddColumn("status", "integer");
        table.AddColumn("content_type", "text");
        table.AddColumn("location", "text");
        table.AddColumn("body", "bytea");
        table.AddColumn("created_at", "timestamptz").NotNull().DefaultValueByExpression("now()");
        return table;
    }
}
