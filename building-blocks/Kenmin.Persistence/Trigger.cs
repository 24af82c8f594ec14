using System.Data.Common;
using Weasel.Core;
using Weasel.Postgresql;

namespace Kenmin.Persistence;

/// <summary>
/// A trigger as an object of a store's schema. Whoever changes the function of a trigger drops the function, and with it every trigger that
/// calls it: so each start that looks at the tables sees whether it is there, and makes it again.
/// </summary>
/// <param name="schema">The schema of its table.</param>
/// <param name="table">Its table.</param>
/// <param name="name">Its name, once for a table.</param>
/// <param name="when">What stands between its name and its table, such as <c>BEFORE INSERT OR UPDATE</c>.</param>
/// <param name="what">What stands behind its table, such as <c>FOR EACH ROW EXECUTE FUNCTION s.f()</c>.</param>
/// <param name="constraint">Whether it is a constraint trigger, which can wait for the end of the transaction.</param>
public sealed class Trigger(string schema, string table, string name, string when, string what, bool constraint = false) : ISchemaObject
{
    /// <inheritdoc />
    public DbObjectName Identifier => new PostgresqlObjectName(schema, $"{table}_{name}", SchemaUtils.IdentifierUsage.General);

    /// <inheritdoc />
    public void WriteCreateStatement(Migrator migrator, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteDropStatement(migrator, writer);
        writer.WriteLine($"CREATE {(constraint ? "CONSTRAINT " : "")}TRIGGER {name} {when} ON {schema}.{table} {what};");
    }

    /// <inheritdoc />
    public void WriteDropStatement(Migrator rules, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"DROP TRIGGER IF EXISTS {name} ON {schema}.{table};");
    }

    /// <inheritdoc />
    public void ConfigureQueryCommand(Weasel.Core.DbCommandBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append("select 1 from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = ");
        builder.AppendParameter(schema);
        builder.Append(" and c.relname = ");
        builder.AppendParameter(table);
        builder.Append(" and t.tgname = ");
        builder.AppendParameter(name);
        builder.Append(";");
    }

    /// <inheritdoc />
    public async Task<ISchemaObjectDelta> CreateDeltaAsync(DbDataReader reader, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new SchemaObjectDelta(this, await reader.ReadAsync(ct) ? SchemaPatchDifference.None : SchemaPatchDifference.Create);
    }

    /// <inheritdoc />
    public IEnumerable<DbObjectName> AllNames() => [Identifier];
}
